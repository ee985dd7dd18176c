"""Edits to front matter by the places of its YAML nodes, so that comments, quotes and order stay the writer's."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml
from frontmatter.default_handlers import YAMLHandler

from brief.editing.edits import Edit, newline
from brief.model import KeyPath

_PLAIN = re.compile(r"[\w/][\w/.-]*")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter of one file's text. `start` and `end` bound the YAML, in characters of the text."""

    path: str
    text: str
    start: int
    end: int
    values: Mapping[str, tuple[yaml.ScalarNode, yaml.Node]]

    def replace(self, key: str, old: str, new: str) -> list[Edit]:
        """`new` instead of the value `old`, or instead of that item where the value is a list."""
        node = self._value(key)
        return [self._instead(item, _quoted_as(item, new)) for item in _items(node) if item.value == old]

    def replace_at(self, keys: KeyPath, new: str) -> list[Edit]:
        """`new` instead of the single value to which `keys` lead."""
        node = self._value(str(keys[0]))
        for key in keys[1:]:
            if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
                node = node.value[key]
            elif isinstance(node, yaml.MappingNode):
                node = next((value for name, value in node.value if name.value == key), None)
            else:
                node = None
        return [self._instead(node, _quoted_as(node, new))] if isinstance(node, yaml.ScalarNode) else []

    def remove(self, key: str, item: str) -> list[Edit]:
        """A list without an item."""
        node = self._value(key)
        if not isinstance(node, yaml.SequenceNode):
            return []
        at = next((index for index, found in enumerate(_items(node)) if found.value == item), None)
        if at is None:
            return []
        if len(node.value) == 1:
            # A list of nothing is no list: the key goes with its last item.
            return [self._without(key)]
        if not node.flow_style:
            return [self._lines(node.value[at])]
        before, own = (node.value[at - 1], node.value[at]) if at else (None, node.value[0])
        start = before.end_mark.index if before else own.start_mark.index
        end = own.end_mark.index if before else node.value[1].start_mark.index
        return [Edit(self.path, self.start + start, self.start + end, "")]

    def add(self, key: str, item: str) -> list[Edit]:
        """A list with one more item at its end, or a new list."""
        written = _written(item)
        node = self._value(key)
        if node is None:
            return [self._inserted(f"{key}: [{written}]")]
        if not isinstance(node, yaml.SequenceNode):
            return [self._instead(node, f" [{written}]")]
        if not node.value:
            return [self._instead(node, f"[{written}]")]
        last = node.value[-1]
        if node.flow_style:
            at = self.start + last.end_mark.index
            return [Edit(self.path, at, at, f", {written}")]
        line_start = self.text.rfind("\n", 0, self.start + last.start_mark.index) + 1
        dash = self.text[line_start : self.start + last.start_mark.index]
        at = self._line_end(self.start + _end(last))
        return [Edit(self.path, at, at, f"{newline(self.text)}{dash}{written}")]

    def set(self, key: str, value: str) -> list[Edit]:
        """A key with a plain value, added where it is not there."""
        node = self._value(key)
        return (
            [self._instead(node, _written(value))]
            if node is not None
            else [self._inserted(f"{key}: {_written(value)}")]
        )

    def put(self, key: str, value: object) -> list[Edit]:
        """A key with a value of any shape, written anew."""
        dumped = yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False, width=1_000_000).rstrip("\n")
        block = dumped.replace("\n", newline(self.text))
        if key not in self.values:
            return [self._inserted(block)]
        gone = self._without(key)
        return [Edit(self.path, gone.start, gone.end, block + newline(self.text))]

    def _value(self, key: str) -> yaml.Node | None:
        return self.values[key][1] if key in self.values else None

    def _instead(self, node: yaml.Node, text: str) -> Edit:
        return Edit(self.path, self.start + node.start_mark.index, self.start + node.end_mark.index, text)

    def _inserted(self, lines: str) -> Edit:
        return Edit(self.path, self.end, self.end, lines + newline(self.text))

    def _without(self, key: str) -> Edit:
        """The lines of a key and its value, gone."""
        name, value = self.values[key]
        start = self.text.rfind("\n", 0, self.start + name.start_mark.index) + 1
        return Edit(self.path, start, self._next_line(self.start + max(name.end_mark.index, _end(value))), "")

    def _lines(self, item: yaml.Node) -> Edit:
        start = self.text.rfind("\n", 0, self.start + item.start_mark.index) + 1
        return Edit(self.path, start, self._next_line(self.start + _end(item)), "")

    def _line_end(self, at: int) -> int:
        found = re.compile(r"\r?\n|$").search(self.text, at)
        return found.start() if found else len(self.text)

    def _next_line(self, at: int) -> int:
        return self.text.find("\n", at) + 1 or len(self.text)


def read(path: str, text: str) -> FrontMatter:
    """The front matter of a text that has been read without a fault."""
    bom = 1 if text.startswith("\ufeff") else 0
    first, second = list(YAMLHandler().FM_BOUNDARY.finditer(text[bom:]))[:2]
    # What the pattern takes of the lines after the boundary is not part of it.
    start, end = text.index("\n", first.start() + bom) + 1, second.start() + bom
    root = yaml.compose(text[start:end], Loader=_Plain)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return FrontMatter(path, text, start, end, {key.value: (key, value) for key, value in pairs})


class _Plain(yaml.SafeLoader):
    """The loader in Python, whose marks count characters."""


def _items(node: yaml.Node | None) -> list[yaml.ScalarNode]:
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return [item for item in nodes if isinstance(item, yaml.ScalarNode)]


def _end(node: yaml.Node) -> int:
    """Where a node's text ends: a block's own mark is where the next thing begins."""
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _end(node.value[-1])
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _end(node.value[-1][1])
    index: int = node.end_mark.index
    return index


def _quoted_as(item: yaml.ScalarNode, value: str) -> str:
    if item.style in {"'", '"'} and _PLAIN.fullmatch(value):
        return f"{item.style}{value}{item.style}"
    return _written(value)


def _written(value: str) -> str:
    """A scalar that YAML reads as this text, alone and in a list."""
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
