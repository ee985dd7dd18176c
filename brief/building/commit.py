"""The output folder, replaced in one step.

A new site is written beside the old one and then exchanged with it, so that whoever reads the folder sees
one or the other. `manifest.sha256` in it lists what is ours, in the form that `sha256sum --check` reads, below
a line that only brief writes; files and folders that are not ours are carried over.
"""

import ctypes
import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from brief.reading.stamps import Stamp, is_settled, stamp_of

MANIFEST = "manifest.sha256"
_HEADING = "# Written by brief. The files listed here are its own, and change with each build."
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class ForeignOutput(Exception):
    """The output folder holds files, and none of our manifests: it may be somebody's work."""


class InTheWay(Exception):
    """A file that is not ours stands where the new site needs its place; `path` is from the output folder."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class AnotherBuild(Exception):
    """Another build into the same folder is under way."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How many files of the output are new or differ, stayed as they were, and went."""

    written: int
    unchanged: int
    removed: int


class Staging:
    """A new site on its way to `output`. Used in a `with`, it leaves nothing behind but what was published.

    `trusted` are the stamps of files of the old site that were as its manifest says when they had that stamp.
    """

    def __init__(self, output: Path, trusted: Mapping[str, Stamp] | None = None) -> None:
        self._output = output.resolve()
        self._folder = self._output.parent / f".{self._output.name}.brief-staging"
        self._old: dict[str, str] | None = None
        self._trusted = trusted or {}
        self._digests: dict[str, str] = {}
        self._lock: int | None = None
        self._lock_path = self._output.parent / f".{self._output.name}.brief-lock"

    def __enter__(self) -> Self:
        """Raises AnotherBuild where one is under way, and ForeignOutput before anything is touched."""
        self._output.parent.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(self._lock_path)
        try:
            _recover(self._output)
            self._old = _own_files(self._output)
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir()
        except BaseException:
            self._unlock()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            # The file goes before the lock does, so that nobody locks a file that is about to go.
            self._lock_path.unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None

    def put(self, path: str, content: bytes) -> str:
        """Write a file, unless the old site has it just so; gives its digest (SHA-256, hexadecimal).

        Other processes may do so at the same time. `add` makes it a part of the new site.
        """
        digest = hashlib.sha256(content).hexdigest()
        if not self.has(path, digest):
            target = self._folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return digest

    def has(self, path: str, digest: str) -> bool:
        """Whether the old site has a file just so."""
        if self._old is None or self._old.get(path) != digest:
            return False
        old = f"{self._output}/{path}"
        try:
            if path in self._trusted and self._trusted[path] == stamp_of(old):
                return True
            return not os.path.islink(old) and hashlib.sha256(Path(old).read_bytes()).hexdigest() == digest  # noqa: PTH114  # there are many
        except OSError:
            return False

    def add(self, path: str, digest: str) -> None:
        """Make a file a part of the new site, which was written or which the old site has just so."""
        self._digests[path] = digest

    def publish(self) -> Changes:
        """Put the new site in the place of the old one. A file that stays keeps its time of change. Raises InTheWay."""
        old = self._old or {}
        kept = [path for path in self._digests if not os.path.lexists(self._folder / path)]
        removed = sum(1 for path in old if path not in self._digests)
        changes = Changes(len(self._digests) - len(kept), len(kept), removed)
        if self._old is not None and not changes.written and not removed:
            return changes
        self._keep(kept)
        for path in tuple(self._foreign()):
            self._carry_over(path)
        (self._folder / MANIFEST).write_text(_manifest(self._digests), encoding="utf-8")
        _replace(self._folder, self._output)
        return changes

    def stamps(self, now: int) -> dict[str, Stamp]:
        """The stamps of the published files, but for those too young at `now` (ns) to be told from later ones."""
        found = {path: stamp_of(f"{self._output}/{path}") for path in self._digests}
        return {path: stamp for path, stamp in found.items() if is_settled(stamp, now)}

    def _foreign(self) -> Iterator[str]:
        """What is in the old output and not ours: files, links, and folders with nothing in them."""
        ours = (self._old or {}).keys() | {MANIFEST}
        yield from _others(str(self._output), "", ours) if self._output.is_dir() else ()

    def _keep(self, paths: Iterable[str]) -> None:
        """Take own files of the old site over."""
        folders: set[str] = set()
        old, new = str(self._output), str(self._folder)
        for path in paths:
            folder = path.rpartition("/")[0]
            if folder not in folders:
                os.makedirs(f"{new}/{folder}", exist_ok=True)  # noqa: PTH103  # there are many, and Path costs as much again
                folders.add(folder)
            if not _link(f"{old}/{path}", f"{new}/{path}"):
                shutil.copy2(f"{old}/{path}", f"{new}/{path}", follow_symlinks=False)

    def _carry_over(self, path: str) -> None:
        source, target = self._output / path, self._folder / path
        above = [self._folder / part for part in Path(path).parents]
        if os.path.lexists(target) or any(part.is_file() or part.is_symlink() for part in above):
            raise InTheWay(path)
        if source.is_dir() and not source.is_symlink():
            target.mkdir(parents=True)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        if not _link(source, target):
            shutil.copy2(source, target, follow_symlinks=False)


def _others(folder: str, above: str, ours: AbstractSet[str]) -> Iterator[str]:
    """What lies below a folder and is not in `ours`: files, links, folders with nothing in them."""
    with os.scandir(folder) as entries:
        found = list(entries)
    if not found and above:
        yield above.rstrip("/")
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _others(entry.path, f"{above}{entry.name}/", ours)
        elif f"{above}{entry.name}" not in ours:
            yield f"{above}{entry.name}"


def _own_files(output: Path) -> dict[str, str] | None:
    """The digests of our files by path, or None for a new folder. Raises ForeignOutput."""
    old = _read_manifest(output)
    if old is None and _is_in_use(output):
        raise ForeignOutput(output)
    return old


def _is_in_use(folder: Path) -> bool:
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def _read_manifest(output: Path) -> dict[str, str] | None:
    """The digests of our files by path; None where there is no manifest that can be read."""
    try:
        heading, *lines = (output / MANIFEST).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return None
    if heading != _HEADING:
        return None
    return {path: digest for digest, _, path in (line.partition("  ") for line in lines) if path}


def _manifest(digests: Mapping[str, str]) -> str:
    return f"{_HEADING}\n" + "".join(f"{digests[path]}  {path}\n" for path in sorted(digests))


def _locked(path: Path) -> int:
    """A lock that ends with its holder, however that ends. Raises AnotherBuild."""
    lock = os.open(path, os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise AnotherBuild(path) from None
    if not path.exists() or os.fstat(lock).st_ino != path.stat().st_ino:
        # Its last holder removed it between our opening and our locking it.
        os.close(lock)
        raise AnotherBuild(path)
    return lock


def _recover(output: Path) -> None:
    """Put back a site that a run set aside and did not live to replace."""
    aside = _aside(output)
    if aside.exists() and not output.exists():
        aside.rename(output)


def _aside(output: Path) -> Path:
    return output.parent / f".{output.name}.brief-old"


def _link(source: Path | str, target: Path | str) -> bool:
    """Give a file a second name; False where the file system can't."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        return False
    return True


def _replace(new: Path, output: Path) -> None:
    """Put the folder `new` in the place of `output`: at once where the system can, else as nearly so as it can."""
    if not output.exists():
        new.rename(output)
        return
    if _exchange(new, output):
        return
    aside = _aside(output)
    shutil.rmtree(aside, ignore_errors=True)
    try:
        output.rename(aside)
    except OSError:
        # A mount point can't be renamed: file by file then, each whole, and old ones last.
        _copy_over(new, output)
        return
    try:
        new.rename(output)
    except OSError:
        aside.rename(output)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (Linux, renameat2(2)); False where that is not to be had."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if renameat2 is None:
        return False
    done = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    if done != 0 and ctypes.get_errno() == errno.ENOSPC:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(other))
    return bool(done == 0)


def _copy_over(new: Path, output: Path) -> None:
    """Each file whole and by itself: new ones first, old ones last."""
    kept = set()
    for source in sorted(path for path in new.rglob("*") if not path.is_dir() or path.is_symlink()):
        path = source.relative_to(new)
        kept.add(path)
        target = output / path
        for above in reversed(path.parents):
            if (output / above).is_file():
                (output / above).unlink()
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)
        aside = target.with_name(f".{target.name}.brief-new")
        try:
            shutil.copy2(source, aside, follow_symlinks=False)
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
    for old in sorted((path for path in output.rglob("*")), reverse=True):
        if old.is_dir() and not old.is_symlink():
            if not any(old.iterdir()):
                old.rmdir()
        elif old.relative_to(output) not in kept:
            old.unlink()
