"""Where in its file each citation and link stands.

Python-Markdown forgets lines and columns before inline syntax is parsed. So each mark of ours and each
link gets its number inserted before parsing, written in noncharacters (Unicode 16.0, 23.7: "intended
for process-internal use"), which no text may contain and which leave again at the end.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import overload

from brief.diagnostics import Location

_FIRST = 0xFDD0
_LAST = 0xFDEF
_DIGITS = {ord(str(digit)): chr(_FIRST + 1 + digit) for digit in range(10)}
_VALUES = {ord(letter): chr(digit) for digit, letter in _DIGITS.items()}
START = chr(_FIRST)
"""What an inserted number begins with."""

NUMBER = f"{START}[{_DIGITS[ord('0')]}-{_DIGITS[ord('9')]}]+"
"""A pattern that matches one inserted number."""

_NUMBER = re.compile(NUMBER)
_NONCHARACTERS = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]+")
_CANDIDATE = re.compile(
    r"(?:\[(?=@)|\[(?=(?:sources?|источники?)\s*:)|!?\[\[)"
    r"|(?:\]\([ ]*<?)"
    r"|(?:^[ ]{0,3}\[(?!\^)[^\[\]\n]+\]:[ ]*<?)(?=\S)",
    re.IGNORECASE | re.MULTILINE,
)
# The same without definitions, written so that each way begins with a bracket or `!`: `re` then skips to these.
_BRACKET = re.compile(
    r"\[(?=@)|\[(?=(?:sources?|источники?)\s*:)|\[\[|!\[\[|\]\([ ]*<?",
    re.IGNORECASE,
)


class Places(Sequence[Location]):
    """Where the marks of one text stand, by their numbers. Few are asked for, and each is worked out when it is."""

    def __init__(self, text: str, path: str, first_line: int, marks: Sequence[int]) -> None:
        """`marks` are the places in `text`, which begins at line `first_line` of the file at `path`."""
        self._text = text
        self._path = path
        self._first_line = first_line
        self._marks = marks

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins."""
        return [0, *accumulate(len(line) + 1 for line in self._text.split("\n"))]

    @overload
    def __getitem__(self, index: int) -> Location: ...

    @overload
    def __getitem__(self, index: slice) -> list[Location]: ...

    def __getitem__(self, index: int | slice) -> Location | list[Location]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        mark = self._marks[index]
        line = bisect_right(self._starts, mark) - 1
        return Location(self._path, self._first_line + line, mark - self._starts[line] + 1)

    def __len__(self) -> int:
        return len(self._marks)


def insert(text: str, path: str, first_line: int) -> tuple[str, Places]:
    """`text` with a number in each citation, wikilink and link, and the places that the numbers stand for.

    A place is that of the mark's opening bracket, or of a link's address.
    """
    text = clean(text)
    marks: list[int] = []

    def marked(found: re.Match[str]) -> str:
        number = str(len(marks)).translate(_DIGITS)
        mark = found[0]
        marks.append(found.start() if mark.endswith("[") else found.end())
        return f"{mark}{START}{number}"

    candidate = _CANDIDATE if "]:" in text else _BRACKET
    return candidate.sub(marked, text), Places(text, path, first_line, marks)


def place(number: str, places: Sequence[Location]) -> Location:
    """The place that an inserted number stands for."""
    return places[numbered(number)]


def numbered(number: str) -> int:
    """The number that was inserted so."""
    return int(number[1:].translate(_VALUES))


def take(text: str) -> tuple[str | None, str]:
    """The number that `text` begins with, if any, and the text without numbers."""
    found = _NUMBER.match(text)
    return (found[0] if found else None), clean(text)


def clean(text: str) -> str:
    """`text` as it was before numbers were inserted."""
    return text if text.isascii() else _NONCHARACTERS.sub("", text)
