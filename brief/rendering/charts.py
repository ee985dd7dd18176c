"""Charts: briefings by year, briefings by subject and year, outlets by use.

They are as wide as the page. What is written in them has to fit the narrowest, a telephone's.
"""

from collections.abc import Iterable, Mapping

from brief.linking import addresses
from brief.linking.reliance import Reliance
from brief.model import Outlet, name_in
from brief.rendering.drawings import GridCell, GridRow, GridYear, Tick, UseBar, UseBars, YearBar, YearBars, YearGrid
from brief.rendering.lettering import cut, width
from brief.rendering.scene import Scene

_NARROWEST = 320
_LETTERS = 13
# A bar and the gap beside it: no wider than this, else two years look like two walls.
_WIDEST_STEP = 120
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_HEIGHT = 100
_TOP = 16

_OUTLETS = 15
_ROW = 38
_LONGEST = 880

_SUBJECTS = 12
_LEVELS = 5


def year_bars(scene: Scene, totals: Mapping[int, int], title: str) -> YearBars | None:
    """How many briefings there are of each year; None where they are of one year or none."""
    if len(totals) < 2:
        return None
    first, last = min(totals), max(totals)
    count = last - first + 1
    whole = min(1000, _WIDEST_STEP * count)
    peak = max(totals.values())
    best = min(year for year, total in totals.items() if total == peak)
    is_roomy = width(f" {peak} ", _LETTERS) * count * 1000 <= whole * _NARROWEST
    bars = []
    for year in sorted(totals):
        x = (year - first) * whole // count
        step = max(1, (year - first + 1) * whole // count - x)
        height = max(2, _HEIGHT * totals[year] // peak)
        bars.append(
            YearBar(
                href=scene.href(addresses.year(scene.archive.site, year, scene.lang)),
                year=year,
                total=totals[year],
                x=x + step // 10,
                middle=x + step // 2,
                width=max(1, step - step // 10 * 2),
                top=_TOP + _HEIGHT - height,
                height=height,
                value=str(totals[year]) if is_roomy or year == best else "",
            )
        )
    description = scene.wording.say(
        "{year} has the most: {count} of {total}.", year=best, count=peak, total=sum(totals.values())
    )
    return YearBars(title, description, tuple(bars), tuple(_ticks(first, count, whole)))


def _ticks(first: int, count: int, whole: int) -> Iterable[Tick]:
    """The names of as many years as can stand side by side."""
    room = width("2000", _LETTERS) + 2
    enough = next((step for step in _STEPS if step * whole * _NARROWEST >= room * count * 1000), _STEPS[-1])
    for place in range(count):
        if (first + place) % enough == 0:
            # A name may stand out of the picture by no more than the page's margin.
            yield Tick(str(first + place), max(18, min(982, (2 * place + 1) * whole // (2 * count))))


def use_bars(scene: Scene, outlets: Mapping[str, Outlet], uses: Mapping[str, Reliance]) -> UseBars | None:
    """The outlets that most sources are of; None where there are not two."""
    totals = {ident: uses[ident].sources for ident in outlets if ident in uses}
    if len(totals) < 2:
        return None
    ranked = sorted(totals, key=lambda ident: (-totals[ident], ident))
    peak = totals[ranked[0]]
    # On a page that is read from the right, bars start there too: names do, and this chart has no time.
    is_mirrored = scene.wording.direction == "rtl"
    bars = []
    for row, ident in enumerate(ranked[:_OUTLETS]):
        length = max(2, _LONGEST * totals[ident] // peak)
        bars.append(
            UseBar(
                href=scene.href(addresses.outlet(scene.archive.site, outlets[ident], scene.lang)),
                name=cut(name_in(outlets[ident], scene.lang), _LETTERS, _NARROWEST),
                total=totals[ident],
                x=1000 - length if is_mirrored else 0,
                width=length,
                value_x=990 - length if is_mirrored else length + 10,
                name_y=row * _ROW + 12,
                top=row * _ROW + 17,
            )
        )
    say = scene.wording.say
    description = say(
        "{outlet} is used the most: {count} of {total} sources.",
        outlet=name_in(outlets[ranked[0]], scene.lang),
        count=peak,
        total=sum(totals.values()),
    )
    return UseBars(
        title=say("Sources taken from each outlet"),
        description=description,
        bars=tuple(bars),
        start=1000 if is_mirrored else 0,
        height=len(bars) * _ROW,
        more=max(0, len(ranked) - _OUTLETS),
    )


def year_grid(scene: Scene) -> YearGrid | None:
    """The subjects most used, and how many briefings each has in each year; None where there is nothing to compare."""
    site, edition, known = scene.archive.site, scene.edition, scene.archive.tags
    uses = {ident: total for ident, total in edition.excerpts.totals.items() if ident in known}
    used = sorted(uses, key=lambda ident: (-uses[ident], ident))
    years = sorted(edition.by_year)
    if len(used) < 2 or len(years) < 2:
        return None
    counted = {tag: edition.excerpts.years[tag] for tag in used[:_SUBJECTS]}
    peak = max(max(totals.values()) for totals in counted.values())
    return YearGrid(
        years=tuple(GridYear(scene.href(addresses.year(site, year, scene.lang)), year) for year in years),
        rows=tuple(
            GridRow(
                href=scene.href(addresses.tag(site, known[tag], scene.lang)),
                name=name_in(known[tag], scene.lang),
                cells=tuple(_cell(totals.get(year, 0), peak) for year in years),
                total=uses[tag],
            )
            for tag, totals in counted.items()
        ),
    )


def _cell(total: int, peak: int) -> GridCell:
    return GridCell(total, -(-_LEVELS * total // peak))
