"""Backlinks: what links to an item, and in which sentence."""

from array import array
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from brief.linking.resolving import Target
from brief.linking.worked import Worked
from brief.markdown.text import Links
from brief.model import Briefing, Document, Status


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


class Gathering:
    """Backlinks on their way, from one origin after another, in the order in which they are to be listed.

    `key` gives the path that an item's links are gathered under, so that a work's are those of all its
    translations; an item that it lacks has its own.
    """

    def __init__(self, key: Mapping[str, str]) -> None:
        self._key = key
        self._origins: list[Document] = []
        self._links: dict[str, array[int]] = defaultdict(_numbers)
        self._mentions: dict[str, array[int]] = defaultdict(_numbers)

    def add(self, origin: Document, text: Links, resolved: Mapping[str, tuple[Target | None, ...]]) -> None:
        """Take the links of `origin`; `resolved` is what its references lead to, by language."""
        if isinstance(origin, Briefing) and origin.status is not Status.PUBLISHED:
            return
        number = len(self._origins)
        self._origins.append(origin)
        own = self._key.get(origin.path, origin.path)
        shown = resolved.get(origin.lang) or next(iter(resolved.values()), ())
        for index, (reference, target) in enumerate(zip(text.references, shown, strict=True)):
            if target is None or target.item is None:
                continue
            path = self._key.get(target.item.path, target.item.path)
            if path == own:
                continue
            gathered = (self._mentions if reference.is_mention else self._links)[path]
            if not gathered or gathered[-2] != number:
                gathered.extend((number, index))

    def backlinks(self) -> Backlinks:
        """All that were added."""
        return Backlinks(_listed(self._links, self._origins), _listed(self._mentions, self._origins))


def _numbers() -> "array[int]":
    return array("I")


def _listed(gathered: Mapping[str, "array[int]"], origins: list[Document]) -> Mapping[str, tuple[Backlink, ...]]:
    # An object for each of them would take six times the memory.
    packed = {path: numbers.tobytes() for path, numbers in gathered.items()}

    def of(path: str) -> tuple[Backlink, ...]:
        numbers = iter(memoryview(packed[path]).cast("I"))
        return tuple(Backlink(origins[number], index) for number, index in zip(numbers, numbers, strict=True))

    return Worked(packed, of)
