"""Many requests at once, which end at once where one fails or somebody presses Ctrl+C."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def each(work: Callable[[Item], Awaitable[None]], items: Sequence[Item], workers: int) -> None:
    """Do the work for each item, so many at once. The first failure ends all that is under way, and is raised."""
    try:
        asyncio.run(_shared(work, items, workers))
    except BaseExceptionGroup as failures:
        raise _first(failures) from None


async def _shared(work: Callable[[Item], Awaitable[None]], items: Sequence[Item], workers: int) -> None:
    left = iter(items)

    async def take() -> None:
        for item in left:
            await work(item)

    async with asyncio.TaskGroup() as group:
        for _ in range(min(workers, len(items))):
            group.create_task(take())


def _first(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    first = failures.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
