"""Where Markdown is prose: what is changed in a text must not be changed in its code."""

import re
from collections.abc import Callable, Iterator

from markdown_it import MarkdownIt

_BLOCKS = MarkdownIt("commonmark").disable(["inline", "linkify"], ignoreInvalid=True)
_CODE = frozenset({"fence", "code_block"})
_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
_FIRST = 1


def changed(body: str, change: Callable[[str, int], str]) -> str:
    """`body` with its prose changed: `change` is given each stretch of it, and the line of `body` where it begins."""
    made = []
    line = _FIRST
    for part, is_code in stretches(body):
        made.append(part if is_code else change(part, line))
        line += part.count("\n")
    return "".join(made)


def replaced(pattern: re.Pattern[str], body: str, change: Callable[[re.Match[str], int], str]) -> str:
    """`body` with what a pattern finds in its prose changed; `change` is given the line of each, from 1."""

    def within(part: str, line: int) -> str:
        return pattern.sub(lambda found: change(found, line + part.count("\n", 0, found.start())), part)

    return changed(body, within)


def stretches(body: str) -> Iterator[tuple[str, bool]]:
    """The parts of a text, each with whether it is code: a block of it, or a span within a line."""
    for part, is_block in _blocks(body):
        if is_block:
            yield part, True
            continue
        at = 0
        for found in _SPAN.finditer(part):
            yield part[at : found.start()], False
            yield found[0], True
            at = found.end()
        yield part[at:], False


def is_code(body: str, at: int) -> bool:
    """Whether that place of a text is in code."""
    end = 0
    for part, is_within in stretches(body):
        end += len(part)
        if at < end:
            return is_within
    return False


def apart(body: str) -> Iterator[tuple[str, bool]]:
    """The parts of a text, each with whether it is a block of code that is in no quotation and in no list."""
    return _blocks(body, 0)


def _blocks(body: str, deepest: int | None = None) -> Iterator[tuple[str, bool]]:
    lines = re.findall(r"[^\n]*\n|[^\n]+", body)
    at = 0
    for start, end in _code_lines(body, deepest):
        yield "".join(lines[at:start]), False
        yield "".join(lines[start:end]), True
        at = end
    yield "".join(lines[at:]), False


def _code_lines(body: str, deepest: int | None) -> list[tuple[int, int]]:
    """From which line to which, from 0, each block of code goes that lies within so many others at the most."""
    if "```" not in body and "~~~" not in body and "    " not in body and "\t" not in body:
        return []
    tokens = _BLOCKS.parse(body)
    found = sorted(
        (token.map[0], token.map[1])
        for token in tokens
        if token.type in _CODE and token.map and (deepest is None or token.level <= deepest)
    )
    apart: list[tuple[int, int]] = []
    for start, end in found:
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart
