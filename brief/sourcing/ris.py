"""RIS (Research Information Systems, 2001), as Zotero, EndNote and publishers write it -> references."""

import re
from collections.abc import Mapping
from typing import Any

import rispy

from brief.sourcing.references import Bibliography, NoReferences, Reference, labelled

_ENDED = re.compile(r"^ER  ?-\s*\Z", re.MULTILINE)
_IN_BOOKS = frozenset({"CHAP", "CONF", "CPAPER", "ECHAP", "ENCYC", "DICT"})


def bibliography(text: str) -> Bibliography:
    """The references of a file. Raises NoReferences where none can be read."""
    # The last may lack its end, as where a part of a file was copied.
    whole = text if _ENDED.search(text) else f"{text}\nER  - \n"
    try:
        found = rispy.loads(whole, skip_unknown_tags=True)
    except (OSError, ValueError, KeyError, IndexError, AttributeError) as fault:
        raise NoReferences(f"It begins like RIS and can't be read: {fault}.") from None
    found = [entry for entry in found if entry.keys() - {"type_of_reference"}]
    if not found:
        raise NoReferences("It begins like RIS, and no reference in it can be read.")
    return Bibliography(tuple(_reference(entry, str(number)) for number, entry in enumerate(found, 1)))


def _reference(entry: Mapping[str, Any], number: str) -> Reference:
    container = _first(entry, "secondary_title", "alternate_title3", "journal_name", "alternate_title2")
    is_in_book = entry.get("type_of_reference") in _IN_BOOKS
    start, end = _first(entry, "start_page"), _first(entry, "end_page")
    return Reference(
        ident=_first(entry, "id", "label") or number,
        title=_first(entry, "title", "primary_title", "translated_title"),
        urls=tuple(_all(entry, "urls", "url", "file_attachments2")),
        doi=_first(entry, "doi"),
        published=tuple(_point(text) for text in _all(entry, "date", "publication_year", "year")),
        accessed=_point(_first(entry, "access_date")),
        langs=tuple(_all(entry, "language")),
        authors=tuple(map(_spoken, _all(entry, "authors", "first_authors") or _all(entry, "secondary_authors"))),
        container="" if is_in_book else container,
        publishers=tuple(_all(entry, "publisher")),
        place=(
            container if is_in_book else "",
            labelled("vol.", _first(entry, "volume")),
            labelled("no.", _first(entry, "number")),
            labelled("p.", f"{start}-{end}" if start and end and start != end else start),
            _first(entry, "place_published"),
            _first(entry, "call_number", "name_of_database"),
        ),
    )


def _all(entry: Mapping[str, Any], *keys: str) -> list[str]:
    values = [entry.get(key) or [] for key in keys]
    return [
        str(text).strip()
        for value in values
        for text in (value if isinstance(value, list) else [value])
        if str(text).strip()
    ]


def _first(entry: Mapping[str, Any], *keys: str) -> str:
    return next(iter(_all(entry, *keys)), "")


def _point(text: str) -> str:
    """`YYYY/MM/DD/other`, each part of which may be empty (RIS, tag PY)."""
    parts = [part.strip() for part in text.split("/")]
    if len(parts) != 4 and not text.endswith("/"):
        return text
    return "-".join(part.zfill(2) for part in parts[:3] if part.isdecimal()) or text


def _spoken(name: str) -> str:
    """`Last, First, Suffix` as it is said."""
    last, *rest = [part.strip() for part in name.split(",")]
    return " ".join(filter(None, [*rest[:1], last, *rest[1:]]))
