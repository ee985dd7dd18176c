"""The site's own files as a host would serve them, each page with the script that keeps it fresh."""

import hashlib
import mimetypes
from html import escape
from urllib.parse import quote, unquote

from starlette.responses import RedirectResponse, Response

from brief.diagnostics import to_text
from brief.serving.preview import Snapshot

FRESH = {"cache-control": "no-store", "x-content-type-options": "nosniff"}

# Pictures that Python 3.11 or the machine's own list may not know.
_PICTURES = {"avif": "image/avif", "webp": "image/webp"}


def page(snapshot: Snapshot, path: str, query: str, token: str) -> Response:
    """The answer to `path`, as it was before anything was escaped."""
    if not snapshot.showing:
        return _nothing_yet(snapshot, token)
    base = unquote(snapshot.base_path)
    if not path.startswith(f"{base}/"):
        return _redirect(f"{base}/", query) if path in {"/", base} else _missing(snapshot, token)
    name = file_name(snapshot, path)
    content = snapshot.get(name)
    if content is not None:
        return _file(name, content, token)
    inner = path[len(base) :].lstrip("/")
    if f"{inner}/index.html" in snapshot.showing:
        return _redirect(f"{base}/{inner}/", query)
    return _missing(snapshot, token)


def file_name(snapshot: Snapshot, path: str) -> str:
    """The file of the site that stands at `path`, by its path from the site's root."""
    inner = path.removeprefix(unquote(snapshot.base_path)).lstrip("/")
    return f"{inner}index.html" if not inner or inner.endswith("/") else inner


def _redirect(path: str, query: str) -> Response:
    return RedirectResponse(quote(path) + (f"?{query}" if query else ""), headers=FRESH)


def _missing(snapshot: Snapshot, token: str) -> Response:
    return _file("404.html", snapshot.get("404.html") or b"Not found.", token, status=404)


def _file(name: str, content: bytes, token: str, status: int = 200) -> Response:
    kind = _PICTURES.get(name.rpartition(".")[2]) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind == "text/html":
        return _html(content, status, token)
    return Response(content, status, {**FRESH, "etag": f'"{_etag(content)}"'}, media_type=kind)


def _html(content: bytes, status: int, token: str, marks: str = "") -> Response:
    """A page with the script; `marks` are attributes by which the script knows what kind of page it is on."""
    etag = _etag(content)
    known = f'data-etag="{etag}" data-token="{token}"{marks}'
    script = f'<script src="/_brief/client.js" {known} defer></script>\n'.encode()
    headers = {**FRESH, "etag": f'"{etag}"'}
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


def _nothing_yet(snapshot: Snapshot, token: str) -> Response:
    """Before the first good build: what is wrong, as a page that reloads itself when it is mended."""
    title = "The site can't be shown yet" if snapshot.version else "Building the site for the first time ..."
    listed = "\n\n".join(escape(to_text(diagnostic)) for diagnostic in snapshot.diagnostics)
    findings = (
        f"<p>Mend what is listed here, and the page appears by itself.</p>\n<pre>{listed}</pre>" if listed else ""
    )
    html = _NOTHING_YET.format(title=title, findings=findings)
    return _html(html.encode(errors="backslashreplace"), 503, token, ' data-lists="all"')
