"""What the abilities find, in the protocol's own types."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from lsprotocol import types

from brief.diagnostics import Diagnostic, Severity
from brief.editing.edits import Edit, Plan, Refused
from brief.language.completion import Offer
from brief.language.definition import Read
from brief.language.documents import Document, Place, Span
from brief.language.findings import span_of
from brief.language.fixes import Fix
from brief.language.positions import Positions
from brief.language.symbols import Symbol

Uri = Callable[[str], str]
"""Gives the address of a file by its path."""

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


def hover(words: str, span: Span, document: Document, positions: Positions) -> types.Hover:
    content = types.MarkupContent(types.MarkupKind.Markdown, words)
    return types.Hover(content, positions.range(document, span))


def locations(places: Iterable[Place], read: Read, uri: Uri, positions: Positions) -> list[types.Location]:
    """Places of files, without those of files that are gone."""
    found = ((place, read(place.path)) for place in places)
    return [
        types.Location(uri(place.path), positions.range(document, place.span)) for place, document in found if document
    ]


def symbols(listed: Iterable[Symbol], document: Document, positions: Positions) -> list[types.DocumentSymbol]:
    """The outline as a tree: a heading holds those below it."""
    roots: list[types.DocumentSymbol] = []
    opened: list[tuple[int, types.DocumentSymbol]] = []
    for symbol in listed:
        is_heading = symbol.kind == "heading"
        made = types.DocumentSymbol(
            name=symbol.words,
            kind=types.SymbolKind.String if is_heading else types.SymbolKind.Object,
            range=positions.range(document, symbol.span),
            selection_range=positions.range(document, symbol.name),
            detail=symbol.detail or None,
            children=[],
        )
        while opened and (not is_heading or opened[-1][0] >= symbol.level):
            opened.pop()
        siblings = opened[-1][1].children if opened else roots
        assert isinstance(siblings, list)
        siblings.append(made)
        if is_heading:
            opened.append((symbol.level, made))
    return roots


def action(fix: Fix, document: Document, uri: str, positions: Positions) -> types.CodeAction:
    """A fix, which the writer sees as what it writes."""
    edit = types.TextEdit(positions.range(document, fix.span), fix.new)
    return types.CodeAction(
        title=f"Write `{fix.new}`",
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic(fix.finding, document, positions)],
        edit=types.WorkspaceEdit(changes={uri: [edit]}),
        is_preferred=True,
    )


def workspace_edit(
    plan: Plan, read: Read, uri: Uri, positions: Positions, can: types.WorkspaceEditClientCapabilities | None
) -> types.WorkspaceEdit:
    """A plan as an edit that an editor carries out as one. Raises Refused where it can't rename or make files."""
    edits = _text_edits(plan.edits, read, positions)
    operations = set(can.resource_operations or ()) if can else set()
    if not (can and can.document_changes):
        if plan.moves or plan.new:
            raise Refused("This editor can't rename files for brief. Call `brief tag rename` or `brief move` instead.")
        return types.WorkspaceEdit(changes={uri(path): list(listed) for path, listed in edits.items()})
    if (plan.moves and types.ResourceOperationKind.Rename not in operations) or (
        plan.new and types.ResourceOperationKind.Create not in operations
    ):
        raise Refused("This editor can't rename files for brief. Call `brief tag rename` or `brief move` instead.")
    changes: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = [
        types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri(path)), list(listed))
        for path, listed in edits.items()
    ]
    for path, text in plan.new.items():
        start = types.Range(types.Position(0, 0), types.Position(0, 0))
        changes.append(types.CreateFile(uri(path)))
        made = types.OptionalVersionedTextDocumentIdentifier(uri(path))
        changes.append(types.TextDocumentEdit(made, [types.TextEdit(start, text)]))
    changes += [types.RenameFile(uri(old), uri(new)) for old, new in plan.moves.items()]
    return types.WorkspaceEdit(document_changes=changes)


def _text_edits(edits: Iterable[Edit], read: Read, positions: Positions) -> dict[str, list[types.TextEdit]]:
    found: dict[str, list[types.TextEdit]] = defaultdict(list)
    for edit in dict.fromkeys(edits):
        document = read(edit.path)
        if document:
            found[edit.path].append(types.TextEdit(positions.range(document, Span(edit.start, edit.end)), edit.text))
    return found
