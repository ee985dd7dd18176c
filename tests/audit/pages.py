"""The pages of a built site by kind, found in its output: what is added to the site is looked at too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from tests.sites import Parsed


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """A page of the output. `address` starts without a slash: "", "tags/interpol/", "404.html".

    `kind` is the address without language and names: "tags/*/", so that each template and each section is a kind.
    """

    address: str
    kind: str
    language: str
    parsed: Parsed

    @property
    def name(self) -> str:
        """How people call it."""
        return f"/{self.address}"


def built_pages(folder: Path) -> list[BuiltPage]:
    """Every page below `folder` by address. A page that only leads on to another is none."""
    found = []
    for path in sorted(folder.rglob("*.html")):
        parsed = Parsed(path.read_text("utf-8"))
        # Browsers call the attribute's value what they like: only its presence matters.
        if any("http-equiv" in meta for meta in parsed.all("meta")):
            continue
        address = path.relative_to(folder).as_posix().removesuffix("index.html")
        language = next((root.get("lang", "") for root in parsed.all("html")), "")
        found.append(BuiltPage(address, _kind(address, language), language, parsed))
    return found


def of_kind(pages: Iterable[BuiltPage], kind: str, language: str) -> list[BuiltPage]:
    """The pages of a kind in one language, the longest first."""
    found = [page for page in pages if page.kind == kind and page.language == language]
    return sorted(found, key=lambda page: (-len(page.parsed.html), page.address))


def richest(pages: Iterable[BuiltPage]) -> list[BuiltPage]:
    """For each kind and language the page that shows the most kinds of parts."""
    return [max(group, key=lambda page: (len(_parts(page)), page.address)) for group in _by_kind(pages)]


def covering(pages: Iterable[BuiltPage]) -> list[BuiltPage]:
    """Few pages of each kind and language that show, together, every kind of part that any of them has."""
    chosen = []
    for group in _by_kind(pages):
        missing = set().union(*map(_parts, group))
        while missing:
            best = max(group, key=lambda page: (len(_parts(page) & missing), page.address))
            chosen.append(best)
            missing -= _parts(best)
    return chosen


def asset(folder: Path, page: BuiltPage, href: str) -> Path | None:
    """The file of the site that `href` means on `page`; None where it is on another host."""
    base = "http://site.invalid/"
    parts = urlsplit(urljoin(base + page.address, href))
    return folder / unquote(parts.path).lstrip("/") if parts.netloc == urlsplit(base).netloc else None


def _by_kind(pages: Iterable[BuiltPage]) -> list[Sequence[BuiltPage]]:
    def key(page: BuiltPage) -> tuple[str, str]:
        return page.language, page.kind

    return [list(group) for _, group in groupby(sorted(pages, key=key), key)]


def _parts(page: BuiltPage) -> frozenset[tuple[str, str]]:
    """The elements of a page as a style sheet tells them apart: by name with each class, and with the role."""
    return frozenset(
        (name, mark)
        for name, attributes in page.parsed.elements
        for mark in (*attributes.get("class", "").split(), f"role={attributes.get('role', '')}")
    )


def _kind(address: str, language: str) -> str:
    segments = address.removeprefix(f"{language}/").split("/")
    words = {segments[0], segments[-1], "page"}
    return "/".join(segment if segment in words else "*" for segment in segments)
