"""Where old addresses lead, in the words of a server, which spares readers the page that leads on.

Sources: nginx, `ngx_http_rewrite_module`; Caddy, `redir`; Netlify and Cloudflare Pages, `_redirects`.
"""

import re
from collections.abc import Callable, Mapping

from brief.config import Site
from brief.linking import addresses

_PLAIN_IN_CADDY = re.compile(r'[^*{}"]*')
# The signs that mean something in a regular expression (Go's, RE2), in Caddy's settings, or in both.
_IN_REGEXP = re.compile(r"[\x21-\x2c.:-@\[-^`{-~]")


def redirects(host: str, site: Site, moved: Mapping[str, str]) -> str:
    """A permanent redirect (RFC 9110, 15.4.2) for each old address, in the words of a host, one of `HOSTS`."""
    rule = HOSTS[host]
    return "".join(f"{rule(site, old, addresses.href(site, new))}\n" for old, new in moved.items())


def _nginx(site: Site, old: str, new: str) -> str:
    # It is compared to the address as it is when it has been decoded.
    path = f"{site.base_path}{old}".replace('"', '\\"')
    return f'location = "{path}" {{ return 301 "{new}"; }}'


def _caddy(site: Site, old: str, new: str) -> str:
    path = f"{site.base_path}{old}"
    if _PLAIN_IN_CADDY.fullmatch(path):
        return f'redir "{path}" "{new}" 301'
    # A path with a star is a pattern in Caddy, and one with braces names a variable.
    name = f"@old-{path.encode().hex()}"
    return f'{name} path_regexp "^{_IN_REGEXP.sub(_code, path)}$"\nredir {name} "{new}" 301'


def _code(sign: re.Match[str]) -> str:
    return f"\\x{ord(sign[0]):02X}"


def _netlify(site: Site, old: str, new: str) -> str:
    # Without the exclamation mark the page that leads on, which is there, would go before the rule.
    return f"{addresses.href(site, old)} {new} 301!"


def _cloudflare(site: Site, old: str, new: str) -> str:
    return f"{addresses.href(site, old)} {new} 301"


HOSTS: Mapping[str, Callable[[Site, str, str], str]] = {
    "nginx": _nginx,
    "caddy": _caddy,
    "netlify": _netlify,
    "cloudflare": _cloudflare,
}
"""How each host is told."""
