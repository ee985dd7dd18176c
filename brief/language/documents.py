"""A file as an editor holds it: its text, and where in it things stand."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from brief.diagnostics import Location
from brief.reading.loading import is_aside

KINDS = ("briefings", "tags", "outlets", "pages")
"""The folders of content/ whose Markdown files are read, each a kind of its own."""

_BOUNDARY = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)


def sound(text: str) -> str:
    """A text without halves of letters, which JSON can hold and no file can (RFC 8259, 8.2)."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From where to where something stands in a text, in characters from 0."""

    start: int
    end: int

    def holds(self, offset: int) -> bool:
        """Whether a cursor at `offset` is in it or touches it."""
        return self.start <= offset <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A span of the file at `path`, from the site's folder."""

    path: str
    span: Span


@dataclass(frozen=True)
class Document:
    """A file at `path`, from the site's folder. Its lines end as brief reads them, in line feeds."""

    path: str
    text: str

    @classmethod
    def of(cls, path: str, raw: str) -> "Document":
        """A document out of a text with whatever line ends and byte order mark."""
        return cls(path, sound(raw).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))

    @property
    def kind(self) -> str | None:
        """The folder of content/ that it is read from; None for a file of no such kind."""
        parts = self.path.split("/")
        if len(parts) < 3 or parts[0] != "content" or parts[1] not in KINDS or not self.path.endswith(".md"):
            return None
        return None if any(map(is_aside, parts[2:])) else parts[1]

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins."""
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))][:-1]

    def offset(self, line: int, column: int) -> int:
        """The place of a line and a column, both from 1; the nearest one that the text has."""
        number = min(max(line, 1), len(self.starts))
        return min(self.starts[number - 1] + max(column, 1) - 1, self.line_end(self.starts[number - 1]))

    def at(self, place: Location) -> int:
        return self.offset(place.line, place.column)

    def location(self, offset: int) -> Location:
        """Line and column of a place."""
        line = bisect_right(self.starts, offset) - 1
        return Location(self.path, line + 1, offset - self.starts[line] + 1)

    def line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        found = self.text.find("\n", offset)
        return len(self.text) if found < 0 else found

    def line(self, number: int) -> str:
        """A line by its number from 1; empty where there is none."""
        if not 1 <= number <= len(self.starts):
            return ""
        start = self.starts[number - 1]
        return self.text[start : self.line_end(start)]

    @cached_property
    def matter(self) -> Span:
        """The lines of the front matter between its `---`; all that follows where it is not closed, as in the writing.

        Empty where there is none.
        """
        opening = _BOUNDARY.search(self.text)
        if opening is None or self.text[: opening.start()].strip():
            return Span(0, 0)
        start = min(opening.end() + 1, len(self.text))
        closing = _BOUNDARY.search(self.text, start)
        return Span(start, closing.start() if closing else len(self.text))

    @cached_property
    def body(self) -> Span:
        """The Markdown behind the front matter."""
        if self.matter.end == 0:
            return Span(0, len(self.text))
        closing = _BOUNDARY.match(self.text, self.matter.end)
        return Span(min(closing.end() + 1, len(self.text)) if closing else len(self.text), len(self.text))

    def is_in_matter(self, offset: int) -> bool:
        return self.matter.end > 0 and self.matter.start <= offset <= self.matter.end
