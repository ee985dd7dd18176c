"""What a browser sees of the pages: shifts of their layout, requests, and what axe-core finds."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.audit.pages import BuiltPage, covering, of_kind
from tests.audit.rows import Row, at_most, told

WIDTHS = (360, 1280)
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")

# The rules of axe-core that another scheme of colours can break.
COLOUR_RULES = ("color-contrast", "link-in-text-block")

_WATCH = (Path(__file__).parent / "shifts.js").read_text("utf-8")
# When the reader reads: so late that every notice of a text's age is shown.
_YEARS_ON = "2100-01-01T12:00:00Z"
# Seconds that scripts are held back: by then a browser has painted, as over a slow network.
_SCRIPTS_LATE = 0.15


@dataclass(frozen=True, slots=True)
class Shift:
    """One move of what had been painted (Layout Instability API): its score, and which elements moved."""

    value: float
    elements: tuple[str, ...]


def reader(browser: Browser, **options: Any) -> BrowserContext:
    """A context of a reader who reads years from now, and to whom no motion hides where a thing ends up."""
    context = browser.new_context(reduced_motion="reduce", **options)
    context.clock.set_fixed_time(_YEARS_ON)
    return context


def watched(context: BrowserContext) -> Page:
    """A page that notes how its layout shifts, and whose scripts come late."""
    page = context.new_page()
    page.add_init_script(_WATCH)
    page.route("**/*.js", _late)
    return page


def visit(page: Page, address: str, built: BuiltPage) -> None:
    """Go to a page of the site at `address`, until it is as it stays. Modules import more once a page has loaded.

    A Chromium among busy neighbours has been seen to leave a load of a small page unended for a minute, so it is asked
    once more: what is looked at is the page that came, not how soon.
    """
    until: Literal["networkidle", "load"] = "networkidle" if built.parsed.all("script", type="module") else "load"
    try:
        page.goto(address + built.address, wait_until=until, timeout=30_000)
    except PlaywrightTimeout:
        page.goto(address + built.address, wait_until=until, timeout=60_000)


def shifts(page: Page, address: str, built: BuiltPage) -> list[Shift]:
    """Every shift of a page's layout while it loads with its scripts late, and while a reader scrolls through it.

    `page` is one of `watched`.
    """
    visit(page, address, built)
    found = page.evaluate("readThrough()")
    return [Shift(shift["value"], tuple(shift["elements"])) for shift in found]


def violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What axe-core finds on the page as it's shown: rule, what it asks for, and where. `rules` names a few of its rules."""
    only = {"runOnly": [*rules]} if rules else {}
    results: dict[str, Any] = Axe().run(page, options={"resultTypes": ["violations"], **only}).response
    return [
        f"{violation['id']} ({violation['help']}): {node['target'][0]}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]


def rows(browser: Browser, address: str, pages: list[BuiltPage]) -> list[Row]:
    """The rows of the table that a browser gives."""
    language = next(page.language for page in pages if page.address == "")
    longest = of_kind(pages, "briefings/*/", language)[0]
    looked_at = covering(pages)
    moved = []
    elsewhere: set[str] = set()
    most = 0.0
    for width in WIDTHS:
        context = reader(browser, viewport={"width": width, "height": 800})
        asked = _requests(context)
        page = watched(context)
        for built in looked_at:
            found = shifts(page, address, built)
            total = sum(shift.value for shift in found)
            most = max(most, total)
            if total:
                where = ", ".join(dict.fromkeys(element for shift in found for element in shift.elements))
                moved.append(f"{built.name} at {width} px: {total:.4f}; {where}")
        context.close()
        elsewhere |= {url for url in asked if urlsplit(url).netloc != urlsplit(address).netloc}
    context = browser.new_context()
    asked = _requests(context)
    context.new_page().goto(address + longest.address, wait_until="networkidle")
    context.close()
    wrong = _wrong(browser, address, looked_at)
    return [
        at_most("layout shift, every kind of page", most, 0, findings=moved),
        at_most("requests to other hosts", len(elsewhere), 0, findings=sorted(elsewhere)),
        told("requests of a briefing", f"{len(asked)}"),
        at_most("axe violations, every kind of page", len(wrong), 0, findings=wrong),
    ]


def _wrong(browser: Browser, address: str, pages: list[BuiltPage]) -> list[str]:
    found = []
    for scheme in SCHEMES:
        context = reader(browser, color_scheme=scheme)
        page = context.new_page()
        for built in pages:
            visit(page, address, built)
            found += [f"{built.name}, {scheme}: {violation}" for violation in violations(page)]
        context.close()
    return found


def _requests(context: BrowserContext) -> list[str]:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    return asked


def _late(route: Route) -> None:
    time.sleep(_SCRIPTS_LATE)
    route.continue_()
