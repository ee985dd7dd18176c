"""A static host on loopback as good ones are: text compressed, fingerprinted files kept for ever, the right types.

It counts what it sends, so that nothing a browser fetches, be it in a worker, goes uncounted.
"""

import mimetypes
import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

GZIP_LEVEL = 9
# Seconds for which an idle connection stays: longer than a test dwells on a page, so that no request meets its end.
_IDLE = 600

_BINARY = "application/octet-stream"
_TYPES = {
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".sqlite": "application/vnd.sqlite3",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
# A name that holds a digest of what the file holds: style.b74b1158c6.css, en_1a2b3c4d.pf_fragment.
_FINGERPRINTED = re.compile(r"[._][0-9a-f]{7,}\.\w+$")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was sent for one request: the body's bytes as they crossed the network, compressed."""

    path: str
    bytes: int


@dataclass(slots=True)
class Host:
    """A folder being served. `answers` grows, in the order in which the answers ended."""

    address: str
    answers: list[Answer] = field(default_factory=list)


@contextmanager
def hosted(folder: Path) -> Iterator[Host]:
    """Serve a folder on a free port of this machine; `address` ends with a slash."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        host = Host(f"http://127.0.0.1:{listener.getsockname()[1]}/")
        server = uvicorn.Server(
            uvicorn.Config(
                _app(folder, host),
                log_level="error",
                access_log=False,
                ws="none",
                lifespan="off",
                timeout_keep_alive=_IDLE,
                timeout_graceful_shutdown=1,
            )
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        try:
            yield host
        finally:
            server.should_exit = True
            thread.join()


def _app(folder: Path, host: Host) -> Starlette:
    excluded = (*DEFAULT_EXCLUDED_CONTENT_TYPES, _BINARY)
    return Starlette(
        routes=[Mount("/", _Files(folder))],
        middleware=[
            Middleware(_Counting, host=host),
            Middleware(GZipMiddleware, compresslevel=GZIP_LEVEL, exclude_content_types=excluded),
        ],
    )


class _Files(StaticFiles):
    """Files under types that don't depend on what this machine knows, and with how long they may be kept."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True)
        self._types = mimetypes.MimeTypes()

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        name = Path(full_path).name
        kind = _TYPES.get(Path(name).suffix) or self._types.guess_type(name)[0] or _BINARY
        response.headers["content-type"] = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
        kept = "public, max-age=31536000, immutable" if _FINGERPRINTED.search(name) else "no-cache"
        response.headers["cache-control"] = kept
        return response


class _Counting:
    def __init__(self, app: ASGIApp, host: Host) -> None:
        self._app = app
        self._host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        total = 0

        async def counted(message: Message) -> None:
            nonlocal total
            total += len(message.get("body", b""))
            if message["type"] == "http.response.body" and not message.get("more_body"):
                # Before the last of it is sent: whoever has the whole answer finds it counted.
                self._host.answers.append(Answer(scope["path"], total))
            await send(message)

        await self._app(scope, receive, counted)
