"""The sentence in which each link stands, which backlinks show."""

import re
from collections.abc import Iterator, Mapping
from html import unescape

from sentencex import segment

from brief.markdown.text import SLOT_PREFIX, Context

_BLOCK = re.compile(
    r"</?(?:p|li|h[1-6]|t[dhr]|thead|tbody|table|d[dtl]|[ou]l|blockquote|figure|figcaption|div|section|pre|details|summary)\b[^>]*>"
)
_ANCHOR = re.compile(rf'<a [^>]*?href="({SLOT_PREFIX})h(\d+)\."[^>]*>(.*?)</a>', re.DOTALL)
_CITATION = re.compile(r'<span class="citation">.*?</span>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# Noncharacters, which no text holds: where a link begins, where its words do, and where it ends.
_START, _WORDS, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_LINK = re.compile(rf"{_START}(\d+){_WORDS}([^{_START}{_END}]*){_END}")
_MARKS = re.compile(rf"{_START}\d+{_WORDS}|{_END}")
_MARK = re.compile(f"[{_START}{_WORDS}{_END}]")
_TITLE = "\ufdd3"
_A_TITLE = re.compile(rf"{_TITLE}(\d+){_TITLE}")
# A full stop after one of these ends no sentence when a number or a small letter follows.
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:[^\W\d_]{1,5}|[^\W\d_]\.[^\W\d_])\.\s*$")
# More than the longest of them with what stands before it, so that the start of a cut text is never taken for one's.
_ABBREVIATION = 8
_GOES_ON = re.compile(rf"(?:{_START}\d+{_WORDS}|\s)*[\d§a-zа-яё]")
_LONGEST = 400
# Enough to find that much text in, among the marks of other links.
_WINDOW = 5 * _LONGEST


def contexts(html: str, token: str, lang: str) -> Mapping[int, Context]:
    """The sentence around each reference of `html` that is a link, by the reference's index.

    `token` begins the placeholders (see `Log.slot`); `lang` is the text's language, BCP 47.
    """
    found: dict[int, Context] = {}

    def marked_link(match: re.Match[str]) -> str:
        return f"{_START}{match[2]}{_WORDS}{match[3]}{_END}" if match[1] == token else match[0]

    for block in _BLOCK.split(html):
        if token not in block:
            continue
        # The full stop of a placeholder ends no sentence.
        marked = _without_titles(_ANCHOR.sub(marked_link, block), token)
        # Spaces are of one kind where all letters are printable, and references to characters may stand for others.
        has_plain_spaces = "&" not in block and block.isprintable()
        for sentence in _linking(_plain(marked, has_plain_spaces=has_plain_spaces), lang):
            for match in _LINK.finditer(sentence):
                start, end = match.span()
                before = _end(_unmarked(sentence[max(0, start - _WINDOW) : start]))
                after = _beginning(_unmarked(sentence[end : end + _WINDOW]))
                found[int(match[1])] = Context(_titled(before, token), _titled(match[2], token), _titled(after, token))
    return found


def _without_titles(html: str, token: str) -> str:
    """A block with marks in the places of its titles' placeholders."""
    first, *others = html.split(f"{token}t")
    for other in others:
        index, stop, rest = other.partition(".")
        first += f"{_TITLE}{index}{_TITLE}{rest}" if stop and index.isdecimal() else f"{token}t{other}"
    return first


def _unmarked(text: str) -> str:
    if _START in text or _WORDS in text or _END in text:
        return _MARK.sub("", _MARKS.sub("", text))
    return text


def _titled(text: str, token: str) -> str:
    # A template would be read anew for each token.
    return _A_TITLE.sub(lambda found: f"{token}t{found[1]}.", text) if _TITLE in text else text


def _plain(html: str, *, has_plain_spaces: bool) -> str:
    """The words of a block, one space between two of them."""
    *before, last = _CITATION.split(html)
    text = _TAG.sub("", "".join([*(part.rstrip() for part in before), last]) if before else last)
    if has_plain_spaces and "  " not in text:
        return text.strip(" ")
    return " ".join(unescape(text).split())


def _linking(text: str, lang: str) -> Iterator[str]:
    """The sentences of a text that hold links."""
    if _START not in text:
        return
    whole = ""
    for part in segment(lang.partition("-")[0], text):
        if not whole or _is_cut(whole) or _goes_on(whole, part):
            whole += part
            continue
        if _START in whole:
            yield whole.strip()
        whole = part
    if _START in whole:
        yield whole.strip()


def _is_cut(sentence: str) -> bool:
    """Whether it ends within a link, whose words may hold a full stop."""
    return _START in sentence and sentence.count(_START) != sentence.count(_END)


def _goes_on(sentence: str, part: str) -> bool:
    """Whether `part` belongs to the sentence before, which an abbreviation seemed to end."""
    if part[:1].isupper() or not _GOES_ON.match(part):
        return False
    return bool(_ABBREVIATED.search(sentence.rstrip()[-_ABBREVIATION:]))


def _beginning(text: str) -> str:
    text = text.rstrip()
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rpartition(" ")[0] + " …"


def _end(text: str) -> str:
    text = text.lstrip()
    if len(text) <= _LONGEST:
        return text
    return "… " + text[-_LONGEST:].partition(" ")[2]
