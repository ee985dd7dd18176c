"""Each passage of a page leads to its own line, whatever the text around it."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.markdown.renderer import render
from brief.markdown.text import Citable
from brief.serving.lines import lines

SOURCES: Sequence[Citable] = [Citable(1, "tass", "A report", ("tass", "TASS"))]


def _html(body: str) -> str:
    made, _ = render(body, path="a.md", sources=SOURCES, passages=True)
    return made.html.replace(made.token, "x") if made.token else made.html


def _first_words(body: str) -> dict[str, int]:
    """The line of each passage, by the number in its first word `wordN`."""
    html = _html(body)
    found = lines(body, 1, _html)
    told = {}
    for ident, line in found.items():
        begin = html.index(f'id="{ident}"')
        if start := re.search(r"word\d+", html[begin : html.index(f'href="#{ident}"', begin)]):
            told[start[0]] = line
    return told


def _truth(body: str, words: Sequence[str]) -> dict[str, int]:
    listed = body.split("\n")
    return {word: next(n for n, line in enumerate(listed, 1) if re.search(rf"{word}\b", line)) for word in words}


# What stands behind a first word, on one line or more; `¶` is where a line may end.
_TAILS = [
    "is here",
    "says so [@tass]",
    "is *in* **two**¶lines [Source: TASS]",
    "has `code¶that` runs over",
    "leads [to¶a place](https://example.org/a_b) and on",
    "cites [@tass,¶para. 4] over lines",
    "breaks  ¶here and\\¶there",
    "links [[other|with¶words]] & <b>bold¶HTML</b> &amp; 2 < 3",
    "ends in a list of | bars |",
    "has a note[^n] and {braces}",
]
_BETWEEN = [
    "",
    "```python\ncode = 1\n\n# no heading\n```",
    "    indented code\n    of two lines",
    "| a | b |\n| --- | --- |\n| one | two |",
    "---",
    "<div>\nraw *HTML*\n</div>",
    "[^n]: A footnote\n    of two lines.",
    "[reference]: https://example.org 'Title'",
    "> said\n> -- Somebody, role [@tass]",
    '!!! note "Title"\n    Words of it.',
]
_SHAPES = ["{}", "# {}", "## {}", "- {}", "1. {}", "> {}", "{} {{#own-%d}}", "!!! note\n    {}"]


# How a line ends within each shape; a heading has but one.
_ENDS = {
    "# {}": " ",
    "## {}": " ",
    "- {}": "\n    ",
    "1. {}": "\n    ",
    "> {}": "\n> ",
    "{} {{#own-%d}}": " ",
    "!!! note\n    {}": "\n    ",
}


@st.composite
def _texts(draw: st.DrawFn) -> tuple[str, list[str]]:
    parts, words = [], []
    for number in range(draw(st.integers(1, 7))):
        word = f"word{number}"
        shape = draw(st.sampled_from(_SHAPES))
        tail = draw(st.sampled_from(_TAILS)).replace("¶", _ENDS.get(shape, "\n"))
        parts += [shape.replace("%d", str(number)).format(f"{word} {tail}"), draw(st.sampled_from(_BETWEEN))]
        words.append(word)
    return "\n\n".join(parts), words


@given(_texts())
def test_each_passage_comes_from_the_line_that_its_first_word_stands_in(made: tuple[str, list[str]]) -> None:
    body, words = made
    told = _first_words(body)
    truth = _truth(body, words)
    assert {word: line for word, line in told.items() if word in truth} == {
        word: truth[word] for word in told if word in truth
    }
    # A heading of level 1 is no passage: the page's title is one.
    listed = body.split("\n")
    expected = {word for word in words if not listed[truth[word] - 1].startswith("# ")}
    assert expected <= told.keys()


@pytest.mark.parametrize(
    "body",
    ["", "   ", "\n\n", "```\ncode\n```", "\U0010f700 word", "| a |\n|---|\n| b |", "<!-- words -->"],
)
def test_a_text_without_passages_has_no_lines(body: str) -> None:
    assert lines(body, 5, _html) == {}


@given(st.text(alphabet="ab \n*_`#>-|[]()!{}.:<&;1\\", max_size=80))
def test_whatever_is_written_no_line_is_outside_of_it(body: str) -> None:
    found = lines(body, 10, _html)
    assert all(10 <= line <= 10 + body.count("\n") for line in found.values())


def test_a_long_text_with_much_that_bears_no_mark_is_given_up_in_time() -> None:
    body = "\n\n".join(f"word{n} `code\nof` {{x\ny}}\n: [a\nb]: c" for n in range(200))
    renders = 0

    def html(text: str) -> str:
        nonlocal renders
        renders += 1
        return _html(text)

    lines(body, 1, html)
    assert renders < 70
