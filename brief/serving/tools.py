"""What the server answers below `/_brief/`: the writer's tools, of which nothing is in the published site."""

import asyncio
import json
from collections.abc import AsyncIterator
from importlib.resources import files
from typing import Any

from sse_starlette.sse import EventSourceResponse
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from brief.diagnostics import Code, as_dict
from brief.model import Document
from brief.serving import templates
from brief.serving.dashboard import listed, overview
from brief.serving.desk import Desk
from brief.serving.editors import CannotOpen, open_at, within
from brief.serving.explained import explained
from brief.serving.facts import facts, linked_badges, passage_lines
from brief.serving.findings import counts, found_in, grouped, worst
from brief.serving.guarding import refusal
from brief.serving.live import Live
from brief.serving.pages import FRESH, file_name
from brief.serving.preview import Snapshot

_KINDS = {"js": "text/javascript", "css": "text/css"}
# More than any place takes.
_LONGEST = 10_000


def routes(live: Live, desk: Desk) -> list[Route]:
    """Where each tool is found."""

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _assets():
            return PlainTextResponse("Not found.", status_code=404)
        content = (files("brief.serving") / "browser" / name).read_bytes()
        return Response(content, media_type=_KINDS[name.rpartition(".")[2]], headers=FRESH)

    async def events(_: Request) -> Response:
        return EventSourceResponse(_states(live), ping=15, headers=FRESH)

    async def findings(request: Request) -> Response:
        return _json(await asyncio.to_thread(_findings, live.snapshot, desk, request.query_params.get("path", "")))

    async def page(request: Request) -> Response:
        return _json(await asyncio.to_thread(_facts, live.snapshot, desk, request.query_params.get("path", "")))

    async def lines(request: Request) -> Response:
        return _json(await asyncio.to_thread(_lines, live.snapshot, desk, request.query_params.get("path", "")))

    async def dashboard(_: Request) -> Response:
        return await asyncio.to_thread(overview, live.snapshot, desk)

    async def lists(request: Request) -> Response:
        name = request.path_params["name"]
        return await asyncio.to_thread(listed, live.snapshot, desk, name, request.query_params)

    async def explain(request: Request) -> Response:
        name = request.path_params["code"]
        if name not in set(Code):
            return PlainTextResponse("There is no such code.", status_code=404)
        title, body = await asyncio.to_thread(explained, Code(name))
        return templates.page(
            "explain.html", desk.token, base=live.snapshot.base_path, title=title, code=name, body=body
        )

    async def open_(request: Request) -> Response:
        return await _opened(request, desk)

    return [
        Route("/_brief/", dashboard),
        Route("/_brief/lists/{name}", lists),
        Route("/_brief/events", events),
        Route("/_brief/findings", findings),
        Route("/_brief/page", page),
        Route("/_brief/lines", lines),
        Route("/_brief/explain/{code}", explain),
        Route("/_brief/open", open_, methods=["POST"]),
        Route("/_brief/{name}", asset),
    ]


def _assets() -> list[str]:
    """The scripts and styles; templates lie beside them, and are not served as they are."""
    names = (file.name for file in (files("brief.serving") / "browser").iterdir())
    return [name for name in names if name.rpartition(".")[2] in _KINDS]


async def _states(live: Live) -> AsyncIterator[dict[str, str]]:
    async for snapshot in live.snapshots():
        # In ASCII, since a path that is not UTF-8 has halves of surrogate pairs, which UTF-8 can't hold.
        yield {"data": json.dumps(state(snapshot))}


def state(snapshot: Snapshot) -> dict[str, object]:
    """What the script in the browser is told of a snapshot: how much is wrong, and the worst of it."""
    found = found_in(snapshot)
    return {
        "version": snapshot.version,
        "ok": snapshot.is_current,
        "counts": counts(found),
        "diagnostics": [as_dict(diagnostic) for diagnostic in worst(found)],
    }


def _json(told: object, status: int = 200) -> Response:
    return Response(json.dumps(told), status, FRESH, media_type="application/json")


def _findings(snapshot: Snapshot, desk: Desk, path: str) -> dict[str, Any]:
    item = _item(snapshot, desk, path)
    return grouped(snapshot, desk.root, item.path if item else "")


def _item(snapshot: Snapshot, desk: Desk, path: str) -> Document | None:
    if not snapshot.showing:
        return None
    return desk.of(snapshot.showing.archive).whereabouts.item(file_name(snapshot, path))


def _facts(snapshot: Snapshot, desk: Desk, path: str) -> dict[str, Any]:
    """What the bar says of the page at `path`, which need not be of a file of the writer's."""
    told: dict[str, Any] = {"editor": desk.editor.name, "reason": desk.editor.reason, "marks": {}, "item": None}
    if not snapshot.showing:
        return told
    archive = snapshot.showing.archive
    page = snapshot.get(file_name(snapshot, path)) or b""
    told["marks"] = linked_badges(page, desk.of(archive).badges)
    if item := _item(snapshot, desk, path):
        told["item"] = facts(archive, item, desk.root, found_in(snapshot), desk.today())
    return told


def _lines(snapshot: Snapshot, desk: Desk, path: str) -> dict[str, Any]:
    """The file of the page at `path`, the line at which its text begins, and that of each passage."""
    item = _item(snapshot, desk, path)
    if item is None or not snapshot.showing:
        return {"path": "", "line": 1, "lines": {}}
    return {
        "path": item.path,
        "line": item.body_line,
        "lines": passage_lines(snapshot.showing.archive, item, desk.root),
    }


async def _opened(request: Request, desk: Desk) -> Response:
    if reason := refusal(request, desk.token):
        return _json({"reason": reason}, 403)
    try:
        asked = json.loads(await _body(request))
        path, line, column = str(asked["path"]), int(asked.get("line", 1)), int(asked.get("column", 1))
    except (ValueError, KeyError, TypeError, AttributeError):
        return _json({"reason": "What is to be opened can't be read."}, 400)
    file = await asyncio.to_thread(within, desk.root, path)
    if file is None:
        return _json({"reason": f"There is no file {path} in the site."}, 404)
    try:
        await asyncio.to_thread(open_at, desk.editor, file, max(line, 1), max(column, 1))
    except CannotOpen as fault:
        return _json({"reason": str(fault)}, 409)
    return JSONResponse({"editor": desk.editor.name}, headers=FRESH)


async def _body(request: Request) -> bytes:
    """The body of a request, which is not read to its end where it is long. Raises ValueError."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST:
            raise ValueError
    return body
