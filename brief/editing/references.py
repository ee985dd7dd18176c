"""Where the prose refers to an item, and how each reference is written when the item's name changes."""

import re
from collections.abc import Iterator
from posixpath import dirname, relpath
from urllib.parse import quote

from brief.editing.edits import Edit, offset
from brief.linking.archive import Archive
from brief.linking.resolving import Target
from brief.markdown.text import Kind, Reference
from brief.model import Document

_WIKILINK = re.compile(r"!?\[\[\s*(?:[^\W\d_]+\s*:)?\s*(?P<name>[^\[\]|#\\]*?)\s*(?=[|#\\]|\]\])")
_ADDRESS = re.compile(r"(?P<path>[^\s)>\"'#?]+)")


def references(archive: Archive, items: set[str]) -> Iterator[tuple[Document, Reference, Document]]:
    """Each reference that a writer set to one of `items`, by path: where it is, what it is, and what it leads to."""
    documents: tuple[Document, ...] = (
        *archive.briefings,
        *archive.pages,
        *archive.tags.values(),
        *archive.outlets.values(),
    )
    for document in documents:
        versions = archive.targets.get(document.path, {})
        targets: tuple[Target | None, ...] = next(iter(versions.values()), ())
        text = archive.texts.get(document.path)
        for reference, target in zip(text.references if text else (), targets, strict=False):
            if target and target.item and target.item.path in items and not reference.is_mention:
                yield document, reference, target.item


def renamed(text: str, origin: str, reference: Reference, name: str, path: str, address: str) -> Edit | None:
    """The edit by which `reference` in the file at `origin` names its target anew.

    `name` is the target's new slug or id, `path` its new file, and `address` where it will be found. None where
    the reference needs no edit.
    """
    at = offset(text, reference.location.line, reference.location.column)
    if reference.kind not in {Kind.FILE, Kind.ADDRESS}:
        found = _WIKILINK.match(text, at)
        if found is None or found["name"] != reference.name:
            return None
        return Edit(origin, found.start("name"), found.end("name"), name)
    found = _ADDRESS.match(text, at)
    if found is None:
        return None
    new = quote(address) if reference.kind is Kind.ADDRESS else quote(relpath(path, dirname(origin) or "."))
    return Edit(origin, found.start("path"), found.end("path"), new) if new != found["path"] else None
