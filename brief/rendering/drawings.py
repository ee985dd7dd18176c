"""What pictures are made of: the views of charts and maps, measured out and ready to be drawn.

Two kinds of measures: a chart is as wide as its page, so that its letters need not shrink, and goes by thousandths of
that width and tenths of a letter's size (`em`); a map has a size of its own, in units of a sixteenth of `rem`, and is
scrolled where it is wider than the page. All are whole numbers.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class YearBar:
    """A year's briefings. `x`, `middle` and `width` are thousandths of the chart's width, `top` and `height` tenths of
    em; `value` is what is written above, empty where there is no room."""

    href: str
    year: int
    total: int
    x: int
    middle: int
    width: int
    top: int
    height: int
    value: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A year's name below the bars; `x` as a bar's `middle`."""

    text: str
    x: int


@dataclass(frozen=True, slots=True)
class YearBars:
    """Briefings by year, time from left to right. Years without briefings are gaps."""

    title: str
    description: str
    bars: tuple[YearBar, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class UseBar:
    """How many sources are of an outlet. `x`, `width` and `value_x` are thousandths of the chart's width, `name_y`
    and `top` tenths of em; the number stands at `value_x`."""

    href: str
    name: str
    total: int
    x: int
    width: int
    value_x: int
    name_y: int
    top: int


@dataclass(frozen=True, slots=True)
class UseBars:
    """Outlets by use, the most used first; `height` is the whole chart's in tenths of em. `start` is where their names
    begin, in thousandths of the width."""

    title: str
    description: str
    bars: tuple[UseBar, ...]
    start: int
    height: int
    more: int


@dataclass(frozen=True, slots=True)
class GridCell:
    """How many briefings a subject has in a year; `level` shades it, from 0 (none) to 5."""

    total: int
    level: int


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of the grid: a tag, its briefings of each year, and how many it has in all."""

    href: str
    name: str
    cells: tuple[GridCell, ...]
    total: int


@dataclass(frozen=True, slots=True)
class GridYear:
    """A column of the grid, and the page of its year."""

    href: str
    year: int


@dataclass(frozen=True, slots=True)
class YearGrid:
    """Briefings by subject and year. Years in which there are none at all are left out."""

    years: tuple[GridYear, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a label, and where its letters stand."""

    text: str
    y: int


@dataclass(frozen=True, slots=True)
class MapNode:
    """A tag on the map: a shape that stands for its `kind` ("" where it has none) around `x`, `y`, whose area says how
    many briefings it has, and a label in the middle below."""

    href: str
    name: str
    kind: str
    total: int
    x: int
    y: int
    radius: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class MapTie:
    """That two tags share briefings; `width` of the line, from 1 to 5, says how many."""

    name: str
    shared: int
    x1: int
    y1: int
    x2: int
    y2: int
    width: int


@dataclass(frozen=True, slots=True)
class MapKind:
    """What the shape of a kind means."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """The whole archive as a map."""

    width: int
    height: int
    nodes: tuple[MapNode, ...]
    ties: tuple[MapTie, ...]
    kinds: tuple[MapKind, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve between a tag and a briefing: from `x1`, `y1` to `x2`, `y2`, and level at both ends."""

    x1: int
    y1: int
    middle: int
    x2: int
    y2: int


@dataclass(frozen=True, slots=True)
class BoundTag:
    """A tag that shares briefings with the page's own, and the curves from it to those of them that are drawn.

    `text` is as much of its `name` as fits.
    """

    href: str
    name: str
    text: str
    shared: int
    y: int
    curves: tuple[Curve, ...]


@dataclass(frozen=True, slots=True)
class BoundBriefing:
    """A briefing beside a tag; `lang` as for a card."""

    href: str
    title: str
    text: str
    lang: str
    y: int


@dataclass(frozen=True, slots=True)
class Bonds:
    """A tag's neighbourhood: other tags on the left, whose labels end at `tags_x`, and briefings on the right, whose
    labels begin at `briefings_x`."""

    width: int
    height: int
    tags_x: int
    tags_anchor: str
    briefings_x: int
    briefings_anchor: str
    title: str
    description: str
    tags: tuple[BoundTag, ...]
    briefings: tuple[BoundBriefing, ...]
