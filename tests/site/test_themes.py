"""A site's own theme: file by file over the default one, its static files, and where to begin."""

import base64
import hashlib
import json
import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from urllib.parse import urljoin

import pytest

from brief.cli import main
from brief.rendering import views
from brief.rendering.templates import VIEWS
from tests.sites import Parsed, SiteBuilder, tree

TEMPLATES = Path(__file__).parents[2] / "themes/dossier/templates"


@pytest.fixture
def own(site: SiteBuilder) -> SiteBuilder:
    """A site with a theme of its own, which has no files yet."""
    site.briefing("one")
    site.settings(theme="own")
    (site.root / "themes/own").mkdir(parents=True)
    return site


def _asset(site: SiteBuilder, pattern: str) -> Path:
    (path,) = site.output("assets").rglob(pattern)
    return path


def test_a_template_can_extend_the_one_that_it_replaces(own: SiteBuilder) -> None:
    own.write(
        "themes/own/templates/base.html",
        '{% extends "dossier/base.html" %}{% block canonical %}{{ super() }}<meta name="house" content="x">{% endblock %}',
    )
    own.write(
        "themes/own/templates/page.html",
        '{% extends "dossier/page.html" %}{% block main %}<p>Ours</p>{{ super() }}{% endblock %}',
    )
    own.page("about", "The text.")
    own.build()
    page = own.page_at("about/")
    assert "Ours About The text." in page.text
    assert page.all("meta", name="house")
    assert page.all("link", rel="canonical")
    assert own.page_at("briefings/one/").all("meta", name="house")


def test_a_part_that_is_replaced_shows_in_the_templates_that_are_not(own: SiteBuilder) -> None:
    own.write(
        "themes/own/templates/_day.html",
        '{% from "dossier/_day.html" import day as plain %}{% macro day(when) %}<b class="day">{{ plain(when) }}</b>{% endmacro %}',
    )
    own.build()
    assert "2 January 2026" in own.html("briefings/one/").partition('<b class="day">')[2]


def test_words_of_a_site_stand_before_those_of_the_default_theme(own: SiteBuilder) -> None:
    own.settings(theme="own", language="ru")
    own.write(
        "themes/own/locale/ru.po",
        'msgid ""\nmsgstr "Language: ru\\nContent-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Sources"\nmsgstr "Первоисточники"\n',
    )
    own.build()
    text = own.page_at("briefings/one/").text
    assert "Первоисточники" in text
    assert "Темы" in text


def test_a_template_that_nothing_uses_is_a_warning_with_what_was_meant(own: SiteBuilder) -> None:
    own.write("themes/own/templates/breifing.html", "x")
    own.write("themes/own/templates/_carrd.html", "x")
    own.write("themes/own/templates/_mark.html", "mark")
    own.write(
        "themes/own/templates/page.html",
        '{% extends "dossier/page.html" %}{% block main %}{% include "_mark.html" %}{% endblock %}',
    )
    own.write("themes/own/template/page.html", "x")
    own.write("themes/own/README.md", "About the theme.")
    outcome = own.check()
    assert outcome.code == 0
    found = {(d["path"], d["severity"], d["hint"]) for d in outcome.diagnostics if d["code"] == "unused-theme-file"}
    assert found == {
        ("themes/own/templates/breifing.html", "warning", "Did you mean `briefing.html`?"),
        ("themes/own/templates/_carrd.html", "warning", "Did you mean `_card.html`?"),
        ("themes/own/template", "warning", "Did you mean `templates`?"),
    }


def test_templates_whose_names_are_computed_are_not_said_to_be_unused(own: SiteBuilder) -> None:
    own.write(
        "themes/own/templates/page.html",
        '{% extends "dossier/page.html" %}{% block main %}{% include "_" ~ frame.lang ~ ".html" %}{% endblock %}',
    )
    own.write("themes/own/templates/_en.html", "In English")
    own.page("about")
    own.build()
    assert "In English" in own.page_at("about/").text
    assert not [d for d in own.check().diagnostics if d["code"] == "unused-theme-file"]


def test_the_default_theme_has_no_file_too_many(site: SiteBuilder) -> None:
    site.briefing("one")
    assert not site.check().faults


def test_every_style_sheet_and_script_has_the_digest_of_its_bytes(site: SiteBuilder) -> None:
    site.settings(base_url="https://example.org/archive", languages=["en", "ru"])
    site.briefing("one")
    site.page("about")
    site.build()
    checked = set()
    for path in site.output().rglob("*.html"):
        page = Parsed(path.read_text("utf-8"))
        references = [
            *((found["href"], found) for found in page.all("link", rel="stylesheet")),
            *((found["src"], found) for found in page.all("script") if "src" in found),
        ]
        for href, found in references:
            content = site.output(urljoin("https://example.org/", href).partition("/archive/")[2]).read_bytes()
            digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
            assert found.get("integrity") == f"sha384-{digest}", f"{path}: {href}"
            checked.add(href.rpartition("/")[2].partition(".")[0])
    assert {"style", "site", "sources"} <= checked


def test_a_style_sheet_names_pictures_as_they_lie_in_the_theme(own: SiteBuilder) -> None:
    own.write("themes/own/static/img/mark a.svg", "<svg></svg>")
    own.write("themes/own/static/paper.png", b"png")
    own.write(
        "themes/own/static/css/house.css",
        'a { background: url("../img/mark a.svg#dot") } b { background: url(../paper.png) }\n'
        'c { background: image-set("../paper.png" 1x) } d { cursor: url(https://e.org/x.png), url(data:,x), url(/y.png) }\n',
    )
    own.build()
    sheet = _asset(own, "house.*.css")
    text = sheet.read_text("utf-8")
    named = re.findall(r'"([^"]+\.(?:svg|png)[^"]*)"', text)
    assert len(named) == 3
    for name in named:
        assert (sheet.parent / name.partition("#")[0].replace("%20", " ")).resolve().is_file(), name
    assert named[0].endswith("svg#dot")
    for elsewhere in ("url(https://e.org/x.png)", "url(data:,x)", "url(/y.png)"):
        assert elsewhere in text


def test_a_picture_that_changes_changes_the_name_of_the_sheet_that_shows_it(own: SiteBuilder) -> None:
    own.write("themes/own/static/style.css", "a { background: url(x.png) }")
    own.write("themes/own/static/x.png", b"one")
    own.build()
    before = _asset(own, "style.*.css").name
    own.write("themes/own/static/x.png", b"two")
    own.build()
    assert _asset(own, "style.*.css").name != before


def test_a_sheet_that_names_a_file_which_is_not_there_is_a_warning_at_the_place(own: SiteBuilder) -> None:
    own.write("themes/own/static/style.css", "a { color: teal }\nb { background: url(marc.svg) }\n")
    own.write("themes/own/static/mark.svg", "<svg></svg>")
    found = own.check().only("bad-asset-reference")
    assert (found["path"], found["line"], found["column"], found["severity"]) == (
        "themes/own/static/style.css", 2, 17, "warning",
    )  # fmt: skip
    assert found["hint"] == "Did you mean `mark.svg`?"


def test_a_style_sheet_can_build_on_the_one_that_it_replaces(own: SiteBuilder) -> None:
    own.write("themes/own/static/style.css", '@import "dossier/style.css";\n@import url(more.css);\nb { color: teal }')
    own.write("themes/own/static/more.css", "a { background: url(icon.svg) }")
    own.build()
    sheet = _asset(own, "style.*.css")
    text = sheet.read_text("utf-8")
    assert "@import" not in text
    assert text.index(":root") < text.index("a{background:") < text.index("b{color:teal}")
    (name,) = re.findall(r'url\("([^"]+)"\)', text)
    assert (sheet.parent / name).is_file()
    assert not list(own.output("assets").rglob("dossier/*"))


def test_imports_with_conditions_stay_and_lead_to_the_sheet(own: SiteBuilder) -> None:
    own.write(
        "themes/own/static/style.css",
        '@import "more.css";\n@import "dossier/style.css" print;\n@import url(https://e.org/x.css);\nb { color: teal }',
    )
    own.write("themes/own/static/more.css", "a { color: teal }")
    own.build()
    (sheet,) = own.output("assets").glob("style.*.css")
    more, theirs = re.findall(r'@import "([^"]+)"', sheet.read_text("utf-8"))
    assert (sheet.parent / more).read_text() == "a{color:teal}"
    assert ":root" in (sheet.parent / theirs).read_text()
    assert "https://e.org/x.css" in sheet.read_text()


def test_style_sheets_that_name_each_other_are_a_fault_and_no_endless_run(own: SiteBuilder) -> None:
    own.write("themes/own/static/style.css", '@import "more.css";')
    own.write("themes/own/static/more.css", '@import "style.css";')
    outcome = own.check()
    assert outcome.code == 1
    assert {d["path"] for d in outcome.faults} == {"themes/own/static/style.css", "themes/own/static/more.css"}
    assert {d["code"] for d in outcome.faults} == {"bad-asset-reference"}


def test_a_style_sheet_that_is_not_utf8_is_a_fault(own: SiteBuilder) -> None:
    own.write("themes/own/static/more.css", b"a::before { content: '\xff' }")
    assert own.check().only("not-utf8")["path"] == "themes/own/static/more.css"


def test_every_template_of_the_theme_has_a_view_and_every_view_a_template() -> None:
    shown = {path.name for path in TEMPLATES.glob("*.html")}
    parts = {name for name in shown if name.startswith("_")} | {"base.html"}
    assert shown - parts <= VIEWS.keys()
    assert VIEWS.keys() <= shown
    assert set(VIEWS.values()) == set(views.View.__args__)


def test_the_views_are_listed_with_types_and_what_they_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["theme", "views", "--format", "json"]) == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [entry["template"] for entry in listed] == list(VIEWS)
    for entry in listed:
        view = VIEWS[entry["template"]]
        assert [found["name"] for found in entry["view"]["fields"]] == [field.name for field in fields(view)]
        for value in (entry["view"], *entry["values"]):
            assert not value["about"].startswith(f"{value['name']}("), f"{value['name']} has no docstring"
            assert all(found["type"] and "brief." not in found["type"] for found in value["fields"])
    page = next(entry for entry in listed if entry["template"] == "page.html")
    types = {found["name"]: found["type"] for found in page["view"]["fields"]}
    assert types["contents"] == "list of Link"
    assert types["body"] == "HTML"
    assert {"Frame", "Link", "BacklinkEntry", "Day"} <= {value["name"] for value in page["values"]}
    frame = next(value for value in page["values"] if value["name"] == "Frame")
    about = {found["name"]: (found["type"], found["about"]) for found in frame["fields"]}
    assert about["stylesheet"][0] == "AssetLink or none"
    assert about["direction"][1] == "`ltr` or `rtl`."


def test_every_value_that_a_template_can_reach_is_described() -> None:
    named = {kind for kind in vars(views).values() if isinstance(kind, type) and is_dataclass(kind)}
    assert all(kind.__doc__ and not kind.__doc__.startswith(f"{kind.__name__}(") for kind in named)


def test_one_template_is_described_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["theme", "views", "redirect.html"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("redirect.html: RedirectView\n  A page at an old address that leads to the new one.\n")
    assert "    href: text\n        Where it leads.\n" in shown
    assert main(["theme", "views", "breifing.html"]) == 2
    assert "Did you mean `briefing.html`?" in capsys.readouterr().err


def test_a_new_theme_changes_nothing_until_it_is_written_in(site: SiteBuilder) -> None:
    site.briefing("one")
    site.build()
    before = {path: content for path, content in tree(site.output()).items() if path.endswith("404.html")}
    outcome = site.brief("theme", "new", "house")
    assert outcome.code == 0
    assert 'theme = "house"' in outcome.err
    assert "templates/404.html" in outcome.out
    assert 'theme = "house"' in (site.root / "themes/house/templates/404.html").read_text("utf-8")
    site.settings(theme="house")
    site.forget()
    checked = site.check("--strict")
    assert checked.code == 0, checked.diagnostics
    site.build()
    sheet = _asset(site, "style.*.css")
    assert ":root" in sheet.read_text("utf-8")
    now = site.html("404.html")
    assert (
        re.sub(r'(href|integrity)="[^"]*"', "", now).split()
        == re.sub(r'(href|integrity)="[^"]*"', "", before["404.html"].decode()).split()
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [("dossier", "Choose another name"), ("My House", "`my-house`"), ("../x", "`x`"), ("own", "is there already")],
)
def test_a_new_theme_goes_over_nothing_and_has_a_plain_name(own: SiteBuilder, name: str, words: str) -> None:
    before = tree(own.root / "themes")
    outcome = own.brief("theme", "new", name)
    assert outcome.code == 2
    assert words in outcome.err
    assert tree(own.root / "themes") == before
