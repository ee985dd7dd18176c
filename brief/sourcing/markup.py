"""An HTML page as what it says of itself, unjudged."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode
from w3lib.encoding import html_to_unicode

# Browsers, and the add-on SingleFile, say at the top of what they save where it comes from.
_TOP = 4_000
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(?P<url>\S+)\s*-->")
_SINGLE_FILE = re.compile(r"<!--\s*(?:Page saved with|Archive processed by) SingleFile(?P<said>.*?)-->", re.DOTALL)
_SAID_URL = re.compile(r"^\s*url:\s*(?P<url>\S+)", re.MULTILINE)
_SAID_DAY = re.compile(r"^\s*saved date:\s*\w+ (?P<day>\w+ \d+ \d{4})", re.MULTILINE)
_RDFA = "[property^='eli:'], [property^='dct:'], [property^='dcterms:'], [property^='dc:']"
_MICRODATA = "[itemprop='datePublished'], [itemprop='headline']"


@dataclass(frozen=True, slots=True)
class Markup:
    """What a page holds, in its own order.

    `metas` are the contents of `<meta>` by `name` or `property` in small letters; `links` the addresses of `<link>`
    by `rel`; `properties` what is marked up in the text, by RDFa's name or microdata's, with the language that it is
    in; `data` all JSON-LD that can be read. `saved_from` and `saved_on` are what the program said that saved it.
    """

    metas: Mapping[str, tuple[str, ...]]
    links: Mapping[str, tuple[str, ...]]
    properties: Mapping[str, tuple[tuple[str, str], ...]]
    data: tuple[Any, ...]
    lang: str
    title: str
    headings: tuple[str, ...]
    saved_from: str
    saved_on: str

    def meta(self, *names: str) -> Iterator[str]:
        """The contents under each of `names`, in that order."""
        return (content for name in names for content in self.metas.get(name.lower(), ()))

    def marked_up(self, name: str, lang: str = "") -> Iterator[str]:
        """What is marked up as `name`, that in `lang` first."""
        found = self.properties.get(name, ())
        own = [text for text, its in found if lang and its.partition("-")[0] == lang]
        yield from own or (text for text, _ in found)


def decoded(content: bytes, content_type: str = "") -> tuple[str, bool]:
    """A page's bytes as text, and whether its encoding is known (HTML Standard, 13.2.3)."""
    is_known = True

    def detected(raw: bytes) -> str | None:
        nonlocal is_known
        try:
            raw.decode()
        except UnicodeDecodeError:
            is_known = False
            return None
        return "utf-8"

    _, text = html_to_unicode(content_type or None, content, "cp1252", detected)
    return text, is_known


def markup(text: str) -> Markup:
    """What a page holds. Whatever is given is read as HTML, as browsers do."""
    tree = LexborHTMLParser(text)
    root = tree.css_first("html")
    saved_from, saved_on = _saved(text[:_TOP])
    return Markup(
        metas=_grouped(_metas(tree)),
        links=_grouped(_links(tree)),
        properties=_grouped(_marked_up(tree)),
        data=tuple(_data(tree)),
        lang=_attribute(root, "lang") or _attribute(root, "xml:lang") if root else "",
        title=_text(tree.css_first("head title") or tree.css_first("title")),
        headings=tuple(filter(None, map(_text, tree.css("h1")))),
        saved_from=saved_from,
        saved_on=saved_on,
    )


def _metas(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for node in tree.css("meta"):
        content = _attribute(node, "content").strip()
        for name in ("name", "property", "http-equiv", "itemprop"):
            if content and (key := _attribute(node, name).strip().lower()):
                yield key, content


def _links(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for node in tree.css("link[rel][href]"):
        for relation in _attribute(node, "rel").lower().split():
            yield relation, _attribute(node, "href").strip()


def _marked_up(tree: LexborHTMLParser) -> Iterator[tuple[str, tuple[str, str]]]:
    for node in tree.css(f"{_RDFA}, {_MICRODATA}"):
        said = _attribute(node, "content") or _attribute(node, "datetime") or _text(node)
        if said.strip():
            name = _attribute(node, "property") or _attribute(node, "itemprop")
            yield name, (said.strip(), _attribute(node, "lang") or _attribute(node, "xml:lang"))


def _data(tree: LexborHTMLParser) -> Iterator[Any]:
    for node in tree.css("script[type]"):
        if _attribute(node, "type").partition(";")[0].strip().lower() == "application/ld+json":
            try:
                # Line breaks within texts are wrong, and common.
                yield json.loads(_without_comment(node.text()), strict=False)
            except (ValueError, RecursionError):
                continue


def _without_comment(text: str) -> str:
    """A script without the marks that hid it from programs that know no scripts."""
    return re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|(?://\s*)?\]\]>)\s*$", "", text)


def _saved(top: str) -> tuple[str, str]:
    if found := _SAVED_FROM.search(top):
        return found["url"], ""
    if not (found := _SINGLE_FILE.search(top)):
        return "", ""
    url, day = _SAID_URL.search(found["said"]), _SAID_DAY.search(found["said"])
    return url["url"] if url else "", day["day"] if day else ""


def _attribute(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""


def _text(node: LexborNode | None) -> str:
    return " ".join(node.text(separator=" ").split()) if node else ""


def _grouped(pairs: Iterator[tuple[str, Any]]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
