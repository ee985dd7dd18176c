"""The view of a briefing's revisions."""

from brief.linking.revisions import Kind, Part, changes
from brief.model import Briefing
from brief.rendering.scene import Scene
from brief.rendering.views import ChangedPart, ChangedRun, History, RevisionEntry

_SHOWN = 20
_ELEMENTS = {Kind.KEPT: "", Kind.REMOVED: "del", Kind.ADDED: "ins"}


def history(scene: Scene, briefing: Briefing) -> History:
    """What was changed since a briefing was first committed. What was withdrawn is not shown again."""
    revisions = scene.archive.history.get(briefing.path, ())
    if not revisions or briefing.withdrawn or not briefing.history:
        return History()
    found = changes(revisions)
    shown = found if len(found) <= _SHOWN else (*found[: _SHOWN - 1], found[-1])
    entries = tuple(
        RevisionEntry(
            scene.wording.day(change.date),
            tuple(
                ChangedPart(
                    _label(scene, part),
                    tuple(tuple(ChangedRun(_ELEMENTS[run.kind], run.text) for run in passage) for passage in passages),
                )
                for part, passages in change.parts
            ),
        )
        for change in shown
    )
    return History(entries, len(found) - len(shown))


def _label(scene: Scene, part: Part) -> str:
    say = scene.wording.say
    return {
        Part.TITLE: say("Title"),
        Part.SUMMARY: say("Summary"),
        Part.TEXT: say("Text"),
        Part.SOURCES: say("Sources"),
    }[part]
