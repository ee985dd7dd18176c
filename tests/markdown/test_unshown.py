"""HTML that readers don't get is told of, at its place, and code is not taken for it."""

import pytest

from tests.sites import SiteBuilder

CASES = [
    # the text, and the line (of the text), column and name of each warning
    ("A <script> of words.\n\nAll of this is lost. [@tass]", [(1, 3, "script")]),
    ("Write `<script>` so, and <script> not so. [@tass]", [(1, 26, "script")]),
    ("```html\n<nil>\n```\n\nA <NIL> and <nil> [@tass]", [(5, 3, "nil")]),
    ("<iframe src='https://example.org'></iframe>\n\n<font>A</font> <font>B</font> [@tass]", [(1, 1, "iframe"), (3, 1, "font")]),
    ("<div><b>A</b></div>\n\n<!-- <nil> -->\n\n    <nil>\n\nA <kbd>B</kbd><br>C [@tass]", []),
    ("From <https://example.org/> and <a@example.org> and 1 < 2 [@tass]", []),
    ("&lt;nil> and \\<nil>, since Markdown has no such escape [@tass]", [(1, 15, "nil")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_is_left_out_is_told(site: SiteBuilder, text: str, expected: list[tuple[int, int, str]]) -> None:
    site.briefing("one", text)
    found = [it for it in site.check().faults if it["code"] == "unshown-html"]
    assert [(it["line"] - 13, it["column"], it["message"].split("`")[1].strip("<>")) for it in found] == expected


@pytest.mark.parametrize("way", ["escape", "trust"])
def test_a_site_that_shows_or_trusts_html_is_told_nothing(site: SiteBuilder, way: str) -> None:
    site.settings(f'[markdown]\nraw_html = "{way}"')
    site.briefing("one", "A <nil> [@tass]")
    assert not site.check().faults
