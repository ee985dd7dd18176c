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
    """A feed before its entries are made: that of a list, the latest of its briefings first.

    `homes` are the list's address and those that it had before, where its feeds still answer.
    """

    title: str
    description: str
    homes: tuple[str, ...]
    briefings: tuple[Briefing, ...]


def names(archive: Archive) -> Iterator[str]:
    """What the feeds of briefings in an edition are called here: "" is that of all of them, the rest as in `latest`."""
    yield ""
    yield from (f"tag {ident}" for ident in archive.tags)
    yield from (f"outlet {ident}" for ident in archive.outlets)


def homes(archive: Archive, lang: str, name: str) -> tuple[str, ...]:
    """The address of the list whose feed is called so, and those that it had before."""
    site = archive.site
    kind, _, ident = name.partition(" ")
    if kind == "tag":
        tag = archive.tags[ident]
        former = (addresses.former_tag(site, former, lang) for former in tag.former_ids)
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
    places = homes(scene.archive, lang, name)
    kind, _, ident = name.partition(" ")
    if kind == "tag":
        subject = name_in(scene.archive.tags[ident], lang)
        description = say("Briefings on this subject: {subject}", subject=subject)
        return Channel(scene.feed_title(subject), description, places, briefings)
    if kind == "outlet":
        outlet = name_in(scene.archive.outlets[ident], lang)
        return Channel(
            scene.feed_title(outlet), say("Briefings that rest on {outlet}", outlet=outlet), places, briefings
        )
    return Channel(scene.feed_title(""), site.description, places, briefings)
