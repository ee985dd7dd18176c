"""Whose a manifest is: its signature, held to a list of those who may sign (OpenSSH's PROTOCOL.sshsig)."""

import tempfile
from pathlib import Path

from brief.building.signing import NAMESPACE, NoKeygen, keygen


class NotTheirs(Exception):
    """Why a manifest is not known to be from one who may sign, in words."""


def signer(content: bytes, signature: bytes, signers: Path) -> str:
    """Who of `signers` signed `content`, as the list has it (ssh-keygen(1), "ALLOWED SIGNERS"). Raises NotTheirs."""
    with tempfile.TemporaryDirectory(prefix="brief-") as folder:
        file = Path(folder) / "signature"
        file.write_bytes(signature)
        who = _asked("find-principals", file, signers, content).split("\n")[0]
        _asked("verify", file, signers, content, "-I", who, "-n", NAMESPACE)
    return who


def _asked(question: str, signature: Path, signers: Path, content: bytes, *more: str) -> str:
    try:
        done = keygen(question, "-f", str(signers), "-s", str(signature), *more, content=content)
    except NoKeygen as reason:
        raise NotTheirs(str(reason)) from None
    if done.returncode != 0:
        said = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
        raise NotTheirs(f"The signature is not of anybody in {signers}: {said[-1] if said else 'it is refused'}")
    return done.stdout.decode(errors="replace").strip()
