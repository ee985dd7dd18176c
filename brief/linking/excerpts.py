"""What single pages show of long lists, so that none has to look into a whole list, or to be made again with it."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from brief.linking.amendments import Amendment
from brief.linking.documents import Document, Use, years_of
from brief.linking.paging import in_pages, page_key
from brief.linking.reliance import Reliance, reliance
from brief.linking.timeline import Entry
from brief.linking.worked import Worked
from brief.model import Briefing

_Item = TypeVar("_Item")

# A tag that thousands share would fill its page with dates; the rest is in the whole timeline.
_LATEST_DATES = 60
ENTRIES = 20
"""How many of the latest entries a feed has."""

SHARED = 3
"""How many other briefings that rest on a document are named beside it."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The briefings after and before one in the list of a tag; at least one of them is there."""

    tag: str
    newer: Briefing | None
    older: Briefing | None


@dataclass(frozen=True, slots=True)
class Excerpts:
    """Parts of an edition's lists.

    `beside` is by a briefing's path. `resting` are the latest briefings that rest on a document, by its key: one more
    than a page names beside its own. `totals` counts the briefings of each tag, `years` those of each tag by year,
    and `dates` are the last of what they date. `lengths` counts the entries of the lists that there is one of:
    `timeline`, `documents` and `amendments`, whose pages are by number; those of tags and outlets (`tagged`, `used`)
    are by `page_key`. `choices` are what filters of the list of documents offer: `outlets`, `tags`, `languages`,
    `years`. `latest` are the briefings of feeds, by the channel: "" for the whole edition, `tag` or `outlet` and an id.
    `recorded` are the documents of each year of publication, 0 for those without a date. `around` are the
    years after and before one.
    """

    beside: Mapping[str, tuple[Beside, ...]]
    resting: Mapping[str, tuple[Briefing, ...]]
    totals: Mapping[str, int]
    years: Mapping[str, Mapping[int, int]]
    dates: Mapping[str, tuple[Entry, ...]]
    tagged: Mapping[str, tuple[Briefing, ...]]
    used: Mapping[str, tuple[Use, ...]]
    reliance: Mapping[str, Reliance]
    lengths: Mapping[str, int]
    timeline: Mapping[int, tuple[Entry, ...]]
    documents: Mapping[int, tuple[Document, ...]]
    amendments: Mapping[int, tuple[Amendment, ...]]
    choices: Mapping[str, tuple[str, ...]]
    latest: Mapping[str, tuple[Briefing, ...]]
    recorded: Mapping[int, tuple[Document, ...]]
    around: Mapping[int, tuple[int | None, int | None]]


def excerpts(
    briefings: Sequence[Briefing],
    by_tag: Mapping[str, Sequence[Briefing]],
    by_outlet: Mapping[str, Sequence[Use]],
    years: Sequence[int],
    documents: Mapping[str, Document],
    timeline: Sequence[Entry],
    amendments: Sequence[Amendment],
    public: Sequence[Briefing],
) -> Excerpts:
    """The parts of these lists, each of which is in order: those of `by_tag` in that of `briefings`.

    `years` are those of briefings, the latest first, and `public` the briefings that a feed may have.
    """
    ordered = in_order(documents.values())
    return Excerpts(
        beside=_beside(briefings, by_tag),
        resting=Worked(documents, lambda key: _resting(documents[key])),
        totals={tag: len(listed) for tag, listed in by_tag.items()},
        years={tag: dict(Counter(briefing.date.year for briefing in listed)) for tag, listed in by_tag.items()},
        dates=_dates(timeline),
        tagged=_paged(by_tag),
        used=_paged(by_outlet),
        reliance=reliance(by_outlet, documents.values()),
        lengths={"timeline": len(timeline), "documents": len(documents), "amendments": len(amendments)},
        timeline=in_pages(timeline),
        documents=in_pages(ordered),
        amendments=in_pages(amendments),
        choices=_choices(ordered),
        latest=_latest(public),
        recorded=_by_year(ordered),
        around=_around(years),
    )


def in_order(documents: Iterable[Document]) -> list[Document]:
    """The latest publications first, those without a date last."""

    def order(document: Document) -> tuple[bool, int, str]:
        day = document.published
        return day is None, -day.toordinal() if day else 0, document.key

    return sorted(documents, key=order)


def _around(years: Sequence[int]) -> dict[int, tuple[int | None, int | None]]:
    edged = (None, *years, None)
    return {here: (edged[place], edged[place + 2]) for place, here in enumerate(years)}


def _beside(
    briefings: Sequence[Briefing], by_tag: Mapping[str, Sequence[Briefing]]
) -> Mapping[str, tuple[Beside, ...]]:
    """What stands beside each of `briefings` in the lists of its tags, which are in their order."""
    # For each its number, and where it is in the list of each of its tags: the briefings there would be ten times that.
    places = array("I")
    starts: dict[str, int] = {}
    seen: Counter[str] = Counter()
    for number, briefing in enumerate(briefings):
        tags = dict.fromkeys(briefing.tags)
        if any(len(by_tag[tag]) > 1 for tag in tags):
            starts[briefing.path] = len(places)
        places.extend((number, *(seen[tag] for tag in tags)))
        seen.update(tags.keys())

    def of(path: str) -> tuple[Beside, ...]:
        start = starts[path]
        tags = tuple(dict.fromkeys(briefings[places[start]].tags))
        placed = zip(tags, places[start + 1 : start + 1 + len(tags)], strict=True)
        return tuple(_neighbours(tag, by_tag[tag], place) for tag, place in placed if len(by_tag[tag]) > 1)

    return Worked(starts, of)


def _neighbours(tag: str, listed: Sequence[Briefing], place: int) -> Beside:
    newer = listed[place - 1] if place else None
    older = listed[place + 1] if place + 1 < len(listed) else None
    return Beside(tag, newer, older)


def _resting(document: Document) -> tuple[Briefing, ...]:
    briefings = {use.briefing.path: use.briefing for use in document.uses}
    return tuple(islice(briefings.values(), SHARED + 1))


def _dates(timeline: Sequence[Entry]) -> dict[str, tuple[Entry, ...]]:
    """The last dates of each tag, the earliest first."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in reversed(timeline):
        for tag in dict.fromkeys(entry.briefing.tags):
            if len(found[tag]) < _LATEST_DATES:
                found[tag].append(entry)
    return {tag: tuple(reversed(listed)) for tag, listed in found.items()}


def _paged(lists: Mapping[str, Sequence[_Item]]) -> dict[str, tuple[_Item, ...]]:
    return {
        page_key(ident, number): shown for ident, listed in lists.items() for number, shown in in_pages(listed).items()
    }


def _choices(documents: Sequence[Document]) -> dict[str, tuple[str, ...]]:
    tags = {tag for document in documents for use in document.uses for tag in use.briefing.tags}
    return {
        "outlets": tuple(sorted({document.outlet for document in documents})),
        "tags": tuple(sorted(tags)),
        "languages": tuple(sorted({document.lang for document in documents if document.lang})),
        "years": tuple(str(known or "") for known in years_of(documents)),
    }


def _latest(briefings: Sequence[Briefing]) -> dict[str, tuple[Briefing, ...]]:
    found: dict[str, list[Briefing]] = defaultdict(list)
    for briefing in briefings:
        tags = (f"tag {tag}" for tag in briefing.tags)
        outlets = (f"outlet {outlet}" for outlet in briefing.sources.outlets)
        for channel in dict.fromkeys(("", *tags, *outlets)):
            if len(found[channel]) < ENTRIES:
                found[channel].append(briefing)
    return {channel: tuple(listed) for channel, listed in found.items()}


def _by_year(documents: Sequence[Document]) -> dict[int, tuple[Document, ...]]:
    found: dict[int, list[Document]] = defaultdict(list)
    for document in documents:
        found[document.year or 0].append(document)
    return {published: tuple(listed) for published, listed in found.items()}
