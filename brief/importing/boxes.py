"""Quotations that are meant as boxes (`> [!note] Title`), as Obsidian, Hugo and GitHub have them."""

import re

_CALLOUT = re.compile(
    r"^>[ ]?\[!(?P<kind>[\w-]+)\](?P<fold>[+-]?)[ \t]*(?P<title>[^\n]*)\n?(?P<rest>(?:>[^\n]*(?:\n|\Z))*)", re.MULTILINE
)


def boxed(body: str) -> str:
    """A text with such quotations as admonitions."""
    return _CALLOUT.sub(_box, body)


def _box(found: re.Match[str]) -> str:
    """A callout as a box."""
    kind = re.sub(r"[^a-z-]", "", found["kind"].lower()) or "note"
    title = found["title"].strip() or kind.capitalize()
    inner = re.sub(r"^>[ ]?", "", found["rest"], flags=re.MULTILINE)
    inner = _CALLOUT.sub(_box, inner)
    indented = "\n".join(f"    {line}".rstrip() for line in inner.rstrip("\n").split("\n"))
    return f'!!! {kind} "{title.replace(chr(34), "&quot;")}"\n{indented}\n\n'
