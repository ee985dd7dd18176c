"""What has happened since the server was started: which files changed, what came of it, what was made again and why."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from brief.diagnostics import Severity, count
from brief.serving.live import Live
from brief.serving.preview import Snapshot

_KEPT = 30
_NAMED = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """One rebuild. `changed` are the first of the files that did, and `more` how many others; none at the start.

    `made` are files of the site that were made again behind the pages, each with the reason, and `total` how many.
    """

    at: datetime
    version: int
    changed: tuple[str, ...]
    more: int
    is_good: bool
    errors: int
    warnings: int
    made: tuple[tuple[str, str], ...] = ()
    total: int = 0


@dataclass(slots=True)
class Diary:
    """The last entries, the newest first."""

    root: Path
    now: Callable[[], datetime] = datetime.now
    entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=_KEPT))

    async def keep(self, live: Live) -> None:
        """Note each snapshot that `live` shows, until cancelled."""
        async for snapshot in live.snapshots():
            if snapshot.version:
                self.note(snapshot)

    def note(self, snapshot: Snapshot) -> None:
        """Add what has come of a rebuild, or of what is made behind it."""
        if not self.entries or self.entries[0].version != snapshot.version:
            self.entries.appendleft(self._entry(snapshot))
        extra = snapshot.extra
        if extra.of is not None and extra.of is snapshot.showing and snapshot.is_current:
            self.entries[0] = replace(self.entries[0], made=extra.made, total=extra.total)

    def _entry(self, snapshot: Snapshot) -> Entry:
        names = sorted(
            path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()
            for path in snapshot.changed
        )
        return Entry(
            at=self.now(),
            version=snapshot.version,
            changed=tuple(names[:_NAMED]),
            more=max(0, len(names) - _NAMED),
            is_good=snapshot.is_current,
            errors=count(snapshot.diagnostics, Severity.ERROR),
            warnings=count(snapshot.diagnostics, Severity.WARNING),
        )
