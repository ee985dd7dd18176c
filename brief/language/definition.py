"""Where what a name stands for is written: the title of a file, a heading, the entry of a source."""

import re
from collections.abc import Callable, Iterator

from brief.language.documents import Document, Place, Span
from brief.language.snapshots import Snapshot
from brief.language.subjects import Subject, subject
from brief.language.texts import Text
from brief.markdown.structure import heading_id
from brief.model import Briefing, Outlet, Tag, title_place
from brief.model import Document as Item

Read = Callable[[str], Document | None]
"""Gives a file as it is now, by its path; None where it is gone."""

_HEADING = re.compile(r"^ {0,3}(?P<level>#{1,6})[ \t]+(?P<words>[^\n]*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"[ \t]*\{:?(?P<inner>[^{}\n]*)\}[ \t]*$")
_FENCE = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}(?P=fence)[^\n]*$|\Z)", re.MULTILINE | re.DOTALL
)
_OWN_ID = re.compile(r"#(?P<id>[^\s}]+)")
_MARKS = re.compile(r"[*_`]|!?\[\[(?:[^\[\]|]*\|)?|\]\]|\[@[^\[\]]*\]|\]\([^()]*\)|\[")


def definition(text: Text, offset: int, snapshot: Snapshot, read: Read) -> Place | None:
    """Where that which stands at a place is defined; None where nothing is known of it."""
    found = subject(text, offset, snapshot)
    return place_of(found, text, read) if found else None


def place_of(found: Subject, text: Text, read: Read) -> Place | None:
    """Where a subject of `text` is defined."""
    if found.source:
        return _source(found.source, text)
    if found.file:
        return Place(found.file, Span(0, 0))
    if found.item is None:
        return None
    is_own = found.item.path == text.document.path
    document = text.document if is_own else read(found.item.path)
    if document is None:
        return None
    if found.fragment and (span := heading(document, found.fragment)):
        return Place(document.path, span)
    return Place(document.path, title(found.item, document))


def title(item: Item, document: Document) -> Span:
    """Where an item has its title."""
    place = title_place(item) if isinstance(item, Tag | Outlet) else item.marks.of("title")
    start = document.at(place)
    return Span(start, document.line_end(start))


def _source(source: str, text: Text) -> Place | None:
    if not isinstance(text.item, Briefing):
        return None
    index = next((number for number, (ident, _) in enumerate(text.item.sources.names) if ident == source), None)
    if index is None:
        return None
    start = text.document.at(text.item.marks.of("sources", index, "id"))
    return Place(text.document.path, Span(start, text.document.line_end(start)))


def fences(document: Document) -> list[Span]:
    """The fenced code of a body."""
    return [Span(*found.span()) for found in _FENCE.finditer(document.text, document.body.start)]


def headings(document: Document) -> Iterator[tuple[int, str, Span]]:
    """The headings of a body: level, words as they are written, and the line."""
    fenced = fences(document)
    for found in _HEADING.finditer(document.text, document.body.start):
        if not any(fence.start <= found.start() < fence.end for fence in fenced):
            yield len(found["level"]), found["words"], Span(*found.span())


def heading(document: Document, fragment: str) -> Span | None:
    """The heading with an id: its own, or that of its words, of which a number tells those that are alike."""
    seen: dict[str, int] = {}
    for _, words, span in headings(document):
        attributes = _ATTRIBUTES.search(words)
        own = _OWN_ID.search(attributes["inner"]) if attributes else None
        plain = _MARKS.sub("", words[: attributes.start()] if attributes else words)
        ident = own["id"] if own else heading_id(plain, "-")
        seen[ident] = seen.get(ident, 0) + 1
        if fragment in {ident, f"{ident}_{seen[ident] - 1}"} and (fragment != ident or seen[ident] == 1):
            return span
    return None
