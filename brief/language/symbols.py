"""The outline of a text: its headings and its sources; what can be folded, and what its links lead to."""

from collections.abc import Iterator
from dataclasses import dataclass

from brief.language.definition import headings
from brief.language.documents import Document, Span
from brief.language.snapshots import Snapshot
from brief.language.texts import Text, links, resolved
from brief.model import Briefing


@dataclass(frozen=True, slots=True)
class Symbol:
    """A part of a text: `span` is all of it, `name` its heading, `kind` is `heading` or `source`."""

    words: str
    kind: str
    level: int
    span: Span
    name: Span
    detail: str = ""


def symbols(text: Text) -> list[Symbol]:
    """The sources of a briefing, then the headings of a text, each with all up to the next of its level or above."""
    document = text.document
    return [*_sources(text), *sections(document)]


def sections(document: Document) -> list[Symbol]:
    found = list(headings(document))
    made = []
    for index, (level, words, span) in enumerate(found):
        later = (other.start - 1 for depth, _, other in found[index + 1 :] if depth <= level)
        end = next(later, len(document.text.rstrip()))
        made.append(Symbol(words or "#" * level, "heading", level, Span(span.start, max(end, span.end)), span))
    return made


def _sources(text: Text) -> Iterator[Symbol]:
    if not isinstance(text.item, Briefing) or not text.item.sources:
        return
    document, marks = text.document, text.item.marks
    starts = [document.at(marks.of("sources", index)) for index in range(len(text.item.sources))]
    for source, start, end in zip(text.item.sources, starts, [*starts[1:], document.matter.end], strict=True):
        name = Span(start, document.line_end(start))
        whole = Span(start, start + len(document.text[start:end].rstrip(" -\n")))
        yield Symbol(source.title, "source", 0, Span(start, max(whole.end, name.end)), name, source.outlet)


def folds(document: Document) -> list[tuple[int, int]]:
    """The first and last line, from 0, of what can be folded: the front matter, and what stands below a heading."""
    spans = [section.span for section in sections(document)]
    lines = [(document.location(span.start).line - 1, document.location(span.end).line - 1) for span in spans]
    if document.matter.end:
        opening = document.location(document.matter.start).line - 2
        lines.insert(0, (max(opening, 0), document.location(document.matter.end).line - 1))
    return [(first, last) for first, last in lines if first < last]


def targets(text: Text, snapshot: Snapshot) -> list[tuple[Span, str]]:
    """The links of a text to files of the site, each with the path of the file."""
    found = []
    for link in links(text):
        target = resolved(link.reference, snapshot, snapshot.lang(text.document.path))
        if target and target.item:
            found.append((link.name, target.item.path))
    return found
