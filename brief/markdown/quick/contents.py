"""The contents list's part of the work that is needed where the text does not ask for the list (`[TOC]`)."""

import xml.etree.ElementTree as etree
from typing import Any

from markdown.extensions.toc import TocExtension, TocTreeprocessor, nest_toc_tokens, unique
from markdown.util import STX

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# What markup, references to characters and all that Python-Markdown puts aside begin with.
_MARKUP = ("<", ">", "&", STX)


class _Headings(TocTreeprocessor):
    """Gives headings their ids and notes them, and makes no list of them."""

    def run(self, doc: etree.Element) -> None:
        """As Python-Markdown does it; headings of words alone need not be written as HTML and read again."""
        headings = [element for element in doc.iter() if element.tag in _HEADINGS]
        if self.use_anchors or self.use_permalinks or self.base_level or not all(map(_is_plain, headings)):
            super().run(doc)
            return
        taken = {element.attrib["id"] for element in doc.iter() if "id" in element.attrib}
        counters: dict[str, int] = {}
        tokens: list[Any] = []
        for heading in headings:
            html = (heading.text or "").strip()
            name = " ".join(html.split())
            if "id" not in heading.attrib:
                heading.set("id", unique(self.slugify(name, self.sep), taken, counters))
            level = int(heading.tag[1])
            if self.toc_top <= level <= self.toc_bottom:
                ident = heading.attrib["id"]
                tokens.append({"level": level, "id": ident, "name": name, "html": html, "data-toc-label": ""})
        self.md.toc_tokens = nest_toc_tokens(tokens)  # type: ignore[attr-defined]

    def build_toc_div(self, toc_list: list[Any]) -> etree.Element:  # noqa: ARG002
        return etree.Element("div")

    def replace_marker(self, root: etree.Element, elem: etree.Element) -> None:
        pass


def _is_plain(heading: etree.Element) -> bool:
    """Whether a heading holds words alone."""
    if len(heading) or "data-toc-label" in heading.attrib or STX in heading.get("id", ""):
        return False
    text = heading.text or ""
    return not any(sign in text for sign in _MARKUP)


class Headings(TocExtension):
    """Python-Markdown's extension for texts without its marker."""

    TreeProcessorClass = _Headings
