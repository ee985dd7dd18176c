"""What can be written where the cursor is."""

import pytest

from tests.language.editor import Editor
from tests.language.specimen import FILES, FIRST

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("typed", "label", "becomes"),
    [
        ("tags: [inter", "Interpol", "tags: [interpol"),
        ("tags: [Инте", "Interpol", "tags: [interpol"),
        ("tags: icp", "Interpol", "tags: [interpol]"),
        ("tags: [sanctions, decl", "Declared here", "tags: [sanctions, declared"),
        ("tags:\n  - interpol\n  - san", "Sanctions", "tags:\n  - interpol\n  - sanctions"),
        ("status: wi", "withdrawn", "status: withdrawn"),
        ("sta", "status", "status: "),
        ("sour", "sources", "sources:"),
        ("sources:\n  - id: a\n    out", "outlet", "sources:\n  - id: a\n    outlet: "),
        ("sources:\n  - ti", "title", "sources:\n  - title: "),
        ("sources:\n  - outlet: тас", "TASS", "sources:\n  - outlet: tass"),
        ('sources:\n  - outlet: "ta', "TASS", 'sources:\n  - outlet: "tass'),
        ("sources:\n  - rating: b", "B2", "sources:\n  - rating: B2"),
        ("sources:\n  - {id: a, out", "outlet", "sources:\n  - {id: a, outlet: "),
        ("supersedes: [what was ans", "What was answered", "supersedes: [second"),
        ("lang: r", "ru", "lang: ru"),
        ("mentions: f", "false", "mentions: false"),
        ("withdrawn:\n  rea", "reason", "withdrawn:\n  reason: "),
        ("withdrawn:\n  date: 2026-01-02\n  re", "reason", "withdrawn:\n  date: 2026-01-02\n  reason: "),
    ],
)
async def test_front_matter_is_completed_while_its_yaml_is_none_yet(
    editor: Editor, typed: str, label: str, becomes: str
) -> None:
    path = "content/briefings/new.md"
    editor.open(path, f"---\ntitle: A title\nsummary: a: b\n{typed}")
    done = await editor.completed(path, typed, label)
    assert done == f"---\ntitle: A title\nsummary: a: b\n{becomes}"
    editor.close(path)


@pytest.mark.parametrize(
    ("typed", "label", "becomes"),
    [
        ("[[", "What was answered", "[[second]]"),
        ("[[answ", "What was answered", "[[second]]"),
        ("[[abo", "About", "[[about]]"),
        ("[[Интер", "Interpol", "[[tag:interpol]]"),
        ("[[tag:san", "Sanctions", "[[tag:sanctions]]"),
        ("[[tag:санк", None, ""),
        ("[[outlet:ТАС", "TASS", "[[outlet:tass]]"),
        ("[[second#the", "The answer", "[[second#the-answer]]"),
        ("[[first#", "How it was said", "[[first#how-it-was-said]]"),
        ("![[sec", "What was answered", "![[second]]"),
        ("[@", "A report of the agency", "[@report]"),
        ("[@report; @gaz", "The decree itself", "[@report; @decree]"),
        ("[Source: TA", "A report of the agency", "[Source: TASS]"),
    ],
)
async def test_prose_is_completed(editor: Editor, typed: str, label: str | None, becomes: str) -> None:
    text = FILES[FIRST]
    editor.open(FIRST, f"{text}\nHere 🙂 ёж {typed}")
    if label is None:
        assert not (await editor.complete(FIRST, f"ёж {typed}")).items
    else:
        assert await editor.completed(FIRST, f"ёж {typed}", label) == f"{text}\nHere 🙂 ёж {becomes}"
    editor.close(FIRST)


async def test_a_word_is_replaced_whole_and_no_bracket_is_set_twice(editor: Editor) -> None:
    editor.open(FIRST, FILES[FIRST].replace("[[second]]", "[[sexxnd]]"))
    done = await editor.completed(FIRST, "See [[se", "What was answered")
    assert done == FILES[FIRST]
    editor.close(FIRST)


@pytest.mark.parametrize(
    ("typed", "label", "becomes"),
    [
        ("names:\n  r", "ru", "names:\n  ru: "),
        ("broader: [sanc", "Sanctions", "broader: [sanctions"),
        ("kind: org", "organisation", "kind: organisation"),
        ("wikid", "wikidata", "wikidata: "),
    ],
)
async def test_a_tag_has_keys_of_its_own(editor: Editor, typed: str, label: str, becomes: str) -> None:
    path = "content/tags/new.md"
    editor.open(path, f"---\ntitle: A tag\n{typed}\n---\n")
    assert await editor.completed(path, typed, label) == f"---\ntitle: A tag\n{becomes}\n---\n"
    editor.close(path)


async def test_what_is_there_is_not_offered_again(editor: Editor) -> None:
    editor.open(FIRST, FILES[FIRST].replace("tags: [interpol, ", "tags: [interpol, , "))
    labels = [item.label for item in (await editor.complete(FIRST, "tags: [interpol, ")).items]
    assert labels == ["Declared here"]
    editor.type(FIRST, FILES[FIRST].replace("title: What", "s\ntitle: What"))
    labels = [item.label for item in (await editor.complete(FIRST, "---\ns")).items]
    assert "status" in labels
    assert not {"title", "summary", "sources"} & set(labels)
    editor.close(FIRST)


async def test_an_offer_says_what_a_name_stands_for(editor: Editor) -> None:
    editor.open(FIRST, FILES[FIRST] + "[[tag:inter")
    (item,) = (await editor.complete(FIRST, "[[tag:inter")).items
    assert (item.label, item.detail, item.documentation) == ("Interpol", "organisation · Интерпол", "2 briefings")
    editor.type(FIRST, FILES[FIRST] + "[@dec")
    (item,) = (await editor.complete(FIRST, "[@dec")).items
    assert (item.label, item.detail) == ("The decree itself", "Official Gazette")
    editor.close(FIRST)


async def test_files_outside_content_get_nothing(editor: Editor) -> None:
    (editor.root / "README.md").write_text("[[")
    editor.open("README.md")
    assert not (await editor.complete("README.md", "[[")).items
    editor.close("README.md")
