"""Which words a shard has, by their first letters: so that a search for a rare word loads the shards that have it."""

import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

LETTERS = 4
"""How many letters tell. Endings come and go with grammar, and Snowball's stemmers take from the end of a word."""

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]+")
# Pagefind finds "MacDonald" as "donald" too.
_HUMP = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")


def word_files(texts: Iterable[str]) -> dict[str, bytes]:
    """The beginnings of the words of HTML texts, a file for each first letter.

    Names are the letter's code point in hexadecimal; a file holds the beginnings, in order, with spaces between them.
    """
    by_letter: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        for beginning in beginnings(text):
            by_letter[beginning[0]].add(beginning)
    return {f"{ord(letter):x}.txt": " ".join(sorted(found)).encode() for letter, found in sorted(by_letter.items())}


def beginnings(text: str) -> set[str]:
    """The first letters of each word of an HTML text, folded."""
    plain = html.unescape(_TAG.sub(" ", text))
    return {word[:LETTERS] for word in _WORD.findall(folded(f"{plain} {_HUMP.sub(' ', plain)}"))}


def folded(text: str) -> str:
    """A text without accents, in small letters. The browser does the same to what is asked."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).lower()
