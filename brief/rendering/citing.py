"""A briefing as others cite it: in words, BibTeX, RIS and CSL-JSON.

They are written here: the libraries that write them take longer than the page itself, and those for BibTeX leave `$`
and braces as they are, which ends the entry.
"""

import json
import re
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # `date` is a field
from urllib.parse import quote

from slugify import slugify

from brief.rendering.views import Cite, Download
from brief.rendering.wording import Wording

_LONGEST_KEY = 60
# What slugify leaves as it is. Most slugs were made by it, and it takes longer than a whole record.
_IS_KEY = re.compile(rf"(?=.{{1,{_LONGEST_KEY}}}$)[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Record:
    """What a citation says of a briefing. `publisher` is the archive, which answers for the text; `url` is whole."""

    slug: str
    title: str
    publisher: str
    date: Day
    updated: Day | None
    lang: str
    url: str
    summary: str
    keywords: tuple[str, ...]

    @property
    def key(self) -> str:
        """A name of the record in ASCII letters, as BibTeX wants it."""
        name = self.slug if _IS_KEY.fullmatch(self.slug) else slugify(self.slug, max_length=_LONGEST_KEY)
        return f"{name or 'briefing'}-{self.date.year}"


def cite(record: Record, wording: Wording) -> Cite:
    """The citation in words, and its records as links that need no server: data URLs (RFC 2397)."""
    formats = (
        ("BibTeX", "bib", "application/x-bibtex", bibtex(record)),
        ("RIS", "ris", "application/x-research-info-systems", ris(record)),
        ("CSL-JSON", "csl.json", "application/vnd.citationstyles.csl+json", csl_json(record)),
    )
    return Cite(
        plain(record, wording),
        tuple(
            Download(name, f"{record.slug}.{ending}", f"data:{kind};charset=utf-8,{_in_url(text)}")
            for name, ending, kind, text in formats
        ),
    )


# Letters beyond ASCII may stand in an address as they are (URL Standard, URL code points): written out they take
# three times the room, and a Russian page has hundreds. The sign that begins what is written out comes first.
_WRITTEN_OUT = {
    letter: quote(letter, safe="") for letter in ("%", *map(chr, range(0xA0))) if letter != quote(letter, safe="")
}


def _in_url(text: str) -> str:
    # Letter by letter through the whole text takes five times as long.
    for letter, written in _WRITTEN_OUT.items():
        if letter in text:
            text = text.replace(letter, written)
    return text


def plain(record: Record, wording: Wording) -> str:
    """The citation as one would write it by hand."""
    published = wording.day(record.date).words
    if record.updated:
        published = wording.say(
            "{published}, updated {updated}", published=published, updated=wording.day(record.updated).words
        )
    return wording.say(
        "{publisher}. “{title}”. {published}. {url}",
        publisher=record.publisher,
        title=record.title,
        published=published,
        url=record.url,
    )


_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{letter: f"\\{letter}" for letter in "$&#%_"},
}
_SPECIAL = re.compile("[" + re.escape("".join(_LATEX)) + "]")


def bibtex(record: Record) -> str:
    """An entry of type `online` (biblatex manual, 2.1.1); the year is there for BibTeX, which has no `date`."""
    fields = {
        "author": f"{{{_latex(record.publisher)}}}",
        "title": f"{{{_latex(record.title)}}}",
        "date": record.date.isoformat(),
        "year": str(record.date.year),
        "url": record.url,
        "langid": record.lang,
        "abstract": _latex(record.summary),
        "keywords": _latex(", ".join(record.keywords)),
    }
    listed = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{record.key},\n{listed}}}\n"


def _latex(text: str) -> str:
    return _SPECIAL.sub(lambda found: _LATEX[found[0]], _one_line(text))


def ris(record: Record) -> str:
    """A record of type ELEC (RIS format specifications, Research Information Systems, 2001); its lines end in CRLF."""
    fields = (
        ("TY", "ELEC"),
        # A comma would part the name of a person (RIS, tag AU).
        ("AU", _one_line(record.publisher).replace(",", "")),
        ("TI", _one_line(record.title)),
        ("PY", str(record.date.year)),
        ("DA", record.date.strftime("%Y/%m/%d")),
        ("PB", _one_line(record.publisher)),
        ("LA", record.lang),
        ("UR", record.url),
        ("AB", _one_line(record.summary)),
        *(("KW", _one_line(word)) for word in record.keywords),
        ("ID", record.key),
        ("ER", ""),
    )
    return "".join([f"{tag}  - {value}\r\n" for tag, value in fields])


def csl_json(record: Record) -> str:
    """A list of one item (CSL-JSON 1.0.2, csl-data.json)."""
    item = {
        "id": _quoted(record.key),
        "type": '"webpage"',
        "title": _quoted(record.title),
        "author": f'[\n   {{\n    "literal": {_quoted(record.publisher)}\n   }}\n  ]',
        "publisher": _quoted(record.publisher),
        "container-title": _quoted(record.publisher),
        "issued": (
            '{\n   "date-parts": [\n    [\n'
            f"     {record.date.year},\n     {record.date.month},\n     {record.date.day}\n    ]\n   ]\n  }}"
        ),
        "language": _quoted(record.lang),
        "URL": _quoted(record.url),
        "abstract": _quoted(record.summary),
        "keyword": _quoted(", ".join(record.keywords)),
    }
    # In lines, which Python's own writer takes ten times as long for.
    lines = ",\n".join(f'  "{name}": {value}' for name, value in item.items())
    return f"[\n {{\n{lines}\n }}\n]"


_quoted = json.JSONEncoder(ensure_ascii=False).encode


def _one_line(text: str) -> str:
    return " ".join(text.split())
