"""What stands at a place of a text: what a name leads to, a source, or a key."""

from dataclasses import dataclass

from brief.language import keys
from brief.language.documents import Span
from brief.language.keys import Names
from brief.language.snapshots import Snapshot
from brief.language.texts import Text, citations, links, resolved
from brief.language.yamlplaces import Spot, spot
from brief.markdown.text import Kind
from brief.model import Briefing, Outlet, Page, Tag
from brief.model import Document as Item


@dataclass(frozen=True, slots=True)
class Subject:
    """What is meant at `span`: an item, a heading or anchor of it (`fragment`), a file that is no item (`file`),
    a source of the text itself by its id, or a key by the keys that lead to it.

    `is_name` tells a place where the item is called by its slug or id.
    """

    span: Span
    item: Item | None = None
    fragment: str = ""
    file: str = ""
    source: str = ""
    key: tuple[str | int, ...] = ()
    is_name: bool = False


def subject(text: Text, offset: int, snapshot: Snapshot) -> Subject | None:
    """What stands at a place; None where nothing does that is known."""
    document = text.document
    if document.is_in_matter(offset):
        found = spot(document, offset)
        return _in_matter(text, found, snapshot) if found else None
    return _cited(text, offset) or _linked(text, offset, snapshot) or _mentioned(text, offset, snapshot)


def _in_matter(text: Text, found: Spot, snapshot: Snapshot) -> Subject | None:
    kind = text.document.kind or ""
    if found.is_key:
        return Subject(found.span, key=found.keys)
    match found.keys:
        case ("sources", int(), "id"):
            return Subject(found.span, source=found.value)
        case ("title",):
            return Subject(found.span, item=text.item)
        case ("slug",):
            return Subject(found.span, item=text.item, is_name=True)
    item: Item | None = None
    lang = snapshot.lang(text.document.path)
    match keys.named(kind, found.keys):
        case Names.TAG:
            item = snapshot.tags.get(found.value)
        case Names.OUTLET:
            item = snapshot.outlets.get(found.value)
        case Names.BRIEFING:
            item = snapshot.directory.briefing(
                found.value, snapshot.site.language if "translation_of" in found.keys else lang
            )
        case Names.PAGE:
            item = next((page for page in snapshot.archive.pages if page.slug == found.value), None)
    return Subject(found.span, item=item, is_name=True) if item else None


def _cited(text: Text, offset: int) -> Subject | None:
    found = next((citation for citation in citations(text) if citation.span.holds(offset)), None)
    return Subject(found.span, source=found.source) if found else None


def _linked(text: Text, offset: int, snapshot: Snapshot) -> Subject | None:
    link = next((link for link in links(text) if link.span.holds(offset)), None)
    if link is None:
        return None
    target = resolved(link.reference, snapshot, snapshot.lang(text.document.path))
    if target is None:
        return None
    if target.item is None:
        is_file = link.reference.kind is Kind.FILE
        return Subject(link.span, file=link.reference.name) if is_file else None
    if link.fragment and link.fragment.holds(offset):
        return Subject(link.fragment, item=target.item, fragment=link.reference.fragment)
    if link.name.holds(offset):
        return Subject(link.name, item=target.item, is_name=_names(link.reference.name, target.item))
    return Subject(link.span, item=target.item)


def _names(name: str, item: Item) -> bool:
    """Whether a link calls an item by its slug or id, and not by its title or its file."""
    return name == (item.slug if isinstance(item, Briefing | Page) else item.id)


def _mentioned(text: Text, offset: int, snapshot: Snapshot) -> Subject | None:
    """The tag that is named in the prose, whether brief links it there or not."""
    document = text.document
    start = document.line_start(offset)
    for first, last, ident in snapshot.names.find(document.text[start : document.line_end(offset)]):
        span = Span(start + first, start + last)
        if span.holds(offset) and ident in snapshot.tags:
            return Subject(span, item=snapshot.tags[ident])
    return None


def own(item: Item) -> str:
    """What an item is called by: its slug or id."""
    return item.id if isinstance(item, Tag | Outlet) else item.slug
