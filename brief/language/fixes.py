"""What a finding itself says would mend it, as an edit: `Did you mean ...?`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from posixpath import dirname, relpath

from brief.diagnostics import Code, Diagnostic
from brief.language.documents import Document, Span
from brief.language.findings import span_of
from brief.language.texts import Link, Text, links
from brief.markdown.text import Kind

_MEANT = re.compile(r"Did you mean (?P<meant>`[^`]+`(?: or `[^`]+`)?)\?")
_EITHER = re.compile(r"Write (?P<either>`[^`]+`(?: or `[^`]+`)+)\.")
_QUOTED = re.compile(r"`([^`]+)`")
_BRACKET = re.compile(r"\[[^\[\];]*\]")
_ANCHOR = re.compile(r"#(?P<id>[^)\s>]+)")


@dataclass(frozen=True, slots=True)
class Fix:
    """An edit that mends `finding`: `new` in the place of `span`."""

    finding: Diagnostic
    span: Span
    new: str


def fixes(text: Text, within: Span, findings: Iterable[Diagnostic]) -> list[Fix]:
    """How those `findings` about a text can be mended that stand `within` a part of it."""
    found: list[Fix] = []
    for finding in findings:
        span = span_of(finding, text.document)
        if span.start <= within.end and within.start <= span.end:
            found += _of(finding, text)
    return found


def _of(finding: Diagnostic, text: Text) -> Iterator[Fix]:
    either = _EITHER.search(finding.hint)
    meant = _MEANT.search(finding.hint)
    for new in _QUOTED.findall(either["either"] if either else meant["meant"] if meant else ""):
        placed = _placed(finding, new, text)
        if placed:
            yield Fix(finding, *placed)


def _placed(finding: Diagnostic, new: str, text: Text) -> tuple[Span, str] | None:
    """Where a replacement stands, and how it is written there; None where that is not certain."""
    document = text.document
    start = document.at(finding.location)
    match finding.code:
        case Code.UNKNOWN_LINK | Code.AMBIGUOUS_LINK:
            link = next((it for it in links(text) if it.reference.location == finding.location), None)
            return _renamed(link, new, document) if link else None
        case Code.UNKNOWN_HEADING:
            link = next((it for it in links(text) if it.reference.location == finding.location), None)
            own = _ANCHOR.match(document.text, start)
            span = link.fragment if link else Span(*own.span("id")) if own else None
            return (span, new) if span else None
        case Code.AMBIGUOUS_CITATION:
            bracket = _BRACKET.match(document.text, start)
            return (Span(*bracket.span()), new) if bracket else None
    span = span_of(finding, document)
    # What is marked is what the message names, or only where it is.
    is_named = document.text[span.start : span.end] in _QUOTED.findall(finding.message)
    return (span, new) if is_named else None


def _renamed(link: Link, new: str, document: Document) -> tuple[Span, str]:
    if link.reference.kind is Kind.FILE:
        return link.name, relpath(new, dirname(document.path))
    if link.reference.kind is Kind.ADDRESS:
        return link.name, new
    # With what tells its kind, which may be another.
    inner = document.text.index("[[", link.span.start) + 2
    return Span(inner, link.name.end), new.removeprefix("[[").removesuffix("]]")
