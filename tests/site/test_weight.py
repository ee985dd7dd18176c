"""A briefing is light: it can be read after one round trip of the network, and waits for no script."""

from pathlib import Path

import pytest

from brief.cli import main
from tests.audit.pages import BuiltPage, built_pages
from tests.audit.weight import PAGE_BUDGET, blocking_scripts, weigh

SAMPLE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "public"
    assert main(["build", "--strict", "--site", str(SAMPLE), "--output", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def pages(output: Path) -> list[BuiltPage]:
    return built_pages(output)


def test_every_briefing_is_within_its_budget(output: Path, pages: list[BuiltPage]) -> None:
    weights = {page.name: weigh(output, page).readable for page in pages if page.kind == "briefings/*/"}
    assert weights
    assert {name: weight for name, weight in weights.items() if weight > PAGE_BUDGET} == {}


def test_no_page_waits_for_a_script(pages: list[BuiltPage]) -> None:
    assert {page.name: found for page in pages if (found := blocking_scripts(page))} == {}
