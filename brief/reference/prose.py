"""Words of help texts and descriptions as Markdown that shows them as they are."""

import re
from html import escape

# What is written as it is typed: options, files, and what the words already set as code.
_TYPED = re.compile(
    r"`[^`]+`|(?<!\S)(?:--[a-z-]+|[\w./*-]+\.(?:toml|md)|(?:content|themes|public|extensions)/[\w/]*)(?=[\s,.:;]|$)"
)
_SPECIAL = re.compile(r"([\\*_{}\[\]#|`])")


def prose(text: str) -> str:
    """`text` as Markdown in which nothing but what is typed stands out."""
    parts, last = [], 0
    for typed in _TYPED.finditer(text):
        parts += [_escaped(text[last : typed.start()]), code(typed[0].strip("`"))]
        last = typed.end()
    return "".join([*parts, _escaped(text[last:])])


def code(text: str) -> str:
    """`text` as code, in a table too."""
    return f"`{text.replace('|', chr(92) + '|')}`"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", escape(text, quote=False))
