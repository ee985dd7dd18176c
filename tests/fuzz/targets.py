"""What strangers' bytes may and may not do to each part of brief that reads them: laws, for hypothesis and for atheris.

Each target takes any bytes. It returns where the laws hold, and raises where one doesn't; what it returns is nobody's.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from brief.diagnostics import Diagnostic
from brief.markdown.mentions import Names, fold
from brief.markdown.renderer import render
from brief.markdown.text import SLOT, Citable, Rendered
from brief.model import Briefing, Outlet, Page, Tag
from brief.reading import parsing
from brief.validation import dating
from brief.validation.dates import NotADate, parse

SAMPLE = Path(__file__).parents[2] / "content"
_KINDS: tuple[tuple[str, Callable[[parsing.Raw], parsing.Result[Any]], type[Any]], ...] = (
    ("content/briefings/2026-01-02-x.md", parsing.briefing, Briefing),
    ("content/tags/x.md", parsing.tag, Tag),
    ("content/outlets/x.md", parsing.outlet, Outlet),
    ("content/pages/a/x.ru.md", parsing.page, Page),
)
_SOURCES = (Citable(1, "tass", "A report", ("TASS", "ТАСС")), Citable(2, "mvd", "A statement", ("МВД",)))
_SPELLINGS = {
    "interpol": ("Interpol", "Интерпол", "ICPO"),
    "us": ("US", "United States"),
    "law": ("law", "law of the sea", "İ"),
    "two": ("two\twords", "ΛΟΓΟΣ", "a"),
}
_NAMES = Names(_SPELLINGS)
_SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})


@dataclass(frozen=True)
class Target:
    """One part that reads bytes of strangers; `seeds` are what it reads on a good day."""

    name: str
    what: str
    run: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]


def reading(raw: bytes) -> None:
    """A file becomes an item or has faults, each of which leads to a place in it."""
    path, kind, model = _KINDS[raw[0] % len(_KINDS)] if raw else _KINDS[0]
    content = raw[1:]
    parsed = parsing.parse(kind, path, content, "en")
    assert parsed.item is not None or parsed.faults
    assert parsed.item is None or isinstance(parsed.item, model)
    text, _ = parsing.decode(content, path)
    _lead_into(text or content.decode("utf-8", "replace"), path, parsed.faults)
    if parsed.body is not None:
        assert text is not None
        assert 0 <= parsed.body.start <= len(text)
    packed = msgspec.msgpack.encode(parsed)
    assert msgspec.msgpack.encode(msgspec.msgpack.decode(packed, type=parsing.Parsed[model])) == packed  # type: ignore[valid-type]


def citations(raw: bytes) -> None:
    """Citations name the sources that are there, and all else is told."""
    text = _text(raw)
    made, faults = _rendered(text)
    assert made.citations.keys() <= {source.id for source in _SOURCES}
    # Of `*;***;**************[@tass]*****` Python-Markdown loses the end: what was read there is in no HTML.
    assert made.citations.keys() <= {ident for ident, _ in made.cited} <= {source.id for source in _SOURCES}
    assert all(made.citations[ident] > 0 for ident in made.citations)
    for ident, count in made.citations.items():
        assert {f"cite-{ident}-{number}" for number in range(1, count + 1)} <= set(made.anchors)
    _lead_into(text, _PATH, faults)


def wikilinks(raw: bytes) -> None:
    """Each reference has its placeholder, stands somewhere in the text, and no placeholder is nobody's."""
    text = _text(raw)
    made, faults = _rendered(text)
    slots = {int(found["index"]) for found in SLOT.finditer(made.html) if found["token"] == made.token}
    assert slots <= set(range(len(made.references)))
    assert made.contexts.keys() <= set(range(len(made.references)))
    lines = text.split("\n")
    for reference in made.references:
        assert 1 <= reference.location.line <= len(lines)
    _lead_into(text, _PATH, faults)


def mentions(raw: bytes) -> None:
    """Names are found from the left, apart from each other, whole, and as their tag spells them."""
    text = _text(raw)
    behind = 0
    found = list(_NAMES.find(text))
    for start, end, ident in found:
        assert behind <= start < end <= len(text)
        assert fold(text[start:end]) in {fold(name) for name in _SPELLINGS[ident]}
        assert not text[start - 1 : start].isalnum() or start == 0
        assert not text[end : end + 1].isalnum()
        behind = end
    assert not found or text in _NAMES.named([text])
    assert len(fold(text)) == len(text)


def edtf(raw: bytes) -> None:
    """A text is a date whose bounds are in order, or no date; what is made of other forms is a date."""
    text = _text(raw)
    try:
        date = parse(text)
    except NotADate:
        pass
    else:
        assert date.earliest is None or date.latest is None or date.earliest <= date.latest
        assert date.text == text.strip()
        assert parse(date.text) == date
    made = dating.edtf(text, ("en", "ru"))
    if isinstance(made, str):
        parse(made)


def _texts() -> Iterable[bytes]:
    for path in sorted(SAMPLE.rglob("*.md")):
        body = path.read_bytes().rpartition(b"\n---\n")[2]
        yield from (part for part in body.split(b"\n\n") if part.strip())


def _files() -> Iterable[bytes]:
    folders = [Path(path).parts[1] for path, _, _ in _KINDS]
    for path in sorted(SAMPLE.rglob("*.md")):
        folder = path.relative_to(SAMPLE).parts[0]
        yield bytes([folders.index(folder)]) + path.read_bytes()


def _dates() -> Iterable[bytes]:
    yield from (
        b"2022-03-10", b"2022-03", b"2022~", b"2022-03?", b"2022-03-10%", b"2022?/2023", b"../2022", b"2022-03-10/..",
        b"2022-21", b"202X", b"2022-XX", b"10 March 2022", b"10.03.2022", "10 марта 2022 г.".encode(), b"March 10, 2022",
    )  # fmt: skip


TARGETS = (
    Target("reading", "a file of each kind: YAML, its schema, its dates", reading, _files),
    Target("citations", "citations, footnotes and all else of Markdown, as HTML", citations, _texts),
    Target("wikilinks", "links and what stands for them in HTML", wikilinks, _texts),
    Target("mentions", "names of tags in any text", mentions, _texts),
    Target("edtf", "uncertain dates, and dates as people write them", edtf, _dates),
)

_PATH = "content/briefings/x.md"


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _rendered(text: str) -> tuple[Rendered, Sequence[Diagnostic]]:
    made, faults = render(text, path=_PATH, sources=_SOURCES, names=_NAMES, own_tag="us", passages=True)
    _runs_nothing(made.html)
    return made, faults


def _lead_into(text: str, path: str, faults: Iterable[Diagnostic]) -> None:
    """Each fault is of this file, leads to a place in it, and says something."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for fault in faults:
        place = fault.location
        assert place.path == path
        assert 1 <= place.line <= len(lines), fault
        assert 1 <= place.column <= len(lines[place.line - 1]) + 2, fault
        assert fault.message


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def _runs_nothing(html: str) -> None:
    """Nothing in a body can run: no element, no attribute and no address that does."""
    parser = _Elements()
    parser.feed(html)
    for tag, attributes in parser.found:
        assert tag not in {
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "base",
            "meta",
            "link",
            "form",
            "svg",
            "math",
        }
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert name not in {"style", "srcdoc", "formaction"}
            if name in {"href", "src", "action", "cite"}:
                assert _scheme(value or "") in _SCHEMES, (tag, name, value)


def _scheme(address: str) -> str:
    """The scheme as a browser sees it, which leaves out spaces, tabs and controls (WHATWG URL, 4.4)."""
    seen = "".join(letter for letter in address if letter > " ")
    try:
        return urlsplit(seen).scheme.lower()
    except ValueError:
        return ""
