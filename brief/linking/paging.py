"""Long lists in pages."""

from collections.abc import Sequence
from itertools import count
from typing import TypeVar

Entry = TypeVar("Entry")

# Long enough that most lists need no second page, short enough to be read on a telephone.
ENTRIES_A_PAGE = 50


def pages_needed(entries: int) -> int:
    """How many pages a list takes; an empty one still has a page."""
    return max(1, -(-entries // ENTRIES_A_PAGE))


def in_pages(entries: Sequence[Entry]) -> dict[int, tuple[Entry, ...]]:
    """What each page of a list shows, by its number from 1; of an empty list there is nothing."""
    starts = range(0, len(entries), ENTRIES_A_PAGE)
    return {number: tuple(entries[start : start + ENTRIES_A_PAGE]) for number, start in zip(count(1), starts)}


def page_key(ident: str, number: int) -> str:
    """What tells a page of one list from those of all lists of its kind."""
    return f"{ident} {number}"
