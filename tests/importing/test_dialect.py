"""Texts in CommonMark are shown here as CommonMark says: lists, code in them, tables, strokes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from brief.importing.dialect import rewritten
from brief.markdown.renderer import render

_ATTRIBUTES = re.compile(r" (?:id|class|start)=\"[^\"]*\"")


def _bare(html: str) -> str:
    """HTML without what doesn't count here: spaces, attributes, and which of an item's texts are paragraphs."""
    return re.sub(r"\s+|</?p>", "", _ATTRIBUTES.sub("", html)).replace("<s>", "<del>").replace("</s>", "</del>")


def _here(text: str) -> str:
    body, _ = rewritten(text, "x.md")
    return _bare(render(body, path="x.md")[0].html)


def _there(text: str) -> str:
    return _bare(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))


@pytest.mark.parametrize(
    "text",
    [
        "para\n- one\n- two\n  - inner\n    more\n- three\n\nafter",
        "1. a\n   - b\n     - c\n\n   para in a\n2. d",
        "- a\n\n  ```py\n  code\n    more\n  ```\n- b",
        "text\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        "a ~~gone~~ b `~~x~~`",
        "* x\n* y\nlazy",
        "1) z\n2) q",
        "- a\n\t- b\n\t\t- c",
        "10. ten\n    para\n11. x",
        "    code\n\n- a",
        "- - x\n  - y",
        "para ```a\nb\n``` [w](x.md) words",
        "para\n\n```py\nnever closed\n[w](x.md)",
        '~~~~ py title="x"\ncode\n~~~~~\n\npara',
        "para\n  ```\n  set in\n    more\n  ```\npara",
        "````\n```\ninner\n```\n````",
    ],
)
def test_it_is_shown_as_it_was(text: str) -> None:
    assert _here(text) == _there(text)


@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=8), st.lists(st.sampled_from(["-", "1."]), min_size=4, max_size=4)
)
def test_items_stay_as_deep_as_they_are(depths: list[int], marks: list[str]) -> None:
    """However wide marks are, what is within an item stays so."""
    lines, columns = [], [0]
    for number, wanted in enumerate(depths):
        depth = min(wanted, len(columns) - 1)
        columns = [*columns[: depth + 1], columns[depth] + len(marks[depth]) + 1]
        lines.append(f"{' ' * columns[depth]}{marks[depth]} item{number}")
    text = "\n".join(lines)
    assert _opened(_here(text)) == _opened(_there(text))


def _opened(html: str) -> list[int]:
    """How many lists are opened, less those closed, before each item and after the last."""
    return [len(re.findall(r"<[uo]l>", part)) - len(re.findall(r"</[uo]l>", part)) for part in html.split("item")]
