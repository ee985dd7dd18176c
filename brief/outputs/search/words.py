"""Which words a bundle has, by their first letters, and by which values it can be filtered.

A search for a rare word loads the shards that have it, and one for a word that nothing has finds nothing: Pagefind
by itself would shorten the word until something fits.
"""

import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from brief.outputs.search.records import Record

LETTERS = 4
"""How many letters tell. Endings come and go with grammar, and Snowball's stemmers take from the end of a word."""

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]+")
# Pagefind finds "MacDonald" as "donald" too.
_HUMP = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")


def word_files(records: Sequence[Record]) -> dict[str, bytes]:
    """The beginnings of the words of records, a file for each first letter, and `filters.txt` with pairs `tag=id` where
    there are any.

    Names are the letter's code point in hexadecimal; a file holds what it lists in order, with spaces between.
    """
    by_letter: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for beginning in beginnings(record.html):
            by_letter[beginning[0]].add(beginning)
    listed = {f"{ord(letter):x}": found for letter, found in sorted(by_letter.items())}
    filters = {f"{name}={value}" for record in records for name, value in record.filters}
    lists = {**listed, "filters": filters} if filters else listed
    return {f"{name}.txt": " ".join(sorted(found)).encode() for name, found in lists.items()}


def beginnings(text: str) -> set[str]:
    """The first letters of each word of an HTML text, folded."""
    plain = html.unescape(_TAG.sub(" ", text))
    return {word[:LETTERS] for word in _WORD.findall(folded(f"{plain} {_HUMP.sub(' ', plain)}"))}


def folded(text: str) -> str:
    """A text without accents, in small letters. The browser does the same to what is asked."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.category(letter).startswith("M")).lower()
