"""Signs: the strings without which a step of Python-Markdown has nothing to do."""

from collections.abc import Mapping

from markdown.util import ETX, STX

from brief.markdown.places import START

BLOCKS: Mapping[str, tuple[str, ...]] = {
    # Not "admonition", which goes on in blocks that have no sign of their own.
    "code": ("    ",),
    "defindent": ("    ",),
    "deflist": (": ",),
    "footnote": ("[^",),
    "hashheader": ("#",),
    "indent": ("    ",),
    "quote": (">",),
    "reference": ("]:",),
    "setextheader": ("\n=", "\n-"),
    "table": ("|",),
}
"""For each block processor, strings of which a block holds one where the processor has anything to do."""

PATTERNS: Mapping[str, tuple[str, ...]] = {
    "autolink": ("<",),
    "automail": ("<",),
    "backtick": ("`",),
    "citation": (f"[{START}",),
    "em_strong": ("*", "_"),
    "entity": ("&",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "html": ("<",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "linebreak": ("  \n",),
    "link": ("](",),
    "reference": ("[",),
    "short_image_ref": ("![",),
    "short_reference": ("[",),
    "wikilink": (f"[[{START}",),
    "wire-citation": ("ource", "OURCE", "сточник"),
}
"""For each inline pattern, strings of which a run of text holds one where the pattern matches."""

REFERENCES = frozenset({"image_reference", "reference", "short_image_ref", "short_reference"})
"""The patterns that give nothing in a text that defines no references (`[id]: address`)."""


HTML = ("<", "&")
"""What a text holds one of that has tags or character references."""


def has(text: str, sign: str) -> bool:
    """Whether a sign is in a long text: a letter that is missing is found to be at a glance, other than two of them."""
    for letter in sign:
        if letter not in text:
            return False
    return sign in text


def held(text: str, groups: tuple[tuple[str, ...], ...]) -> tuple[bool, ...]:
    """For each of the `groups` whether a text has one of its signs, as Python-Markdown sees the text: without its own
    marks."""
    plain = text.replace(STX, "").replace(ETX, "") if STX in text or ETX in text else text
    return tuple(any(has(plain, sign) for sign in signs) for signs in groups)


def is_held(text: str, signs: tuple[str, ...]) -> bool:
    """`held` for one group."""
    return held(text, (signs,))[0]
