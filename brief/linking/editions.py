"""The archive in one language: each briefing once, in that language where it has been translated."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from brief.linking.amendments import Amendment, amendments
from brief.linking.documents import Document, Use, documents
from brief.linking.excerpts import Excerpts, excerpts
from brief.linking.neighbourhood import Bond, bonds
from brief.linking.timeline import Entry, timeline
from brief.model import Briefing, Page, Status

Version = TypeVar("Version", Briefing, Page)


@dataclass(frozen=True, slots=True)
class Edition:
    """What readers of one language find in lists, newest first.

    A briefing that has no translation stands here in the language that it has. `pages` are by slug
    of their originals. `timeline` is the other way round, the earliest first. `bonds` are what ties each tag to
    others. `documents` are by their key. `excerpts` are parts of these lists for pages that show no more of them.
    """

    lang: str
    briefings: tuple[Briefing, ...]
    by_tag: Mapping[str, tuple[Briefing, ...]]
    bonds: Mapping[str, tuple[Bond, ...]]
    by_outlet: Mapping[str, tuple[Use, ...]]
    by_year: Mapping[int, tuple[Briefing, ...]]
    documents: Mapping[str, Document]
    timeline: tuple[Entry, ...]
    amendments: tuple[Amendment, ...]
    pages: Mapping[str, Page]
    excerpts: Excerpts


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
            by_outlet[use.outlet].append(use)
    every = [in_language(versions, lang) for versions in works.values()]
    listed_documents = documents(use for briefing in briefings for use in uses[briefing.path])
    dates = timeline(briefings)
    amended = amendments(item for item in every if item.status.is_public)
    withdrawn = (found.briefing for found in amended if not found.number)
    public = newest_first(chain((item for item in briefings if item.status.is_public), withdrawn))
    tagged = {tag: tuple(listed) for tag, listed in by_tag.items()}
    return Edition(
        lang=lang,
        briefings=briefings,
        by_tag=tagged,
        bonds=bonds((briefing.path, briefing.tags) for briefing in briefings),
        by_outlet={outlet: tuple(listed) for outlet, listed in by_outlet.items()},
        by_year={year: tuple(listed) for year, listed in by_year.items()},
        documents=listed_documents,
        timeline=dates,
        amendments=amended,
        pages={next(iter(versions.values())).slug: in_language(versions, lang) for versions in pages.values()},
        excerpts=excerpts(briefings, tagged, by_outlet, tuple(by_year), listed_documents, dates, amended, public),
    )


def in_language(versions: Mapping[str, Version], lang: str) -> Version:
    """The version in `lang`, or the original."""
    return versions.get(lang) or next(iter(versions.values()))
