"""BibTeX and biblatex (manual, 2.2), as Zotero, Mendeley, JabRef and Google Scholar write them -> references."""

import logging
import re
from collections.abc import Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import Entry
from pylatexenc.latex2text import LatexNodes2Text

from brief.sourcing.references import Bibliography, NoReferences, Reference, labelled

_LATEX = re.compile(r"[\\{}$~]|--|``|''")
_PART = re.compile(r'"[^"]*"|\{[^{}]*\}|[^\W\d][\w.:-]*')
_CONCATENATED = re.compile(rf"(?:{_PART.pattern})(?:\s*#\s*(?:{_PART.pattern}))+")
_URL = re.compile(r"https?://[^\s{}\\]+")
_IN_BOOKS = frozenset({"inbook", "incollection", "inproceedings", "conference", "inreference", "suppbook"})


# They tell of broken entries by the way, and so do we.
for _name in ("bibtexparser", "pylatexenc"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


def bibliography(text: str) -> Bibliography:
    """The references of a file. Raises NoReferences where none can be read."""
    found = parse_string(text)
    if not found.entries:
        raise NoReferences("It begins like BibTeX, and no entry in it can be read.")
    strings = {key.lower(): str(string.value) for key, string in found.strings_dict.items()}
    return Bibliography(tuple(_reference(entry, strings) for entry in found.entries), len(found.failed_blocks))


def _reference(entry: Entry, strings: Mapping[str, str]) -> Reference:
    raw = {key.lower(): _joined(str(field.value).strip(), strings) for key, field in entry.fields_dict.items()}
    fields = {key: _plain(value) for key, value in raw.items() if key not in _VERBATIM and key not in _NAMES}
    book = fields.get("booktitle", "")
    is_in_book = entry.entry_type.lower() in _IN_BOOKS
    return Reference(
        ident=entry.key,
        title=": ".join(filter(None, (fields.get("title", ""), fields.get("subtitle", "")))),
        urls=tuple(_urls(raw)),
        doi=_unescaped(raw.get("doi", "")),
        edtf=fields.get("date", ""),
        published=tuple(_dates(fields)),
        accessed=fields.get("urldate", ""),
        langs=tuple(
            filter(None, (fields.get("langid", ""), fields.get("language", ""), fields.get("hyphenation", "")))
        ),
        authors=_people(raw.get("author") or raw.get("editor") or ""),
        container=_first(fields, "journaltitle", "journal") or ("" if is_in_book else book),
        publishers=tuple(
            fields[key]
            for key in ("publisher", "institution", "school", "organization", "howpublished")
            if fields.get(key)
        ),
        place=(
            book if is_in_book else "",
            labelled("vol.", fields.get("volume", "")),
            labelled("no.", _first(fields, "number", "issue")),
            labelled("p.", fields.get("pages", "")),
            _first(fields, "location", "address"),
            _first(fields, "library", "note"),
        ),
    )


def _joined(value: str, strings: Mapping[str, str]) -> str:
    """A value that is put together with `#`, of texts and names of texts."""
    if not _CONCATENATED.fullmatch(value):
        return value
    parts = [part.strip() for part in _PART.findall(value)]
    return "".join(part[1:-1] if part[0] in '"{' else strings.get(part.lower(), part) for part in parts)


_VERBATIM = frozenset({"url", "doi", "file", "eprint", "abstract"})
_NAMES = frozenset({"author", "editor"})


def _first(fields: Mapping[str, str], *keys: str) -> str:
    return next((fields[key] for key in keys if fields.get(key)), "")


def _plain(value: str) -> str:
    """A field without LaTeX, as far as that is a way to write letters."""
    if not _LATEX.search(value):
        return value
    try:
        return str(LatexNodes2Text(math_mode="verbatim").latex_to_text(value)).strip()
    except Exception:  # noqa: BLE001  # whatever the parser makes of odd LaTeX, the letters are there
        return re.sub(r"[{}]", "", value)


def _unescaped(address: str) -> str:
    """An address without the escapes that LaTeX needs, and that some programs write within `\\url` too."""
    return re.sub(r"\\([_%&#~{}])", r"\1", address.strip("{}"))


def _urls(raw: Mapping[str, str]) -> list[str]:
    found = [_unescaped(raw["url"])] if raw.get("url") else []
    if "arxiv" in (raw.get("archiveprefix", "") + raw.get("eprinttype", "")).lower() and raw.get("eprint"):
        found.append(f"https://arxiv.org/abs/{raw['eprint']}")
    return found + [url for key in ("howpublished", "note") for url in _URL.findall(_unescaped(raw.get(key, "")))]


def _dates(fields: Mapping[str, str]) -> list[str]:
    """What BibTeX's year, month and day say together, and what the year says alone."""
    year, month, day = (fields.get(key, "") for key in ("year", "month", "day"))
    if month.isdecimal():
        parts = "-".join([year, f"{int(month):02}", *([f"{int(day):02}"] if day.isdecimal() else [])])
    else:
        parts = " ".join(filter(None, (day, month, year)))
    return [text for text in (parts, year) if text]


def _people(value: str) -> tuple[str, ...]:
    return tuple(_spoken(name) for name in split_multiple_persons_names(value) if name.lower() != "others")


def _spoken(name: str) -> str:
    """`von Last, Jr, First` as it is said; a name in braces is no person's and stays."""
    if name.startswith("{") and name.endswith("}"):
        return _plain(name)
    try:
        parts = parse_single_name_into_parts(name, strict=False)
    except ValueError:
        return _plain(name)
    return _plain(" ".join([*parts.first, *parts.von, *parts.last, *parts.jr]))
