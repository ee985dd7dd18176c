"""The archive in one language: each briefing once, in that language where it has been translated."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # `date` is a field
from typing import TypeVar

from brief.linking.documents import Document, Use, documents
from brief.linking.neighbourhood import Bond, bonds
from brief.linking.timeline import Entry, timeline
from brief.model import Briefing, Page, Status

Version = TypeVar("Version", Briefing, Page)


# Long enough that most lists need no second page, short enough to be read on a telephone.
ENTRIES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Amendment:
    """What was put on record of a briefing after its publication: a correction, or that it was withdrawn.

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


@dataclass(frozen=True, slots=True)
class Edition:
    """What readers of one language find in lists, newest first.

    A briefing that has no translation stands here in the language that it has. `pages` are by slug
    of their originals. `timeline` is the other way round, the earliest first. `places` tells where a briefing, by
    its path, stands in the list of a tag. `bonds` are what ties each tag to others. `documents` are by their key.
    """

    lang: str
    briefings: tuple[Briefing, ...]
    by_tag: Mapping[str, tuple[Briefing, ...]]
    places: Mapping[str, Mapping[str, int]]
    bonds: Mapping[str, tuple[Bond, ...]]
    by_outlet: Mapping[str, tuple[Use, ...]]
    by_year: Mapping[int, tuple[Briefing, ...]]
    documents: Mapping[str, Document]
    timeline: tuple[Entry, ...]
    amendments: tuple[Amendment, ...]
    pages: Mapping[str, Page]


def amendments(briefings: Iterable[Briefing]) -> tuple[Amendment, ...]:
    """What was put on record of these briefings, the latest first."""
    found = [
        Amendment(briefing, correction.date, correction.note, number)
        for briefing in briefings
        for number, correction in enumerate(briefing.corrections, start=1)
    ]
    found += [Amendment(item, item.withdrawn.date, item.withdrawn.reason, 0) for item in briefings if item.withdrawn]
    return tuple(sorted(found, key=lambda found: (-found.date.toordinal(), found.briefing.slug, -found.number)))


def pages_needed(entries: int) -> int:
    """How many pages a list takes; an empty one still has a page."""
    return max(1, -(-entries // ENTRIES_A_PAGE))


def newest_first(briefings: Iterable[Briefing]) -> tuple[Briefing, ...]:
    """By date, the latest first; those of one day by slug."""
    return tuple(sorted(briefings, key=lambda briefing: (-briefing.date.toordinal(), briefing.slug, briefing.lang)))


def edition(
    lang: str,
    works: Mapping[str, Mapping[str, Briefing]],
    pages: Mapping[str, Mapping[str, Page]],
    uses: Mapping[str, tuple[Use, ...]],
) -> Edition:
    """The edition in `lang`.

    `works` and `pages` give each original's path its versions by language, the original first. `uses` are what each
    briefing relies on, by its path.
    """
    standing = (
        {version.lang: version for version in versions.values() if version.status is not Status.WITHDRAWN}
        for versions in works.values()
    )
    briefings = newest_first(in_language(versions, lang) for versions in standing if versions)
    by_tag: dict[str, list[Briefing]] = defaultdict(list)
    by_outlet: dict[str, list[Use]] = defaultdict(list)
    by_year: dict[int, list[Briefing]] = defaultdict(list)
    for briefing in briefings:
        by_year[briefing.date.year].append(briefing)
        for tag in dict.fromkeys(briefing.tags):
            by_tag[tag].append(briefing)
        for use in uses[briefing.path]:
            by_outlet[use.source.outlet].append(use)
    every = [in_language(versions, lang) for versions in works.values()]
    # One number for all tags: a number of its own for each place would take as much memory as the places.
    numbers = tuple(range(len(briefings)))
    return Edition(
        lang=lang,
        briefings=briefings,
        by_tag={tag: tuple(listed) for tag, listed in by_tag.items()},
        places={
            tag: {item.path: place for place, item in zip(numbers, listed, strict=False)}
            for tag, listed in by_tag.items()
        },
        bonds=bonds(briefing.tags for briefing in briefings),
        by_outlet={outlet: tuple(listed) for outlet, listed in by_outlet.items()},
        by_year={year: tuple(listed) for year, listed in by_year.items()},
        documents=documents(use for briefing in briefings for use in uses[briefing.path]),
        timeline=timeline(briefings),
        amendments=amendments([item for item in every if item.status is not Status.DRAFT]),
        pages={next(iter(versions.values())).slug: in_language(versions, lang) for versions in pages.values()},
    )


def in_language(versions: Mapping[str, Version], lang: str) -> Version:
    """The version in `lang`, or the original."""
    return versions.get(lang) or next(iter(versions.values()))
