"""The tokens of a theme: the custom properties that its style sheet gives the root element."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import tinycss2

_ROOT = ":root"
_THEMED = re.compile(r"""\[data-theme=["']?(light|dark)["']?\]""")
_NEGATED = re.compile(r":not\([^)]*\)")
_PREFERS_DARK = re.compile(r"@media (?:screen and )?\(prefers-color-scheme: ?dark\)")
# What a reader or a printer needs stands above what a site likes.
_NEEDED = re.compile(r"\bprint\b|prefers-contrast|forced-colors")
_VARIABLE = re.compile(r"var\(\s*--([\w-]+)\s*\)")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule for the root element: under which at-rules it stands, its selector, and its custom properties by name."""

    conditions: tuple[str, ...]
    selector: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Properties:
    """What the style sheet gives its root element: in its light form, in its dark form where that differs, and in
    `others`, the rules for print, more contrast and forced colours.

    `text` are the properties that words are coloured with on the page's own ground.
    """

    light: dict[str, str]
    dark: dict[str, str]
    others: tuple[Rule, ...]
    text: tuple[str, ...]


def properties_of(nodes: Iterable[Any]) -> Properties:
    """The properties of a sheet of component values."""
    rules = list(_rules(nodes, ()))
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    others = []
    for rule in (found for found, _ in rules if found.values and _ROOT in found.selector):
        if _is_dark(rule):
            dark |= rule.values
        elif not rule.conditions and rule.selector == _ROOT:
            light |= rule.values
        elif any(_NEEDED.search(condition) for condition in rule.conditions):
            others.append(rule)
    text = dict.fromkeys(name for _, name in rules if name in light)
    return Properties(light, dark, tuple(others), tuple(text))


def resolved(name: str, values: dict[str, str]) -> str:
    """A property's value, where it is another property's followed to the end; empty where that is nowhere."""
    seen = set()
    value = values.get(name, "")
    while (found := _VARIABLE.fullmatch(value)) and found[1] not in seen:
        seen.add(found[1])
        value = values.get(found[1], "")
    return value


def _is_dark(rule: Rule) -> bool:
    if rule.conditions:
        # What a reader chose, such as high contrast, is a form of its own in the dark too.
        is_chosen = "data-theme" in _NEGATED.sub("", rule.selector)
        return len(rule.conditions) == 1 and bool(_PREFERS_DARK.fullmatch(rule.conditions[0])) and not is_chosen
    return "dark" in _THEMED.findall(rule.selector) and ":not(" not in rule.selector


def _rules(nodes: Iterable[Any], conditions: tuple[str, ...]) -> Iterator[tuple[Rule, str]]:
    """Every rule with its conditions, and the property that it colours words with on the page's ground, if any."""
    for node in tinycss2.parse_rule_list(nodes, skip_comments=True, skip_whitespace=True):
        if node.type == "at-rule" and node.content is not None:
            condition = f"@{node.lower_at_keyword} {_text(node.prelude)}".strip()
            if node.lower_at_keyword in {"media", "supports"}:
                yield from _rules(node.content, (*conditions, condition))
            elif node.lower_at_keyword == "layer":
                yield from _rules(node.content, conditions)
        elif node.type == "qualified-rule":
            declared = _declarations(node.content)
            values = {name[2:]: value for name, value in declared.items() if name.startswith("--")}
            yield Rule(conditions, _text(node.prelude), values), _text_colour(declared)


def _declarations(content: Iterable[Any]) -> dict[str, str]:
    found = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    # Custom properties' names are told apart by case (CSS Variables Level 1, 2).
    return {
        node.name if node.name.startswith("--") else node.lower_name: _text(node.value)
        for node in found
        if node.type == "declaration"
    }


def _text_colour(declared: dict[str, str]) -> str:
    colour = _VARIABLE.fullmatch(declared.get("color", ""))
    ground = declared.get("background", declared.get("background-color", "var(--paper)"))
    return colour[1] if colour and ground == "var(--paper)" else ""


def _text(nodes: Iterable[Any]) -> str:
    return " ".join(tinycss2.serialize([node for node in nodes if node.type != "comment"]).split())
