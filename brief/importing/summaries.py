"""A summary for a text that has none: the first sentences of it."""

import re
from html import unescape

from sentencex import segment

from brief.markdown.renderer import render

_ENOUGH, _MOST = 120, 300
_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
_ELEMENT = re.compile(r"<[^>]*>")


def summary_of(body: str, lang: str) -> str:
    """The first sentences of a text's first paragraph that says anything; empty where there is none."""
    rendered, _ = render(body, path="", quick=False)
    for found in _PARAGRAPH.finditer(rendered.html):
        words = " ".join(unescape(_ELEMENT.sub("", found[1])).split())
        if any(letter.isalnum() for letter in words):
            return _first_sentences(words, lang)
    return ""


def _first_sentences(words: str, lang: str) -> str:
    said = ""
    for sentence in segment(lang.partition("-")[0], words):
        if said and len(said) + len(sentence) > _MOST:
            break
        said = f"{said} {sentence.strip()}".strip()
        if len(said) >= _ENOUGH:
            break
    if len(said) <= _MOST:
        return said
    return said[:_MOST].rsplit(" ", 1)[0] + " …"
