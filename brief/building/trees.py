"""Folders of many files, made alike and exchanged: the file system's part of publishing."""

import ctypes
import errno
import os
import shutil
import signal
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def folders_of(paths: Iterable[str]) -> set[str]:
    """Every folder that lies above one of `paths`, from where they begin."""
    found: set[str] = set()
    for path in paths:
        above = path.rpartition("/")[0]
        while above and above not in found:
            found.add(above)
            above = above.rpartition("/")[0]
    return found


def others(folder: str, ours: AbstractSet[str], above: str = "") -> Iterator[str]:
    """What lies below a folder and is not in `ours`: files, links, folders with nothing in them."""
    with os.scandir(folder) as entries:
        found = list(entries)
    if not found and above:
        yield above.rstrip("/")
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from others(entry.path, ours, f"{above}{entry.name}/")
        elif f"{above}{entry.name}" not in ours:
            yield f"{above}{entry.name}"


def weed(tree: str, original: str, files: AbstractSet[str], folders: AbstractSet[str]) -> set[str]:
    """Remove from `tree` all but `folders`, and of `files` those that are the very same in `original`. Gives the files.

    So it does not matter what the tree held, nor who was there meanwhile.
    """
    found = set()
    left = [""]
    while left:
        above = left.pop()
        with os.scandir(f"{tree}/{above}") as entries:
            listed = list(entries)
        for entry in listed:
            path = above + entry.name
            if entry.is_dir(follow_symlinks=False):
                if path in folders:
                    left.append(f"{path}/")
                else:
                    shutil.rmtree(entry.path)
            elif path in files and os.path.samestat(os.lstat(entry.path), os.lstat(f"{original}/{path}")):
                found.add(path)
            else:
                os.unlink(entry.path)  # noqa: PTH108  # there are many, and Path costs as much again
    return found


def make_folders(tree: str, folders: Iterable[str], parent: int) -> None:
    """Make `tree` and `folders` in it, for a process with the number `parent`: if that dies, no more are made.

    Somebody else might be at work on the tree by then.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError):
        for folder in ("", *sorted(folders)):
            if os.getppid() != parent:
                return
            os.mkdir(f"{tree}/{folder}")  # noqa: PTH102


def take_over(old: str, new: str, paths: Collection[str]) -> None:
    """Give files of the folder `old` to `new` as well, under a second name where the file system can."""
    for folder in folders_of(paths):
        os.makedirs(f"{new}/{folder}", exist_ok=True)  # noqa: PTH103  # there are many, and Path costs as much again
    for path in paths:
        source, target = f"{old}/{path}", f"{new}/{path}"
        try:
            os.link(source, target, follow_symlinks=False)
        except OSError:
            shutil.copy2(source, target, follow_symlinks=False)


def move(old: str, new: str) -> None:
    """Move all files of the folder `old` into `new`, which has none where they go."""
    paths = list(others(old, frozenset()))
    for folder in folders_of(paths):
        os.makedirs(f"{new}/{folder}", exist_ok=True)  # noqa: PTH103
    for path in paths:
        os.rename(f"{old}/{path}", f"{new}/{path}")  # noqa: PTH104


def aside(output: Path) -> Path:
    """Where a site stands while another takes its place, on a system that can't exchange them."""
    return output.parent / f".{output.name}.brief-old"


def replace(new: Path, output: Path) -> Path | None:
    """Put the folder `new` in the place of `output`: at once where the system can, else as nearly so as it can.

    Gives where what was there is now; None where it was nothing, or is gone.
    """
    if not output.exists():
        new.rename(output)
        return None
    if _exchange(new, output):
        return new
    old = aside(output)
    shutil.rmtree(old, ignore_errors=True)
    try:
        output.rename(old)
    except OSError:
        # A mount point can't be renamed: file by file then, each whole, and old ones last.
        _copy_over(new, output)
        return None
    try:
        new.rename(output)
    except OSError:
        old.rename(output)
        raise
    return old


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
