"""Front matter as other generators read it: YAML between `---`, TOML between `+++`, or JSON."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

_OPENING = re.compile(r"\s*(?P<mark>---|\+\+\+)[ \t]*\n")
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class Unreadable(Exception):
    """Front matter that is no YAML, TOML or JSON: why, and at which line of the file."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(frozen=True, slots=True)
class Matter:
    """A file taken apart. `body` begins at line `body_line` of the file. `lines` are those of the topmost keys."""

    data: Mapping[str, Any]
    body: str
    body_line: int
    lines: Mapping[str, int]


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML in which days are text: what a person wrote, which may be no day of the calendar."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _TIMESTAMP]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def split(text: str) -> Matter:
    """Take a file's text apart. Raises Unreadable."""
    opening = _OPENING.match(text)
    if opening is None:
        return _json(text) if text.lstrip().startswith("{") else Matter({}, text, 1, {})
    mark = opening["mark"]
    first = text.count("\n", 0, opening.end()) + 1
    closing = re.compile(rf"^{re.escape(mark)}[ \t]*(\n|\Z)", re.MULTILINE).search(text, opening.end())
    if closing is None:
        if mark == "---":
            # A line that parts a text, as Markdown has it.
            return Matter({}, text, 1, {})
        raise Unreadable(f"The front matter is not closed: no line holds `{mark}` alone.", first - 1)
    block = text[opening.end() : closing.start()]
    data = yaml_of(block, first) if mark == "---" else toml_of(block, first)
    body_line = text.count("\n", 0, closing.end()) + 1
    return Matter(data, text[closing.end() :], body_line, _lines(block, first, ":" if mark == "---" else "="))


def _json(text: str) -> Matter:
    start = text.index("{")
    try:
        data, end = json.JSONDecoder().raw_decode(text, start)
    except json.JSONDecodeError as fault:
        if not re.match(r'\{\s*"', text[start:]):
            return Matter({}, text, 1, {})
        raise Unreadable(f"The front matter is not JSON: {fault.msg}.", fault.lineno) from None
    except RecursionError:
        raise Unreadable("The front matter is nested too deeply.", 1) from None
    rest = text[end:]
    body = rest.lstrip("\n")
    return Matter(data, body, text.count("\n", 0, len(text) - len(body)) + 1, {})


def yaml_of(block: str, first: int = 1) -> dict[str, Any]:
    """What a YAML block says that begins at line `first`. Raises Unreadable."""
    try:
        data = yaml.load(block, Loader=_Loader)  # noqa: S506  # the loader is a safe one
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = first + mark.line if mark else first
        raise Unreadable(f"It is not YAML: {fault.problem or fault.context}.", line) from None
    except (yaml.YAMLError, ValueError, TypeError, OverflowError) as fault:
        raise Unreadable(f"It is not YAML: {str(fault).splitlines()[0]}.", first) from None
    except RecursionError:
        raise Unreadable("It is nested too deeply.", first) from None
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise Unreadable("It is no list of keys and values.", first)
    return {str(key): value for key, value in data.items()}


def toml_of(block: str, first: int = 1) -> dict[str, Any]:
    """What a TOML block says that begins at line `first`. Raises Unreadable."""
    try:
        return tomllib.loads(block)
    except tomllib.TOMLDecodeError as fault:
        place = re.search(r"\(at line (\d+)", str(fault))
        line = first + int(place[1]) - 1 if place else first
        raise Unreadable(f"It is not TOML: {re.sub(r' .at (line|end).*$', '', str(fault))}.", line) from None
    except RecursionError:
        raise Unreadable("It is nested too deeply.", first) from None


def _lines(block: str, first: int, sign: str) -> dict[str, int]:
    """The line of each key that begins one."""
    pattern = re.compile(rf"[\"']?([\w .-]+?)[\"']?\s*{re.escape(sign)}")
    found: dict[str, int] = {}
    for number, line in enumerate(block.split("\n"), start=first):
        if key := pattern.match(line):
            found.setdefault(key[1], number)
    return found
