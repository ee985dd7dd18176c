"""The beginning of a theme of a site's own."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path

from slugify import slugify

from brief.config import Site
from brief.validation.fields import is_slug

# The theme that all others fall back on.
_TAKEN = "dossier"
# Where the name stands in the files that a theme begins with.
_PLACE = "THEME"


class BadName(Exception):
    """No theme of a site can be called so; the message says why and what to do."""


def new_theme(site: Site, name: str) -> list[Path]:
    """Write a small theme; gives its files. Raises BadName, and FileExistsError where there is a theme of that name."""
    if name == _TAKEN:
        raise BadName(f"`{name}` is the theme that others build on. Choose another name.")
    if not is_slug(name):
        guess = slugify(name)
        hint = f"Did you mean `{guess}`?" if guess else "Use small letters, digits and hyphens."
        raise BadName(f"`{name}` can't be the name of a theme. {hint}")
    folder = site.root / "themes" / name
    folder.mkdir(parents=True)
    with as_file(files("brief.starting") / "theme") as starter:
        shutil.copytree(starter, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    made = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in made:
        path.write_text(path.read_text("utf-8").replace(_PLACE, name), "utf-8")
    return made
