"""The views of timelines: one entry, and the pages of the whole."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from brief.linking import addresses
from brief.linking.timeline import Entry
from brief.rendering.listing import numbered_title, pages_of
from brief.rendering.scene import Scene
from brief.rendering.views import TimelineEntry, TimelineGroup, TimelineView


def timeline_views(scene: Scene) -> Iterator[tuple[str, TimelineView]]:
    """Each page of the timeline, the earliest first, with its address."""
    base = addresses.timeline(scene.archive.site, scene.lang)
    entries = scene.edition.timeline
    title = scene.wording.say("Timeline")
    pages = pages_of(entries)
    for number, listed in enumerate(pages, start=1):
        address = addresses.numbered(base, number)
        versions = scene.every_edition(base)
        yield (
            address,
            TimelineView(
                frame=scene.frame(
                    numbered_title(scene, title, number), "", address, versions if number == 1 else None, versions
                ),
                total=len(entries),
                groups=_groups(scene, listed),
                pager=scene.pager(base, number, len(pages)),
            ),
        )


def timeline_entry(scene: Scene, entry: Entry) -> TimelineEntry:
    """An event or a publication, its doubts included."""
    wording, event = scene.wording, entry.event
    return TimelineEntry(
        date=wording.uncertain(event.date) if event else wording.day(entry.briefing.date),
        text=event.text if event else "",
        lang=scene.foreign(entry.briefing.lang),
        briefing=scene.to(entry.briefing),
    )


def _groups(scene: Scene, entries: Sequence[Entry]) -> tuple[TimelineGroup, ...]:
    found = []
    for year, listed in groupby(entries, key=lambda entry: entry.earliest.year):
        heading = scene.wording.say("Beginning not known") if year == date.min.year else str(year)
        found.append(TimelineGroup(heading, f"y{year}", tuple(timeline_entry(scene, entry) for entry in listed)))
    return tuple(found)
