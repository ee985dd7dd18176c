"""The command of the user's by which a CDN forgets what has changed."""

import shlex
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from brief.validation.deploying import PATHS

# So many fit into a command line anywhere, and are what a CDN takes at once.
_BATCH = 500
_STDERR = 2


class CommandFailed(Exception):
    """The command failed, in words for people."""


def invalidate(command: str, addresses: Sequence[str], folder: Path) -> None:
    """Run the command in a folder, with the addresses as its input and in the place of `{paths}`, so many at a time.

    Raises CommandFailed.
    """
    for start in range(0, len(addresses), _BATCH):
        batch = addresses[start : start + _BATCH]
        words = list(_filled(shlex.split(command), batch))
        try:
            ran = subprocess.run(  # noqa: S603  # of the site's own settings, and without a shell
                words,
                input="".join(f"{it}\n" for it in batch),
                text=True,
                # Our own output is for programs.
                stdout=_STDERR,
                cwd=folder,
                check=False,
            )
        except OSError as reason:
            raise CommandFailed(f"`{words[0]}` could not be started: {reason.strerror}.") from None
        if ran.returncode:
            raise CommandFailed(f"`{words[0]}` ended with {ran.returncode}.")


def _filled(words: Sequence[str], batch: Sequence[str]) -> Iterator[str]:
    for word in words:
        if word == PATHS:
            yield from batch
        else:
            yield word
