"""How a run gets on: its phases, how much of each is done, and what each page cost. Told to whoever watches.

A run tells, and never asks: nothing that it makes depends on who watches, or on what their clock says.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar

Item = TypeVar("Item")

Clock = Callable[[], float]
"""Seconds that have passed since some moment; never less than at the call before."""


@dataclass(frozen=True, slots=True)
class PageCost:
    """What a page took in the process that made it, in seconds: `view` to gather what it shows, `filling` to put
    that into its template."""

    address: str
    template: str
    view: float
    filling: float

    @property
    def seconds(self) -> float:
        return self.view + self.filling


class Watcher(Protocol):
    """Who is told how a run gets on, as it does."""

    def begin(self, phase: str, total: int | None) -> None:
        """A phase begins, of `total` items where that is known. One that is under way waits until it has ended."""

    def advance(self, count: int) -> None:
        """So many more items of the phase are done."""

    def end(self) -> None:
        """The phase has ended, and the one that waited for it goes on."""

    def page(self, cost: PageCost) -> None:
        """A page was made."""


def stopped() -> float:
    """A clock that stands still, for runs that nobody times."""
    return 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """What a run tells: `clock` is what it times its pages by, in whatever process they are made."""

    watchers: tuple[Watcher, ...] = ()
    clock: Clock = stopped

    @contextmanager
    def phase(self, name: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        """The time of a `with` block as a phase; gives what is called with how many more items are done."""
        for watcher in self.watchers:
            watcher.begin(name, total)
        try:
            yield self._advance
        finally:
            for watcher in self.watchers:
                watcher.end()

    def over(self, name: str, items: Iterable[Item], total: int | None = None) -> Iterator[Item]:
        """`items`, the taking of which is a phase; `total` is how many there are, where that is known.

        What is done with an item before the next is taken belongs to the phase, unless it is a phase of its own.
        """
        with self.phase(name, total) as advance:
            for item in items:
                yield item
                advance(1)

    def page(self, cost: PageCost) -> None:
        for watcher in self.watchers:
            watcher.page(cost)

    def _advance(self, count: int) -> None:
        for watcher in self.watchers:
            watcher.advance(count)


SILENT = Progress()
"""Nobody watches."""
