"""What a name stands for, where it is defined, and what names it."""

import pytest

from tests.language.editor import Editor
from tests.language.specimen import FILES, FIRST, SECOND

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("mark", "shown"),
    [
        ("See [[sec", ["**What was answered**", "2026-01-03", "The answer to what was said first.", "*Interpol*"]),
        ("[[second#the-an", ["**What was answered**", "§ The answer"]),
        ("tag [[tag:sanc", ["**Sanctions**", "theme · 1 briefing"]),
        (
            "tags: [inter",
            ["**Interpol**", "organisation · 2 briefings", "Интерпол", "The organisation of police forces"],
        ),
        ("and [[outlet:ta", ["**TASS**", "news-agency · 2 briefings", "https://tass.example"]),
        ("[the file](2026-01-03-sec", ["**What was answered**"]),
        (
            "wrote [@rep",
            [
                "**A report of the agency**",
                "TASS · 2022-03-10 · B2",
                "> It was so.",
                "https://tass.example/1",
                "Kept copy",
            ],
        ),
        ("[Source: TA", ["**A report of the agency**"]),
        ("outlet: gaz", ["**Official Gazette**", "official · 1 briefing"]),
        ("Of Inter", ["**Interpol**"]),
        ("statu", ["**status**", "One of `draft`, `published`, `withdrawn`."]),
        ("  - i", ["**id**", "It has to be there."]),
    ],
)
async def test_hover_tells_what_stands_there(editor: Editor, mark: str, shown: list[str]) -> None:
    editor.open(FIRST, FILES[FIRST].replace("sources:", "status: published\nsources:"))
    found = await editor.hover(FIRST, mark)
    assert not [words for words in shown if words not in found], found
    editor.close(FIRST)


async def test_hover_is_silent_in_plain_words(editor: Editor) -> None:
    editor.open(FIRST)
    assert await editor.hover(FIRST, "the agency wro") == ""
    editor.close(FIRST)


@pytest.mark.parametrize(
    ("mark", "place"),
    [
        ("See [[sec", f"{SECOND}:2: title: What was answered"),
        ("[[second#the-an", f"{SECOND}:16: ## The answer"),
        ("[the file](2026-01-03-sec", f"{SECOND}:2: title: What was answered"),
        ("tag [[tag:sanc", "content/tags/sanctions.md:2: title: Sanctions"),
        ("tags: [inter", "content/tags/interpol.md:2: title: Interpol"),
        ("decl", 'site.toml:10: declared = "Declared here"'),
        ("and [[outlet:ta", "content/outlets/tass.md:2: title: TASS"),
        ("outlet: gaz", "content/outlets/gazette.md:2: title: Official Gazette"),
        ("wrote [@rep", f"{FIRST}:7: id: report"),
        ("[@decree; @rep", f"{FIRST}:7: id: report"),
        ("[@decr", f"{FIRST}:15: id: decree"),
        ("[Source: TA", f"{FIRST}:7: id: report"),
        ("Of Inter", "content/tags/interpol.md:2: title: Interpol"),
    ],
)
async def test_a_name_leads_to_where_it_is_defined(editor: Editor, mark: str, place: str) -> None:
    editor.open(FIRST, FILES[FIRST].replace("[interpol, sanctions]", "[interpol, sanctions, declared]"))
    assert await editor.definition(FIRST, mark) == place
    editor.close(FIRST)


async def test_what_a_briefing_replaces_is_followed(editor: Editor) -> None:
    editor.open(SECOND)
    assert await editor.definition(SECOND, "supersedes: [fi") == f"{FIRST}:2: title: What was said first"
    editor.close(SECOND)


async def test_references_of_a_briefing_are_what_links_to_it_and_what_replaces_it(editor: Editor) -> None:
    editor.open(FIRST)
    expected = [
        f"{SECOND}:6: first",
        f"{SECOND}:18: first",
        "content/pages/about.md:5: first",
        "content/tags/interpol.md:10: first",
    ]
    assert await editor.references(FIRST, "title: What") == expected
    # Also where nothing stands that has a name.
    assert await editor.references(FIRST, "the agency wro") == expected
    editor.close(FIRST)
    editor.open(SECOND)
    found = await editor.references(SECOND, "title: What", declaration=True)
    assert found == [
        f"{FIRST}:25: second",
        f"{FIRST}:25: second",
        f"{FIRST}:25: 2026-01-03-second.md",
        f"{SECOND}:2: title: What was answered",
    ]
    assert await editor.references(SECOND, "## The") == [
        f"{FIRST}:25: second",
        f"{FIRST}:25: second",
        f"{FIRST}:25: 2026-01-03-second.md",
    ]
    editor.close(SECOND)


async def test_references_of_a_tag_are_its_briefings_links_and_mentions(editor: Editor) -> None:
    editor.open("content/tags/interpol.md")
    assert await editor.references("content/tags/interpol.md", "title: Inter") == [
        f"{FIRST}:5: interpol",
        f"{FIRST}:21: Interpol",
        f"{SECOND}:5: interpol",
        "content/pages/about.md:5: interpol",
        "content/tags/sanctions.md:4: interpol",
    ]
    editor.close("content/tags/interpol.md")


async def test_references_of_an_outlet_are_the_sources_that_it_published(editor: Editor) -> None:
    editor.open(FIRST)
    assert await editor.references(FIRST, "outlet: ta") == [
        f"{FIRST}:8: tass",
        f"{FIRST}:26: tass",
        f"{SECOND}:9: tass",
    ]
    editor.close(FIRST)


async def test_references_of_a_source_are_its_citations(editor: Editor) -> None:
    editor.open(FIRST)
    assert await editor.references(FIRST, "id: rep") == [
        f"{FIRST}:21: report",
        f"{FIRST}:21: report",
        f"{FIRST}:26: TASS",
    ]
    assert await editor.references(FIRST, "[@decr", declaration=True) == [
        f"{FIRST}:15: id: decree",
        f"{FIRST}:21: decree",
    ]
    editor.close(FIRST)
