"""Lighthouse with its own preset, a slow phone on a slow network, in its four categories."""

import json
import os
import subprocess
from dataclasses import dataclass
from typing import Any

from tests.audit.pages import BuiltPage, of_kind
from tests.audit.rows import Row, not_measured
from tests.audit.tools import LIGHTHOUSE, MissingTool
from tests.chromium import SWITCHES, NoChromium, program

CATEGORIES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best practices",
    "seo": "SEO",
}
# The kinds of page that must have 100 everywhere, as people call them.
KINDS = {"": "home", "briefings/*/": "briefing", "tags/*/": "tag", "search/": "search"}
BOUND = 100

# A busy machine only ever makes a page slower, so the best of a few runs is nearest to the page's own score.
_RUNS = 3


class NoReport(Exception):
    """Lighthouse ended without scores."""


@dataclass(frozen=True, slots=True)
class Report:
    """The scores of a page by category, out of 100, and the audits that took something away."""

    scores: dict[str, int]
    failed: tuple[str, ...]

    @property
    def is_perfect(self) -> bool:
        return all(score == BOUND for score in self.scores.values())


def rows(address: str, pages: list[BuiltPage]) -> list[Row]:
    """A row for each page and category; where no page of a kind exists, one that says so."""
    language = next(page.language for page in pages if page.address == "")
    found = []
    for kind, name in KINDS.items():
        check = f"Lighthouse, {name}"
        those = of_kind(pages, kind, language)
        if not those:
            found.append(not_measured(check, f"The site has no page /{kind}"))
            continue
        try:
            found += _rows(check, _best(address + those[0].address), those[0].name)
        except (MissingTool, NoChromium, NoReport) as fault:
            found.append(not_measured(check, str(fault)))
    return found


def _rows(check: str, report: Report, page: str) -> list[Row]:
    return [
        Row(
            f"{check}: {CATEGORIES[category]}",
            f"{score}",
            f"{BOUND}",
            score >= BOUND,
            () if score >= BOUND else (page, *(line for line in report.failed if line.startswith(category))),
        )
        for category, score in report.scores.items()
    ]


def _best(address: str) -> Report:
    """The run with the highest sum of scores."""
    reports: list[Report] = []
    while len(reports) < _RUNS and not any(report.is_perfect for report in reports):
        reports.append(_run(address))
    return max(reports, key=lambda report: sum(report.scores.values()))


def _run(address: str) -> Report:
    """Score one page. Raises MissingTool, NoChromium and NoReport."""
    options = [
        "--output=json",
        "--output-path=stdout",
        "--quiet",
        "--no-enable-error-reporting",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(['--headless=new', *SWITCHES])}",
    ]
    run = subprocess.run(
        [*LIGHTHOUSE.command(), address, *options],
        env={**os.environ, "CHROME_PATH": program()},
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        found: dict[str, Any] = json.loads(run.stdout)
    except json.JSONDecodeError as fault:
        raise NoReport(f"Lighthouse gave no report: {run.stderr.strip()[:300]}") from fault
    if trouble := found.get("runtimeError"):
        raise NoReport(f"Lighthouse could not load the page: {trouble['message']}")
    scores, failed = {}, []
    for category in CATEGORIES:
        # A category without a score has an audit that broke down.
        scores[category] = round((found["categories"][category]["score"] or 0) * 100)
        for reference in found["categories"][category]["auditRefs"]:
            audit = found["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                failed.append(f"{category}: {audit['title']} ({audit['id']}) {audit.get('displayValue', '')}".rstrip())
    return Report(scores, tuple(failed))
