"""`manifest.sha256`: every file of a published site with its digest, in the form that `sha256sum --check` reads.

The form is that of GNU coreutils, "sha2 utilities": a digest, two spaces, a path. A path with a backslash or a line
break in it is written with escapes, and its line begins with a backslash.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

NAME = "manifest.sha256"
SIGNATURE = f"{NAME}.sig"
UNLISTED = frozenset({NAME, SIGNATURE})
"""What is ours in a published site, and in no list."""
INVENTORY = ".brief-deploy.json.gz"
"""What `brief deploy` keeps beside a site that it published: of no site, and of nobody else either."""
_HEADING = "# Written by brief. The files listed here are its own, and change with each build."
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_ESCAPED = re.compile(r"\\[\\nr]")
_PLAIN = {escape: character for character, escape in _ESCAPES.items()}


def read(text: str) -> dict[str, str] | None:
    """The digests (SHA-256, hexadecimal) by path; None where brief did not write `text`."""
    heading, *lines = text.split("\n")
    return dict(_entries(lines)) if heading == _HEADING else None


def _entries(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        digest, _, path = line.partition("  ")
        if digest.startswith("\\"):
            yield _ESCAPED.sub(lambda it: _PLAIN[it[0]], path), digest[1:]
        elif path:
            yield path, digest


def is_inner(path: str) -> bool:
    """Whether a path leads to where it says, below the folder of its manifest, whoever wrote that."""
    return (
        posixpath.normpath(path) == path
        and not path.startswith("/")
        and path.split("/", maxsplit=1)[0] != ".."
        and "\0" not in path
    )


def write(digests: Mapping[str, str]) -> str:
    """The manifest of files by path and digest (SHA-256, hexadecimal)."""
    return f"{_HEADING}\n" + "".join(f"{_line(path, digests[path])}\n" for path in sorted(digests))


def _line(path: str, digest: str) -> str:
    if _ESCAPES.keys().isdisjoint(path):
        return f"{digest}  {path}"
    return f"\\{digest}  {''.join(_ESCAPES.get(character, character) for character in path)}"
