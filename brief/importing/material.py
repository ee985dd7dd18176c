"""What was found in another generator's site: plain values, in which nothing tells any more how it was written there.

Paths are from the folder that is imported. Addresses are those that the old site had, decoded, from its root.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812  # as in the model
from enum import StrEnum
from pathlib import Path
from typing import Any


class Sort(StrEnum):
    """What a note asks of a person."""

    PERSON = "person"
    """Somebody has to look at it."""

    CHANGED = "changed"
    """It is otherwise than it was, and that is all."""

    KEPT = "kept"
    """brief has no use for it; it stands in the new file, as a comment."""

    LEFT_OUT = "left-out"
    """It is not in the new site."""


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """One thing that the report says: `subject` is what many have in common, `message` what this one is."""

    sort: Sort
    subject: str
    path: str
    line: int
    message: str


class Kind(StrEnum):
    """What a text becomes."""

    BRIEFING = "briefing"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Text:
    """One text. `name` is what its slug is made of, `addresses` where it was, its own first.

    `written` is the file's text without front matter, which begins at its line `body_line`. `body` is Markdown made of
    it, with links as they were, but for those to a file of the source, which have the scheme `source:` (see
    `linking.SOURCE`). `subjects` are keys of
    Subject. Texts with the same `original` are one text in several languages. `kept` is what brief has no key for.
    """

    path: str
    kind: Kind
    title: str
    body: str
    written: str
    body_line: int
    name: str
    lang: str
    date: Day | None = None
    updated: Day | None = None
    summary: str = ""
    is_draft: bool = False
    order: int | None = None
    subjects: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    original: str = ""
    kept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """What became of a tag, a category or a term of any other taxonomy. `key` tells it from all others.

    `names` are others that it was called by.
    """

    key: str
    title: str
    addresses: tuple[str, ...] = ()
    path: str = ""
    body: str = ""
    written: str = ""
    body_line: int = 1
    names: tuple[str, ...] = ()
    kept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or another file that texts may show. `name` is the path that is wished for it in content/files/."""

    path: str
    full: Path
    name: str
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What the old site said of itself; empty where it did not."""

    title: str = ""
    base_url: str = ""
    language: str = "en"
    description: str = ""
    timezone: str = ""


@dataclass(frozen=True, slots=True)
class Harvest:
    """All that was found. `lists` are the addresses of lists that no text stands for, `feeds` those of feeds.

    `generator` is its name as people write it. `is_commonmark` tells whether texts are CommonMark, and not yet what
    Python-Markdown reads alike.
    """

    generator: str
    settings: Settings
    texts: tuple[Text, ...] = ()
    subjects: tuple[Subject, ...] = ()
    media: tuple[Media, ...] = ()
    lists: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    is_commonmark: bool = True


class NotThatKind(Exception):
    """The folder or file is not what it was said to be; the message says why, and what to do."""
