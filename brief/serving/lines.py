"""From which line of its file each passage of a page came, worked out when a writer asks.

Python-Markdown forgets lines. So each line gets its number written into it, in characters that no text has, and the
text is rendered once more: the numbers come out where the lines did. A number may stand where it changes what the text
means, as within a link; then what is rendered differs by more than the numbers, and it is taken out again. Nothing of
this touches the page itself, nor what is published.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from brief.markdown.passages import LINK

# The end of the last private plane (Unicode 16.0, 23.5): text that has these, of which there is none, gets no lines.
_FIRST = 0x10F700
_MARKS = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + 10)}]+")
_MARK = re.compile(f"{chr(_FIRST)}([{chr(_FIRST + 1)}-{chr(_FIRST + 10)}]+)")
_DIGITS = {ord(str(digit)): chr(_FIRST + 1 + digit) for digit in range(10)}
_VALUES = {ord(letter): chr(digit) for digit, letter in _DIGITS.items()}

_WORD = re.compile(r"\w")
# What may stand before the first word: quotations and list items.
_FIRST_WORD = re.compile(r"^[\s>]*(?:(?:[-*+]|\d+[.)])\s+[\s>]*)*\W*?(\w+)")
# Where the end of a line is part of its markup: a row of a table, attributes, fences, titles, definitions of links.
_FORMAL = re.compile(r"[|}]\s*$|^\s*(?:```|~~~|!!!|\[[^\]]+\]:)")
_INDENT = re.compile(r"[\s>]*")
# How often a text is rendered at the most. What is left then has no lines of its own.
_MOST = 60


class _Enough(Exception):
    """The text has been rendered too often."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a line can be marked: `line` and `column` from 0."""

    line: int
    column: int


class _Trial:
    """A text that is rendered with marks, as often as is worth while."""

    def __init__(self, body: str, render: Callable[[str], str]) -> None:
        self._lines = body.split("\n")
        self._render = render
        self._left = _MOST
        self._plain = render(body)

    def html(self, spots: Iterable[_Spot]) -> str:
        """The text as HTML, with the marks in it."""
        lines = list(self._lines)
        for spot in spots:
            mark = chr(_FIRST) + str(spot.line).translate(_DIGITS)
            lines[spot.line] = lines[spot.line][: spot.column] + mark + lines[spot.line][spot.column :]
        return self._render("\n".join(lines))

    def is_harmless(self, spots: Iterable[_Spot]) -> bool:
        """Whether the marks at `spots` change nothing. Raises _Enough."""
        if not self._left:
            raise _Enough
        self._left -= 1
        return _MARKS.sub("", self.html(spots)) == self._plain

    def harmless(self, spots: list[_Spot], settled: list[_Spot]) -> list[_Spot]:
        """Those of `spots` that, beside those that are `settled`, change nothing. Raises _Enough."""
        if not spots or self.is_harmless([*settled, *spots]):
            return spots
        if len(spots) == 1:
            return []
        half = len(spots) // 2
        first = self.harmless(spots[:half], settled)
        return [*first, *self.harmless(spots[half:], [*settled, *first])]


def lines(body: str, first_line: int, render: Callable[[str], str]) -> dict[str, int]:
    """The line of each passage by its address; `body` begins at `first_line` of its file.

    `render` gives the HTML of a text with its passages' addresses, the same for the same text.
    """
    if _MARKS.search(body):
        return {}
    trial = _Trial(body, render)
    listed = body.split("\n")
    spots: list[_Spot] = []
    try:
        ends = [_Spot(number, len(line.rstrip())) for number, line in enumerate(listed) if _is_prose(line)]
        spots = trial.harmless(ends, [])
        words = [_Spot(number, _first_word(listed[number])) for number in _left(listed, spots)]
        spots = [*spots, *trial.harmless(words, spots)]
    except _Enough:
        pass
    marked = {spot.line for spot in spots}
    return {ident: first_line + _begun(line, listed, marked) for ident, line in _passages(trial.html(spots)) if ident}


def _left(listed: list[str], spots: Iterable[_Spot]) -> list[int]:
    """The lines with words in them that have no mark yet."""
    marked = {spot.line for spot in spots}
    return [number for number, line in enumerate(listed) if _WORD.search(line) and number not in marked]


def _is_prose(line: str) -> bool:
    return bool(_WORD.search(line)) and not _FORMAL.search(line)


def _first_word(line: str) -> int:
    """Where the first word of a line ends."""
    found = _FIRST_WORD.search(line)
    return found.end(1) if found else 0


def _passages(html: str) -> Iterable[tuple[str, int]]:
    """The address of each passage, and the line that is the first in it."""
    for found in LINK.finditer(html):
        start = html.rfind(f'id="{found[1]}"', 0, found.start())
        mark = _MARK.search(html, start, found.start()) if start >= 0 else None
        if mark:
            yield found[1], int(mark[1].translate(_VALUES))


def _begun(line: int, listed: list[str], marked: set[int]) -> int:
    """The line at which a passage begins whose first line with a mark is `line`: those above may have borne none."""
    indent = _INDENT.match(listed[line])
    while line and line - 1 not in marked and _WORD.search(listed[line - 1]):
        above = _INDENT.match(listed[line - 1])
        if not (indent and above and indent[0] == above[0]) or _FORMAL.search(listed[line - 1]):
            break
        line -= 1
    return line
