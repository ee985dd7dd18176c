"""Beginnings: a new site."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path

from brief.starting.briefings import quoted


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
