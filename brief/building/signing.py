"""Signing what is published, with the keys that people have: those of OpenSSH.

The form is that of OpenSSH's PROTOCOL.sshsig, so that readers check it without brief:
`ssh-keygen -Y verify -f SIGNERS -I WHO -n brief -s manifest.sha256.sig < manifest.sha256`.
"""

import subprocess
from pathlib import Path

# A signature for one purpose is none for another (PROTOCOL.sshsig, "namespace").
NAMESPACE = "brief"


class NotSigned(Exception):
    """Why there is no signature, in words."""


def sign(key: Path, file: Path) -> None:
    """Write a signature of `file` beside it, as `<file>.sig`, by a private key, or a public one that an agent holds."""
    command = ["ssh-keygen", "-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(file)]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603  # a list, and no shell
    except FileNotFoundError:
        raise NotSigned("Signatures need ssh-keygen, of OpenSSH 8.1 or later, which is not on this machine.") from None
    if done.returncode != 0:
        raise NotSigned(f"{key} can't sign: {done.stderr.decode(errors='replace').strip()}")
