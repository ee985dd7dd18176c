"""What is wrong is told as it is typed, and taken back when it is mended."""

import pytest

from tests.language.editor import Editor, marked
from tests.language.specimen import FILES, FIRST

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_misspelt_tag_is_marked_and_the_mark_goes_when_it_is_mended(editor: Editor) -> None:
    text = editor.open(FIRST, FILES[FIRST].replace("[interpol,", "[intrepol,"))
    (found,) = await editor.until(FIRST, "unknown-tag")
    assert marked(text, found.range) == "intrepol"
    assert "Did you mean `interpol`?" in found.message
    editor.type(FIRST, FILES[FIRST])
    await editor.until(FIRST)
    editor.close(FIRST)
