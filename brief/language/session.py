"""One editor's session: the files that it has open, the archive behind them, and who is told when either changes."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pygls.uris import from_fs_path, to_fs_path

from brief import config
from brief.diagnostics import Diagnostic
from brief.language import texts
from brief.language.documents import Document
from brief.language.snapshots import Snapshot
from brief.language.texts import Text
from brief.language.workspace import Outcome, Outdated, Workspace, document_at

# Seconds without a key after which the archive is linked anew; what is wrong in the text itself is told at once.
_PAUSE = 0.1

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Voice:
    """How a session speaks to its editor.

    `publish` tells the findings of a file, with its address and the editor's number of its text; `show` has a message
    for the writer.
    """

    publish: Callable[[Document, str, int | None, tuple[Diagnostic, ...]], None]
    show: Callable[[str], None]


class Session:
    """The site in `root` while an editor is open, by one event loop. `root` is None until a site is found."""

    def __init__(self, root: Path | None, voice: Voice) -> None:
        self._root = root
        self._voice = voice
        self._workspace: Workspace | None = None
        self._snapshot: Snapshot | None = None
        self._raw: dict[str, str] = {}
        self._versions: dict[str, int] = {}
        self._uris: dict[str, str] = {}
        self._texts: dict[str, Text] = {}
        self._told: dict[str, tuple[int | None, tuple[Diagnostic, ...]]] = {}
        self._said = ""
        self._changed: set[Path] | None = None
        self._generation = 0
        self._wake = asyncio.Event()
        self._ready = asyncio.Event()
        self._rested = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def root(self) -> Path | None:
        """The site's folder."""
        return self._root

    def begin(self, *folders: Path) -> None:
        """Find the site, where none was named: that of the first of `folders` which is in one."""
        self._root = self._root or next(filter(None, map(config.find, folders)), None)
        if self._root is None:
            where = " or ".join(map(str, dict.fromkeys(folders))) or "this folder"
            self._say(f"There is no site.toml in {where} or above, so brief has nothing to say here. See: brief init")
            return
        if self._task is None:
            self._workspace = Workspace(self._root.resolve())
            self._workspace.__enter__()
            self._task = asyncio.get_running_loop().create_task(self._follow())
            self._wake.set()

    def end(self) -> None:
        """Let go of the archive; what is being worked out is given up."""
        self._generation += 1
        if self._task is not None:
            self._task.cancel()

    def close(self) -> None:
        """Put away what the archive was kept in. Called when no thread is at work any more."""
        if self._workspace is not None:
            self._workspace.__exit__(None, None, None)
            self._workspace = None

    def path(self, uri: str) -> str | None:
        """The path of a file from the site's folder; None for one that is not in it."""
        name = to_fs_path(uri)
        if name is None or self._root is None:
            return None
        full, root = Path(name).resolve(), self._root.resolve()
        return full.relative_to(root).as_posix() if full.is_relative_to(root) else None

    def uri(self, path: str) -> str:
        """The address of a file: as the editor wrote it, where it has."""
        return self._uris.get(path) or from_fs_path(str((self._root or Path()) / path)) or ""

    def opened(self, uri: str, raw: str, version: int) -> None:
        """A file is in the editor now, or has another text there."""
        if self._task is None and (name := to_fs_path(uri)):
            self.begin(Path(name).parent)
        path = self.path(uri)
        if path is None:
            return
        self._uris[path] = uri
        self._raw[path] = raw
        self._versions[path] = version
        self._texts.pop(path, None)
        # First, so that all is told behind it whatever becomes of what is told at once.
        self._changed_now()
        if self._snapshot and (text := self._text(path, self._snapshot)) and text.document.kind:
            self._publish(path, text.faults)

    def closed(self, uri: str) -> None:
        path = self.path(uri)
        if path is not None and self._raw.pop(path, None) is not None:
            self._texts.pop(path, None)
            self._versions.pop(path, None)
            self._changed_now(path)

    def saved(self, uri: str, *, is_watching: bool) -> None:
        """A file was written by the editor, which tells of other changes on the disk if it `is_watching`."""
        path = self.path(uri)
        if path is not None and is_watching:
            self._changed_now(path)
        elif path is not None:
            self._changed = None
            self._changed_now()

    def changed(self, *uris: str) -> None:
        """Files on the disk are others than they were, are new or are gone."""
        paths = [path for path in map(self.path, uris) if path is not None]
        if paths:
            self._changed_now(*paths)

    def _changed_now(self, *paths: str) -> None:
        if self._changed is not None and self._root is not None:
            root = self._root.resolve()
            self._changed |= {root / path for path in paths}
        self._generation += 1
        self._rested.clear()
        self._wake.set()

    async def known(self) -> Snapshot | None:
        """The archive as it was known last, once it is known for the first time; None where there is none."""
        if self._task is None:
            return None
        await self._ready.wait()
        return self._snapshot

    async def settled(self) -> None:
        """Wait until the archive is that of the texts as they are."""
        if self._task is not None:
            await self._rested.wait()

    def findings(self, uri: str) -> tuple[Diagnostic, ...]:
        """What is wrong with a file, as it was told last."""
        return self._told.get(self.path(uri) or "", (None, ()))[1]

    async def text(self, uri: str) -> tuple[Text, Snapshot] | None:
        """A text as it is now, with the archive; None for what is not of the site's content."""
        snapshot, path = await self.known(), self.path(uri)
        text = self._text(path, snapshot) if snapshot and path is not None else None
        return (text, snapshot) if snapshot and text and text.document.kind else None

    def document(self, path: str, snapshot: Snapshot) -> Document | None:
        """A file as it is in the editor, else as the archive has it."""
        return Document.of(path, self._raw[path]) if path in self._raw else snapshot.read(path)

    def _text(self, path: str, snapshot: Snapshot) -> Text | None:
        if path not in self._texts:
            document = self.document(path, snapshot)
            if document is None:
                return None
            read = texts.read(document, snapshot)
            if path not in self._raw:
                return read
            self._texts[path] = read
        return self._texts[path]

    async def _follow(self) -> None:
        """Work the archive out after each change, the newest text alone."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            if self._ready.is_set():
                await asyncio.sleep(_PAUSE)
            if self._wake.is_set():
                continue
            assert self._workspace is not None
            generation, unsaved, changed = self._generation, dict(self._raw), self._changed
            self._changed = set()
            try:
                is_wanted = partial(self._is_newest, generation)
                outcome = await asyncio.to_thread(self._workspace.refreshed, unsaved, changed, is_wanted)
            except Outdated:
                self._changed = None if changed is None or self._changed is None else self._changed | changed
                self._wake.set()
            except Exception:  # noqa: BLE001  # the server must outlive a bug; the next letter is another chance
                _log.exception("The archive could not be worked out")
                self._changed = None
                self._ready.set()
                self._rested.set()
            else:
                self._took(outcome, unsaved)
                if self._is_newest(generation):
                    self._rested.set()

    def _is_newest(self, generation: int) -> bool:
        return self._generation == generation

    def _took(self, outcome: Outcome, unsaved: Mapping[str, str]) -> None:
        """Tell what was found, but of files that have another text by now."""
        self._snapshot = outcome.snapshot
        self._ready.set()
        if outcome.snapshot:
            self._texts.clear()
        told = outcome.diagnostics
        blocked = told.get(config.FILE_NAME, ()) if outcome.broken else ()
        self._say(f"brief knows the site as it was: {blocked[0].message} {blocked[0].hint}" if blocked else "")
        others = [] if outcome.broken else [path for path in {**self._told, **unsaved} if path not in told]
        for path in (*told, *others):
            if self._raw.get(path) == unsaved.get(path):
                self._publish(path, told.get(path, ()))

    def _publish(self, path: str, found: tuple[Diagnostic, ...]) -> None:
        version = self._versions.get(path)
        if self._told.get(path) == (version, found):
            return
        self._told[path] = (version, found)
        document = document_at(self._root or Path(), self._raw, path) or Document(path, "")
        self._voice.publish(document, self.uri(path), version, found)

    def _say(self, words: str) -> None:
        """Say something once, until it is not so any more."""
        if words and words != self._said:
            self._voice.show(words)
        self._said = words
