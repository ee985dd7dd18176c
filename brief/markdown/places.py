"""Where in its file each citation and link stands.

Python-Markdown forgets lines and columns before inline syntax is parsed. So each mark of ours and each
link gets its number inserted before parsing, written in noncharacters (Unicode 16.0, 23.7: "intended
for process-internal use"), which no text may contain and which leave again at the end.
"""

import re
from collections.abc import Sequence

from brief.diagnostics import Location

_FIRST = 0xFDD0
_LAST = 0xFDEF
_DIGITS = {str(digit): chr(_FIRST + 1 + digit) for digit in range(10)}
_VALUES = {letter: digit for digit, letter in _DIGITS.items()}
START = chr(_FIRST)
"""What an inserted number begins with."""

NUMBER = f"{START}[{_DIGITS['0']}-{_DIGITS['9']}]+"
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


def insert(text: str, path: str, first_line: int) -> tuple[str, tuple[Location, ...]]:
    """`text` with a number in each citation, wikilink and link, and the places that the numbers stand for.

    A place is that of the mark's opening bracket, or of a link's address.
    """
    text = clean(text)
    places: list[Location] = []
    line, line_start = first_line, 0

    def numbered(found: re.Match[str]) -> str:
        nonlocal line, line_start
        at = found.start() if found[0].endswith("[") else found.end()
        line += text.count("\n", line_start, at)
        line_start = text.rfind("\n", 0, at) + 1
        places.append(Location(path, line, at - line_start + 1))
        return found[0] + START + "".join(_DIGITS[digit] for digit in str(len(places) - 1))

    candidate = _CANDIDATE if "]:" in text else _BRACKET
    return candidate.sub(numbered, text), tuple(places)


def place(number: str, places: Sequence[Location]) -> Location:
    """The place that an inserted number stands for."""
    return places[int("".join(_VALUES[letter] for letter in number[1:]))]


def take(text: str) -> tuple[str | None, str]:
    """The number that `text` begins with, if any, and the text without numbers."""
    found = _NUMBER.match(text)
    return (found[0] if found else None), clean(text)


def clean(text: str) -> str:
    """`text` as it was before numbers were inserted."""
    return text if text.isascii() else _NONCHARACTERS.sub("", text)
