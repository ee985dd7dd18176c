"""What a briefing says without naming a source for it: passages in which no citation stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from brief.markdown.passages import LINK
from brief.markdown.text import SLOT

_TAG = re.compile(r"<[^>]*>")
_QUOTATION = re.compile(r"<(/?)(?:blockquote|figure)\b")
_CITED = re.compile(r'class="(?:citation|footnote-ref)"')
_WORD = re.compile(r"\w+")
# Fewer words than these are a caption, a list of links or the like.
_CLAIM = 5
_SHOWN = 90


@dataclass(frozen=True, slots=True)
class Uncited:
    """A passage without a citation: its address in the page, and its first words."""

    ident: str
    words: str


def uncited(html: str) -> Iterator[Uncited]:
    """The paragraphs and list items of a rendered body that claim something and cite nothing.

    A quotation counts as one: the citation is behind who said it. What ends in a colon leads to what follows.
    """
    quotations = list(_quotations(html))
    for found in LINK.finditer(html):
        start = html.rfind(f'id="{found[1]}"', 0, found.start())
        opening = html.rfind("<", 0, max(start, 0))
        if start < 0 or not html.startswith(("<p", "<li"), opening):
            continue
        begin, end = next((it for it in quotations if it[0] < start < it[1]), (opening, found.start()))
        words = _words(html[opening : found.start()])
        if not _CITED.search(html, begin, end) and len(_WORD.findall(words)) >= _CLAIM and not words.endswith(":"):
            yield Uncited(found[1], words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + "…")


def _words(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", SLOT.sub("…", html))).split())


def _quotations(html: str) -> Iterator[tuple[int, int]]:
    """From where to where each quotation stands, those within another left out."""
    depth, begin = 0, 0
    for found in _QUOTATION.finditer(html):
        if found[1]:
            depth -= 1
            if not depth:
                yield begin, found.end()
        else:
            begin = found.start() if not depth else begin
            depth += 1
