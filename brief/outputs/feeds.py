"""The site's feeds: the latest briefings whole, by edition, tag and outlet, and the corrections."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from html import escape

from brief.diagnostics import Diagnostic
from brief.digests import short
from brief.linking import addresses
from brief.linking.amendments import Amendment
from brief.linking.archive import Archive
from brief.linking.excerpts import ENTRIES
from brief.model import Briefing, last_changed, name_in
from brief.outputs.channels import Channel, Entry, channel, homes, names
from brief.outputs.formats import Feed, Written, atom, json_feed, written
from brief.outputs.identity import tag_uri
from brief.outputs.portable import portable
from brief.rendering.entries import entry_view
from brief.rendering.pages import Output, Part, scene_of
from brief.rendering.scene import Scene
from brief.rendering.views import FeedEntryView

# Enough for what the feeds of tags and outlets have in common with those before them.
_REMEMBERED = 512


@dataclass(frozen=True, slots=True)
class Memory:
    """The entries that were made last, by the path of their briefing, each with all that it was made of."""

    entries: dict[str, tuple[Briefing, FeedEntryView, tuple[str, ...], Written]] = field(default_factory=dict)

    def keep(self, briefing: Briefing, view: FeedEntryView, categories: tuple[str, ...], entry: Written) -> None:
        self.entries.pop(briefing.path, None)
        self.entries[briefing.path] = (briefing, view, categories, entry)
        if len(self.entries) > _REMEMBERED:
            del self.entries[next(iter(self.entries))]


def parts(archive: Archive) -> Iterator[Part]:
    """Every feed in every edition, each a part by itself; it gives diagnostics where the theme can't show an entry."""
    memory = Memory()
    for lang in archive.site.languages:
        for name in names(archive):
            yield Part(_paths(homes(archive, lang, name)), lang, partial(_briefings, name, memory), short(name))
        yield Part(_paths((addresses.corrections(archive.site, lang),)), lang, _corrections)


def _paths(homes: Iterable[str]) -> tuple[str, ...]:
    """Where the feeds of a list stand that has these addresses."""
    return tuple(addresses.output_path(feed) for home in homes for feed in addresses.feeds(home))


def _briefings(name: str, memory: Memory, scene: Scene) -> Iterator[Output | Diagnostic]:
    """The feed of a list of briefings."""
    found = channel(scene, name)
    entries = []
    faults: list[Diagnostic] = []
    for briefing in found.briefings:
        entry = _entry(_scene_in(scene, briefing.lang), briefing, memory)
        if isinstance(entry, Written):
            entries.append(entry)
        else:
            faults += entry
    yield from faults or _outputs(scene, found, entries)


def _outputs(scene: Scene, channel: Channel, entries: Iterable[Written]) -> Iterator[Output]:
    """A feed in both formats, at its address and at those that it had."""
    site = scene.archive.site
    in_atom, in_json = addresses.feeds(channel.homes[0])
    icon = scene.theme.assets.get("icon-512.png")
    feed = Feed(
        title=channel.title,
        description=channel.description,
        lang=scene.lang,
        author=site.title,
        author_link=addresses.absolute(site, addresses.edition(site, scene.lang)),
        home=addresses.absolute(site, channel.homes[0]),
        atom=addresses.absolute(site, in_atom),
        json=addresses.absolute(site, in_json),
        icon=addresses.absolute(site, icon.address) if icon else "",
        entries=tuple(entries),
    )
    as_atom, as_json = atom(feed), json_feed(feed)
    for home in channel.homes:
        at_atom, at_json = _paths((home,))
        yield Output(at_atom, as_atom)
        yield Output(at_json, as_json)


def _entry(scene: Scene, briefing: Briefing, memory: Memory) -> Written | tuple[Diagnostic, ...]:
    """A briefing as it stands in feeds, in the scene of its language; what is wrong where it can't be shown.

    What there is to show is looked up for each feed; what comes of it is remembered, since it is the same in all.
    """
    site, tags = scene.archive.site, scene.archive.tags
    view = entry_view(scene, briefing)
    named = tuple(name_in(tags[tag], scene.lang) for tag in dict.fromkeys(briefing.tags) if tag in tags)
    known = memory.entries.get(briefing.path)
    if known and known[0] is briefing and known[1:3] == (view, named):
        return known[3]
    rendered = scene.theme.render(view, scene.lang)
    if rendered.faults:
        return rendered.faults
    page = addresses.absolute(site, addresses.briefing(site, briefing))
    entry = Entry(
        id=tag_uri(site, briefing),
        link=page,
        lang=briefing.lang,
        title=briefing.title,
        published=briefing.date,
        updated=last_changed(briefing),
        summary=briefing.withdrawn.reason if briefing.withdrawn else briefing.summary,
        content=portable(rendered.text, page),
        categories=named,
    )
    made = written(entry)
    memory.keep(briefing, view, named, made)
    return made


def _corrections(scene: Scene) -> Iterator[Output]:
    """The feed of corrections and withdrawals; each is told in the language of its briefing."""
    site, say = scene.archive.site, scene.wording.say
    found = Channel(
        title=scene.feed_title(say("Corrections")),
        description=say("What was put right, and what was withdrawn, after it had been published."),
        homes=(addresses.corrections(site, scene.lang),),
        briefings=(),
    )
    latest = scene.edition.excerpts.amendments.get(1, ())[:ENTRIES]
    yield from _outputs(scene, found, [_amendment(_scene_in(scene, item.briefing.lang), item) for item in latest])


def _scene_in(scene: Scene, lang: str) -> Scene:
    """The scene of another edition; this one where the site has none in that language."""
    is_other = lang != scene.lang and lang in scene.archive.site.languages
    return scene_of(scene.archive, scene.theme, lang) if is_other else scene


def _amendment(scene: Scene, amendment: Amendment) -> Written:
    site, briefing, say = scene.archive.site, amendment.briefing, scene.wording.say
    page = addresses.absolute(site, addresses.briefing(site, briefing))
    entry = Entry(
        id=tag_uri(site, briefing, str(amendment.number or "withdrawn")),
        link=f"{page}#{amendment.section}",
        lang=briefing.lang,
        title=f"{say('Correction') if amendment.number else say('Withdrawn')}: {briefing.title}",
        published=amendment.date,
        updated=amendment.date,
        summary=amendment.text,
        content=f"<p>{escape(amendment.text)}</p>",
    )
    return written(entry)
