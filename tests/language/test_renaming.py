"""A name is changed in all places at once, or the writer hears why not."""

import asyncio
import re

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.language.editor import DEADLINE, Editor, marked
from tests.language.specimen import FILES, FIRST, SECOND

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_source_is_renamed_with_its_citations(editor: Editor) -> None:
    editor.open(FIRST)
    after = await editor.rename(FIRST, "[@rep", "agency")
    assert after == {FIRST: FILES[FIRST].replace("id: report", "id: agency").replace("@report", "@agency")}
    assert await editor.rename(FIRST, "id: rep", "agency") == after
    editor.close(FIRST)


async def test_a_tag_is_renamed_as_by_brief_tag_rename(editor: Editor) -> None:
    editor.open(FIRST)
    after = await editor.rename(FIRST, "tags: [inter", "icpo")
    assert after == {
        FIRST: FILES[FIRST].replace("tags: [interpol,", "tags: [icpo,"),
        SECOND: FILES[SECOND].replace("tags: [interpol]", "tags: [icpo]"),
        "content/pages/about.md": FILES["content/pages/about.md"].replace("tag:interpol", "tag:icpo"),
        "content/tags/sanctions.md": FILES["content/tags/sanctions.md"].replace("[interpol]", "[icpo]"),
        "content/tags/interpol.md": None,
        "content/tags/icpo.md": FILES["content/tags/interpol.md"].replace(
            "kind: organisation\n", "kind: organisation\nformer_ids: [interpol]\n"
        ),
    }
    editor.close(FIRST)


async def test_a_briefing_is_renamed_as_by_brief_move(editor: Editor) -> None:
    editor.open(FIRST)
    after = await editor.rename(FIRST, "See [[sec", "answer")
    assert after[SECOND] is None
    assert after["content/briefings/2026-01-03-answer.md"] == FILES[SECOND].replace(
        "    url: https://tass.example/2\n", "    url: https://tass.example/2\naliases: [/briefings/second/]\n"
    )
    first = FILES[FIRST].replace("[[second", "[[answer").replace("2026-01-03-second.md", "2026-01-03-answer.md")
    assert after[FIRST] == first
    editor.close(FIRST)


async def test_an_outlet_is_renamed_while_its_address_is_nobodys(editor: Editor) -> None:
    editor.open(FIRST)
    after = await editor.rename(FIRST, "outlet: ta", "itar-tass")
    assert after[FIRST] == FILES[FIRST].replace("outlet: tass", "outlet: itar-tass").replace(
        "outlet:tass", "outlet:itar-tass"
    )
    assert after[SECOND] == FILES[SECOND].replace("outlet: tass", "outlet: itar-tass")
    assert after["content/outlets/itar-tass.md"] == FILES["content/outlets/tass.md"]
    editor.close(FIRST)


async def test_a_tag_of_the_settings_becomes_a_file(editor: Editor) -> None:
    editor.open(FIRST, FILES[FIRST].replace("[interpol, sanctions]", "[interpol, declared]"))
    await editor.until(FIRST)
    after = await editor.rename(FIRST, "[interpol, decl", "said")
    assert after["content/tags/said.md"] == "---\ntitle: Declared here\nformer_ids:\n- declared\n---\n"
    assert after["site.toml"] == FILES["site.toml"].replace('declared = "Declared here"\n', "")
    editor.close(FIRST)


async def test_what_is_renamed_is_shown_before(editor: Editor) -> None:
    text = editor.open(FIRST)
    asked = types.PrepareRenameParams(**editor.at(FIRST, "[[tag:sanc"))
    found = await asyncio.wait_for(editor.client.text_document_prepare_rename_async(asked), DEADLINE)
    assert isinstance(found, types.PrepareRenamePlaceholder)
    assert (marked(text, found.range), found.placeholder) == ("sanctions", "sanctions")
    editor.close(FIRST)


@pytest.mark.parametrize(
    ("mark", "new", "why"),
    [
        ("tags: [inter", "sanctions", "There is a tag `sanctions` already."),
        ("tags: [inter", "Not a slug", "`Not a slug` can't be an id."),
        ("See [[sec", "Ёж!", "can't be part of an address. Did you mean `ezh`?"),
        ("See [[sec", "first", "The address /briefings/first/ is taken."),
        ("[@rep", "decree", "There is a source `decree` already."),
        ("[@rep", "a b", "can't be the id of a source"),
        ("outlet: ta", "gazette", "There is an outlet `gazette` already."),
        ("the agency wro", "x", "has no name that can be changed"),
        ("title: What", "x", "has no name that can be changed"),
    ],
)
async def test_what_can_not_be_renamed_is_refused_with_the_reason(
    editor: Editor, mark: str, new: str, why: str
) -> None:
    editor.open(FIRST)
    with pytest.raises(JsonRpcException, match=re.escape(why)):
        await editor.rename(FIRST, mark, new)
    editor.close(FIRST)


async def test_nothing_is_renamed_while_a_file_is_broken(editor: Editor) -> None:
    editor.open(FIRST)
    editor.open(SECOND, FILES[SECOND].replace("[[first]]", "[[frist]]"))
    await editor.until(SECOND, "unknown-link")
    with pytest.raises(JsonRpcException, match=f"Mend {SECOND} first, line 18"):
        await editor.rename(FIRST, "tags: [inter", "icpo")
    editor.close(SECOND)
    editor.close(FIRST)
