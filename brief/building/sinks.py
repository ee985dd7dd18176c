"""Where the bytes of a site go: a folder that is about to be published (`commit.py`), memory, nowhere."""

import hashlib
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


class Memory:
    """A sink that keeps the files of this process."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def put(self, path: str, content: bytes, /) -> str:
        self.files[path] = content
        return hashlib.sha256(content).hexdigest()

    def has(self, _: str, __: str, /) -> bool:
        return False
