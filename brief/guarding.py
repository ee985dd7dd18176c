"""A call in a process of its own, which is ended where the call takes more time or memory than it may.

Regular expressions of Python hold their whole process until they are done, whatever threads and signals are for; only
another process can be rid of.
"""

import multiprocessing
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Generic, Self, TypeVar

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

Item = TypeVar("Item")
Result = TypeVar("Result")

_MEMORY = 2 << 30
# Seconds of the clock for each of the processor's: a machine under load is no fault of the text.
_PATIENCE = 6


class TooMuch(Exception):
    """A call took more time or memory than it may."""


class Guarded(Generic[Item, Result]):
    """`do`, for one item after another, each of which may take so many `seconds` of a processor.

    The process starts with the first item and ends with the block. `do`, the items and the results have to be
    picklable. A daemonic process, as a Dask worker is, may start none, and does the work itself.
    """

    def __init__(self, do: Callable[[Item], Result], seconds: int) -> None:
        self._do = do
        self._seconds = seconds
        self._process: BaseProcess | None = None
        self._answers: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._end()

    def __call__(self, item: Item) -> Result:
        """What `do` makes of an item. Raises TooMuch, and what `do` raises."""
        if multiprocessing.current_process().daemon:
            return self._do(item)
        result, raised = self._asked(self._answers or self._start(), item)
        if raised is not None:
            raise raised
        return result  # type: ignore[no-any-return]  # it comes out of a pipe

    def _asked(self, answers: Connection, item: Item) -> Any:
        # A process that was ended answers with an end of file.
        with suppress(EOFError, OSError):
            answers.send(item)
            if answers.poll(self._seconds * _PATIENCE):
                return answers.recv()
        self._end()
        raise TooMuch

    def _start(self) -> Connection:
        # One that is forked would begin with all the memory of this one, and with the locks of its threads.
        context = multiprocessing.get_context("spawn")
        ours, theirs = multiprocessing.Pipe()
        self._process = context.Process(target=_serve, args=(self._do, self._seconds, theirs, ours), daemon=True)
        self._process.start()
        theirs.close()
        self._answers = ours
        return ours

    def _end(self) -> None:
        if self._answers is not None:
            self._answers.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._answers = None


def _serve(do: Callable[[Item], Result], seconds: int, questions: Connection, other: Connection) -> None:
    """Answer each item with a result, or with what was raised, until nobody asks any more."""
    # As long as this process holds it too, nobody learns that the other end is closed.
    other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            item = questions.recv()
            with suppress(MemoryError):
                _limit(seconds)
                questions.send(_answer(do, item))
                continue
            return


def _answer(do: Callable[[Item], Result], item: Item) -> tuple[Result | None, Exception | None]:
    try:
        return do(item), None
    except MemoryError:
        raise
    except Exception as raised:  # noqa: BLE001  # whoever asked raises it
        return None, raised


def _limit(seconds: int) -> None:
    """End this process after so many seconds of work, and give it no more memory than it may have."""
    if resource is not None:
        # The default action on SIGPROF is to end the process, in whatever code it is.
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY if hard < 0 else min(_MEMORY, hard), hard))
