"""The output folder, replaced in one step.

A new site is written beside the old one and then exchanged with it, so that whoever reads the folder sees
one or the other. `manifest.sha256` in it lists what is ours; files and folders that are not ours are carried over.
"""

import fcntl
import hashlib
import multiprocessing
import os
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Self

from brief import manifest
from brief.building import trees
from brief.reading.stamps import SETTLING, Stamp, is_settled, stamp_of

# From so many files on it is worth a process to make their folders.
_MANY = 500


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
    """A new site on its way to `output`. Used in a `with`, it leaves nothing beside it but what was published.

    `trusted` are the stamps of files of the old site that were as its manifest says when they had that stamp. `spare`
    is a folder of ours where a replaced site is kept: the next one is made of it, for which only what differs between
    the two has to be done, and not a folder made and another removed for each page. `sign` writes a signature beside
    the manifest that it is given.
    """

    def __init__(
        self,
        output: Path,
        trusted: Mapping[str, Stamp] | None = None,
        spare: Path | None = None,
        sign: Callable[[Path], None] | None = None,
    ) -> None:
        self._output = output.resolve()
        self._folder = self._output.parent / f".{self._output.name}.brief-staging"
        self._old: dict[str, str] | None = None
        self._trusted = trusted or {}
        self._spare = spare
        self._sign = sign
        self._digests: dict[str, str] = {}
        self._maker: BaseProcess | None = None
        self._lock: int | None = None
        self._lock_path = _lock_path(self._output)

    def __enter__(self) -> Self:
        """Raises AnotherBuild where one is under way, and ForeignOutput before anything is touched."""
        self._output.parent.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(self._lock_path)
        try:
            _recover(self._output)
            self._old = _own_files(self._output)
            if self._old is None or not _can_be_exchanged(self._spare, self._output):
                self._spare = None
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir()
        except BaseException:
            self._unlock()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._maker:
            self._maker.kill()
            self._maker.join()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._unlock()

    def prepare(self) -> None:
        """Have another process make the folders of the new site meanwhile, where no replaced site has them already.

        They take longer than all else that a first change costs here, and are most likely those of the old site.
        """
        spare, old = self._spare, self._old or {}
        if spare is None or os.path.lexists(spare) or len(old) < _MANY:
            return
        if "fork" in multiprocessing.get_all_start_methods():
            folders = {folder for folder in trees.folders_of(old) if manifest.is_inner(folder)}
            make = partial(trees.make_folders, str(spare), folders, os.getpid())
            self._maker = multiprocessing.get_context("fork").Process(target=make, daemon=True)
            self._maker.start()

    def _unlock(self) -> None:
        if self._lock is not None:
            _unlocked(self._lock_path, self._lock)
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
        """Put the new site in the place of the old one. A file that stays keeps its time of change.

        Raises InTheWay and NotSigned.
        """
        old = self._old or {}
        kept = self._digests.keys() - set(trees.others(str(self._folder), frozenset()))
        removed = sum(1 for path in old if path not in self._digests)
        changes = Changes(len(self._digests) - len(kept), len(kept), removed)
        if self._old is not None and not changes.written and not removed:
            self.renew_signature()
            return changes
        self._write_manifest(manifest.write(self._digests).encode())
        self._put_away(trees.replace(self._finished(kept), self._output))
        return changes

    def renew_signature(self) -> None:
        """Sign the site that is published, which stays as it is. Raises NotSigned."""
        if self._sign is None or self._old is None:
            return
        self._write_manifest((self._output / manifest.NAME).read_bytes())
        signature = (self._folder / manifest.SIGNATURE).read_bytes()
        published = self._output / manifest.SIGNATURE
        if not published.is_file() or published.read_bytes() != signature:
            (self._folder / manifest.SIGNATURE).replace(published)

    def _write_manifest(self, content: bytes) -> None:
        path = self._folder / manifest.NAME
        path.write_bytes(content)
        if self._sign:
            self._sign(path)

    def stamps(self, clock: Callable[[], int]) -> dict[str, Stamp]:
        """The stamps of the published files, but for those too young by `clock` (ns) to be told from later ones.

        It waits a moment for these, as a file is young that has just got its place.
        """
        found = self._settled(self._digests, clock())
        if young := self._digests.keys() - found.keys():
            time.sleep(SETTLING)
            found |= self._settled(young, clock())
        return found

    def _settled(self, paths: Iterable[str], now: int) -> dict[str, Stamp]:
        found = {path: stamp_of(f"{self._output}/{path}") for path in paths}
        return {path: stamp for path, stamp in found.items() if is_settled(stamp, now)}

    def _finished(self, kept: Collection[str]) -> Path:
        """The folder with all of the new site: what was written, what is `kept` of the old one, what is not ours."""
        if self._maker:
            self._maker.join()
        files, folders = self._foreign()
        taken = {*kept, *files}
        new = self._folder
        if self._spare and self._spare.is_dir():
            wanted = trees.folders_of(self._digests) | trees.folders_of(files) | folders
            # What can't be weeded is of no use, and no fault of the site's.
            with suppress(OSError):
                taken -= trees.weed(str(self._spare), str(self._output), taken, wanted)
                new = self._spare
        if new != self._folder:
            trees.move(str(self._folder), str(new))
        trees.take_over(str(self._output), str(new), taken)
        for folder in folders:
            (new / folder).mkdir(parents=True, exist_ok=True)
        return new

    def _foreign(self) -> tuple[set[str], set[str]]:
        """What is in the old output and not ours: files and links, and folders with nothing in them.

        Raises InTheWay.
        """
        if not self._output.is_dir():
            return set(), set()
        found = sorted(trees.others(str(self._output), (self._old or {}).keys() | manifest.UNLISTED))
        ours = self._digests.keys() | trees.folders_of(self._digests)
        for path in found:
            if path in ours or any(above in self._digests for above in trees.folders_of((path,))):
                raise InTheWay(path)
        folders = {path for path in found if (full := self._output / path).is_dir() and not full.is_symlink()}
        return set(found) - folders, folders

    def _put_away(self, replaced: Path | None) -> None:
        if replaced is None or replaced == self._spare:
            return
        if self._spare:
            with suppress(OSError):
                shutil.rmtree(self._spare, ignore_errors=True)
                replaced.rename(self._spare)
                return
        shutil.rmtree(replaced, ignore_errors=True)


def _can_be_exchanged(spare: Path | None, output: Path) -> bool:
    """Whether a spare folder can stand in the place of the output: within one file system alone."""
    try:
        return spare is not None and spare.parent.stat().st_dev == output.stat().st_dev
    except OSError:
        return False


def _own_files(output: Path) -> dict[str, str] | None:
    """The digests of our files by path, or None for a new folder. Raises ForeignOutput."""
    old = read_manifest(output)
    if old is None and _is_in_use(output):
        raise ForeignOutput(output)
    return old


def _is_in_use(folder: Path) -> bool:
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def read_manifest(output: Path) -> dict[str, str] | None:
    """The digests of our files by path; None where there is no manifest that can be read."""
    try:
        return manifest.read((output / manifest.NAME).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None


@contextmanager
def reserved(output: Path) -> Iterator[None]:
    """Keep an output folder as it is: no build replaces it meanwhile. Raises AnotherBuild where one is under way."""
    folder = output.resolve()
    if not folder.is_dir():
        yield
        return
    path = _lock_path(folder)
    lock = _locked(path)
    try:
        yield
    finally:
        _unlocked(path, lock)


def _lock_path(output: Path) -> Path:
    return output.parent / f".{output.name}.brief-lock"


def _unlocked(path: Path, lock: int) -> None:
    # The file goes before the lock does, so that nobody locks a file that is about to go.
    path.unlink(missing_ok=True)
    os.close(lock)


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
    aside = trees.aside(output)
    if aside.exists() and not output.exists():
        aside.rename(output)
