"""What the abilities find, in the protocol's own types."""

from collections.abc import Mapping

from lsprotocol import types

from brief.diagnostics import Diagnostic, Severity
from brief.language.completion import Offer
from brief.language.documents import Document
from brief.language.findings import span_of
from brief.language.positions import Positions

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
_KINDS: Mapping[str, types.CompletionItemKind] = {
    "tag": types.CompletionItemKind.Class,
    "outlet": types.CompletionItemKind.Module,
    "briefing": types.CompletionItemKind.File,
    "page": types.CompletionItemKind.File,
    "source": types.CompletionItemKind.Reference,
    "heading": types.CompletionItemKind.Text,
    "key": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.EnumMember,
}


def diagnostic(found: Diagnostic, document: Document, positions: Positions) -> types.Diagnostic:
    """A finding with the words that mend it."""
    return types.Diagnostic(
        range=positions.range(document, span_of(found, document)),
        message=f"{found.message}\n{found.hint}" if found.hint else found.message,
        severity=_SEVERITIES[found.severity],
        code=found.code.value,
        source="brief",
    )


def completion(offer: Offer, document: Document, positions: Positions) -> types.CompletionList:
    """An offer in its order. What was typed is set as what each is filtered by, since brief has filtered them."""
    place = positions.range(document, offer.span)
    items = [
        types.CompletionItem(
            label=candidate.label or candidate.text,
            label_details=types.CompletionItemLabelDetails(description=candidate.detail or None),
            kind=_KINDS[candidate.kind],
            detail=candidate.detail or None,
            documentation=candidate.about or None,
            sort_text=f"{number:04}",
            filter_text=offer.typed or None,
            text_edit=types.TextEdit(place, candidate.text),
        )
        for number, candidate in enumerate(offer.candidates)
    ]
    return types.CompletionList(is_incomplete=not offer.complete or bool(items), items=items)
