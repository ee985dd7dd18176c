"""Digests: what tells one input, value or file from another."""

import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable


def digest(*parts: bytes | str) -> str:
    """A digest of `parts` (SHA-256, hexadecimal) that tells ("ab", "c") from ("a", "bc")."""
    found = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        found.update(f"{len(raw)}:".encode())
        found.update(raw)
    return found.hexdigest()


def short(*parts: bytes | str) -> bytes:
    """A digest as `digest` gives it, in 16 bytes (BLAKE2b, RFC 7693), for what there are many of."""
    if len(parts) == 1 and isinstance(parts[0], bytes):
        return hashlib.blake2b(parts[0], digest_size=16, person=b"one part").digest()
    raw = [part.encode() if isinstance(part, str) else part for part in parts]
    lengths = b"".join(b"%d:" % len(part) for part in raw)
    return hashlib.blake2b(b"%b/%b" % (lengths, b"".join(raw)), digest_size=16).digest()


def code_of(package: str) -> str:
    """A digest of a package's own modules and data, since what they make changes when they do."""
    return digest(*(part for name, raw in _modules(files(package), "") for part in (name, raw)))


def _modules(folder: Traversable, above: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda it: it.name):
        if entry.is_dir():
            found += _modules(entry, f"{above}{entry.name}/") if entry.name != "__pycache__" else []
        elif not entry.name.endswith((".pyc", ".pyo")):
            found.append((above + entry.name, entry.read_bytes()))
    return found
