"""The built site as it lies in the output folder: what its manifest lists, and nothing else."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from brief import manifest
from brief.building.commit import read_manifest


class NotBuilt(Exception):
    """The output folder holds no site that brief built."""


class Changed(Exception):
    """A file of the output is not as brief built it; `path` is from the output folder."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the site: its path from the output folder, the digest of its bytes (SHA-256), and how many they are."""

    path: str
    digest: str
    size: int


def items(output: Path) -> Sequence[Item]:
    """Every file of the site, its manifest and the signature of that included. Raises NotBuilt, and Changed where one
    is missing."""
    listed = read_manifest(output)
    if not listed or not all(map(manifest.is_inner, listed)):
        raise NotBuilt
    found = [Item(path, digest, _size(output, path)) for path, digest in listed.items()]
    return [*found, *(_unlisted(output, path) for path in sorted(manifest.UNLISTED) if (output / path).is_file())]


def _unlisted(output: Path, path: str) -> Item:
    raw = (output / path).read_bytes()
    return Item(path, hashlib.sha256(raw).hexdigest(), len(raw))


def content(output: Path, path: str, digest: str) -> bytes:
    """The bytes of a file, which have to be those that were built. Raises Changed."""
    try:
        raw = (output / path).read_bytes()
    except OSError:
        raise Changed(path) from None
    if hashlib.sha256(raw).hexdigest() != digest:
        raise Changed(path)
    return raw


def verified(output: Path, path: str, digest: str) -> Path:
    """Where a file lies, which has to be as it was built; for such as are too large to be held. Raises Changed."""
    full = output / path
    try:
        with full.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise Changed(path) from None
    if found != digest:
        raise Changed(path)
    return full


def _size(output: Path, path: str) -> int:
    try:
        return (output / path).stat().st_size
    except OSError:
        raise Changed(path) from None
