"""Python-Markdown's converter, with the quick ways in the places of the plain ones."""

import xml.etree.ElementTree as etree
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Literal, Self

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import ETX, STX

from brief.markdown.quick.blocks import Blocks
from brief.markdown.quick.inline import Emphasis, Inline, Link
from brief.markdown.quick.serializer import html

_UNEVEN = (STX, ETX, "\r", "\t", "\n ")


class Converter(Markdown):
    """Converts texts as `Markdown` does: where one has HTML or character references in it, `has_html` has to be set."""

    output_formats: ClassVar[dict[Literal["xhtml", "html"], Callable[[etree.Element], str]]] = {"html": html}

    def __init__(self, extensions: Sequence[Extension], *, has_html: bool) -> None:
        self._levels: dict[Any, bool] = {}
        super().__init__(extensions=extensions, output_format="html")
        self.preprocessors.register(_Whitespace(self), "normalize_whitespace", 30)
        if not has_html:
            # It looks for nothing but tags and character references.
            self.preprocessors.deregister("html_block")
        if self.delimiters is not None:
            self.inlinePatterns.register(Emphasis(self, self.delimiters), "em_strong", 60)
        self.inlinePatterns.register(Link(self), "link", 160)
        self.treeprocessors.register(Inline(self, self._blocks), "inline", 20)
        self.treeprocessors.register(_Unescape(self), "unescape", 0)

    def build_parser(self) -> Self:
        """Make the processors, which extensions then add to."""
        super().build_parser()
        self.parser = self._blocks = Blocks(self, self.parser)
        return self

    def is_block_level(self, tag: Any) -> bool:
        """Whether a tag is a block's, by what the first question after it found."""
        level = self._levels.get(tag)
        if level is None:
            level = self._levels[tag] = super().is_block_level(tag)
        return level


class _Whitespace(NormalizeWhitespace):
    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return super().run(lines) if any(sign in text for sign in _UNEVEN) else [*lines, "", ""]


class _Unescape(UnescapeTreeprocessor):
    """Looks for escaped characters only where their mark is."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if element.text and STX in element.text and element.tag != "code":
                element.text = self.unescape(element.text)
            if element.tail and STX in element.tail:
                element.tail = self.unescape(element.tail)
            for name, value in element.attrib.items():
                if value and STX in value:
                    element.set(name, self.unescape(value))
