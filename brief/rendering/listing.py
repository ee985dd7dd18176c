"""What all lists have in common: pages, numbered titles, and descriptions cut short."""

from dataclasses import dataclass, replace

from markupsafe import Markup

from brief.linking import addresses
from brief.linking.paging import pages_needed
from brief.rendering.scene import Scene
from brief.rendering.views import Frame, Pager


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list: what surrounds its entries."""

    frame: Frame
    pager: Pager

    @property
    def is_first(self) -> bool:
        return self.pager.number == 1


def page_of(
    scene: Scene,
    base: str,
    title: str,
    number: int,
    total: int,
    description: str = "",
    *,
    has_feed: bool = False,
) -> ListPage:
    """Page `number` of a list of `total` entries whose first page is at `base`."""
    versions = scene.every_edition(base)
    address = addresses.numbered(base, number)
    numbered = title if number == 1 else scene.wording.say("{title}, page {number}", title=title, number=number)
    # The same page of another language's list may not be there, or hold other entries.
    frame = scene.frame(numbered, description, address, versions if number == 1 else None, versions)
    if has_feed:
        frame = replace(frame, feeds=(*scene.feeds(base, title), *frame.feeds))
    return ListPage(frame, scene.pager(base, number, pages_needed(total)))


def numbers(total: int) -> range:
    """The numbers of the pages of a list of `total` entries."""
    return range(1, pages_needed(total) + 1)


def beginning(html: Markup) -> str:
    """The beginning of a description, for search engines, cut at a word."""
    words = html.striptags().split()
    text = ""
    for word in words:
        if len(text) + len(word) > 300:
            return f"{text} …"
        text = f"{text} {word}".strip()
    return text
