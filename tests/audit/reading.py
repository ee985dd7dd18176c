"""What a browser sees of the pages: shifts of their layout, requests, and what axe-core finds."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.audit.pages import BuiltPage, covering, of_kind
from tests.audit.rows import Row, at_most, told

WIDTHS = (360, 1280)
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")

_WATCH = (Path(__file__).parent / "shifts.js").read_text("utf-8")
# Seconds that scripts are held back: by then a browser has painted, as over a slow network.
_SCRIPTS_LATE = 0.15


@dataclass(frozen=True, slots=True)
class Shift:
    """One move of what had been painted (Layout Instability API): its score, and which elements moved."""

    value: float
    elements: tuple[str, ...]


def shifts(page: Page, address: str) -> list[Shift]:
    """Every shift of a page's layout while it loads with its scripts late, and while a reader scrolls through it."""
    page.add_init_script(_WATCH)
    page.route("**/*.js", _late)
    page.goto(address)
    found = page.evaluate("readThrough()")
    return [Shift(shift["value"], tuple(shift["elements"])) for shift in found]


def violations(page: Page) -> list[str]:
    """What axe-core finds on the page as it's shown: rule, what it asks for, and where."""
    results: dict[str, Any] = Axe().run(page).response
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
        for built in looked_at:
            context = browser.new_context(viewport={"width": width, "height": 800})
            asked = _requests(context)
            found = shifts(context.new_page(), address + built.address)
            context.close()
            total = sum(shift.value for shift in found)
            most = max(most, total)
            if total:
                where = ", ".join(dict.fromkeys(element for shift in found for element in shift.elements))
                moved.append(f"{built.name} at {width} px: {total:.4f}; {where}")
            elsewhere |= {url for url in asked if urlsplit(url).netloc != urlsplit(address).netloc}
    context = browser.new_context()
    asked = _requests(context)
    context.new_page().goto(address + longest.address, wait_until="networkidle")
    requests = len(asked)
    context.close()
    wrong = _wrong(browser, address, looked_at)
    return [
        at_most("layout shift, every kind of page", most, 0, findings=moved),
        at_most("requests to other hosts", len(elsewhere), 0, findings=sorted(elsewhere)),
        told("requests of a briefing", f"{requests}"),
        at_most("axe violations, every kind of page", len(wrong), 0, findings=wrong),
    ]


def _wrong(browser: Browser, address: str, pages: list[BuiltPage]) -> list[str]:
    found = []
    for scheme in SCHEMES:
        context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
        page = context.new_page()
        for built in pages:
            page.goto(address + built.address)
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
