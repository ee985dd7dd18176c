"""Shards: the records of a language by time, so that a changed text re-indexes its own shard alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from brief.outputs.search.records import Record

MOST = 1_000
"""How many records a shard holds at the most. Pagefind takes about 1.4 s and 200 MB for as many."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Records of some months on end. `name` is that of the first, `first` and `last` are their years."""

    name: str
    first: int
    last: int
    records: tuple[Record, ...]


def shards(records: Iterable[Record], most: int = MOST) -> list[Shard]:
    """Records, each with a day, in shards from the earliest to the latest.

    Whole months go into a shard, the earliest first, as long as they fit: what is published next changes the last
    shard alone. A month of more than `most` is divided.
    """
    ordered = sorted(records, key=lambda record: (record.day, record.path))
    found: list[Shard] = []
    waiting: list[Record] = []
    for _, month in groupby(ordered, key=_month):
        listed = list(month)
        if waiting and len(waiting) + len(listed) > most:
            found += _divided(waiting, most)
            waiting = []
        waiting += listed
    return [*found, *_divided(waiting, most)]


def _month(record: Record) -> str:
    return f"{record.day:%Y-%m}"


def _divided(records: Sequence[Record], most: int) -> list[Shard]:
    parts = [records[at : at + most] for at in range(0, len(records), most)]
    return [
        Shard(
            _month(part[0]) if number == 1 else f"{_month(part[0])}-{number}",
            int(_month(part[0])[:4]),
            int(_month(part[-1])[:4]),
            tuple(part),
        )
        for number, part in enumerate(parts, start=1)
    ]
