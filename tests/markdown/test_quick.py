"""The quick way through Python-Markdown gives what the plain way gives, byte for byte."""

import random
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from brief.markdown.converters import Converters
from brief.markdown.mentions import Names
from brief.markdown.renderer import render
from brief.markdown.sanitising import sanitise, sanitise_tree
from brief.markdown.text import Citable

CONTENT = sorted((Path(__file__).parents[2] / "content").rglob("*.md"))
SOURCES = (Citable(1, "tass", "A report", ("TASS", "ТАСС")), Citable(2, "mvd", "A statement"))
NAMES = Names(
    {"a": ["word"], "b": ["Интерпол", "Interpol"], "c": ["US"], "d": ["two words"], "e": ["ΛΟΓΟΣ"], "f": ["İ", "a\tb"]}
)

INLINE = (
    "`code`", "``a`b``", "*a*", "**b**", "_c_", "__d__", "***e***", "a_b_c", "\\*", "\\[", "\\`", "\\",
    "[a](b.md)", "[a](<b c> 'd')", "[a](#x)", "![a](b.png)", '![a](b.png "c")', "[a][r]", "[r]", "![r]", "![a][r]",
    "[*a*](b)", "[![a](b)](c)", "<https://a.test/?b&c>", "<a@b.test>", "&amp;", "&#38;", "&", "<b>", "</b>", "<br>",
    "<!-- c -->", '<a href="b.md">', "</a>", '<i class="no-mentions">', "  \n", "[^1]", "[@tass]", "[@mvd, p. 3]",
    "[@tass; @mvd]", "[@none]", "[Source: ТАСС]", "[источник: nobody]", "[[x]]", "![[x]]", "[[tag:y|z]]", "[[x#h]]",
    "{: #a .b }", "{: .no-mentions }", "{.c}", "word", "Интерпол", "US", "Interpol.", "ёж", "\ufdd0", "\ufdd1", "\x02", "\x03",
    "\x02wzxhzdk:0\x03", "klzzwxh:0001", "İ", "\t", "\r\n",
    "[TOC]", "{: open }", "{: title=title }", "&copy", "&#x41;", "<details open>", "\\|", "***a** b*", "*a **b* c**", "__a _b_ c__",
    "**a", "b**", "[a *b](c) d*", "*[a](b)*", "![*a*](b)", "[a](b 'c", "[a]( b )", "[[x|*y*]]", "\\![[x]]", "\\[[x]]", "!\\[[x]]",
    "two words", "two\nwords", "ΛΟΓΟΣ", "λόγος", "\x0b", "\x0c", "\x85", "\u2028", "x0123456789abcdef0123h0.", '<b id="a">', "<a href='b.md'>",
    '<A HREF="b.md">', "<script>", "</SCRIPT>", "<!--", "-->", '<span class="citation">', "J. Smith", "e.g. a", "No. 5. Next", "! Then",
)  # fmt: skip
BLOCK = (
    "# A\n", "## B {#b}\n", "### C [@tass] ###\n", "A\n===\n", "B\n---\n", "***\n", "- - -\n", "___\n", "* a\n", "- b\n", "+ c\n", "1. a\n",
    "2) b\n", "    ", "> ", "> -- Somebody [@mvd]\n", "a | b\n--|:-:\nc | `d`\n", "|a|\n|-|\n", "Term\n: What\n", ":   ",
    "!!! note\n    a\n", '!!! warning "B *c*"\n    d\n', "```\na *b*\n```\n", "~~~ python\na\n~~~\n", "```", "[^1]: A note\n",
    "[r]: b.md 'c'\n", "[^2]: *B*\n\n    c\n", "[TOC]\n\n", "\n[TOC]\n", "    [TOC]\n", "## *A* &amp; `b` \\* [^1]\n", "## {: #c }\n", "###### X\n", "\n    code\n\n\n    more\n",
    "10. a\n\n    b\n", "* a\n    * b\n\n        c\n", "- a\n- b {: .c }\n", "> > a\n", "> - a\n>\n> b\n", ">\n", "a\n: b\n\n    c\n", "\\# a\n",
    '!!! note ""\n    - a\n\n        b\n', "*a*\n***\nb\n", "a\n* * *\n", "|a|b|\n|-|-|\n|`|`|\\||\n", "[r]:\n  <b.md>\n", "<div>\n\n*a*\n\n", "<hr>\n", "<!-- a\n\nb -->\n",
    "<div>\n*a*\n</div>\n", "<p>word</p>\n", "\n", "\n\n", "\n\n\n",
)  # fmt: skip
SPECIAL = st.text(alphabet="`*_\\[](){}<>&!#|:=-+~^.@\"' \n\t1aжx", max_size=8)
TEXTS = st.lists(st.sampled_from(INLINE) | st.sampled_from(BLOCK) | SPECIAL | st.text(max_size=4), max_size=25).map(
    "".join
)


def _both(text: str, raw_html: str = "sanitize", passages: bool = True) -> tuple[object, object]:
    quick, plain = (
        render(text, path="a/x.md", sources=SOURCES, names=NAMES, raw_html=raw_html, passages=passages, quick=way)
        for way in (True, False)
    )
    return quick, plain


@given(TEXTS, st.sampled_from(["sanitize", "escape", "trust"]), st.booleans())
@example(text="!\x02!! note\n    a", raw_html="trust", passages=False)
@example(text="a  \r\nb", raw_html="sanitize", passages=True)
@example(text="[a](b 'c\\}')", raw_html="sanitize", passages=True)
def test_any_text_renders_as_plain_python_markdown_renders_it(text: str, raw_html: str, passages: bool) -> None:
    quick, plain = _both(text, raw_html, passages)
    assert quick == plain


@given(st.text(alphabet="*_ab .,(\n\\", max_size=24))
@example(text="**a* b**")
@example(text="x*a*")
@example(text="*a\n*")
@example(text="**a**_b_ *c*")
def test_emphasis_pairs_as_in_plain_python_markdown(text: str) -> None:
    quick, plain = _both(text)
    assert quick == plain


@given(st.text(alphabet="[]()!<>\"' \\ab#.*", max_size=24))
@example(text="[a](b)[c](d e)![f](g)")
@example(text="![a](b) !\\[c](d)")
@example(text="[[a](b)](c)")
def test_links_are_read_as_in_plain_python_markdown(text: str) -> None:
    quick, plain = _both(text)
    assert quick == plain


@given(st.lists(st.tuples(TEXTS, st.booleans(), st.booleans()), min_size=2, max_size=5))
@example(texts=[("[r]: b.md\n\n[^1]: a\n", True, True), ("[r] [^1]", True, True)])
@example(texts=[("*a **b", True, True), ("c** d*", True, True)])
@example(texts=[("word", True, True), ("word [[x]]", True, True)])
@example(texts=[("7. a\n", True, True), ("* b\n", True, True), ("1. c\n", True, True)])
@example(texts=[("> " * 2000 + "a", True, True), ("> b", True, True)])
def test_a_text_does_not_show_what_was_rendered_before_it(texts: list[tuple[str, bool, bool]]) -> None:
    converters = Converters()
    for text, passages, mentions in texts * 2:
        names = NAMES if mentions else None
        again, alone = (
            render(text, path="a/x.md", sources=SOURCES, names=names, passages=passages, converters=given)
            for given in (converters, None)
        )
        assert again == alone


ADDRESSES = (
    "#a", "b/", "x0123456789abcdef0123h1.", "https://a.test/b?c=d#e", "https://a.test", "http://a-b.test/", "HTTPS://A.test/",
    "https://xn--a.test/", "https://xn--/", "https://a--b.test/", "https://1.2.3.400/", "https://0x1/", "https://a.test:99999/", "https://a.1/",
    "https://a@b.test/", "https://[::1/", "https:a.test", "javascript:alert(1)", " javascript:a", "java\nscript:a", "data:,a", "//a.test", "",
    "https://a.test/%zz", "https://ä.test/", "mailto:a@b.test", "https://a.test/<b>", 'https://a.test/"b', "https://a.test/&amp;b", "x:y",
)  # fmt: skip
LETTERS = st.text(alphabet="ab \n\t\xa0\x00\r\x0c\x7f\x85\ufdd0\ufffe\u2028é<>&\"';", max_size=6)


@given(
    st.recursive(
        LETTERS.map(lambda text: text.replace("<", "&lt;").replace(">", "&gt;")),
        lambda inner: (
            st.builds(
                '<{0} class="{2}" {1}="{3}">{4}</{0}>'.format,
                st.sampled_from(["em", "strong", "code", "span", "u", "font", "script", "svg"]),
                st.sampled_from(["id", "title", "style", "onclick", "href"]),
                st.sampled_from(["a", "", "citation", "a b"]),
                st.sampled_from(["a", "", "x y", "a&amp;b", "a&b"]),
                inner,
            )
            | st.builds('<a href="{}">{}</a>'.format, st.sampled_from(ADDRESSES), LETTERS)
            | st.builds("{}{}".format, inner, inner)
        ),
        max_leaves=6,
    )
)
def test_html_that_is_not_sanitised_needs_none(inner: str) -> None:
    html = f"<p>{inner}</p>"
    assert sanitise_tree(html) == sanitise(html)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_left_out_wherever_nh3_leaves_it_out(address: str) -> None:
    html = f'<p><a class="mention" href="{address}" id="a">b</a></p>'
    assert sanitise_tree(html) == sanitise(html)


@pytest.mark.parametrize("piece", [*INLINE, *BLOCK])
def test_each_syntax_alone_is_read_too(piece: str) -> None:
    """A text with one special character shows a pattern that was left out for lack of another."""
    for text in (piece, f"word{piece}word", f"word {piece} word", f"{piece}\nword\n\n[r]: b.md\n\n[^1]: a\n"):
        quick, plain = _both(text)
        assert quick == plain


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.stem)
def test_the_sample_s_texts_render_the_same(path: Path) -> None:
    quick, plain = _both(path.read_text(encoding="utf-8"))
    assert quick == plain


@given(
    st.lists(
        st.sampled_from(("word", "x word", "two\nwords", "İ", "US", "us", "ΛΟΓΟΣ", "ΛΟΓΟ", "Σ", "a\tb", "", "\ufdd0"))
    )
)
def test_texts_without_a_name_are_told_from_those_with_one(texts: list[str]) -> None:
    named = NAMES.named(texts)
    for text in texts:
        if any(NAMES.find(text)):
            assert text in named


def test_long_texts_of_many_syntaxes_render_the_same() -> None:
    chance = random.Random(5)
    for _ in range(30):
        paragraphs = (" ".join(chance.choices((*INLINE, *["word", "слово"] * 40), k=60)) for _ in range(8))
        quick, plain = _both("\n\n".join(chance.choice(BLOCK) + paragraph for paragraph in paragraphs))
        assert quick == plain
