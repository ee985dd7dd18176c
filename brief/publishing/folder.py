"""A folder of this machine, or one that is mounted here, as a target."""

import fcntl
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from brief.publishing import output as outputs
from brief.publishing.inventory import NAME
from brief.publishing.planning import Upload
from brief.publishing.targets import AnotherDeploy, Done, Held, TargetFault

_LOCK = ".brief-deploy.lock"
_ASIDE = ".brief-deploy.new"


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder at `root`. Each file is written beside its place, and then takes it in one step."""

    root: Path

    def held(self) -> Held | None:
        try:
            return Held((self.root / NAME).read_bytes())
        except FileNotFoundError:
            return None
        except OSError as reason:
            raise _fault(reason) from None

    def keep(self, content: bytes, after: Held | None) -> Held:
        now = self.held()
        if (now and now.content) != (after and after.content):
            raise AnotherDeploy
        # What it says is there has to be on the disk before it does; file by file that takes a hundred times as long.
        os.sync()
        with _told():
            self._write(NAME, content)
        return Held(content)

    def taken(self, paths: Collection[str]) -> set[str]:
        return {path for path in paths if os.path.lexists(self.root / path) and not _is_folder(self.root / path)}

    def put(self, uploads: Sequence[Upload], output: Path, done: Done) -> None:
        for upload in uploads:
            content = outputs.content(output, upload.path, upload.put.digest)
            with _told():
                self._write(upload.path, content)
            done(upload.path)

    def delete(self, paths: Sequence[str], done: Done) -> None:
        for path in paths:
            with _told():
                self._refuse_links(path)
                # Of what a deploy that was cut off had begun, some was never there: another thing may be.
                with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
                    (self.root / path).unlink()
                self._remove_empty(path)
            done(path)

    def _write(self, path: str, content: bytes) -> None:
        self._refuse_links(path)
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = self.root / _ASIDE
        # A link that somebody put there would be written through.
        aside.unlink(missing_ok=True)
        with aside.open("xb") as file:
            file.write(content)
        aside.replace(target)

    def _refuse_links(self, path: str) -> None:
        """A link to a folder would lead out of the target."""
        for above in list(PurePosixPath(path).parents)[:-1]:
            if (self.root / above).is_symlink():
                raise TargetFault(
                    f"{self.root / above} is a link, and what is published there would land elsewhere.\n"
                    "Put a folder in its place, or change the target."
                )

    def _remove_empty(self, path: str) -> None:
        # Where a host shows what is in a folder, one with nothing in it would be found.
        with suppress(OSError):
            for above in list(PurePosixPath(path).parents)[:-1]:
                (self.root / above).rmdir()


@contextmanager
def opened(root: Path, *, looking: bool) -> Iterator[Folder]:
    """The folder for one deploy alone, or as it is for who is only `looking`.

    Raises TargetFault, and AnotherDeploy while there is one.
    """
    # A whole path of new folders is more likely a mistake, or a disk that is not mounted.
    if not root.parent.is_dir():
        raise TargetFault(f"There is no folder {root.parent} for {root.name} to be in. Make it, or mount it.")
    if looking:
        yield Folder(root)
        return
    with _told():
        root.mkdir(exist_ok=True)
        lock = os.open(root / _LOCK, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not _is_still(lock, root / _LOCK):
            raise AnotherDeploy
        try:
            yield Folder(root)
        finally:
            # Before the lock goes, so that nobody locks a file that is about to go.
            (root / _LOCK).unlink(missing_ok=True)
    except BlockingIOError:
        raise AnotherDeploy from None
    finally:
        os.close(lock)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _is_still(lock: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(lock), path.stat())
    except OSError:
        return False


@contextmanager
def _told() -> Iterator[None]:
    """Faults of the disk in words."""
    try:
        yield
    except OSError as reason:
        raise _fault(reason) from None


def _fault(reason: OSError) -> TargetFault:
    return TargetFault(f"{reason.filename}: {reason.strerror}.")
