"""A host behind ssh on this machine: a real sshd with keys of its own, for whoever runs the tests."""

import getpass
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import quote

from tests.programs import comes_to_listen, free_port

_PROGRAMS = ("ssh", "ssh-keygen", "rsync")


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
        port = free_port()
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
            if not comes_to_listen(server, port):
                raise NoSsh("An sshd that starts here and answers")
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
