"""Where in a text a finding is, from its first letter to its last."""

from brief.diagnostics import Diagnostic
from brief.explaining.excerpts import marked
from brief.language.documents import Document, Span


def span_of(diagnostic: Diagnostic, document: Document) -> Span:
    """What a finding is about: what its message names; the first line where it is about the file as a whole."""
    place = diagnostic.location
    line = document.line(place.line)
    start = document.offset(place.line, 1)
    if found := marked(line, place, diagnostic.message):
        return Span(start + found[0], min(start + found[1], document.line_end(start)))
    return Span(start, start + len(line.rstrip()))
