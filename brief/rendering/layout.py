"""Where the nodes of a graph are drawn, so that what belongs together is near and no two boxes lie on each other.

Stress majorization (Gansner, Koren and North, 2004): every two nodes want to be as far apart as the way between them
is long, and each step moves a node to where the others would have it. Then boxes that overlap push each other apart.
There are only +, -, ×, ÷ and √, which IEEE 754 rounds alike everywhere, and no `sum`, which newer Pythons compensate:
the picture is the same on every machine.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import sqrt

_STEPS = 120
_STILL = 1e-4
_SWEEPS = 250
# Of the picture, boxes cover one part in so many; the rest is for what runs between them.
_ROOM = 4
# How much wider than high a picture is.
_SHAPE = 1.5
# The golden angle as a turn: points of a spiral that turns by it never fall into line.
_TURN = (-0.7373688780783197, 0.6754902942615238)

Point = tuple[float, float]
Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing's size, and where in it the middle of each node's box lies; all in the unit of the boxes."""

    width: int
    height: int
    places: Mapping[str, tuple[int, int]]


def layout(edges: Iterable[tuple[str, str, float]], sizes: Mapping[str, Size], widest: int) -> Picture:
    """The nodes that `sizes` names, each in a box of that width and height (even numbers), around `edges`.

    An edge is two nodes and its length, above 0. The picture is no wider than `widest` or the widest box, and as high
    as need be. The order of edges and nodes is of no consequence.
    """
    nodes = sorted(sizes)
    if not nodes:
        return Picture(0, 0, {})
    boxes = [sizes[node] for node in nodes]
    ranks = {node: rank for rank, node in enumerate(nodes)}
    ways: list[dict[int, float]] = [{} for _ in nodes]
    for one, other, length in sorted(edges):
        here, there = ranks[one], ranks[other]
        if here != there:
            ways[here][there] = ways[there][here] = min(length, ways[here].get(there, length))
    distances = _distances(ways)
    points = _level(_settled(_spiral(ways), distances))
    area = sum(width * height for width, height in boxes)
    width = max(min(widest, int(sqrt(_ROOM * area * _SHAPE))), *(box[0] for box in boxes), 1)
    spread = _spread(points, boxes, width, _ROOM * area / width)
    return _exact(nodes, _apart(spread, boxes, width), boxes, width)


def _distances(ways: Sequence[Mapping[int, float]]) -> list[list[float]]:
    """The length of the shortest way between every two nodes (Dijkstra); where there is none, a little more than the
    longest that there is."""
    found: list[list[float]] = []
    longest = 1.0
    for start in range(len(ways)):
        reached = [0.0] * len(ways)
        waiting, done = [(0.0, start)], {-1}
        while waiting:
            far, here = heappop(waiting)
            if here in done:
                continue
            done.add(here)
            reached[here] = far
            longest = max(longest, far)
            for there, length in ways[here].items():
                if there not in done:
                    heappush(waiting, (far + length, there))
        found.append(reached)
    for start, reached in enumerate(found):
        found[start] = [far or (0.0 if end == start else longest + 0.5) for end, far in enumerate(reached)]
    return found


def _spiral(ways: Sequence[Mapping[int, float]]) -> list[Point]:
    """A start: the best connected in the middle, and around it whatever it leads to, first come first."""
    order: list[int] = []
    seen: set[int] = set()
    for root in sorted(range(len(ways)), key=lambda node: (-len(ways[node]), node)):
        waiting = [root]
        while waiting:
            here = waiting.pop(0)
            if here not in seen:
                seen.add(here)
                order.append(here)
                waiting += sorted(ways[here], key=lambda there: (ways[here][there], there))  # used at once
    points: list[Point] = [(0.0, 0.0)] * len(ways)
    x, y = 1.0, 0.0
    for rank, node in enumerate(order):
        radius = 0.6 * sqrt(rank)
        points[node] = (x * radius, y * radius)
        x, y = x * _TURN[0] - y * _TURN[1], x * _TURN[1] + y * _TURN[0]
    return points


def _settled(points: list[Point], distances: Sequence[Sequence[float]]) -> list[Point]:
    """The points moved, one after another, to where the stress is least (Gansner et al., 2.3)."""
    if len(points) < 2:
        return points
    places = list(points)
    for _ in range(_STEPS):
        moved = 0.0
        for node, (x, y) in enumerate(places):
            across, down, weights = 0.0, 0.0, 0.0
            for other, wanted in enumerate(distances[node]):
                if other == node:
                    continue
                u, v = places[other]
                dx, dy = x - u, y - v
                apart = sqrt(dx * dx + dy * dy)
                pull = wanted / apart if apart else 0.0
                weight = 1 / (wanted * wanted)
                across += weight * (u + dx * pull)
                down += weight * (v + dy * pull)
                weights += weight
            places[node] = (across / weights, down / weights)
            moved = max(moved, abs(places[node][0] - x), abs(places[node][1] - y))
        if moved < _STILL:
            break
    return places


def _level(points: Sequence[Point]) -> list[Point]:
    """The points turned so that they lie as wide as they can."""
    x, y = _mean([point[0] for point in points]), _mean([point[1] for point in points])
    a = _mean([(u - x) * (u - x) for u, _ in points])
    b = _mean([(u - x) * (v - y) for u, v in points])
    c = _mean([(v - y) * (v - y) for _, v in points])
    cos, sin = a - c + sqrt((a - c) * (a - c) + 4 * b * b), 2 * b
    length = sqrt(cos * cos + sin * sin)
    # Where all lie on one upright line, the formula gives no direction.
    cos, sin = (cos / length, sin / length) if length else ((1.0, 0.0) if a >= c else (0.0, 1.0))
    return [((u - x) * cos + (v - y) * sin, (v - y) * cos - (u - x) * sin) for u, v in points]


def _mean(values: Sequence[float]) -> float:
    total = 0.0
    for value in values:
        total += value
    return total / len(values)


def _spread(points: Sequence[Point], boxes: Sequence[Size], width: int, height: float) -> list[Point]:
    """The points so far apart that they fill a picture of this size, but no more than a half longer one way."""
    left, right = min(point[0] for point in points), max(point[0] for point in points)
    top, bottom = min(point[1] for point in points), max(point[1] for point in points)
    across = (width - _mean([float(box[0]) for box in boxes])) / (right - left) if right > left else 1.0
    down = (height - _mean([float(box[1]) for box in boxes])) / (bottom - top) if bottom > top else across
    down = max(min(down, across * 1.5), 0.0)
    middle = width / 2 - across * (left + right) / 2
    return [(middle + across * x, down * (y - top)) for x, y in points]


def _apart(points: Sequence[Point], boxes: Sequence[Size], width: int) -> list[Point]:
    """The points moved until their boxes no longer overlap, or for as long as that is worth trying."""
    places = [_within(point, box, width) for point, box in zip(points, boxes, strict=True)]
    for _ in range(_SWEEPS):
        still = True
        for node in range(len(places)):
            for other in range(node):
                (x, y), (u, v) = places[node], places[other]
                over = (boxes[node][0] + boxes[other][0]) / 2 - abs(x - u)
                under = (boxes[node][1] + boxes[other][1]) / 2 - abs(y - v)
                if over <= 0 or under <= 0:
                    continue
                still = False
                # A little more than half the way, so that it does not take for ever.
                dx, dy = (over * 0.52, 0.0) if over < under else (0.0, under * 0.52)
                dx, dy = dx if x >= u else -dx, dy if y >= v else -dy
                places[node] = _within((x + dx, y + dy), boxes[node], width)
                places[other] = _within((u - dx, v - dy), boxes[other], width)
        if still:
            break
    return places


def _within(point: Point, box: Size, width: int) -> Point:
    return (max(box[0] / 2, min(width - box[0] / 2, point[0])), point[1])


def _exact(nodes: Sequence[str], points: Sequence[Point], boxes: Sequence[Size], width: int) -> Picture:
    """Whole numbers, and the promise kept: from the top down, each box goes below those that it would still touch."""
    placed: list[tuple[int, int, int, int]] = []
    corners: dict[str, tuple[int, int]] = {}
    order = sorted(range(len(nodes)), key=lambda node: (round(points[node][1] - boxes[node][1] / 2), node))
    for node in order:
        wide, high = boxes[node]
        left = max(0, min(width - wide, round(points[node][0] - wide / 2)))
        top = round(points[node][1] - high / 2)
        while blocking := [
            other_top + other_high
            for other_left, other_top, other_wide, other_high in placed
            if left < other_left + other_wide
            and other_left < left + wide
            and top < other_top + other_high
            and other_top < top + high
        ]:
            top = max(blocking)
        placed.append((left, top, wide, high))
        corners[nodes[node]] = (left, top)
    west = min(box[0] for box in placed)
    north = min(box[1] for box in placed)
    sizes = dict(zip(nodes, boxes, strict=True))
    return Picture(
        width=max(box[0] + box[2] for box in placed) - west,
        height=max(box[1] + box[3] for box in placed) - north,
        places={
            node: (left - west + sizes[node][0] // 2, top - north + sizes[node][1] // 2)
            for node, (left, top) in sorted(corners.items())
        },
    )
