"""The HTML in an imported text: what brief takes out of it is told, and replaced as far as can be."""

import re

from brief.importing import prose
from brief.importing.material import Note, Sort, Subject, Text
from brief.markdown.sanitising import TAGS

_FRAME = re.compile(r"<iframe\b[^<>]*?\ssrc\s*=\s*([\"'])(?P<address>[^\"'<>]+)\1[^<>]*>\s*</iframe\s*>", re.IGNORECASE)
_ELEMENT = re.compile(r"<(?P<name>[a-zA-Z][\w-]*)(?=[\s/>])[^<>]*>")


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
