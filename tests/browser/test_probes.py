"""What the accessibility tests and the audit look with: each fault that they are to find is found on a page that has it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.audit.hosting import hosted
from tests.audit.pages import built_pages
from tests.audit.reading import shifts, violations, watched
from tests.audit.searching import search_cost
from tests.browser.test_accessibility import PROBES, walk

pytestmark = pytest.mark.browser

HEAD = '<!doctype html><html lang="en"><title>A page</title><body>'


@pytest.fixture
def probing(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 640, "height": 800})
    context.add_init_script(PROBES)
    page = context.new_page()
    page.goto("about:blank")
    yield page
    context.close()


def _show(page: Page, body: str) -> None:
    page.set_content(HEAD + body)


def test_what_the_keyboard_misses_or_cannot_see_is_found(probing: Page) -> None:
    _show(
        probing,
        """<main><a href="/1">one</a> <a href="/2" style="outline: none">two</a> <a href="/3" tabindex="5">three</a>
        <a href="/4" style="position: absolute; left: -99rem">four</a>
        <details><summary>more</summary><a href="/5" style="opacity: 0">five</a></details></main>""",
    )
    report = walk(probing)
    assert report["outOfOrder"] == ["a “one”"]
    assert report["faults"] == ["a “two” shows no outline", "a “four” is out of sight", "a “five” is invisible"]


def test_a_focus_trap_is_found(probing: Page) -> None:
    _show(
        probing,
        """<a href="/1" id="one">one</a><a href="/2">two</a><a href="/3">three</a>
        <script>addEventListener("keydown", (event) => {
          if (document.activeElement.textContent === "two") { event.preventDefault(); document.querySelector("#one").focus(); }
        })</script>""",
    )
    assert walk(probing)["missed"] == ["a “three”"]


def test_text_that_is_cut_or_covered_is_found(probing: Page) -> None:
    _show(
        probing,
        """<p style="width: 3em; overflow: hidden; white-space: nowrap">much too long for it</p>
        <p style="margin: 5em 0 0; line-height: 20px">below</p><p style="margin: -12px 0 1em; line-height: 20px">above</p>
        <div style="width: 3em; overflow: auto; white-space: nowrap">long and can be scrolled</div>
        <span style="position: absolute; width: 1px; height: 1px; overflow: hidden">for ears</span>""",
    )
    assert probing.evaluate("cutText()") == ["p “much too long for it”"]
    assert probing.evaluate("overlappingText()") == ["p “below” and p “above”"]


def test_what_forced_colours_take_away_is_found(probing: Page) -> None:
    _show(
        probing,
        """<style>nav a { color: black } nav [aria-current] { color: red; box-shadow: 0 2px }</style>
        <div style="padding: 1em; background: #ffd">a notice</div>
        <div style="padding: 1em; background: #ffd; border: 1px solid">a notice with an edge</div>
        <button style="border: 0; background: #ccc">press</button>
        <p style="forced-color-adjust: none; color: #ddd; background: white">kept grey</p>
        <nav><ul><li><a href="/1" aria-current="page">here</a><li><a href="/2">there</a></ul></nav>""",
    )
    boxes = probing.evaluate("setOffByBackground()")
    probing.emulate_media(forced_colors="active")
    assert "div “a notice”" in probing.evaluate("i => withoutEdge(i)", boxes)
    assert "div “a notice with an edge”" not in probing.evaluate("i => withoutEdge(i)", boxes)
    assert probing.evaluate("faintText()") == ["p “kept grey”"]
    assert probing.evaluate("currentUnmarked()") == ["a “here”"]


def test_axe_and_the_watch_on_layout_find_what_is_wrong(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "late.js").write_text("document.querySelector('aside').hidden = false")
    (tmp_path / "index.html").write_text(
        f"{HEAD}<main><h1>Title</h1><aside hidden style='height: 9em'>Late</aside><p>Text</p><img src='/x.png'></main>"
        "<script src='/late.js' defer></script>"
    )
    context = browser.new_context()
    with hosted(tmp_path) as host:
        page = watched(context)
        moved = shifts(page, host.address, built_pages(tmp_path)[0])
        assert "p" in moved[0].elements
        assert any(found.startswith("image-alt ") for found in violations(page))
        assert not any(found.startswith("image-alt ") for found in violations(page, ["color-contrast"]))
    context.close()


def test_a_search_costs_all_that_is_sent_for_it_in_workers_too(browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "search"
    folder.mkdir()
    (folder / "index.html").write_text(
        f"""{HEAD}<main><h1>Search</h1><input type="search" aria-label="Words"><p role="status"></p><ul></ul></main>
        <script>document.querySelector("input").addEventListener("input", () => {{
          const worker = new Worker("/search/worker.js");
          worker.onmessage = () => {{
            document.querySelector("[role=status]").textContent = "1 result";
            document.querySelector("ul").innerHTML = '<li><a href="/briefings/one/">One</a></li>';
          }};
        }}, {{ once: true }})</script>"""
    )
    worker = "fetch('/search/index.bin').then((answer) => answer.arrayBuffer()).then(() => postMessage(1))"
    (folder / "worker.js").write_text(worker)
    (folder / "index.bin").write_bytes(bytes(5_000))
    context = browser.new_context()
    with hosted(tmp_path) as host:
        cost = search_cost(context.new_page(), host, "word")
    context.close()
    assert cost.requests == 2
    assert cost.search == 5_000 + len(worker)
    assert cost.page > 0
