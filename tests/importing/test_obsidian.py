"""`brief import obsidian`: a vault goes over, with what its notes link and show."""

from pathlib import Path

import pytest

from tests.importing.moving import New, Old

NOTE = """---
tags: [charter, "#Long/Walks"]
aliases: [The first one]
date: 2024-05-06
cssclasses: wide
---
First words of the note. It links [[Second note]], [[second NOTE|by other words]], [[Deep/Third#A Heading]], [[Missing]].

![[map.png|200]] and ![[Second note]] and [md](Second%20note.md) and [[#Own heading]].

#inline/tag begins this line, and ==this is marked==. %%nobody sees this%%

> [!warning]- Mind the gap
> It is wide.
> - one

## Own heading

A paragraph to be pointed at. ^para1

See [[Second note#^abc]] and `[[code]] #no-tag`.

```dataview
LIST
```
"""


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> New:
    """A vault, moved and built."""
    old = Old(tmp_path_factory.mktemp("obsidian") / "My vault")
    old.write("First note.md", NOTE)
    old.write("Second note.md", "Second. Back to [[First note#^para1|there]].\n\n- an item ^abc\n")
    old.text("Deep/Third.md", "# A Heading\n\nWords. [[First note]]", permalink="kept-here", tags=["charter"])
    old.text("Deep/Hidden.md", "Not for others.", publish=False)
    old.write("2024-01-02.md", "A day.")
    old.picture("Deep/files/map.png")
    old.write("Board.canvas", "{}")
    old.write(".obsidian/app.json", "{}")
    made = old.moved("obsidian")
    assert made.code == 0, made.err
    assert made.errors() == []
    made.built()
    return made


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("/First+note/", "/briefings/first-note/"),
        ("/Second+note/", "/second-note/"),
        ("/kept-here/", "/kept-here/"),
        ("/2024-01-02/", "/briefings/2024-01-02/"),
    ],
)
def test_every_old_address_answers(new: New, old: str, now: str) -> None:
    assert new.answer(old) == now


def test_links_and_pictures_lead_to_where_things_are_now(new: New) -> None:
    text = new.read("content/briefings/2024-05-06-first-note.md")
    assert "[Second note](../pages/second-note.md), [by other words](../pages/second-note.md)" in text
    assert "[Deep/Third › A Heading](../pages/kept-here.md#a-heading), Missing." in text
    assert '![](../files/Deep/files/map.png){: width="200" }' in text
    assert "[md](../pages/second-note.md)" in text
    assert "[Own heading](#own-heading)" in text
    assert "[Second note › abc](../pages/second-note.md#block-abc) and `[[code]] #no-tag`" in text
    assert "there](../briefings/2024-05-06-first-note.md#block-para1)" in new.read("content/pages/second-note.md")
    (missing,) = new.notes("links that lead nowhere")
    assert (missing["path"], missing["line"]) == ("First note.md", 7)


def test_what_obsidian_writes_in_its_own_way_is_shown(new: New) -> None:
    page = new.root.joinpath("public/briefings/first-note/index.html").read_text("utf-8")
    assert "<mark>this is marked</mark>" in page
    assert "nobody sees this" not in page
    assert "#inline/tag begins this line" in page
    assert 'class="admonition warning"' in page
    assert "Mind the gap" in page
    assert 'id="block-para1"' in page
    assert new.notes("blocks of plug-ins")[0]["line"] == 1 + NOTE[: NOTE.index("```dataview")].count("\n")


def test_tags_and_properties_are_kept(new: New) -> None:
    front = new.front("content/briefings/2024-05-06-first-note.md")
    assert set(front["tags"]) == {"charter", "long-walks", "inline-tag"}
    text = new.read("content/briefings/2024-05-06-first-note.md")
    assert "# aliases:\n# - The first one\n# cssclasses: wide" in text
    # Pages have no tags, so those of a page stay as a comment.
    assert "# tags:\n# - charter" in new.read("content/pages/kept-here.md")


def test_a_note_that_was_not_for_others_stays_a_draft(new: New) -> None:
    (path,) = new.files("content/briefings/*-hidden.md")
    assert new.front(path)["status"] == "draft"
    assert new.notes("files `.canvas`")[0]["path"] == "Board.canvas"


BOXES = """
```markdown
> [!info] As it is written
> [[Second note]]
```

> [!tip]- Code in a box
> Words.
> ```css
> > [!note] in code
> .a { b: c }
> ```
>
> > [!todo] Within
> > ~~~
> > plain
> > ~~~

Inline $a_b*c*d$ but $5 and $6.^[A note with [a link](https://example.org).] More.^[Two]

$$
x_1 * x_2
$$
"""


def test_boxes_code_formulas_and_inline_footnotes(tmp_path: Path) -> None:
    old = Old(tmp_path / "vault")
    old.write("One.md", BOXES)
    old.write("Second note.md", "Words.")
    new = old.moved("obsidian")
    text = new.read("content/pages/one.md")
    assert "```markdown\n> [!info] As it is written\n> [[Second note]]\n```" in text
    assert '!!! tip "Code in a box"\n    Words.\n\n        > [!note] in code\n        .a { b: c }\n' in text
    assert '    !!! todo "Within"\n\n            plain\n' in text
    assert [it["message"].rpartition(" ")[2] for it in new.notes("languages of code")] == ["css"]
    assert "Inline `$a_b*c*d$` but $5 and $6.[^inline-1] More.[^inline-2]\n" in text
    assert "```\n$$\nx_1 * x_2\n$$\n```" in text
    assert text.endswith("\n[^inline-1]: A note with [a link](https://example.org).\n\n[^inline-2]: Two\n")
    assert [it["line"] for it in new.notes("formulas")] == [
        1 + BOXES[: BOXES.index(it)].count("\n") for it in ("Inline $", "$$\nx")
    ]


def test_what_is_no_vault_is_said_to_be_none(tmp_path: Path) -> None:
    old = Old(tmp_path / "old")
    old.write("a.txt", "x")
    new = old.moved("obsidian")
    assert (new.code, "there is no note" in new.err) == (2, True)
