"""A running `brief serve`, and what a browser would hear from it."""

import json
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any, Self

import httpx

# Seconds; far more than anything here takes, so that only a server that hangs fails.
DEADLINE = 60


class Server:
    """`python -m brief serve` on a free port, in a process of its own."""

    def __init__(self, root: Path, *options: str) -> None:
        command = [sys.executable, "-m", "brief", "serve", "--site", str(root), "--port", "0", *options]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._lines: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.address = ""
        while not self.address:
            line = self.line()
            if found := re.match(r"Serving (http://\S+)/ ", line):
                self.address = found[1]

    def line(self) -> str:
        """The next line that it prints for people."""
        return self._lines.get(timeout=DEADLINE)

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.put(line)

    @property
    def origin(self) -> str:
        """The address without the path of the site."""
        return re.sub(r"(//[^/]+).*", r"\1", self.address)

    def get(self, path: str, **headers: str) -> httpx.Response:
        return httpx.get(f"{self.origin}{path}", headers=headers, timeout=DEADLINE)

    def stop(self, number: int = signal.SIGINT) -> int:
        """Ask it to end; gives its exit code."""
        self.process.send_signal(number)
        code = self.process.wait(timeout=DEADLINE)
        self._reader.join(timeout=DEADLINE)
        for pipe in (self.process.stderr, self.process.stdout):
            assert pipe is not None
            pipe.close()
        return code

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop(signal.SIGKILL)


class Events:
    """The event stream, heard as a browser hears it."""

    def __init__(self, server: Server) -> None:
        self._client = httpx.Client(timeout=DEADLINE)
        self._stream = self._client.stream("GET", f"{server.origin}/_brief/events")
        self._states: Iterator[dict[str, Any]] = iter(())

    def __enter__(self) -> Self:
        self._states = self._parsed(self._stream.__enter__())
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.__exit__(None, None, None)
        self._client.close()

    @staticmethod
    def _parsed(response: httpx.Response) -> Iterator[dict[str, Any]]:
        latest = time.monotonic() + DEADLINE
        for line in response.iter_lines():
            # A stream where nothing happens is still pinged, so that no time-out of the client's ends the wait.
            assert time.monotonic() < latest, "the server told of no new state"
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))
                latest = time.monotonic() + DEADLINE

    def next(self) -> dict[str, Any]:
        """The next state that the server tells."""
        return next(self._states)

    def until(self, *, ok: bool, after: int = 0) -> dict[str, Any]:
        """The next state that is good, or is not, of a version later than `after`."""
        while True:
            state = self.next()
            if state["ok"] is ok and state["version"] > after:
                return state
