"""A published copy beside a manifest: what is as it was built, and what is not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from brief import manifest
from brief.verifying.copies import Copy


class State(StrEnum):
    """How a file of a copy is not as its manifest says. `UNLISTED` is one that the manifest does not know."""

    DIFFERENT = "different"
    MISSING = "missing"
    UNLISTED = "unlisted"


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not as its manifest says."""

    path: str
    state: State


def compare(copy: Copy, listed: Mapping[str, str]) -> tuple[int, tuple[Difference, ...]]:
    """How many files of a copy were looked at, and all that is not as `listed` says, in the order of their paths.

    `listed` are digests (SHA-256, hexadecimal) by path. Raises Unreachable.
    """
    wanted = {path: digest for path, digest in listed.items() if manifest.is_inner(path)}
    found = copy.digests(wanted)
    differences = [*_compared(wanted, found)]
    known = wanted.keys() | manifest.UNLISTED | {manifest.INVENTORY}
    differences += [Difference(path, State.UNLISTED) for path in copy.others(known)]
    # What leads out of the copy can't be in it.
    differences += [Difference(path, State.MISSING) for path in listed.keys() - wanted.keys()]
    return len(found), tuple(sorted(differences, key=lambda it: it.path))


def _compared(wanted: Mapping[str, str], found: Mapping[str, str | None]) -> Iterator[Difference]:
    for path, digest in found.items():
        if digest is None:
            yield Difference(path, State.MISSING)
        elif digest != wanted[path]:
            yield Difference(path, State.DIFFERENT)
