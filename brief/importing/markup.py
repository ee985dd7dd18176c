"""The HTML in an imported text: what brief takes out of it is told, and replaced as far as can be."""

import re

from brief.importing import prose
from brief.importing.material import Note, Sort, Subject, Text
from brief.markdown.sanitising import TAGS

_FRAME = re.compile(r"<iframe\b[^<>]*?\ssrc\s*=\s*([\"'])(?P<address>[^\"'<>]+)\1[^<>]*>\s*</iframe\s*>", re.IGNORECASE)
_ELEMENT = re.compile(r"<(?P<name>[a-zA-Z][\w-]*)(?=[\s/>])[^<>]*>")


# Elements whose text is Markdown (Python-Markdown's "md_in_html", kramdown's "parse_block_html").
_WRAPPED = re.compile(
    r"^[ ]{0,3}<(?P<name>div|section|article|aside|p|main|header|footer|nav|address|center)\b[^<>]*?"
    r"\smarkdown\s*=\s*[\"']?(?:1|block|span)[\"']?[^<>]*>",
    re.MULTILINE | re.IGNORECASE,
)


def _unwrapped(body: str) -> tuple[str, list[int]]:
    """The text without the elements that say that Markdown is in them, and the lines where these began."""
    lines: list[int] = []
    at = 0
    while found := _WRAPPED.search(body, at):
        at = found.start()
        if prose.is_code(body, at):
            at = found.end()
            continue
        end = _closing(body, found["name"], found.end())
        inner = body[found.end() : end.start() if end else len(body)]
        lines.append(body.count("\n", 0, found.start()) + 1)
        inner = re.sub(r"^[ \t]+(?=\S)", "", inner, count=1)
        body = f"{body[: found.start()]}{inner}{body[end.end() if end else len(body) :]}"
    return body, lines


def _closing(body: str, name: str, start: int) -> re.Match[str] | None:
    """The end tag of an element whose start tag ends at `start`."""
    deep = 1
    for found in re.compile(rf"<(?P<end>/?){re.escape(name)}\b[^<>]*>", re.IGNORECASE).finditer(body, start):
        deep += -1 if found["end"] else 1
        if not deep:
            return found
    return None


def tidied(text: Text | Subject, body: str) -> tuple[str, list[Note]]:
    """The `body` of a text with frames as links, and a note for each kind of HTML that will not be shown.

    Lines of notes are those of `body`.
    """
    notes: list[Note] = []

    def framed(found: re.Match[str], line: int) -> str:
        address = found["address"]
        address = f"https:{address}" if address.startswith("//") else address
        message = f"A frame is a link now: {address}"
        notes.append(Note(Sort.CHANGED, "frames", text.path, line, message))
        return f"[{address}](<{address}>)"

    body = prose.replaced(_FRAME, body, framed)
    body, lines = _unwrapped(body)
    message = "Its text is Markdown, which stands without the element now."
    notes += [Note(Sort.CHANGED, "Markdown within HTML", text.path, line, message) for line in lines]
    seen: set[str] = set()

    def looked_at(found: re.Match[str], line: int) -> str:
        name = found["name"].lower()
        if name not in TAGS and name not in seen:
            seen.add(name)
            message = f"`<{name}>` stands in the text, and readers don't get it: brief shows harmless HTML alone."
            notes.append(Note(Sort.PERSON, "HTML that is not shown", text.path, line, message))
        return found[0]

    prose.replaced(_ELEMENT, body, looked_at)
    return body, notes
