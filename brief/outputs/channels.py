"""Which feeds a site has, and what is in each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # as elsewhere

from brief.linking import addresses
from brief.linking.editions import newest_first
from brief.model import Briefing, Status, name_in
from brief.rendering.scene import Scene

ENTRIES = 20
"""How many of the latest entries a feed has."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, in its own language `lang`. `link` is whole, `content` is HTML that can stand anywhere."""

    id: str
    link: str
    lang: str
    title: str
    published: Day
    updated: Day
    summary: str
    content: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed before its entries are made: the list at the address `home`, the latest of its briefings first.

    `former` are addresses that the list had before; its feeds still answer there.
    """

    title: str
    description: str
    home: str
    briefings: tuple[Briefing, ...]
    former: tuple[str, ...] = ()


def channels(scene: Scene) -> Iterator[Channel]:
    """The feeds of briefings in one edition: all of them, each tag's and each outlet's.

    Drafts are in none, whoever may see them: what a feed reader once has it keeps. A withdrawn briefing keeps its
    place, so that readers who have its text are told. What is in a language that the site has not can't be shown, and
    keeps the site from being published.
    """
    site, lang, say = scene.archive.site, scene.lang, scene.wording.say
    withdrawn = (amendment.briefing for amendment in scene.edition.amendments if not amendment.number)
    public = (item for item in scene.edition.briefings if item.status is not Status.DRAFT)
    briefings = newest_first(item for item in (*public, *withdrawn) if item.lang in site.languages)
    by_tag, by_outlet = _latest(briefings)
    home = addresses.edition(site, lang)
    yield Channel(scene.feed_title(""), site.description, home, briefings[:ENTRIES])
    for tag in scene.archive.tags.values():
        name = name_in(tag, lang)
        yield Channel(
            title=scene.feed_title(name),
            description=say("Briefings on this subject: {subject}", subject=name),
            home=addresses.tag(site, tag, lang),
            briefings=tuple(by_tag.get(tag.id, ())),
            former=tuple(addresses.former_tag(site, ident, lang) for ident in tag.former_ids),
        )
    for outlet in scene.archive.outlets.values():
        name = name_in(outlet, lang)
        yield Channel(
            title=scene.feed_title(name),
            description=say("Briefings that rest on {outlet}", outlet=name),
            home=addresses.outlet(site, outlet, lang),
            briefings=tuple(by_outlet.get(outlet.id, ())),
        )


def _latest(briefings: tuple[Briefing, ...]) -> tuple[dict[str, list[Briefing]], dict[str, list[Briefing]]]:
    """The latest of `briefings`, which are in order, by tag and by outlet."""
    by_tag: dict[str, list[Briefing]] = {}
    by_outlet: dict[str, list[Briefing]] = {}
    for briefing in briefings:
        outlets = (source.outlet for source in briefing.sources)
        for found, idents in ((by_tag, briefing.tags), (by_outlet, outlets)):
            for ident in dict.fromkeys(idents):
                listed = found.setdefault(ident, [])
                if len(listed) < ENTRIES:
                    listed.append(briefing)
    return by_tag, by_outlet
