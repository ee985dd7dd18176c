"""Feeds, as feed readers read them: Atom (RFC 4287)."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from datetime import date as Day  # noqa: N812  # as elsewhere

from feedgenerator import Atom1Feed

from brief.linking import addresses
from brief.linking.archive import Archive
from brief.linking.editions import Amendment, Edition
from brief.rendering.pages import Output, scene_of
from brief.rendering.scene import Scene
from brief.rendering.theme import Theme

_ENTRIES = 50
# Before there was anything to tell: a feed needs a date (RFC 4287, 4.1.1) and may not take today's.
_NEVER = Day(1970, 1, 1)


class _Feed(Atom1Feed):  # type: ignore[misc]
    """Without entries the library would take the clock's time, and the site has no clock."""

    def latest_post_date(self) -> datetime:
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=_instant(_NEVER))


def correction_feeds(archive: Archive, theme: Theme) -> Iterator[Output]:
    """The feed of corrections and withdrawals of each language."""
    for lang, edition in archive.editions.items():
        address = addresses.corrections_feed(archive.site, lang)
        yield Output(addresses.output_path(address), _corrections(scene_of(archive, theme, lang), edition))


def _corrections(scene: Scene, edition: Edition) -> bytes:
    site, say = scene.archive.site, scene.wording.say
    feed = _Feed(
        title=f"{say('Corrections')} · {site.title}",
        link=addresses.absolute(site, addresses.corrections(site, scene.lang)),
        feed_url=addresses.absolute(site, addresses.corrections_feed(site, scene.lang)),
        description=site.description,
        language=scene.lang,
        author_name=site.title,
    )
    for amendment in edition.amendments[:_ENTRIES]:
        briefing = amendment.briefing
        about = say("Correction") if amendment.number else say("Withdrawn")
        feed.add_item(
            title=f"{about}: {briefing.title}",
            link=addresses.absolute(site, f"{addresses.briefing(site, briefing)}#{amendment.section}"),
            description=amendment.text,
            unique_id=_tag_uri(scene, amendment),
            pubdate=_instant(amendment.date),
            updateddate=_instant(amendment.date),
        )
    text: str = feed.writeString("utf-8")
    return text.encode()


def _tag_uri(scene: Scene, amendment: Amendment) -> str:
    """An id that never changes (RFC 4287, 4.2.6): a tag URI (RFC 4151) of the briefing's first date."""
    site, briefing = scene.archive.site, amendment.briefing
    host = site.base_url.partition("://")[2].partition("/")[0].partition(":")[0]
    address = addresses.href(site, addresses.briefing(site, briefing))
    return f"tag:{host},{briefing.date.isoformat()}:{address}:{amendment.number or 'withdrawn'}"


def _instant(day: Day) -> datetime:
    return datetime.combine(day, time(), UTC)
