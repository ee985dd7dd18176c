"""Work that is killed at a given moment, the same on every run."""

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

_EVENTS = {
    "write": {"open", "os.mkdir", "os.link"},
    "replace": {"os.rename", "os.remove", "os.rmdir", "ctypes.dlsym", "shutil.rmtree"},
    "state": {"sqlite3.connect"},
}
EVENTS = tuple(_EVENTS)
"""When a build can be killed: before it writes a file, before it moves or removes one, before it asks its state."""


def killed(event: str, count: int, root: Path, do: Callable[[], object]) -> None:
    """Do it in a fork, which is killed at the event of a kind below `root`, after `count` of them."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    try:
        _arm(root, event, count)
        do()
    finally:
        os._exit(0)


def _arm(root: Path, event: str, count: int) -> None:
    """Kill this process at an event below `root`."""
    left = count

    def note() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(name: str, values: tuple[object, ...]) -> None:
        if name not in _EVENTS[event]:
            return
        is_here = str(values[0]).startswith(str(root)) or name in {"ctypes.dlsym", "sqlite3.connect"}
        if is_here and not (name == "open" and values[1] in {"r", "rb", None}):
            note()

    class Noted(sqlite3.Connection):
        def execute(self, *given: Any) -> sqlite3.Cursor:
            note()
            return super().execute(*given)

        def executemany(self, *given: Any) -> sqlite3.Cursor:
            note()
            return super().executemany(*given)

        def commit(self) -> None:
            note()
            super().commit()

        def __exit__(
            self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
        ) -> Literal[False]:
            note()
            return super().__exit__(kind, value, trace)

    sys.addaudithook(hook)
    if event == "state":
        sqlite3.connect = partial(sqlite3.connect, factory=Noted)  # type: ignore[assignment]  # its overloads
