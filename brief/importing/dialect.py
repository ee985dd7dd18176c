"""CommonMark as Python-Markdown reads it: the two part where lists begin, how far things are set in, and in strokes.

CommonMark lets a list follow a paragraph without an empty line, and sets in by the width of an item's mark;
Python-Markdown wants the empty line, and four columns for each level.
"""

import re

from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown_it import MarkdownIt
from markdown_it.token import Token

from brief.importing import prose
from brief.importing.material import Note, Sort

_PARSER = MarkdownIt("commonmark").enable("table").disable(["inline", "linkify"], ignoreInvalid=True)
_STRUCK = re.compile(r"(?<![~\\])~~(?=[^\s~])([^\n~]+?)(?<=[^\s~])~~(?!~)")
_MARK = re.compile(r"^(?P<space>[ \t]*)(?P<mark>[-*+]|\d{1,9}[.)])(?P<gap>[ \t]+|$)")
_LANGUAGE = re.compile(r"[\w#.+-]+|\Z")
_OPENING = frozenset({"bullet_list_open", "ordered_list_open", "table_open"})


def rewritten(body: str, path: str) -> tuple[str, list[Note]]:
    """A text of the file at `path` whose lists, tables and strokes Python-Markdown reads as CommonMark does.

    Lines of notes are those of the result.
    """
    notes: list[Note] = []
    body = prose.replaced(_STRUCK, body, lambda found, _: f"<del>{found[1]}</del>")
    body = _with_fences(body, path, notes)
    if not re.search(r"^[ \t]*(?:>[ \t]?)*(?:[-*+]|\d{1,9}[.)])[ \t]|\|", body, re.MULTILINE):
        return body, notes
    try:
        tokens = _PARSER.parse(body)
    except RecursionError:
        return body, notes
    lines = body.split("\n")
    lists = [token for token in tokens if token.type in _OPENING and token.level == 0 and token.map]
    made: list[str] = []
    at = 0
    for token in lists:
        assert token.map is not None
        start, end = token.map
        if start < at:
            continue
        made += lines[at:start]
        if made and made[-1].strip():
            made.append("")
        block = lines[start:end]
        if token.type != "table_open":
            block, named = _list(token, tokens, block)
            message = "Code within a list can't say its language here, which was: "
            notes += [
                Note(Sort.LEFT_OUT, "languages of code", path, len(made) + 1 + line, message + name)
                for line, name in named
            ]
        made += block
        at = end
    return "\n".join(made + lines[at:]), notes


def _with_fences(body: str, path: str, notes: list[Note]) -> str:
    """The text with fences that Python-Markdown would not take for any as it takes them: closed, and apart."""
    if "```" not in body and "~~~" not in body:
        return body
    try:
        tokens = _PARSER.parse(body)
    except RecursionError:
        return body
    lines = body.split("\n")
    made: list[str] = []
    at = 0
    for token in tokens:
        if token.type != "fence" or token.level or token.map is None:
            continue
        start, end = token.map
        written = "\n".join(lines[start:end])
        known = FencedBlockPreprocessor.FENCED_BLOCK_RE.match(written)
        if known and known.end() == len(written):
            continue
        made += lines[at:start]
        made += [""] if made and made[-1].strip() else []
        language = _LANGUAGE.match(token.info.strip())
        if language is None or language[0] != token.info.strip():
            message = f"Code said of itself what it can't say here: {token.info.strip()}"
            notes.append(Note(Sort.LEFT_OUT, "languages of code", path, len(made) + 1, message))
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", token.content)), default=0))
        made += [f"{fence}{language[0] if language else ''}", *token.content.removesuffix("\n").split("\n"), fence, ""]
        at = end
    return "\n".join(made + lines[at:])


def _list(opening: Token, tokens: list[Token], block: list[str]) -> tuple[list[str], list[tuple[int, str]]]:
    """The lines of a list, each set in by four columns for each item that it is in; and where code names a language."""
    assert opening.map is not None
    first, end = opening.map
    # Of each line: how deep it is, how wide what it is in is set in, and whether an item begins in it.
    depths = [0] * len(block)
    starts: list[list[int]] = [[] for _ in block]
    fences: list[tuple[int, int]] = []
    named: list[tuple[int, str]] = []
    opened = False
    depth = 0
    for token in tokens[tokens.index(opening) :]:
        if token.type == "list_item_open" and token.map:
            depth += 1
            starts[token.map[0] - first].append(depth)
            for number in range(token.map[0] - first, min(token.map[1], end) - first):
                depths[number] = depth
        elif token.type == "list_item_close":
            depth -= 1
        elif token.type == "fence" and token.map:
            fences.append((token.map[0] - first, token.map[1] - first))
            named += [(token.map[0] - first, token.info.strip())] if token.info.strip() else []
        elif token is not opening and token.level == 0 and token.nesting == -1 and opened:
            break
        opened = True
    return _apart(_with_code(_set_in(block, depths, starts), fences)), named


def _set_in(block: list[str], depths: list[int], starts: list[list[int]]) -> list[str]:
    widths: list[int] = []
    made: list[str] = []
    for line, depth, begun in zip(block, depths, starts, strict=True):
        text = line.expandtabs(4)
        if not begun:
            widths = widths[:depth]
            own = sum(widths)
            space = len(text) - len(text.lstrip(" "))
            # A lazy line is set in by less than what it belongs to.
            made.append(" " * 4 * depth + text[min(own, space) :] if text.strip() else "")
            continue
        widths = widths[: begun[0] - 1]
        prefix = " " * 4 * (begun[0] - 1)
        rest = text[min(sum(widths), len(text) - len(text.lstrip(" "))) :]
        for number, _ in enumerate(begun):
            found = _MARK.match(rest)
            if found is None:
                break
            gap = len(found["gap"]) if 0 < len(found["gap"]) <= 4 else 1
            before = found["space"] if number == 0 else ""
            widths.append(len(before) + len(found["mark"]) + gap)
            # Python-Markdown knows no `1)`.
            prefix += f"{found['mark'].replace(')', '.')} "
            rest = rest[len(found["space"]) + len(found["mark"]) + gap :]
        made.append(f"{prefix}{rest}".rstrip() if not rest.strip() else prefix + rest)
    return made


def _with_code(lines: list[str], fences: list[tuple[int, int]]) -> list[str]:
    """Fences in a list as code that is set in, since Python-Markdown knows no others there."""
    made: list[str] = []
    at = 0
    for start, end in fences:
        made += lines[at:start]
        is_closed = end - start > 1 and re.match(r"\s*(?:```+|~~~+)\s*$", lines[end - 1])
        inner = lines[start + 1 : end - 1 if is_closed else end]
        made += ["", *(f"    {line}" if line.strip() else "" for line in inner), ""]
        at = end
    return made + lines[at:]


def _apart(lines: list[str]) -> list[str]:
    """Lines of a list with an empty one before each item that follows paragraphs, to which it would belong else."""
    made: list[str] = []
    is_loose = False
    for line in lines:
        if not line.strip():
            is_loose = True
        elif _MARK.match(line):
            made += [""] if is_loose and made and made[-1].strip() else []
            is_loose = False
        made.append(line)
    return made
