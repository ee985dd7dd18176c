"""The view of a briefing's own page."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from brief.linking import addresses
from brief.linking.documents import key
from brief.linking.editions import in_language
from brief.linking.excerpts import SHARED
from brief.markdown.citations import anchor, citation_anchor
from brief.markdown.text import Text
from brief.model import Briefing, Source, Status, sole_outlet
from brief.rendering.backlinks import backlinked
from brief.rendering.citing import cite
from brief.rendering.histories import history
from brief.rendering.metadata import link_image, metadata, record, structured
from brief.rendering.ratings import credibility, reliability
from brief.rendering.scene import Scene
from brief.rendering.views import BriefingView, Link, Neighbours, Note, Relation, RobustLink, SourceEntry, Staleness


def briefing_view(scene: Scene, briefing: Briefing) -> BriefingView:
    """All that a briefing's page shows."""
    archive, wording = scene.archive, scene.wording
    versions = scene.versions(archive.briefing_versions[briefing.path])
    address = addresses.briefing(archive.site, briefing)
    chains = archive.succession
    latest = chains.latest.get(briefing.path)
    cited = record(scene, briefing)
    image = link_image(scene, briefing)
    text = archive.texts.get(briefing.path)
    sources = tuple(briefing.sources)
    return BriefingView(
        frame=scene.frame(
            briefing.title,
            briefing.summary,
            address,
            versions,
            relations=_relations(scene, briefing),
            canonical=_canonical(scene, latest or briefing),
            metadata=metadata(cited, sources, image),
            structured=structured(scene, briefing, sources, cited, image),
        ),
        title=briefing.title,
        summary=briefing.summary,
        date=wording.day(briefing.date),
        updated=wording.day(briefing.updated) if briefing.updated else None,
        as_of=wording.day(briefing.as_of) if briefing.as_of else None,
        staleness=_staleness(scene, briefing),
        sole_outlet=_sole_outlet(scene, briefing),
        is_draft=briefing.status is Status.DRAFT,
        is_scheduled=briefing.status is Status.SCHEDULED,
        withdrawn=Note(wording.day(briefing.withdrawn.date), briefing.withdrawn.reason) if briefing.withdrawn else None,
        corrections=tuple(
            Note(wording.day(correction.date), correction.note)
            for correction in sorted(briefing.corrections, key=lambda correction: correction.date, reverse=True)
        ),
        superseded_by=tuple(map(scene.to, chains.superseded_by.get(briefing.path, ()))),
        supersedes=tuple(map(scene.to, chains.supersedes.get(briefing.path, ()))),
        latest=scene.to(latest) if latest and latest not in chains.superseded_by[briefing.path] else None,
        translations=translations(scene, briefing, versions),
        tags=scene.tags(briefing.tags),
        contents=scene.contents(text),
        body=scene.filled(briefing, text),
        events=tuple(Note(wording.uncertain(event.date), event.text) for event in briefing.events),
        sources=tuple(
            source_entry(scene, briefing, source, text, number) for number, source in enumerate(sources, start=1)
        ),
        unsourced=briefing.unsourced or "",
        cite=cite(cited, wording) if briefing.status.is_public else None,
        history=history(scene, briefing),
        neighbours=_neighbours(scene, briefing),
        related=tuple(map(scene.card, _related(scene, briefing))),
        backlinks=backlinked(scene, briefing),
    )


def _canonical(scene: Scene, briefing: Briefing) -> str:
    return addresses.absolute(scene.archive.site, addresses.briefing(scene.archive.site, briefing))


def _relations(scene: Scene, briefing: Briefing) -> tuple[Relation, ...]:
    """How a briefing's versions over time relate to it (RFC 5829, 3)."""
    chains = scene.archive.succession
    latest = chains.latest.get(briefing.path)
    related = (
        *(("latest-version", version) for version in (latest,) if version),
        *(("successor-version", version) for version in chains.superseded_by.get(briefing.path, ())),
        *(("predecessor-version", version) for version in chains.supersedes.get(briefing.path, ())),
    )
    return tuple(Relation(rel, _canonical(scene, version)) for rel, version in related)


def _staleness(scene: Scene, briefing: Briefing) -> Staleness | None:
    """From when on readers are warned of a briefing's age.

    The reader's own clock decides, in the browser: a page may go unbuilt for years, which is when it matters.
    """
    days = scene.archive.site.stale_after_days
    if days is None or briefing.withdrawn or briefing.path in scene.archive.succession.superseded_by:
        return None
    state = briefing.as_of or briefing.updated or briefing.date
    try:
        since = state + timedelta(days=days)
    except OverflowError:
        return None
    return Staleness(since.isoformat(), scene.wording.day(state))


def _sole_outlet(scene: Scene, briefing: Briefing) -> Link | None:
    outlet = scene.archive.outlets.get(sole_outlet(briefing) or "")
    return scene.to(outlet) if outlet and not briefing.withdrawn else None


def _neighbours(scene: Scene, briefing: Briefing) -> tuple[Neighbours, ...]:
    """Within each tag, the briefing after this one and that before it."""
    known = scene.archive.tags
    beside = {found.tag: found for found in scene.edition.excerpts.beside.get(briefing.path, ())}
    found = []
    for ident in dict.fromkeys(briefing.tags):
        if ident in beside and ident in known:
            others = (beside[ident].newer, beside[ident].older)
            newer, older = (scene.to(other) if other else None for other in others)
            found.append(Neighbours(scene.to(known[ident]), newer, older))
    return tuple(found)


def _related(scene: Scene, briefing: Briefing) -> list[Briefing]:
    archive = scene.archive
    works = (archive.briefing_versions[path] for path in archive.related.get(archive.original(briefing), ()))
    versions = (in_language(work, scene.lang) for work in works)
    return [version for version in versions if version.status is not Status.WITHDRAWN]


def translations(scene: Scene, item: Briefing, versions: dict[str, str]) -> tuple[Link, ...]:
    """Links to the other languages that a briefing can be read in."""
    return tuple(
        scene.link(address, scene.wording.own_name(lang), lang=lang)
        for lang, address in versions.items()
        if lang != item.lang
    )


# The Internet Archive's addresses begin with the second at which the copy was made.
_KEPT_ON = re.compile(r"/web/(\d{4})(\d\d)(\d\d)\d*\w*/")


def _robust(source: Source) -> RobustLink | None:
    if not source.url or not source.archived:
        return None
    found = _KEPT_ON.search(source.archived)
    day = "-".join(found.groups()) if found else source.accessed.isoformat() if source.accessed else ""
    return RobustLink(source.url, source.archived, day)


def _shared(scene: Scene, briefing: Briefing, document: str) -> tuple[Link, ...]:
    resting = scene.edition.excerpts.resting.get(document, ())
    others = [other for other in resting if other.path != briefing.path]
    return tuple(map(scene.to, others[:SHARED]))


# Hosts as most are written; what else there may be around them is left to the library.
_HOST = re.compile(r"https?://([a-z0-9.-]+)(?:/|$)")


def _host(url: str) -> str:
    found = _HOST.match(url)
    return (found[1] if found else urlsplit(url).hostname or "").removeprefix("www.")


def source_entry(
    scene: Scene, briefing: Briefing, source: Source, text: Text | None, number: int, *, with_shared: bool = True
) -> SourceEntry:
    """The entry of a briefing's `source`, which is `number` of its list, from 1; `with_shared` names who else rests
    on it.

    `text` is the briefing's, where it has one.
    """
    wording = scene.wording
    outlet = scene.archive.outlets.get(source.outlet)
    cited = text.citations.get(source.id, 0) if text else 0
    document = key(source)
    # The key of what has an address is that address, in the form that health is by.
    health = scene.archive.health.get(document) if source.url else None
    dead = health.first_dead if health else None
    return SourceEntry(
        anchor=anchor(source.id),
        number=number,
        outlet=scene.to(outlet) if outlet else Link("", source.outlet),
        title=source.title,
        lang=scene.foreign(source.lang or ""),
        language=wording.language(source.lang) if source.lang else "",
        href=(source.archived if dead and source.archived else source.url) or "",
        host=_host(source.url) if source.url else "",
        where=source.where or "",
        authors=", ".join(source.author),
        published=wording.uncertain(source.published),
        accessed=wording.day(source.accessed) if source.accessed else None,
        archived=source.archived or "",
        robust=_robust(source),
        dead_since=wording.day(dead) if dead else None,
        rating=source.rating or "",
        reliability=reliability(wording, source.rating[0]) if source.rating else "",
        credibility=credibility(wording, source.rating[1]) if source.rating else "",
        quote=source.quote or "",
        citations=tuple(
            Link(f"#{citation_anchor(source.id, ordinal)}", str(ordinal)) for ordinal in range(1, cited + 1)
        ),
        shared=_shared(scene, briefing, document) if with_shared else (),
    )
