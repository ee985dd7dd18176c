"""Markup that fits below a page's title and needs no inline style."""

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify_unicode
from markdown.treeprocessors import Treeprocessor

_HEADING = re.compile(r"h([1-6])")
_ALIGN = re.compile(r"text-align:\s*(left|right|center);?")


class _Structure(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        headings = [element for element in root.iter() if _HEADING.fullmatch(element.tag)]
        if any(heading.tag == "h1" for heading in headings):
            for heading in headings:
                heading.tag = f"h{min(int(heading.tag[1]) + 1, 6)}"
        for heading in headings:
            _label(heading)
        for cell in root.iter():
            if cell.tag in {"td", "th"} and (aligned := _ALIGN.fullmatch(cell.attrib.pop("style", ""))):
                cell.set("class", f"align-{aligned[1]}")


def _label(heading: etree.Element) -> None:
    """Keep citations out of a heading's id and out of the contents: their numbers may change."""
    if not any(part.get("class") == "citation" for part in heading.iter()):
        return
    label = " ".join(_words(heading).split())
    heading.set("data-toc-label", label)
    if "id" not in heading.attrib:
        heading.set("id", slugify_unicode(label, "-"))


def _words(element: etree.Element) -> str:
    inner = "" if element.get("class") == "citation" else (element.text or "") + "".join(map(_words, element))
    return inner + (element.tail or "")


class Structure(Extension):
    """Python-Markdown extension.

    A page has one `h1`, its title: where a text uses `#`, all its headings go down by one. Aligned cells
    get a class, since the published site allows no inline style.
    """

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.treeprocessors.register(_Structure(md), "structure", 16)
