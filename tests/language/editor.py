"""A real editor's client, which speaks with `python -m brief lsp` over its standard input and output."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.protocol import default_converter
from pygls.uris import to_fs_path
from pytest_lsp import LanguageClient
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

# Seconds; far more than anything here takes, so that only a server that hangs fails.
DEADLINE = 60


class Editor:
    """An editor with files of a site open."""

    def __init__(
        self,
        client: LanguageClient,
        root: Path,
        registered: list[types.Registration],
        published: dict[str, types.PublishDiagnosticsParams],
    ) -> None:
        self.client = client
        self.registered = registered
        self.exit_code: int | None = None
        self._published = published
        self._version = 0
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
        client = LanguageClient(converter_factory=default_converter)
        registered: list[types.Registration] = []
        published: dict[str, types.PublishDiagnosticsParams] = {}

        def register(_: LanguageClient, params: types.RegistrationParams) -> None:
            registered.extend(params.registrations)

        def publish(_: LanguageClient, params: types.PublishDiagnosticsParams) -> None:
            published[params.uri] = params

        own = {types.CLIENT_REGISTER_CAPABILITY: register, types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: publish}
        register_lsp_features(client, DEFAULT_CLIENT_FEATURES | own)
        await client.start_io(sys.executable, "-m", "brief", "lsp", *options)
        asked = capabilities or types.ClientCapabilities(
            workspace=types.WorkspaceClientCapabilities(
                did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
                workspace_edit=types.WorkspaceEditClientCapabilities(
                    document_changes=True,
                    resource_operations=[types.ResourceOperationKind.Create, types.ResourceOperationKind.Rename],
                ),
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
        return cls(client, root, registered, published)

    async def stop(self) -> None:
        await asyncio.wait_for(self.client.shutdown_session(), DEADLINE)
        self.exit_code = self.client._server.returncode if self.client._server else None
        await asyncio.wait_for(self.client.stop(), DEADLINE)  # type: ignore[no-untyped-call]

    def uri(self, path: str) -> str:
        return (self.root / path).as_uri()

    def open(self, path: str, text: str | None = None) -> str:
        """Open a file, with a text that may be another than the file's; `|` in it is the cursor. Gives the text."""
        text = (self.root / path).read_bytes().decode() if text is None else text
        self.texts[path] = text
        item = types.TextDocumentItem(self.uri(path), "markdown", self._next(path), text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return text

    def type(self, path: str, text: str) -> None:
        """Have another text in the editor."""
        self.texts[path] = text
        document = types.VersionedTextDocumentIdentifier(self._next(path), self.uri(path))
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    def _next(self, path: str) -> int:
        """The version of a new text of a file. No text has the version of another, so that old findings are known."""
        self._version += 1
        self._versions[path] = self._version
        return self._version

    def save(self, path: str) -> None:
        (self.root / path).write_bytes(self.texts[path].encode())
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(self.document(path)))

    def close(self, path: str) -> None:
        del self.texts[path], self._versions[path]
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

    async def hover(self, path: str, mark: str) -> str:
        """The Markdown that is shown behind `mark`; empty where nothing is."""
        found = await asyncio.wait_for(
            self.client.text_document_hover_async(types.HoverParams(**self.at(path, mark))), DEADLINE
        )
        assert found is None or isinstance(found.contents, types.MarkupContent)
        return found.contents.value if found and isinstance(found.contents, types.MarkupContent) else ""

    async def definition(self, path: str, mark: str) -> str:
        """`path:line: text` of what stands behind `mark`; empty where it is nowhere."""
        found = await asyncio.wait_for(
            self.client.text_document_definition_async(types.DefinitionParams(**self.at(path, mark))), DEADLINE
        )
        assert found is None or isinstance(found, types.Location)
        return self.shown(found) if isinstance(found, types.Location) else ""

    async def references(self, path: str, mark: str, *, declaration: bool = False) -> list[str]:
        """`path:line: text` of each place that names what stands behind `mark`."""
        asked = types.ReferenceParams(context=types.ReferenceContext(declaration), **self.at(path, mark))
        found = await asyncio.wait_for(self.client.text_document_references_async(asked), DEADLINE)
        return [self.shown(place) for place in found or ()]

    async def rename(self, path: str, mark: str, new: str) -> dict[str, str | None]:
        """The files after a renaming of what stands behind `mark`: changed ones by path, None for those that go."""
        asked = types.RenameParams(new_name=new, **self.at(path, mark))
        found = await asyncio.wait_for(self.client.text_document_rename_async(asked), DEADLINE)
        assert found is not None
        return self.applied(found)

    def applied(self, edit: types.WorkspaceEdit) -> dict[str, str | None]:
        """What an editor makes of an edit: its files, and those on the disk, after it."""
        files: dict[str, str | None] = {}
        for uri, edits in (edit.changes or {}).items():
            files[self.path(uri)] = edited(self.text(self.path(uri)), edits)
        for change in edit.document_changes or ():
            match change:
                case types.TextDocumentEdit():
                    path = self.path(change.text_document.uri)
                    plain = [one for one in change.edits if isinstance(one, types.TextEdit)]
                    files[path] = edited(files[path] if path in files else self.text(path), plain)
                case types.CreateFile():
                    files[self.path(change.uri)] = ""
                case types.RenameFile():
                    old = self.path(change.old_uri)
                    files[self.path(change.new_uri)] = files[old] if old in files else self.text(old)
                    files[old] = None
        return files

    def path(self, uri: str) -> str:
        full = to_fs_path(uri)
        assert full
        return Path(full).relative_to(self.root).as_posix()

    def text(self, path: str) -> str:
        """A file as the editor has it open, else as it is on the disk."""
        return self.texts[path] if path in self.texts else (self.root / path).read_bytes().decode()

    def shown(self, place: types.Location) -> str:
        path = self.path(place.uri)
        return f"{path}:{place.range.start.line + 1}: {marked(self.text(path), place.range)}"

    async def until(self, path: str, *codes: str) -> Sequence[types.Diagnostic]:
        """The findings of a file as it is, once they have these codes, in any order."""
        while True:
            found = self._published.get(self.uri(path))
            if found and found.version == self._versions.get(path):
                listed = found.diagnostics
                if sorted(str(one.code) for one in listed) == sorted(codes):
                    return listed
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


def edited(text: str | None, edits: Sequence[types.TextEdit]) -> str:
    assert text is not None
    was = text
    for edit in sorted(edits, key=lambda edit: offset(was, edit.range.start), reverse=True):
        text = text[: offset(text, edit.range.start)] + edit.new_text + text[offset(text, edit.range.end) :]
    return text
