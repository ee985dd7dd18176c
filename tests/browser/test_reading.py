"""The published pages, as readers see them."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from brief.cli import main

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).parents[2]
PAGES = [
    "",
    "briefings/russian-ncb-head-on-interpol-charter/",
    "briefings/four-sanctions-instruments-compared/",
    "tags/",
    "tags/interpol/",
    "outlets/",
    "outlets/interpol/",
    "archive/",
    "archive/2026/",
    "about/",
    "ru/",
    "ru/briefings/russian-ncb-head-on-interpol-charter/",
    "404.html",
]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample archive, built and served by a plain file server."""
    output = tmp_path_factory.mktemp("sample") / "public"
    assert main(["build", "--strict", "--site", str(SAMPLE), "--output", str(output)]) == 0
    handler = functools.partial(_Quiet, directory=str(output))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_is_wider_than_its_window(browser: Browser, sample: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for address in PAGES:
        page.goto(sample + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    context.close()


def test_pages_load_nothing_from_elsewhere_and_say_nothing_to_the_console(page: Page, sample: str) -> None:
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    for address in PAGES:
        page.goto(sample + address)
    assert said == []
    assert [url for url in asked if not url.startswith(sample)] == []


def test_a_citation_leads_to_its_source_and_back(page: Page, sample: str) -> None:
    page.goto(f"{sample}briefings/russian-ncb-head-on-interpol-charter/")
    page.locator("a[role=doc-biblioref]").first.click()
    source = page.locator("#source-tass-kalachev")
    expect(source).to_be_in_viewport()
    expect(source).to_contain_text("date unknown")
    source.locator("a[role=doc-backlink]").first.click()
    expect(page.locator("#cite-tass-kalachev-1")).to_be_in_viewport()


def test_a_reader_follows_a_subject_and_changes_the_language(page: Page, sample: str) -> None:
    page.goto(sample)
    page.locator(".subjects a").first.click()
    expect(page.locator("h1")).to_have_text("INTERPOL")
    page.get_by_role("link", name="Русский").click()
    expect(page.locator("h1")).to_have_text("Интерпол")
    assert page.evaluate("document.documentElement.lang") == "ru"


def test_the_dark_scheme_is_dark(browser: Browser, sample: str) -> None:
    shades = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto(sample)
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        shades.append(sum(map(int, colour.removeprefix("rgb(").removesuffix(")").split(","))))
        context.close()
    light, dark = shades
    assert light > 600
    assert dark < 150
