"""One more entry in a briefing's `sources`, written as the entries that are there are, and nothing else changed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from brief.editing import frontmatter
from brief.editing.edits import Edit, Refused, changed, newline
from brief.reading.frontmatter import split
from brief.sourcing.scalars import Value, written

KEYS = (
    "id", "outlet", "title", "url", "where", "published", "accessed", "archived", "lang", "author", "rating", "quote",
)  # fmt: skip
"""The keys of a source in the order in which they are written where the entries that are there have no other."""

Entry = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class _Manner:
    """How entries are written: their dashes after `indent` spaces, keys `gap` spaces after the dash.

    `is_flow`: as `{...}` on one line. `is_apart`: with an empty line between. `quotes` are the quotation marks by
    key, `order` is that of the keys.
    """

    indent: str = "  "
    gap: int = 1
    is_flow: bool = False
    is_apart: bool = False
    quotes: Mapping[str, str] | None = None
    order: tuple[str, ...] = KEYS


def added(path: str, text: str, entry: Entry) -> list[Edit]:
    """The edits of a briefing's `text` that add `entry` to its sources. Raises Refused where that is not safe."""
    try:
        matter = frontmatter.read(path, text)
        edits = _edits(matter, entry)
        is_right = _data(changed(text, edits), path) == _with(_data(text, path), entry)
    except (ValueError, yaml.YAMLError, RecursionError):
        is_right, edits = False, []
    if not is_right:
        shown = "\n".join(_block(_Manner(), entry))
        raise Refused(
            f"The front matter of {path} is written in a way that can't be added to safely. Add it by hand:\n{shown}"
        )
    return edits


def _data(text: str, path: str) -> dict[str, object]:
    found, faults = split(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), path)
    if found is None or faults:
        raise ValueError(path)
    return found.data


def _with(data: Mapping[str, object], entry: Entry) -> dict[str, object]:
    sources = data.get("sources") or []
    listed = sources if isinstance(sources, list) else [sources]
    own = {key: value if isinstance(value, str) else list(value) for key, value in entry.items()}
    return {**data, "sources": [*listed, own]}


def _edits(matter: frontmatter.FrontMatter, entry: Entry) -> list[Edit]:
    if "sources" not in matter.values:
        return [_insert(matter, matter.end, _lines(matter, ["sources:", *_block(_Manner(), entry)], after=True))]
    key, node = matter.values["sources"]
    if isinstance(node, yaml.SequenceNode) and node.value:
        return [_in_flow(matter, node, entry) if node.flow_style else _in_block(matter, node, entry)]
    # Nothing yet, in one of the ways to say so.
    start, end = matter.start + node.start_mark.index, matter.start + node.end_mark.index
    if "#" in matter.text[start:end]:
        raise ValueError("a comment would go")
    at = _line_end(matter.text, max(end, matter.text.index(":", matter.start + key.end_mark.index)))
    lines = _insert(matter, at, _lines(matter, _block(_Manner(), entry)))
    return [Edit(matter.path, start, end, ""), lines] if end > start else [lines]


def _in_block(matter: frontmatter.FrontMatter, node: yaml.SequenceNode, entry: Entry) -> Edit:
    """After the last entry and the comments that are set in with it."""
    manner = _manner(matter, node)
    at = _end(matter, node.value[-1], node.start_mark.column)
    lines = [manner.indent + "- " + _flow(manner, entry)] if manner.is_flow else _block(manner, entry)
    return _insert(matter, at, _lines(matter, [*([""] if manner.is_apart else []), *lines]))


def _in_flow(matter: frontmatter.FrontMatter, node: yaml.SequenceNode, entry: Entry) -> Edit:
    last = node.value[-1]
    start = matter.start + last.start_mark.index
    before = matter.text[matter.text.rfind("\n", 0, start) + 1 : start]
    # Entries on lines of their own go on so.
    apart = newline(matter.text) + before if len(node.value) > 1 and not before.strip() else " "
    return _insert(matter, matter.start + last.end_mark.index, f",{apart}{_flow(_manner(matter, node), entry)}")


def _end(matter: frontmatter.FrontMatter, last: yaml.Node, dash: int) -> int:
    """The end of the last line that belongs to the node `last` of a list whose dashes are at column `dash`."""
    at, is_kept = _last_letter(matter, last)
    if is_kept:
        # The empty lines at the end of such a text are part of it (YAML 1.2.2, 8.1.1.2): its end is a line's start.
        at = matter.text.rfind("\n", 0, at) + 1 if matter.text[:at].endswith((" ", "\n")) else at
        return at - (2 if matter.text[:at].endswith("\r\n") else 1)
    at = _line_end(matter.text, at)
    comments = re.compile(rf"(?:\r?\n[ \t]*)*?\r?\n[ ]{{{dash + 1},}}#[^\r\n]*").match(matter.text, at, matter.end)
    while comments:
        at = comments.end()
        comments = comments.re.match(matter.text, at, matter.end)
    return at


def _last_letter(matter: frontmatter.FrontMatter, node: yaml.Node) -> tuple[int, bool]:
    """Where a node's own text ends, and whether empty lines after it are part of it."""
    if isinstance(node, yaml.SequenceNode | yaml.MappingNode) and not node.flow_style and node.value:
        last = node.value[-1]
        value = last[1] if isinstance(node, yaml.MappingNode) else last
        if value.start_mark.index == value.end_mark.index and isinstance(node, yaml.MappingNode):
            # A key without a value: PyYAML sets its mark after the colon, or at whatever comes next.
            return matter.text.index(":", matter.start + last[0].end_mark.index), False
        return _last_letter(matter, value)
    start, end = matter.start + node.start_mark.index, matter.start + node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
        header = matter.text[start : _line_end(matter.text, start)].partition("#")[0]
        if "+" in header:
            return end, True
        # The mark of a block is where the next thing begins.
        return start + len(matter.text[start:end].rstrip()), False
    return end, False


def _line_end(text: str, at: int) -> int:
    found = re.compile(r"\r?\n|$").search(text, at)
    return found.start() if found else len(text)


def _manner(matter: frontmatter.FrontMatter, node: yaml.SequenceNode) -> _Manner:
    items = [item for item in node.value if isinstance(item, yaml.MappingNode) and item.value]
    if not items:
        return _Manner(indent=" " * node.start_mark.column)
    last, longest = items[-1], max(items, key=lambda item: len(item.value))
    gap = last.start_mark.column - node.start_mark.column - 1
    return _Manner(
        indent=" " * node.start_mark.column,
        gap=gap if 0 < gap < 8 and not last.flow_style else 1,
        is_flow=bool(last.flow_style),
        is_apart=_is_apart(matter, node),
        quotes=_quotes(items),
        order=_order([key.value for key, _ in longest.value]),
    )


def _is_apart(matter: frontmatter.FrontMatter, node: yaml.SequenceNode) -> bool:
    """Whether every two entries have an empty line between them."""
    gaps = [
        re.search(
            r"\n[ \t]*\r?\n[ \t]*(?:#[^\n]*\n\s*)*-\s*$", matter.text[: matter.start + item.start_mark.index][-200:]
        )
        for item in node.value[1:]
    ]
    return bool(gaps) and all(gaps)


def _quotes(items: Sequence[yaml.MappingNode]) -> dict[str, str]:
    """The quotation mark that all values of a key stand in, by key."""
    styles: dict[str, set[str | None]] = {}
    for item in items:
        for key, value in item.value:
            if isinstance(value, yaml.ScalarNode):
                styles.setdefault(key.value, set()).add(value.style)
    marks = {key: next(iter(found)) for key, found in styles.items() if len(found) == 1}
    return {key: mark for key, mark in marks.items() if mark in {"'", '"'}}


def _order(own: Sequence[str]) -> tuple[str, ...]:
    """The keys in the order of an entry that is there; those that it lacks follow all that they usually follow."""
    order = [key for key in own if key in KEYS]
    for index, key in enumerate(KEYS):
        if key not in order:
            order.insert(max((order.index(known) + 1 for known in KEYS[:index] if known in order), default=0), key)
    return tuple(order)


def _block(manner: _Manner, entry: Entry) -> list[str]:
    quotes = manner.quotes or {}
    lines = [f"{key}: {written(entry[key], quotes.get(key, ''))}" for key in manner.order if key in entry]
    head = f"{manner.indent}-{' ' * manner.gap}"
    return [f"{' ' * len(head) if index else head}{line}" for index, line in enumerate(lines)]


def _flow(manner: _Manner, entry: Entry) -> str:
    quotes = manner.quotes or {}
    pairs = (f"{key}: {written(entry[key], quotes.get(key, ''), in_flow=True)}" for key in manner.order if key in entry)
    return f"{{{', '.join(pairs)}}}"


def _lines(matter: frontmatter.FrontMatter, lines: Sequence[str], *, after: bool = False) -> str:
    end = newline(matter.text)
    return "".join(f"{line}{end}" if after else f"{end}{line}" for line in lines)


def _insert(matter: frontmatter.FrontMatter, at: int, text: str) -> Edit:
    return Edit(matter.path, at, at, text)
