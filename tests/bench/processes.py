"""A command's time and memory, with all the processes that it starts."""

import os
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

METHOD = "sum of PSS over the process tree, sampled from /proc/*/smaps_rollup every 50 ms, or for 5 % of the time"
_PAUSE = 0.05
# The kernel walks all of a process's pages for one look, and stops it meanwhile: at 1 GB that is tens of milliseconds,
# and a look every 50 ms slowed the very builds that it measured.
_SHARE = 0.05


class CommandFailed(Exception):
    """The command ended with a fault, or took too long; the words are for people."""


@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float
    peak: int
    """Bytes."""


def measure(command: Sequence[str], folder: Path, limit: float, environment: Mapping[str, str] | None = None) -> Cost:
    """What `command` costs in `folder`; raises CommandFailed after `limit` seconds or on a fault."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        # A session of its own, so that its workers can be ended with it.
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said, env={**os.environ, **(environment or {})}, start_new_session=True)  # fmt: skip
        peak, pause = 0, _PAUSE
        ended = os.pidfd_open(process.pid)
        try:
            # A process's end is seen at once, whatever the pause between two looks at its memory.
            while not select.select([ended], [], [], pause)[0]:
                looked = time.perf_counter()
                peak = max(peak, memory(process.pid))
                pause = max(_PAUSE, (time.perf_counter() - looked) * (1 / _SHARE - 1))
                if time.perf_counter() - start > limit:
                    raise CommandFailed(f"It took more than {limit:g} s.")
            seconds = time.perf_counter() - start
            process.wait()
        finally:
            os.close(ended)
            end(process)
        if process.returncode:
            said.seek(0)
            raise CommandFailed(f"It ended with {process.returncode}: {said.read().decode(errors='replace')[-400:]}")
    return Cost(seconds, peak)


def end(process: subprocess.Popen[bytes]) -> None:
    """End `process`, which leads a session of its own, if it still runs, with those it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def memory(root: int) -> int:
    """Bytes that `root` and all below it hold now: memory that several share is counted once (PSS)."""
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        try:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
            for task in Path(f"/proc/{pid}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except OSError:  # it has ended meanwhile
            continue
    return total
