"""Signing what is published, with the keys that people have: those of OpenSSH.

The form is that of OpenSSH's PROTOCOL.sshsig, so that readers check it without brief:
`ssh-keygen -Y verify -f SIGNERS -I WHO -n brief -s manifest.sha256.sig < manifest.sha256`.
"""

import subprocess
from pathlib import Path

# A signature for one purpose is none for another (PROTOCOL.sshsig, "namespace").
NAMESPACE = "brief"


class NoKeygen(Exception):
    """OpenSSH is not on this machine, in words."""


class NotSigned(Exception):
    """Why there is no signature, in words."""


def sign(key: Path, file: Path) -> None:
    """Write a signature of `file` beside it, as `<file>.sig`, by a private key, or a public one that an agent holds."""
    try:
        done = keygen("sign", "-f", str(key), "-n", NAMESPACE, str(file))
    except NoKeygen as reason:
        raise NotSigned(str(reason)) from None
    if done.returncode != 0:
        raise NotSigned(f"{key} can't sign: {done.stderr.decode(errors='replace').strip()}")


def keygen(action: str, *options: str, content: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """What `ssh-keygen -Y` answers that is given `content` (ssh-keygen(1)). Raises NoKeygen."""
    command = ["ssh-keygen", "-Y", action, *options]
    try:
        return subprocess.run(command, input=content, capture_output=True, check=False)  # noqa: S603  # a list, no shell
    except FileNotFoundError:
        raise NoKeygen("Signatures need ssh-keygen, of OpenSSH 8.1 or later, which is not on this machine.") from None
