"""How pages look: colours to choose, the length of lines, and what comes out of a printer."""

import io
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from brief.cli import main
from tests.browser.hosting import served

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).parents[2]
FOUNDING = "briefings/russian-ncb-head-on-interpol-charter/"

# How many letters the lines of paragraphs have, without each paragraph's last.
LETTERS = """() => [...document.querySelectorAll(".prose > p")].flatMap((paragraph) => {
  const lines = new Map();
  const range = document.createRange();
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    for (let at = 0; at < walker.currentNode.length; at += 1) {
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + 1);
      const [box] = range.getClientRects();
      if (!box) continue;
      const line = Math.round(box.bottom / 12);
      lines.set(line, (lines.get(line) ?? 0) + 1);
    }
  }
  return [...lines.values()].slice(0, -1).filter((count) => count > 20);
})"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    output = tmp_path_factory.mktemp("sample") / "public"
    assert main(["build", "--site", str(SAMPLE), "--output", str(output)]) == 0
    with served(output) as address:
        yield address


def _shade(page: Page) -> int:
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(map(int, colour.removeprefix("rgb(").removesuffix(")").split(",")))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_reader_chooses_the_colours_and_they_stay(browser: Browser, sample: str, scheme: str) -> None:
    context = browser.new_context(color_scheme="light" if scheme == "light" else "dark")
    page = context.new_page()
    page.goto(sample)
    own = _shade(page)
    choice = page.get_by_role("combobox", name="Colours")
    choice.select_option(label="Dark")
    assert _shade(page) < 150
    page.goto(sample + FOUNDING)
    expect(choice).to_have_value("dark")
    assert _shade(page) < 150
    choice.select_option(label="Light")
    assert _shade(page) > 600
    choice.select_option(label="High contrast")
    assert _shade(page) == (765 if scheme == "light" else 0)
    assert page.evaluate("getComputedStyle(document.body).color") == (
        "rgb(0, 0, 0)" if scheme == "light" else "rgb(255, 255, 255)"
    )
    choice.select_option(label="Automatic")
    assert _shade(page) == own
    assert page.evaluate("[localStorage.length, document.cookie]") == [0, ""]
    context.close()


def test_chosen_colours_are_there_before_anything_is_drawn(page: Page, sample: str) -> None:
    page.goto(sample)
    page.get_by_role("combobox", name="Colours").select_option(label="Dark")
    page.route("**/assets/site.*.js", lambda route: route.abort())
    page.goto(sample + FOUNDING)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert _shade(page) < 150


@pytest.mark.parametrize("address", [FOUNDING, f"ru/{FOUNDING}", "briefings/organs-of-interpol/"])
def test_lines_have_60_to_75_letters(page: Page, sample: str, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(sample + address)
    assert 60 <= mean(page.evaluate(LETTERS)) <= 75


def test_print_is_a_document_with_its_sources_and_addresses(page: Page, sample: str) -> None:
    page.goto(f"{sample}briefings/eu-regulation-833-2014/")
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    # Fonts join letters such as "fi" into one.
    text = normalize("NFKC", " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split()))
    assert f"1 / {len(reader.pages)}" in text, "numbered sheets"
    for words in ("Sources", "Channels and Measures"):
        assert words in text, words
    # An address may be broken where its line ends.
    for address in ("https://example.org/briefings/eu-regulation-833-2014/", "eur-lex.europa.eu/eli/reg/2014/833/oj"):
        assert address in "".join(text.split()), address
    for words in ("Search", "Related briefings", "Before and after, by subject", "Skip to the text", "Colours", "¶"):
        assert words not in text, words


def test_print_is_black_on_white_whatever_the_reader_chose(browser: Browser, sample: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(sample + FOUNDING)
    page.get_by_role("combobox", name="Colours").select_option(label="Dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert _shade(page) == 765
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    context.close()
