"""A source, a tag, an outlet, a briefing or a page under another name, with every place that names it."""

from collections.abc import Iterable, Iterator, Mapping

from pydantic import TypeAdapter, ValidationError

from brief.diagnostics import Diagnostic, Severity
from brief.editing import frontmatter, outlets, tags
from brief.editing.edits import Edit, Plan, Refused
from brief.editing.moving import move
from brief.editing.references import references
from brief.language.definition import Read
from brief.language.documents import Span
from brief.language.snapshots import Snapshot
from brief.language.subjects import Subject, own, subject
from brief.language.texts import Text, citations, link_at
from brief.markdown.citations import anchor
from brief.model import Briefing, Outlet, Tag
from brief.validation.fields import SourceId

_NOTHING = "What stands here has no name that can be changed: rename a tag, an outlet, a slug or the id of a source."


def renamable(text: Text, offset: int, snapshot: Snapshot) -> tuple[Span, str]:
    """What can be renamed at a place, and what it is called. Raises Refused."""
    found = _found(text, offset, snapshot)
    return found.span, found.source or (own(found.item) if found.item else "")


def rename(text: Text, offset: int, new: str, snapshot: Snapshot, read: Read) -> Plan:
    """Plan to call what stands at a place `new`; edits are of documents as they are `read`. Raises Refused."""
    found = _found(text, offset, snapshot)
    if found.source:
        return _source(found.source, new, text, snapshot, read)
    _check_sound({**snapshot.diagnostics, text.document.path: text.faults})

    def texts(path: str) -> str:
        document = read(path)
        if document is None:
            raise Refused(f"{path} is gone. Try again.")
        return document.text

    match found.item:
        case Tag():
            return tags.rename(snapshot.site, snapshot.archive, texts, found.item.id, new).plan
        case Outlet():
            return outlets.rename(snapshot.site, snapshot.archive, texts, found.item.id, new)
        case None:
            raise Refused(_NOTHING)
        case work:
            return move(snapshot.site, snapshot.archive, texts, work.path, new).plan


def _found(text: Text, offset: int, snapshot: Snapshot) -> Subject:
    found = subject(text, offset, snapshot)
    if found is None or not (found.source or (found.item and found.is_name)):
        raise Refused(_NOTHING)
    if found.source and not _is_known(found.source, text):
        raise Refused(f"`{found.source}` is no source of this briefing.")
    return found


def _is_known(source: str, text: Text) -> bool:
    return isinstance(text.item, Briefing) and any(source == ident for ident, _ in text.item.sources.names)


def _check_sound(findings: Mapping[str, Iterable[Diagnostic]]) -> None:
    """As `brief move` does: what can't be read can't be rewritten."""
    for path, listed in findings.items():
        for fault in listed:
            if fault.severity is Severity.ERROR:
                raise Refused(f"Mend {path} first, line {fault.location.line}: {fault.message}")


def _source(old: str, new: str, text: Text, snapshot: Snapshot, read: Read) -> Plan:
    item, document = text.item, text.document
    assert isinstance(item, Briefing)
    try:
        TypeAdapter(SourceId).validate_python(new)
    except ValidationError:
        raise Refused(f"`{new}` can't be the id of a source. Use letters, digits, hyphens and dots.") from None
    names = [ident for ident, _ in item.sources.names]
    if new in names:
        raise Refused(f"There is a source `{new}` already.")
    if any(fault.severity is Severity.ERROR and fault.location.line < item.body_line for fault in text.faults):
        raise Refused("Mend the front matter first: what can't be read can't be rewritten.")
    matter = frontmatter.read(document.path, document.text)
    entry = matter.replace_at(("sources", names.index(old), "id"), new)
    cited = [
        Edit(document.path, citation.span.start, citation.span.end, new)
        for citation in citations(text)
        # Wire copy may name the outlet, which stays.
        if document.text[citation.span.start : citation.span.end].casefold() == old.casefold()
    ]
    return Plan((*entry, *cited, *_anchored(item, old, new, snapshot, read)))


def _anchored(item: Briefing, old: str, new: str, snapshot: Snapshot, read: Read) -> Iterator[Edit]:
    """Links to the source in the list of its page."""
    for origin, reference, _ in references(snapshot.archive, {item.path}):
        if reference.fragment == anchor(old) and (document := read(origin.path)):
            link = link_at(document, reference)
            if link and link.fragment:
                yield Edit(origin.path, link.fragment.start, link.fragment.end, anchor(new))
