"""Amendments: what was put on record of briefings after their publication."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # `date` is a field

from brief.model import Briefing


@dataclass(frozen=True, slots=True)
class Amendment:
    """A correction of a briefing, or that it was withdrawn.

    `number` counts a briefing's corrections from 1, in the order of the file; 0 is the withdrawal.
    """

    briefing: Briefing
    date: Day
    text: str
    number: int

    @property
    def section(self) -> str:
        """The id of the section of the briefing's page where it stands."""
        return "corrections" if self.number else "withdrawn"


def amendments(briefings: Iterable[Briefing]) -> tuple[Amendment, ...]:
    """What was put on record of these briefings, the latest first."""
    every = tuple(briefings)
    found = [
        Amendment(briefing, correction.date, correction.note, number)
        for briefing in every
        for number, correction in enumerate(briefing.corrections, start=1)
    ]
    found += [Amendment(item, item.withdrawn.date, item.withdrawn.reason, 0) for item in every if item.withdrawn]
    return tuple(sorted(found, key=lambda found: (-found.date.toordinal(), found.briefing.slug, -found.number)))
