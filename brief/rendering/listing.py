"""What all lists have in common: pages, numbered titles, and descriptions cut short."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from markupsafe import Markup

from brief.linking import addresses
from brief.linking.editions import ENTRIES_A_PAGE, pages_needed
from brief.rendering.scene import Scene
from brief.rendering.views import Frame, Pager

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Entry]):
    """One page of a list: where it is, what surrounds it, and the entries that it shows."""

    address: str
    frame: Frame
    entries: Sequence[Entry]
    pager: Pager

    @property
    def is_first(self) -> bool:
        return self.pager.number == 1


def pages_of(
    scene: Scene, base: str, title: str, entries: Sequence[Entry], description: str = "", *, has_feed: bool = False
) -> Iterator[ListPage[Entry]]:
    """The pages of a list whose first is at `base`; an empty list still has one."""
    total = pages_needed(len(entries))
    versions = scene.every_edition(base)
    for number in range(1, total + 1):
        address = addresses.numbered(base, number)
        numbered = title if number == 1 else scene.wording.say("{title}, page {number}", title=title, number=number)
        # The same page of another language's list may not be there, or hold other entries.
        frame = scene.frame(numbered, description, address, versions if number == 1 else None, versions)
        if has_feed:
            frame = replace(frame, feeds=(*scene.feeds(base, title), *frame.feeds))
        shown = entries[(number - 1) * ENTRIES_A_PAGE : number * ENTRIES_A_PAGE]
        yield ListPage(address, frame, shown, scene.pager(base, number, total))


def beginning(html: Markup) -> str:
    """The beginning of a description, for search engines, cut at a word."""
    words = html.striptags().split()
    text = ""
    for word in words:
        if len(text) + len(word) > 300:
            return f"{text} …"
        text = f"{text} {word}".strip()
    return text
