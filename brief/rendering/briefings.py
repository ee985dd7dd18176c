"""The view of a briefing's own page."""

from urllib.parse import urlsplit

from brief.linking import addresses
from brief.markdown.citations import anchor, citation_anchor
from brief.model import Briefing, Source
from brief.rendering.scene import Scene
from brief.rendering.views import BriefingView, Link, Note, SourceEntry
from brief.rendering.wording import Wording


def briefing_view(scene: Scene, briefing: Briefing) -> BriefingView:
    """All that a briefing's page shows."""
    archive, wording = scene.archive, scene.wording
    versions = scene.versions(archive.briefing_versions[briefing.path])
    address = addresses.briefing(archive.site, briefing)
    return BriefingView(
        frame=scene.frame(briefing.title, briefing.summary, address, versions),
        title=briefing.title,
        summary=briefing.summary,
        date=wording.day(briefing.date),
        updated=wording.day(briefing.updated) if briefing.updated else None,
        as_of=wording.day(briefing.as_of) if briefing.as_of else None,
        is_draft=briefing.status == "draft",
        withdrawn=Note(wording.day(briefing.withdrawn.date), briefing.withdrawn.reason) if briefing.withdrawn else None,
        corrections=tuple(
            Note(wording.day(correction.date), correction.note)
            for correction in sorted(briefing.corrections, key=lambda correction: correction.date, reverse=True)
        ),
        superseded_by=tuple(map(scene.to, archive.superseded_by.get(briefing.path, ()))),
        supersedes=tuple(map(scene.to, archive.supersedes.get(briefing.path, ()))),
        translations=translations(scene, briefing, versions),
        tags=scene.tags(briefing.tags),
        contents=scene.contents(briefing),
        body=scene.prose(briefing),
        events=tuple(Note(wording.uncertain(event.date), event.text) for event in briefing.events),
        sources=tuple(
            _source(scene, briefing, source, number) for number, source in enumerate(briefing.sources, start=1)
        ),
        unsourced=briefing.unsourced or "",
    )


def translations(scene: Scene, item: Briefing, versions: dict[str, str]) -> tuple[Link, ...]:
    """Links to the other languages that a briefing can be read in."""
    return tuple(
        scene.link(address, scene.wording.own_name(lang), lang=lang)
        for lang, address in versions.items()
        if lang != item.lang
    )


def _source(scene: Scene, briefing: Briefing, source: Source, number: int) -> SourceEntry:
    wording = scene.wording
    outlet = scene.archive.outlets.get(source.outlet)
    text = scene.archive.texts.get(briefing.path)
    cited = text.citations.get(source.id, 0) if text else 0
    return SourceEntry(
        anchor=anchor(source.id),
        number=number,
        outlet=scene.to(outlet) if outlet else Link("", source.outlet),
        title=source.title,
        lang=scene.foreign(source.lang or ""),
        language=wording.language(source.lang) if source.lang else "",
        href=source.url or "",
        host=(urlsplit(source.url).hostname or "").removeprefix("www.") if source.url else "",
        where=source.where or "",
        authors=", ".join(source.author),
        published=wording.uncertain(source.published),
        accessed=wording.day(source.accessed) if source.accessed else None,
        archived=source.archived or "",
        rating=source.rating or "",
        reliability=reliability(wording, source.rating[0]) if source.rating else "",
        credibility=credibility(wording, source.rating[1]) if source.rating else "",
        quote=source.quote or "",
        citations=tuple(
            Link(f"#{citation_anchor(source.id, ordinal)}", str(ordinal)) for ordinal in range(1, cited + 1)
        ),
    )


def reliability(wording: Wording, letter: str) -> str:
    """What the letter of an Admiralty rating says of a source (NATO AJP-2.1, annex)."""
    return {
        "A": wording.say("completely reliable source"),
        "B": wording.say("usually reliable source"),
        "C": wording.say("fairly reliable source"),
        "D": wording.say("not usually reliable source"),
        "E": wording.say("unreliable source"),
        "F": wording.say("reliability of the source cannot be judged"),
    }[letter]


def credibility(wording: Wording, digit: str) -> str:
    """What the digit of an Admiralty rating says of the information (NATO AJP-2.1, annex)."""
    return {
        "1": wording.say("confirmed by other sources"),
        "2": wording.say("probably true"),
        "3": wording.say("possibly true"),
        "4": wording.say("doubtful"),
        "5": wording.say("improbable"),
        "6": wording.say("truth cannot be judged"),
    }[digit]
