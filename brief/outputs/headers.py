"""What a host should send with each page, so that a browser runs the site's own scripts alone, whatever a text holds.

Sources: Content Security Policy Level 3; RFC 6797 (Strict-Transport-Security); Referrer Policy; Permissions Policy.
"""

from collections.abc import Callable, Iterator, Mapping

from brief.config import Site
from brief.rendering.pages import Output

PATH = "_headers"
"""The file that Netlify and Cloudflare Pages read, in the folder that is published."""

_TWO_YEARS = 63_072_000
# A file may be anything that anybody wrote: opened by itself it is shown, and runs nothing. Without `object-src`
# browsers would not show a PDF.
_FILES = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; object-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def headers(site: Site, scripts: tuple[str, ...]) -> dict[str, str]:
    """The headers of each answer by name. `scripts` are the digests of those that stand in pages."""
    is_safe = site.base_url.startswith("https:")
    return {
        "Content-Security-Policy": _policy(site, scripts, is_safe=is_safe),
        **({"Strict-Transport-Security": f"max-age={_TWO_YEARS}"} if is_safe else {}),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }


def _policy(site: Site, scripts: tuple[str, ...], *, is_safe: bool) -> str:
    # The search index is read by WebAssembly.
    search = ["'wasm-unsafe-eval'"] if site.search.enabled else []
    directives = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *(f"'{script}'" for script in scripts), *search],
        # Texts may show pictures of other hosts.
        "img-src": ["'self'", "data:", "https:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        **({"upgrade-insecure-requests": []} if is_safe else {}),
    }
    return "; ".join(" ".join([name, *values]) for name, values in directives.items())


def for_hosts(site: Site, scripts: tuple[str, ...]) -> Output:
    """The headers as a file for hosts that read them from one."""
    return Output(PATH, snippet("netlify", site, scripts).encode())


def snippet(host: str, site: Site, scripts: tuple[str, ...]) -> str:
    """The headers in the words of a host, one of `HOSTS`."""
    return HOSTS[host](site.base_path, headers(site, scripts))


def _netlify(base: str, found: Mapping[str, str]) -> str:
    return "\n".join([f"{base}/*", *_lines(found, "  {}: {}"), f"{base}/files/*", *_lines(_files(), "  {}: {}"), ""])


def _nginx(base: str, found: Mapping[str, str]) -> str:
    line = 'add_header {} "{}" always;'
    # A `location` with headers of its own has none of those around it.
    own = _lines(_without_policy(found) | _files(), f"    {line}")
    return "\n".join([*_lines(found, line), f"location {base}/files/ {{", *own, "}", ""])


def _caddy(base: str, found: Mapping[str, str]) -> str:
    line = '    {} "{}"'
    own = f"header {base}/files/* {{"
    return "\n".join(["header {", *_lines(found, line), "}", own, *_lines(_files(), line), "}", ""])


def _files() -> dict[str, str]:
    return {"Content-Security-Policy": _FILES}


def _without_policy(found: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in found.items() if name not in _files()}


def _lines(found: Mapping[str, str], form: str) -> Iterator[str]:
    return (form.format(name, value) for name, value in found.items())


HOSTS: Mapping[str, Callable[[str, Mapping[str, str]], str]] = {"netlify": _netlify, "nginx": _nginx, "caddy": _caddy}
"""How each host is told. Cloudflare Pages reads what Netlify reads."""
