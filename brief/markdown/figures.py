"""A picture with a title, on a paragraph of its own, is a figure: the title is its caption."""

import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class _Figures(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for paragraph in root.iter("p"):
            if len(paragraph) != 1 or (paragraph.text or "").strip() or (paragraph[0].tail or "").strip():
                continue
            image = paragraph[0]
            if image.tag == "img" and image.get("title"):
                paragraph.tag = "figure"
                etree.SubElement(paragraph, "figcaption").text = image.attrib.pop("title")


class Figures(Extension):
    """Python-Markdown extension: `![what it shows](address "caption")` alone."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        # After attribute lists (8), which may follow the picture, and mentions (7), which have no place in a caption.
        md.treeprocessors.register(_Figures(md), "figures", 6)
