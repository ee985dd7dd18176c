"""The fields of one front matter: what a reader takes, as what it can be, and what is left for a comment."""

import re
from collections.abc import Iterable, Mapping
from datetime import date as Day  # noqa: N812  # as in the model
from typing import Any

from brief.importing.days import day, is_more_than_a_day

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]+")


class Fields:
    """A mapping that remembers what was taken of it. Letters' case doesn't tell keys apart."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self._names = {name.lower(): name for name in reversed(list(data))}
        self._taken: set[str] = set()

    def text(self, *names: str) -> str:
        """The first of some fields that is a text, a number or a truth value, on one line; empty where none is."""
        for name, value in self._given(names):
            if isinstance(value, str | int | float) and (found := on_one_line(str(value))):
                # What it lost on the way to one line is kept.
                if not isinstance(value, str) or value.strip() == found:
                    self._taken.add(name)
                return found
        return ""

    def texts(self, *names: str) -> tuple[str, ...]:
        """The texts that some fields list, each once; a single text may stand for a list."""
        found: list[str] = []
        for name, value in self._given(names):
            listed = value if isinstance(value, list) else [value]
            if all(isinstance(item, str | int | float) for item in listed):
                self._taken.add(name)
                found += [words for item in listed if (words := on_one_line(str(item)))]
        return tuple(dict.fromkeys(found))

    def day(self, *names: str) -> Day | None:
        """The first of some fields that is a day; its hour, if any, stays to be kept."""
        for name, value in self._given(names):
            if found := day(value):
                if not is_more_than_a_day(value):
                    self._taken.add(name)
                return found
        return None

    def flag(self, name: str) -> bool:
        """Whether a field is true."""
        for own, value in self._given([name]):
            if isinstance(value, bool) or str(value).lower() in {"true", "false"}:
                self._taken.add(own)
                return str(value).lower() == "true"
        return False

    def number(self, name: str) -> int | None:
        """A field that is a whole number."""
        for own, value in self._given([name]):
            if isinstance(value, int) and not isinstance(value, bool):
                self._taken.add(own)
                return value
        return None

    def value(self, name: str) -> Any:
        """A field as it is, which stays to be kept; None where it is not given."""
        return next((value for _, value in self._given([name])), None)

    def seen_day(self, *names: str) -> Day | None:
        """The first of some fields that is a day; all of them stay to be kept."""
        return next((found for _, value in self._given(names) if (found := day(value))), None)

    def drop(self, name: str, *values: object) -> None:
        """Take a field that says nothing that is not known from elsewhere: one that has one of these values."""
        self._taken |= {own for own, value in self._given([name]) if value in values}

    def rest(self) -> dict[str, Any]:
        """What was not taken, in the order of the file."""
        return {name: value for name, value in self._data.items() if name not in self._taken}

    def _given(self, names: Iterable[str]) -> list[tuple[str, Any]]:
        own = (self._names[name.lower()] for name in names if name.lower() in self._names)
        return [(name, self._data[name]) for name in own if self._data[name] is not None]


def on_one_line(text: str) -> str:
    """A text as front matter can hold it: on one line, without what can't be shown."""
    return " ".join(_CONTROL.sub(" ", text).split())
