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


def _damaged(root: Path, pick: int) -> None:
    """One byte of one file that `brief` keeps is another."""
    found = [path for path in _files_of(root / ".brief") if path.stat().st_size]
    if found:
        path = found[pick % len(found)]
        content = bytearray(path.read_bytes())
        content[pick * 7919 % len(content)] ^= 0x55
        path.write_bytes(content)


def _cut(root: Path, pick: int) -> None:
    """One file that `brief` keeps ends too early."""
    found = _files_of(root / ".brief")
    if found:
        path = found[pick % len(found)]
        os.truncate(path, path.stat().st_size * (pick % 4) // 4)


DAMAGES: Mapping[str, Edit] = {
    "a file of the output is altered": _altered,
    "a file of the output is lost": _lost,
    "the output is lost": lambda root, _pick: shutil.rmtree(root / "public", ignore_errors=True),
    "the state is lost": lambda root, _pick: shutil.rmtree(root / ".brief", ignore_errors=True),
    "the state is damaged": _damaged,
    "the state is cut": _cut,
}
