"""The contents list's part of the work that is needed where the text does not ask for the list (`[TOC]`)."""

import xml.etree.ElementTree as etree
from typing import Any

from markdown.extensions.toc import TocExtension, TocTreeprocessor


class _Headings(TocTreeprocessor):
    """Gives headings their ids and notes them, and makes no list of them."""

    def build_toc_div(self, toc_list: list[Any]) -> etree.Element:  # noqa: ARG002
        return etree.Element("div")

    def replace_marker(self, root: etree.Element, elem: etree.Element) -> None:
        pass


class Headings(TocExtension):
    """Python-Markdown's extension for texts without its marker."""

    TreeProcessorClass = _Headings
