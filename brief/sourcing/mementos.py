"""Kept copies: addresses of web archives, and what they are copies of."""

import re
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # as in the model
from urllib.parse import unquote, urlsplit

# A date of 4 to 14 digits, a mark of how the copy is shown (`id_`: as it was; `if_`: without the archive's bar), and
# the address. Others than the Wayback Machine, which keep to its form, always write the whole time.
_WAYBACK = re.compile(
    r"https?://(?:(?:www|web|wayback)\.)?archive\.org/web/(?P<time>\d{4,14})(?:[a-z]{2}_)?/(?P<url>.+)", re.IGNORECASE
)
_OTHERS = re.compile(
    r"https?://[^/]+/(?:[\w.~-]+/){0,3}(?P<time>\d{14}|\d{4}\.\d{2}\.\d{2}-\d{6})(?:[a-z]{2}_)?/(?P<url>https?:/.+)",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?<=/)(\d{4,14})[a-z]{2}_(?=/)")
_LIST = re.compile(r"https?://web\.archive\.org/web/\d*\*", re.IGNORECASE)
_TODAY = re.compile(r"https?://archive\.(?:today|ph|is|vn|md|li|fo)/", re.IGNORECASE)
_WHOLE = 14


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy at the address `archived` of what was at `original`, taken on `day`, as far as the address tells."""

    archived: str
    original: str
    day: Day | None


def copy_at(address: str) -> Copy | None:
    """The copy that an address leads to, if it says so itself (as RFC 7089 archives and the Wayback Machine do)."""
    found = _WAYBACK.fullmatch(address) or _OTHERS.fullmatch(address)
    if not found:
        return None
    original = re.sub(r"^(https?):/+", r"\1://", found["url"], flags=re.IGNORECASE)
    if re.match(r"https?%3A", original, re.IGNORECASE):
        original = unquote(original)
    if not original.lower().startswith(("http://", "https://")):
        original = f"http://{original}"
    return Copy(_MARK.sub(r"\1", address, count=1), original, _day(found["time"]))


def _day(time: str) -> Day | None:
    digits = re.sub(r"\D", "", time)
    try:
        return Day(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def original_of(address: str) -> str:
    """What an address is a copy of, itself where it is none: archives rewrite the links of the pages they keep."""
    copy = copy_at(address)
    return copy.original if copy else address


def as_kept(address: str) -> str:
    """Where the Wayback Machine shows the copy as it was, without the bar and with its own links."""
    found = _WAYBACK.fullmatch(address)
    if not found or len(found["time"]) != _WHOLE:
        return address
    return f"https://web.archive.org/web/{found['time']}id_/{found['url']}"


def is_list(address: str) -> bool:
    """Whether an address shows which copies there are, and none of them."""
    return bool(_LIST.match(address))


def is_short(address: str) -> bool:
    """Whether it is a copy of archive.today under its short name, which does not say what it is a copy of."""
    return bool(_TODAY.match(address)) and copy_at(address) is None and len(urlsplit(address).path) > 1
