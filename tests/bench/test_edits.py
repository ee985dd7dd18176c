"""The edits that are measured change what they say, each time anew."""

from pathlib import Path

import pytest

from tests.bench.edits import EDITS, briefings
from tests.bench.tools import TOOLS, Tool

_BRIEFING = """\
---
title: "Briefing {number}"
date: 2026-01-02
tags: [topic-70, topic-7]
summary: "Of topic-7, and more."
sources:
---

Of topic-7.
"""


@pytest.fixture(
    params=[tool for tool in TOOLS if tool.name in {"eleventy", "pelican", "material"}], ids=lambda tool: tool.name
)
def tool(request: pytest.FixtureRequest) -> Tool:
    assert isinstance(request.param, Tool)
    return request.param


@pytest.fixture
def site(tool: Tool, tmp_path: Path) -> Path:
    (tmp_path / "content/briefings").mkdir(parents=True)
    for number in range(3):
        (tmp_path / f"content/briefings/b{number}.md").write_text(_BRIEFING.format(number=number))
    tool.prepare(tmp_path)
    return tmp_path


@pytest.mark.parametrize("edit", ["one body changed", "one title changed"])
def test_one_briefing_changes_each_time(tool: Tool, site: Path, edit: str) -> None:
    for number in range(2):
        before = [path.read_text() for path in briefings(site)]
        EDITS[edit](tool, site, number)
        after = [path.read_text() for path in briefings(site)]
        assert [old != new for old, new in zip(before, after, strict=True)] == [False, True, False]


def test_a_tag_is_renamed_where_it_is_listed_and_nowhere_else(tool: Tool, site: Path) -> None:
    for number in range(2):
        EDITS["one tag renamed"](tool, site, number)
    for path in briefings(site):
        text = path.read_text()
        listed = next(line for line in text.splitlines() if line.startswith("tags:"))
        assert listed.strip("]").endswith("topic-70, renamed-1")
        assert "Of topic-7, and more." in text
        assert text.endswith("\nOf topic-7.\n")


def test_the_template_changes_each_time(tool: Tool, site: Path) -> None:
    seen = {(site / tool.template).read_text()}
    for number in range(2):
        EDITS["template changed"](tool, site, number)
        seen.add((site / tool.template).read_text())
    assert len(seen) == 3


def test_a_cold_build_finds_no_output_and_no_state(tool: Tool, site: Path) -> None:
    for name in ("public", ".brief", ".cache"):
        (site / name).mkdir()
    EDITS["cold"](tool, site, 0)
    assert not {"public", ".brief", ".cache"} & {path.name for path in site.iterdir()}
