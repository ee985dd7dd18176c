"""What other generators show as it stands and brief reads as its own: links by name, citations, attributes."""

import re

from brief.importing import prose

_BY_NAME = re.compile(r"(?<!\\)(!?)\[\[([^\[\]\n]+)\]\]")
_CITATION = re.compile(r"(?<!\\)\[(?=@[^\[\]]*\](?!\())")
_WIRE = re.compile(r"(?<!\\)\[(?=(?:sources?|источники?)\s*:[^\[\]]+\](?!\())", re.IGNORECASE)


def escaped(body: str) -> str:
    """`body` so that brief shows it as the old site did."""
    body = prose.replaced(_BY_NAME, body, lambda found, _: rf"{found[1]}[\[{found[2]}\]]")
    return prose.replaced(_WIRE, prose.replaced(_CITATION, body, lambda _, __: r"\["), lambda _, __: r"\[")
