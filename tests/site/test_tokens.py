"""Tokens: what site.toml sets of the theme's colours, sizes and fonts."""

import re
from pathlib import Path

import pytest
from rcssmin import cssmin

from brief import config
from brief.rendering import theme as themes
from tests.sites import SiteBuilder

STYLE = """\
:root {
  --paper: #fff;
  --ink: #222;
  --accent: #7d2a1c;
  --faint: color-mix(in srgb, var(--accent) 15%, transparent);
  --serif: Georgia, serif;
  --size: clamp(1rem, 4vw, 2rem);
  --leading: 1.6;
}
@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { --paper: #111; --ink: #eee; --accent: #f0a48f; } }
:root[data-theme="dark"] { --paper: #111; --ink: #eee; --accent: #f0a48f; }
@media (prefers-contrast: more) { :root { --ink: #000; } }
@media print { :root { --paper: #fff; --size: 11pt; } }
body { background: var(--paper); color: var(--ink); }
a { color: var(--accent); }
.skip { color: var(--paper); background: var(--ink); }
"""


@pytest.fixture
def themed(site: SiteBuilder) -> SiteBuilder:
    """A site with a small theme that has a token of each kind."""
    site.briefing("one")
    site.write("themes/own/static/style.css", STYLE)
    site.settings(theme="own")
    return site


def _with(site: SiteBuilder, text: str) -> SiteBuilder:
    site.settings(text, theme="own")
    return site


def _sheet(site: SiteBuilder) -> str:
    site.build()
    (path,) = site.output("assets").glob("style.*.css")
    return path.read_text("utf-8")


def _added(site: SiteBuilder) -> str:
    """The rules that came to the theme's own, without spaces, each declaration with its semicolon."""
    sheet, own = _sheet(site), str(cssmin(STYLE))
    assert sheet.startswith(own)
    return re.sub(r"(?<=[^;}])\}", ";}", re.sub(r"\s+", "", sheet[len(own) :]))


def test_without_tokens_the_sheet_is_the_theme_s_own(themed: SiteBuilder) -> None:
    assert _sheet(themed) == cssmin(STYLE)


def test_tokens_come_in_light_and_in_both_ways_to_the_dark(themed: SiteBuilder) -> None:
    _with(themed, '[tokens.light]\naccent = "teal"\n[tokens.dark]\naccent = "#9ff"')
    added = _added(themed)
    assert ":root,:root[data-theme=light]{--accent:teal;}" in added
    assert "@mediascreenand(prefers-color-scheme:dark){:root:not([data-theme=light]){--accent:#9ff;}}" in added
    assert "@mediascreen{:root[data-theme=dark]{--accent:#9ff;}}" in added


def test_a_light_colour_does_not_show_in_the_dark(themed: SiteBuilder) -> None:
    _with(themed, '[tokens.light]\naccent = "#005"')
    assert ":root[data-theme=dark]{--accent:#f0a48f;}" in _added(themed)


def test_print_and_more_contrast_stand_above_tokens(themed: SiteBuilder) -> None:
    _with(themed, '[tokens]\nsize = "2rem"\n[tokens.light]\nink = "#333"')
    added = _added(themed)
    assert added.index("--size:2rem") < added.index("@mediaprint{:root:root:root{--size:11pt;}}")
    assert "@media(prefers-contrast:more){:root:root:root{--ink:#000;}}" in added


def test_fonts_are_a_list_or_a_text_and_numbers_are_numbers(themed: SiteBuilder) -> None:
    _with(themed, '[tokens]\nserif = ["PT Serif", "Георгия", "serif"]\nleading = 1.75\nsize = "calc(1rem + 2vw)"')
    added = _added(themed)
    assert '--serif:"PTSerif","Георгия",serif;' in added
    assert "--leading:1.75;" in added
    assert "--size:calc(1rem+2vw);" in added
    _with(themed, "[tokens]\nserif = 'Charter, \"PT Serif\", serif'")
    assert '--serif:Charter,"PTSerif",serif;' in _added(themed)


def test_tokens_change_the_name_of_the_sheet_and_need_no_request_more(themed: SiteBuilder) -> None:
    themed.build()
    (before,) = themed.output("assets").glob("style.*.css")
    sheets = len(themed.page_at("").all("link", rel="stylesheet"))
    _with(themed, '[tokens.light]\naccent = "#005"').build()
    (after,) = themed.output("assets").glob("style.*.css")
    assert before.name != after.name
    assert len(themed.page_at("").all("link", rel="stylesheet")) == sheets


@pytest.mark.parametrize(
    ("text", "line", "code", "words"),
    [
        ("[tokens]\nsise = '1rem'", 6, "unknown-token", "Did you mean `size`?"),
        ("[tokens.light]\nacent = '#000'", 6, "unknown-token", "Did you mean `accent`?"),
        ("[tokens.dark]\nzzz = '#000'", 6, "unknown-token", "`accent`, `faint`"),
        ("[tokens]\nzzz = '1rem'", 6, "unknown-token", "`leading`"),
        ("[tokens.light]\nsize = '#000'", 6, "bad-value", "[tokens]"),
        ("[tokens]\nserif = '1rem'", 6, "bad-value", "font stack"),
        ("[tokens]\nsize = 'Georgia, serif'", 6, "bad-value", "clamp(1rem, 4vw, 2rem)"),
        ("[tokens]\nleading = '1rem'", 6, "bad-value", "number"),
    ],
)
def test_a_token_that_the_theme_has_not_or_of_another_kind_is_a_fault(
    themed: SiteBuilder, text: str, line: int, code: str, words: str
) -> None:
    outcome = _with(themed, text).check()
    found = outcome.only(code)
    assert (found["path"], found["line"], found["severity"]) == ("site.toml", line, "error")
    assert words in found["message"] + found["hint"]
    assert outcome.code == 1


@pytest.mark.parametrize(
    "value",
    [
        "red; } body { display: none",
        "#fff} *{",
        "url(x.png)",
        "URL( 'x' )",
        "expression(alert(1))",
        "</style><script>",
        "#ggg",
        "#12345",
        "tael",
        "currentcolor",
        "var(--ink)",
        "red !important",
        "red /* x",
        "\\72 ed",
        "rgb(1 2 3",
        "",
        7,
    ],
)
def test_what_is_no_colour_is_a_fault_at_its_line(themed: SiteBuilder, value: object) -> None:
    shown = value if isinstance(value, int) else f"'''{value}'''"
    outcome = _with(themed, f"[tokens.light]\naccent = {shown}").check()
    assert outcome.code == 2
    (found,) = outcome.diagnostics
    assert (found["path"], found["line"], found["code"]) == ("site.toml", 6, "bad-value")
    assert "#7d2a1c" in found["hint"]


@pytest.mark.parametrize(
    "value",
    [
        '"1rem; } body { display: none"',
        '"1furlong"',
        '"calc(1rem + url(x))"',
        '"calc(1rem"',
        "'Georgia, \"PT'",
        '"1rem 2rem"',
        '"{}"',
        "true",
        "[]",
        '["a\\"b"]',
        '["</style>"]',
        "[1]",
        '"inherit"',
        '"#fff"',
    ],
)
def test_what_is_neither_a_size_nor_fonts_is_a_fault_at_its_line(themed: SiteBuilder, value: str) -> None:
    outcome = _with(themed, f"[tokens]\nsize = {value}").check()
    (found,) = outcome.faults
    assert (found["path"], found["line"], found["code"]) == ("site.toml", 6, "bad-value"), found
    assert outcome.code in {1, 2}


def test_pale_text_is_a_warning_with_the_ratio(themed: SiteBuilder) -> None:
    # #767676 on white is the lightest grey that passes, at 4.54:1.
    _with(themed, '[tokens.light]\nink = "#767676"')
    assert not themed.check().faults
    _with(themed, '[tokens.light]\nink = "#777"')
    outcome = themed.check()
    found = outcome.only("low-contrast")
    assert (found["severity"], found["line"]) == ("warning", 6)
    assert "`ink`" in found["message"]
    assert "4.47:1" in found["message"]
    assert "darker" in found["hint"]
    assert outcome.code == 0


def test_a_dark_ground_that_drowns_the_text_is_a_warning_for_each_text_colour(themed: SiteBuilder) -> None:
    _with(themed, '[tokens.dark]\npaper = "#aaa"')
    found = [d for d in themed.check().diagnostics if d["code"] == "low-contrast"]
    assert {word for d in found for word in re.findall(r"`(\w+)` on", d["message"])} == {"ink", "accent"}
    assert all("In the dark form" in d["message"] and "lighter" in d["hint"] for d in found)


def test_a_translucent_text_colour_is_judged_as_it_is_seen(themed: SiteBuilder) -> None:
    _with(themed, '[tokens.light]\nink = "#00000080"')
    assert "4.00:1" in themed.check().only("low-contrast")["message"]


def test_the_default_theme_takes_tokens(site: SiteBuilder) -> None:
    site.briefing("one")
    site.settings('[tokens]\nserif = ["PT Serif", "serif"]\n[tokens.light]\naccent = "#1a4f8b"')
    site.build()
    (path,) = site.output("assets").glob("style.*.css")
    sheet = path.read_text("utf-8")
    assert sheet.rindex("--accent:#1a4f8b") > sheet.index("--accent:#7d2a1c")


def test_others_can_ask_for_the_accent(themed: SiteBuilder) -> None:
    def accent(root: Path) -> str:
        site, _ = config.load(root)
        assert site
        theme, _ = themes.load(site)
        assert theme
        return theme.accent

    assert accent(themed.root) == "#7d2a1c"
    _with(themed, '[tokens.light]\naccent = "teal"')
    assert accent(themed.root) == "#008080"
    themed.write("themes/own/static/style.css", "body { color: teal }")
    _with(themed, "")
    assert accent(themed.root) == ""
