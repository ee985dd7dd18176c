"""Text that others wrote, made fit for one line of front matter: no markup, no controls, no end in sight."""

import html
import re
import unicodedata
from collections.abc import Iterable

import nh3

LONGEST_TITLE = 1_000
LONGEST_NAME = 200
MOST_AUTHORS = 100

# Nobody reads on so far, and some of what follows takes time for each letter.
_LOOKED_AT = 20_000
_ELEMENTS = "|".join(sorted({*nh3.ALLOWED_TAGS, "font", "script", "style", "svg", "iframe", "body", "html"}))
_MARKUP = re.compile(rf"</?(?:{_ELEMENTS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
# What pages escape twice; a sign without its semicolon may be meant as it stands.
_ESCAPED = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
# Joiners that words of some alphabets can't be written without, and marks that turn no other text around.
_KEPT = frozenset("\u200c\u200d\u200e\u200f\u061c")
_BYLINE = re.compile(r"^[Bb][Yy]:?\s+")
_ADDRESS = re.compile(r"(?:https?:)?//|www\.")
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co"})
# Unicode 16.0, 23.7.
_NONCHARACTER = re.compile(
    "[\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)


def plain(text: str, longest: int = LONGEST_TITLE) -> str:
    """`text` as one line without markup, controls, and what turns the direction of text (Unicode, UAX 9, 3.3.2).

    What is longer than `longest` letters ends at a word, with an ellipsis.
    """
    text = _ESCAPED.sub(lambda found: html.unescape(found[0]), text[:_LOOKED_AT])
    if _MARKUP.search(text):
        text = html.unescape(nh3.clean(text, tags=set()))
    shown = _NONCHARACTER.sub("", "".join(map(_shown, text)))
    text = " ".join(unicodedata.normalize("NFC", shown).split())
    return text if len(text) <= longest else f"{text[: longest - 1].rpartition(' ')[0] or text[: longest - 1]}…"


def _shown(letter: str) -> str:
    if letter.isspace():
        return " "
    return letter if letter in _KEPT or unicodedata.category(letter) not in _DROPPED else ""


def is_shown(text: str) -> bool:
    """Whether all of a text can stand in front matter: no controls but the ends of lines, nothing that is no letter."""
    return not _NONCHARACTER.search(text) and all(
        letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs"} for letter in text
    )


def is_cut(text: str, longest: int = LONGEST_TITLE) -> bool:
    """Whether `plain` made a text shorter than it was."""
    return len(" ".join(text[:_LOOKED_AT].split())) > longest


def people(names: Iterable[str], *, inverted: bool = False) -> tuple[str, ...]:
    """Names, each once. `inverted` names may begin with the family's, and a comma: `Doe, Jane` is Jane Doe."""
    cleaned = (_BYLINE.sub("", plain(name, LONGEST_NAME)) for name in names)
    known = (name for name in cleaned if name and not _ADDRESS.match(name))
    return tuple(dict.fromkeys(_spoken(name) if inverted else name for name in known))[:MOST_AUTHORS]


def _spoken(name: str) -> str:
    parts = [part.strip() for part in name.split(",")]
    # A name with more commas is an office or a list.
    return f"{parts[1]} {parts[0]}" if len(parts) == 2 and all(parts) else name


def outlets(names: Iterable[str]) -> tuple[str, ...]:
    """Names of who published something, each once; an address is no name."""
    cleaned = (plain(name, LONGEST_NAME) for name in names)
    return tuple(dict.fromkeys(name for name in cleaned if name and not _ADDRESS.match(name)))


def besides(authors: tuple[str, ...], publishers: tuple[str, ...]) -> tuple[str, ...]:
    """Authors but for the publisher, whom the source names anyway."""
    names = {name.casefold() for name in publishers}
    return tuple(name for name in authors if name.casefold() not in names)
