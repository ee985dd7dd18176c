"""`serve`: bind, build, follow, until the person stops it."""

import asyncio
import errno
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import uvicorn
from starlette.applications import Starlette

from brief import config
from brief.building.showing import Showing
from brief.diagnostics import Diagnostic, in_order
from brief.serving.app import app
from brief.serving.desk import Desk
from brief.serving.diary import Diary
from brief.serving.editors import Editor
from brief.serving.live import Live
from brief.serving.preview import Extra, Preview, Snapshot, folders_of
from brief.serving.watching import Watcher, settled

Result = TypeVar("Result")

# Seconds that open connections get to end by themselves once the person has stopped the server.
_GRACE = 1
# Seconds without a save after which what is behind the pages is made.
_REST = 1.5
# Seconds that a thread may hold the interpreter while others wait for it; Python's own measure is five times as long.
_TURN = 0.001


class CannotListen(Exception):
    """The machine has no such address, or doesn't let this person have it."""


class PortTaken(Exception):
    """Another program listens there."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.port = port


@dataclass(frozen=True, slots=True)
class Voice:
    """How the server speaks to the person: `say` words, `show` findings."""

    say: Callable[[str], None]
    show: Callable[[Sequence[Diagnostic]], None]


def serve(root: Path, *, host: str, port: int, drafts: bool, voice: Voice, editor: Editor) -> None:
    """Serve the site in `root` until interrupted; pages can have its files opened in `editor`.

    Raises PortTaken and CannotListen.
    """
    root = root.resolve()
    listener = _listen(host, port)
    with listener, _quick_turns(), suppress(KeyboardInterrupt):
        asyncio.run(_serve(Desk(root, editor, Diary(root)), listener, host, drafts, voice))


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    except OSError as fault:
        raise CannotListen(fault.strerror or str(fault)) from fault
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except OSError as fault:
        listener.close()
        if fault.errno == errno.EADDRINUSE:
            raise PortTaken(port) from fault
        raise CannotListen(fault.strerror or str(fault)) from fault
    return listener


@contextmanager
def _quick_turns() -> Iterator[None]:
    """Threads take turns quickly: a page passes through several, and each would wait for work behind the pages."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


async def _serve(desk: Desk, listener: socket.socket, host: str, drafts: bool, voice: Voice) -> None:
    root, live = desk.root, Live()
    name = f"[{host}]" if ":" in host else host
    address = f"http://{name}:{listener.getsockname()[1]}"
    changed = asyncio.Event()
    loop = asyncio.get_running_loop()

    def note_change() -> None:
        loop.call_soon_threadsafe(changed.set)

    watcher = Watcher(root, note_change, voice.say)
    watcher.start()
    preview = Preview(root, drafts=drafts)
    follower = asyncio.create_task(_follow(root, live, watcher, changed, preview, voice, address))
    finisher = asyncio.create_task(_finish(live, preview, voice))
    diarist = asyncio.create_task(desk.diary.keep(live))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            tasks = [follower, finisher, diarist]
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            await asyncio.to_thread(watcher.stop)

    settings = uvicorn.Config(
        app(live, host, desk, lifespan), log_level="warning", access_log=False, timeout_graceful_shutdown=_GRACE
    )
    server = uvicorn.Server(settings)

    def stop_serving(_: asyncio.Task[None]) -> None:
        server.should_exit = True

    # Pages that no longer follow the content would mislead, so the server ends with its follower, and says why.
    follower.add_done_callback(stop_serving)
    with preview:
        if preview.discarded:
            voice.say(f"What was kept of earlier runs is thrown away: {preview.discarded}.")
        await server.serve(sockets=[listener])
    if follower.done() and not follower.cancelled():
        follower.result()


async def _follow(
    root: Path, live: Live, watcher: Watcher, changed: asyncio.Event, preview: Preview, voice: Voice, address: str
) -> None:
    """Rebuild at once, and again after every change, never twice at a time."""
    site, _ = config.load(root)
    watcher.follow(folders_of(root, site))
    while True:
        if live.snapshot.version:
            await settled(changed, watcher)
        changed.clear()
        looked = watcher.take()
        snapshot = await _aside(partial(preview.rebuild, live.snapshot, looked.files))
        # What changed in a folder before it was watched has made no event.
        if watcher.follow(snapshot.folders) or looked.may_miss:
            watcher.look_at_all()
            changed.set()
        # One save may be several bursts of events; only a rebuild that changed something is told of.
        if replace(snapshot, version=live.snapshot.version) == live.snapshot:
            continue
        before = live.snapshot
        # What was made behind the pages may have come while these were.
        live.publish(replace(snapshot, extra=before.extra, changed=looked.files or frozenset()))
        _report(snapshot, before, voice)
        if not before.version:
            voice.say(f"Serving {address}{snapshot.base_path}/ (Ctrl-C stops)")


async def _finish(live: Live, preview: Preview, voice: Voice) -> None:
    """What comes behind the pages that are asked for: the faults of all others, the search index, pictures."""
    good: Showing | None = None
    has_begun = False
    async for snapshot in live.snapshots():
        showing = snapshot.showing
        if showing is None or snapshot.extra.of is showing or not snapshot.is_current:
            continue
        if has_begun:
            # A writer's next save comes first.
            await asyncio.sleep(_REST)
            if live.snapshot.showing is not showing:
                continue
        has_begun = True
        wanted = partial(_is_shown, live, showing)
        extra = await _aside(partial(preview.behind, showing, snapshot.extra, wanted))
        if extra is None or live.snapshot.showing is not showing:
            continue
        if extra.faults:
            before = live.snapshot
            live.publish(_without(before, good, extra))
            _report(live.snapshot, before, voice)
            continue
        good = showing
        live.publish(replace(live.snapshot, extra=extra))
        if extra.diagnostics:
            voice.show(extra.diagnostics)
        if extra.crash:
            voice.say(extra.crash)


def _is_shown(live: Live, showing: Showing) -> bool:
    return live.snapshot.showing is showing


def _without(snapshot: Snapshot, good: Showing | None, extra: Extra) -> Snapshot:
    """A snapshot whose pages have turned out to be wrong: those of `good` are shown, and what is to be mended."""
    diagnostics = tuple(in_order((*snapshot.diagnostics, *extra.faults)))
    return replace(snapshot, version=snapshot.version + 1, showing=good, diagnostics=diagnostics, is_current=False)


async def _aside(work: Callable[[], Result]) -> Result:
    """Do `work` in a thread that the end of the process doesn't wait for, as it would for asyncio.to_thread's."""
    loop = asyncio.get_running_loop()
    result: asyncio.Future[Result] = loop.create_future()

    def hand_over(made: Result) -> None:
        if not result.done():
            result.set_result(made)

    def run() -> None:
        made = work()
        with suppress(RuntimeError):  # the server has ended meanwhile, and its loop is closed
            loop.call_soon_threadsafe(hand_over, made)

    threading.Thread(target=run, daemon=True).start()
    return await result


def _report(snapshot: Snapshot, before: Snapshot, voice: Voice) -> None:
    """What has come of a rebuild; what was wrong `before` and still is has been told."""
    if snapshot.diagnostics != before.diagnostics:
        told = set(before.diagnostics)
        voice.show([found for found in snapshot.diagnostics if found not in told])
    if snapshot.crash:
        voice.say(snapshot.crash)
    if not snapshot.showing:
        voice.say("There is nothing to show until this is mended.")
    elif not snapshot.is_current:
        voice.say("The last good pages stay until this is mended.")
    elif snapshot.version > 1:
        voice.say(f"Rebuilt: {len(snapshot.showing)} files.")
