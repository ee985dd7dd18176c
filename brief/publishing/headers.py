"""What a store has to say of each file, since it serves them as they are: type, encoding and how long to keep it."""

import gzip
import mimetypes
import re
from dataclasses import dataclass

# What Python's table lacks or has otherwise, and machines differ in: feeds (RFC 4287, 7; JSON Feed, 1.1), fonts
# (RFC 8081), pictures, and the parts of a search index.
_TYPES = {
    ".avif": "image/avif",
    ".bib": "application/x-bibtex",
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/vnd.microsoft.icon",
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".ris": "application/x-research-info-systems",
    ".sha256": "text/plain",
    ".sig": "text/plain",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_NAMES = {
    "feed.xml": "application/atom+xml",
    "feed.json": "application/feed+json",
    "opensearch.xml": "application/opensearchdescription+xml",
}
_TEXTS = re.compile(r"text/.*|.*[+/](json|xml)|application/(x-bibtex|x-research-info-systems)")
_UTF8 = re.compile(r"text/.*|.*[+/]xml|application/(x-bibtex|x-research-info-systems)")
# The names that brief gives to files out of their own bytes.
_FINGERPRINTED = re.compile(r"assets/(?:.*/)?(?:[^/]*\.[0-9a-f]{10}(?:\.[^/]*)?|[0-9a-f]{20}(?:-\d+)?\.[^/]*)")
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers that a file is served with (RFC 9110, 8; RFC 9111, 5.2)."""

    content_type: str
    cache_control: str
    encoding: str = ""


def is_fingerprinted(path: str) -> bool:
    """Whether a file's name tells its bytes, so that it never changes under that name."""
    return _FINGERPRINTED.fullmatch(path) is not None


def headers_of(path: str, max_age: int, *, compress: bool) -> Headers:
    """The headers of a file; `max_age` is in seconds, for files that may change under their name."""
    kind = _type(path)
    cache = _FOR_EVER if is_fingerprinted(path) else f"public, max-age={max_age}, must-revalidate"
    encoding = "gzip" if compress and _TEXTS.fullmatch(kind) else ""
    return Headers(f"{kind}; charset=utf-8" if _UTF8.fullmatch(kind) else kind, cache, encoding)


def encoded(content: bytes, headers: Headers) -> bytes:
    """A file's bytes as they are kept: the same for the same bytes, whenever they are encoded."""
    return gzip.compress(content, mtime=0) if headers.encoding == "gzip" else content


def _type(path: str) -> str:
    name = path.rpartition("/")[2]
    suffix = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    guessed = _NAMES.get(name) or _TYPES.get(suffix) or mimetypes.guess_type(name, strict=True)[0]
    return guessed or "application/octet-stream"
