"""What a finding says would mend it can be taken with a key."""

import asyncio

import pytest
from lsprotocol import types

from tests.language.editor import DEADLINE, Editor, edited
from tests.language.specimen import FILES, FIRST

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def fixed(editor: Editor, path: str, finding: types.Diagnostic) -> list[str]:
    """The text after each of the fixes of a finding."""
    asked = types.CodeActionParams(editor.document(path), finding.range, types.CodeActionContext([finding]))
    found = await asyncio.wait_for(editor.client.text_document_code_action_async(asked), DEADLINE)
    texts = []
    for action in found or ():
        assert isinstance(action, types.CodeAction)
        assert action.edit
        assert action.edit.changes
        texts.append(edited(editor.texts[path], action.edit.changes[editor.uri(path)]))
    return texts


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        ("unknown-tag", "tags: [interpol,", "tags: [intrepol,"),
        ("unknown-key", "\nsummary:", "\nsumary:"),
        ("unknown-outlet", "outlet: gazette", "outlet: gazete"),
        ("bad-value", "\nsources:", "\nstatus: publshed\nsources:"),
        ("unknown-link", "[[tag:sanctions]]", "[[tag:sanktions]]"),
        ("unknown-link", "[[outlet:tass]]", "[[outlet:tas]]"),
        ("unknown-link", "(2026-01-03-second.md)", "(2026-01-03-secnd.md)"),
        ("unknown-heading", "[[second#the-answer|the answer]]", "[[second#the-anser|the answer]]"),
        ("unknown-citation", "[@report, para. 4]", "[@reprt, para. 4]"),
        ("unknown-citation", "[Source: TASS]", "[Source: TAS]"),
        ("bad-url", "url: https://tass.example/1\n", "url: tass.example/1\n"),
    ],
)
async def test_a_suggestion_is_a_fix(editor: Editor, code: str, right: str, wrong: str) -> None:
    editor.open(FIRST, FILES[FIRST].replace(right, wrong))
    found = await editor.until(FIRST, code)
    right = right if wrong != "\nstatus: publshed\nsources:" else "\nstatus: published\nsources:"
    assert await fixed(editor, FIRST, found[0]) == [editor.texts[FIRST].replace(wrong, right)]
    editor.close(FIRST)


async def test_of_several_meanings_each_is_a_fix(editor: Editor) -> None:
    editor.open("content/pages/first.md", "---\ntitle: A page of the same name\n---\n")
    text = editor.open(
        FIRST,
        FILES[FIRST]
        .replace("[Source: TASS]", "[Source: Official Gazette; tass]")
        .replace("outlet: gazette", "outlet: tass"),
    )
    editor.type(FIRST, text.replace("[Source: Official Gazette; tass]", "[Source: tass]"))
    found = await editor.until(FIRST, "ambiguous-citation")
    assert await fixed(editor, FIRST, found[0]) == [
        editor.texts[FIRST].replace("[Source: tass]", new) for new in ("[@report]", "[@decree]")
    ]
    editor.open("content/pages/about.md")
    (link,) = await editor.until("content/pages/about.md", "ambiguous-link")
    about = FILES["content/pages/about.md"]
    assert await fixed(editor, "content/pages/about.md", link) == [
        about.replace("[[first]]", new) for new in ("[[briefing:first]]", "[[page:first]]")
    ]
    for path in list(editor.texts):
        editor.close(path)
    await editor.until("content/pages/about.md")


async def test_of_two_names_that_are_as_near_each_is_a_fix(editor: Editor) -> None:
    named = FILES[FIRST].replace("report", "memo-a").replace("decree", "memo-b")
    text = editor.open(FIRST, named.replace("[@memo-a,", "[@memo-c,"))
    found = await editor.until(FIRST, "unknown-citation")
    assert await fixed(editor, FIRST, found[0]) == [text.replace("memo-c", new) for new in ("memo-a", "memo-b")]
    editor.close(FIRST)


async def test_a_finding_without_a_suggestion_has_no_fix(editor: Editor) -> None:
    editor.open(FIRST, FILES[FIRST].replace("[[tag:sanctions]]", "[[zzzzzz]]"))
    (found,) = await editor.until(FIRST, "unknown-link")
    assert await fixed(editor, FIRST, found) == []
    editor.close(FIRST)
