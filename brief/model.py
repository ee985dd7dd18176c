"""The vocabulary of an archive: plain frozen values, free of how they are read or shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date as Day  # noqa: N812  # `date` is a field
from enum import StrEnum
from functools import lru_cache
from typing import overload

import msgspec

from brief.diagnostics import Location

KeyPath = tuple[str | int, ...]
"""A path of keys into front matter, such as `("sources", 0, "url")`."""


Places = Mapping[KeyPath, tuple[int, int]]
"""Line and column of keys and list items, both from 1."""

_PLACES = msgspec.msgpack.Decoder(dict[tuple[str | int, ...], tuple[int, int]])


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Places:
    # A file in which one thing is wrong may have thousands more.
    return _PLACES.decode(packed)


@dataclass(frozen=True, slots=True)
class Marks:
    """Where the keys and list items of one file's front matter stand.

    They are `packed`, since there are many and they are looked at only where something is wrong.
    """

    path: str
    packed: bytes = field(default=b"", repr=False)

    @classmethod
    def at(cls, path: str, places: Places) -> "Marks":
        return cls(path, msgspec.msgpack.encode(places))

    @property
    def places(self) -> Places:
        return _unpacked(self.packed) if self.packed else {}

    def of(self, *key: str | int) -> Location:
        """The place of `key`, or of the nearest key around it that is in the file."""
        places = self.places
        for length in range(len(key), 0, -1):
            if place := places.get(key[:length]):
                return Location(self.path, *place)
        return Location(self.path)


class Status(StrEnum):
    """Whether readers get to see a briefing. No file says `scheduled`: so is what is published on a day to come."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"

    @property
    def is_public(self) -> bool:
        """Whether readers know of it."""
        return self in {Status.PUBLISHED, Status.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Point:
    """A day, month, season or year, as far as it is known.

    `season` is an EDTF code from 21 (spring) to 24 (winter). `approximate` is
    EDTF's `~`, `uncertain` its `?`; `%` sets both.
    """

    year: int
    month: int | None = None
    day: int | None = None
    season: int | None = None
    approximate: bool = False
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """An EDTF date (ISO 8601-2:2019, levels 0 and 1; Library of Congress, 2019).

    A single date has `start` alone. An interval has `is_interval` and either end,
    where None stands for an end that is open or unknown. `earliest` and `latest` bound
    what is meant, for sorting and for timelines; None is unbounded.
    """

    text: str
    start: Point | None
    end: Point | None = None
    is_interval: bool = False
    earliest: Day | None = None
    latest: Day | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One document that a briefing rests on."""

    id: str
    outlet: str
    title: str
    url: str | None = None
    where: str | None = None
    published: UncertainDate | None = None
    accessed: Day | None = None
    archived: str | None = None
    lang: str | None = None
    author: tuple[str, ...] = ()
    rating: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Sources(Sequence[Source]):
    """The sources of one briefing, in the order of its file.

    They are `packed`, since there are many and few are looked at at a time. Each look unpacks all of them.
    """

    packed: bytes = field(default=b"", repr=False)

    @classmethod
    def of(cls, sources: Iterable[Source]) -> "Sources":
        listed = [_said(source) for source in sources]
        return cls(msgspec.msgpack.encode(listed)) if listed else cls()

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """The id of each source and of its outlet, without unpacking the rest."""
        return tuple((it.id, it.outlet) for it in _NAMES.decode(self.packed)) if self.packed else ()

    @property
    def outlets(self) -> tuple[str, ...]:
        """The id of each source's outlet."""
        return tuple(outlet for _, outlet in self.names)

    @overload
    def __getitem__(self, index: int) -> Source: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Source, ...]: ...

    def __getitem__(self, index: int | slice) -> Source | tuple[Source, ...]:
        return self._unpacked()[index]

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[Source]:
        return iter(self._unpacked())

    def _unpacked(self) -> tuple[Source, ...]:
        return _SOURCES.decode(self.packed) if self.packed else ()


def _said(value: object) -> object:
    """A value without what it leaves open, which is most of a source's fields."""
    if not is_dataclass(value):
        return value
    said = ((part, getattr(value, part.name)) for part in fields(value))
    return {part.name: _said(own) for part, own in said if own != part.default}


@dataclass(frozen=True, slots=True)
class _Named:
    """The names in a source."""

    id: str
    outlet: str


_SOURCES = msgspec.msgpack.Decoder(tuple[Source, ...])
_NAMES = msgspec.msgpack.Decoder(tuple[_Named, ...])


@dataclass(frozen=True, slots=True)
class Correction:
    """A dated, public note that a published briefing was changed."""

    date: Day
    note: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a briefing dates."""

    date: UncertainDate
    text: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A briefing as it was committed on a day; `sources` are the sources' titles by id."""

    date: Day
    title: str
    summary: str
    body: str
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of an address of somebody else's that is not simply well.

    `failing_since` is the day from which it has not answered, `first_dead` that from which it counts as gone;
    `last_good` is when it was last there, and `redirect` where it has moved for good.
    """

    failing_since: Day | None = None
    first_dead: Day | None = None
    last_good: Day | None = None
    redirect: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file, as far as can be told without decoding it.

    `path` is from the site's folder, `digest` of the file's bytes (SHA-256, hexadecimal), `size` their number.
    `width` and `height` are in pixels, as it is shown: `turn` is the EXIF orientation (1 to 8) that leads there.
    `format` is `avif`, `gif`, `jpeg`, `png`, `svg` or `webp`. `is_still` tells it from animations, `is_drawing` a
    picture of few colours, which bears no loss, from a photograph.
    """

    path: str
    format: str
    width: int
    height: int
    digest: str
    size: int
    turn: int = 1
    is_still: bool = True
    is_drawing: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """When and why a briefing was taken back."""

    date: Day
    reason: str


@dataclass(frozen=True, slots=True)
class Briefing:
    """The front matter of a Markdown file under `content/briefings/`.

    The first line of the file's Markdown is its line `body_line`. Without `mentions` no names are linked in it,
    and without `history` its revisions are not shown, as where words had to be taken back for good.
    """

    path: str
    slug: str
    lang: str
    body_line: int
    marks: Marks
    title: str
    date: Day
    summary: str
    tags: tuple[str, ...]
    sources: Sources
    updated: Day | None = None
    status: Status = Status.PUBLISHED
    as_of: Day | None = None
    withdrawn: Withdrawal | None = None
    unsourced: str | None = None
    supersedes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    translation_of: str | None = None
    corrections: tuple[Correction, ...] = ()
    events: tuple[Event, ...] = ()
    mentions: bool = True
    history: bool = True


@dataclass(frozen=True, slots=True)
class Tag:
    """A subject that briefings share.

    `names` and `aliases` are by language code (BCP 47); `und` holds aliases for which
    no language was given. Without `mentions` its names are not
    linked where they stand in the prose. What it was called before, `former_ids`, leads to it still,
    and so do `former_addresses`, which are of any kind.
    """

    id: str
    path: str
    lang: str
    body_line: int
    marks: Marks
    title: str
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kind: str | None = None
    wikidata: str | None = None
    broader: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()
    former_addresses: tuple[str, ...] = ()
    mentions: bool = True


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who published a source. `names` and `aliases` as for a tag."""

    id: str
    path: str
    lang: str
    body_line: int
    marks: Marks
    title: str
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kind: str | None = None
    url: str | None = None
    country: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Any other Markdown page. The page with the slug `index` introduces the home page.

    The slug of a page in a folder begins with the folder's, its section: `guide/citations`; `guide` is its first page.
    """

    path: str
    slug: str
    lang: str
    body_line: int
    marks: Marks
    title: str
    summary: str = ""
    order: int | None = None
    aliases: tuple[str, ...] = ()
    translation_of: str | None = None
    mentions: bool = True


Document = Briefing | Tag | Outlet | Page


def sole_outlet(briefing: Briefing) -> str | None:
    """The id of the outlet that a briefing rests on alone; None where it has several, or no source."""
    outlets = set(briefing.sources.outlets)
    return outlets.pop() if len(outlets) == 1 else None


def last_changed(briefing: Briefing) -> Day:
    """The last day on which something about a briefing changed for readers."""
    days = [briefing.date, *(correction.date for correction in briefing.corrections)]
    days += [briefing.updated] if briefing.updated else []
    return max((*days, briefing.withdrawn.date) if briefing.withdrawn else days)


def every_name(item: Tag | Outlet) -> tuple[str, ...]:
    """The title, names and aliases of a tag or an outlet, each once, in file order."""
    aliases = (alias for group in item.aliases.values() for alias in group)
    return tuple(dict.fromkeys((item.title, *item.names.values(), *aliases)))


def title_place(item: Tag | Outlet) -> Location:
    """Where a tag or an outlet gets its title: in its file, or in the `[tags]` of site.toml."""
    return item.marks.of("title") if ("title",) in item.marks.places else item.marks.of("tags", item.id)


def name_in(item: Tag | Outlet, lang: str) -> str:
    """What a tag or an outlet is called in a language; its title where that is not known."""
    return item.names.get(lang, item.title)
