"""Backlinks: what links to an item, and in which sentence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from brief.linking.resolving import Target
from brief.markdown.text import Links
from brief.model import Briefing, Document, Status

Targets = Mapping[str, Mapping[str, tuple[Target | None, ...]]]
"""For each body, by path and by the language of the page it is on, what its references lead to."""


@dataclass(frozen=True, slots=True)
class Backlink:
    """A link from `origin` to some item. `reference` is its index in the text of `origin`."""

    origin: Document
    reference: int


@dataclass(frozen=True, slots=True)
class Backlinks:
    """The links to each item, by the item's path; the newest origin first, each origin once.

    `links` are those that a writer set, `mentions` those that brief did.
    """

    links: Mapping[str, tuple[Backlink, ...]]
    mentions: Mapping[str, tuple[Backlink, ...]]


def backlinks(
    origins: Iterable[Document], texts: Mapping[str, Links], targets: Targets, key: Mapping[str, str]
) -> Backlinks:
    """The links from `origins`, in their order.

    `key` gives the path that an item's links are gathered under, so that a work's are those of all its
    translations; an item that it lacks has its own.
    """
    links: dict[str, list[Backlink]] = defaultdict(list)
    mentions: dict[str, list[Backlink]] = defaultdict(list)
    for origin in origins:
        text = texts.get(origin.path)
        if text is None or (isinstance(origin, Briefing) and origin.status is not Status.PUBLISHED):
            continue
        own = key.get(origin.path, origin.path)
        resolved = targets.get(origin.path, {})
        shown = resolved.get(origin.lang) or next(iter(resolved.values()), ())
        for index, (reference, target) in enumerate(zip(text.references, shown, strict=True)):
            if target is None or target.item is None:
                continue
            path = key.get(target.item.path, target.item.path)
            if path == own:
                continue
            gathered = (mentions if reference.is_mention else links)[path]
            if not gathered or gathered[-1].origin is not origin:
                gathered.append(Backlink(origin, index))
    return Backlinks(
        links={path: tuple(found) for path, found in links.items()},
        mentions={path: tuple(found) for path, found in mentions.items()},
    )
