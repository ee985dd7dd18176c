"""Files that are dear to make: search indexes, pictures. They are kept between runs, so what they are made of is named.

Nothing that a page shows may depend on their bytes, only on their addresses: `brief serve` shows pages first and
makes these afterwards.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from brief.diagnostics import Diagnostic
from brief.rendering.scene import Scene


class CannotMake(Exception):
    """The files can't be made; `diagnostic` says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@dataclass(frozen=True, slots=True)
class Derived:
    """Files made together. `key` is a digest of all that they are made of, the versions of libraries included.

    `make` gives their bytes by path from the output folder, the same for the same key, and raises CannotMake. It is
    called in a thread of its own.
    """

    key: str
    make: Callable[[], Mapping[str, bytes]] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class DearPart:
    """A part of the site that is dear to make, beside `Part`: it is left out where nobody waits for its files.

    `gather` takes from the edition in `lang` what they are made of, and gives None where there are none; it fills no
    template, which one thread can do at a time. `name` tells
    the part from the others; what its files are called is known once they are made. `key` is a digest of all that
    decides what is gathered, but for what is read of the archive, for the theme and for the configuration. `phase` is
    what people are told is being made.
    """

    name: str
    lang: str
    phase: str
    gather: Callable[[Scene], Derived | None]
    key: bytes = b""


def packed(contents: Mapping[str, bytes]) -> bytes:
    """Files as one run of bytes, with a digest before them by which damage is seen."""
    head = json.dumps({path: len(content) for path, content in contents.items()}).encode()
    body = head + b"\n" + b"".join(contents.values())
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def unpacked(raw: bytes) -> dict[str, bytes] | None:
    """What `packed` was given; None where a byte is not as it was written."""
    checksum, _, body = raw.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != checksum:
        return None
    head, _, content = body.partition(b"\n")
    found, start = {}, 0
    for path, length in json.loads(head).items():
        found[path] = content[start : start + length]
        start += length
    return found
