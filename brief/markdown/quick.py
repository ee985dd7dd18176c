"""Python-Markdown with less work and the same result, by its public extension points alone.

Python-Markdown tries each block processor on each block and each inline pattern on each run of text. Most of them need
a character that the text holds nowhere, so they can't match, and trying them was most of the cost. Here each text is
asked once which of these characters it holds, and what can't match is left out before it is tried.

That is safe as long as no processor makes text with such a character that is then read again: Python-Markdown's
placeholders are made of letters, digits, colons and the control characters STX and ETX, and what our extensions
insert is atomic. tests/markdown/test_quick.py compares both ways over generated texts.
"""

import xml.etree.ElementTree as etree
from collections.abc import Mapping
from typing import Any

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import STX

BLOCKS: Mapping[str, str] = {
    "admonition": "!",
    "deflist": ":",
    "defindent": ":",
    "footnote": "[",
    "hashheader": "#",
    "hr": "-*_",
    "quote": ">",
    "reference": "[",
    "setextheader": "=-",
    "table": "|",
    "ulist": "*+-",
}
"""For each block processor, characters of which a block holds one where the processor has anything to do."""

PATTERNS: Mapping[str, tuple[str, ...]] = {
    "autolink": ("<",),
    "automail": ("<",),
    "backtick": ("`",),
    "citation": ("[",),
    "em_strong": ("*", "_"),
    "entity": ("&",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "html": ("<",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "linebreak": ("  \n",),
    "link": ("](",),
    "reference": ("[",),
    "short_image_ref": ("![",),
    "short_reference": ("[",),
    "wikilink": ("[[",),
    "wire-citation": ("[",),
}
"""For each inline pattern, strings of which a run of text holds one where the pattern matches."""

REFERENCES = ("image_reference", "reference", "short_image_ref", "short_reference")
"""The patterns that give nothing in a text that defines no references (`[id]: address`)."""


class _Inline(InlineProcessor):
    """Tries only the patterns that can match somewhere in the tree."""

    def run(self, tree: etree.Element, ancestors: list[str] | None = None) -> etree.Element:
        text = "\n".join(part for element in tree.iter() for part in (element.text, element.tail) if part)
        registered = self.md.inlinePatterns
        idle = [
            registered[name]
            for name, needed in PATTERNS.items()
            if name in registered and not any(string in text for string in needed)
        ]
        if not self.md.references:
            idle += [registered[name] for name in REFERENCES if name in registered]
        # A plain list, whose items cost no look-up by name as a registry's do.
        patterns: Any = [pattern for pattern in registered if pattern not in idle]
        self.inlinePatterns = patterns
        return super().run(tree, ancestors)


class _Unescape(UnescapeTreeprocessor):
    """Looks for escaped characters only where their mark is."""

    def unescape(self, text: str) -> str:
        return super().unescape(text) if STX in text else text


def quicken(md: Markdown, source: str) -> None:
    """Have `md` leave out what can't match in `source`, the one text that it will convert."""
    for name, needed in BLOCKS.items():
        if name in md.parser.blockprocessors and not any(letter in source for letter in needed):
            md.parser.blockprocessors.deregister(name)
    md.treeprocessors.register(_Inline(md), "inline", 20)
    md.treeprocessors.register(_Unescape(md), "unescape", 0)
