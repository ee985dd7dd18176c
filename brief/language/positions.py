"""Places of a text as the protocol counts them: in lines from 0, and in units of the encoding that was agreed on."""

from dataclasses import dataclass

from lsprotocol import types
from pygls.workspace import PositionCodec, ServerTextPosition

from brief.language.documents import Document, Span


@dataclass(frozen=True, slots=True)
class Positions:
    """Positions in an encoding: UTF-16 unless the client and the server agree on another (LSP 3.17, Position)."""

    codec: PositionCodec

    def offset(self, document: Document, position: types.Position) -> int:
        """The place in the text that a position means; the nearest one where the text has no such place."""
        # With its end, since the codec takes the last of a line's letters for that.
        line = document.line(position.line + 1) + "\n"
        own = types.Position(0, max(position.character, 0))
        column = self.codec.position_from_client_units([line], own).character
        if position.line >= len(document.starts):
            return len(document.text)
        return document.offset(position.line + 1, column + 1)

    def position(self, document: Document, offset: int) -> types.Position:
        place = document.location(offset)
        line = document.line(place.line)
        counted = self.codec.position_to_client_units([line], ServerTextPosition(0, place.column - 1))
        return types.Position(place.line - 1, counted.character)

    def range(self, document: Document, span: Span) -> types.Range:
        return types.Range(self.position(document, span.start), self.position(document, span.end))
