"""Blocks: each is shown only to the processors that can have to do with it."""

import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Mapping

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

from brief.markdown.quick.signs import BLOCKS, has

_RULES = ("*", "-", "_")


def _is_numbered(block: str) -> bool:
    return block.lstrip(" ")[:1].isdecimal()


def _is_bulleted(block: str) -> bool:
    return block.lstrip(" ").startswith(("*", "+", "-"))


def _has_a_rule(block: str) -> bool:
    if "\n" not in block:
        return block.lstrip(" ").startswith(_RULES)
    return any(line.lstrip(" ").startswith(_RULES) for line in block.split("\n"))


_SIGNS = frozenset(sign for signs in BLOCKS.values() for sign in signs)

_Step = tuple[Callable[[str], bool] | None, tuple[str, ...], BlockProcessor]
"""A block processor, with what tells whether a block concerns it: a question, or its signs; none where all may."""

_BEGINNINGS: Mapping[str, Callable[[str], bool]] = {
    "hr": _has_a_rule,
    "olist": _is_numbered,
    "ulist": _is_bulleted,
}
"""For the block processors that look at what a line begins with, whether a block may concern them."""


class Blocks(BlockParser):
    """The block parser of `md`; it takes over the processors of the `plain` one."""

    def __init__(self, md: Markdown, plain: BlockParser) -> None:
        super().__init__(md)
        self.blockprocessors = plain.blockprocessors
        for processor in self.blockprocessors:
            processor.parser = self
        self._steps: list[_Step] = []
        self._plan: list[_Step] = []
        self.text = ""
        """The text that is parsed, as the preprocessors left it."""

    def parseDocument(self, lines: Iterable[str]) -> etree.ElementTree:  # noqa: N802
        """Parse a whole text; no extension changes the processors from the first one on."""
        if not self._steps:
            registered = self.blockprocessors
            names = {id(registered[name]): name for name in (*BLOCKS, *_BEGINNINGS) if name in registered}
            named = [(names.get(id(processor), ""), processor) for processor in registered]
            self._steps = [(_BEGINNINGS.get(name), BLOCKS.get(name, ()), processor) for name, processor in named]
        self.text = "\n".join(lines)
        # A block may begin anew within a line, behind the `>` of a quotation, but holds what stands in the line only.
        missing = {sign for sign in _SIGNS if not has(self.text, sign.lstrip("\n"))}
        self._plan = [step for step in self._steps if not step[1] or not missing.issuperset(step[1])]
        self.root = etree.Element(self.md.doc_tag)
        self.parseChunk(self.root, self.text)
        return etree.ElementTree(self.root)

    def parseBlocks(self, parent: etree.Element, blocks: list[str]) -> None:  # noqa: N802
        """Take all `blocks` into `parent`, each by the first processor that knows it."""
        plan = self._plan
        while blocks:
            for may_concern, signs, processor in plan:
                block = blocks[0]
                if may_concern is not None:
                    if not may_concern(block):
                        continue
                elif signs:
                    for sign in signs:
                        if sign in block:
                            break
                    else:
                        continue
                if processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break
