"""Where Jekyll published a text (jekyllrb.com, "Permalinks")."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # as in the model
from datetime import datetime
from datetime import time as Time  # noqa: N812  # as Day

_TOKEN = re.compile(r":([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Spot:
    """What an address is made of. `path` is that of the file in its folder, without suffix."""

    path: str
    slug: str
    categories: Sequence[str] = ()
    date: Day | None = None
    hour: Time | None = None
    collection: str = ""


def slugified(text: str, *, is_cased: bool = False) -> str:
    """Jekyll's `slugify` in its mode `pretty`: letters, digits and some signs, all else as hyphens."""
    made = re.sub(r"[^\w._~!$&'()+,;=@]+", "-", text).strip("-")
    return made if is_cased else made.lower()


def address(pattern: str, spot: Spot) -> str:
    """The address that a pattern makes."""
    values = _values(spot)

    def value(found: re.Match[str]) -> str:
        # A name may be longer than what is known of it, as in `:title_old`.
        name = next((known for known in sorted(values, key=len, reverse=True) if found[1].startswith(known)), None)
        return values[name] + found[1][len(name) :] if name else found[0]

    path = re.sub("/+", "/", "/" + _TOKEN.sub(value, pattern))
    return re.sub(r"/index(\.html)?$", "/", path)


def _values(spot: Spot) -> Mapping[str, str]:
    day = spot.date or Day(1, 1, 1)
    moment = datetime.combine(day, spot.hour or Time())
    year, week, _ = day.isocalendar()
    basename = spot.path.rpartition("/")[2]
    return {
        "year": f"{day.year:04}",
        "short_year": f"{day.year % 100:02}",
        "month": f"{day.month:02}",
        "i_month": str(day.month),
        "short_month": day.strftime("%b"),
        "long_month": day.strftime("%B"),
        "day": f"{day.day:02}",
        "i_day": str(day.day),
        "y_day": f"{day.timetuple().tm_yday:03}",
        "w_year": str(year),
        "week": f"{week:02}",
        "w_day": str(day.isoweekday()),
        "short_day": day.strftime("%a"),
        "long_day": day.strftime("%A"),
        "hour": moment.strftime("%H"),
        "minute": moment.strftime("%M"),
        "second": moment.strftime("%S"),
        "title": slugified(spot.slug, is_cased=True),
        "slug": slugified(spot.slug),
        "name": slugified(basename),
        "basename": basename,
        "path": spot.path,
        "collection": spot.collection,
        "categories": "/".join(category.lower() for category in spot.categories),
        "slugified_categories": "/".join(slugified(category) for category in spot.categories),
        "output_ext": ".html",
    }


def page_pattern(permalink: str) -> str:
    """The pattern of pages, which follows that of posts as far as it can."""
    if permalink.endswith("/"):
        return "/:path/"
    return "/:path:output_ext" if permalink.endswith((":output_ext", ".html")) else "/:path"
