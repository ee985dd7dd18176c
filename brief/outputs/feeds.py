"""The site's feeds: the latest briefings whole, by edition, tag and outlet, and the corrections."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from brief.diagnostics import Diagnostic
from brief.linking import addresses
from brief.linking.amendments import Amendment
from brief.linking.archive import Archive
from brief.model import Briefing, last_changed, name_in
from brief.outputs.channels import ENTRIES, Channel, Entry, channels
from brief.outputs.formats import Feed, atom, json_feed
from brief.outputs.identity import tag_uri
from brief.outputs.portable import portable
from brief.rendering.entries import entry_view
from brief.rendering.pages import Output, scene_of
from brief.rendering.scene import Scene
from brief.rendering.theme import Theme


def feeds(archive: Archive, theme: Theme) -> Iterator[Output | Diagnostic]:
    """Every feed in every edition, as Atom and as JSON Feed; a diagnostic where the theme can't show an entry."""
    scenes = {lang: scene_of(archive, theme, lang) for lang in archive.site.languages}
    listed = {lang: tuple(channels(scene)) for lang, scene in scenes.items()}
    # A briefing stands in the feeds of its tags, its outlets and other editions, and is the same in each.
    shown = {item.path: item for found in listed.values() for channel in found for item in channel.briefings}
    rendered = {path: theme.render(entry_view(scenes[item.lang], item), item.lang) for path, item in shown.items()}
    faults = [fault for entry in rendered.values() for fault in entry.faults]
    if faults:
        yield from faults
        return
    entries = {path: _entry(scenes[item.lang], item, rendered[path].text) for path, item in shown.items()}
    for lang, scene in scenes.items():
        for channel in listed[lang]:
            yield from _outputs(scene, channel, [entries[item.path] for item in channel.briefings])
        yield from _corrections(scene, scenes)


def _outputs(scene: Scene, channel: Channel, entries: Iterable[Entry]) -> Iterator[Output]:
    """A feed in both formats, at its address and at those that it had."""
    site = scene.archive.site
    in_atom, in_json = addresses.feeds(channel.home)
    icon = scene.theme.assets.get("icon-512.png")
    feed = Feed(
        title=channel.title,
        description=channel.description,
        lang=scene.lang,
        author=site.title,
        author_link=addresses.absolute(site, addresses.edition(site, scene.lang)),
        home=addresses.absolute(site, channel.home),
        atom=addresses.absolute(site, in_atom),
        json=addresses.absolute(site, in_json),
        icon=addresses.absolute(site, icon.address) if icon else "",
        entries=tuple(entries),
    )
    as_atom, as_json = atom(feed), json_feed(feed)
    for home in (channel.home, *channel.former):
        in_atom, in_json = addresses.feeds(home)
        yield Output(addresses.output_path(in_atom), as_atom)
        yield Output(addresses.output_path(in_json), as_json)


def _entry(scene: Scene, briefing: Briefing, html: str) -> Entry:
    """A briefing as it stands in feeds; `html` is what the theme shows of it there."""
    site, tags = scene.archive.site, scene.archive.tags
    page = addresses.absolute(site, addresses.briefing(site, briefing))
    named = (name_in(tags[tag], scene.lang) for tag in dict.fromkeys(briefing.tags) if tag in tags)
    return Entry(
        id=tag_uri(site, briefing),
        link=page,
        lang=briefing.lang,
        title=briefing.title,
        published=briefing.date,
        updated=last_changed(briefing),
        summary=briefing.withdrawn.reason if briefing.withdrawn else briefing.summary,
        content=portable(html, page),
        categories=tuple(named),
    )


def _corrections(scene: Scene, scenes: Mapping[str, Scene]) -> Iterator[Output]:
    """The feed of corrections and withdrawals; each is told in the language of its briefing."""
    site, say = scene.archive.site, scene.wording.say
    channel = Channel(
        title=scene.feed_title(say("Corrections")),
        description=say("What was put right, and what was withdrawn, after it had been published."),
        home=addresses.corrections(site, scene.lang),
        briefings=(),
    )
    latest = scene.edition.amendments[:ENTRIES]
    yield from _outputs(scene, channel, [_amendment(scenes.get(item.briefing.lang, scene), item) for item in latest])


def _amendment(scene: Scene, amendment: Amendment) -> Entry:
    site, briefing, say = scene.archive.site, amendment.briefing, scene.wording.say
    page = addresses.absolute(site, addresses.briefing(site, briefing))
    return Entry(
        id=tag_uri(site, briefing, str(amendment.number or "withdrawn")),
        link=f"{page}#{amendment.section}",
        lang=briefing.lang,
        title=f"{say('Correction') if amendment.number else say('Withdrawn')}: {briefing.title}",
        published=amendment.date,
        updated=amendment.date,
        summary=amendment.text,
        content=f"<p>{escape(amendment.text)}</p>",
    )
