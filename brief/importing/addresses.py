"""Which old addresses the new site answers, and which it can't."""

import re
from collections.abc import Iterable
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from brief.validation.fields import has_names

# What brief makes at the root of an edition by itself (see `brief.linking.claims`).
_OWN = frozenset(
    {
        *("archive", "briefings", "corrections", "files", "map", "outlets", "search", "sources", "tags", "timeline"),
        *("static", "data", "404.html", "favicon.ico", "feed.json", "feed.xml", "manifest.sha256", "opensearch.xml"),
        *("robots.txt", "site.webmanifest", "sitemap.xml", "_headers"),
    }
)


def path_of(address: str) -> str:
    """The path that an address has on its host, decoded, without `index.html`; empty where it is only a query."""
    parts = urlsplit(address)
    path = unquote(parts.path)
    return re.sub(r"/index\.html?$", "/", path)


def key(path: str) -> str:
    """What addresses of one page have in common: neither case nor a slash at the end tells them apart."""
    return "/" + path.strip("/").casefold()


def is_possible(path: str) -> bool:
    """Whether `path` can be an alias: what a file of a static host can be called."""
    return not re.search(r"[?#\\\s\x00-\x1f%]", path) and not path.startswith("//") and has_names(path.strip("/"))


def joined(base: str, relative: str) -> str:
    """The path that a relative path means on the page at `base`, as browsers work it out."""
    folder = base[: base.rfind("/") + 1]
    end = "/" if relative.endswith("/") and relative != "/" else ""
    return normpath(f"/{folder}/{relative}").replace("//", "/") + end


class Taken:
    """The addresses that are given already, by what stands there."""

    def __init__(self, languages: Iterable[str]) -> None:
        self._editions = tuple(f"/{lang.lower()}" for lang in languages)
        self._pages: dict[str, str] = {}
        self._folders: set[str] = set()

    def is_own(self, path: str) -> bool:
        """Whether what brief makes by itself stands there, or below which."""
        name = key(path)
        inner = next((name[len(start) :] for start in self._editions if name.startswith(f"{start}/")), name)
        first = inner.strip("/").partition("/")[0]
        return not first or first in _OWN or name in self._editions

    def owner(self, path: str) -> str | None:
        """What stands at an address; None where nothing does."""
        return self._pages.get(key(path))

    def give(self, path: str, owner: str) -> bool:
        """Give an address to something, unless it is taken or would be a file and a folder at once."""
        name = key(path)
        is_file = re.search(r"\.html?$", path) is not None
        above = [name[:at] for at in range(1, len(name)) if name[at] == "/"]
        if name in self._pages or (is_file and name in self._folders):
            return False
        if any(re.search(r"\.html?$", folder) and folder in self._pages for folder in above):
            return False
        self._pages[name] = owner
        self._folders |= {*above}
        return True
