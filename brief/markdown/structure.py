"""Markup that fits below a page's title and needs no inline style."""

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify_unicode, unique
from markdown.treeprocessors import Treeprocessor

_HEADING = re.compile(r"h([1-6])")
_ALIGN = re.compile(r"text-align:\s*(left|right|center);?")


# Anchors of the theme's own sections, which a text must not take.
RESERVED = re.compile(
    r"contents|corrections|main|sources|events|withdrawn|latest|subjects|about-this-archive|backlinks|related|neighbours"
    r"|find|found(-\d+)?|start|preview|bonds(-says)?|by-(year|use)(-says)?|map-(title|says)|grid|search-field|browse-.*|timeline|mentions|reliance|not-translated|[ym]\d+|(source|cite)-.*"
)


def heading_id(text: str, separator: str) -> str:
    """The id of a heading with these words."""
    slug = slugify_unicode(text, separator)
    return f"{slug}{separator}section" if RESERVED.fullmatch(slug) else slug


class _Structure(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        headings = [element for element in root.iter() if _HEADING.fullmatch(element.tag)]
        shift = 2 - min((int(heading.tag[1]) for heading in headings), default=2)
        for heading in headings:
            heading.tag = f"h{min(int(heading.tag[1]) + shift, 6)}"
        taken = {element.get("id", "") for element in root.iter()}
        for heading in headings:
            _label(heading, taken)
        for link in root.iter("a"):
            _flatten(link)
        for cell in root.iter("th"):
            # A corner without words heads nothing (HTML 4.9.10; axe, empty-table-header).
            if not "".join(cell.itertext()).strip() and not len(cell):
                cell.tag = "td"
        for cell in root.iter():
            if cell.tag in {"td", "th"} and (aligned := _ALIGN.fullmatch(cell.attrib.pop("style", ""))):
                cell.set("class", f"align-{aligned[1]}")


def _flatten(link: etree.Element) -> None:
    """HTML has no links within links: what is in one becomes plain text."""
    for inner in link.iter("a"):
        if inner is not link:
            inner.tag = "span"
            inner.attrib.clear()


def _label(heading: etree.Element, taken: set[str]) -> None:
    """Keep citations out of a heading's id and out of the contents: their numbers may change."""
    if not any(part.get("class") == "citation" for part in heading.iter()):
        return
    label = " ".join(_words(heading).split())
    heading.set("data-toc-label", label)
    if "id" not in heading.attrib:
        heading.set("id", unique(heading_id(label, "-") or "section", taken))


def _words(element: etree.Element) -> str:
    inner = "" if element.get("class") == "citation" else (element.text or "") + "".join(map(_words, element))
    return inner + (element.tail or "")


class Structure(Extension):
    """Python-Markdown extension.

    A page has one `h1`, its title: a text's uppermost headings become `h2`, and the others follow. Aligned
    cells get a class, since the published site allows no inline style.
    """

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.treeprocessors.register(_Structure(md), "structure", 16)
