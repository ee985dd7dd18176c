"""The folder that is imported, which is only ever read: no file outside of it, and no text in a wrong encoding."""

import os
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from brief.importing.material import Note, Sort

_ASIDE = re.compile(r"^(\.|#)|(~|\.sw[px]|\.tmp|\.bak)$|^(Thumbs\.db|desktop\.ini)$")
# What a text can't hold and no page can show (XML 1.0, 2.2).
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg"})
PROGRAM = frozenset(
    {".css", ".scss", ".sass", ".less", ".js", ".mjs", ".ts", ".map", ".woff", ".woff2", ".ttf", ".eot", ".otf"}
)
"""Suffixes of what made the old site look and work as it did."""

HOST_FILES = frozenset({"robots.txt", "CNAME", "_redirects", "_headers", "favicon.ico", "site.webmanifest"})
"""What stands at a site's root for hosts and browsers."""

TEXTS = frozenset({".md", ".markdown", ".mdown", ".mkd", ".html", ".htm"})
OTHER_TEXTS = frozenset({".org", ".adoc", ".asciidoc", ".ad", ".rst", ".pandoc", ".pdc", ".textile"})


@dataclass(frozen=True, slots=True)
class Tree:
    """The files of a folder, by path from it, in the order of their paths."""

    root: Path
    files: dict[str, Path]

    def below(self, folder: str) -> Iterator[tuple[str, Path]]:
        """The files below a folder; of all where it is empty."""
        start = f"{folder}/" if folder else ""
        return ((path, full) for path, full in self.files.items() if path.startswith(start))


def tree(root: Path, *, skipped: frozenset[str] = frozenset()) -> tuple[Tree, list[Note]]:
    """The files below `root`, without hidden ones, editors' backups and the `skipped` folders at the top.

    A link that leads out of the folder is not followed, and told.
    """
    home = root.resolve()
    files: dict[str, Path] = {}
    notes: list[Note] = []
    for directory, folders, names in os.walk(root):
        inner = Path(directory).relative_to(root).as_posix()
        start = "" if inner == "." else f"{inner}/"
        folders[:] = sorted(name for name in folders if not _ASIDE.search(name) and f"{start}{name}" not in skipped)
        notes += [_link(f"{start}{name}/") for name in folders if Path(directory, name).is_symlink()]
        for name in sorted(name for name in names if not _ASIDE.search(name)):
            full = Path(directory, name)
            path = f"{start}{name}"
            if not _is_text(path):
                message = "Its name is not UTF-8, so no address can be made of it."
                notes.append(Note(Sort.LEFT_OUT, "file names", path.encode("utf-8", "replace").decode(), 1, message))
            elif full.is_symlink() and not full.resolve().is_relative_to(home):
                notes.append(_link(path))
            elif full.is_file():
                files[path] = full
    return Tree(root, dict(sorted(files.items()))), notes


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _link(path: str) -> Note:
    return Note(Sort.LEFT_OUT, "links that lead away", path, 1, "The link was not followed.")


def read(path: str, full: Path) -> tuple[str, list[Note]]:
    """The text of a file, with line feeds alone; what had to be guessed or taken out is told. Raises OSError."""
    return decoded(path, full.read_bytes())


def decoded(path: str, raw: bytes) -> tuple[str, list[Note]]:
    """As `read`, of a file's bytes."""
    text, notes = _decoded(path, raw)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        message = "It held characters that can't be shown, the first here; they were taken out."
        notes.append(Note(Sort.CHANGED, "characters that can't be shown", path, line, message))
        text = _CONTROL.sub("", text)
    return text, notes


def _decoded(path: str, raw: bytes) -> tuple[str, list[Note]]:
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace"), []
    try:
        return raw.removeprefix(BOM_UTF8).decode(), []
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
    best = from_bytes(raw).best()
    encoding = best.encoding if best else "latin-1"
    message = f"It is not UTF-8. It was read as {encoding}, which is a guess: see whether its letters are right."
    return raw.decode(encoding, "replace"), [Note(Sort.PERSON, "encodings", path, line, message)]
