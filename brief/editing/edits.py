"""Edits to files, made all together or not at all."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import dirname, join

from brief.files import write_whole


@dataclass(frozen=True, slots=True)
class Edit:
    """`text` instead of what stands from `start` to `end` in the file at `path`; both count characters from 0."""

    path: str
    start: int
    end: int
    text: str


class Refused(Exception):
    """Why nothing can be done, and how to go on."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a command is going to do. Paths are from the site's folder; edits are of files as they are now.

    `moves` are old and new paths, `new` the texts of files that are to be made, `gone` files that go.
    """

    edits: tuple[Edit, ...] = ()
    moves: Mapping[str, str] = field(default_factory=dict)
    new: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()

    @property
    def edited(self) -> tuple[str, ...]:
        """The files whose text changes, each once."""
        return tuple(sorted({edit.path for edit in self.edits}))


Texts = Callable[[str], str]
"""Gives a file's text, by its path from the site's folder, with its line ends and byte order mark as they are."""


def read(root: Path, path: str) -> str:
    """The text of a file on the disk."""
    return (root / path).read_bytes().decode()


def apply(root: Path, plan: Plan) -> None:
    """Carry out `plan` below `root`. Raises OSError, after which all is as it was."""
    texts = _edited(root, plan.edits)
    before = {path: (root / path).read_bytes() for path in {*texts, *plan.moves, *plan.gone}}
    made: list[str] = []
    try:
        for path, text in texts.items():
            write_whole(root / path, text.encode())
        for path, text in plan.new.items():
            made.append(path)
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            write_whole(root / path, text.encode())
        for old, new in plan.moves.items():
            made.append(new)
            (root / old).rename(root / new)
        for path in plan.gone:
            (root / path).unlink()
    except OSError:
        for path in made:
            (root / path).unlink(missing_ok=True)
        for path, content in before.items():
            write_whole(root / path, content)
        raise


def _edited(root: Path, edits: Iterable[Edit]) -> dict[str, str]:
    by_path: dict[str, list[Edit]] = defaultdict(list)
    for edit in dict.fromkeys(edits):
        by_path[edit.path].append(edit)
    return {path: changed(read(root, path), own) for path, own in sorted(by_path.items())}


def changed(text: str, edits: Iterable[Edit]) -> str:
    """`text` after `edits`, which may not overlap; of two insertions at one place the first comes first."""
    in_order = sorted(edits, key=lambda edit: (edit.start, edit.end))
    for edit in reversed(in_order):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def newline(text: str) -> str:
    """The line end that a text uses."""
    return "\r\n" if "\r\n" in text else "\n"


def offset(text: str, line: int, column: int) -> int:
    """Where in `text` a place is, whose line and column count from 1 as diagnostics' do, its mark not counted."""
    bom = 1 if text.startswith("\ufeff") else 0
    lines = text[bom:].replace("\r\n", "\n\0").replace("\r", "\n")
    start = 0
    for _ in range(line - 1):
        start = lines.index("\n", start) + 1
        start += lines.startswith("\0", start)
    return bom + start + column - 1


def beside(path: str, name: str) -> str:
    """The path of a file `name` in the folder of `path`."""
    return join(dirname(path), name)
