"""The inventory: what brief has put at a target, kept there beside it.

So a deploy knows what is there without asking for it, and removes nothing but what it put there itself.
"""

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from brief.manifest import INVENTORY, is_inner
from brief.publishing.headers import Headers

NAME = INVENTORY
"""The inventory's own place. It holds nothing that the site's manifest does not tell everybody."""

_VERSION = 1


class Damaged(Exception):
    """The inventory at a target can't be read, or is of a later brief."""


@dataclass(frozen=True, slots=True)
class Put:
    """A file as it was put there: the digest of the bytes that were built, and the headers that go with it."""

    digest: str
    headers: Headers


@dataclass(frozen=True, slots=True)
class Inventory:
    """What is at a target of ours.

    `files` are there just so. `retired` are still there and no longer of the site: a page that a reader has open may
    ask for them. Of those in `begun` a deploy that has not ended may have changed or removed any. Those that are
    `untold` have changed, and a CDN has not been made to forget them yet. `deploy` names the deploy that wrote this.
    """

    files: Mapping[str, Put] = field(default_factory=dict)
    retired: frozenset[str] = frozenset()
    begun: frozenset[str] = frozenset()
    untold: frozenset[str] = frozenset()
    deploy: str = ""

    @property
    def ours(self) -> frozenset[str]:
        """All paths that brief has put there or may have."""
        return frozenset(self.files) | self.retired | self.begun

    def doubting(self, paths: Iterable[str]) -> "Inventory":
        """The same, with it being unknown what is at `paths`."""
        begun = self.begun | frozenset(paths)
        files = {path: put for path, put in self.files.items() if path not in begun}
        return replace(self, files=files, begun=begun, retired=self.retired - begun)

    def having(self, done: Mapping[str, Put], gone: Iterable[str]) -> "Inventory":
        """The same, with what is known again: files that were put there, and such as were removed."""
        gone = frozenset(gone)
        files = {path: put for path, put in (*self.files.items(), *done.items()) if path not in gone}
        return replace(
            self, files=files, begun=self.begun - done.keys() - gone, retired=self.retired - done.keys() - gone
        )

    def retiring(self, paths: Iterable[str]) -> "Inventory":
        """The same, with files that are no more of the site."""
        retired = self.retired | frozenset(paths)
        files = {path: put for path, put in self.files.items() if path not in retired}
        return replace(self, files=files, retired=retired)


class _Written(msgspec.Struct):
    version: int
    deploy: str
    headers: list[Headers]
    files: dict[str, tuple[str, int]]
    retired: list[str]
    begun: list[str]
    untold: list[str]


def encode(inventory: Inventory) -> bytes:
    headers = sorted({put.headers for put in inventory.files.values()}, key=repr)
    number = {it: index for index, it in enumerate(headers)}
    files = {path: (put.digest, number[put.headers]) for path, put in sorted(inventory.files.items())}
    paths = (sorted(inventory.retired), sorted(inventory.begun), sorted(inventory.untold))
    written = _Written(_VERSION, inventory.deploy, headers, files, *paths)
    return gzip.compress(msgspec.json.encode(written), mtime=0)


def decode(raw: bytes) -> Inventory:
    """Raises Damaged, also where a path leads elsewhere: whoever can write there must not have us remove files."""
    try:
        written = msgspec.json.decode(gzip.decompress(raw), type=_Written)
        if written.version != _VERSION:
            raise Damaged
        files = {path: Put(digest, written.headers[index]) for path, (digest, index) in written.files.items()}
    except (OSError, EOFError, msgspec.MsgspecError, IndexError) as reason:
        raise Damaged from reason
    retired, begun, untold = (frozenset(it) for it in (written.retired, written.begun, written.untold))
    inventory = Inventory(files, retired, begun, untold, written.deploy)
    if not all(path and path != NAME and is_inner(path) for path in inventory.ours):
        raise Damaged
    return inventory
