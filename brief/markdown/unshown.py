"""What readers don't get of a text's own HTML is told to who wrote it, with what is lost besides."""

import re
from collections import Counter

from brief.diagnostics import Code, Diagnostic, Location, warning
from brief.markdown.sanitising import TAGS

_ELEMENT = re.compile(r"<!--.*?-->|<(?P<name>[a-zA-Z][\w-]*)", re.DOTALL)
# Code in Markdown: a fenced block, or a span within a paragraph.
_CODE = re.compile(
    r"^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ ]{0,3}(?P=fence)|\Z)"
    r"|(?<![`\\])(?P<span>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=span)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_LETTER = re.compile(r"[^\n]")
# What is in these is no text (HTML Standard, 13.2.5.1 and 4.12.3), and goes with them.
_OPAQUE = frozenset({"script", "style", "template"})
_HINT = "Take it out; or, to show it as text, write it as code, in backticks."


def unshown(html: str, body: str, path: str, first_line: int) -> list[Diagnostic]:
    """A warning for each kind of element in `html` that sanitising takes out, at the first that `body` has of it.

    `body` is the Markdown, which begins at line `first_line` of the file at `path`.
    """
    found = Counter(element["name"].lower() for element in _ELEMENT.finditer(html) if element["name"])
    taken = {name: count for name, count in found.items() if name not in TAGS}
    if not taken:
        return []
    prose = _CODE.sub(lambda code: _LETTER.sub(" ", code[0]), body)
    return [
        warning(Code.UNSHOWN_HTML, _place(name, prose, body, path, first_line), _message(name, count), _HINT)
        for name, count in taken.items()
    ]


def _place(name: str, prose: str, body: str, path: str, first_line: int) -> Location:
    pattern = re.compile(rf"<{re.escape(name)}(?![\w-])", re.IGNORECASE)
    match = pattern.search(prose) or pattern.search(body)
    at = match.start() if match else 0
    return Location(path, first_line + body.count("\n", 0, at), at - body.rfind("\n", 0, at))


def _message(name: str, count: int) -> str:
    times = f", {count} times" if count > 1 else ""
    if name in _OPAQUE:
        return f"`<{name}>` is left out, and with it all that stands before `</{name}>`{times}."
    return f"`<{name}>` is left out, since readers get harmless HTML alone{times}."
