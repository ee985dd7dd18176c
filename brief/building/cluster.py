"""Workers of other machines: a Dask cluster as the executor of a build, by the optional extra `brief[dask]`.

It is given the batches of `in_batches`: files to read, texts to render. What comes back is remembered as if it had
been made here, so no worker may be of other code; each batch makes sure of that where it is worked on.
"""

import logging
import traceback
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any, TypeVar

from brief.building.remembering import whose
from brief.working import Crew

Result = TypeVar("Result")

# Seconds for a scheduler to answer, and to be told that we leave.
_TO_ANSWER = 10
_TO_LEAVE = 2
# Seconds that a cluster may be without workers: enough for one that died to be started again.
_ALONE = 30
# Batches for each thread of the cluster: one under way to it, one in work, one under way back.
_FOR_EACH = 3


class ClusterFault(Exception):
    """The cluster can't do the work. The words, for people, say why, and what helps."""


class OtherCode(Exception):
    """A worker's brief, its libraries or its Python are not ours; neither would its results be."""


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """An executor that is the workers of the Dask scheduler at `address`; nothing stays there when the block ends.

    Raises ClusterFault, at once or where a result is waited for.
    """
    try:
        from distributed import Client, KilledWorker  # noqa: PLC0415  # slow to load, and not everybody has it
        from distributed.client import ClosedClientError  # noqa: PLC0415  # the same
    except ImportError:
        raise ClusterFault("A cluster needs Dask, which is not installed here: pip install 'brief[dask]'") from None
    with _quiet():
        try:
            client = Client(address, timeout=_TO_ANSWER, set_as_default=False)
        except (OSError, ValueError):
            raise ClusterFault(f"No Dask scheduler answers at {address}. Start one: dask scheduler") from None
        try:
            threads = _threads(client, address)
            executor = _Same(client.get_executor(), whose())
            with _watched(client, executor), executor.failing():
                yield Crew(executor, ahead=threads * _FOR_EACH)
        except (OtherCode, ModuleNotFoundError) as fault:
            if isinstance(fault, ModuleNotFoundError) and (fault.name or "").partition(".")[0] != "brief":
                raise
            raise _others(address, "one that joined later") from None
        except KilledWorker:
            message = f"Worker after worker of the cluster at {address} died of the same batch: they may lack memory."
            raise ClusterFault(message) from None
        except (CancelledError, ClosedClientError, ValueError) as fault:
            if isinstance(fault, ValueError) and not _is_of_dask(fault):
                raise
            message = f"The cluster at {address} is lost: its scheduler has gone, or its last worker has."
            raise ClusterFault(message) from None
        finally:
            client.close(_TO_LEAVE)


def _is_of_dask(fault: Exception) -> bool:
    """Whether Dask's executor failed of itself: a result that was lost as it came is one that it can't take apart."""
    frames = [frame.f_globals.get("__name__") for frame, _ in traceback.walk_tb(fault.__traceback__)]
    return bool(frames) and frames[-1] == "distributed.cfexecutor"


class _Same(Executor):
    """An executor each of whose workers makes sure before its work that its code is `ours`."""

    def __init__(self, executor: Executor, ours: str) -> None:
        self._executor = executor
        self._ours = ours
        self._pending: set[Future[Any]] = set()
        self._fault: BaseException | None = None

    def submit(self, do: Callable[..., Result], /, *given: Any, **named: Any) -> Future[Result]:
        future = self._executor.submit(_as_ours, self._ours, do, *given, **named)
        self._pending.add(future)
        future.add_done_callback(self._done)
        return future

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Raises the first fault of any batch for who waits for another, whose result may never come after that."""
        try:
            yield
        except CancelledError:
            if self._fault:
                raise self._fault from None
            raise

    def _done(self, future: Future[Any]) -> None:
        self._pending.discard(future)
        if self._fault is None and not future.cancelled() and (fault := future.exception()):
            self._fault = fault
            self.give_up()

    def give_up(self) -> None:
        """Whoever waits for a result, waits no longer."""
        for future in tuple(self._pending):
            future.cancel()


def _as_ours(ours: str, do: Callable[..., Result], /, *given: Any, **named: Any) -> Result:
    if whose() != ours:
        raise OtherCode
    return do(*given, **named)


def _threads(client: Any, address: str) -> int:
    """How many batches the cluster can work on at once. Raises ClusterFault where it can't be used."""
    threads = client.nthreads()
    if not threads:
        raise ClusterFault(f"The cluster at {address} has no workers. Start some: dask worker {address} --nthreads 1")
    # A worker that has no brief at all answers with the fault of looking for it.
    said = client.run(whose, on_error="return")
    if others := sorted(worker for worker, code in said.items() if code != whose()):
        raise _others(address, others[0] if len(others) == 1 else f"{others[0]} and {len(others) - 1} more")
    return sum(threads.values())


def _others(address: str, workers: str) -> ClusterFault:
    return ClusterFault(
        f"Not all workers of the cluster at {address} have the brief, the libraries and the Python that are here: "
        f"{workers}.\nInstall the same of each there, to the last digit, and start the workers again."
    )


@contextmanager
def _watched(client: Any, executor: _Same) -> Iterator[None]:
    """Gives up when there are no workers any more, which Dask bears for ever."""
    over = Event()

    def watch() -> None:
        missing = 0
        while not over.wait(1):
            missing = 0 if _has_workers(client) else missing + 1
            if missing >= _ALONE:
                executor.give_up()

    thread = Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(_TO_ANSWER)


def _has_workers(client: Any) -> bool:
    try:
        return bool(client.nthreads(callback_timeout=_TO_ANSWER))
    except Exception:  # noqa: BLE001  # whatever it is, nobody answers
        return False


@contextmanager
def _quiet() -> Iterator[None]:
    """Dask tells of its own what concerns those who run a cluster; a build tells in a sentence what went wrong."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="distributed")
            yield
    finally:
        logging.disable(before)
