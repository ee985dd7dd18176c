"""`brief` as a program that may take only so much of the machine, as CI gives it to a stranger's pull request."""

import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MEMORY = 3 << 30
_SECONDS = 240


@dataclass(frozen=True)
class Ended:
    """What a run left: its exit code, negative where a signal ended it, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def diagnostics(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    def codes(self, path: str) -> set[str]:
        """The codes of the findings about one file."""
        return {found["code"] for found in self.diagnostics if found["path"] == path}


def bounded(root: Path, command: str, *options: str) -> Ended:
    """Run `brief COMMAND --format json` on the site at `root` within limits of memory and of the processor's time."""
    done = subprocess.run(
        [sys.executable, "-m", "brief", command, "--format", "json", "--jobs", "1", *options, "--site", str(root)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_limit,  # nothing else runs in this process
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
