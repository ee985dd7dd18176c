"""A terminal that a program writes its errors to, as a person's shell gives it one."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PROGRAM = str(Path(sys.executable).with_name("brief"))
"""The program as a person calls it."""


@dataclass(frozen=True, slots=True)
class Session:
    """How a program ended, and all that it wrote to the terminal, the sequences that move the cursor included."""

    code: int
    written: str


def at_terminal(command: Sequence[str], **environment: str) -> Session:
    """Run `command` with a terminal of 100 columns as its standard error."""
    ours, theirs = os.openpty()
    settings = os.environ | {"TERM": "xterm-256color", "COLUMNS": "100"} | environment
    written = b""
    with subprocess.Popen(command, stderr=theirs, stdout=subprocess.DEVNULL, env=settings) as process:
        os.close(theirs)
        while part := _read(ours):
            written += part
    os.close(ours)
    return Session(process.returncode, written.decode())


def in_conversation(command: Sequence[str], answers: Sequence[tuple[str, str]], **environment: str) -> Session:
    """Run `command` with a terminal for all that it reads and writes, and type each answer once its question is there."""
    ours, theirs = os.openpty()
    settings = os.environ | {"TERM": "xterm-256color", "COLUMNS": "100"} | environment
    written = b""
    waiting = list(answers)
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=settings) as process:
        os.close(theirs)
        seen = 0
        while part := _read(ours):
            written += part
            if waiting and waiting[0][0].encode() in written[seen:]:
                seen = len(written)
                os.write(ours, f"{waiting.pop(0)[1]}\n".encode())
    os.close(ours)
    assert not waiting, f"It never asked for {waiting[0][0]!r}: {written.decode()}"
    return Session(process.returncode, written.decode())


def _read(terminal: int) -> bytes:
    """What the terminal has next; nothing once the program has left it."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""
