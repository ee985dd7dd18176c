"""Digests of values that hold the same items over and over: a briefing stands in the lists of each of its tags.

An item is encoded once, however many values it is in, and stands in them by its digest.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec

from brief.digests import short
from brief.linking.documents import Document
from brief.model import Briefing, Outlet, Page, Tag

_ITEMS: frozenset[type] = frozenset({Briefing, Tag, Outlet, Page, Document})
_PLAIN: frozenset[type] = frozenset({str, int, float, bool, bytes, date, type(None)})

_Way = Callable[[Any], object]


class Fingerprints:
    """Digests values. The items that it has met have to stay as they are."""

    def __init__(self) -> None:
        self._encode = msgspec.msgpack.Encoder(enc_hook=_plain).encode
        # By identity, each with its item, so that no other gets it.
        self._known: dict[int, tuple[object, bytes]] = {}
        self._ways: dict[type, _Way] = dict.fromkeys(_PLAIN, _as_it_is)

    def of(self, value: object) -> bytes:
        """A digest of `value`. Raises TypeError for one whose encoding would not tell it from others."""
        return short(self._encode(self._said(value)))

    def _said(self, value: Any) -> object:
        kind = type(value)
        way = self._ways.get(kind)
        if way is None:
            way = self._ways[kind] = self._way(kind)
        return value if way is _as_it_is else way(value)

    def _way(self, kind: type) -> _Way:
        """How values of a kind are said, so that they can be encoded; what holds no item is encoded as it is."""
        if is_dataclass(kind):
            way = self._parts(kind) if _holds_items(kind, set()) else _as_it_is
            return self._item(kind, way) if kind in _ITEMS else way
        if issubclass(kind, Mapping):
            # The order of a mapping is part of what is read.
            return lambda value: [(key, self._said(held)) for key, held in value.items()]
        if issubclass(kind, tuple | list):
            return lambda value: [self._said(held) for held in value]
        return _as_it_is

    def _parts(self, kind: type) -> _Way:
        names = [field.name for field in fields(kind)]
        return lambda value: [kind.__name__, *[self._said(getattr(value, name)) for name in names]]

    def _item(self, kind: type, way: _Way) -> _Way:
        def digest(value: object) -> bytes:
            known = self._known.get(id(value))
            if known is None:
                known = self._known[id(value)] = (value, short(kind.__name__, self._encode(way(value))))
            return known[1]

        return digest


def _as_it_is(value: object) -> object:
    return value


def _holds_items(kind: type, seen: set[type]) -> bool:
    """Whether an item may stand in a field of a dataclass, or in what is in one."""
    seen.add(kind)
    within = {part for hint in get_type_hints(kind).values() for part in _kinds(hint)}
    return not within.isdisjoint(_ITEMS) or any(
        _holds_items(part, seen) for part in within - seen if isinstance(part, type) and is_dataclass(part)
    )


def _kinds(hint: Any) -> Iterable[Any]:
    """The types that an annotation is made of."""
    inner = get_args(hint)
    return [kind for part in inner for kind in _kinds(part)] if inner else [hint]


def _plain(value: object) -> object:
    """A value as MessagePack can hold it; raises TypeError for one whose encoding would not tell it from others."""
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Iterable) and isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no digest")
