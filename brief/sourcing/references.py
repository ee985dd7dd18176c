"""One reference of a bibliography, whatever its format -> a record."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # as in the model

from brief.sourcing.cleaning import LONGEST_NAME, besides, is_cut, outlets, people, plain
from brief.sourcing.languages import code
from brief.sourcing.mementos import copy_at
from brief.sourcing.record import Doubt, Record, first_known
from brief.validation import dates
from brief.validation.dating import Unclear, edtf

# The suffix of a DOI may hold any character that can be printed (ANSI/NISO Z39.84, 5.3).
_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)?(?P<doi>10\.\d{4,9}/\S+)", re.IGNORECASE)


class NoReferences(Exception):
    """Why a file that looks like a bibliography gives nothing to cite."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as its file has it, by what each field means; empty where it has none.

    `edtf` is its date where the format has that in EDTF, `published` are others in any form. `container` is what it
    is part of, `publishers` who published it, the nearest first. `place` is what else tells where it can be found, in
    the order in which it is read: volume, pages, an archive's shelf mark.
    """

    ident: str
    title: str
    urls: Sequence[str] = ()
    doi: str = ""
    edtf: str = ""
    published: Sequence[str] = ()
    accessed: str = ""
    archived: str = ""
    langs: Sequence[str] = ()
    authors: Sequence[str] = ()
    container: str = ""
    publishers: Sequence[str] = ()
    place: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The references of a file, in its order; `unread` are as many more, which are not written as they should be."""

    references: tuple[Reference, ...]
    unread: int = 0


def record(reference: Reference) -> Record:
    """What is known of the document that a reference is to."""
    url, archived = _found_at(reference)
    copy = copy_at(url)
    lang = first_known(code, reference.langs) or ""
    published, doubts = _published(reference, lang)
    if is_cut(reference.title):
        doubts = (*doubts, Doubt("title", "The title was longer than a title can be, and is cut."))
    publishers = outlets((reference.container, *reference.publishers))
    accessed = edtf(plain(reference.accessed))
    is_day = isinstance(accessed, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", accessed)
    return Record(
        title=plain(reference.title),
        url=copy.original if copy else url,
        where=_where(reference),
        published=published,
        accessed=Day.fromisoformat(str(accessed)) if is_day else copy.day if copy else None,
        archived=archived or (copy.archived if copy else ""),
        lang=lang,
        author=besides(people(reference.authors), publishers),
        outlets=publishers,
        ident=plain(reference.ident, LONGEST_NAME),
        doubts=doubts,
    )


def _found_at(reference: Reference) -> tuple[str, str]:
    """The address, which a DOI keeps for good (ISO 26324), and that of a copy."""
    urls = [url.strip() for url in reference.urls if url.strip().startswith(("http://", "https://"))]
    copies = [url for url in (reference.archived.strip(), *urls) if copy_at(url)]
    originals = [url for url in urls if url not in copies]
    doi = _DOI.fullmatch(reference.doi.strip())
    if doi:
        return f"https://doi.org/{doi['doi']}", copies[0] if copies else ""
    return next(iter(originals), copies[0] if copies else ""), copies[0] if copies else ""


def _published(reference: Reference, lang: str) -> tuple[str, tuple[Doubt, ...]]:
    try:
        return dates.parse(reference.edtf).text, ()
    except dates.NotADate:
        pass
    for text in (reference.edtf, *reference.published):
        read = edtf(plain(text), (lang,))
        if isinstance(read, str):
            return read, ()
        if isinstance(read, Unclear):
            return "", (Doubt("published", f"Its date is not clear: {read.words}"),)
    return "", ()


def _where(reference: Reference) -> str:
    """In words where a document is that has no address: in what, who published it, and where in that."""
    parts = (reference.container, *(reference.publishers if not reference.container else ()), *reference.place)
    return plain(", ".join(dict.fromkeys(part.strip() for part in parts if part.strip())))


def labelled(words: str, value: str) -> str:
    """A number with what it is of: `vol. 12`; empty where there is none."""
    return f"{words} {value.strip()}" if value.strip() else ""


def spoken(parts: Mapping[str, str], *order: str) -> str:
    """A person's name in the order of speech, of those of its parts that are there."""
    return " ".join(parts[key].strip() for key in order if parts.get(key, "").strip())
