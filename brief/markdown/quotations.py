"""Attributed quotations: `> words` followed by `> -- Name, role [@source]`."""

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

_ATTRIBUTION = re.compile(r"(?:\A|\n)[ ]*(?:--|—)[ ]+(?P<who>[^\n]+)\s*\Z")


class _Attributions(Treeprocessor):
    """Runs before inline syntax, while a quotation's last line is still a line."""

    def run(self, root: etree.Element) -> None:
        if next(root.iter("blockquote"), None) is None:
            return
        for parent in list(root.iter()):
            for index, child in enumerate(list(parent)):
                if child.tag == "blockquote" and (figure := _figure(child)) is not None:
                    figure.tail, child.tail = child.tail, None
                    parent[index] = figure


def _figure(quote: etree.Element) -> etree.Element | None:
    last = quote[-1] if len(quote) else None
    if last is None or last.tag != "p" or len(last):
        return None
    found = _ATTRIBUTION.search(last.text or "")
    if found is None:
        return None
    last.text = (last.text or "")[: found.start()]
    if not last.text.strip():
        quote.remove(last)
    figure = etree.Element("figure", {"class": "quotation"})
    figure.append(quote)
    caption = etree.SubElement(figure, "figcaption")
    caption.text = found["who"]
    return figure


class Quotations(Extension):
    """Python-Markdown extension: a quotation with its speaker becomes a figure with a caption."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.treeprocessors.register(_Attributions(md), "attributions", 25)
