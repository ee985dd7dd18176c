"""What the harness makes of its measurements; what a machine takes is asserted nowhere."""

from xml.etree import ElementTree

import pytest

from tests.bench.figures import Run, figures, growth, picture, table


def _runs(tool: str, *seconds: float, peak: int = 100, edit: str = "cold") -> list[Run]:
    return [Run(tool, 1000, edit, each, peak) for each in seconds]


def test_a_figure_is_the_median_and_a_ratio_is_that_of_paired_runs() -> None:
    own, reference = figures([*_runs("brief", 1, 8, 3, peak=50), *_runs("hugo", 2, 4, 30, peak=200)])
    assert own.seconds == 3
    assert own.ratio == pytest.approx(0.5), "of 0.5, 2 and 0.1; the ratio of the medians would be 0.75"
    assert own.memory_ratio == pytest.approx(0.25)
    assert reference.ratio == 1


def test_edits_and_sizes_are_not_mixed() -> None:
    found = figures([*_runs("brief", 1), *_runs("brief", 5, edit="nothing changed"), Run("brief", 10, "cold", 9, 0)])
    assert [(item.size, item.edit, item.seconds) for item in found] == [
        (1000, "cold", 1),
        (1000, "nothing changed", 5),
        (10, "cold", 9),
    ]


def test_without_hugo_there_is_no_ratio() -> None:
    found = figures(_runs("brief", 1, 2, 3))
    assert found[0].ratio is None
    assert "| 2.000 | – |" in table(found)


def test_memory_that_was_not_measured_is_not_said_to_be_none() -> None:
    found = figures([*_runs("brief", 1, peak=0), *_runs("hugo", 1, peak=0)])
    assert found[0].memory_ratio is None
    assert "| 1.000 | 1.00 | – | – |" in table(found)


def test_the_table_has_a_row_for_each_figure_and_the_notes() -> None:
    lines = table(figures([*_runs("brief", 1), *_runs("hugo", 4)]), ["zensical is left out."]).splitlines()
    assert lines[2] == "| 1,000 | cold | brief | 1.000 | 0.25 | 0 | 1.00 |"
    assert len([line for line in lines if line.startswith("| 1,000")]) == 2
    assert lines[-1] == "- zensical is left out."


def test_growth_sets_each_size_beside_the_one_before() -> None:
    found = figures([Run("brief", 10, "cold", 2, 40_000), Run("brief", 10, "nothing changed", 1, 0), Run("brief", 100, "cold", 30, 200_000)])  # fmt: skip
    assert growth(found).splitlines()[2:] == [
        "| 10 | cold | 2.00 | – | 0 | 4.0 |",
        "| 10 | nothing changed | 1.00 | – | 0 | 0.0 |",
        "| 100 | cold | 30.00 | 15.00 | 0 | 2.0 |",
    ]


def test_the_picture_says_in_words_what_it_shows() -> None:
    found = figures([*_runs("brief", 1), *_runs("hugo", 4), Run("brief", 9, "cold", 7, 0)])
    svg = ElementTree.fromstring(picture(found, 1000))
    names = {child.get("id"): child.text for child in svg if child.get("id")}
    assert svg.get("aria-labelledby") == "t d"
    assert names == {
        "t": "Building 1,000 briefings, side by side",
        "d": "cold, brief: 1.00 s; cold, hugo: 4.00 s",
    }


def test_the_longest_bar_belongs_to_the_slowest() -> None:
    svg = ElementTree.fromstring(picture(figures([*_runs("brief", 1), *_runs("hugo", 4)]), 1000))
    own, peer = [float(bar.get("width", 0)) for bar in svg.iter("{http://www.w3.org/2000/svg}rect")]
    assert own == pytest.approx(peer / 4, rel=0.01)
