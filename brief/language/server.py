"""The protocol's side of `brief lsp`: what an editor asks for, handed to the abilities, and their answers."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException, PyglsError
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from brief import __version__
from brief.config import FILE_NAME
from brief.diagnostics import Diagnostic
from brief.editing.edits import Refused
from brief.language import completion, conversion, renaming, symbols
from brief.language.definition import Read, definition
from brief.language.documents import Document, Span
from brief.language.fixes import fixes
from brief.language.hover import hover
from brief.language.positions import Positions
from brief.language.references import references
from brief.language.session import Session, Voice
from brief.language.snapshots import Snapshot
from brief.language.texts import Text
from brief.state import Damaged

_log = logging.getLogger(__name__)
_WATCHED = ("**/content/**", f"**/{FILE_NAME}", "**/extensions/*.py")


Answer = TypeVar("Answer")
_ATTEMPTS = 5


class Asking(Protocol):
    """What all questions about a place have in common."""

    text_document: types.TextDocumentIdentifier
    position: types.Position


@dataclass(frozen=True, slots=True)
class Asked:
    """A place in a text, the archive, and how files are read."""

    text: Text
    offset: int
    snapshot: Snapshot
    read: Read

    @property
    def document(self) -> Document:
        return self.text.document


class Server(LanguageServer):
    """pygls's server with the session that it serves."""

    def __init__(self, root: Path | None) -> None:
        # Whole texts: they are short, and what counts as a line is ours to say.
        super().__init__("brief", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.session = Session(root, Voice(self._publish, self._show))
        self.folders: list[Path] = []

    @property
    def positions(self) -> Positions:
        return Positions(self.workspace.position_codec)

    @property
    def can_watch(self) -> bool:
        """Whether the editor tells of changes on the disk when it is asked to."""
        workspace = self.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace else None
        return bool(watching and watching.dynamic_registration)

    def report_server_error(self, error: Exception, source: type[PyglsError] | type[Exception]) -> None:  # noqa: ARG002
        """A fault of ours is for the log: the writer can't mend it. What was refused the writer is told."""
        if not isinstance(error, JsonRpcException):
            _log.error("%s", error)

    async def asked(self, params: Asking) -> Asked | None:
        """What stands at the place that an editor asks about; None where brief has nothing to say of the file."""
        found = await self.session.text(params.text_document.uri)
        if found is None:
            return None
        text, snapshot = found
        read = partial(self.session.document, snapshot=snapshot)
        return Asked(text, self.positions.offset(text.document, params.position), snapshot, read)

    async def settled(self, params: Asking, answer: Callable[[Asked], Answer]) -> Answer | None:
        """An `answer` out of the archive with all texts as they are, worked out aside since it may take long."""
        for _ in range(_ATTEMPTS):
            await self.session.settled()
            found = await self.asked(params)
            try:
                return await asyncio.to_thread(answer, found) if found else None
            except Damaged:
                # A newer archive has taken the place of the one that was being asked.
                continue
        raise JsonRpcException("The archive is changing; ask again.", types.LSPErrorCodes.ContentModified)

    def _publish(self, document: Document, uri: str, version: int | None, found: tuple[Diagnostic, ...]) -> None:
        listed = [conversion.diagnostic(one, document, self.positions) for one in found]
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, listed, version))

    def _show(self, words: str) -> None:
        self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, words))


def serve(root: Path | None, reading: BinaryIO, writing: BinaryIO) -> None:
    """Speak with an editor until it says goodbye. Without `root` the site is that of the editor's folder."""
    server = Server(root)
    logging.getLogger("pygls.protocol.json_rpc").addFilter(_is_fault)
    _lifecycle(server)
    _documents(server)
    _abilities(server)

    def end(number: int, _: object) -> None:
        # What reads from the editor can't be told to stop, and Python would wait for it.
        server.session.close()
        os._exit(128 + number)

    signal.signal(signal.SIGTERM, end)
    try:
        server.start_io(reading, writing)
    finally:
        server.session.close()


def _lifecycle(server: Server) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        uris = [folder.uri for folder in params.workspace_folders or ()]
        uris += [params.root_uri] if params.root_uri else []
        server.folders = [Path(name) for uri in uris if (name := to_fs_path(uri))]

    @server.feature(types.INITIALIZED)
    async def initialized(_: types.InitializedParams) -> None:
        server.session.begin(*(server.folders or [Path.cwd()]))
        if server.can_watch:
            watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            registration = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            await server.client_register_capability_async(types.RegistrationParams([registration]))

    @server.feature(types.SHUTDOWN)
    def shutdown(_: None) -> None:
        server.session.end()


def _documents(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        server.session.opened(document.uri, document.text, document.version)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        document = params.text_document
        source = server.workspace.get_text_document(document.uri).source
        server.session.opened(document.uri, source, document.version)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        server.session.saved(params.text_document.uri, is_watching=server.can_watch)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.session.closed(params.text_document.uri)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(params: types.DidChangeWatchedFilesParams) -> None:
        server.session.changed(*(change.uri for change in params.changes))


def _abilities(server: Server) -> None:
    _writing(server)
    _following(server)
    _outline(server)


def _writing(server: Server) -> None:
    """What helps to write: completion, fixes, renaming."""
    session = server.session

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=["[", "@", ":", "#", ",", " "])
    )
    async def complete(params: types.CompletionParams) -> types.CompletionList | None:
        found = await server.asked(params)
        offer = completion.complete(found.text, found.offset, found.snapshot) if found else None
        return conversion.completion(offer, found.document, server.positions) if found and offer else None

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    )
    async def fix(params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        found = await session.text(uri)
        if found is None:
            return []
        document = found[0].document
        start, end = (server.positions.offset(document, place) for place in (params.range.start, params.range.end))
        listed = fixes(found[0], Span(start, end), session.findings(uri))
        return [conversion.action(fix, document, uri, server.positions) for fix in listed]

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        found = await server.asked(params)
        if found is None:
            return None
        with _refusing():
            span, name = renaming.renamable(found.text, found.offset, found.snapshot)
        return types.PrepareRenamePlaceholder(server.positions.range(found.document, span), name)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        given = server.client_capabilities.workspace
        can = given.workspace_edit if given else None
        new = params.new_name.strip()

        def plan(found: Asked) -> types.WorkspaceEdit:
            made = renaming.rename(found.text, found.offset, new, found.snapshot, found.read)
            return conversion.workspace_edit(made, found.read, session.uri, server.positions, can)

        with _refusing():
            return await server.settled(params, plan)


def _following(server: Server) -> None:
    """What tells of names and where they lead: hover, definition, references, links."""
    session = server.session

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def show(params: types.HoverParams) -> types.Hover | None:
        found = await server.asked(params)
        shown = hover(found.text, found.offset, found.snapshot) if found else None
        return conversion.hover(*shown, found.document, server.positions) if found and shown else None

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def define(params: types.DefinitionParams) -> types.Location | None:
        found = await server.asked(params)
        place = definition(found.text, found.offset, found.snapshot, found.read) if found else None
        listed = conversion.locations([place], found.read, session.uri, server.positions) if found and place else []
        return listed[0] if listed else None

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def refer(params: types.ReferenceParams) -> list[types.Location]:
        with_definition = params.context.include_declaration

        def find(found: Asked) -> list[types.Location]:
            places = references(found.text, found.offset, found.snapshot, found.read, with_definition=with_definition)
            return conversion.locations(places, found.read, session.uri, server.positions)

        return await server.settled(params, find) or []

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    async def link(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        found = await session.text(params.text_document.uri)
        if found is None:
            return []
        text, snapshot = found
        return [
            types.DocumentLink(server.positions.range(text.document, span), session.uri(path))
            for span, path in symbols.targets(text, snapshot)
        ]


def _outline(server: Server) -> None:
    """What an editor shows of a text as a whole."""

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def outline(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        found = await server.session.text(params.text_document.uri)
        return conversion.symbols(symbols.symbols(found[0]), found[0].document, server.positions) if found else []

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    async def fold(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        found = await server.session.text(params.text_document.uri)
        return [types.FoldingRange(*lines) for lines in symbols.folds(found[0].document)] if found else []


def _is_fault(record: logging.LogRecord) -> bool:
    """Whether what pygls logs is more than a request that was refused."""
    return not (record.exc_info and isinstance(record.exc_info[1], JsonRpcException))


@contextmanager
def _refusing() -> Iterator[None]:
    """What can't be done is said in the editor's own way (LSP 3.17, RequestFailed)."""
    try:
        yield
    except Refused as reason:
        raise JsonRpcException(str(reason), types.LSPErrorCodes.RequestFailed) from None
