"""Where a line of a text that was changed on the way stood in the file as it was written."""

from collections.abc import Iterable
from dataclasses import replace
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from brief.importing.material import Note

# Comparing takes longer than the line is worth beyond this.
_MOST = 4_000
_NEAR = 8


def placed(notes: Iterable[Note], body: str, written: str, first: int) -> list[Note]:
    """`notes` on lines of `body`, from 1, with the lines of the file, whose text `written` began at line `first`."""
    found = list(notes)
    if not found:
        return []
    new, old = body.split("\n"), written.split("\n")
    if new == old or len(new) + len(old) > _MOST:
        return [replace(note, line=first + note.line - 1) for note in found]
    blocks = SequenceMatcher(None, new, old, autojunk=False).get_opcodes()

    def line(number: int) -> int:
        for kind, start, end, there, there_end in blocks:
            if start <= number < end:
                if kind == "equal":
                    return there + number - start
                # Of the lines about there, the one that it is most like.
                near = range(max(there - _NEAR, 0), min(there_end + _NEAR, len(old)))
                return max(near, key=lambda at: (fuzz.ratio(new[number], old[at]), -abs(at - there)))
        return len(old) - 1

    return [replace(note, line=first + line(note.line - 1)) for note in found]
