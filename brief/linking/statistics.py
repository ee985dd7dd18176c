"""Statistics: what an archive holds and rests on, in numbers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # as in the model

from markupsafe import Markup

from brief.linking.archive import Archive
from brief.linking.documents import key
from brief.model import Briefing, Source, Status


@dataclass(frozen=True, slots=True)
class SourceCounts:
    """The sources of all briefings: `total` entries, which are so many `documents`.

    `cited` are those that a text cites, `archived` those with a kept copy, `rated` those with a rating, `dated` those
    of which it is known when they were published. Of those with an address, `online`, so many are known to be `dead`.
    """

    total: int
    documents: int
    cited: int
    online: int
    archived: int
    rated: int
    dated: int
    dead: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """What an archive holds; a translation is a briefing of its own.

    All but `drafts` and `scheduled` is of what readers see.

    `statuses`, `languages` and `years` count briefings; `tags` and `outlets` count the briefings and the sources that
    name each, the most used first. `words` are those of the texts, about. `links` are those that writers set,
    `mentions` those that brief did. `first` and `last` are the days of the oldest and the newest briefing.
    """

    statuses: Mapping[str, int]
    drafts: int
    scheduled: int
    languages: Mapping[str, int]
    years: Mapping[int, int]
    first: Day | None
    last: Day | None
    words: int
    sources: SourceCounts
    unsourced: int
    tags: Mapping[str, int]
    outlets: Mapping[str, int]
    pages: int
    corrections: int
    links: int
    mentions: int
    unlinked: int


def statistics(archive: Archive) -> Statistics:
    """The numbers of an archive, which may hold drafts."""
    briefings = [briefing for briefing in archive.briefings if briefing.status.is_public]
    days = sorted(briefing.date for briefing in briefings)
    # What was taken back has no text.
    texts = [text for briefing in briefings if (text := archive.texts.get(briefing.path))]
    references = [reference for text in texts for reference in text.references]
    mentions = sum(reference.is_mention for reference in references)
    linked = archive.backlinks.links
    return Statistics(
        statuses=dict(Counter(briefing.status.value for briefing in briefings)),
        drafts=sum(briefing.status is Status.DRAFT for briefing in archive.briefings),
        scheduled=sum(briefing.status is Status.SCHEDULED for briefing in archive.briefings),
        languages=_most_first(briefing.lang for briefing in briefings),
        years=dict(sorted(Counter(day.year for day in days).items())),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        words=sum(_words(archive.html.get(briefing.path, "")) for briefing in briefings),
        sources=_sources(archive, briefings),
        unsourced=sum(not briefing.sources for briefing in briefings),
        tags=_most_first(tag for briefing in briefings for tag in briefing.tags),
        outlets=_most_first(outlet for briefing in briefings for outlet in briefing.sources.outlets),
        pages=len(archive.pages),
        corrections=sum(len(briefing.corrections) for briefing in briefings),
        links=len(references) - mentions,
        mentions=mentions,
        unlinked=sum(archive.original(briefing) not in linked for briefing in briefings),
    )


def _sources(archive: Archive, briefings: Iterable[Briefing]) -> SourceCounts:
    found = list(_each(archive, briefings))
    sources = [source for source, _ in found]
    return SourceCounts(
        total=len(sources),
        documents=len({key(source) for source in sources}),
        cited=sum(is_cited for _, is_cited in found),
        online=sum(source.url is not None for source in sources),
        archived=sum(source.archived is not None for source in sources),
        rated=sum(source.rating is not None for source in sources),
        dated=sum(source.published is not None for source in sources),
        dead=sum(_is_dead(archive, source) for source in sources),
    )


def _each(archive: Archive, briefings: Iterable[Briefing]) -> Iterator[tuple[Source, bool]]:
    """Each source, and whether the text of its briefing cites it."""
    for briefing in briefings:
        text = archive.texts.get(briefing.path)
        cited = text.citations if text else {}
        for source in briefing.sources:
            yield source, source.id in cited


def _is_dead(archive: Archive, source: Source) -> bool:
    known = archive.health.get(key(source)) if source.url else None
    return known is not None and known.first_dead is not None


def _words(html: str) -> int:
    return len(Markup(html).striptags().split())


def _most_first(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items(), key=lambda counted: (-counted[1], counted[0])))
