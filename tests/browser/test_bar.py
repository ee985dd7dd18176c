"""The bar at the foot of a page that is being written: what it says, and where it leads."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.serving.serving import Server
from tests.sites import SOURCE, SiteBuilder

pytestmark = pytest.mark.browser

expect.set_options(timeout=15_000)

EVIL = "<img src=x onerror=window.ran=1><script>window.ran=1</script>"
OTHER = {"id": "other", "outlet": "tass", "title": f"Never cited {EVIL}", "url": "https://example.org/other"}
BODY = """First words of the text, sourced [@tass].

Nobody names a source for this claim here.

Last words of the text, sourced [@tass]. See [[two]].

```
code
```
"""


class Writing:
    """A server of a small site, with an editor that notes the places that it is given."""

    def __init__(self, server: Server, site: SiteBuilder, notes: Path) -> None:
        self.server = server
        self.site = site
        self._notes = notes

    @property
    def opened(self) -> str:
        return self._notes.read_text().removeprefix(f"{self.site.root}/").strip()


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writing]:
    folder = tmp_path_factory.mktemp("writing")
    notes = folder / "opened"
    site = SiteBuilder(folder / "site", None)  # type: ignore[arg-type]  # no command is run in it
    sources = [SOURCE, OTHER]
    site.briefing("one", BODY, title=f"One {EVIL}", status="draft", date="2999-01-02", sources=sources)
    site.briefing("two", "Words that link to [[one]] [@tass].", title=f"Two {EVIL}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEF_EDITOR", f"sh -c 'echo $0:$1 >{notes}' {{file}} {{line}}")
        with Server(site.root) as server:
            yield Writing(server, site, notes)


def _bar(page: Page) -> Locator:
    return page.get_by_role("complementary", name="brief serve")


def test_it_says_how_the_page_stands(writing: Writing, page: Page) -> None:
    page.goto(f"{writing.server.address}/briefings/one/")
    bar = _bar(page)
    expect(bar).to_contain_text("content/briefings/one.md")
    for words in ("draft", "dated 2999-01-02", "words · 1 min", "2 sources, 1 never cited", "1 uncited", "1 backlink"):
        expect(bar).to_contain_text(words)
    expect(bar.get_by_role("button", name="1 warning")).to_be_visible()
    bar.get_by_role("button", name="1 backlink").click()
    bar.get_by_role("link", name="Two <img").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Two <img")
    expect(_bar(page)).to_contain_text("content/briefings/two.md")


def test_what_is_named_in_it_never_runs(writing: Writing, page: Page) -> None:
    page.goto(f"{writing.server.address}/briefings/one/")
    for name in ("never cited", "uncited", "backlink"):
        _bar(page).get_by_role("button", name=re.compile(f"\\d.* {name}|^\\d {name}")).first.click()
        expect(_bar(page).get_by_role("listitem").first).to_be_visible()
    _bar(page).get_by_role("button", name="1 warning").click()
    expect(page.get_by_role("region", name="What is wrong")).to_contain_text("uncited-source")
    page.goto(f"{writing.server.address}/_brief/explain/uncited-source")
    assert page.evaluate("window.ran") is None


def test_uncited_passages_are_shown_marked_and_opened(writing: Writing, page: Page) -> None:
    page.goto(f"{writing.server.address}/briefings/one/")
    bar = _bar(page)
    bar.get_by_role("button", name="1 uncited").click()
    bar.get_by_role("button", name="Mark all").click()
    passage = page.locator(".prose p", has_text="Nobody names")
    expect(passage).to_have_css("outline-style", "dashed")
    bar.get_by_role("button", name="Nobody names", exact=False).first.click()
    expect(passage).to_be_in_viewport()
    expect(passage).to_have_css("outline-style", "solid")
    bar.get_by_role("button", name="Open in editor: Nobody names").click()
    expect(page.get_by_role("status")).to_contain_text("Opened in sh.")
    assert writing.opened.endswith(f"one.md:{_line(writing, 'Nobody')}")
    page.keyboard.press("Escape")
    expect(bar.get_by_role("listitem")).to_have_count(0)


def test_a_paragraph_opens_at_its_line(writing: Writing, page: Page) -> None:
    page.goto(f"{writing.server.address}/briefings/one/")
    expect(_bar(page)).to_contain_text("one.md")
    opened = page.get_by_role("status")
    page.locator(".prose p", has_text="Last words").click(modifiers=["Alt"], position={"x": 20, "y": 8})
    expect(opened).to_contain_text(f"content/briefings/one.md:{_line(writing, 'Last')}")
    assert writing.opened == f"content/briefings/one.md:{_line(writing, 'Last')}"
    pointing = _bar(page).get_by_role("button", name="Point at a paragraph")
    pointing.click()
    page.locator(".prose p", has_text="First words").get_by_role("link").first.click()
    expect(opened).to_contain_text(f"one.md:{_line(writing, 'First')}")
    page.get_by_role("heading", level=1).click()
    expect(opened).to_contain_text(f"one.md:{_line(writing, '') - 1}")
    assert page.url.endswith("/briefings/one/"), "a link that is pointed at leads nowhere"
    expect(pointing).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(pointing).to_have_attribute("aria-pressed", "false")


def _line(writing: Writing, word: str) -> int:
    """The line of the briefing that begins with a word; that of the first empty line where there is none."""
    text = (writing.site.root / "content/briefings/one.md").read_text()
    return next(
        number for number, line in enumerate(text.split("\n"), 1) if (line.startswith(word) if word else not line)
    ) + (not word)


def test_drafts_are_told_from_others_in_lists(writing: Writing, page: Page) -> None:
    page.goto(f"{writing.server.address}/archive/2999/")
    expect(page.locator("brief-badge").first).to_contain_text("draft")
    expect(page.locator("brief-badge").first).to_contain_text("dated 2999-01-02")


def test_it_is_one_line_on_a_telephone_stays_folded_and_is_not_printed(writing: Writing, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{writing.server.address}/briefings/one/")
    bar = _bar(page).locator(".bar")
    expect(bar).to_contain_text("1 warning")
    expect(bar).to_contain_text("draft")
    box = bar.bounding_box()
    assert box
    assert box["height"] < 48
    assert box["x"] >= 0
    _bar(page).get_by_role("button", name="Show the bar").press("Enter")
    expect(bar).to_contain_text("words · 1 min")
    expect(_bar(page).get_by_role("button", name="Fold the bar")).to_be_focused()
    assert bar.evaluate("bar => bar.scrollWidth") <= 360
    page.reload()
    expect(bar).to_contain_text("words · 1 min")
    _bar(page).get_by_role("button", name="Fold the bar").click()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.reload()
    expect(_bar(page).get_by_role("button", name="Show the bar")).to_be_visible()
    page.emulate_media(media="print")
    expect(bar).to_be_hidden()


def test_without_storage_it_works_all_the_same(writing: Writing, page: Page) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('forbidden') }})")
    page.goto(f"{writing.server.address}/briefings/one/")
    _bar(page).get_by_role("button", name="Fold the bar").click()
    expect(_bar(page).get_by_role("button", name="Show the bar")).to_be_visible()


def test_no_theme_reaches_into_it_and_it_reaches_into_no_theme(writing: Writing, page: Page) -> None:
    page.goto(f"{writing.server.address}/briefings/one/")
    bar = _bar(page).locator(".bar")
    expect(bar).to_contain_text("one.md")
    page.add_style_tag(content="body, :root > * { font-size: 40px !important; display: none !important; color: red }")
    expect(bar.get_by_role("button").first).to_have_css("font-size", "12.5px")
    expect(bar).to_be_visible()
    assert page.evaluate("document.querySelectorAll('body brief-desk, [style]').length") == 0
