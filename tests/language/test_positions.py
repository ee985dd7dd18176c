"""Positions in each encoding lead to the letters that they mean, whatever the lines end in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from pygls.workspace import PositionCodec

from brief.language.documents import Document
from brief.language.positions import Positions

ENCODINGS = [types.PositionEncodingKind.Utf8, types.PositionEncodingKind.Utf16, types.PositionEncodingKind.Utf32]
CODECS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
UNITS = {"utf-8": 1, "utf-16": 2, "utf-32": 4}
# Also what Python takes for the end of a line and the protocol does not.
TEXTS = st.text(st.sampled_from("aёЖ🙂é\u0301\u2028\x85\x0b -[]@\n\r")).map(lambda text: text.replace("\r", "\r\n"))


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, data=st.data())
def test_a_place_is_found_again_from_its_position(
    encoding: types.PositionEncodingKind, text: str, data: st.DataObject
) -> None:
    document = Document.of("x.md", text)
    positions = Positions(PositionCodec(encoding))
    offset = data.draw(st.integers(0, len(document.text)))
    position = positions.position(document, offset)
    line = document.text.split("\n")[position.line]
    column = offset - sum(len(before) + 1 for before in document.text.split("\n")[: position.line])
    assert position.character == len(line[:column].encode(CODECS[encoding.value])) // UNITS[encoding.value]
    assert positions.offset(document, position) == offset


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, line=st.integers(0, 2**31 - 1), character=st.integers(0, 2**31 - 1))
def test_a_position_that_is_nowhere_leads_to_the_nearest_place(
    encoding: types.PositionEncodingKind, text: str, line: int, character: int
) -> None:
    document = Document.of("x.md", text)
    offset = Positions(PositionCodec(encoding)).offset(document, types.Position(line, character))
    lines = document.text.split("\n")
    if line >= len(lines):
        assert offset == len(document.text)
    else:
        start = sum(len(before) + 1 for before in lines[:line])
        assert start <= offset <= start + len(lines[line])
