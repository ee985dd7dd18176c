"""Beginnings: a new site."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path

from brief.files import write_whole
from brief.schemas import KINDS, written
from brief.starting.briefings import quoted

SCHEMAS = ".vscode/schemas"
"""Where a new site has the schemas that editors read; the first line of its site.toml names the folder too."""


class NotEmpty(Exception):
    """The folder for a new site holds something already."""


def new_site(folder: Path, title: str) -> None:
    """Write a small site into `folder`. Raises NotEmpty, or NotADirectoryError where it is a file."""
    if folder.exists() and any(folder.iterdir()):
        raise NotEmpty(folder)
    with as_file(files("brief.starting") / "site") as starter:
        shutil.copytree(starter, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    settings = folder / "site.toml"
    settings.write_text(settings.read_text("utf-8").replace('"A briefing archive"', quoted(title)), "utf-8")
    (folder / "gitignore").rename(folder / ".gitignore")
    write_schemas(folder / SCHEMAS)


def write_schemas(folder: Path) -> list[Path]:
    """Write the schema of each kind of file into `folder`; gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{kind}.schema.json" for kind in KINDS]
    for kind, path in zip(KINDS, paths, strict=True):
        write_whole(path, written(kind).encode())
    return paths
