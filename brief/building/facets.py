"""The facets that parts have read, each with a number, and what was there when earlier runs ended.

There are more than ten for each page, most of them of a few keys in many mappings: so a key is held once, and of a
mapping's facets the numbers of their keys in one array and their digests in another.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from brief.linking.tracing import WORDS, Facet, Reads, Tracing
from brief.state import Kept, State

# How many times more facets than are read may be kept before those that nothing reads are let go of.
_SLACK = 2
# The row of the names and keys. No mapping is called so.
_INDEX = ""
# A facet's number is that of its mapping's name, and in the lower half that of its key.
_HALF = 32
_LOWER = (1 << _HALF) - 1
# The bytes of a digest.
_SIZE = 16

_Key = str | int | None


@dataclass(frozen=True, slots=True)
class _Index:
    """The numbers of names and of keys."""

    names: dict[str, int] = field(default_factory=dict)
    keys: dict[str | int | None, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Column:
    """Of a mapping the numbers of keys (unsigned integers of C), and the digests of what stood there, in that order."""

    numbers: bytes = b""
    digests: bytes = b""


_INDEXED = msgspec.msgpack.Decoder(_Index)
_COLUMN = msgspec.msgpack.Decoder(_Column)


class _Facets:
    """Those of one mapping: `known` of earlier runs, with their digests, and `new` ones."""

    def __init__(self, number: int, column: _Column) -> None:
        self.number = number
        self.known = array("I", column.numbers)
        self.digests = column.digests
        self.new = array("I")
        # Which keys are among the two: a byte for each takes a tenth of what a set would.
        self._there = bytearray()
        for key in self.known:
            self._mark(key)

    def __len__(self) -> int:
        return len(self.known) + len(self.new)

    def of(self, key: int) -> int:
        """The number of the facet of a key."""
        if key >= len(self._there) or not self._there[key]:
            self._mark(key)
            self.new.append(key)
        return self.number << _HALF | key

    def holds(self, keys: set[int]) -> bool:
        """Whether one of `keys` has a facet here."""
        return any(key < len(self._there) and self._there[key] for key in keys)

    def _mark(self, key: int) -> None:
        if key >= len(self._there):
            # Twice as long each time, so that it takes no longer the more there are.
            self._there.extend(bytes(key + 1))
        self._there[key] = 1


class Facets:
    """All of them, as they are kept in a table of the state."""

    def __init__(self, state: State, table: str, tracing: Tracing) -> None:
        self._state = state
        self._table = table
        self._tracing = tracing
        self._basis = tracing.archive.basis
        kept = dict(state.every(table))
        index = kept.pop(_INDEX, None)
        found = _INDEXED.decode(index.value) if index else _Index()
        self._names, self._keys = found.names, found.keys
        self._named = {number: name for name, number in self._names.items()}
        self._next = 1 + max(self._keys.values(), default=0)
        self._by_name = {name: _Facets(self._names[name], _COLUMN.decode(row.value)) for name, row in kept.items()}
        # Linking the same anew gives the same.
        self._same = {name for name, row in kept.items() if self._is_same(name, row)}
        self._now: dict[str, bytes] = {}
        self._most = _SLACK * sum(map(len, self._by_name.values()))
        self._indexed = self._extent()

    def changed(self) -> dict[int, Facet]:
        """Those that are not what they were, by their numbers."""
        found: dict[int, Facet] = {}
        keys = self._by_number()
        for name in self._by_name.keys() - self._same:
            facets = self._by_name[name]
            now = self._now[name] = self._digests(name, facets.known, keys)
            for place, key in enumerate(facets.known):
                start = place * _SIZE
                if now[start : start + _SIZE] != facets.digests[start : start + _SIZE]:
                    found[facets.of(key)] = (name, keys[key])
        return found

    def numbers(self, reads: Reads) -> bytes:
        """The numbers of facets, those that nobody read before included, as `those` takes them."""
        found: list[int] = []
        for name, keys in reads.items():
            of = self._of(name).of
            found += [of(self._keys.get(key) or self._numbered(key)) for key in keys]
        found.sort()
        return array("Q", found).tobytes()

    def save(self, read: Iterable[bytes]) -> None:
        """Remember what is there now; where that is much, only those that are among the numbers of `read`."""
        count = sum(map(len, self._by_name.values()))
        used = _used(read) if 0 < self._most < count else None
        keys = self._by_number()
        left = [name for name, it in self._by_name.items() if used is None or it.holds(used.get(it.number, set()))]
        rows = ((name, self._basis, msgspec.msgpack.encode(column)) for name, column in self._columns(left, used, keys))
        self._state.keep(self._table, rows)
        if used is not None or self._extent() != self._indexed:
            wanted = None if used is None else set().union(*used.values())
            index = _Index(self._names, {key: it for key, it in self._keys.items() if wanted is None or it in wanted})
            self._state.keep(self._table, [(_INDEX, b"", msgspec.msgpack.encode(index))])
        self._state.forget(self._table, self._by_name.keys() - set(left))

    def _columns(
        self, names: Iterable[str], used: dict[int, set[int]] | None, keys: dict[int, _Key]
    ) -> Iterator[tuple[str, _Column]]:
        """What is to be kept of each mapping, but for those of which all is kept as it is."""
        for name in names:
            facets = self._by_name[name]
            if name in self._same and not facets.new and used is None:
                continue
            before = facets.digests if name in self._same else self._now.get(name)
            numbers = facets.known + facets.new
            digests = before if before is not None else self._digests(name, facets.known, keys)
            digests += self._digests(name, facets.new, keys)
            if used is not None:
                wanted = used.get(facets.number, set())
                places = [place for place, key in enumerate(numbers) if key in wanted]
                digests = b"".join(digests[place * _SIZE : (place + 1) * _SIZE] for place in places)
                numbers = array("I", (numbers[place] for place in places))
            yield name, _Column(numbers.tobytes(), digests)

    def _digests(self, name: str, numbers: Sequence[int], keys: dict[int, _Key]) -> bytes:
        return b"".join(self._tracing.digests(name, (keys[number] for number in numbers)))

    def _of(self, name: str) -> _Facets:
        facets = self._by_name.get(name)
        if facets is None:
            number = self._names.setdefault(name, len(self._names))
            facets = self._by_name[name] = _Facets(number, _Column())
        return facets

    def _numbered(self, key: _Key) -> int:
        number = self._keys[key] = self._next
        self._next += 1
        return number

    def _is_same(self, name: str, row: Kept) -> bool:
        return row.key == self._basis and name not in WORDS

    def _by_number(self) -> dict[int, _Key]:
        return {number: key for key, number in self._keys.items()}

    def _extent(self) -> tuple[int, int]:
        return len(self._names), self._next


def those(numbers: bytes) -> Sequence[int]:
    """The numbers of facets that `Facets.numbers` gave."""
    return array("Q", numbers)


def _used(read: Iterable[bytes]) -> dict[int, set[int]]:
    """The keys' numbers among those of facets, by the number of the mapping's name."""
    found: dict[int, set[int]] = {}
    for numbers in read:
        for number in those(numbers):
            found.setdefault(number >> _HALF, set()).add(number & _LOWER)
    return found
