"""Every place that names what stands here: links, front matter, citations, and where brief finds a tag's name."""

import re
from collections.abc import Iterator

from brief.editing.references import references as written
from brief.language.definition import Read, fences, place_of
from brief.language.documents import Document, Place, Span
from brief.language.snapshots import Snapshot
from brief.language.subjects import Subject, subject
from brief.language.texts import Text, citations, link_at
from brief.linking.archive import Archive
from brief.markdown.text import Reference
from brief.model import Briefing, Marks, Outlet, Page, Tag
from brief.model import Document as Item

_NOT_PLAIN = re.compile(
    r"!?\[\[[^\[\]\n]*\]\]|\[[^\[\]\n]*\]\([^()\n]*\)|`[^`\n]*`|^ {0,3}#[^\n]*$|^>[^\n]*$", re.MULTILINE
)


def references(text: Text, offset: int, snapshot: Snapshot, read: Read, *, with_definition: bool) -> list[Place]:
    """The places of what stands at a place, each once; elsewhere, those of the file's own item."""
    found = subject(text, offset, snapshot)
    if found is None or found.key or (found.item is None and not found.source):
        found = Subject(Span(offset, offset), item=text.item)
    places = {*_defined(found, text, read)} if with_definition else set()
    if found.source:
        places |= {Place(text.document.path, it.span) for it in citations(text) if it.source == found.source}
    elif found.item:
        places |= set(_naming(found.item, found.fragment, snapshot, read))
    return sorted(places)


def _defined(found: Subject, text: Text, read: Read) -> Iterator[Place]:
    if place := place_of(found, text, read):
        yield place


def _naming(item: Item, fragment: str, snapshot: Snapshot, read: Read) -> Iterator[Place]:
    archive = snapshot.archive
    # A work is linked to in whichever of its languages.
    original = archive.original(item)
    versions = archive.briefing_versions.get(original) or archive.page_versions.get(original) or {}
    paths = {item.path, *(version.path for version in versions.values())}
    for origin, reference, target in written(archive, paths):
        is_meant = target.id == item.id if isinstance(target, Tag) and isinstance(item, Tag) else True
        if is_meant and (not fragment or reference.fragment == fragment):
            yield from _link(origin.path, reference, read)
    if fragment:
        return
    match item:
        case Tag():
            yield from _tagged(item, snapshot, read)
            yield from _mentions(item, archive, read)
        case Outlet():
            yield from _cited(item, snapshot, read)
        case Briefing() | Page():
            yield from _replacing(item, snapshot, read)


def _link(path: str, reference: Reference, read: Read) -> Iterator[Place]:
    document = read(path)
    link = link_at(document, reference) if document else None
    if link:
        yield Place(path, link.name)


def _tagged(tag: Tag, snapshot: Snapshot, read: Read) -> Iterator[Place]:
    for briefing in snapshot.archive.briefings:
        for index, ident in enumerate(briefing.tags):
            if ident == tag.id:
                yield from _value(briefing.marks, ("tags", index), ident, read)
    for other in snapshot.tags.values():
        for index, ident in enumerate(other.broader):
            if ident == tag.id:
                yield from _value(other.marks, ("broader", index), ident, read)


def _cited(outlet: Outlet, snapshot: Snapshot, read: Read) -> Iterator[Place]:
    for briefing in snapshot.archive.briefings:
        for index, ident in enumerate(briefing.sources.outlets):
            if ident == outlet.id:
                yield from _value(briefing.marks, ("sources", index, "outlet"), ident, read)


def _replacing(item: Briefing | Page, snapshot: Snapshot, read: Read) -> Iterator[Place]:
    others: tuple[Briefing | Page, ...]
    others = snapshot.archive.briefings if isinstance(item, Briefing) else snapshot.archive.pages
    for other in others:
        if other.translation_of == item.slug:
            yield from _value(other.marks, ("translation_of",), item.slug, read)
        for index, slug in enumerate(other.supersedes if isinstance(other, Briefing) else ()):
            if slug == item.slug:
                yield from _value(other.marks, ("supersedes", index), slug, read)


def _value(marks: Marks, keys: tuple[str | int, ...], value: str, read: Read) -> Iterator[Place]:
    """Where a value stands in front matter; a list that is one value has no items of its own."""
    document = read(marks.path)
    if document is None:
        return
    start = document.at(marks.of(*keys))
    if not isinstance(keys[-1], int) or keys not in marks.places:
        start = document.text.find(":", start) + 1
    at = document.text.find(value, start, document.line_end(start))
    if at >= 0:
        yield Place(marks.path, Span(at, at + len(value)))


def _mentions(tag: Tag, archive: Archive, read: Read) -> Iterator[Place]:
    """The mention of a tag in each text that has one: the first place in plain prose that has the words."""
    for path in archive.texts:
        for reference in archive.texts[path].references:
            if reference.is_mention and reference.name == tag.id and (document := read(path)):
                yield from _first(document, reference.words)


def _first(document: Document, words: str) -> Iterator[Place]:
    taken = [Span(*found.span()) for found in _NOT_PLAIN.finditer(document.text, document.body.start)]
    taken += fences(document)
    wanted = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    for found in wanted.finditer(document.text, document.body.start):
        if not any(span.start <= found.start() < span.end for span in taken):
            yield Place(document.path, Span(*found.span()))
            return
