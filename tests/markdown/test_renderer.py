"""Laws of the renderer, over texts that nobody thought of."""

import re

from hypothesis import example, given
from hypothesis import strategies as st
from markdown import markdown

from brief.diagnostics import Location
from brief.markdown import places
from brief.markdown.mentions import Names
from brief.markdown.renderer import render
from brief.markdown.text import Citable

SOURCES = (Citable(1, "tass", "A report", ("TASS", "ТАСС")), Citable(2, "mvd", "A statement"))
PIECES = st.sampled_from(
    ["[@tass]", "[@mvd, p. 3]", "[Source: ТАСС]", "[@", "]", "[[", "]]", "![[x]]", "[[tag:y|z]]", "[a](b.md)", "](", "`", "```\n",
     "\n", "\n\n", "> ", "-- ", "- ", "# ", "|", "word ", "Интерпол ", "*", "\\", "<b>", "[^1]", "[^1]: ", "{: #a }", ": "]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=5), max_size=25).map("".join)


@given(TEXTS)
@example("[[a|b]]\n|-|\n[@tass]")
def test_no_text_breaks_it_and_no_number_stays(text: str) -> None:
    rendered, diagnostics = render(text, path="x.md", sources=SOURCES, names=Names({"a": ["word"]}))
    assert not re.search("[\ufdd0-\ufdef\x02\x03]", rendered.html)
    lines = text.splitlines() or [""]
    for place in (*(d.location for d in diagnostics), *(r.location for r in rendered.references)):
        assert 1 <= place.line <= len(lines) + 1


@given(TEXTS)
def test_the_same_text_renders_the_same(text: str) -> None:
    assert render(text, path="x.md", sources=SOURCES) == render(text, path="x.md", sources=SOURCES)


@given(st.text(alphabet="abc абв .,;\n-*_`#>", max_size=60))
def test_text_without_our_marks_is_plain_markdown(text: str) -> None:
    """Nothing is changed for writers who use none of it."""
    rendered, _ = render(text, path="x.md", raw_html="trust")
    plain = markdown(text, extensions=["tables", "def_list", "fenced_code", "attr_list", "admonition", "sane_lists"])
    same = re.sub(r"<(/?)h\d[^>]*>", r"<\1h>", rendered.html)
    assert _quotations_aside(same) == _quotations_aside(re.sub(r"<(/?)h\d[^>]*>", r"<\1h>", plain.replace(" />", ">")))


def _quotations_aside(html: str) -> str:
    """Attributed quotations are ours; what is left has to be the same."""
    return "" if "<blockquote>" in html or "<figure" in html else html


@given(st.text(alphabet="ab \nж\ud7ff\uffff😀", max_size=30), st.text(alphabet="ab \nж😀", max_size=30))
def test_the_place_of_a_mark_is_where_it_stands(before: str, after: str) -> None:
    text = f"{before}[@tsas]{after}"
    _, (place,) = places.insert(text, "x.md", 5)
    assert place == Location("x.md", 5 + before.count("\n"), len(before.rsplit("\n", 1)[-1]) + 1)


@given(TEXTS, st.booleans())
def test_passages_change_no_word_and_have_addresses_of_their_own(text: str, mentions: bool) -> None:
    names = Names({"a": ["word", "Интерпол"]}) if mentions else None
    plain, _ = render(text, path="x.md", sources=SOURCES)
    cut, _ = render(text, path="x.md", sources=SOURCES, names=names, passages=True)
    assert re.sub("<[^>]*>", "", cut.html) == re.sub("<[^>]*>", "", plain.html)
    ids = re.findall(r'<(?:p|li)\b[^>]* id="(p-[^"]*)"', cut.html)
    assert len(ids) == len(set(ids))


PARAGRAPHS = st.lists(
    st.lists(st.sampled_from(["red", "green", "blue", "интерпол", "one", "two"]), min_size=9, max_size=12).map(" ".join),
    min_size=1, max_size=5, unique_by=lambda text: tuple(text.split()[:8]),
)  # fmt: skip


@given(PARAGRAPHS, st.integers(0, 5), st.text(alphabet="abc ", max_size=9))
def test_a_passage_keeps_its_address_when_others_come_and_its_end_is_mended(
    paragraphs: list[str], at: int, ending: str
) -> None:
    def addresses(texts: list[str]) -> list[str]:
        rendered, _ = render("\n\n".join(texts), path="x.md", passages=True)
        return re.findall(r'<p id="([^"]*)"', rendered.html)

    at = min(at, len(paragraphs))
    before = addresses(paragraphs)
    after = addresses([*paragraphs[:at], "Something new", *(f"{text} {ending}" for text in paragraphs[at:])])
    assert [*after[:at], *after[at + 1 :]] == before


@given(TEXTS)
def test_the_sentence_around_a_link_is_of_its_text(text: str) -> None:
    rendered, _ = render(text, path="x.md", sources=SOURCES, names=Names({"a": ["word"]}))
    for index, context in rendered.contexts.items():
        assert 0 <= index < len(rendered.references)
        assert not re.search("[\ufdd0-\ufdef]", context.before + context.words + context.after)


def test_several_links_of_a_sentence_have_it_each() -> None:
    rendered, _ = render("See [[a]] and [[b|bee]]. Then [c](/c/).", path="x.md")
    whole = [context.before + context.words + context.after for _, context in sorted(rendered.contexts.items())]
    token = rendered.token
    assert whole == [f"See {token}t0. and bee.", f"See {token}t0. and bee.", "Then c."]


def test_a_sentence_ends_where_readers_end_it() -> None:
    text = "Before. As Art. 3, para. 4 says, Mr. X [[a|agreed]] with Dr. Y. After. По ст. 5 [[b|то же]] и т.д. сказано. Конец."
    rendered, _ = render(text, path="x.md", lang="en")
    first, second = (rendered.contexts[index] for index in (0, 1))
    assert (first.before, first.words, first.after) == ("As Art. 3, para. 4 says, Mr. X ", "agreed", " with Dr. Y.")
    assert second.words == "то же"
    assert "ст. 5" in second.before


@given(st.text())
def test_numbers_leave_no_trace(text: str) -> None:
    numbered, _ = places.insert(text, "x.md", 1)
    assert places.clean(numbered) == places.clean(text)


@given(TEXTS)
def test_mentions_change_no_word(text: str) -> None:
    names = Names({"a": ["word", "Интерпол"], "b": ["word Интерпол"]})
    plain, _ = render(text, path="x.md", sources=SOURCES)
    linked, _ = render(text, path="x.md", sources=SOURCES, names=names)
    assert re.sub("<[^>]*>", "", linked.html) == re.sub("<[^>]*>", "", plain.html)


def test_mentions_are_whole_words_the_longest_first() -> None:
    names = Names({"mvd": ["MVD", "МВД", "МВД России"], "us": ["US"], "police": ["police", "полиция"]})

    def found(text: str) -> list[str]:
        return [text[start:end] for start, end, _ in names.find(text)]

    assert found("The MVD, МВД России; МВД Российской") == ["MVD", "МВД России", "МВД"]
    assert found("mvd and us: neither; US is") == ["US"]
    assert found("Police, POLICE and policeman, Полиция") == ["Police", "POLICE", "Полиция"]
    assert found("MVDs x_MVD MVD\u0301 MVD") == ["MVD"]
    assert Names({}).find("x").__next__ is not None
    assert list(Names({"a": ["Same"], "b": ["same"]}).find("Same")) == [], "an ambiguous name is no one's"
