"""The types of values that become CSS: colours, sizes and font stacks. Each is one value and can't end its declaration.

What is let through is parsed as CSS is (CSS Syntax Level 3) and consists of the named kinds of tokens alone.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import tinycss2
from pydantic import BeforeValidator
from tinycss2 import color4

from brief.diagnostics import Code
from brief.validation.fields import fault

_FORBIDDEN = re.compile(r"[;{}<>\\@!]|/\*|url\(|expression", re.IGNORECASE)
_UNITS = {"rem", "em", "px", "ch", "vw", "vi"}
_MATH = {"calc", "clamp", "min", "max"}
_GENERIC = re.compile(
    r"(?:ui-)?(?:serif|sans-serif|monospace)|ui-rounded|system-ui|-apple-system|BlinkMacSystemFont"
    r"|cursive|fantasy|math|emoji|fangsong"
)

RED_GREEN_BLUE = tuple[float, float, float, float]
"""Red, green, blue and opacity, each from 0 to 1."""


class Kind(StrEnum):
    """What a token holds."""

    COLOUR = "colour"
    SIZE = "size"
    NUMBER = "number"
    FONTS = "font stack"


def rgb(text: str) -> RED_GREEN_BLUE | None:
    """A colour's components in sRGB (CSS Color Level 4); None where `text` is not a colour of its own."""
    colour = color4.parse_color(text)
    if not isinstance(colour, color4.Color):
        return None
    try:
        red, green, blue = (min(max(part or 0.0, 0.0), 1.0) for part in colour.to("srgb").coordinates)
    except NotImplementedError:
        return None
    return red, green, blue, min(max(colour.alpha, 0.0), 1.0)


def kind_of(text: str) -> Kind | None:
    """What a value is; None where it is none of these, or more than one value."""
    if rgb(text):
        return Kind.COLOUR
    nodes = [node for node in tinycss2.parse_component_value_list(text) if node.type != "whitespace"]
    if len(nodes) == 1 and nodes[0].type == "number":
        # Zero is a length without a unit (CSS Values Level 4, 6).
        return Kind.NUMBER if nodes[0].value else Kind.SIZE
    if len(nodes) == 1 and (_is_length(nodes[0]) or _is_sum(nodes[0])):
        return Kind.SIZE
    if nodes and all(node.type in {"ident", "string"} or node == "," for node in nodes):
        return Kind.FONTS if "inherit" not in text else None
    return None


def _is_length(node: tinycss2.ast.Node) -> bool:
    return node.type == "percentage" or (node.type == "dimension" and node.lower_unit in _UNITS)


def _is_sum(node: tinycss2.ast.Node) -> bool:
    """Whether this is a mathematical function of lengths (CSS Values Level 4, 10)."""
    if node.type == "function" and node.lower_name in _MATH:
        inner: Sequence[tinycss2.ast.Node] = node.arguments
    elif node.type == "() block":
        inner = node.content
    else:
        return False
    return bool(inner) and all(
        part.type in {"whitespace", "number"}
        or _is_length(part)
        or _is_sum(part)
        or (part.type == "literal" and part.value in {"+", "-", "*", "/", ","})
        for part in inner
    )


def _could_end_its_declaration(text: str) -> bool:
    """Whether more than one value may come of `text`: what it leaves open would take in what follows."""
    return bool(_FORBIDDEN.search(text)) or text.count("(") != text.count(")")


def _colour(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if _could_end_its_declaration(text) or rgb(text) is None:
        hint = "Write `#7d2a1c`, `#7d2a1c80` or a name of CSS such as `teal`."
        raise fault(Code.BAD_VALUE, f"`{value}` is not a colour.", hint)
    return text


def _measured(value: object) -> str:
    """A size, a number, or a font stack, which may be a list of names."""
    if isinstance(value, list):
        return ", ".join(_font(name) for name in value) if value else _measured("")
    text = str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    if _could_end_its_declaration(text) or kind_of(text) in {None, Kind.COLOUR}:
        hint = (
            'Write a size such as "1.125rem" (rem, em, px, ch, %), or fonts: ["PT Serif", "serif"]. '
            "Colours stand in [tokens.light] and [tokens.dark]."
        )
        raise fault(Code.BAD_VALUE, f"`{value}` is neither a size nor a font stack.", hint)
    return text


def _font(name: object) -> str:
    if not isinstance(name, str) or not name.strip() or re.search(r"[\"'\n;{}<>\\]|/\*", name):
        raise fault(Code.BAD_VALUE, f"`{name}` is not the name of a font.", 'Write it alone: "PT Serif".')
    plain = name.strip()
    return plain if _GENERIC.fullmatch(plain) else f'"{plain}"'


Colour = Annotated[str, BeforeValidator(_colour)]
Measured = Annotated[str, BeforeValidator(_measured)]
