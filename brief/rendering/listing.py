"""What all lists have in common: pages, numbered titles, and descriptions cut short."""

from collections.abc import Sequence
from typing import TypeVar

from markupsafe import Markup

from brief.linking.editions import ENTRIES_A_PAGE, pages_needed
from brief.rendering.scene import Scene

Entry = TypeVar("Entry")


def pages_of(entries: Sequence[Entry]) -> list[Sequence[Entry]]:
    """Runs of entries, each for one page; an empty list still has a page."""
    starts = (page * ENTRIES_A_PAGE for page in range(pages_needed(len(entries))))
    return [entries[start : start + ENTRIES_A_PAGE] for start in starts]


def numbered_title(scene: Scene, title: str, number: int) -> str:
    return title if number == 1 else scene.wording.say("{title}, page {number}", title=title, number=number)


def beginning(html: Markup) -> str:
    """The beginning of a description, for search engines, cut at a word."""
    words = html.striptags().split()
    text = ""
    for word in words:
        if len(text) + len(word) > 300:
            return f"{text} …"
        text = f"{text} {word}".strip()
    return text
