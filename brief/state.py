"""What earlier runs made, in one SQLite file: results by name, each beside the digest of all that it was made from.

It can be deleted at any time without harm. Nothing in it is believed that is not as it was written: each value
stands beside its own digest, and a file of another version, or that is damaged, is thrown away.
"""

import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Self

from brief.digests import short

# "brie", by which the file is known as ours (SQLite, "PRAGMA application_id").
_APPLICATION = 0x62726965
_TABLES = (
    "files",
    "parsed",
    "measured",
    "active",
    "copied",
    "texts",
    "html",
    "faults",
    "related",
    "facets",
    "pages",
    "shown_facets",
    "shown_pages",
    "dear",
    "dear_facets",
    "shown_dear",
    "shown_dear_facets",
    "themes",
    "runs",
)
_SCHEMA = "".join(
    f"CREATE TABLE {table} (name BLOB PRIMARY KEY, key BLOB, digest BLOB, seal BLOB, value BLOB);" for table in _TABLES
)


# What is wrong with a damaged file is sometimes told in letters that are none.
_FAULTS = (sqlite3.Error, UnicodeError)


class Damaged(Exception):
    """The state is not as it was written."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A result: the digest of what it was made from, its own, and itself."""

    key: bytes
    digest: bytes
    value: bytes


class State:
    """The results of one site, for one process at a time; those that it forks may read what was saved.

    Used in a `with`; `discarded` says why what was there was thrown away, and is empty where nothing was. Where the
    file can't be had (another process works with it, the disk can't be written), the run works with a passing copy,
    and where `path` is None with one that is empty. With `passing` it is a copy in any case, for a process that stands
    beside those that build. Several threads may use it.
    """

    def __init__(self, path: Path | None, version: str, *, passing: bool = False) -> None:
        self._path = path
        self._is_copied = passing
        self._version = version
        self._passing: Path | None = None
        self._lock: int | None = None
        self._connections: dict[int, sqlite3.Connection] = {}
        self._writing = RLock()
        self.discarded = ""

    def __enter__(self) -> Self:
        if self._path is not None and not self._is_copied:
            with suppress(OSError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._lock = _locked(self._path.with_suffix(".lock"))
        if self._lock is None:
            self._passing = Path(tempfile.mkdtemp(prefix="brief-"))
            taken, self._path = self._path, self._passing / "state.sqlite"
            if taken:
                _copy(taken, self._path)
        try:
            self._open()
        except (*_FAULTS, OSError, Damaged):
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def __getstate__(self) -> None:
        raise TypeError("a state is passed to other processes by forking them")

    @property
    def is_passing(self) -> bool:
        """Whether all of it goes with this run: it is a copy, or was empty."""
        return self._lock is None

    def clock(self) -> int:
        """The file system's own time, in nanoseconds; 0 where it is not known."""
        if self._lock is None:
            return 0
        os.utime(self._lock)
        return os.fstat(self._lock).st_mtime_ns

    def find(self, table: str, name: str, key: bytes) -> Kept | None:
        """What was made under `name` from what `key` is the digest of; None where it was something else, or nothing."""
        kept = self.last(table, name)
        return kept if kept and kept.key == key else None

    def last(self, table: str, name: str) -> Kept | None:
        """What was made last under `name`. Raises Damaged."""
        found = self._one(f"SELECT key, digest, seal, value FROM {table} WHERE name = ?", name)  # noqa: S608
        return _sound(os.fsencode(name), *found) if found else None

    def every(self, table: str) -> Iterator[tuple[str, Kept]]:
        """All that was made, by name. Raises Damaged."""
        try:
            for name, *found in self._connection.execute(f"SELECT name, key, digest, seal, value FROM {table}"):  # noqa: S608
                yield os.fsdecode(name), _sound(name, *found)
        except (*_FAULTS, TypeError) as fault:
            raise Damaged(str(fault)) from fault

    def digests(self, table: str) -> dict[str, tuple[bytes, bytes]]:
        """Key and digest of all that was made, by name, without the values. Raises Damaged."""
        try:
            rows = self._connection.execute(f"SELECT name, key, digest, seal FROM {table}")  # noqa: S608
            return {os.fsdecode(name): _sealed(name, *found) for name, *found in rows}
        except (*_FAULTS, TypeError) as fault:
            raise Damaged(str(fault)) from fault

    def keep(self, table: str, results: Iterable[tuple[str, bytes, bytes]]) -> None:
        """Remember results: name, key, value. Raises Damaged, and OSError where the disk is full."""
        self._write(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?, ?)", starmap(_row, results))  # noqa: S608

    def forget(self, table: str, names: Iterable[str]) -> None:
        """Let go of what has no use any more. Raises as `keep` does."""
        self._write(f"DELETE FROM {table} WHERE name = ?", ((os.fsencode(name),) for name in names))  # noqa: S608

    def save(self) -> None:
        """Put what was kept on the disk, for the next run and for processes that are forked from now on."""
        try:
            with self._writing:
                self._connection.commit()
        except _FAULTS as fault:
            raise _failure(fault) from fault

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is kept and forgotten in the block is saved at its end, all or nothing, and nothing else with it."""
        with self._writing:
            self.save()
            try:
                yield
                self.save()
            except BaseException:
                self._connection.rollback()
                raise

    def _one(self, query: str, name: str) -> tuple[object, ...] | None:
        try:
            found: tuple[object, ...] | None = self._connection.execute(query, (os.fsencode(name),)).fetchone()
        except _FAULTS as fault:
            raise Damaged(str(fault)) from fault
        return found

    def _write(self, query: str, rows: Iterable[tuple[bytes, ...]]) -> None:
        try:
            # The rows may be made while they are written, by a thread that keeps others meanwhile.
            with self._writing:
                self._connection.executemany(query, rows)
        except _FAULTS as fault:
            raise _failure(fault) from fault

    @property
    def _connection(self) -> sqlite3.Connection:
        # A connection must not be carried across a fork (SQLite, "How To Corrupt An SQLite Database File", 2.6).
        own = self._connections.get(os.getpid())
        if own is None:
            assert self._path
            own = sqlite3.connect(f"file:{_escaped(self._path)}?mode=ro", uri=True, check_same_thread=False)
            self._connections[os.getpid()] = own
        return own

    def _open(self) -> None:
        assert self._path
        if self._path.exists() and (reason := _stranger(self._path, self._version)):
            self.discarded = reason
            _remove(self._path)
        connection = sqlite3.connect(self._path, check_same_thread=False)
        self._connections[os.getpid()] = connection
        connection.execute("PRAGMA journal_mode = WAL")
        # After a power cut the last runs may be missing; nothing is damaged (SQLite, "PRAGMA synchronous").
        connection.execute("PRAGMA synchronous = NORMAL")
        if not connection.execute("PRAGMA application_id").fetchone()[0]:
            connection.executescript(
                f"BEGIN; {_SCHEMA} CREATE TABLE version (text TEXT);PRAGMA application_id = {_APPLICATION}; COMMIT;"
            )
            connection.execute("INSERT INTO version VALUES (?)", (self._version,))
            connection.commit()

    def _end(self) -> None:
        if connection := self._connections.pop(os.getpid(), None):
            with suppress(*_FAULTS):
                connection.rollback()
            with suppress(*_FAULTS):
                connection.close()
        if self._passing:
            shutil.rmtree(self._passing, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _copy(taken: Path, path: Path) -> None:
    """What another process has saved up to now; nothing where that can't be had."""
    with suppress(*_FAULTS, OSError):
        if not taken.exists():
            return
        with (
            closing(sqlite3.connect(f"file:{_escaped(taken)}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(path)) as target,
        ):
            source.backup(target)


def discard(path: Path) -> None:
    """Throw a state away."""
    with suppress(OSError):
        _remove(path)


def _stranger(path: Path, version: str) -> str:
    """Why a file can't be worked with; empty where it can."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            found = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            if connection.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION:
                # One without tables is what a run leaves that is killed as it begins.
                return "it was not written by brief" if found else ""
            if connection.execute("SELECT text FROM version").fetchall() != [(version,)]:
                return "another version of brief wrote it"
            return "" if {*_TABLES, "version"} == found else "it is damaged"
    except _FAULTS:
        return "it is damaged"


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)


def _row(name: str, key: bytes, value: bytes) -> tuple[bytes, ...]:
    raw, digest = os.fsencode(name), short(value)
    return raw, key, digest, _seal(raw, key, digest), value


def _seal(name: bytes, key: bytes, digest: bytes) -> bytes:
    """What tells that key and digest are of this name: a damaged index leads to others' rows."""
    return short(b"%d:%d:%b%b%b" % (len(name), len(key), name, key, digest))


def _sealed(name: bytes, key: object, digest: object, seal: object) -> tuple[bytes, bytes]:
    """Key and digest of a row."""
    if not (isinstance(key, bytes) and isinstance(digest, bytes)) or _seal(name, key, digest) != seal:
        raise Damaged("a row is not as it was written")
    return key, digest


def _sound(name: bytes, key: object, digest: object, seal: object, value: object) -> Kept:
    known, expected = _sealed(name, key, digest, seal)
    if not isinstance(value, bytes) or short(value) != expected:
        raise Damaged("a value is not as it was written")
    return Kept(known, expected, value)


def _failure(fault: Exception) -> Exception:
    if getattr(fault, "sqlite_errorname", "") == "SQLITE_FULL":
        return OSError(28, os.strerror(28))
    return Damaged(str(fault))


def _locked(path: Path) -> int | None:
    """A lock that ends with its holder; None where another process has it."""
    lock = os.open(path, os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def _escaped(path: Path) -> str:
    """A path within a URI (SQLite, "Uniform Resource Identifiers")."""
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
