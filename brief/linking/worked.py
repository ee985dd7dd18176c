"""Mappings whose values are worked out when somebody asks: of most items a run that follows a change asks nothing."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Worked(Mapping[Key, Value]):
    """What `of` says of each of `keys`.

    It is asked at each look-up, so what it says has to follow from the key alone. What is kept in memory is what it
    is worked out from: small, and shared as it is by processes that are forked.
    """

    def __init__(self, keys: Collection[Key], of: Callable[[Key], Value]) -> None:
        self._keys = keys
        self._of = of

    def __getitem__(self, key: Key) -> Value:
        if key not in self._keys:
            raise KeyError(key)
        return self._of(key)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[Key]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
