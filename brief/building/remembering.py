"""Where a site's state is, whose it is, and what is done when it can't be believed."""

import platform
import re
from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TypeVar

import msgspec
from PIL import features

from brief import __version__
from brief.diagnostics import Code, Diagnostic, Location, note
from brief.digests import code_of, digest
from brief.reading.loading import ChangedMeanwhile
from brief.reading.stamps import Stamp
from brief.state import Damaged, State, discard

Result = TypeVar("Result")

PATH = ".brief/state.sqlite"
SPARE = ".brief/spare"
_SCHEMA = "1"
_ATTEMPTS = 3
_PAINTERS = ("freetype2", "raqm", "fribidi", "harfbuzz", "avif", "webp")


def with_state(root: Path, do: Callable[[State], Result], *, remember: bool = True) -> tuple[Result, list[Diagnostic]]:
    """What `do` makes with the state of the site in `root`, and a note where that had to be thrown away.

    Where the state turns out to be damaged, and where a file changes while it is read, all is done again. Without
    `remember` it is done with nothing known, and nothing is kept. Raises ChangedMeanwhile where files don't rest.
    """
    path = root / PATH if remember else None
    told: list[Diagnostic] = []
    for attempt in range(_ATTEMPTS):
        try:
            with State(path, whose()) as state:
                if state.discarded:
                    told = [_discarded(state.discarded)]
                return do(state), told
        except (Damaged, msgspec.MsgspecError):
            told = [_discarded("it is damaged")]
            if path:
                discard(path)
        except ChangedMeanwhile:
            if attempt == _ATTEMPTS - 1:
                raise
    # It is damaged as soon as it is written: the disk is to blame, and the run can do without.
    with State(None, whose()) as state:
        return do(state), told


def _discarded(reason: str) -> Diagnostic:
    message = f"What was kept of earlier runs is thrown away: {reason}."
    return note(Code.CACHE_DISCARDED, Location(PATH), message)


@cache
def whose() -> str:
    """What results depend on beside their inputs: brief's own code, the libraries, Python."""
    libraries = sorted(f"{name} {number}" for name, number in _libraries("brief", {}).items())
    # Pages name pictures by what makes them, which the machine may have under the same Pillow.
    libraries += [f"{name} {features.version(name)}" for name in _PAINTERS]
    return digest(_SCHEMA, __version__, code_of("brief"), platform.python_version(), *libraries)


_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def _libraries(name: str, found: dict[str, str]) -> dict[str, str]:
    """The versions of a package and of all that it needs and is there."""
    if name not in found:
        try:
            found[name] = version(name)
            needed = requires(name) or []
        except PackageNotFoundError:
            needed = []
        for line in needed:
            # Of the extras, brief's own may be there; those of libraries are for others.
            is_asked = name == "brief" or " extra ==" not in line
            if is_asked and (matched := _NAME.match(line)):
                _libraries(matched[0], found)
    return found


_STAMPS = msgspec.msgpack.Decoder(dict[str, Stamp])


def trusted_files(state: State, output: Path) -> dict[str, Stamp]:
    """The stamps of the files that the last run published into `output`, while they were as they were published."""
    kept = state.last("runs", f"published {output}")
    return _STAMPS.decode(kept.value) if kept else {}


def trust_files(state: State, output: Path, stamps: dict[str, Stamp]) -> None:
    """Remember the stamps of published files."""
    state.keep("runs", [(f"published {output}", b"", msgspec.msgpack.encode(stamps))])
