"""Where the bytes of a site go: a folder that is about to be published (`commit.py`), memory, nowhere."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site: its path from the output folder, and its SHA-256 (hexadecimal)."""

    path: str
    digest: str


class Sink(Protocol):
    """Takes files. Several processes may write to one at a time, each file once."""

    def put(self, path: str, content: bytes, /) -> str:
        """Write a file; gives its digest (SHA-256, hexadecimal)."""

    def has(self, path: str, digest: str, /) -> bool:
        """Whether an earlier run wrote the file, and it is as it was then."""


class Nowhere:
    """A sink for those who want to know what is wrong, and no file."""

    def put(self, _: str, content: bytes, /) -> str:
        return hashlib.sha256(content).hexdigest()

    def has(self, _: str, __: str, /) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Held:
    """The bytes of a file in memory, and their SHA-256 (hexadecimal)."""

    content: bytes
    digest: str


class Memory:
    """A sink that keeps files in memory, after a run that left `before` there."""

    def __init__(self, before: Mapping[str, Held]) -> None:
        self._files = dict(before)

    def __getitem__(self, path: str) -> Held:
        return self._files[path]

    def put(self, path: str, content: bytes, /) -> str:
        held = self._files[path] = Held(content, hashlib.sha256(content).hexdigest())
        return held.digest

    def has(self, path: str, digest: str, /) -> bool:
        return path in self._files and self._files[path].digest == digest


class Withheld:
    """A sink before another, for a site that is not going to be published: nothing more is written."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def put(self, _: str, content: bytes, /) -> str:
        return hashlib.sha256(content).hexdigest()

    def has(self, path: str, digest: str, /) -> bool:
        return self._sink.has(path, digest)
