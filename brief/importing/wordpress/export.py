"""An export file (WXR: RSS 2.0 with WordPress' own elements), item after item, however large and however broken.

Nothing that such a file says is fetched or expanded: it may come from anywhere.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from lxml import etree

_CHUNK = 1 << 16
_OPEN, _CLOSE = b"<![CDATA[", b"]]>"
_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(?P<name>[A-Za-z][A-Za-z0-9]{1,31};)?")
# What XML can't hold (XML 1.0, 2.2).
_CONTROL = bytes(set(range(32)) - {9, 10, 13})
_WORDPRESS = re.compile(r"\{https?://wordpress\.org/export/[\d.]+/\}")
_NAMES = {
    "{http://purl.org/rss/1.0/modules/content/}encoded": "content",
    "{http://purl.org/dc/elements/1.1/}creator": "creator",
}


@dataclass(frozen=True, slots=True)
class Category:
    """What an item is sorted by: `domain` is `category`, `post_tag` or a taxonomy of the site's own."""

    domain: str
    nicename: str
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """One element of an export: an item, an author, a category or a tag; `values` by its elements' names."""

    kind: str
    line: int
    values: Mapping[str, str]
    categories: tuple[Category, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    comments: int = 0

    def get(self, name: str) -> str:
        return self.values.get(name, "").strip()


class NoExport(Exception):
    """The file is no export of WordPress; the message says why."""


def items(path: Path) -> Iterator[Item]:
    """The elements of the export at `path`; the first is the channel itself. Raises NoExport, OSError."""
    parser = etree.XMLPullParser(
        events=("start", "end"), recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    channel: dict[str, str] = {}
    is_wordpress = is_told = False
    with path.open("rb") as file:
        for chunk in _mended(file):
            try:
                parser.feed(chunk)
            except etree.XMLSyntaxError as fault:
                raise NoExport(f"It is no XML: {fault.msg}") from None
            for event, element in parser.read_events():
                name = _name(element)
                parent = element.getparent()
                if event == "start":
                    is_wordpress = is_wordpress or any(
                        "wordpress.org/export" in str(uri) for uri in element.nsmap.values()
                    )
                    continue
                if parent is None or parent.tag != "channel":
                    continue
                if name in {"item", "author", "category", "tag", "term"} and (name == "item" or len(element)):
                    if not is_told:
                        yield Item("channel", 1, dict(channel))
                        is_told = True
                    yield _item(name, element)
                    element.clear()
                    while element.getprevious() is not None:
                        del parent[0]
                else:
                    channel.setdefault(name, _text(element))
    if not is_wordpress:
        raise NoExport("There is nothing of WordPress in it.")
    if not is_told:
        yield Item("channel", 1, dict(channel))


def _item(kind: str, element: etree._Element) -> Item:
    values: dict[str, str] = {}
    categories: list[Category] = []
    meta: dict[str, str] = {}
    comments = 0
    for child in element:
        name = _name(child)
        if name == "category" and kind == "item":
            categories.append(
                Category(child.get("domain") or "category", child.get("nicename") or "", _text(child).strip())
            )
        elif name == "postmeta":
            own = {_name(part): _text(part) for part in child}
            meta[own.get("meta_key", "")] = own.get("meta_value", "")
        elif name == "comment":
            comments += 1
        else:
            values.setdefault(name, _text(child))
    return Item(kind, element.sourceline or 1, values, tuple(categories), meta, comments)


def _name(element: etree._Element) -> str:
    """An element's name without the namespace of its version; `excerpt` for an excerpt."""
    tag = str(element.tag)
    if re.match(r"\{https?://wordpress\.org/export/[\d.]+/excerpt/\}", tag):
        return "excerpt"
    return _NAMES.get(tag) or _WORDPRESS.sub("", tag)


def _text(element: etree._Element) -> str:
    return "".join(element.itertext()) if isinstance(element.tag, str) else ""


def _mended(file: object) -> Iterator[bytes]:
    """A file's bytes without what no XML can hold, and with every `&` outside of CDATA as one that XML knows."""
    rest = b""
    is_open = False
    while chunk := file.read(_CHUNK):  # type: ignore[attr-defined]
        # What may go on in the next chunk waits for it.
        rest += chunk.translate(None, _CONTROL)
        cut = max(len(rest) - 48, 0)
        made, is_open, used = _with_entities(rest, cut, is_open=is_open)
        rest = rest[used:]
        yield made
    made, _, _ = _with_entities(rest, len(rest), is_open=is_open)
    yield made


def _with_entities(raw: bytes, cut: int, *, is_open: bool) -> tuple[bytes, bool, int]:
    """`raw` mended up to about `cut`: what was made, whether CDATA is open at its end, and how much was used."""
    made = []
    at = 0
    while at < cut:
        end = raw.find(_CLOSE if is_open else _OPEN, at)
        stop = min(end, cut) if end != -1 else cut
        if (
            not is_open
            and stop == cut
            and (amp := raw.rfind(b"&", at, cut)) != -1
            and cut < len(raw)
            and b";" not in raw[amp:cut]
        ):
            stop = max(amp, at)
        part = raw[at:stop]
        made.append(part if is_open else _ENTITY.sub(_entity, part))
        if end == -1 or end >= cut:
            return b"".join(made), is_open, stop
        made.append(_CLOSE if is_open else _OPEN)
        at = end + len(_CLOSE if is_open else _OPEN)
        is_open = not is_open
    return b"".join(made), is_open, at


def _entity(found: re.Match[bytes]) -> bytes:
    name = found["name"]
    if name is None:
        return b"&amp;"
    letter = unescape(f"&{name.decode()}")
    return f"&#{ord(letter)};".encode() if len(letter) == 1 else b"&amp;" + name
