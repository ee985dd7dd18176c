"""What a page reads of the archive: the record by which it is made again where that has changed, and only then.

A page is shown an archive whose mappings note each look-up. What was looked up, a facet, is a mapping's name and a
key; who goes through a whole mapping has read all of it. These are the verifying traces of "Build systems à la carte"
(Mokhov, Mitchell, Peyton Jones, 2018, 4.2.2).
"""

from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, Sequence, ValuesView
from dataclasses import fields, replace
from functools import partial
from typing import Any, TypeVar, cast, overload

from brief.digests import short
from brief.linking.archive import Archive
from brief.linking.backlinks import Backlinks
from brief.linking.editions import Edition
from brief.linking.excerpts import Excerpts
from brief.linking.fingerprints import Fingerprints
from brief.linking.successions import Succession

Facet = tuple[str, str | int | None]
"""A mapping's name and a key of it; None stands for all of it."""

Reads = Mapping[str, tuple[str | int | None, ...]]
"""The keys of facets, by the names of their mappings."""

NOTHING: Reads = {}

Value = TypeVar("Value")

_NESTED = (Edition, Excerpts, Succession, Backlinks)
# What every page may read, and is in every page's key: the configuration, the fonts. The ledger is of no page.
_UNTRACED = frozenset({"site", "fonts", "kept", "lang", "ledger", "basis"})
WORDS = frozenset({"texts", "html", "bodies"})
"""The mappings that may differ between archives of the same basis."""

_MISSING = short("missing")
_EMPTY = short("empty")


class Tracing:
    """An archive as it is read. `archive` is what pages are shown; what they read of it is noted."""

    def __init__(self, archive: Archive) -> None:
        self._reads: dict[str, set[str | int | None]] = {}
        self._sources: dict[str, Any] = {}
        self._fingerprints = Fingerprints()
        self.archive = cast(Archive, self._watched("", archive))

    def reads(self, shared: Reads = NOTHING) -> Reads:
        """What was read since this was asked last, and what is `shared`."""
        found: dict[str, tuple[str | int | None, ...]] = {}
        for name, keys in self._reads.items():
            if keys:
                found[name] = tuple(keys)
                keys.clear()
        for name, others in shared.items():
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *others)))
        return found

    def digests(self, name: str, keys: Iterable[str | int | None]) -> Iterator[bytes]:
        """Digests of what stands in a mapping under some of its keys."""
        source = self._sources.get(name)
        if not source and isinstance(source, Mapping | None):
            yield from (_EMPTY if key is None else _MISSING for key in keys)
            return
        yield from map(source.digest if hasattr(source, "digest") else partial(self._digest, source), keys)

    def _digest(self, source: Any, key: str | int | None) -> bytes:
        if key is None:
            return self._fingerprints.of(source)
        return self._fingerprints.of(source[key]) if key in source else _MISSING

    def _watched(self, name: str, value: Any) -> Any:
        if isinstance(value, (Archive, *_NESTED)):
            parts = {field.name: self._field(name, field.name, getattr(value, field.name)) for field in fields(value)}
            return replace(value, **parts)
        self._sources[name] = value
        seen = self._reads[name] = set()
        if isinstance(value, Mapping):
            return WatchedMapping(value, seen.add)
        if isinstance(value, tuple):
            return WatchedSequence(value, seen.add)
        raise TypeError(f"{name} is of a kind whose reading can't be noted: {type(value).__name__}")

    def _field(self, above: str, name: str, value: Any) -> Any:
        if name in _UNTRACED:
            return value
        if name == "editions":
            return {lang: self._watched(f"{lang}.", edition) for lang, edition in value.items()}
        return (
            self._watched(f"{above}{name}.", value)
            if isinstance(value, _NESTED)
            else self._watched(above + name, value)
        )


Note = Callable[[str | int | None], object]
"""Takes the key of what is read."""


class WatchedMapping(Mapping[Any, Value]):
    """A mapping that notes what is read of it."""

    def __init__(self, mapping: Mapping[Any, Value], note: Note) -> None:
        self._mapping = mapping
        self._note = note

    def __getitem__(self, key: Any) -> Value:
        self._note(key)
        return self._mapping[key]

    def get(self, key: Any, default: Any = None) -> Any:
        self._note(key)
        return self._mapping.get(key, default)

    def __contains__(self, key: Any) -> bool:
        self._note(key)
        return key in self._mapping

    def __iter__(self) -> Iterator[Any]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def keys(self) -> KeysView[Any]:
        return self._whole().keys()

    def values(self) -> ValuesView[Value]:
        return self._whole().values()

    def items(self) -> ItemsView[Any, Value]:
        return self._whole().items()

    def _whole(self) -> Mapping[Any, Value]:
        self._note(None)
        return self._mapping


class WatchedSequence(Sequence[Value]):
    """A sequence that is noted once any of it is read."""

    def __init__(self, items: Sequence[Value], note: Note) -> None:
        self._items = items
        self._note = note

    @overload
    def __getitem__(self, index: int) -> Value: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Value]: ...

    def __getitem__(self, index: int | slice) -> Value | Sequence[Value]:
        self._note(None)
        return self._items[index]

    def __len__(self) -> int:
        self._note(None)
        return len(self._items)

    def __iter__(self) -> Iterator[Value]:
        self._note(None)
        return iter(self._items)
