"""The reference in the guide: it names every command, option and key that there is."""

from collections.abc import Iterator

import click
import pytest
from pydantic import BaseModel

from brief.cli import cli
from brief.diagnostics import Code
from brief.explaining.explanations import explanation
from brief.reading.schema import BriefingForm, OutletForm, PageForm, SourceForm, TagForm
from brief.validation.forms import forms_in
from brief.validation.settings import ImagesTable, SiteFile, SiteTable
from tests.sites import SiteBuilder


@pytest.fixture
def site(site: SiteBuilder) -> SiteBuilder:
    site.settings('[extensions]\nmarkdown = ["brief.reference:Reference"]')
    return site


def _shown(site: SiteBuilder, subject: str) -> str:
    site.write("content/pages/all.md", f"---\ntitle: All\n---\n\nBefore.\n\n[REFERENCE {subject}]\n\nAfter.\n")
    site.build()
    return site.html("all/")


def _commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def test_every_command_and_option_is_shown_with_its_examples(site: SiteBuilder) -> None:
    page = _shown(site, "commands")
    ids = site.page_at("all/").ids
    assert page.index("Before.") < page.index("<pre><code") < page.index("After.")
    for path, command in _commands(cli, "brief"):
        assert path.replace(" ", "-") in ids, path
        for option in command.params:
            if isinstance(option, click.Option) and not option.hidden:
                assert option.opts[0] in page, f"{path} {option.opts[0]}"
    assert "brief build --base-url https://example.org/archive --strict" in page


def test_every_code_is_shown_with_what_it_means(site: SiteBuilder) -> None:
    _shown(site, "codes")
    page = site.page_at("all/")
    for code in Code:
        assert f"finding-{code}" in page.ids, code
        assert explanation(code).title in page.text, code
    # An example is shown as it stands in its file, front matter, headings and all.
    assert "tags: [interpol, intrepol]" in page.text
    assert "hint: Did you mean" in page.text


@pytest.mark.parametrize(
    ("subject", "forms"),
    [
        ("briefing", [BriefingForm, SourceForm]),
        ("tag", [TagForm]),
        ("outlet", [OutletForm]),
        ("page", [PageForm]),
        ("site", [SiteFile, SiteTable, ImagesTable]),
    ],
)
def test_every_key_is_shown(site: SiteBuilder, subject: str, forms: list[type[BaseModel]]) -> None:
    page = _shown(site, subject)
    for form in forms:
        for key in form.model_fields:
            assert f"<code>{key}</code>" in page or f"<code>[{key}]</code>" in page, key


def _without_meaning(form: type[BaseModel]) -> Iterator[str]:
    for key, field in form.model_fields.items():
        if not field.description:
            yield f"{form.__name__}.{key}"
        for inner in forms_in(field.annotation):
            yield from _without_meaning(inner)


@pytest.mark.parametrize("form", [BriefingForm, TagForm, OutletForm, PageForm, SiteFile])
def test_every_key_says_what_it_means(form: type[BaseModel]) -> None:
    assert list(_without_meaning(form)) == []


def test_what_is_no_subject_stays_as_it_is(site: SiteBuilder) -> None:
    assert "[REFERENCE nothing]" in _shown(site, "nothing")
