"""How far an edition relies on an outlet, in figures."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from brief.linking.documents import Document, Use
from brief.model import sole_outlet


@dataclass(frozen=True, slots=True)
class Reliance:
    """What is taken from an outlet.

    `sources` counts each use of a document, `documents` each document once; `alone` are the briefings that rest on
    this outlet and no other. `years` are those of the briefings, the earliest first. `ratings` counts the sources
    of each rating, "" for those without; `tags` counts the briefings of each tag.
    """

    sources: int
    documents: int
    briefings: int
    alone: int
    years: tuple[int, ...]
    ratings: Mapping[str, int]
    tags: Mapping[str, int]


def reliance(by_outlet: Mapping[str, Iterable[Use]], documents: Iterable[Document]) -> dict[str, Reliance]:
    """The figures of each outlet that something is taken from."""
    of_outlet = Counter(outlet for document in documents for outlet in {use.source.outlet for use in document.uses})
    found = {}
    for outlet, listed in by_outlet.items():
        uses = tuple(listed)
        briefings = {use.briefing.path: use.briefing for use in uses}
        found[outlet] = Reliance(
            sources=len(uses),
            documents=of_outlet[outlet],
            briefings=len(briefings),
            alone=sum(1 for briefing in briefings.values() if sole_outlet(briefing)),
            years=tuple(sorted({briefing.date.year for briefing in briefings.values()})),
            ratings=dict(Counter(use.source.rating or "" for use in uses)),
            tags=dict(Counter(tag for briefing in briefings.values() for tag in dict.fromkeys(briefing.tags))),
        )
    return found
