"""One text read and rendered for itself, at once, against the archive as it was known before the last letters.

What is wrong in it is found here as a build finds it; what concerns several files is found when all are linked.
"""

import re
from dataclasses import dataclass

from brief.diagnostics import Diagnostic, in_order
from brief.language.documents import Document, Span
from brief.language.snapshots import Snapshot
from brief.linking.checks import faults_of
from brief.linking.prose import citables
from brief.linking.resolving import Target
from brief.linking.targets import targets_of
from brief.markdown.renderer import render
from brief.markdown.text import Kind, Reference, Rendered
from brief.model import Briefing, Outlet, Page, Status, Tag
from brief.model import Document as Item
from brief.reading import parsing
from brief.reading.parsing import Parsed, parse

_WIKILINK = re.compile(
    r"!?\[\[\s*(?:(?:tag|outlet|briefing|page)\s*:)?(?P<name>[^\[\]|#\\\n]*)(?:#(?P<fragment>[^\[\]|\\\n]*))?"
    r"[^\[\]]*\]\]",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?P<name>[^\s)>\"'#?]+)(?:#(?P<fragment>[^\s)>\"']*))?")
_CITATION = re.compile(r"\[[^\[\]]*\]")
_ENTRY = re.compile(r"(?<=@)[^\s,;@\]]+")
_WIRE_ENTRY = re.compile(r"(?<=[:;])\s*([^;\[\]]+)")


@dataclass(frozen=True, slots=True)
class Text:
    """A document with what it holds: its item, as far as it can be read, and its body rendered."""

    document: Document
    item: Item | None
    rendered: Rendered
    faults: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link that a writer set: all of it, the name in it without what tells its kind, and the heading, if any."""

    reference: Reference
    span: Span
    name: Span
    fragment: Span | None


@dataclass(frozen=True, slots=True)
class Citation:
    """A source that is cited: the id, or in wire copy what stands for it."""

    source: str
    span: Span


def read(document: Document, snapshot: Snapshot) -> Text:
    """A document of content/ by itself. Its item is that of before where it can't be read."""
    site = snapshot.site
    kind = document.kind
    if kind is None:
        return Text(document, None, Rendered(), ())
    parsed = _parsed(kind, document, site.language)
    item: Item | None = parsed.item or snapshot.item(document.path)
    start = parsed.body.start if parsed.body else document.body.start
    first = document.location(start).line
    rendered, found = render(
        document.text[start:],
        path=document.path,
        first_line=first,
        sources=citables(item, snapshot.outlet_names) if item else (),
        raw_html=site.raw_html,
        lang=(item.lang if item else "") or site.language,
        extensions=snapshot.extensions,
    )
    faults = [*parsed.faults, *found]
    if parsed.item is not None:
        faults += _linked(parsed.item, rendered, snapshot)
    if isinstance(item, Briefing) and item.status is Status.WITHDRAWN:
        # Nobody gets to read its text.
        faults = list(parsed.faults)
    return Text(document, item, rendered, tuple(in_order(faults)))


def _parsed(
    kind: str, document: Document, language: str
) -> Parsed[Briefing] | Parsed[Tag] | Parsed[Outlet] | Parsed[Page]:
    raw = document.text.encode()
    match kind:
        case "briefings":
            return parse(parsing.briefing, document.path, raw, language)
        case "tags":
            return parse(parsing.tag, document.path, raw, language)
        case "outlets":
            return parse(parsing.outlet, document.path, raw, language)
        case _:
            return parse(parsing.page, document.path, raw, language)


def _linked(item: Item, rendered: Rendered, snapshot: Snapshot) -> list[Diagnostic]:
    found = list(faults_of(item, rendered, snapshot.site, snapshot.directory))
    known = snapshot.paths if any(it.kind is Kind.ADDRESS for it in rendered.references) else frozenset()
    _, told = targets_of(item, rendered, snapshot.site, snapshot.directory, known)
    return found + told


def links(text: Text) -> list[Link]:
    """The links of a text, in its order."""
    written = (reference for reference in text.rendered.references if not reference.is_mention)
    found = (link for reference in written if (link := link_at(text.document, reference)))
    return sorted(found, key=lambda link: link.span)


def link_at(document: Document, reference: Reference) -> Link | None:
    """Where in its document a reference stands; None where the document is not that which it was read from."""
    start = document.at(reference.location)
    is_written = reference.kind not in {Kind.FILE, Kind.ADDRESS}
    found = (_WIKILINK if is_written else _ADDRESS).match(document.text, start)
    if found is None:
        return None
    name = Span(*_stripped(document.text, *found.span("name")))
    fragment = Span(*_stripped(document.text, *found.span("fragment"))) if found["fragment"] is not None else None
    return Link(reference, Span(*found.span()), name, fragment)


def citations(text: Text) -> list[Citation]:
    """The citations of a briefing, in the order of the text."""
    document = text.document
    found: dict[Citation, None] = {}
    for source, number in text.rendered.cited:
        if mark := _CITATION.match(document.text, document.at(text.rendered.marks[number])):
            own = [Span(*entry.span()) for entry in _ENTRY.finditer(document.text, *mark.span()) if entry[0] == source]
            for span in own or _in_wire_copy(document, mark, source):
                found[Citation(source, span)] = None
    return sorted(found, key=lambda citation: citation.span)


def _in_wire_copy(document: Document, mark: re.Match[str], source: str) -> list[Span]:
    """The entries of `[Source: ...]` that may stand for a source: the one of its id, else all."""
    if document.text.startswith("[@", mark.start()):
        return []
    entries = [Span(*entry.span(1)) for entry in _WIRE_ENTRY.finditer(document.text, *mark.span())]
    exact = [span for span in entries if document.text[span.start : span.end].casefold() == source.casefold()]
    return exact or entries


def resolved(reference: Reference, snapshot: Snapshot, lang: str) -> Target | None:
    """What a reference leads to; None where it leads nowhere."""
    known = snapshot.paths if reference.kind is Kind.ADDRESS else frozenset()
    found = snapshot.directory.resolve(reference, lang, known)
    return found if isinstance(found, Target) else None


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    return start, max(start, end - (len(inner) - len(inner.rstrip())))
