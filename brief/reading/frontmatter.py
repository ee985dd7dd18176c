"""Front matter: YAML between `---` lines, with the place of every key.

python-frontmatter finds the block and PyYAML parses it. Scalars stay as the writer typed
them, since YAML 1.1 would turn `no` (Norwegian) into false and refuse 2022-02-30 with a
traceback; the schema gives each its type.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from brief.diagnostics import Code, Diagnostic, Location, error
from brief.model import KeyPath, Marks

_TEXT, _NULL, _MAPPING, _SEQUENCE = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "null", "map", "seq"))
_TAGS = frozenset({_TEXT, _NULL, _MAPPING, _SEQUENCE})
# YAML 1.1's null (yaml.org/type/null.html).
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_DEEPEST = 12
# Letters of front matter; a thousand sources take a third of it.
_LARGEST = 1_000_000
# Signs that begin a level within a line, and letters in which lines could be indented as deeply: with fewer nothing can
# be so deep that PyYAML, which calls itself for each level, exhausts the stack of a thread (on macOS 512 KiB).
_FEW_LEVELS = 200
_FEW_LETTERS = 20_000


_NOT_SO_DEEP = "No key of the schema needs more than three levels."


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML in which every scalar but null is text."""

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: Any) -> str:
        """The type of a node that names none."""
        if kind is yaml.ScalarNode:
            return _NULL if implicit[0] and value in _NULLS else _TEXT
        return _MAPPING if kind is yaml.MappingNode else _SEQUENCE

    def descend_resolver(self, current_node: yaml.Node | None, current_index: Any) -> None:
        """Types here don't depend on where a node stands."""

    def ascend_resolver(self) -> None:
        """Types here don't depend on where a node stands."""


class _NotPlain(Exception):
    """The front matter holds something that has to be looked at more closely."""


# Controls but tab and line feed, lone surrogates, and noncharacters (Unicode 16.0, 23.7).
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Split:
    """One file taken apart. `body` begins at line `body_line` of the file."""

    data: dict[str, Any]
    marks: Marks
    body: str
    body_line: int


def split(text: str, path: str) -> tuple[Split | None, list[Diagnostic]]:
    """Take `text` apart. The result is None where the front matter can't be read."""
    if not text.strip():
        hint = "Begin it with front matter: `---`, then `title:` and the other keys, then `---`."
        return None, [error(Code.EMPTY_FILE, Location(path), "The file is empty.", hint)]
    boundaries = list(islice(YAMLHandler.FM_BOUNDARY.finditer(text), 2))
    first_line = 1 + text[: len(text) - len(text.lstrip())].count("\n")
    if not boundaries or text[: boundaries[0].start()].strip():
        hint = "The first line of the file must be `---`, followed by keys such as `title:` and a closing `---`."
        return None, [error(Code.FRONT_MATTER_MISSING, Location(path, first_line), "There is no front matter.", hint)]
    if len(boundaries) < 2:
        hint = "Close it with a line that holds `---` alone, before the text begins."
        fault = error(Code.FRONT_MATTER_UNCLOSED, Location(path, first_line), "The front matter is not closed.", hint)
        return None, [fault]
    opening, closing = boundaries
    first = text.count("\n", 0, opening.end()) + 1
    if closing.start() - opening.end() > _LARGEST:
        message = f"The front matter has more than {_LARGEST:,} letters."
        return None, [error(Code.TOO_LARGE, Location(path, first), message, "Make several briefings of this one.")]
    data, marks, faults = _parse(text[opening.end() : closing.start()], path, first)
    if data is None:
        return None, faults
    return Split(data, marks, text[closing.end() :], text.count("\n", 0, closing.end()) + 1), faults


def _parse(block: str, path: str, first_line: int) -> tuple[dict[str, Any] | None, Marks, list[Diagnostic]]:
    """The block's data, the places of its keys, and what is wrong with it."""

    def place(mark: Any) -> Location:
        return Location(path, first_line + mark.line, mark.column + 1)

    none = Marks(path)
    loader = None
    try:
        if _may_be_deep(block) and (mark := _too_deep(block)) is not None:
            message = "The front matter is nested too deeply."
            return None, none, [error(Code.YAML_SYNTAX, place(mark), message, _NOT_SO_DEEP)]
        loader = _Loader(block)
        root = loader.get_single_node()
        if root is None:
            return {}, none, []
        if not isinstance(root, yaml.MappingNode):
            hint = "Write it as keys and values, such as `title: A title`."
            message = "The front matter is not a list of keys and values."
            return None, none, [error(Code.FRONT_MATTER_NOT_MAPPING, place(root.start_mark), message, hint)]
        if "&" not in block and "\\" not in block and not _INVISIBLE.search(block):
            try:
                plain = _Plain(first_line)
                return plain.mapping(root, ()), Marks.at(path, plain.places), []
            except _NotPlain:
                pass
        if (odd := _unreadable(root)) is not None:
            node, message, hint = odd
            return None, none, [error(Code.YAML_SYNTAX, place(node.start_mark), message, hint)]
        faults = [
            error(
                Code.DUPLICATE_KEY,
                place(key.start_mark),
                f"The key `{key.value}` is given twice.",
                f"It stands first in line {first_line + first.start_mark.line}; keep one of them.",
            )
            for key, first in _duplicates(root)
        ]
        places = {keys: (first_line + mark.line, mark.column + 1) for keys, mark in _places(root, ())}
        data = loader.construct_document(root)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        where = place(mark) if mark else Location(path, first_line)
        message, hint = _explain(fault)
        return None, none, [error(Code.YAML_SYNTAX, where, message, hint)]
    except (yaml.YAMLError, ValueError) as fault:
        where = Location(path, first_line)
        if isinstance(position := getattr(fault, "position", None), int):
            where = Location(path, first_line + block.count("\n", 0, position))
        message = f"The front matter is not YAML: {_first_sentence(fault)}."
        return None, none, [error(Code.YAML_SYNTAX, where, message, "Remove the character that can't be shown.")]
    except RecursionError:
        message = "The front matter is nested too deeply."
        return None, none, [error(Code.YAML_SYNTAX, Location(path, first_line), message, _NOT_SO_DEEP)]
    finally:
        if loader is not None:
            loader.dispose()
    if not isinstance(data, dict):
        raise AssertionError("a mapping node constructs a dict")
    return data, Marks.at(path, places), faults


def _may_be_deep(block: str) -> bool:
    return len(block) > _FEW_LETTERS or sum(map(block.count, ("[", "{", "- ", "? "))) > _FEW_LEVELS


def _too_deep(block: str) -> Any:
    """The place of the first node that is nested too deeply, or None. Events come one by one, at any depth."""
    depth = 0
    for event in yaml.parse(block, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST + 1:
            return event.start_mark
    return None


class _Plain:
    """Front matter as most is, read at one go: texts, lists and keys, each key once, no anchors and no escapes."""

    def __init__(self, first_line: int) -> None:
        self._first_line = first_line
        self.places: dict[KeyPath, tuple[int, int]] = {}

    def mapping(self, node: yaml.Node, at: KeyPath) -> dict[str, Any]:
        """The keys and values of a node. Raises _NotPlain."""
        if node.tag != _MAPPING or len(at) >= _DEEPEST:
            raise _NotPlain
        data: dict[str, Any] = {}
        for key, value in node.value:
            name = key.value
            if key.tag != _TEXT or key.__class__ is not yaml.ScalarNode or name in data:
                raise _NotPlain
            mark = key.start_mark
            inner = (*at, name)
            self.places[inner] = (self._first_line + mark.line, mark.column + 1)
            data[name] = self._value(value, inner)
        return data

    def _value(self, node: yaml.Node, at: KeyPath) -> Any:
        kind = node.__class__
        if kind is yaml.ScalarNode:
            if node.tag == _TEXT:
                return node.value
            if node.tag == _NULL:
                return None
            raise _NotPlain
        return self.mapping(node, at) if kind is yaml.MappingNode else self._sequence(node, at)

    def _sequence(self, node: yaml.Node, at: KeyPath) -> list[Any]:
        if node.tag != _SEQUENCE or len(at) >= _DEEPEST:
            raise _NotPlain
        data: list[Any] = []
        for index, item in enumerate(node.value):
            mark = item.start_mark
            inner = (*at, index)
            self.places[inner] = (self._first_line + mark.line, mark.column + 1)
            data.append(self._value(item, inner))
        return data


def _places(node: yaml.Node, at: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    """Every key and list item below `node` with its mark."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield (*at, key.value), key.start_mark
                yield from _places(value, (*at, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield (*at, index), item.start_mark
            yield from _places(item, (*at, index))


def _unreadable(root: yaml.Node) -> tuple[yaml.Node, str, str] | None:
    """The first node that YAML allows and front matter does not, with what is wrong and how to mend it.

    Aliases can make a file endless, depth can exhaust the stack, and types and odd keys have no use here.
    """
    seen: set[int] = set()
    waiting = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        if id(node) in seen:
            message = "The front matter uses a YAML anchor (`&name`) and its alias (`*name`), which are not read here."
            return node, message, "Write the value out in each place."
        seen.add(id(node))
        if depth > _DEEPEST:
            return node, "The front matter is nested too deeply.", _NOT_SO_DEEP
        if node.tag not in _TAGS:
            hint = "Remove the word that begins with `!`, or put text that begins with `!` in quotes."
            return node, "YAML takes a word that begins with `!` for a type, and there are none here.", hint
        if isinstance(node, yaml.ScalarNode) and _INVISIBLE.search(node.value):
            return node, "The text holds a character that can't be shown.", "Remove it, or the `\\` that makes it."
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode) or key.tag != _TEXT:
                    hint = "Keys are plain words; put text that begins with `{`, `[` or `?` in quotes."
                    return key, "A key is not a plain word.", hint
                waiting += [(key, depth + 1), (value, depth + 1)]
        elif isinstance(node, yaml.SequenceNode):
            waiting += [(item, depth + 1) for item in node.value]
    return None


def _duplicates(node: yaml.Node) -> Iterator[tuple[yaml.ScalarNode, yaml.ScalarNode]]:
    """Keys given again, each with its first: YAML 1.2.2, 3.2.1.3 wants them unique, PyYAML keeps the last."""
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, yaml.ScalarNode] = {}
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    yield key, seen[key.value]
                seen.setdefault(key.value, key)
            yield from _duplicates(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _duplicates(item)


_ADVICE = {
    "mapping values are not allowed": (
        "There is a colon where YAML expects none.",
        'Put text that holds a colon in quotes: `title: "One: two"`. Or the line above lacks its colon.',
    ),
    "could not find expected ':'": (
        "A key has no colon after it.",
        "Write `key: value`, with a space after the colon.",
    ),
    "cannot start any token": (
        "YAML can't begin a value with this character.",
        "Put the value in quotes; indent with spaces, never with tabs.",
    ),
    "tab character": (
        "YAML can't be indented with tabs.",
        "Indent with spaces.",
    ),
    "undefined alias": (
        "YAML takes `*name` for an alias, and none of that name is defined.",
        'Put text that begins with `*` in quotes: `title: "*Text*"`.',
    ),
    "expected <block end>": (
        "The indentation or the quotes don't fit here.",
        "Give keys of one level the same number of spaces; close each quote; within '...' write '' for an apostrophe.",
    ),
    "unexpected end of stream": (
        "A quote or a bracket is opened and never closed.",
        "Close it; in a text quoted with ' write '' for an apostrophe.",
    ),
    "expected ',' or ']'": (
        "A list in brackets is not closed, or an item lacks its comma.",
        "Write `[one, two, three]`.",
    ),
    "expected ',' or '}'": (
        "A `{` is not closed, or an entry lacks its comma.",
        "Write `{key: value, other: value}`.",
    ),
    "unhashable key": (
        "A key is a list or a mapping.",
        "Keys are plain words; put text that begins with `{` or `[` in quotes.",
    ),
    "could not determine a constructor": (
        "YAML takes a word that begins with `!` for a type, and there are none here.",
        "Put text that begins with `!` in quotes.",
    ),
}


def _explain(fault: yaml.MarkedYAMLError) -> tuple[str, str]:
    """PyYAML's words for a fault in a writer's words, and how to mend it."""
    problem = fault.problem or str(fault)
    said = f"{fault.context or ''} {problem}"
    for words, advice in _ADVICE.items():
        if words in said or words in said.replace("did not find expected", "expected"):
            return advice
    return f"The front matter is not YAML: {problem}.", "Check colons, quotes and indentation around this place."


def _first_sentence(fault: Exception) -> str:
    return str(fault).splitlines()[0].strip().rstrip(".") if str(fault) else type(fault).__name__
