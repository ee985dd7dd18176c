"""The map of the archive: its most used tags, and which of them belong together."""

from collections.abc import Mapping, Sequence
from math import isqrt

from brief.linking import addresses
from brief.linking.neighbourhood import Tie, backbone
from brief.model import name_in
from brief.rendering.charts import year_grid
from brief.rendering.drawings import Line, MapDrawing, MapKind, MapNode, MapTie
from brief.rendering.layout import Size, layout
from brief.rendering.lettering import broken, width
from brief.rendering.lists import tag_kind, tag_kinds
from brief.rendering.scene import Scene
from brief.rendering.views import Link, MapRow, MapView

MOST = 60
"""How many tags the map has; with more, there is no telling one from another."""

# The page's own width, so that on a wide screen nothing has to be scrolled (63 rem).
_WIDEST = 1008
_LETTERS = 13
_LINE = 16
_LABEL = 140
_LINES = 3
_SMALLEST, _LARGEST = 6, 26
_AIR = 6
_PARTNERS = 5


def map_view(scene: Scene) -> MapView:
    """The page of the map: the picture, the same as a table, and the subjects by year."""
    site, tags = scene.archive.site, scene.archive.tags
    address = addresses.subject_map(site, scene.lang)
    totals = {ident: len(listed) for ident, listed in scene.edition.by_tag.items() if ident in tags}
    shown = sorted(totals, key=lambda ident: (-totals[ident], ident))[:MOST]
    return MapView(
        frame=scene.frame(scene.wording.say("Map of the archive"), "", address, scene.every_edition(address)),
        drawing=_drawing(scene, shown, totals) if shown else None,
        rows=tuple(_row(scene, ident, totals[ident]) for ident in shown),
        left_out=len(tags) - len(shown),
        all_subjects=scene.link(addresses.tags(site, scene.lang), scene.wording.say("Subjects")),
        grid=year_grid(scene),
    )


def _row(scene: Scene, ident: str, total: int) -> MapRow:
    tags = scene.archive.tags
    kind = tags[ident].kind
    bonds = [bond for bond in scene.edition.bonds.get(ident, ()) if bond.other in tags]
    return MapRow(
        tag=scene.to(tags[ident]),
        kind=tag_kind(scene.wording, kind) if kind else "",
        total=total,
        partners=tuple(
            Link(link.href, link.text, count=bond.shared)
            for bond in bonds[:_PARTNERS]
            for link in (scene.to(tags[bond.other]),)
        ),
    )


def _drawing(scene: Scene, shown: Sequence[str], totals: Mapping[str, int]) -> MapDrawing:
    tags = scene.archive.tags
    names = {ident: name_in(tags[ident], scene.lang) for ident in shown}
    labels = {ident: broken(names[ident], _LETTERS, _LABEL, _LINES) for ident in shown}
    most = max(totals[ident] for ident in shown)
    radii = {ident: max(_SMALLEST, isqrt(_LARGEST * _LARGEST * totals[ident] // most)) for ident in shown}
    ties = backbone(scene.edition.bonds, shown)
    sizes = {ident: _size(labels[ident], radii[ident]) for ident in shown}
    # The more two have in common, the shorter the way: from 1 to 2.
    picture = layout(((tie.one, tie.other, 2 - tie.strength) for tie in ties), sizes, _WIDEST)
    nodes = []
    for ident in shown:
        x, y = picture.places[ident]
        top = y - sizes[ident][1] // 2 + _AIR
        baseline = top + _extent(radii[ident]) + _LINE
        nodes.append(
            MapNode(
                href=scene.to(tags[ident]).href,
                name=names[ident],
                kind=tags[ident].kind or "",
                total=totals[ident],
                x=x,
                y=top + _extent(radii[ident]) // 2,
                radius=radii[ident],
                lines=tuple(Line(text, baseline + _LINE * row) for row, text in enumerate(labels[ident])),
            )
        )
    return MapDrawing(picture.width, picture.height, tuple(nodes), _ties(ties, nodes, names), _kinds(scene, nodes))


def _extent(radius: int) -> int:
    """How high the highest shape is whose area is that of a circle of this radius: the diamond's √(2π)."""
    return -(-251 * radius // 100)


def _size(lines: Sequence[str], radius: int) -> Size:
    """The box of a shape and its label, in even numbers."""
    # The broadest shape is the triangle.
    across = max(270 * radius // 100, *(width(line, _LETTERS) for line in lines)) + 2 * _AIR
    down = _extent(radius) + _LINE * len(lines) + 3 * _AIR
    return across + across % 2, down + down % 2


def _ties(ties: Sequence[Tie], nodes: Sequence[MapNode], names: Mapping[str, str]) -> tuple[MapTie, ...]:
    places = dict(zip(names, nodes, strict=True))
    most = max((tie.shared for tie in ties), default=1)
    return tuple(
        MapTie(
            name=f"{names[tie.one]} – {names[tie.other]}",
            shared=tie.shared,
            x1=places[tie.one].x,
            y1=places[tie.one].y,
            x2=places[tie.other].x,
            y2=places[tie.other].y,
            width=1 + 4 * (tie.shared - 1) // max(most - 1, 1),
        )
        for tie in ties
    )


def _kinds(scene: Scene, nodes: Sequence[MapNode]) -> tuple[MapKind, ...]:
    """The kinds that the map shows, named; nothing where they are all of none."""
    order = ("organisation", "person", "act", "event", "place", "theme", "")
    found = {node.kind for node in nodes}
    return tuple(MapKind(kind, tag_kinds(scene.wording, kind)) for kind in order if kind in found and found != {""})
