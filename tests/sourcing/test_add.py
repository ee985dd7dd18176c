"""`brief source add`: outlets proposed, documents known again, and nothing of the writer's lost."""

import io
import sys
from pathlib import Path

import pytest

from tests.sites import SOURCE, SiteBuilder, tree
from tests.sourcing.test_pages import PAGES, added, sources

NEWS = str(PAGES / "news.html")
URL = "https://agency.example/politics/1420123"


def test_the_outlet_is_the_one_at_whose_address_the_page_lies(site: SiteBuilder) -> None:
    site.outlet("other", title="Other", url="https://example.org/")
    site.outlet("agency", title="Agency press", url="http://www.agency.example")
    assert added(site, NEWS)["outlet"] == "agency"


def test_of_two_outlets_on_one_host_it_is_the_one_with_the_path(site: SiteBuilder) -> None:
    site.outlet("whole", title="All of it", url="https://agency.example/")
    site.outlet("politics", title="Its politics", url="https://agency.example/politics/")
    assert added(site, NEWS)["outlet"] == "politics"


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ({"title": "The Agencies"}, "The Agency is like The Agencies"),
        ({"title": "The state", "url": "https://example/"}, "it is at https://example/"),
        ({"title": "A part", "url": "https://agency.example/culture/"}, "it is at https://agency.example/culture/"),
    ],
)
def test_an_outlet_that_only_may_be_it_is_proposed(site: SiteBuilder, front: dict[str, str], words: str) -> None:
    site.outlet("house", **front)
    before = site.briefing().read_bytes()
    outcome = site.brief("source", "add", "one", NEWS)
    assert outcome.code == 2
    assert words in outcome.err
    assert 'Give --outlet "house"' in outcome.err
    assert (site.root / "content/briefings/one.md").read_bytes() == before
    assert added(site, NEWS, "--yes")["outlet"] == "house"


def test_an_address_of_one_outlet_and_the_name_of_another_are_a_question(site: SiteBuilder) -> None:
    site.outlet("host", title="Host", url="https://agency.example/")
    site.outlet("name", title="The Agency")
    site.briefing()
    outcome = site.brief("source", "add", "one", NEWS)
    assert outcome.code == 2
    assert "`host` (it is at https://agency.example/); `name` (its publisher is called The Agency)" in outcome.err


def test_an_outlet_that_is_not_there_is_proposed_and_made(site: SiteBuilder) -> None:
    site.briefing()
    outcome = site.brief("source", "add", "one", NEWS)
    assert outcome.code == 2
    assert 'There is no outlet of The Agency yet. Give --outlet "the-agency"' in outcome.err
    assert not (site.root / "content/outlets/the-agency.md").exists()
    outcome = site.brief("source", "add", "one", NEWS, "--outlet", "agency")
    assert outcome.code == 2
    assert 'content/outlets/agency.md would be written. Give --outlet-title "The Agency"' in outcome.err
    assert site.brief("source", "add", "one", NEWS, "--outlet", "agency", "--outlet-title", "The: Agency").code == 0
    text = (site.root / "content/outlets/agency.md").read_text()
    assert text == '---\ntitle: "The: Agency"\nurl: https://agency.example/\n---\n'
    assert [found["code"] for found in site.check().faults] == ["uncited-source"]


def test_yes_takes_what_is_proposed(site: SiteBuilder) -> None:
    assert added(site, NEWS, "--yes")["outlet"] == "the-agency"
    assert (site.root / "content/outlets/the-agency.md").is_file()


def test_the_first_outlet_makes_its_folder(site: SiteBuilder) -> None:
    site.briefing(sources=None, status="draft")
    (site.root / "content/outlets/tass.md").unlink()
    (site.root / "content/outlets").rmdir()
    assert site.brief("source", "add", "one", NEWS, "--yes").code == 0
    assert (site.root / "content/outlets/the-agency.md").is_file()


def test_an_outlet_whose_file_is_broken_is_not_written_over(site: SiteBuilder) -> None:
    broken = site.write("content/outlets/the-agency.md", "---\ntitle: [\n---\n")
    site.briefing()
    outcome = site.brief("source", "add", "one", NEWS, "--yes")
    assert broken.read_text() == "---\ntitle: [\n---\n"
    assert "agency-example" in outcome.err
    assert (
        site.brief("source", "add", "one", str(PAGES / "plain.html"), "--url", URL + "2", "--outlet", "the-agency").code
        == 0
    )


def test_ids_are_short_and_unique(site: SiteBuilder) -> None:
    site.briefing()
    for number in range(4):
        url = f"https://tass.com/{number}"
        assert site.brief("source", "add", "one", NEWS, "--outlet", "tass", "--url", url).code == 0
    assert [source["id"] for source in sources(site)] == [
        "tass",
        "tass-2022",
        "tass-2022-2",
        "tass-2022-3",
        "tass-2022-4",
    ]


def test_a_document_that_the_briefing_has_is_not_added_again(site: SiteBuilder) -> None:
    path = site.briefing(sources=[SOURCE | {"url": f"http://www.{URL.removeprefix('https://')}/?utm_source=x"}])
    before = path.read_bytes()
    outcome = site.brief("source", "add", "one", NEWS)
    assert outcome.code == 0
    assert outcome.out == ""
    assert "has it already: cite it as [@tass]" in outcome.err
    assert path.read_bytes() == before


def test_a_document_without_an_address_is_known_again_too(site: SiteBuilder) -> None:
    site.briefing(sources=[{"id": "m", "outlet": "tass", "title": "Minutes of the committee", "where": "The archive"}])
    page = str(PAGES / "plain.html")
    outcome = site.brief("source", "add", "one", page, "--outlet", "tass", "--where", "the archive")
    assert "has it already: cite it as [@m]" in outcome.err


def test_a_document_that_another_briefing_cites_is_described_as_there(site: SiteBuilder) -> None:
    there = {
        "id": "rules",
        "outlet": "tass",
        "title": "The rules, as explained",
        "url": f"{URL}/",
        "published": "2022-03",
        "lang": "en",
    }
    site.briefing("two", "Text [@rules].", sources=[there | {"rating": "A1"}])
    found = added(site, NEWS)
    assert found == there | {"author": ["Jane Doe", "John Roe"]}
    assert "source-spelling" not in {fault["code"] for fault in site.check().faults}


def test_several_pages_are_added_at_once_or_none(site: SiteBuilder) -> None:
    site.outlet("gazette", title="Газета")
    before = site.briefing().read_bytes()
    wrong = site.brief("source", "add", "one", NEWS, str(PAGES / "plain.html"), "--outlet", "tass")
    assert wrong.code == 2
    assert (site.root / "content/briefings/one.md").read_bytes() == before
    outcome = site.brief("source", "add", "one", NEWS, str(PAGES / "single.html"), NEWS, "--yes")
    assert outcome.code == 0
    assert outcome.out == "[@the-agency]\n[@gazette]\n"
    assert "cite it as [@the-agency]" in outcome.err
    assert "--title is of one source" in site.brief("source", "add", "one", NEWS, NEWS, "--title", "T").err


def test_a_dry_run_shows_the_difference_and_changes_nothing(site: SiteBuilder) -> None:
    site.briefing()
    before = tree(site.root)
    outcome = site.brief("source", "add", "one", NEWS, "--yes", "--dry-run")
    assert outcome.code == 0
    assert "+- id: the-agency" in outcome.err
    assert f"+  url: {URL}" in outcome.err
    assert "+++ content/outlets/the-agency.md" in outcome.err
    assert "Nothing was changed." in outcome.err
    assert tree(site.root) == before


def test_comments_order_line_ends_and_mark_stay(site: SiteBuilder) -> None:
    text = (
        '\ufeff---\ntitle: One # mine\nsources:  # all\n  - id: tass   # first\n    title: "T"\n    outlet: tass\n    where: x\n'
        "    # to be dated\n\n# the rest\ndate: 2026-01-02\nsummary: S\ntags: [interpol]\n---\n\nText [@tass].\n"
    ).replace("\n", "\r\n")
    path = site.write("content/briefings/one.md", text)
    assert site.brief("source", "add", "one", NEWS, "--outlet", "tass").code == 0
    new = (
        '\n  - id: tass-2022\n    title: "Ministry explains its rules: “nothing new”"\n    outlet: tass\n'
        f"    url: {URL}\n    published: 2022-03-10\n    lang: en\n    author: [Jane Doe, John Roe]"
    ).replace("\n", "\r\n")
    assert path.read_bytes().decode() == text.replace("# to be dated", f"# to be dated{new}")


def test_what_brief_new_begins_can_be_added_to(site: SiteBuilder) -> None:
    assert site.brief("new", "Begun", "--tag", "interpol").code == 0
    assert site.brief("source", "add", "begun", NEWS, "--outlet", "tass").code == 0
    (path,) = (site.root / "content/briefings").glob("*-begun.md")
    text = path.read_text()
    assert "sources:\n  - id: tass\n    outlet: tass\n    title:" in text
    assert "#  - id: tass       # cite it in the text as [@tass]" in text


@pytest.mark.parametrize("name", ["one", "content/briefings/one.md", "briefings/one.md", "one.md"])
def test_a_briefing_is_named_by_slug_or_path(site: SiteBuilder, name: str) -> None:
    site.briefing()
    assert site.brief("source", "add", name, NEWS, "--yes").code == 0


def test_a_briefing_is_found_from_the_folder_it_is_in(site: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    site.briefing("ru/one")
    monkeypatch.chdir(site.root / "content/briefings/ru")
    assert site.brief("source", "add", "one.md", NEWS, "--yes").code == 0


def test_a_briefing_that_is_not_there_is_met_with_the_nearest(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru"])
    site.briefing("neutrality")
    site.briefing("ru/neutrality", lang="ru")
    assert "Did you mean `neutrality`?" in site.brief("source", "add", "neutralty", NEWS).err
    assert "stands for several" in site.brief("source", "add", "neutrality", NEWS).err
    site.write("content/briefings/broken.md", "---\ntitle: [\n---\n")
    assert "`brief check` shows them" in site.brief("source", "add", "broken", NEWS).err


def test_a_briefing_that_says_why_it_has_no_source_is_left_alone(site: SiteBuilder) -> None:
    site.briefing(sources=None, unsourced="why")
    assert "take `unsourced` out first" in site.brief("source", "add", "one", NEWS, "--yes").err


def test_faults_elsewhere_keep_nobody_from_adding(site: SiteBuilder) -> None:
    site.write("content/briefings/broken.md", "---\ntitle: [\n---\n")
    site.briefing(tags=["nobody"], summary=None)
    assert site.brief("source", "add", "one", NEWS, "--yes").code == 0


def test_front_matter_that_cant_be_added_to_safely_is_left_and_the_entry_shown(site: SiteBuilder) -> None:
    text = "---\n{title: One, date: 2026-01-02, summary: S, tags: [interpol], sources: [  # none\n]}\n---\n"
    path = site.write("content/briefings/one.md", text)
    outcome = site.brief("source", "add", "one", NEWS, "--yes")
    assert outcome.code == 2
    assert "Add it by hand" in outcome.err
    assert f"    url: {URL}" in outcome.err
    assert path.read_text() == text


def test_what_is_pasted_is_read(site: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(NEWS).read_bytes())))
    assert added(site, "-", "--yes")["url"] == URL
