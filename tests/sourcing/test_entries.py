"""A source more is the only change to a briefing's file, however that is written."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from brief.editing.edits import changed
from brief.sourcing.entries import added

OTHERS = [
    'title: "A # title"  # a comment',
    "date: 2026-01-01",
    "events:\n- date: 2022 # when\n  text: >-\n    folded\n    text",
    "x: |+\n  kept\n\n",
    "y: {a: [b, c]}",
]
STYLES = {
    "block": "sources:\n- id: a\n  outlet: tass\n  title: T",
    "indented": "sources:   # these\n    -   id: a  # first\n        title: 'It''s'\n        # a remark\n    -   id: b\n        title: 'T'\n        # to be found: the date",
    "apart": "sources:\n\n  - id: a\n    title: T\n\n  # second\n  - id: b\n    title: T\n",
    "quote": "sources:\n  - id: a\n    quote: |\n      Words\n      # no comment\n\n",
    "kept": "sources:\n  - id: a\n    quote: |+\n      Words\n\n",
    "folded": "sources:\n  - id: a\n    author:\n      - A\n      - B   # and others\n    title: A long\n      title",
    "empty key": "sources:\n  - id: a\n    title:\n    url:   # not yet",
    "flow items": "sources:\n  - {id: a, title: T}\n  - {id: b, title: 'T: 2'}  # second",
    "flow": "sources: [{id: a, title: T}, {id: b}]  # all",
    "flow lines": "sources: [\n  {id: a, title: T},\n  {id: b},\n]",
    "null": "sources:\n#  - id: a\n#    title: T",
    "tilde": "sources: ~  # none",
    "none": "sources: []",
    "absent": None,
}
NASTY = [
    "#",
    ": ",
    "- ",
    "&a",
    "*a",
    "!x",
    "{",
    "}",
    "[",
    "]",
    ",",
    "'",
    '"',
    "\\",
    "---",
    "~",
    "null",
    "yes",
    "1956",
    "0x1",
    "é",
    "Я",
    "😀",
    "?",
    "|",
    ">",
    "%",
    "@",
    "`",
    "\t",
    "\u2028",
    "=",
    "<<",
    " ",
]
TEXTS = st.one_of(
    st.lists(st.sampled_from([*NASTY, "word", " "]), min_size=1, max_size=6).map("".join), st.text(min_size=1)
)


def _fit(text: str) -> bool:
    return all(letter.isprintable() for letter in text) and bool(text.strip())


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A briefing with sources in one of the styles that writers use."""
    style = STYLES[draw(st.sampled_from(sorted(STYLES)))]
    lines = draw(st.permutations([*OTHERS, *([style] if style else [])]))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    bom = draw(st.sampled_from(["", "\ufeff"]))
    return bom + "\n".join(["---", *lines, "---", "", "Body ---", "---", ""]).replace("\n", end)


ENTRIES = st.fixed_dictionaries(
    {"id": st.just("new"), "title": TEXTS.filter(_fit)},
    optional={
        "url": st.just("https://example.org/a?b=c#d"),
        "published": st.sampled_from(["2022-03-10", "1956", "2022~", "2022?/2023"]),
        "author": st.one_of(st.just("A"), st.lists(TEXTS.filter(_fit), min_size=2, max_size=3)),
        "quote": TEXTS.filter(_fit),
    },
)


def _data(text: str) -> dict[str, object]:
    bare = text.lstrip("\ufeff").replace("\r\n", "\n")
    loaded: dict[str, object] = yaml.load(bare[4 : bare.index("\n---\n", 4) + 1], Loader=yaml.BaseLoader)
    return loaded


@given(documents(), ENTRIES)
def test_every_byte_but_those_of_the_entry_stays(text: str, entry: dict[str, str | list[str]]) -> None:
    edits = added("x.md", text, entry)
    after = changed(text, edits)
    before = _data(text)
    listed = before.pop("sources", None) or []
    own = _data(after)
    assert own.pop("sources") == [*(listed if isinstance(listed, list) else []), entry]
    assert own == before
    # All that is there stays, but for a word that says that there is nothing.
    assert {text[edit.start : edit.end] for edit in edits} <= {"", "~", "[]"}
    assert after.replace("\r\n", "").count("\r") == 0
    assert ("\r\n" in after) == ("\r\n" in text)
    assert not ("\r\n" in text and "\n" in after.replace("\r\n", ""))


def _added(sources: str, **entry: str) -> str:
    text = f"---\n{sources}\nlast: x\n---\n"
    return changed(text, added("x.md", text, {"id": "new", "title": "T", **entry}))


def test_an_entry_is_written_as_the_others_are() -> None:
    sources = "sources:\n    -  title: 'One'\n       id: a # first\n       rating: B2\n\n    -  title: 'Two'\n       id: b\n       # a remark"
    assert _added(sources, url="https://example.org/", rating="A1") == (
        f"---\n{sources}\n\n    -  title: 'T'\n       id: new\n       url: https://example.org/\n       rating: A1\nlast: x\n---\n"
    )


def test_flow_stays_flow() -> None:
    assert "[{id: a}, {id: new, title: T}]  # all" in _added("sources: [{id: a}]  # all")
    assert "  - {id: new, title: 'T, U'}" in _added("sources:\n  - {id: a, title: 'x'}", title="T, U")
    assert "\n  {id: b},\n  {id: new, title: T},\n]" in _added("sources: [\n  {id: a},\n  {id: b},\n]")
