"""The server's answers: files of the snapshot, pages with the script that keeps them fresh, and the event stream."""

import hashlib
import json
import mimetypes
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from html import escape
from importlib.resources import files
from urllib.parse import urlsplit

from sse_starlette.sse import EventSourceResponse
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from brief.diagnostics import as_dict, to_text
from brief.serving.live import Live
from brief.serving.preview import Snapshot

_HOME = ("127.0.0.1", "localhost", "::1")
_OPEN = ("0.0.0.0", "::")  # noqa: S104  # compared with, not bound to
_FRESH = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


def app(live: Live, host: str, lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]]) -> Starlette:
    """The application that shows `live`, for a server that listens at `host`."""

    async def client(_: Request) -> Response:
        return _asset("client.js", "text/javascript")

    async def stylesheet(_: Request) -> Response:
        return _asset("status.css", "text/css")

    async def events(request: Request) -> Response:
        origin = request.headers.get("origin")
        if origin and urlsplit(origin).netloc != request.headers.get("host"):
            return PlainTextResponse("Events are for the site's own pages.", status_code=403)
        return EventSourceResponse(_states(live), ping=15, headers=_FRESH)

    async def page(request: Request) -> Response:
        return _page(live.snapshot, request.url.path)

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
    """Refuses requests under another host's name: a foreign name that leads here is DNS rebinding."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._hosts = None if host in _OPEN else {*_HOME, host.lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._hosts is not None:
            headers = dict(scope["headers"])
            if _hostname(headers.get(b"host", b"").decode("latin-1")) not in self._hosts:
                refusal = PlainTextResponse("This server answers under its own address only.", status_code=421)
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _hostname(header: str) -> str | None:
    try:
        return urlsplit(f"//{header}").hostname
    except ValueError:
        return None


async def _states(live: Live) -> AsyncIterator[dict[str, str]]:
    async for snapshot in live.snapshots():
        yield {"data": json.dumps(state(snapshot), ensure_ascii=False)}


def state(snapshot: Snapshot) -> dict[str, object]:
    """What the script in the browser is told of a snapshot."""
    return {
        "version": snapshot.version,
        "ok": snapshot.is_current,
        "diagnostics": [as_dict(diagnostic) for diagnostic in snapshot.diagnostics],
    }


def _asset(name: str, kind: str) -> Response:
    return Response((files("brief.serving") / name).read_bytes(), media_type=kind, headers=_FRESH)


def _page(snapshot: Snapshot, path: str) -> Response:
    if not snapshot.files:
        return _nothing_yet(snapshot)
    base = snapshot.base_path
    if not (path == base or path.startswith(f"{base}/")):
        return RedirectResponse(f"{base}/") if path == "/" else _missing(snapshot)
    inner = path[len(base) :].lstrip("/")
    name = f"{inner}index.html" if not inner or inner.endswith("/") else inner
    if name in snapshot.files:
        return _file(name, snapshot.files[name])
    if f"{inner}/index.html" in snapshot.files:
        return RedirectResponse(f"{base}/{inner}/")
    return _missing(snapshot)


def _missing(snapshot: Snapshot) -> Response:
    return _file("404.html", snapshot.files.get("404.html", b"Not found."), status=404)


def _file(name: str, content: bytes, status: int = 200) -> Response:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    etag = hashlib.sha256(content).hexdigest()[:32]
    if kind == "text/html":
        content = _with_script(content, etag)
    return Response(content, status, {**_FRESH, "etag": f'"{etag}"'}, media_type=kind)


def _with_script(html: bytes, etag: str) -> bytes:
    script = f'<script src="/_brief/client.js" data-etag="{etag}" defer></script>\n'.encode()
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
    html = _with_script(_NOTHING_YET.format(title=title, findings=findings).encode(), "none")
    return Response(html, 503, _FRESH, media_type="text/html")
