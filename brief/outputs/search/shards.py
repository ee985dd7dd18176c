"""Shards: the briefings of a language by time, so that a changed text re-indexes its own shard alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from brief.model import Briefing

# Months, from 32 years downward; each divides the one before it.
_SPANS = (384, 192, 96, 48, 24, 12, 6, 3, 1)


@dataclass(frozen=True, slots=True)
class Shard:
    """Briefings of a span of time. `name` is its first month, `first` and `last` are the years of what is in it."""

    name: str
    first: int
    last: int
    briefings: tuple[Briefing, ...]


def shards(briefings: Iterable[Briefing], most: int) -> list[Shard]:
    """Briefings in shards of at most `most`, from the earliest to the latest.

    A span of the calendar that holds too many is divided, down to months, and these into parts. Spans don't depend on
    what is in others, so that a new briefing, of whatever date, changes one shard, or divides one.
    """
    ordered = sorted(briefings, key=lambda briefing: (briefing.date, briefing.slug))
    return list(_divided(ordered, most, 0))


def _divided(briefings: Sequence[Briefing], most: int, depth: int) -> Iterator[Shard]:
    span = _SPANS[depth]
    for number, group in groupby(briefings, key=lambda briefing: _month(briefing) // span):
        listed = tuple(group)
        if len(listed) <= most:
            yield _shard(number * span, listed)
        elif depth + 1 < len(_SPANS):
            yield from _divided(listed, most, depth + 1)
        else:
            parts = [listed[at : at + most] for at in range(0, len(listed), most)]
            for place, part in enumerate(parts, start=1):
                yield _shard(number, part, f"-{place}" if place > 1 else "")


def _month(briefing: Briefing) -> int:
    """Counted from the month before January of the year 1."""
    return briefing.date.year * 12 + briefing.date.month - 1


def _shard(month: int, briefings: tuple[Briefing, ...], suffix: str = "") -> Shard:
    name = f"{month // 12:04}-{month % 12 + 1:02}{suffix}"
    return Shard(name, briefings[0].date.year, briefings[-1].date.year, briefings)
