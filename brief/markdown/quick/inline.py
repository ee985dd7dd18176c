"""Inline syntax: each run of text is searched only for the patterns of which it has a sign.

The order in which patterns see the text, and elements the patterns, is Python-Markdown's, since footnotes, raw HTML and
references are numbered as they are met.
"""

import re
import xml.etree.ElementTree as etree
from collections import deque
from collections.abc import Callable, Iterator
from re import Match
from typing import Any

from markdown import Markdown, inlinepatterns
from markdown.treeprocessors import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER, INLINE_PLACEHOLDER_PREFIX, INLINE_PLACEHOLDER_RE, STX, AtomicString

from brief.markdown.quick.blocks import Blocks
from brief.markdown.quick.signs import PATTERNS, REFERENCES, has

_SIGNS = frozenset(sign for signs in PATTERNS.values() for sign in signs)

_Step = tuple[
    Callable[[str, int], Iterator[Match[str]]],
    Callable[[Match[str], str], Any],
    tuple[str, ...],
]
"""How a pattern is found, what is made of it, and its signs; none where it is tried on every text."""


# A link without anything to be asked about: no brackets within it, no title, and nothing that is escaped or put aside.
_SIMPLE_LINK = re.compile(rf"\[([^\[\]]*)\]\(([^\s()<>'\"\\{STX}]+)\)")


class Link(inlinepatterns.LinkInlineProcessor):
    """`[words](address)`, looked for by its first letter, and mostly read at one go."""

    def __init__(self, md: Markdown) -> None:
        # As Python-Markdown's own, with what is before the bracket asked behind it, so that `re` can skip to brackets.
        super().__init__(r"\[(?<!!\[)", md)

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: Match[str], data: str
    ) -> tuple[etree.Element | str | None, int | None, int | None]:
        """The element of a link, and where it begins and ends."""
        simple = _SIMPLE_LINK.match(data, m.start(0))
        if simple is None:
            return super().handleMatch(m, data)
        element = etree.Element("a", {"href": simple[2]})
        element.text = simple[1]
        return element, simple.start(0), simple.end(0)


# `*words*` or `**words**` with nothing in them that could pair otherwise.
_SIMPLE_EMPHASIS = re.compile(r"(?<!\S)(\*\*?)(?=[^\s*_])([^*_]*)(?<!\s)\1(?!\*)")


class Emphasis(inlinepatterns.DelimiterProcessor):
    """`*` and `_`, looked for by a regular expression and not letter by letter; as the `plain` processor is set up."""

    def __init__(self, md: Markdown, plain: inlinepatterns.DelimiterProcessor) -> None:
        (token, first), *others = plain.delimiters.items()
        super().__init__(token, ",".join(first.tags), md, first.smart, first.double)
        for token, other in others:
            self.add(token, ",".join(other.tags), other.smart, other.double)
        self._any = self.compiled_re
        self._one = {token: re.compile(re.escape(token)) for token in self.tokens}
        star = self.delimiters.get("*")
        is_usual = star is not None and star.tag_count == 2 and not star.smart
        self._may_be_simple = is_usual and {"*", "_"}.issuperset(self.tokens)

    def look_at(self, text: str) -> None:
        """Prepare for the parts of `text`: where only one delimiter is in it, `re` can skip to that."""
        present = [token for token in self.tokens if token in text]
        self.compiled_re = self._one[present[0]] if len(present) == 1 else self._any

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        """The element of what a delimiter opens, and where it begins and ends."""
        simple = _SIMPLE_EMPHASIS.match(data, m.start(0)) if self._may_be_simple and not self.regions else None
        if simple is None:
            return super().handleMatch(m, data)
        double, single = self.delimiters["*"].tags
        element = etree.Element(double if len(simple[1]) == 2 else single)
        element.text = simple[2]
        return element, simple.start(0), simple.end(0)

    def search(self, data: str, start: int) -> Match[str] | None:
        """The next delimiter run from `start` on that opens anything, or closes what is open."""
        for found in self.compiled_re.finditer(data, start):
            delimiter = self.delimiters[found[0]]
            run = delimiter.boundary.match(data, found.start())
            if run is not None and (delimiter.stack or run.lastgroup != "end"):
                return run
        return None


class Inline(InlineProcessor):
    """Gives each text of a tree to the inline patterns.

    What a pattern makes is put aside under a number (`stashed_nodes`, which patterns read) and stands in the text as
    a placeholder, until all patterns have seen the text.
    """

    def __init__(self, md: Markdown, blocks: Blocks) -> None:
        super().__init__(md)
        self._blocks = blocks
        self._patterns: list[tuple[str, Any]] = []

    def run(self, tree: etree.Element, ancestors: list[str] | None = None) -> etree.Element:
        """Replace inline syntax below `tree` by elements."""
        if not self._patterns and not self._all_are_usual():
            return super().run(tree, ancestors)
        self.stashed_nodes: dict[str, Any] = {}
        self._steps = self._planned(self._blocks.text)
        waiting = deque([tree])
        while waiting:
            element = waiting.popleft()
            filled = []
            # What comes of a child's tail is put behind the child, and is gone through in its turn.
            for index, child in enumerate(element):
                if child.text and not isinstance(child.text, AtomicString):
                    text, child.text = self._marked(child.text, 0), None
                    if inner := self._put(text, child, is_tail=False):
                        filled.append((child, inner))
                        waiting.extend(inner)
                if child.tail:
                    tail, child.tail = self._marked(child.tail, 0), None
                    for offset, made in enumerate(self._put(tail, child, is_tail=True), start=1):
                        element.insert(index + offset, made)
                if len(child):
                    waiting.append(child)
            for child, inner in filled:
                for index, made in enumerate(inner):
                    child.insert(index, made)
        return tree

    def _all_are_usual(self) -> bool:
        """Whether no pattern has a manner of its own; no extension adds another from the first text on."""
        usual = inlinepatterns.InlineProcessor
        return all(isinstance(item, usual) and not item.ANCESTOR_EXCLUDES for item in self.md.inlinePatterns)

    def _planned(self, text: str) -> list[_Step]:
        """The patterns that may find anything in `text`."""
        if not self._patterns:
            registered: Any = self.md.inlinePatterns
            names = {id(registered[name]): name for name in PATTERNS if name in registered}
            self._patterns = [(names.get(id(pattern), ""), pattern) for pattern in registered]
        present = {sign for sign in _SIGNS if has(text, sign)}
        idle = frozenset() if self.md.references else REFERENCES
        steps: list[_Step] = []
        for name, pattern in self._patterns:
            signs = PATTERNS.get(name, ())
            if name in idle or (signs and present.isdisjoint(signs)):
                continue
            if isinstance(pattern, Emphasis):
                pattern.look_at(text)
            steps.append((pattern.getCompiledRegExp().finditer, pattern.handleMatch, signs))
        return steps

    def _marked(self, text: str, first: int) -> str:
        """`text` with a placeholder for all that the patterns from number `first` on find in it."""
        if isinstance(text, AtomicString):
            return text
        steps = self._steps
        step, start = first, 0
        while step < len(steps):
            matches, made_of, signs = steps[step]
            for sign in signs:
                if sign in text:
                    break
            else:
                if signs:
                    step, start = step + 1, 0
                    continue
            for match in matches(text, start):
                node, begin, end = made_of(match, text)
                if begin is not None and end is not None:
                    break
            else:
                step, start = step + 1, 0
                continue
            if node is None:
                start = end
                continue
            if not isinstance(node, str) and not isinstance(node.text, AtomicString):
                for part in (node, *node):
                    if part.text:
                        part.text = self._marked(part.text, step + 1)
                    if part.tail:
                        part.tail = self._marked(part.tail, step)
            placeholder = self._aside(node)
            text = f"{text[:begin]}{placeholder}{text[end:]}"
            start = begin + len(placeholder)
        return text

    def _aside(self, node: etree.Element | str) -> str:
        number = f"{len(self.stashed_nodes):04d}"
        self.stashed_nodes[number] = node
        return INLINE_PLACEHOLDER % number

    def _put(self, text: str, parent: etree.Element, *, is_tail: bool) -> list[etree.Element]:
        """Make `text` the text or the tail of `parent`, as far as to the first element; gives the elements."""
        made: list[etree.Element] = []
        if INLINE_PLACEHOLDER_PREFIX not in text:
            _append(text, parent, made, is_tail=is_tail)
            return made
        start = 0
        while (index := text.find(INLINE_PLACEHOLDER_PREFIX, start)) != -1:
            found = INLINE_PLACEHOLDER_RE.search(text, index)
            node = self.stashed_nodes.get(found[1]) if found else None
            if found is None or node is None:
                end = index + len(INLINE_PLACEHOLDER_PREFIX)
                _append(text[start:end], parent, made, is_tail=is_tail)
                start = end
                continue
            _append(text[start:index], parent, made, is_tail=is_tail)
            start = found.end()
            if isinstance(node, str):
                _append(node, parent, made, is_tail=is_tail)
            else:
                self._complete(node)
                made.append(node)
        rest = text[start:]
        _append(AtomicString(rest) if isinstance(text, AtomicString) else rest, parent, made, is_tail=is_tail)
        return made

    def _complete(self, node: etree.Element) -> None:
        """Put the elements that stand in the texts of `node` and its children in their places."""
        for part in (node, *node):
            if part.tail and INLINE_PLACEHOLDER_PREFIX in part.tail:
                tail, part.tail = part.tail, None
                at = 0 if part is node else list(node).index(part) + 1
                for offset, made in enumerate(self._put(tail, part, is_tail=True)):
                    node.insert(at + offset, made)
            if part.text and INLINE_PLACEHOLDER_PREFIX in part.text:
                text, part.text = part.text, None
                for index, made in enumerate(self._put(text, part, is_tail=False)):
                    part.insert(index, made)


def _append(text: str, parent: etree.Element, made: list[etree.Element], *, is_tail: bool) -> None:
    """Add `text` behind the last element made, or else to the parent's text or tail."""
    if not text:
        return
    if made:
        made[-1].tail = made[-1].tail + text if made[-1].tail else text
    elif is_tail:
        parent.tail = parent.tail + text if parent.tail else text
    else:
        parent.text = parent.text + text if parent.text else text
