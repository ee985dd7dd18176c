"""Maps and charts as a browser draws them: legible, within their frames, and of use to everybody."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from brief.cli import main
from tests.sites import SOURCE, SiteBuilder

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).parents[2]
PICTURES = ["map/", "ru/map/", "tags/interpol/", "ru/tags/sanctions/", "outlets/", "archive/"]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample archive with a few briefings of other years, built and served by a plain file server."""
    root = tmp_path_factory.mktemp("sample")
    _copy(SAMPLE, root)
    writer = SiteBuilder.__new__(SiteBuilder)
    writer.root = root
    for year in range(1996, 2024, 3):
        writer.briefing(f"old-{year}", date=f"{year}-05-01", tags=["interpol", "sanctions", "russia"][: year % 3 + 1],
                        sources=[SOURCE | {"url": f"https://example.org/{year}"}])  # fmt: skip
    assert main(["build", "--site", str(root)]) == 0
    handler = functools.partial(_Quiet, directory=str(root / "public"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def _copy(site: Path, to: Path) -> None:
    for path in (site / "site.toml", *(site / "content").rglob("*")):
        if path.is_file():
            copy = to / path.relative_to(site)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())


def _boxes(page: Page, selector: str) -> list[tuple[str, float, float, float, float]]:
    """The words and the edges of each element, from the window's corner."""
    found: list[Any] = page.eval_on_selector_all(
        selector,
        """all => all.map(element => { const box = element.getBoundingClientRect();
            return [element.textContent, box.left, box.top, box.right, box.bottom] })""",
    )
    return [tuple(entry) for entry in found]


def _overlap(one: tuple[str, float, float, float, float], other: tuple[str, float, float, float, float]) -> bool:
    return one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]


@pytest.mark.parametrize("address", PICTURES)
@pytest.mark.parametrize("width", [320, 1280])
def test_words_neither_lie_on_each_other_nor_leave_the_picture(
    browser: Browser, sample: str, width: int, address: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(sample + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for index in range(page.locator("svg[role=group]").count()):
        picture = f"svg[role=group] >> nth={index}"
        words = [
            (label.text_content() or "", *_edges(label.bounding_box())) for label in page.locator(picture).locator("text").all()
        ]  # fmt: skip
        frame = _edges(page.locator(picture).bounding_box())
        assert len(words) > 1
        for one, other in combinations(words, 2):
            assert not _overlap(one, other), (one, other)
        # A chart's words may stand in the page's margin.
        left, right = (frame[0], frame[2]) if "map" in address else (min(frame[0], 0), max(frame[2], width))
        assert all(left <= box[1] and box[3] <= right and frame[1] <= box[2] for box in words)
        assert all(box[4] - box[2] >= 11 for box in words), "letters of a size that can be read"
    context.close()


def _edges(box: Any) -> tuple[float, float, float, float]:
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


def test_shapes_of_the_map_keep_clear_of_all_names(page: Page, sample: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(sample + "map/")
    drawn = [*_boxes(page, ".figure a .shape"), *_boxes(page, ".figure a text")]
    for one, other in combinations(drawn, 2):
        assert not _overlap(one, other), (one, other)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, sample: str, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    for address in PICTURES:
        page.goto(sample + address)
        page.locator("details").evaluate_all("all => all.forEach(element => { element.open = true })")
        results = Axe().run(page)
        assert results.violations_count == 0, (address, results.generate_report())
    context.close()


def test_the_keyboard_reaches_and_follows_what_is_drawn(browser: Browser, sample: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(sample + "map/")
    region = page.locator(".drawing-scroll").first
    region.focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.drawing-scroll').scrollLeft > 0")
    page.keyboard.press("Tab")
    expect(page.locator(".figure a").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tags/interpol/")
    context.close()


def test_shapes_are_seen_in_forced_colours_and_in_print(browser: Browser, sample: str) -> None:
    context = browser.new_context(forced_colors="active", color_scheme="dark")
    page = context.new_page()
    page.goto(sample + "archive/")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert page.locator(".bar").first.evaluate("bar => getComputedStyle(bar).fill") != paper
    page.goto(sample + "map/")
    assert page.locator("a .shape").first.evaluate("shape => getComputedStyle(shape).stroke") != paper
    assert page.locator("line.tie").first.evaluate("tie => getComputedStyle(tie).stroke") != paper
    context.close()
    context = browser.new_context(viewport={"width": 700, "height": 900})
    page = context.new_page()
    page.emulate_media(media="print")
    page.goto(sample + "map/")
    box = page.locator("svg[role=group]").bounding_box()
    assert box
    assert box["x"] + box["width"] <= 700
    context.close()
