"""The server's answers: the site's own files, and below `/_brief/` the writer's tools."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from brief.rendering.variants import FOLDER
from brief.serving.desk import Desk
from brief.serving.guarding import KnownHost, OwnPages
from brief.serving.live import Live
from brief.serving.pages import page
from brief.serving.preview import Snapshot
from brief.serving.tools import routes

# Seconds that a picture may take to be made, among others.
_PATIENCE = 30


def app(
    live: Live, host: str, desk: Desk, lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]]
) -> Starlette:
    """The application that shows `live`, for a server that listens at `host`."""

    async def file(request: Request) -> Response:
        # The path as it was before anything was escaped: a file may have `?` or `#` in its name.
        path = request.scope["path"]
        # A page is made when it is asked for first, and others are answered meanwhile.
        return await asyncio.to_thread(page, await _with_picture(live, path), path, request.url.query, desk.token)

    return Starlette(
        routes=[*routes(live, desk), Route("/{path:path}", file)],
        middleware=[Middleware(KnownHost, host=host), Middleware(OwnPages)],
        lifespan=lifespan,
    )


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
