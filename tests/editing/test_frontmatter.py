"""Front matter is edited where it has to be, and nowhere else."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from brief.editing import frontmatter
from brief.editing.edits import Edit, changed, offset

WORDS = st.sampled_from(["one", "two", "three", "/old/a/", "x-y"])
LISTS = st.lists(WORDS, min_size=1, max_size=4, unique=True)
OTHERS = [
    'title: "A # title"  # a comment',
    "date: 2026-01-01",
    "sources:\n  - id: a   # first\n    outlet: tass",
    "x: >-\n  folded\n  text",
]


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text with a list under `key` in one of the styles that writers use, and the list."""
    items = draw(LISTS)
    quote = draw(st.sampled_from(["", "'", '"']))
    style = draw(st.sampled_from(["flow", "spaced", "block", "indented", "absent", "null", "empty"]))
    quoted = [f"{quote}{item}{quote}" for item in items]
    written = {
        "flow": f"key: [{', '.join(quoted)}]",
        "spaced": f"key: [ {' ,  '.join(quoted)} ]  # why",
        "block": "key:\n" + "\n".join(f"- {item}" for item in quoted),
        "indented": "key:   # these\n" + "\n".join(f"    - {item}  # {index}" for index, item in enumerate(quoted)),
        "null": "key:",
        "empty": "key: []",
    }
    lines = draw(st.permutations([*OTHERS, *([written[style]] if style in written else [])]))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    bom = draw(st.sampled_from(["", "\ufeff"]))
    text = bom + ("\n".join(["---", *lines, "---", "", "Body ---", "---", ""])).replace("\n", end)
    return text, items if style in {"flow", "spaced", "block", "indented"} else []


def _data(text: str) -> dict[str, object]:
    block = text.lstrip("\ufeff").split("---", 2)[1]
    loaded: dict[str, object] = yaml.load(block, Loader=yaml.BaseLoader)  # texts alone
    return loaded


def _others(text: str) -> list[str]:
    """The lines that no edit of `key` may touch."""
    lines = text.splitlines(keepends=True)
    kept = "".join(OTHERS).replace("\n", "")
    return [line for line in lines if line.strip() and line.strip() in kept] + lines[-4:]


@given(documents(), WORDS)
def test_an_item_more_is_the_only_change(document: tuple[str, list[str]], item: str) -> None:
    text, items = document
    matter = frontmatter.read("x.md", text)
    after = changed(text, matter.add("key", item))
    assert _data(after) == _data(text) | {"key": [*items, item]}
    assert _others(after) == _others(text)
    assert after.count("#") == text.count("#")


@given(documents(), WORDS, WORDS)
def test_an_item_exchanged_is_the_only_change(document: tuple[str, list[str]], old: str, new: str) -> None:
    text, items = document
    after = changed(text, frontmatter.read("x.md", text).replace("key", old, new))
    expected = [new if item == old else item for item in items]
    assert _data(after) == _data(text) | ({"key": expected} if items else {})
    assert len(after) - len(text) == (len(new) - len(old)) * items.count(old)


@given(documents(), WORDS)
def test_an_item_less_is_the_only_change(document: tuple[str, list[str]], item: str) -> None:
    text, items = document
    after = changed(text, frontmatter.read("x.md", text).remove("key", item))
    expected = [other for other in items if other != item]
    data = _data(text)
    if items and not expected:
        data.pop("key")
    elif items:
        data["key"] = expected
    assert _data(after) == data
    assert _others(after) == _others(text)


@given(documents(), st.dictionaries(WORDS, LISTS, min_size=1))
def test_a_value_written_anew_is_read_as_it_was_meant(
    document: tuple[str, list[str]], value: dict[str, list[str]]
) -> None:
    text, _ = document
    after = changed(text, frontmatter.read("x.md", text).put("key", value))
    assert _data(after) == _data(text) | {"key": value}
    assert _others(after) == _others(text)


def test_insertions_at_one_place_keep_their_order() -> None:
    texts = [f"{number}" for number in range(9)]
    assert changed("ab", [Edit("x.md", 1, 1, text) for text in texts]) == "a012345678b"


@given(st.lists(st.text(alphabet="ab é😀", max_size=4), min_size=1, max_size=5), st.data())
def test_a_place_is_found_whatever_ends_the_lines(lines: list[str], data: st.DataObject) -> None:
    ends = data.draw(st.lists(st.sampled_from(["\n", "\r\n"]), min_size=len(lines), max_size=len(lines)))
    bom = data.draw(st.sampled_from(["", "\ufeff"]))
    line = data.draw(st.integers(1, len(lines)))
    column = data.draw(st.integers(1, len(lines[line - 1]) + 1))
    text = bom + "".join(map("".join, zip(lines, ends, strict=True)))
    start = len(bom) + sum(len(lines[n]) + len(ends[n]) for n in range(line - 1))
    assert offset(text, line, column) == start + column - 1
