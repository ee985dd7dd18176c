"""When to rebuild: the file system's events, gathered until a burst of them has passed."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog.events import (
    EVENT_TYPE_CLOSED,
    EVENT_TYPE_CLOSED_NO_WRITE,
    EVENT_TYPE_CREATED,
    EVENT_TYPE_DELETED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    EVENT_TYPE_OPENED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver, ObservedWatch

from brief.config import FILE_NAME
from brief.reading.loading import is_aside

# Seconds. An editor's save is several events within a few milliseconds; a branch switch may last. Once a file that was
# written is closed, or has come to its name, nothing more is to come of it.
_QUIET = 0.03
_CLOSED_QUIET = 0.01
_PATIENCE = 0.5

_COMES_OR_GOES = {EVENT_TYPE_CREATED, EVENT_TYPE_DELETED, EVENT_TYPE_MOVED}


# How many events wait in Linux's own queue before it drops any is 16,384 (inotify(7), max_queued_events).
_QUEUE = 8_000


@dataclass(frozen=True, slots=True)
class Looked:
    """The files that may have changed; None stands for all. `may_miss` tells that there were too many to be sure."""

    files: frozenset[Path] | None
    may_miss: bool


class Watcher(FileSystemEventHandler):
    """Watches site.toml and the folders that a site is read from, and calls `changed` from a thread of its own.

    `say` is told of a folder that can't be watched. `quiet` is for how many seconds nothing has to happen for what
    changed last to be whole.
    """

    def __init__(self, root: Path, changed: Callable[[], None], say: Callable[[str], None]) -> None:
        self._root = root
        self._changed = changed
        self._say = say
        self._observer: BaseObserver = Observer()
        self._watches: dict[Path, ObservedWatch] = {}
        self._folders: tuple[Path, ...] = ()
        self._replaced: set[Path] = set()
        self._files: set[Path] = set()
        self._is_all = True
        self._count = 0
        self._unwatched: set[Path] = set()
        self.quiet = _QUIET

    def start(self) -> None:
        """Begin to watch, the site's own folder first: site.toml and folders that come and go are in it.

        Raises OSError where the machine has no watches left.
        """
        self._observer.schedule(self, str(self._root), recursive=False)
        self._observer.start()

    def stop(self) -> None:
        """End, and wait until the thread has."""
        self._observer.stop()
        self._observer.join()

    def take(self) -> "Looked":
        """What may have changed since this was asked last; at first, all."""
        files, is_all, count = self._files, self._is_all, self._count
        self._files, self._is_all, self._count = set(), False, 0
        return Looked(None if is_all else frozenset(files), may_miss=count > _QUEUE)

    def look_at_all(self) -> None:
        """Have all looked at the next time, whatever events there are."""
        self._is_all = True

    def follow(self, folders: Iterable[Path]) -> bool:
        """Watch these folders instead of those before; whether any is new.

        A folder that was removed and made again is a new one, since a watch is of the folder and not of its name.
        Its inode number doesn't tell: file systems give the number of what was removed to what is made next.
        """
        self._folders = tuple(folders)
        replaced = {self._replaced.pop() for _ in range(len(self._replaced))}
        wanted = {folder for folder in self._folders if folder.is_dir()}
        for gone in self._watches.keys() - (wanted - replaced):
            self._observer.unschedule(self._watches.pop(gone))
        new = [folder for folder in wanted - self._watches.keys() if self._watch(folder)]
        return bool(new)

    def _watch(self, folder: Path) -> bool:
        try:
            self._watches[folder] = self._observer.schedule(self, str(folder), recursive=True)
        except FileNotFoundError:
            return False  # that it went is an event, after which it is looked for again
        except OSError as fault:
            if folder not in self._unwatched:
                self._say(f"Changes in {folder} can't be followed: {fault.strerror or fault}.")
            self._unwatched.add(folder)
            return False
        self._unwatched.discard(folder)
        return True

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by watchdog for everything that happens."""
        if event.event_type in {EVENT_TYPE_OPENED, EVENT_TYPE_CLOSED_NO_WRITE}:
            return
        if event.is_directory and event.event_type == EVENT_TYPE_MODIFIED:
            return  # what changed in it has events of its own
        paths = [Path(str(name)) for name in (event.src_path, event.dest_path) if name]
        if event.event_type in _COMES_OR_GOES:
            self._replaced.update(folder for folder in self._folders for path in paths if folder.is_relative_to(path))
        if any(self._is_read(path) for path in paths):
            self._count += 1
            self._files.update(paths)
            # The files of a folder that came or went have no events of their own.
            self._is_all |= event.is_directory
            self.quiet = _CLOSED_QUIET if self._is_done(event) else _QUIET
            self._changed()

    def _is_done(self, event: FileSystemEvent) -> bool:
        """Whether a file is whole again with this event."""
        if event.event_type == EVENT_TYPE_MOVED:
            return self._is_read(Path(str(event.dest_path)))
        return event.event_type == EVENT_TYPE_CLOSED

    def _is_read(self, path: Path) -> bool:
        if path == self._root / FILE_NAME:
            return True
        content = self._root / "content"
        names = path.relative_to(content).parts if path.is_relative_to(content) else (path.name,)
        if any(is_aside(name) for name in names):
            return False
        return any(path.is_relative_to(folder) or folder.is_relative_to(path) for folder in self._folders)


async def settled(changed: asyncio.Event, watcher: Watcher) -> None:
    """Wait until something changed and nothing more has for as long as `watcher` says; clears the event."""
    await changed.wait()
    loop = asyncio.get_running_loop()
    latest = loop.time() + _PATIENCE
    while changed.is_set() and loop.time() < latest:
        changed.clear()
        try:
            await asyncio.wait_for(changed.wait(), watcher.quiet)
        except TimeoutError:
            return
    changed.clear()
