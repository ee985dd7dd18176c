"""A real editor's client, which speaks with `python -m brief lsp` over its standard input and output."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lsprotocol import types
from pytest_lsp import LanguageClient, make_test_lsp_client

# Seconds; far more than anything here takes, so that only a server that hangs fails.
DEADLINE = 60


class Editor:
    """An editor with files of a site open."""

    def __init__(self, client: LanguageClient, root: Path, registered: list[types.Registration]) -> None:
        self.client = client
        self.registered = registered
        self.root = root
        self.texts: dict[str, str] = {}
        self._versions: dict[str, int] = {}

    @classmethod
    async def start(
        cls,
        root: Path,
        *options: str,
        encodings: Sequence[types.PositionEncodingKind] | None = None,
        capabilities: types.ClientCapabilities | None = None,
    ) -> "Editor":
        client = make_test_lsp_client()
        registered: list[types.Registration] = []

        @client.feature(types.CLIENT_REGISTER_CAPABILITY)  # type: ignore[untyped-decorator]
        def _register(params: types.RegistrationParams) -> None:
            registered.extend(params.registrations)

        await client.start_io(sys.executable, "-m", "brief", "lsp", *options)
        asked = capabilities or types.ClientCapabilities(
            workspace=types.WorkspaceClientCapabilities(
                did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
            ),
            general=types.GeneralClientCapabilities(position_encodings=encodings),
        )
        await asyncio.wait_for(
            client.initialize_session(
                types.InitializeParams(
                    capabilities=asked,
                    root_uri=root.as_uri(),
                    workspace_folders=[types.WorkspaceFolder(root.as_uri(), root.name)],
                )
            ),
            DEADLINE,
        )
        return cls(client, root, registered)

    async def stop(self) -> None:
        await asyncio.wait_for(self.client.shutdown_session(), DEADLINE)
        await asyncio.wait_for(self.client.stop(), DEADLINE)  # type: ignore[no-untyped-call]

    def uri(self, path: str) -> str:
        return (self.root / path).as_uri()

    def open(self, path: str, text: str | None = None) -> str:
        """Open a file, with a text that may be another than the file's; `|` in it is the cursor. Gives the text."""
        text = (self.root / path).read_bytes().decode() if text is None else text
        self.texts[path] = text
        self._versions[path] = 1
        item = types.TextDocumentItem(self.uri(path), "markdown", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return text

    def type(self, path: str, text: str) -> None:
        """Have another text in the editor."""
        self.texts[path] = text
        self._versions[path] += 1
        document = types.VersionedTextDocumentIdentifier(self._versions[path], self.uri(path))
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    def save(self, path: str) -> None:
        (self.root / path).write_bytes(self.texts[path].encode())
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(self.document(path)))

    def close(self, path: str) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.document(path)))

    def document(self, path: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(path))

    def at(self, path: str, mark: str, *, before: bool = False) -> dict[str, Any]:
        """Document and position behind the first `mark` in a text, or before it, in UTF-16."""
        text = self.texts[path]
        offset = text.index(mark) + (0 if before else len(mark))
        return {"text_document": self.document(path), "position": position(text, offset)}

    async def complete(self, path: str, mark: str) -> types.CompletionList:
        found = await asyncio.wait_for(
            self.client.text_document_completion_async(types.CompletionParams(**self.at(path, mark))), DEADLINE
        )
        return (
            found
            if isinstance(found, types.CompletionList)
            else types.CompletionList(is_incomplete=False, items=found or [])
        )

    async def completed(self, path: str, mark: str, label: str) -> str:
        """The text after the candidate with this label has been taken."""
        found = await self.complete(path, mark)
        (item,) = [item for item in found.items if item.label == label]
        assert isinstance(item.text_edit, types.TextEdit)
        return edited(self.texts[path], [item.text_edit])

    async def until(self, path: str, *codes: str) -> Sequence[types.Diagnostic]:
        """The findings of a file, once they have these codes, in any order."""
        while True:
            found = self.client.diagnostics.get(self.uri(path))
            if found is not None and sorted(str(one.code) for one in found) == sorted(codes):
                return found
            heard = self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
            try:
                await asyncio.wait_for(heard, DEADLINE)
            except TimeoutError:
                raise AssertionError(f"{path} has {found}, not {codes}") from None


def position(text: str, offset: int) -> types.Position:
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    line = before.rpartition("\n")[2]
    return types.Position(before.count("\n"), len(line.encode("utf-16-le")) // 2)


def offset(text: str, place: types.Position) -> int:
    """Where in a text a position in UTF-16 is."""
    lines = text.splitlines(keepends=True)
    start = sum(map(len, lines[: place.line]))
    line = lines[place.line] if place.line < len(lines) else ""
    return start + len(line.encode("utf-16-le")[: place.character * 2].decode("utf-16-le"))


def marked(text: str, span: types.Range) -> str:
    """What a range is of a text."""
    return text[offset(text, span.start) : offset(text, span.end)]


def edited(text: str, edits: Sequence[types.TextEdit]) -> str:
    for edit in sorted(edits, key=lambda edit: offset(text, edit.range.start), reverse=True):
        text = text[: offset(text, edit.range.start)] + edit.new_text + text[offset(text, edit.range.end) :]
    return text
