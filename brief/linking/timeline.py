"""Timelines: what briefings date, and when they were published, the earliest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # `date` is a field

from brief.model import Briefing, Event, Status


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of a briefing or, where `event` is None, the briefing's publication."""

    briefing: Briefing
    event: Event | None = None

    @property
    def earliest(self) -> Day:
        """The first day on which it can have been; the beginning of time where that is not known."""
        if self.event is None:
            return self.briefing.date
        return self.event.date.earliest or self.event.date.latest or Day.min

    @property
    def latest(self) -> Day:
        """The last day on which it can have been; the end of time where that is open."""
        if self.event is None:
            return self.briefing.date
        return self.event.date.latest or self.event.date.earliest or Day.max


def timeline(briefings: Iterable[Briefing]) -> tuple[Entry, ...]:
    """What these briefings date.

    Of things that may have begun on one day the better known goes first, and an event before the briefing on it.
    """
    entries = [
        entry
        for briefing in briefings
        if briefing.status is not Status.WITHDRAWN
        for entry in (*(Entry(briefing, event) for event in briefing.events), Entry(briefing))
    ]
    return tuple(sorted(entries, key=_order))


def _order(entry: Entry) -> tuple[Day, Day, bool, str, str]:
    return (
        entry.earliest,
        entry.latest,
        entry.event is None,
        entry.briefing.slug,
        entry.event.text if entry.event else "",
    )
