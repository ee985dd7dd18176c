"""The line that a finding is about, with the place marked, for a terminal."""

import re
from dataclasses import dataclass
from pathlib import Path

from rich.cells import cell_len

from brief.diagnostics import Location

_TAB = "    "
_CUT = "…"
# Bytes: no text of a site is longer, and no line of what is longer would be worth showing.
_MOST = 4_000_000
# Controls would move a terminal's cursor, and marks of direction would show letters in another order than they stand in
# (Unicode Technical Report 36, 2.5; Unicode 16.0, 23.2).
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_QUOTED = re.compile(r"`([^`\n]+)`")
# What can stand around a name in YAML, TOML, Markdown and Jinja.
_BEFORE, _AFTER = r"(?:^|(?<=[\s\"'\[({,:@|#<>]))", r"(?=[\s\"'\])},:;|#<>.]|$)"
# What begins at a place: a link by name, what stands in brackets, in quotes, a key, a word.
_AT = re.compile(
    r"""!?\[\[.*?\]\] | \[[^\[\]]*\] | "(?:[^"\\]|\\.)*" | '[^']*' | [\w-]+(?=\s*[:=]) | [^\s,\])}>"']+ | \S""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line as it is shown, cut where it is long. The mark begins after `before` cells and is `marked` cells wide."""

    number: int
    text: str
    before: int
    marked: int


def lines(path: Path) -> list[str]:
    """The lines of a file without their ends and byte order mark; none where it is gone, or no text."""
    try:
        if not path.is_file():
            return []
        with path.open("rb") as file:
            raw = file.read(_MOST)
    except OSError:
        return []
    if b"\0" in raw:
        return []
    text = raw.decode("utf-8", "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def safe(text: str) -> str:
    """`text` without what could make a terminal do or show something else."""
    return _UNSAFE.sub("\ufffd", text)


def excerpt(listed: list[str], place: Location, message: str, width: int) -> Excerpt | None:
    """The line of `place`, in `width` cells; None where there is none, or nothing stands in it.

    A finding has only a beginning: `message` names what is meant, in backquotes, most of the time.
    """
    line = listed[place.line - 1] if place.line <= len(listed) else ""
    found = marked(line, place, message)
    if found is None:
        return None
    start, end = found
    before, within, after = (safe(part.replace("\t", _TAB)) for part in (line[:start], line[start:end], line[end:]))
    within = _head(within, width)
    # The words before a place tell more of it than those behind.
    room = width - cell_len(within)
    before = _tail(before, max(room - min(cell_len(after), room // 3), 0))
    after = _head(after.rstrip(), room - cell_len(before))
    return Excerpt(place.line, before + within + after, cell_len(before), max(cell_len(within), 1))


def marked(line: str, place: Location, message: str) -> tuple[int, int] | None:
    """From where to where, in characters from 0, that stands in the `line` of `place` which `message` is about.

    None where nothing stands there.
    """
    named = _named(line, place.column, message)
    # What is about a file as a whole is told at its beginning, where nothing is wrong.
    if not line.strip() or (named is None and (place.line, place.column) == (1, 1)):
        return None
    return named or _at(line, place.column)


def _named(line: str, column: int, message: str) -> tuple[int, int] | None:
    """From where to where, in characters from 0, a thing stands in `line` that `message` names, not before `column`.

    What is named last is most to the point: "`status` can't be `publshed`".
    """
    for name in reversed(_QUOTED.findall(message)):
        if found := re.compile(f"{_BEFORE}{re.escape(name)}{_AFTER}").search(line, column - 1):
            return found.span()
    return None


def _at(line: str, column: int) -> tuple[int, int]:
    """From where to where that which begins at `column` stands; the column itself where nothing does."""
    rest = line[column - 1 :]
    at = column - 1 + len(rest) - len(rest.lstrip()) if rest.strip() else min(column - 1, len(line))
    found = _AT.match(line, at)
    return found.span() if found else (at, at + 1)


def _head(text: str, width: int) -> str:
    """As much of the beginning as fits, and a sign where something is cut off."""
    if cell_len(text) <= width:
        return text
    while text and cell_len(text) >= width:
        text = text[: min(len(text) - 1, width)]
    return text + _CUT if width > 0 else ""


def _tail(text: str, width: int) -> str:
    return _head(text[::-1], width)[::-1]
