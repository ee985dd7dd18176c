"""Which feeds a site has, and what is in each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # as elsewhere

from brief.linking import addresses
from brief.linking.archive import Archive
from brief.model import Briefing, name_in
from brief.rendering.scene import Scene


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


def names(archive: Archive) -> Iterator[str]:
    """What the feeds of briefings in an edition are called here: "" is that of all of them, the rest as in `latest`."""
    yield ""
    yield from (f"tag {ident}" for ident in archive.tags)
    yield from (f"outlet {ident}" for ident in archive.outlets)


def homes_of(archive: Archive, lang: str, name: str) -> tuple[str, ...]:
    """The address of the list that a feed is of, and those that it had before."""
    site = archive.site
    kind, _, ident = name.partition(" ")
    if kind == "tag":
        tag = archive.tags[ident]
        former = (addresses.former_tag(site, old, lang) for old in tag.former_ids)
        return (addresses.tag(site, tag, lang), *former)
    if kind == "outlet":
        return (addresses.outlet(site, archive.outlets[ident], lang),)
    return (addresses.edition(site, lang),)


def channel(scene: Scene, name: str) -> Channel:
    """The feed of that name.

    Drafts are in none, whoever may see them: what a feed reader once has it keeps. A withdrawn briefing keeps its
    place, so that readers who have its text are told. What is in a language that the site has not can't be shown, and
    keeps the site from being published.
    """
    site, lang, say = scene.archive.site, scene.lang, scene.wording.say
    latest = scene.edition.excerpts.latest.get(name, ())
    briefings = tuple(item for item in latest if item.lang in site.languages)
    home, *former = homes_of(scene.archive, lang, name)
    kind, _, ident = name.partition(" ")
    if kind == "tag":
        tag = scene.archive.tags[ident]
        title = name_in(tag, lang)
        return Channel(
            title=scene.feed_title(title),
            description=say("Briefings on this subject: {subject}", subject=title),
            home=home,
            briefings=briefings,
            former=tuple(former),
        )
    if kind == "outlet":
        outlet = scene.archive.outlets[ident]
        title = name_in(outlet, lang)
        return Channel(
            title=scene.feed_title(title),
            description=say("Briefings that rest on {outlet}", outlet=title),
            home=home,
            briefings=briefings,
        )
    return Channel(scene.feed_title(""), site.description, home, briefings)
