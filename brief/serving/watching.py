"""When to rebuild: the file system's events, gathered until a burst of them has passed."""

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog.events import (
    EVENT_TYPE_CLOSED_NO_WRITE,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_OPENED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver, ObservedWatch

from brief.config import FILE_NAME
from brief.reading.loading import is_aside

# Seconds. An editor's save is several events within a few milliseconds; a branch switch may last.
_QUIET = 0.03
_PATIENCE = 0.5


class Watcher(FileSystemEventHandler):
    """Watches site.toml and the folders that a site is read from, and calls `changed` from a thread of its own."""

    def __init__(self, root: Path, changed: Callable[[], None]) -> None:
        self._root = root
        self._changed = changed
        self._observer: BaseObserver = Observer()
        self._watches: dict[tuple[Path, int], ObservedWatch] = {}
        self._folders: tuple[Path, ...] = ()

    def start(self) -> None:
        """Begin to watch, the site's own folder first: site.toml and folders that come and go are in it."""
        self._observer.schedule(self, str(self._root), recursive=False)
        self._observer.start()

    def stop(self) -> None:
        """End, and wait until the thread has."""
        self._observer.stop()
        self._observer.join()

    def follow(self, folders: Iterable[Path]) -> bool:
        """Watch these folders instead of those before; whether any is new.

        A folder that was removed and made again is a new one, which its inode number tells.
        """
        self._folders = tuple(folders)
        wanted = {(folder, folder.stat().st_ino) for folder in self._folders if folder.is_dir()}
        for gone in self._watches.keys() - wanted:
            self._observer.unschedule(self._watches.pop(gone))
        new = wanted - self._watches.keys()
        for folder, inode in new:
            self._watches[folder, inode] = self._observer.schedule(self, str(folder), recursive=True)
        return bool(new)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by watchdog for everything that happens."""
        if event.event_type in {EVENT_TYPE_OPENED, EVENT_TYPE_CLOSED_NO_WRITE}:
            return
        if event.is_directory and event.event_type == EVENT_TYPE_MODIFIED:
            return  # what changed in it has events of its own
        if any(self._is_read(Path(str(name))) for name in (event.src_path, event.dest_path) if name):
            self._changed()

    def _is_read(self, path: Path) -> bool:
        if path == self._root / FILE_NAME:
            return True
        if is_aside(path.name):
            return False
        return any(path.is_relative_to(folder) or folder.is_relative_to(path) for folder in self._folders)


async def settled(changed: asyncio.Event) -> None:
    """Wait until something changed and nothing more has for a moment; clears the event."""
    await changed.wait()
    loop = asyncio.get_running_loop()
    latest = loop.time() + _PATIENCE
    while changed.is_set() and loop.time() < latest:
        changed.clear()
        try:
            await asyncio.wait_for(changed.wait(), _QUIET)
        except TimeoutError:
            return
    changed.clear()
