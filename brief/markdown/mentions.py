"""Mentions: the first time that the prose names a tag, the name links to the tag's page."""

import unicodedata
import xml.etree.ElementTree as etree
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from ahocorasick_rs import AhoCorasick
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from brief.diagnostics import Location
from brief.markdown.text import Kind, Log, Reference

_NEVER_IN = frozenset({"a", "blockquote", "code", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "pre"})
OPT_OUT = "no-mentions"
"""The class of a passage in which no names are linked: `{: .no-mentions }`."""

_NOT_IN = frozenset({"citation", OPT_OUT})
# All that `str.isspace` knows but the plain one.
_ODD_SPACES = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
# Stands between texts, so that no name is found across them. HTML can't show it (HTML, 13.2.5), so that a name which
# holds it is never found; and unlike a noncharacter it leaves a text ASCII.
_APART = "\0"
# A name this short, or in capitals alone, is another word in small letters: "US" is not "us".
_SHORT = 4


class Names:
    """The names of all tags, ready to be searched for at a cost that grows with the text alone."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """`names` gives each tag id its names. A name of two tags is no one's."""
        self._given = {ident: tuple(own) for ident, own in names.items()}
        owners: dict[str, set[str]] = defaultdict(set)
        spellings: dict[str, set[str]] = defaultdict(set)
        for ident, own in self._given.items():
            for name in own:
                owners[fold(name)].add(ident)
                spellings[fold(name)].add(name)
        self._found = [
            (next(iter(idents)), frozenset(spellings[folded]) if _needs_case(spellings[folded]) else None)
            for folded, idents in owners.items()
            if len(idents) == 1 and _APART not in folded
        ]
        patterns = [folded for folded, idents in owners.items() if len(idents) == 1 and _APART not in folded]
        self._shortest = min(map(len, patterns), default=0)
        self._automaton = AhoCorasick(patterns) if patterns else None

    def __reduce__(self) -> tuple[Callable[..., "Names"], tuple[tuple[tuple[str, tuple[str, ...]], ...]]]:
        # The automaton can't be pickled, and is quicker made than passed.
        return _passed, (tuple(self._given.items()),)

    def named(self, texts: Iterable[str]) -> frozenset[str]:
        """Those of `texts` in which `find` may find a name, at one search for all of them."""
        if self._automaton is None:
            return frozenset()
        long = [text for text in texts if len(text) >= self._shortest]
        joined = _APART.join(long)
        lowered = joined.lower()
        if len(lowered) != len(joined):
            return frozenset(long)
        found: set[str] = set()
        index, end = -1, 0
        # Those that don't overlap come from the left to the right.
        for _, start, _ in self._automaton.find_matches_as_indexes(_spaced(lowered)):
            while start >= end:
                index += 1
                end += len(long[index]) + len(_APART)
            found.add(long[index])
        return frozenset(found)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and tag id of each whole-word name in `text`, the longest first found from the left."""
        if self._automaton is None or len(text) < self._shortest:
            return
        matches = self._automaton.find_matches_as_indexes(fold(text), overlapping=True)
        behind = 0
        for index, start, end in sorted(matches, key=lambda match: (match[1], -match[2])):
            ident, spellings = self._found[index]
            if start < behind or not _is_whole(text, start, end):
                continue
            if spellings is not None and text[start:end] not in spellings:
                continue
            behind = end
            yield start, end, ident


@lru_cache(maxsize=1)
def _passed(names: tuple[tuple[str, tuple[str, ...]], ...]) -> Names:
    # They come with each batch of texts, and take as long to make as ten texts to render where tags are many.
    return Names(dict(names))


def _needs_case(spellings: Iterable[str]) -> bool:
    return all(name.isupper() or len(name) < _SHORT for name in spellings)


def fold(text: str) -> str:
    """Small letters and plain spaces, letter for letter, so that places stay the same."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return _spaced(lowered)
    # One letter has two small ones (İ): leave such letters alone.
    return "".join(
        " " if letter.isspace() else small if len(small := letter.lower()) == 1 else letter for letter in text
    )


def _spaced(text: str) -> str:
    for space in _ODD_SPACES:
        if space in text:
            text = text.replace(space, " ")
    return text


def _is_whole(text: str, start: int, end: int) -> bool:
    return not (start > 0 and _joins(text[start - 1])) and not (end < len(text) and _joins(text[end]))


def _joins(letter: str) -> bool:
    """Whether a letter belongs to the word beside it: letters, digits and combining marks (UAX 29)."""
    return letter.isalnum() or letter == "_" or unicodedata.category(letter).startswith("M")


class _Mentions(Treeprocessor):
    def __init__(self, md: Markdown, names: Names, log: Log) -> None:
        super().__init__(md)
        self._names = names
        self._log = log
        self._named: frozenset[str | None] = frozenset()

    def run(self, root: etree.Element) -> None:
        texts = (part for element in root.iter() for part in (element.text, element.tail) if part)
        self._named = self._names.named(texts)
        if self._named:
            self._visit(root)

    def _visit(self, element: etree.Element) -> None:
        classes = element.get("class")
        if element.tag in _NEVER_IN or (classes and not _NOT_IN.isdisjoint(classes.split())):
            return
        if self.md.htmlStash.rawHtmlBlocks and self._holds_raw_link(element):
            return
        named = self._named
        children = list(element)
        if element.text and element.text in named and not isinstance(element.text, AtomicString):
            before, links = self._linked(element.text)
            element.text = before
            for place, link in enumerate(links):
                element.insert(place, link)
        for child in children:
            if len(child) or child.text in named:
                self._visit(child)
            if child.tail and child.tail in named:
                before, links = self._linked(child.tail)
                child.tail = before
                at = list(element).index(child) + 1
                for offset, link in enumerate(links):
                    element.insert(at + offset, link)

    def _holds_raw_link(self, element: etree.Element) -> bool:
        """Whether a writer's own `<a>` or opt-out is among the text, which is put aside as raw HTML by now."""
        raw = self.md.htmlStash.rawHtmlBlocks
        text = "".join((element.text or "", *(child.tail or "" for child in element)))
        numbers = (int(found[1]) for found in HTML_PLACEHOLDER_RE.finditer(text))
        held = (str(raw[number]).lower() for number in numbers if number < len(raw))
        return any(tag.startswith("<a") or OPT_OUT in tag for tag in held)

    def _linked(self, text: str) -> tuple[str, list[etree.Element]]:
        """The text before the first new mention, and a link, with what follows it, for each."""
        found = [mention for mention in self._names.find(text) if self._is_new(mention[2])]
        if not found:
            return text, []
        links = []
        for index, (start, end, ident) in enumerate(found):
            reference = Reference(Kind.TAG, ident, Location(self._log.path), words=text[start:end], is_mention=True)
            link = etree.Element("a", {"href": self._log.refer(reference, "h"), "class": "mention"})
            link.text = AtomicString(text[start:end])
            link.tail = text[end : found[index + 1][0] if index + 1 < len(found) else len(text)]
            links.append(link)
        return text[: found[0][0]], links

    def _is_new(self, ident: str) -> bool:
        if ident in self._log.mentioned:
            return False
        self._log.mentioned.add(ident)
        return True


class Mentions(Extension):
    """Python-Markdown extension: links the first mention of each tag."""

    def __init__(self, names: Names, log: Log) -> None:
        super().__init__()
        self._names = names
        self._log = log

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        # After attribute lists (8), which say where mentions are not wanted.
        md.treeprocessors.register(_Mentions(md, self._names, self._log), "mentions", 7)
