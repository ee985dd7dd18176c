"""A host behind ssh on this machine: a real sshd with keys of its own, for whoever runs the tests."""

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import quote

_PROGRAMS = ("ssh", "ssh-keygen", "rsync")
_SECONDS = 20.0


class NoSsh(Exception):
    """sshd, ssh or rsync is missing."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is missing. On Debian: apt install openssh-server rsync")


@dataclass(frozen=True)
class Host:
    """What ssh is told to reach it: `config` is a file for `ssh -F`, `folder` one for what is published."""

    port: int
    config: Path
    folder: Path

    @classmethod
    @contextmanager
    def started(cls, folder: Path) -> Iterator[Self]:
        """A host for as long as it is needed. Raises NoSsh."""
        sshd = shutil.which("sshd") or shutil.which("/usr/sbin/sshd")
        if sshd is None:
            raise NoSsh("sshd")
        for name in _PROGRAMS:
            if shutil.which(name) is None:
                raise NoSsh(name)
        for name in ("host_key", "user_key"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
        (folder / "authorized_keys").write_bytes((folder / "user_key.pub").read_bytes())
        port = _free_port()
        (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {(folder / 'host_key.pub').read_text()}")
        (folder / "config").write_text(
            f"IdentityFile {folder}/user_key\nIdentitiesOnly yes\nUserKnownHostsFile {folder}/known_hosts\n"
            "GlobalKnownHostsFile /dev/null\nStrictHostKeyChecking yes\n"
        )
        (folder / "sshd_config").write_text(
            f"ListenAddress 127.0.0.1\nPort {port}\nHostKey {folder}/host_key\nPidFile none\nStrictModes no\n"
            f"AuthorizedKeysFile {folder}/authorized_keys\nPasswordAuthentication no\nUsePAM no\n"
        )
        if os.getuid() == 0:
            # Where Debian's sshd, as root, puts processes that are not let in yet.
            Path("/run/sshd").mkdir(exist_ok=True)
        command = [sshd, "-D", "-E", str(folder / "log"), "-f", str(folder / "sshd_config")]
        server = subprocess.Popen(command)
        try:
            _wait_for(port, server)
            yield cls(port, folder / "config", folder)
        finally:
            server.terminate()
            server.wait()

    def settings(self, path: Path, more: str = "") -> str:
        """What site.toml says of a folder of the host."""
        target = f"ssh://{getpass.getuser()}@127.0.0.1:{self.port}{quote(str(path))}"
        return (
            f'[deploy.production]\ntarget = "{target}"\n{more}\n[deploy.production.options]\nconfig = "{self.config}"\n'
        )


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise NoSsh("An sshd that starts here")
        with socket.socket() as asked:
            asked.settimeout(_SECONDS)
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise NoSsh("An sshd that answers")
