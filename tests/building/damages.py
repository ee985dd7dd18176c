"""What can happen to that which builds have made, by name: the next build has to make up for it."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from tests.building.edits import Edit


def _files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _output_file(root: Path, pick: int) -> Path | None:
    found = [path for path in _files_of(root / "public") if path.name != "manifest.sha256"]
    return found[pick * 37 % len(found)] if found else None


def _altered(root: Path, pick: int) -> None:
    """A file of the output has other bytes, as many and as old as before."""
    if path := _output_file(root, pick):
        before = path.stat()
        aside = path.with_name("aside")
        aside.write_bytes(bytes(reversed(path.read_bytes())))
        aside.replace(path)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _lost(root: Path, pick: int) -> None:
    if path := _output_file(root, pick):
        path.unlink()


def _kept(root: Path) -> list[Path]:
    """The files that `brief` keeps, but for those of the site that was replaced last."""
    return [path for path in _files_of(root / ".brief") if "spare" not in path.parts]


def _damaged(root: Path, pick: int) -> None:
    """One byte of one file that `brief` keeps is another."""
    found = [path for path in _kept(root) if path.stat().st_size]
    if found:
        path = found[pick % len(found)]
        content = bytearray(path.read_bytes())
        content[pick * 7919 % len(content)] ^= 0x55
        path.write_bytes(content)


def _cut(root: Path, pick: int) -> None:
    """One file that `brief` keeps ends too early."""
    found = _kept(root)
    if found:
        path = found[pick % len(found)]
        os.truncate(path, path.stat().st_size * (pick % 4) // 4)


def _spare_altered(root: Path, pick: int) -> None:
    """A file of the site that was replaced last has other bytes, and so may have the site that is there."""
    found = _files_of(root / ".brief/spare")
    if found:
        found[pick * 37 % len(found)].write_bytes(b"other")


def _spare_in_disorder(root: Path, pick: int) -> None:
    """In the site that was replaced last are folders where files were, the other way about, links, and what is new."""
    spare = root / ".brief/spare"
    found = _files_of(spare)
    if not found:
        return
    for path in found[pick % 5 :: 5]:
        path.unlink()
        path.mkdir()
        (path / "inside").write_text("new")
    for number, folder in enumerate(sorted(path for path in spare.iterdir() if path.is_dir())):
        if number % 3 == pick % 3:
            shutil.rmtree(folder)
            folder.symlink_to(root / "content")
        elif number % 3 == 0:
            shutil.rmtree(folder)
            folder.write_text("a file")
    (spare / "new").write_text("new")


def _spare_is_a_file(spare: Path) -> None:
    if spare.parent.is_dir():
        shutil.rmtree(spare, ignore_errors=True)
        spare.write_text("a file")


DAMAGES: Mapping[str, Edit] = {
    "a file of the output is altered": _altered,
    "a file of the output is lost": _lost,
    "the output is lost": lambda root, _pick: shutil.rmtree(root / "public", ignore_errors=True),
    "the state is lost": lambda root, _pick: shutil.rmtree(root / ".brief", ignore_errors=True),
    "the state is damaged": _damaged,
    "the state is cut": _cut,
    "the spare folder is altered": _spare_altered,
    "the spare folder is in disorder": _spare_in_disorder,
    "the spare folder is a file": lambda root, _pick: _spare_is_a_file(root / ".brief/spare"),
}
