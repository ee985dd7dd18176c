"""The sentence in which each link stands, which backlinks show."""

import re
from collections.abc import Iterator, Mapping
from html import unescape

from sentencex import segment

from brief.markdown.text import Context

_BLOCK = re.compile(
    r"</?(?:p|li|h[1-6]|t[dhr]|thead|tbody|table|d[dtl]|[ou]l|blockquote|figure|figcaption|div|section|pre|details|summary)\b[^>]*>"
)
_CITATION = re.compile(r'\s*<span class="citation">.*?</span>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# Noncharacters, which no text holds: where the link begins and ends.
_START, _END = "\ufdd0", "\ufdd1"
_TITLE = "\ufdd2"
_A_TITLE = re.compile(rf"{_TITLE}(\d+){_TITLE}")
# A full stop after one of these ends no sentence when a number or a small letter follows.
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:[^\W\d_]{1,5}|[^\W\d_]\.[^\W\d_])\.\s*$")
_GOES_ON = re.compile(rf"[{_START}\s]*[\d§a-zа-яё]")
_LONGEST = 400


def contexts(html: str, token: str, lang: str) -> Mapping[int, Context]:
    """The sentence around each reference of `html` that is a link, by the reference's index.

    `token` begins the placeholders (see `Log.slot`); `lang` is the text's language, BCP 47.
    """
    link = re.compile(rf'<a [^>]*?href="{re.escape(token)}h(\d+)\."[^>]*>(.*?)</a>', re.DOTALL)
    title = re.compile(rf"{re.escape(token)}t(\d+)\.")
    found: dict[int, Context] = {}
    for block in _BLOCK.split(html):
        for match in link.finditer(block):
            marked = f"{block[: match.start()]}{_START}{match[2]}{_END}{block[match.end() :]}"
            # The full stop of a placeholder ends no sentence.
            context = _context(_plain(title.sub(rf"{_TITLE}\1{_TITLE}", marked)), lang)
            parts = (_A_TITLE.sub(rf"{token}t\1.", part) for part in context)
            found[int(match[1])] = Context(*parts)
    return found


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", _CITATION.sub("", html))).split())


def _context(text: str, lang: str) -> tuple[str, str, str]:
    sentence = next((part for part in _sentences(text, lang) if _START in part), text)
    before, _, rest = sentence.partition(_START)
    words, _, after = rest.partition(_END)
    return _end(before), words, _beginning(after)


def _sentences(text: str, lang: str) -> Iterator[str]:
    whole = ""
    for part in segment(lang.partition("-")[0], text):
        goes_on = _ABBREVIATED.search(whole) and _GOES_ON.match(part)
        # A link may be cut in two where its words hold a full stop.
        if whole and not goes_on and not (_START in whole and _END not in whole):
            yield whole.strip()
            whole = ""
        whole += part
    yield whole.strip()


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
