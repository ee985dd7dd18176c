"""Programs of the machine that tests run, and the ports that these listen on."""

import os
import shutil
import socket
import subprocess
import time

import pytest

_SECONDS = 30


def program(name: str, package: str = "") -> str:
    """The path of a program. Without it the test is left out, but not in CI, where it goes on and fails."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None and os.environ.get("CI") != "true":
        pytest.skip(f"{name} is missing. On Debian: apt install {package or name}")
    return found or name


def free_port() -> int:
    """A port of this machine on which nothing listens yet."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def comes_to_listen(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until a server listens; False where it has ended, or takes too long."""
    until = time.monotonic() + _SECONDS
    while server.poll() is None and time.monotonic() < until:
        with socket.socket() as asked:
            asked.settimeout(_SECONDS)
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return True
    return False
