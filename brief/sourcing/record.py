"""What is known of one document before it is a source."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812  # as in the model
from typing import TypeVar

Key = str
"""A key of a source in front matter, such as `published`."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What was said under a key and can't be taken as it is; `words` say so to a person."""

    key: Key
    words: str


@dataclass(frozen=True, slots=True)
class Record:
    """What a page or a bibliography says of one document; empty where it says nothing.

    `ident` names the record in its bibliography. `published` is in EDTF. `outlets` are names of who published the
    document, the nearest first, and `site` is what the site that it lies on calls itself.
    """

    title: str = ""
    url: str = ""
    where: str = ""
    published: str = ""
    accessed: Day | None = None
    archived: str = ""
    lang: str = ""
    author: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    ident: str = ""
    doubts: tuple[Doubt, ...] = field(default=(), kw_only=True)


def first(*found: Iterable[str]) -> str:
    """The first text that says something, in the order in which the sources of texts are given."""
    return next((text for texts in found for text in texts if text), "")


def first_known(read: Callable[[str], Value | None], *found: Iterable[str]) -> Value | None:
    """The first of the texts that `read` understands, as it reads it."""
    return next((value for texts in found for text in texts if (value := read(text)) is not None), None)
