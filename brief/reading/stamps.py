"""Which files are as they were at the last run, told by what the file system says of them, as git does."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from brief.digests import short
from brief.state import State

# Two changes within one tick of the file system's clock can't be told apart by their times (git, "racy-git").
_FINE, _COARSE = 50_000_000, 2_000_000_000
SETTLING = 0.06
"""Seconds after which the stamps of new files are settled, where the file system tells fine times."""


LARGEST = 5_000_000
"""Bytes of a Markdown file: more than the longest novels have."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file system says of a file: its size in bytes, its times in nanoseconds, its number."""

    size: int
    modified: int
    changed: int
    number: int


@dataclass(frozen=True, slots=True)
class _Entry:
    stamp: Stamp
    digest: bytes


_ENTRY = msgspec.msgpack.Decoder(_Entry)


class Stamps:
    """The digests of files by path. A file is read where its stamp is not as it was, or too young to be trusted."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._known = {path: _ENTRY.decode(kept.value) for path, kept in state.every("files")}
        self._now = state.clock()
        self._new: dict[str, _Entry] = {}
        self._seen: set[str] = set()

    def digest(self, path: str, full: Path) -> tuple[bytes, bytes | None]:
        """The digest of a file, and its bytes where they had to be read. Raises OSError."""
        self._seen.add(path)
        stamp = stamp_of(full)
        entry = self._known.get(path)
        if entry and entry.stamp == stamp:
            return entry.digest, None
        raw = first_bytes(full)
        digest = short(raw)
        if is_settled(stamp, self._now):
            self._new[path] = _Entry(stamp, digest)
        return digest, raw

    def save(self) -> None:
        """Remember what was found, of the files that are there still."""
        self._state.keep("files", ((path, b"", msgspec.msgpack.encode(entry)) for path, entry in self._new.items()))
        self._state.forget("files", self._known.keys() - self._seen)


class Notes:
    """What was made of each of some files, which holds while its stamp is what it was. `stamps` are by path.

    Raises Damaged.
    """

    def __init__(self, state: State, table: str, stamps: Mapping[str, Stamp]) -> None:
        self._state = state
        self._table = table
        self._stamps = stamps
        self._now = state.clock()
        self._known = state.digests(table)
        self._new: dict[str, bytes] = {}

    def get(self, path: str) -> bytes | None:
        """What was noted of a file; None where nothing was, or it has another stamp."""
        if path not in self._known or self._known[path][0] != self._key(path):
            return None
        kept = self._state.last(self._table, path)
        return kept.value if kept else None

    def __setitem__(self, path: str, made: bytes) -> None:
        """Note what was made of a file, unless it is too young for its stamp to be trusted."""
        if is_settled(self._stamps[path], self._now):
            self._new[path] = made

    def save(self) -> None:
        """Remember the notes on those files that are there still."""
        self._state.keep(self._table, ((path, self._key(path), made) for path, made in self._new.items()))
        self._state.forget(self._table, self._known.keys() - self._stamps.keys())

    def _key(self, path: str) -> bytes:
        return short(msgspec.msgpack.encode(self._stamps[path]))


def first_bytes(full: Path) -> bytes:
    """What is in a file, and no more of it than shows that it is too large. Raises OSError."""
    with full.open("rb", buffering=0) as file:
        return file.read() if os.fstat(file.fileno()).st_size <= LARGEST else file.read(LARGEST + 1)


def stamp_of(full: Path | str) -> Stamp:
    """Raises OSError."""
    found = os.stat(full)  # noqa: PTH116  # there are many
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def is_settled(stamp: Stamp, now: int) -> bool:
    """Whether a change after `now` is sure to give a file another stamp. `now` is by the file system's clock (ns)."""
    latest = max(stamp.modified, stamp.changed)
    return latest + (_FINE if stamp.changed % 1_000_000_000 else _COARSE) < now
