"""What a search costs over the network at 10,000 briefings."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, expect

from tests.audit.hosting import Host, hosted
from tests.audit.rows import Row, at_most, not_measured

GENERATOR = Path(__file__).parents[3] / "shared/bench/make_archive.py"
BRIEFINGS = 10_000
SEARCH_BUDGET = 150 * 1024

# What the generator's archive holds: a word of every briefing, one of a single title, two that go together.
QUERIES = {"a common word": "police", "a rare word": "7312", "two words": "passport sanctions"}

_CHECK = f"a search at {BRIEFINGS:,} briefings"
# Milliseconds; more than any search should take on a busy machine.
_PATIENCE = 60_000


@dataclass(frozen=True, slots=True)
class Cost:
    """Body bytes that crossed the network: for the page itself, and from the field's focus to the first results."""

    page: int
    search: int
    requests: int


def rows(browser: Browser, folder: Path) -> list[Row]:
    """A row for each query. Makes and builds the archive below `folder`, which has to be empty."""
    if not GENERATOR.is_file():
        return [not_measured(_CHECK, f"The generator of archives is not there: {GENERATOR}")]
    subprocess.run([sys.executable, str(GENERATOR), str(BRIEFINGS), str(folder)], check=True)
    built = subprocess.run(
        [sys.executable, "-m", "brief", "build", "--site", str(folder), "--output", str(folder / "public")],
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode:
        return [not_measured(_CHECK, f"The archive could not be built: {built.stderr.strip()[-300:]}")]
    if not (folder / "public/search/index.html").is_file():
        return [not_measured(_CHECK, "The site has no page /search/")]
    with hosted(folder / "public") as host:
        return [_row(browser, host, name, words) for name, words in QUERIES.items()]


def _row(browser: Browser, host: Host, name: str, words: str) -> Row:
    check = f"{_CHECK}, {name}"
    # Each in a context of its own: what one query has fetched is in the browser's cache for the next.
    context = browser.new_context()
    try:
        cost = search_cost(context.new_page(), host, words)
    except (Error, AssertionError) as fault:
        return not_measured(check, f"“{words}” gave no results: {str(fault).strip().splitlines()[0]}")
    finally:
        context.close()
    remark = f"“{words}”: {cost.requests} requests; the page itself is {cost.page:,} B more"
    return at_most(check, cost.search, SEARCH_BUDGET, unit=" B", remarks=[remark])


def search_cost(page: Page, host: Host, words: str) -> Cost:
    """Search as a person does, by roles: a search field, a status that tells the count, links in the main region.

    Raises Playwright's Error and AssertionError where there is no such thing, or nothing is found.
    """
    start = len(host.answers)
    page.goto(f"{host.address}search/", wait_until="networkidle")
    before = len(host.answers)
    main = page.get_by_role("main")
    field = main.get_by_role("searchbox").first
    field.focus(timeout=_PATIENCE)
    field.press_sequentially(words, delay=30)
    expect(main.get_by_role("status").first).to_have_text(re.compile(r"[1-9]"), timeout=_PATIENCE)
    results = main.locator("a[href*='/briefings/']")
    expect(results.first).to_be_visible(timeout=_PATIENCE)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1_000)  # excerpts come after their links, and belong to the answer
    answers = host.answers[before:]
    return Cost(
        sum(answer.bytes for answer in host.answers[start:before]),
        sum(answer.bytes for answer in answers),
        len(answers),
    )
