"""What a deploy needs of the place that it publishes to, and how such a place fails."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from brief.publishing.planning import Upload

Done = Callable[[str], None]
"""Told of each path once it is as it should be."""


class TargetFault(Exception):
    """A target fails or refuses, in words for people."""


class AnotherDeploy(Exception):
    """Another deploy to the same target is under way, or was in the meantime."""


@dataclass(frozen=True, slots=True)
class Held:
    """The inventory as it lies at a target: its bytes, and what the target tells its versions apart by."""

    content: bytes
    etag: str | None = None
    version: str | None = None


class Target(Protocol):
    """A place that files are put at, by paths from its root. Whatever fails raises TargetFault."""

    def held(self) -> Held | None:
        """The inventory that lies there."""

    def keep(self, content: bytes, after: Held | None) -> Held:
        """Put an inventory in the place of `after`. Raises AnotherDeploy where that is not there any more."""

    def taken(self, paths: Collection[str]) -> set[str]:
        """At which of `paths` something lies."""

    def put(self, uploads: Sequence[Upload], output: Path, done: Done) -> None:
        """Put files of the output folder there, each whole or not at all. Raises Changed."""

    def delete(self, paths: Sequence[str], done: Done) -> None:
        """Remove files, of which some may be gone already."""
