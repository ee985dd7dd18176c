"""What was given, an address or a file -> records."""

from dataclasses import dataclass, replace
from datetime import date as Day  # noqa: N812  # as in the model

from brief.external.fetching import Fetched, fetch
from brief.external.probing import Limits
from brief.sourcing import pages, references
from brief.sourcing.formats import is_page, page_within, reader_of
from brief.sourcing.markup import decoded, markup
from brief.sourcing.mementos import Copy, as_kept, copy_at, is_list
from brief.sourcing.record import Doubt, Record
from brief.sourcing.references import NoReferences

MOST_BYTES = 64 * 1024 * 1024
# How files begin that are no text (their formats' own signatures).
_BINARY = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8": "a picture",
}


class Unreadable(Exception):
    """Why nothing can be learnt from what was given, and what to do."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Bytes as they came: from `address` on the day `accessed`, or from a file, which has neither.

    `copy` is what the host calls it a copy of.
    """

    content: bytes
    content_type: str = ""
    address: str = ""
    accessed: Day | None = None
    copy: Copy | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: one record, or those of a bibliography, of which `unread` more can't be read."""

    records: tuple[Record, ...]
    unread: int = 0


def is_address(place: str) -> bool:
    """Whether what was given is an address of the web, and no file."""
    return place.lower().startswith(("http://", "https://"))


def asked(address: str, limits: Limits, today: Day) -> Answer:
    """What is at an address. Raises NotFetched, and Unreadable for an address that nothing can be learnt from."""
    if is_list(address):
        raise Unreadable("It is a list of copies: choose one of them, and give its address.")
    found = fetch(as_kept(address), limits, MOST_BYTES)
    return Answer(found.content, found.content_type, found.address, today, _memento(found))


def unasked(address: str) -> Record:
    """What an address tells by itself. Raises Unreadable where it is a list."""
    if is_list(address):
        raise Unreadable("It is a list of copies: choose one of them, and give its address.")
    copy = copy_at(address)
    return Record(url=copy.original, archived=copy.archived, accessed=copy.day) if copy else Record(url=address)


def _memento(found: Fetched) -> Copy | None:
    return Copy(found.address, found.original, found.kept_on) if found.original else None


def read(answer: Answer) -> Found:
    """What bytes say of one document, or of each in a bibliography. Raises Unreadable."""
    content = answer.content
    if not content.strip():
        raise Unreadable("It is empty.")
    if len(content) > MOST_BYTES:
        raise Unreadable(f"It is larger than {MOST_BYTES >> 20} MB.")
    if kind := next((words for signature, words in _BINARY.items() if content.startswith(signature)), ""):
        return Found((_closed(answer, kind),))
    if within := page_within(content):
        page, content_type, address = within
        return Found((_page(replace(answer, address=answer.address or address), *decoded(page, content_type)),))
    text, is_known = decoded(content, answer.content_type)
    reader = reader_of(text)
    if reader is None:
        return Found((_page(answer, text, is_known),))
    if not is_known:
        raise Unreadable("It is a bibliography that is not in UTF-8. Export it again, in UTF-8.")
    try:
        found = reader(text)
    except NoReferences as reason:
        raise Unreadable(str(reason)) from None
    return Found(tuple(map(references.record, found.references)), found.unread)


def _closed(answer: Answer, kind: str) -> Record:
    """What is known of a document that can't be looked into: where it is."""
    words = f"It is {kind}, which is not looked into here."
    if not answer.address:
        raise Unreadable(f"{words} Give its address, or a page that describes it.")
    return replace(unasked(answer.address), accessed=answer.accessed, doubts=(Doubt("title", words),))


def _page(answer: Answer, text: str, is_known: bool) -> Record:
    if not answer.address and not is_page(text):
        raise Unreadable("It is no page, and no BibTeX, RIS or CSL-JSON.")
    found = pages.record(markup(text), answer.address, answer.accessed, answer.copy)
    if is_known:
        return found
    words = "The page does not say in which encoding it is written: look whether its letters are right."
    return replace(found, doubts=(*found.doubts, Doubt("title", words)))
