"""Passages: an address for each paragraph, list item and heading, so that a reader can cite it.

The address of a paragraph is a digest of its first words. It stays when other paragraphs come, go or move, and when
the rest of this one is corrected; an id that the writer gives (`{#id}`) stays whatever happens.
"""

import hashlib
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX

from brief.markdown.text import SLOT

_WORDS = 8
# Letters that hold more words than that, mostly.
_ENOUGH = 90
_WORD = re.compile(r"\w+")
_STASHED = re.compile(rf"{STX}[^\x03]*\x03")
_BLOCKS = frozenset({"blockquote", "dd", "div", "dl", "dt", "figure", "li", "ol", "p", "pre", "table", "ul"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_NOT_CITED = frozenset({"admonition-title", "footnote", "citation"})

LINK = re.compile(r'<a class="passage" href="#([^"]*)"></a>')
"""The link to its own address that each passage ends with; it has no words, so that the text stays the writer's."""


class _Passages(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        taken = {element.get("id", "") for element in root.iter()}
        passages: list[etree.Element] = []
        _collect(root, passages)
        for element in passages:
            if ident := element.get("id") or self._address(element, taken):
                taken.add(ident)
                element.set("id", ident)
                _append(element, etree.Element("a", {"class": "passage", "href": f"#{ident}"}))

    def _address(self, element: etree.Element, taken: set[str]) -> str:
        """A free id out of the passage's first words; empty where it has none."""
        text = element.text or ""
        # Most passages begin with more words than are asked for.
        words = _surely_first(text) or _first_words(" ".join(_own_text(element)))
        if not words:
            return ""
        base = "p-" + hashlib.sha256(" ".join(words).encode()).hexdigest()[:8]
        ident, number = base, 1
        while ident in taken:
            number += 1
            ident = f"{base}-{number}"
        return ident


def _surely_first(text: str) -> list[str]:
    """The first words of all texts that begin with this one; none where it doesn't tell them."""
    if len(text) > _ENOUGH and STX not in (start := text[:_ENOUGH]):
        words = _words(start)
        # A word that the cut shortened, or a placeholder, stands behind enough others.
        if len(words) > _WORDS + 1:
            return words[:_WORDS]
    return []


def _first_words(text: str) -> list[str]:
    """The first words of a text, without case and without the placeholders in it."""
    return _surely_first(text) or _words(_STASHED.sub(" ", text))[:_WORDS]


def _words(text: str) -> list[str]:
    return _WORD.findall(SLOT.sub(" ", text).casefold())


def _collect(element: etree.Element, found: list[etree.Element]) -> None:
    """Add the passages below an element to those that were `found`, in the order of the text."""
    for child in element:
        tag, classes = child.tag, child.get("class")
        if classes and not _NOT_CITED.isdisjoint(classes.split()):
            continue
        if tag == "p" or tag in _HEADINGS or (tag == "li" and _is_tight(child)):
            found.append(child)
        if tag != "p" and len(child):
            _collect(child, found)


def _is_tight(item: etree.Element) -> bool:
    """Whether a list item begins with words of its own, and not with a paragraph."""
    return bool((item.text or "").strip()) or (len(item) > 0 and item[0].tag not in _BLOCKS)


def _own_text(element: etree.Element) -> Iterator[str]:
    """The text of a passage without its citations, whose numbers change, and without lists within it."""
    yield element.text or ""
    for child in element:
        if child.tag not in _BLOCKS and child.get("class") != "citation":
            yield from _own_text(child)
        yield child.tail or ""


def _append(element: etree.Element, link: etree.Element) -> None:
    """Put the link behind the passage's own words, before a list within it."""
    for index, child in enumerate(element):
        if child.tag in _BLOCKS:
            element.insert(index, link)
            return
    element.append(link)


class Passages(Extension):
    """Python-Markdown extension: ids for passages."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        # After the contents list (5), which reads the headings.
        md.treeprocessors.register(_Passages(md), "passages", 3)
