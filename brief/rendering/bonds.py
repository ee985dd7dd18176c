"""A tag's neighbourhood as a drawing: the subjects that it is bound up with, and through which briefings."""

from collections.abc import Sequence
from fractions import Fraction

from brief.linking import addresses
from brief.linking.editions import newest_first
from brief.linking.neighbourhood import Bond
from brief.linking.paging import page_key
from brief.model import Briefing, Tag, name_in
from brief.rendering.drawings import Bonds, BoundBriefing, BoundTag, Curve
from brief.rendering.lettering import cut, width
from brief.rendering.scene import Scene

_MOST = 10
# In sixteenths of rem: how wide the names of tags, the curves and the titles of briefings may be. A telephone, which
# has some 20 rem, shows the names with the beginnings of the curves, and so that there is more to the side.
_NAMES, _CURVES, _TITLES = 230, 110, 440
_GAP = 8
_ROW = 28
_LETTERS = 13


def tag_bonds(scene: Scene, tag: Tag) -> Bonds | None:
    """The tags most bound to this one, and briefings that show it; None where there are fewer than two such tags."""
    known = scene.archive.tags
    every = [bond for bond in scene.edition.bonds.get(tag.id, ()) if bond.other in known]
    if len(every) < 2:
        return None
    found = every[:_MOST]
    shown = _through(scene, tag, found)
    rows = max(len(found), len(shown))
    levels = {briefing.path: _level(place, len(shown), rows) for place, briefing in enumerate(shown)}
    names = {bond.other: _name(name_in(known[bond.other], scene.lang), bond.shared) for bond in found}
    start = _GAP + max(width(f"{names[bond.other]} {bond.shared}", _LETTERS) for bond in found)
    end = start + _CURVES
    name = name_in(tag, scene.lang)
    # Common tags share much with all, and so may not be among those that are bound the most.
    commonest = max(every, key=lambda bond: bond.shared)
    # An anchor is where a text starts, which on a page read from the right is its right end.
    before, after = ("end", "start") if scene.wording.direction == "ltr" else ("start", "end")
    return Bonds(
        width=end + _GAP + _TITLES,
        height=rows * _ROW,
        tags_x=start - _GAP,
        tags_anchor=before,
        briefings_x=end + _GAP,
        briefings_anchor=after,
        title=scene.wording.say("What {subject} is bound up with", subject=name),
        description=scene.wording.say(
            "It shares the most briefings with {subject}: {count}.",
            subject=name_in(known[commonest.other], scene.lang),
            count=commonest.shared,
        ),
        tags=tuple(
            BoundTag(
                href=scene.to(known[bond.other]).href,
                name=name_in(known[bond.other], scene.lang),
                text=names[bond.other],
                shared=bond.shared,
                y=(y := _level(place, len(found), rows)),
                curves=tuple(
                    Curve(start, y, (start + end) // 2, end, levels[briefing.path])
                    for briefing in shown
                    if bond.other in briefing.tags
                ),
            )
            for place, bond in enumerate(_untangled(found, shown))
        ),
        briefings=tuple(_briefing(scene, briefing, levels[briefing.path]) for briefing in shown),
    )


def _through(scene: Scene, tag: Tag, found: Sequence[Bond]) -> list[Briefing]:
    """The briefings that tell the most, the latest first: the last that each bond goes through, and then the latest."""
    chosen = {bond.first: scene.briefing(bond.first) for bond in found}
    for briefing in scene.edition.excerpts.tagged[page_key(tag.id, 1)]:
        if len(chosen) >= _MOST:
            break
        chosen[briefing.path] = briefing
    return list(newest_first(chosen.values()))


def _name(name: str, shared: int) -> str:
    return cut(name, _LETTERS, _NAMES - width(f" {shared}", _LETTERS))


def _level(place: int, count: int, rows: int) -> int:
    """The middle of a row, where `count` of `rows` stand in the middle of the drawing's height."""
    return (rows - count) * _ROW // 2 + place * _ROW + _ROW // 2


def _untangled(found: Sequence[Bond], shown: Sequence[Briefing]) -> list[Bond]:
    """The tags, each as high as its briefings are in the middle, so that few curves cross (Sugiyama et al., 1981)."""

    def middle(bond: Bond) -> Fraction:
        own = [place for place, briefing in enumerate(shown) if bond.other in briefing.tags]
        return Fraction(sum(own), len(own)) if own else Fraction(len(shown))

    return sorted(found, key=lambda bond: (middle(bond), -bond.strength, bond.other))


def _briefing(scene: Scene, briefing: Briefing, y: int) -> BoundBriefing:
    return BoundBriefing(
        href=scene.href(addresses.briefing(scene.archive.site, briefing)),
        title=briefing.title,
        text=cut(briefing.title, _LETTERS, _TITLES),
        lang=scene.foreign(briefing.lang),
        y=y,
    )
