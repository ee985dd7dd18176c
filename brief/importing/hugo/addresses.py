"""Where Hugo published a page (gohugo.io, "URL management"; Hugo's `resources/page/permalinks.go`)."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # as in the model
from posixpath import join

from brief.importing.hugo.settings import HugoSettings

_TOKEN = re.compile(r":(\w+)(\[[^\]]*\])?")
_GO_LAYOUT = {
    "2006": "%Y",
    "01": "%m",
    "02": "%d",
    "06": "%y",
    "Jan": "%b",
    "January": "%B",
    "Mon": "%a",
    "Monday": "%A",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """What an address is made of. `folder` is the path of the section from the content folder, `name` the file's own
    name or, of a bundle, its folder's; `prefix` the language's part."""

    folder: str
    name: str
    title: str
    slug: str
    url: str
    date: Day | None
    prefix: str
    kind: str = "page"

    @property
    def section(self) -> str:
        return self.folder.partition("/")[0]


def urlized(text: str, settings: HugoSettings) -> str:
    """A text as a part of an address: letters, digits and some signs, spaces as hyphens, in small letters."""
    if not settings.has_accents:
        apart = unicodedata.normalize("NFD", text)
        text = unicodedata.normalize("NFC", "".join(it for it in apart if unicodedata.category(it) != "Mn"))
    made = ""
    is_gap = False
    for letter in text.strip():
        if _is_allowed(letter):
            made += "-" if is_gap and letter != "-" and not made.endswith("-") else ""
            made += letter
            is_gap = False
        elif made and letter.isspace():
            is_gap = True
    return made.lower() if settings.is_lowered else made


def _is_allowed(letter: str) -> bool:
    return letter in "./\\_#+~-@" or unicodedata.category(letter)[0] in "LM" or unicodedata.category(letter) == "Nd"


def address(spot: Spot, settings: HugoSettings) -> str:
    """The address of a page, decoded."""
    if spot.url:
        return _given(spot, settings)
    pattern = settings.permalinks.get(spot.kind, {}).get(spot.section) if spot.folder or spot.kind == "page" else None
    if pattern is None and spot.kind == "page" and not spot.folder:
        pattern = settings.permalinks.get("page", {}).get("")
    if pattern:
        return _finished(spot.prefix + "/" + _filled(pattern, spot, settings).strip("/"), spot, settings)
    own = urlized(spot.slug or spot.name, settings)
    folder = "/".join(urlized(part, settings) for part in spot.folder.split("/") if part)
    path = join("/", folder, own) if spot.kind == "page" else join("/", folder)
    return _finished(spot.prefix + path, spot, settings)


def _given(spot: Spot, settings: HugoSettings) -> str:
    """The address that front matter gives itself; below the language's where it begins without a slash."""
    url = _filled(spot.url, spot, settings) if ":" in spot.url else spot.url
    url = re.sub(r"^https?://[^/]+", "", url)
    path = url if url.startswith("/") else f"{spot.prefix}/{url}"
    last = path.rsplit("/", 1)[-1]
    return path if path.endswith("/") or "." in last else f"{path}/"


def _finished(path: str, spot: Spot, settings: HugoSettings) -> str:
    path = re.sub("/+", "/", f"/{path.strip('/')}")
    if path == "/":
        return path
    if spot.kind == "page" and settings.is_ugly(spot.section):
        return f"{path}.html"
    return f"{path}/"


def _filled(pattern: str, spot: Spot, settings: HugoSettings) -> str:
    values = _values(spot, settings)

    def value(found: re.Match[str]) -> str:
        name, cut = found[1], found[2]
        if cut:
            return "/".join(_cut(values["sections"]().split("/"), cut[1:-1]))
        if name in values:
            return values[name]()
        return spot.date.strftime(_layout(name)) if spot.date else ""

    return _TOKEN.sub(value, pattern)


def _values(spot: Spot, settings: HugoSettings) -> Mapping[str, Callable[[], str]]:
    name = urlized(spot.name, settings)
    title = urlized(spot.title, settings)
    own = urlized(spot.slug, settings)
    day = spot.date or Day(1, 1, 1)
    return {
        "year": lambda: str(day.year),
        "month": lambda: f"{day.month:02}",
        "monthname": lambda: day.strftime("%B"),
        "day": lambda: f"{day.day:02}",
        "weekday": lambda: day.strftime("%w"),
        "weekdayname": lambda: day.strftime("%A"),
        "yearday": lambda: str(day.timetuple().tm_yday),
        "section": lambda: spot.section,
        "sectionslug": lambda: spot.section,
        "sections": lambda: spot.folder,
        "sectionslugs": lambda: spot.folder,
        "title": lambda: title,
        "slug": lambda: own or title,
        "slugorfilename": lambda: own or name,
        "slugorcontentbasename": lambda: own or name,
        "filename": lambda: name,
        "contentbasename": lambda: name,
    }


def _layout(layout: str) -> str:
    return "".join(_GO_LAYOUT.get(part, part) for part in re.split(r"(2006|January|Jan|Monday|Mon|01|02|06)", layout))


def _cut(parts: list[str], cut: str) -> list[str]:
    """Some of the sections: `1:`, `:last`, `0`."""

    def number(text: str, default: int) -> int:
        if text == "last":
            return len(parts) - 1
        return int(text) if text.isdigit() else default

    first, colon, last = cut.partition(":")
    if not colon:
        return parts[number(first, 0) : number(first, 0) + 1]
    return parts[number(first, 0) : number(last, len(parts))]
