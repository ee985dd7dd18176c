"""How far an edition relies on an outlet, in figures."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from brief.linking.documents import Document, Use


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


def reliance(by_outlet: Mapping[str, Sequence[Use]], documents: Iterable[Document]) -> dict[str, Reliance]:
    """The figures of each outlet that something is taken from."""
    of_outlet = Counter(outlet for document in documents for outlet in {use.outlet for use in document.uses})
    outlets = Counter(path for listed in by_outlet.values() for path in {use.briefing.path for use in listed})
    found = {}
    for outlet, uses in by_outlet.items():
        briefings = {use.briefing.path: use.briefing for use in uses}
        found[outlet] = Reliance(
            sources=len(uses),
            documents=of_outlet[outlet],
            briefings=len(briefings),
            alone=sum(1 for path in briefings if outlets[path] == 1),
            years=tuple(sorted({briefing.date.year for briefing in briefings.values()})),
            ratings=dict(Counter(use.rating or "" for use in uses)),
            tags=dict(Counter(tag for briefing in briefings.values() for tag in dict.fromkeys(briefing.tags))),
        )
    return found
