"""`make audit`: builds the sample, measures it, and prints one table. Exits with 1 where a bound is broken."""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser

from brief.cli import main as brief
from tests.audit import lighthouse, nu, policy, reading, searching, supply, weight
from tests.audit.hosting import hosted
from tests.audit.pages import built_pages
from tests.audit.rows import Row, holds, not_measured, table
from tests.chromium import NoChromium, started

SAMPLE = Path(__file__).parents[2]
PARTS = ("weight", "reading", "lighthouse", "nu", "policy", "supply", "search")


def main(arguments: list[str]) -> int:
    """Measure the parts asked for: all but the large archive's search, unless told otherwise."""
    options = _options(arguments)
    chosen = options.only or [part for part in PARTS if part != "search" or options.big]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        output = folder / "public"
        if brief(["build", "--strict", "--site", str(SAMPLE), "--output", str(output)]):
            return 1
        pages = built_pages(output)
        rows: list[Row] = []
        with hosted(output) as host:
            steps: dict[str, Callable[[], list[Row]]] = {
                "weight": lambda: weight.rows(output, pages),
                "reading": lambda: _in_browser(
                    "what a browser sees", lambda browser: reading.rows(browser, host.address, pages)
                ),
                "lighthouse": lambda: lighthouse.rows(host.address, pages),
                "nu": lambda: nu.rows(output),
                "policy": lambda: policy.rows(output),
                "supply": supply.rows,
                "search": lambda: _in_browser("a search", lambda browser: searching.rows(browser, folder / "large")),
            }
            for part in chosen:
                print(f"Measuring: {part} ...", file=sys.stderr)
                rows += steps[part]()
    print(table(rows))
    return 0 if holds(rows) else 1


def _in_browser(check: str, measure: Callable[[Browser], list[Row]]) -> list[Row]:
    try:
        with started() as browser:
            return measure(browser)
    except NoChromium as fault:
        return [not_measured(check, str(fault))]


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.audit", description=__doc__)
    parser.add_argument("--big", action="store_true", help="measure a search at 10,000 briefings too (minutes)")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part alone; can be given again")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
