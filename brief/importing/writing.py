"""The new site in its folder: all of it or nothing."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


class NotEmpty(Exception):
    """The folder for the new site holds something already."""


def require_room(folder: Path) -> None:
    """Raises NotEmpty where `folder` holds something, and NotADirectoryError where it is a file."""
    if folder.exists() and any(folder.iterdir()):
        raise NotEmpty(folder)


def write(folder: Path, files: Mapping[str, bytes], copies: Mapping[str, Path]) -> None:
    """Write `files` and copies of others, by their paths, into `folder`, which appears when all are there.

    Raises NotEmpty, and OSError, with nothing left behind.
    """
    require_room(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for path, content in files.items():
            (aside / path).parent.mkdir(parents=True, exist_ok=True)
            (aside / path).write_bytes(content)
        for path, full in copies.items():
            (aside / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(full, aside / path)
        # A folder that a program makes for itself is closed to others.
        aside.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        aside.rename(folder)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
