"""kramdown's attributes of blocks (kramdown.gettalong.org, "Inline Attribute Lists") where Python-Markdown has none."""

import re

from brief.importing import prose
from brief.importing.material import Note, Sort

_LIST = re.compile(r"[ ]{0,3}\{:(?P<said>[^{}\n]*)\}[ \t]*")
_STARTS_OTHER = re.compile(r"[ ]{0,3}(?:[*+-]|\d+[.)])[ \t]|[ ]{0,3}(?:>|\||```|~~~|<|#|\{)|[ ]{4}|\t")
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]+\S")
_ROW = re.compile(r"[^\n]*\|")


def settled(body: str, path: str, first: int) -> tuple[str, list[Note]]:
    """The text of the file at `path`, which begins at its line `first`, with such lists where they are understood.

    One before a paragraph or heading goes behind it; one of a table or of code goes, which is told.
    """
    notes: list[Note] = []

    def change(part: str, line: int) -> str:
        lines = part.split("\n")
        found = [at for at, text in enumerate(lines) if _LIST.fullmatch(text)]
        # From the end, so that lines before stay where they are.
        for at in reversed(found):
            if is_understood(lines, at):
                continue
            said = lines.pop(at)
            end = _end(lines, at)
            if end is None:
                message = f"`{said.strip()}` is of a block that has no attributes here."
                notes.append(Note(Sort.LEFT_OUT, "attributes of blocks", path, first + line - 1 + at, message))
                lines.insert(at, "")
            elif _HEADING.match(lines[at]):
                lines[at] = f"{lines[at].rstrip()} {said.strip()}"
            else:
                lines.insert(end, said.strip())
        return "\n".join(lines)

    return prose.changed(body, change), notes[::-1]


def is_understood(lines: list[str], at: int) -> bool:
    """Whether the list in that line is behind a paragraph, a heading or an item."""
    before = lines[at - 1] if at else ""
    return bool(before.strip()) and not _ROW.match(before) and not _LIST.fullmatch(before)


def _end(lines: list[str], at: int) -> int | None:
    """Where the paragraph or heading that begins in a line ends; None where there is neither."""
    if at >= len(lines) or not lines[at].strip():
        return None
    if _HEADING.match(lines[at]):
        return at + 1
    end = next((number for number in range(at, len(lines)) if not lines[number].strip()), len(lines))
    rest = lines[at:end]
    return None if _STARTS_OTHER.match(lines[at]) or any(_ROW.match(text) for text in rest) else end
