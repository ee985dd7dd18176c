"""Uncertain dates: EDTF text to an `UncertainDate`.

The grammar is the edtf package's; this module asks it for the parts that an archive
shows and sorts by.
"""

import re
import struct
from contextlib import redirect_stdout
from datetime import date
from functools import lru_cache
from io import StringIO
from time import struct_time
from typing import Any

import edtf

from brief.model import Point, UncertainDate

_PLAIN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_SEASONS = range(21, 25)
# What the longest date that can be shown needs, with room for sets of years. The grammar takes a millisecond a letter.
_LONGEST = 100


class NotADate(ValueError):
    """The text is no EDTF date of a kind that an archive can show."""


@lru_cache(maxsize=1024)
def parse(text: str) -> UncertainDate:
    """Read an EDTF date of level 0 or 1, years 1 to 9999.

    Raises NotADate for anything else, an impossible day such as 2022-02-30 included.
    """
    text = text.strip()
    if plain := _PLAIN.fullmatch(text):
        # Most dates are plain, and the grammar takes milliseconds for each.
        return _single(text, _plain_point(plain))
    if len(text) > _LONGEST or "y" in text.lower():
        # `Y` begins a year beyond 9999, whose exponent (`Y1E99`) the package works out in full.
        raise NotADate(text)
    try:
        # The package prints what it can't make an interval of, and standard output may be a protocol.
        with redirect_stdout(StringIO()):
            parsed = edtf.parse_edtf(text)
        return _interval(text, parsed) if _is_interval(parsed) else _single(text, _point(parsed))
    except (edtf.EDTFParseException, ValueError, TypeError, OverflowError, AttributeError, struct.error) as fault:
        raise NotADate(text) from fault


def _plain_point(plain: re.Match[str]) -> Point:
    year, month, day = (int(part) if part else None for part in plain.groups())
    if month in _SEASONS and day is None:
        return Point(_year(year), season=month)
    try:
        date(_year(year), month or 1, day or 1)
    except ValueError as fault:
        raise NotADate(plain.string) from fault
    return Point(_year(year), month, day)


def _year(year: int | None) -> int:
    if year is None or not 1 <= year <= 9999:
        raise NotADate(str(year))
    return year


def _is_interval(parsed: Any) -> bool:
    return isinstance(parsed, edtf.Interval)


def _single(text: str, point: Point | tuple[Point, Point]) -> UncertainDate:
    if isinstance(point, tuple):
        first, last = point
        return UncertainDate(text, first, last, is_interval=True, earliest=_first_day(first), latest=_last_day(last))
    return UncertainDate(text, point, earliest=_first_day(point), latest=_last_day(point))


def _interval(text: str, parsed: Any) -> UncertainDate:
    lower, upper = (_end(getattr(parsed, side)) for side in ("lower", "upper"))
    if lower is None and upper is None:
        raise NotADate(text)
    first = _first_day(lower) if lower else None
    last = _last_day(upper) if upper else None
    if first and last and last < first:
        raise NotADate(text)
    return UncertainDate(text, lower, upper, is_interval=True, earliest=first, latest=last)


def _end(parsed: Any) -> Point | None:
    """One end of an interval; None where it is open (`..`) or unknown (empty)."""
    if parsed is None or str(parsed) in {"", "..", "unknown", "open"}:
        return None
    point = _point(parsed)
    return point[0] if isinstance(point, tuple) else point


def _point(parsed: Any) -> Point | tuple[Point, Point]:
    text = str(parsed)
    uncertain = "?" in text or "%" in text
    approximate = "~" in text or "%" in text
    if plain := _PLAIN.fullmatch(re.sub("[?~%]", "", text)):
        point = _plain_point(plain)
        return Point(point.year, point.month, point.day, point.season, approximate, uncertain)
    # Unspecified digits (202X, 2022-XX) and sets ([2021, 2022]): what they may mean, as far as a day.
    return _covering(_day(parsed.lower_strict()), _day(parsed.upper_strict()))


def _day(time: struct_time) -> date:
    return date(*time[:3])


def _covering(first: date, last: date) -> Point | tuple[Point, Point]:
    """The shortest way to say the days from `first` to `last`."""
    if last < first:
        raise NotADate(f"{first}/{last}")
    if first == last:
        return Point(first.year, first.month, first.day)
    if first.day == 1 and _last_day(Point(last.year, last.month)) == last:
        if (first.year, first.month) == (last.year, last.month):
            return Point(first.year, first.month)
        if (first.month, last.month) == (1, 12):
            return Point(first.year) if first.year == last.year else (Point(first.year), Point(last.year))
        return Point(first.year, first.month), Point(last.year, last.month)
    return Point(first.year, first.month, first.day), Point(last.year, last.month, last.day)


def _first_day(point: Point) -> date:
    if point.season:
        return date(point.year, 3 * (point.season - 20), 1)
    return date(point.year, point.month or 1, point.day or 1)


def _last_day(point: Point) -> date:
    """The last day that is meant. A winter ends in the February after (edtf package)."""
    if point.day and point.month:
        return date(point.year, point.month, point.day)
    year = point.year
    month = point.month or 12
    if point.season:
        month = 3 * (point.season - 20) + 2
        year, month = (year + 1, month - 12) if month > 12 and year < 9999 else (year, min(month, 12))
    following = date(year + month // 12, month % 12 + 1, 1) if (year, month) != (9999, 12) else None
    return date.fromordinal(following.toordinal() - 1) if following else date(9999, 12, 31)
