"""Mistakes in templates: each is told once, with its line, what there is instead, and beside all the others."""

from typing import Any

import pytest

from tests.sites import Outcome, SiteBuilder

MAIN = '{%% extends "base.html" %%}{%% block main %%}\n%s\n{%% endblock %%}'


@pytest.fixture
def own(site: SiteBuilder) -> SiteBuilder:
    site.settings(theme="own", languages=["en", "ru"])
    site.briefing("one", "Text [@tass].\n\n![[two]]")
    site.briefing("two")
    site.page("about")
    return site


def _mistakes(outcome: Outcome) -> list[dict[str, Any]]:
    assert outcome.code == 1, outcome.diagnostics
    return [found for found in outcome.diagnostics if found["code"] == "template-error"]


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(
    ("expression", "said", "meant"),
    [
        ("{{ titel }}", "`titel` is not defined.", "Did you mean `title`? The view of briefing.html has `frame`, `title`"),
        ("{{ frame.titel }}", "Frame has no field `titel`.", "Did you mean `title`? Frame has `lang`"),
        ("{% for tag in tags %}{{ tag.hreff }}{% endfor %}", "Link has no field `hreff`.", "`href`"),
        ("{{ sources[0].outlet.txt }}", "Link has no field `txt`.", "`text`"),
        ("{{ updated.iso }}", "`iso` is asked of nothing", "{% if ... %}"),
        ("{{ title.nothing }}", "A value of the type `str` has no `nothing`.", "brief theme views briefing.html"),
        ("{{ title | uper }}", "There is no filter `uper`.", "Did you mean `upper`?"),
        ("{% if title is strng %}{% endif %}", "There is no test `strng`.", "Did you mean `string`?"),
        ("{% include '_crad.html' %}", "There is no template `_crad.html`.", "Did you mean `_card.html`?"),
        ("{% include '_' ~ title ~ '.html' %}", "There is no template `_Title of one.html`.", ""),
        ("{% from '_card.html' import crad %}{{ crad(1) }}", "_card.html has no macro `crad`.", "Did you mean `card`?"),
        ("{% if %}", "The template is not Jinja", "dossier"),
        ("{{ 1 / 0 }}", "ZeroDivisionError: division by zero.", "brief theme views briefing.html"),
        ("{{ titel + 1 }}", "`titel` is not defined.", "`title`"),
        ("{% for a in titels %}{% endfor %}", "`titels` is not defined.", "`title`"),
        ("{% if is_withdrawn and x %}{{ never }}{% endif %}", "`is_withdrawn` is not defined.", "`withdrawn`"),
        (
            "{% from '_card.html' import card %}{{ card(related[0], 2, 3) }}",
            "The macro `card` is given 3 arguments and takes 2.",
            "It takes `entry`, `level`.",
        ),
        (
            "{% from '_card.html' import card as c %}{{ c(related[0], levl=2) }}",
            "The macro `c` takes no argument `levl`.",
            "Did you mean `level`?",
        ),
        (
            "{% from '_day.html' import day %}{{ day() }}",
            "Parameter 'when' was not provided.",
            "Give the macro",
        ),
        ("{% macro m(whom) %}{{ who }}{% endmacro %}{{ m(1) }}", "`who` is not defined.", "`whom`"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_line_and_what_there_is(
    own: SiteBuilder, command: str, expression: str, said: str, meant: str
) -> None:
    own.write("themes/own/templates/briefing.html", MAIN % f"<p>\n{expression}")
    found = [
        found
        for found in _mistakes(own.brief(command, "--format", "json"))
        if said in found["message"] and found["line"] == 3
    ]
    assert [found["path"] for found in found] == ["themes/own/templates/briefing.html"]
    assert meant in found[0]["hint"]
    assert not own.output().exists()


def test_a_mistake_in_a_branch_that_no_page_takes_is_found_too(own: SiteBuilder) -> None:
    own.write("themes/own/templates/briefing.html", MAIN % "{% if withdrawn %}\n{{ titel }}{% endif %}")
    (found,) = _mistakes(own.check())
    assert (found["line"], found["message"]) == (3, "`titel` is not defined.")


def test_a_mistake_in_a_part_is_told_once_and_not_once_a_page(own: SiteBuilder) -> None:
    own.write("themes/own/templates/_day.html", "{% macro day(when) %}\n{{ when.isoo }}{% endmacro %}")
    (found,) = _mistakes(own.check())
    assert (found["path"], found["line"]) == ("themes/own/templates/_day.html", 2)
    assert found["message"] == "Day has no field `isoo`."
    assert "`words`" in found["hint"]


def test_all_mistakes_of_a_page_are_told_in_one_run(own: SiteBuilder) -> None:
    own.write("themes/own/templates/base.html", "{{ frame.a }}\n{% block main %}{% endblock %}\n{{ frame.b }}{{ c }}")
    own.write("themes/own/templates/briefing.html", MAIN % "{{ d }}\n{{ frame.e }}{{ title | f }}")
    own.write("themes/own/templates/page.html", MAIN % "{{ g }}\n{{ title.h.i }}\n{{ 1 / 0 }}")
    own.write("themes/own/templates/tag.html", "{{ title }\n")
    said = [found["message"] for found in _mistakes(own.check())]
    for words in (
        "Frame has no field `a`.",
        "Frame has no field `b`.",
        "`c` is not defined.",
        "`d` is not defined.",
        "There is no filter `f`.",
        "`g` is not defined.",
        "A value of the type `str` has no `h`.",
        "ZeroDivisionError: division by zero.",
    ):
        assert said.count(words) == 1, (words, said)
    assert any("not Jinja" in words for words in said)
    assert len(said) == 9


def test_a_mistake_in_the_card_within_texts_hides_no_other(own: SiteBuilder) -> None:
    own.write("themes/own/templates/_embedded.html", "<p>\n{{ card.titel }}{{ 1 / 0 }}")
    own.write("themes/own/templates/briefing.html", MAIN % "{{ body }}{{ nothing }}")
    own.write("themes/own/templates/page.html", MAIN % "{{ frame.nothing }}")
    found = {(d["path"].rpartition("/")[2], d["line"], d["message"]) for d in _mistakes(own.check())}
    assert found == {
        ("_embedded.html", 2, "Card has no field `titel`."),
        ("briefing.html", 2, "`nothing` is not defined."),
        ("page.html", 2, "Frame has no field `nothing`."),
    }


def test_a_macro_is_told_what_it_is_given(own: SiteBuilder) -> None:
    own.write("themes/own/templates/_day.html", "{% macro day(when) %}{{ wen }}{% endmacro %}")
    (found,) = _mistakes(own.check())
    assert found["hint"] == "Did you mean `when`? The macro is given `when`; an imported one sees nothing else."


@pytest.mark.parametrize(
    ("templates", "said"),
    [
        ({"base.html": '{% extends "base.html" %}'}, "base.html extends itself."),
        (
            {"page.html": '{% extends "a.html" %}', "a.html": '{% extends "page.html" %}'},
            "page.html extends itself through a.html.",
        ),
    ],
)
def test_a_template_that_extends_itself_is_told_how_to_extend_the_default_one(
    own: SiteBuilder, templates: dict[str, str], said: str
) -> None:
    for name, text in templates.items():
        own.write(f"themes/own/templates/{name}", text)
    found = [found for found in _mistakes(own.check()) if found["message"] == said]
    assert len(found) == 1
    assert '{% extends "dossier/' in found[0]["hint"]


def test_two_blocks_of_one_name_and_a_file_that_is_not_utf8_are_told(own: SiteBuilder) -> None:
    own.write("themes/own/templates/page.html", "{% block a %}{% endblock %}\n{% block a %}{% endblock %}")
    own.write("themes/own/templates/tag.html", b"\xff")
    found = {(d["path"].rpartition("/")[2], d["line"]) for d in _mistakes(own.check())}
    assert found == {("page.html", 2), ("tag.html", 1)}


def test_asking_whether_something_is_there_is_no_mistake(own: SiteBuilder) -> None:
    own.write(
        "themes/own/templates/page.html",
        MAIN % '{% if banner is defined %}{{ banner }}{% endif %}{{ frame.banner | default("none") }}'
        '{% include "_banner.html" ignore missing %}',
    )
    own.build()
    assert "none" in own.page_at("about/").text
