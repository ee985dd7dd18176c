"""The protocol's side of `brief lsp`: what an editor asks for, handed to the abilities, and their answers."""

import logging
from pathlib import Path
from typing import BinaryIO

from lsprotocol import types
from pygls.exceptions import PyglsError
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from brief import __version__
from brief.config import FILE_NAME
from brief.diagnostics import Diagnostic
from brief.language import completion, conversion
from brief.language.documents import Document
from brief.language.positions import Positions
from brief.language.session import Session, Voice

_log = logging.getLogger(__name__)
_WATCHED = ("**/content/**", f"**/{FILE_NAME}", "**/extensions/*.py")


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
        """A fault of ours is for the log: the writer can't mend it."""
        _log.error("%s", error)

    def _publish(self, document: Document, uri: str, found: tuple[Diagnostic, ...]) -> None:
        listed = [conversion.diagnostic(one, document, self.positions) for one in found]
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, listed))

    def _show(self, words: str) -> None:
        self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, words))


def serve(root: Path | None, reading: BinaryIO, writing: BinaryIO) -> None:
    """Speak with an editor until it says goodbye. Without `root` the site is that of the editor's folder."""
    server = Server(root)
    _lifecycle(server)
    _documents(server)
    _abilities(server)
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
        server.session.opened(params.text_document.uri, params.text_document.text)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        server.session.opened(uri, server.workspace.get_text_document(uri).source)

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
    session = server.session

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=["[", "@", ":", "#", ",", " "])
    )
    async def complete(params: types.CompletionParams) -> types.CompletionList | None:
        found = await session.text(params.text_document.uri)
        if found is None:
            return None
        text, snapshot = found
        offset = server.positions.offset(text.document, params.position)
        offer = completion.complete(text, offset, snapshot)
        return conversion.completion(offer, text.document, server.positions) if offer else None
