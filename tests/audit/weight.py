"""What a page weighs before it can be read: its HTML and style sheets, compressed, and what makes it wait."""

import gzip
from dataclasses import dataclass
from pathlib import Path

from tests.audit.hosting import GZIP_LEVEL
from tests.audit.pages import BuiltPage, asset
from tests.audit.rows import Row, at_most, told

# Bytes: about what a server may send before it hears from the browser (RFC 6928: ten segments), so one round trip.
PAGE_BUDGET = 14 * 1024


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of one page, each part compressed as it's sent."""

    html: int
    css: int
    scripts: int

    @property
    def readable(self) -> int:
        """What has to arrive before the text can be read as it's meant to be."""
        return self.html + self.css


def weigh(folder: Path, page: BuiltPage) -> Weight:
    """The weight of a page. Raises FileNotFoundError where it names a file that the site doesn't have."""
    sheets = [link["href"] for link in page.parsed.all("link", rel="stylesheet")]
    scripts = [script["src"] for script in page.parsed.all("script") if "src" in script]
    return Weight(
        _compressed(page.parsed.html.encode()),
        sum(_sent(folder, page, href) for href in sheets),
        sum(_sent(folder, page, src) for src in scripts),
    )


def blocking_scripts(page: BuiltPage) -> list[str]:
    """The scripts that a browser has to fetch and run before it reads on (HTML, 4.12.1)."""
    return [
        script["src"]
        for script in page.parsed.all("script")
        if "src" in script and script.get("type") != "module" and not {"defer", "async"} & script.keys()
    ]


def rows(folder: Path, pages: list[BuiltPage]) -> list[Row]:
    """The rows of the table that need no browser."""
    weights = {page.name: weigh(folder, page) for page in pages if page.kind == "briefings/*/"}
    heaviest = max(weights, key=lambda name: weights[name].readable)
    found = weights[heaviest]
    over = [f"{name}: {weight.readable:,}" for name, weight in weights.items() if weight.readable > PAGE_BUDGET]
    blocking = [f"{page.name}: {src}" for page in pages for src in blocking_scripts(page)]
    share = f"{heaviest}: {found.html:,} of HTML, {found.css:,} of CSS"
    return [
        at_most(
            "largest briefing, HTML + CSS, compressed",
            found.readable,
            PAGE_BUDGET,
            unit=" B",
            findings=over,
            remarks=[share],
        ),
        at_most("blocking scripts, all pages", len(blocking), 0, findings=blocking),
        told("scripts of that briefing, compressed", f"{found.scripts:,} B"),
    ]


def _sent(folder: Path, page: BuiltPage, href: str) -> int:
    file = asset(folder, page, href)
    return _compressed(file.read_bytes()) if file else 0


def _compressed(data: bytes) -> int:
    return len(gzip.compress(data, GZIP_LEVEL, mtime=0))
