"""What a feed shows of a briefing: what was put on record of it first, then its text, then its sources."""

from markupsafe import Markup

from brief.model import Briefing, Status
from brief.rendering.briefings import source_entry
from brief.rendering.scene import Scene
from brief.rendering.views import FeedEntryView, Note


def entry_view(scene: Scene, briefing: Briefing) -> FeedEntryView:
    """The view of `briefing`, which is of the scene's language. What was withdrawn is not repeated."""
    day = scene.wording.day
    withdrawn = briefing.withdrawn
    if briefing.status is Status.WITHDRAWN and withdrawn:
        return FeedEntryView(Note(day(withdrawn.date), withdrawn.reason), (), Markup(), (), "")
    corrections = sorted(briefing.corrections, key=lambda correction: correction.date, reverse=True)
    text = scene.archive.texts.get(briefing.path)
    return FeedEntryView(
        withdrawn=None,
        corrections=tuple(Note(day(correction.date), correction.note) for correction in corrections),
        body=scene.filled(briefing, text, with_passages=False),
        sources=tuple(
            # Who has an entry keeps it, and would not learn who came to rest on its documents.
            source_entry(scene, briefing, source, text, number, with_shared=False)
            for number, source in enumerate(briefing.sources, start=1)
        ),
        unsourced=briefing.unsourced or "",
    )
