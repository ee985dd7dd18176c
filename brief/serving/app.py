"""The server's answers: files of the snapshot, pages with the script that keeps them fresh, and the event stream."""

import asyncio
import hashlib
import json
import mimetypes
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, suppress
from heapq import nsmallest
from html import escape
from importlib.resources import files
from ipaddress import ip_address
from urllib.parse import quote, unquote, urlsplit

from sse_starlette.sse import EventSourceResponse
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from brief.diagnostics import Severity, as_dict, count, to_text
from brief.rendering.variants import FOLDER
from brief.serving.live import Live
from brief.serving.preview import Snapshot

_HOME = ("127.0.0.1", "localhost", "::1")
_OPEN = ("0.0.0.0", "::")  # noqa: S104  # compared with, not bound to
# Pictures that Python 3.11 or the machine's own list may not know.
_PICTURES = {"avif": "image/avif", "webp": "image/webp"}
# Seconds that a picture may take to be made, among others.
_PATIENCE = 30
# A browser is told no more findings than somebody reads: an archive may have thousands of warnings.
_MOST_TOLD = 100
_WORST_FIRST = [Severity.ERROR, Severity.WARNING, Severity.NOTE]
_FRESH = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


def app(live: Live, host: str, lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]]) -> Starlette:
    """The application that shows `live`, for a server that listens at `host`."""

    async def client(_: Request) -> Response:
        return _asset("client.js", "text/javascript")

    async def stylesheet(_: Request) -> Response:
        return _asset("status.css", "text/css")

    async def events(request: Request) -> Response:
        origin = request.headers.get("origin")
        if origin and origin.partition("://")[2] != request.headers.get("host"):
            return PlainTextResponse("Events are for the site's own pages.", status_code=403)
        return EventSourceResponse(_states(live), ping=15, headers=_FRESH)

    async def page(request: Request) -> Response:
        # The path as it was before anything was escaped: a file may have `?` or `#` in its name.
        path = request.scope["path"]
        # A page is made when it is asked for first, and others are answered meanwhile.
        return await asyncio.to_thread(_page, await _with_picture(live, path), path, request.url.query)

    return Starlette(
        routes=[
            Route("/_brief/client.js", client),
            Route("/_brief/status.css", stylesheet),
            Route("/_brief/events", events),
            Route("/{path:path}", page),
        ],
        middleware=[Middleware(_KnownHost, host=host)],
        lifespan=lifespan,
    )


class _KnownHost:
    """Refuses requests under another host's name: a foreign name that leads here is DNS rebinding.

    A server that listens everywhere has many addresses, and any of them will do: they can't be rebound, names can.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._is_open = host in _OPEN
        machine = socket.gethostname().lower()
        self._hosts = {*_HOME, machine, f"{machine}.local"} if self._is_open else {*_HOME, host.lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = dict(scope["headers"])
            if not self._is_known(_hostname(headers.get(b"host", b"").decode("latin-1"))):
                refusal = PlainTextResponse("This server answers under its own address only.", status_code=421)
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _is_known(self, name: str) -> bool:
        return name in self._hosts or (self._is_open and _is_address(name))


def _hostname(header: str) -> str:
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


async def _states(live: Live) -> AsyncIterator[dict[str, str]]:
    async for snapshot in live.snapshots():
        # In ASCII, since a path that is not UTF-8 has halves of surrogate pairs, which UTF-8 can't hold.
        yield {"data": json.dumps(state(snapshot))}


def state(snapshot: Snapshot) -> dict[str, object]:
    """What the script in the browser is told of a snapshot: how much is wrong, and the worst of it."""
    found = (*snapshot.diagnostics, *snapshot.extra.diagnostics)
    worst = nsmallest(_MOST_TOLD, found, key=lambda diagnostic: _WORST_FIRST.index(diagnostic.severity))
    return {
        "version": snapshot.version,
        "ok": snapshot.is_current,
        "counts": {severity.value: count(found, severity) for severity in _WORST_FIRST},
        "diagnostics": [as_dict(diagnostic) for diagnostic in worst],
    }


def _asset(name: str, kind: str) -> Response:
    return Response((files("brief.serving") / name).read_bytes(), media_type=kind, headers=_FRESH)


async def _with_picture(live: Live, path: str) -> Snapshot:
    """The current snapshot; for a picture that is still being made, the one that has it.

    Pages are shown before their pictures are made, and a browser asks for each but once.
    """
    name = path.removeprefix(unquote(live.snapshot.base_path)).lstrip("/")
    if f"/{name}".startswith(FOLDER):
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                async for snapshot in live.snapshots():
                    if name in snapshot.extra.files or snapshot.extra.of is snapshot.showing:
                        return snapshot
    return live.snapshot


def _page(snapshot: Snapshot, path: str, query: str) -> Response:
    if not snapshot.showing:
        return _nothing_yet(snapshot)
    base = unquote(snapshot.base_path)
    if not path.startswith(f"{base}/"):
        return _redirect(f"{base}/", query) if path in {"/", base} else _missing(snapshot)
    inner = path[len(base) :].lstrip("/")
    name = f"{inner}index.html" if not inner or inner.endswith("/") else inner
    content = snapshot.get(name)
    if content is not None:
        return _file(name, content)
    if f"{inner}/index.html" in snapshot.showing:
        return _redirect(f"{base}/{inner}/", query)
    return _missing(snapshot)


def _redirect(path: str, query: str) -> Response:
    return RedirectResponse(quote(path) + (f"?{query}" if query else ""), headers=_FRESH)


def _missing(snapshot: Snapshot) -> Response:
    return _file("404.html", snapshot.get("404.html") or b"Not found.", status=404)


def _file(name: str, content: bytes, status: int = 200) -> Response:
    kind = _PICTURES.get(name.rpartition(".")[2]) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind == "text/html":
        return _html(content, status)
    return Response(content, status, {**_FRESH, "etag": f'"{_etag(content)}"'}, media_type=kind)


def _html(content: bytes, status: int, marks: str = "") -> Response:
    """A page with the script; `marks` are attributes by which the script knows what kind of page it is on."""
    etag = _etag(content)
    script = f'<script src="/_brief/client.js" data-etag="{etag}"{marks} defer></script>\n'.encode()
    headers = {**_FRESH, "etag": f'"{etag}"'}
    return Response(_with(script, content), status, headers, media_type="text/html")


def _etag(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _with(script: bytes, html: bytes) -> bytes:
    before, end, after = html.rpartition(b"</body>")
    return before + script + end + after if end else html + script


_NOTHING_YET = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="/_brief/status.css">
</head>
<body>
<main>
<h1>{title}</h1>
{findings}
</main>
</body>
</html>
"""


def _nothing_yet(snapshot: Snapshot) -> Response:
    """Before the first good build: what is wrong, as a page that reloads itself when it is mended."""
    title = "The site can't be shown yet" if snapshot.version else "Building the site for the first time ..."
    listed = "\n\n".join(escape(to_text(diagnostic)) for diagnostic in snapshot.diagnostics)
    findings = (
        f"<p>Mend what is listed here, and the page appears by itself.</p>\n<pre>{listed}</pre>" if listed else ""
    )
    html = _NOTHING_YET.format(title=title, findings=findings)
    return _html(html.encode(errors="backslashreplace"), 503, ' data-lists="all"')
