"""git, asked without a shell and without any setting of the checkout that could run a program."""

import os
import subprocess
from pathlib import Path

_SECONDS = 300
# A checkout may be somebody else's: none of its settings may run a program.
_QUIET = ("-c", "core.fsmonitor=", "-c", "core.hooksPath=/dev/null", "-c", "log.showSignature=false", "--no-pager")


class NoGit(Exception):
    """git would not answer; the text says why, without a full stop."""


def git(root: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """What git prints, in the folder `root`. Raises FileNotFoundError where there is no git, NoGit where it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603  # a list of our own words, and no shell
            ["git", *_QUIET, *arguments],  # noqa: S607  # the one on the path is the user's
            cwd=root, input=stdin, capture_output=True, env=environment, timeout=_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as reason:
        raise NoGit(str(reason)) from None
    if done.returncode and b"does not have any commits" not in done.stderr:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise NoGit(said[0].removeprefix("fatal: ").rstrip(".") if said else f"git ended with {done.returncode}")
    return done.stdout


def is_in_checkout(folder: Path) -> bool:
    """Whether `folder`, which is absolute, lies in a checkout of git."""
    return any((above / ".git").exists() for above in (folder, *folder.parents))
