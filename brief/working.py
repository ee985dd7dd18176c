"""Work on many items, a batch at a time: in this process, or by whoever an executor gives the batches to.

The results come in the order of the items, whoever does the work, so that no output depends on how many do.
"""

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_BATCH = 32
# So many items have to wait for it to be worth starting processes and passing things to them.
_WORTH_IT = 200
# Of an executor that does not say how much it can do: so many batches are given to it before a result is waited for.
_AHEAD = 8
# Of one that does, for each of its workers: enough for none to wait, and few enough to keep the memory bounded.
_FOR_EACH = 2

_inherited: list[Callable[[Sequence[Any]], list[Any]]] = []
# Of worker processes alone: what they do. A process that is forked has it already, so that an archive, which takes
# longer to pass than to show, is not passed.


class Crew(Executor):
    """An executor that says how many batches are in memory for it, so that none of its workers has to wait.

    `at_once` is how many of them it gets before a result is there, all where that is 0; this process works on the
    others meanwhile.
    """

    def __init__(self, executor: Executor, ahead: int, at_once: int = 0) -> None:
        self._executor = executor
        self.ahead = ahead
        self.at_once = at_once

    def submit(self, do: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        return self._executor.submit(do, *given, **named)


def in_batches(
    executor: Executor | None,
    do: Callable[[Sequence[Item]], list[Result]],
    items: Iterable[Item],
    here: Callable[[Sequence[Item]], list[Result]] | None = None,
) -> Iterator[Result]:
    """What `do` makes of `items`, in their order. Any `concurrent.futures.Executor` can be given the batches.

    For one with processes of its own, `do`, the items and the results have to be picklable. Few batches are in
    memory at any time; a Crew says how many. `here` is what this process calls where it works too, else `do` itself.
    """
    waiting = iter(items)
    first = list(islice(waiting, _WORTH_IT))
    given = batches(chain(first, waiting))
    here = here or do
    if executor is None or len(first) < _WORTH_IT:
        for batch in given:
            yield from here(batch)
        return
    crew = executor if isinstance(executor, Crew) else Crew(executor, _AHEAD)
    ahead: deque[_Batch[Item, Result]] = deque()
    for batch in given:
        ahead.append(_Batch(batch))
        _give(ahead, crew, do)
        if len(ahead) > crew.ahead:
            yield from _next(ahead, crew, do, here)
    while ahead:
        yield from _next(ahead, crew, do, here)


@dataclass(slots=True)
class _Batch(Generic[Item, Result]):
    """Items, and where their results are going to be; None as long as nobody works on them."""

    items: list[Item]
    results: Future[list[Result]] | None = None


def _give(ahead: deque[_Batch[Item, Result]], crew: Crew, do: Callable[[Sequence[Item]], list[Result]]) -> None:
    """Give the crew the first batches that nobody works on, as many as it can do with."""
    free = (crew.at_once or len(ahead)) - sum(1 for it in ahead if it.results and not it.results.done())
    for batch in islice((it for it in ahead if it.results is None), max(0, free)):
        batch.results = crew.submit(do, batch.items)


def _next(
    ahead: deque[_Batch[Item, Result]],
    crew: Crew,
    do: Callable[[Sequence[Item]], list[Result]],
    here: Callable[[Sequence[Item]], list[Result]],
) -> list[Result]:
    """The results of the first batch; until they are there, this process does what nobody works on, the last first."""
    first = ahead[0]
    while first.results is None or not first.results.done():
        _give(ahead, crew, do)
        own = next((batch for batch in reversed(ahead) if batch.results is None), None)
        if own is None:
            break
        own.results = Future()
        own.results.set_result(here(own.items))
    ahead.popleft()
    assert first.results
    return first.results.result()


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """`items` in lists, for what is cheaper to do for many at once."""
    items = iter(items)
    while batch := list(islice(items, _BATCH)):
        yield batch


@contextmanager
def workers(jobs: int) -> Iterator[Executor | None]:
    """An executor of `jobs` processes, this one included; the others start when they are needed first.

    None where one is enough.
    A worker that dies (out of memory, killed) raises BrokenExecutor where its result is waited for.
    """
    if jobs < 2:
        yield None
        return
    with _ending(ProcessPoolExecutor(jobs - 1, initializer=_start)) as pool:
        yield _joined(pool, jobs)


@contextmanager
def inheriting(
    jobs: int, do: Callable[[Sequence[Item]], list[Result]], expected: int
) -> Iterator[Callable[[Iterable[Item]], Iterator[Result]]]:
    """`in_batches` for a `do` that can't be passed to another process: workers are forked with it in their memory.

    `expected` is how many items are to come. Where these are few, and where processes can't be forked, this process
    does the work.
    """
    if jobs < 2 or expected < _WORTH_IT or "fork" not in multiprocessing.get_all_start_methods():
        yield lambda items: in_batches(None, do, items)
        return
    fork = multiprocessing.get_context("fork")
    with _frozen(), _ending(ProcessPoolExecutor(jobs - 1, mp_context=fork, initializer=_start, initargs=(do,))) as pool:
        yield lambda items: in_batches(_joined(pool, jobs), _do_inherited, items, do)


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage is looked for while things are made that stay, nor among them afterwards (gc.disable, gc.freeze).

    Looking through all that there is again and again, as there is more and more, finds next to nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.enable()


@contextmanager
def _frozen() -> Iterator[None]:
    """Memory that forked processes share stays shared: collecting garbage would write to all of it (gc.freeze)."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _joined(pool: ProcessPoolExecutor, jobs: int) -> Crew:
    # One process more would take as much memory as the others, and this one has time while they work.
    return Crew(pool, max(_AHEAD, jobs * _FOR_EACH), at_once=(jobs - 1) * _FOR_EACH)


@contextmanager
def _ending(pool: ProcessPoolExecutor) -> Iterator[ProcessPoolExecutor]:
    """The pool, whose workers end with the block; what nobody waits for any more is not finished."""
    others = set(multiprocessing.active_children())
    try:
        yield pool
    except BaseException:
        for worker in set(multiprocessing.active_children()) - others:
            worker.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _start(*inherited: Callable[[Sequence[Any]], list[Any]]) -> None:
    # Ctrl+C reaches every process of a terminal; the one that was started by hand tells of it and ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The process that it was forked from may have been making what stays.
    gc.enable()
    _inherited.extend(inherited)


def _do_inherited(batch: Sequence[Any]) -> list[Any]:
    return _inherited[0](batch)
