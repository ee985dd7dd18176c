"""The views of timelines: one entry, and the pages of the whole."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from brief.linking import addresses
from brief.linking.timeline import Entry
from brief.rendering.listing import page_of
from brief.rendering.scene import Scene
from brief.rendering.views import TimelineEntry, TimelineGroup, TimelineView


def timeline_view(scene: Scene, number: int) -> TimelineView:
    """Page `number` of the timeline, the earliest first."""
    base = addresses.timeline(scene.archive.site, scene.lang)
    excerpts = scene.edition.excerpts
    total, shown = excerpts.lengths["timeline"], excerpts.timeline.get(number, ())
    page = page_of(scene, base, scene.wording.say("Timeline"), number, total)
    return TimelineView(page.frame, total, _groups(scene, shown), page.pager)


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
