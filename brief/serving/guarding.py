"""Who may ask the server for what: a page of some other site must learn nothing here, and start nothing."""

import secrets
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HOME = ("127.0.0.1", "localhost", "::1")
_OPEN = ("0.0.0.0", "::")  # noqa: S104  # compared with, not bound to


class KnownHost:
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
        return name in self._hosts or (self._is_open and _address(name) is not None)


class OwnPages:
    """Keeps the server's answers to its own pages: no other origin may ask for the tools, frame a page or load a file.

    `Sec-Fetch-Site` (Fetch Metadata, 2.2) tells who asks also where no origin is named, as for scripts and pictures.
    A program that is no browser names nothing, and an address that a person typed is of no site.
    """

    _HEADERS = (
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"x-frame-options", b"SAMEORIGIN"),
    )

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def answered(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._HEADERS]
            await send(message)

        if scope["type"] == "http" and scope["path"].startswith("/_brief/") and _is_others(Request(scope)):
            refusal = JSONResponse({"reason": "A page of another site asks."}, status_code=403)
            await refusal(scope, receive, answered)
            return
        await self._app(scope, receive, answered)


def _is_others(request: Request) -> bool:
    return is_foreign(request) or request.headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}


def is_foreign(request: Request) -> bool:
    """Whether a page of another origin asks; a program that is no browser names none."""
    origin = request.headers.get("origin")
    return bool(origin) and str(origin).partition("://")[2] != request.headers.get("host")


def refusal(request: Request, token: str) -> str:
    """Why `request` may not start a program on this machine; empty where it may.

    A browser names the origin of whatever posts (Fetch, 3.2), and JSON it posts to another origin only with leave (CORS
    protocol, 3.3), which is never given. The token is in the server's own pages, which other origins can't read.
    """
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return "A page of another site asks."
    if "origin" not in request.headers or is_foreign(request):
        return "Only the site's own pages may ask."
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return "It has to be asked in JSON."
    if not secrets.compare_digest(request.headers.get("x-brief-token", "").encode(), token.encode()):
        return "The page is of a server that has ended. Reload it."
    if not (request.client and _is_here(request.client.host)):
        return "A browser on another machine asks, and the editor would open on this one."
    return ""


def _is_here(name: str) -> bool:
    address = _address(name)
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return bool((mapped or address) and (mapped or address).is_loopback)  # type: ignore[union-attr]


def _hostname(header: str) -> str:
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def _address(name: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(name)
    except ValueError:
        return None
