"""Quotations that are meant as boxes (`> [!note] Title`), as Obsidian, Hugo and GitHub have them."""

import re
from collections.abc import Iterator

from brief.importing import prose
from brief.importing.material import Note, Sort

_CALLOUT = re.compile(
    r"^>[ ]?\[!(?P<kind>[\w-]+)\](?P<fold>[+-]?)[ \t]*(?P<title>[^\n]*)\n?(?P<rest>(?:>[^\n]*(?:\n|\Z))*)", re.MULTILINE
)
_FENCE = re.compile(r"[ ]{0,3}(?P<fence>`{3,}|~{3,})[ \t]*(?P<language>[\w+#.-]*)")

Told = list[tuple[int, str]]
"""The lines, from 1, of boxes with code that can't say its language any more, and these languages."""


def boxed(body: str, path: str, first: int) -> tuple[str, list[Note]]:
    """The text of the file at `path`, which begins at its line `first`, with such quotations as admonitions.

    What is in code stays as it is.
    """
    made, told = _boxed(body)
    message = "Code within a box can't say its language here, which was: "
    return made, [
        Note(Sort.LEFT_OUT, "languages of code", path, first + line - 1, message + language) for line, language in told
    ]


def _boxed(body: str) -> tuple[str, Told]:
    told: Told = []
    made: list[str] = []
    line = 1
    for part, is_code in prose.apart(body):
        made.append(part if is_code else _with_boxes(part, line, told))
        line += part.count("\n")
    return "".join(made), told


def _with_boxes(part: str, line: int, told: Told) -> str:
    return _CALLOUT.sub(lambda found: _box(found, line + part.count("\n", 0, found.start()), told), part)


def _box(found: re.Match[str], line: int, told: Told) -> str:
    """A callout as a box."""
    kind = re.sub(r"[^a-z-]", "", found["kind"].lower()) or "note"
    title = found["title"].strip() or kind.capitalize()
    inner, deeper = _boxed(re.sub(r"^>[ ]?", "", found["rest"], flags=re.MULTILINE))
    told += [(line + at, language) for at, language in deeper]
    inner = "".join(_without_fences(inner, line, told))
    indented = "\n".join(f"    {it}".rstrip() for it in inner.rstrip("\n").split("\n"))
    return f'!!! {kind} "{title.replace(chr(34), "&quot;")}"\n{indented}\n\n'


def _without_fences(body: str, line: int, told: Told) -> Iterator[str]:
    """The parts of a box's text with fences as indented code, since within a box a fence is none."""
    for part, is_code in prose.apart(body):
        fence = _FENCE.match(part)
        if not is_code or not fence:
            yield part
            continue
        if fence["language"]:
            told.append((line, fence["language"]))
        lines = part.rstrip("\n").split("\n")[1:]
        code = lines[:-1] if lines and lines[-1].strip().startswith(fence["fence"]) else lines
        yield "\n" + "".join(f"    {it}\n" for it in code) + "\n"
