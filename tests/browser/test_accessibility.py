"""Everybody can use every kind of page: what axe-core, a keyboard, forced colours, large text and slow scripts tell."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from brief.cli import main
from tests.audit.hosting import hosted
from tests.audit.pages import BuiltPage, built_pages, covering, richest
from tests.audit.reading import COLOUR_RULES, WIDTHS, reader, shifts, violations, visit, watched
from tests.browser.hosting import served_slowly
from tests.chromium import SWITCHES, program

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).parents[2]
# More than any page has; a focus that has not left a page by then is trapped in it.
MOST_STOPS = 2_000

PROBES = (Path(__file__).parent / "probes.js").read_text("utf-8")


class Sample:
    """The sample archive behind a static host, with its pages by kind."""

    def __init__(self, folder: Path, address: str, pages: list[BuiltPage]) -> None:
        self.folder = folder
        self.address = address
        self.all = pages
        self.language = next(page.language for page in pages if page.address == "")

    def covering(self) -> list[BuiltPage]:
        """Pages of all languages that show every part that any page has."""
        return covering(self.all)

    def kinds(self) -> list[BuiltPage]:
        """One page of each kind, in the archive's first language."""
        return [page for page in richest(self.all) if page.language == self.language]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    output = tmp_path_factory.mktemp("sample") / "public"
    assert main(["build", "--strict", "--site", str(SAMPLE), "--output", str(output)]) == 0
    with hosted(output) as host:
        yield Sample(output, host.address, built_pages(output))


def _page(browser: Browser, **options: Any) -> Page:
    context = reader(browser, **options)
    context.set_default_timeout(60_000)
    context.add_init_script(PROBES)
    return context.new_page()


def _none(found: dict[str, list[str]]) -> None:
    """Fails with every fault by page, in full: pytest would cut a comparison short."""
    faults = [f"{name}: {fault}" for name, those in found.items() for fault in those]
    assert not faults, "\n".join(["", *faults])


def test_axe_finds_nothing_on_any_kind_of_page_in_any_language_or_scheme(browser: Browser, sample: Sample) -> None:
    page = _page(browser, color_scheme="light")
    found = {}
    for built in sample.covering():
        page.emulate_media(color_scheme="light")
        visit(page, sample.address, built)
        found[f"{built.name}, light"] = violations(page)
        page.emulate_media(color_scheme="dark")
        found[f"{built.name}, dark"] = violations(page, COLOUR_RULES)
    page.context.close()
    _none(found)


def test_the_keyboard_alone_reaches_everything_in_order_and_shows_where_it_is(browser: Browser, sample: Sample) -> None:
    page = _page(browser)
    found = {}
    for built in sample.kinds():
        visit(page, sample.address, built)
        report = walk(page)
        found[built.name] = [
            *(f"{where} is not reached" for where in report["missed"]),
            *(f"{where} comes too early or too late" for where in report["outOfOrder"]),
            *report["faults"],
        ]
    page.context.close()
    _none(found)


def walk(page: Page) -> dict[str, list[str]]:
    """Go through a page with Tab, opening each disclosure with Enter, until the focus has left it at the end."""
    # Where a page puts the focus itself, the round begins once it has been left.
    for _ in range(MOST_STOPS):
        if page.evaluate("document.activeElement === document.body"):
            break
        page.keyboard.press("Tab")
    page.evaluate("followFocus()")
    for stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        state = page.evaluate("focusFollowed.state()")
        if state == "closed":
            page.keyboard.press("Enter")
            page.evaluate("focusFollowed.addOpened()")
        if state == "over" and stop:
            break
    report: dict[str, list[str]] = page.evaluate("focusFollowed.report()")
    return report


def test_the_first_stop_leads_past_the_menus(page: Page, sample: Sample) -> None:
    page.goto(f"{sample.address}tags/interpol/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_forced_colours_keep_text_boxes_controls_and_the_current_page_apart(browser: Browser, sample: Sample) -> None:
    plain = _page(browser)
    forced = _page(browser, forced_colors="active")
    found = {}
    for built in sample.kinds():
        visit(plain, sample.address, built)
        boxes = plain.evaluate("setOffByBackground()")
        visit(forced, sample.address, built)
        found[built.name] = [
            *(f"{where} is set off by its background alone" for where in forced.evaluate("i => withoutEdge(i)", boxes)),
            *(f"{where} is a control without an edge" for where in forced.evaluate("plainControls()")),
            *(f"{where} is not marked as the current page" for where in forced.evaluate("currentUnmarked()")),
            *(f"{where} is faint" for where in forced.evaluate("faintText()")),
        ]
    plain.context.close()
    forced.context.close()
    _none(found)


def test_forced_colours_show_the_focus(browser: Browser, sample: Sample) -> None:
    page = _page(browser, forced_colors="active")
    page.goto(f"{sample.address}sources/")
    found = {"/sources/": walk(page)["faults"]}
    page.context.close()
    _none(found)


@pytest.fixture(scope="module")
def large_print(browser: Browser) -> Iterator[Browser]:
    """The browser of a reader who has set text to twice its size: conditions in em follow, as they do for readers."""
    large = browser.browser_type.launch(
        executable_path=program(), args=[*SWITCHES, "--blink-settings=defaultFontSize=32"]
    )
    yield large
    large.close()


@pytest.mark.parametrize("width", [640, 1280])
def test_text_at_twice_its_size_is_neither_cut_nor_laid_over_other_text(
    large_print: Browser, sample: Sample, width: int
) -> None:
    page = _page(large_print, viewport={"width": width, "height": 800})
    found = {}
    for built in sample.kinds():
        visit(page, sample.address, built)
        root = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        found[built.name] = [
            *([f"text has {root} px for a reader who asked for 32"] if root < 30 else []),
            *_faults_of_layout(page, width),
        ]
    page.context.close()
    _none(found)


@pytest.mark.parametrize("width", [640, 1280])
def test_a_layout_holds_text_of_twice_its_size(browser: Browser, sample: Sample, width: int) -> None:
    """As with a browser that makes text larger and leaves the layout for the window's width as it is."""
    page = _page(browser, viewport={"width": width, "height": 800})
    found = {}
    for built in sample.kinds():
        visit(page, sample.address, built)
        before = page.evaluate("fontSizes()")
        page.add_style_tag(content=":root { font-size: 200% !important }")
        # Headings may grow less, since they are large already.
        grown = [after / size for size, after in zip(before, page.evaluate("fontSizes()"), strict=True)]
        small = [f"a text grows {by:.2f} times only" for by in grown if by < 1.5]
        found[built.name] = [*small, *_faults_of_layout(page, width)]
    page.context.close()
    _none(found)


def _faults_of_layout(page: Page, width: int) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [
        *([f"is {wide} px wide"] if wide > width else []),
        *(f"{where} is cut" for where in page.evaluate("cutText()")),
        *(f"{pair} lie on each other" for pair in page.evaluate("overlappingText()")),
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_moves_while_a_page_loads_or_is_read(browser: Browser, sample: Sample, width: int) -> None:
    found = {}
    context = reader(browser, viewport={"width": width, "height": 800})
    page = watched(context)
    for built in sample.kinds():
        seen = shifts(page, sample.address, built)
        found[built.name] = [f"{shift.value:.4f}: {', '.join(shift.elements)}" for shift in seen]
    context.close()
    _none(found)


@pytest.mark.parametrize("width", [*WIDTHS, 768])
def test_what_comes_late_moves_nothing_of_the_header(browser: Browser, sample: Sample, width: int) -> None:
    found = {}
    context = reader(browser, viewport={"width": width, "height": 800})
    page = watched(context)
    with served_slowly(sample.folder) as address:
        for built in sample.kinds():
            seen = shifts(page, address, built)
            found[built.name] = [f"{shift.value:.4f}: {', '.join(shift.elements)}" for shift in seen]
    context.close()
    _none(found)


@pytest.mark.parametrize("width", [320, 800, 1280])
def test_many_languages_and_a_long_title_leave_the_header_in_its_place(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    root = tmp_path / "site"
    assert main(["init", str(root), "--title", "The archive of very many languages and long titles"]) == 0
    settings = root / "site.toml"
    languages = '[site]\nlanguages = ["en", "ru", "de", "fr", "es", "uk"]'
    settings.write_text(settings.read_text("utf-8").replace("[site]", languages), "utf-8")
    assert main(["build", "--site", str(root)]) == 0
    context = reader(browser, viewport={"width": width, "height": 800})
    page = watched(context)
    with served_slowly(root / "public") as address:
        page.goto(address)
        assert page.evaluate("readThrough()") == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()
