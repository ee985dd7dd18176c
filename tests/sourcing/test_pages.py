"""What pages say of themselves becomes a source, and no more than they say."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.sites import SiteBuilder

PAGES = Path(__file__).parent / "pages"


def sources(site: SiteBuilder, name: str = "one") -> list[dict[str, object]]:
    """The sources in a briefing's file, all values as texts."""
    text = (site.root / f"content/briefings/{name}.md").read_text("utf-8-sig")
    listed: list[dict[str, object]] = yaml.load(text[4 : text.index("\n---\n")], Loader=yaml.BaseLoader)["sources"]
    return listed


def added(site: SiteBuilder, *arguments: str) -> dict[str, object]:
    """The one source that a call adds."""
    site.briefing()
    before = len(sources(site))
    outcome = site.brief("source", "add", "one", *arguments)
    assert outcome.code == 0, outcome.err
    listed = sources(site)
    assert len(listed) == before + 1
    assert outcome.out == f"[@{listed[-1]['id']}]\n"
    return listed[-1]


@pytest.mark.parametrize(
    ("page", "outlet", "expected"),
    [
        (
            "news",
            {"title": "The Agency", "url": "https://www.agency.example/"},
            {
                "title": "Ministry explains its rules: “nothing new”",
                "url": "https://agency.example/politics/1420123",
                "published": "2022-03-10",
                "lang": "en",
                "author": ["Jane Doe", "John Roe"],
            },
        ),
        (
            "eli",
            {"title": "LexPortal", "url": "https://law.example/"},
            {
                "title": "Council Regulation (EU) No 833/2014 concerning restrictive measures",
                "url": "https://law.example/legal-content/EN/TXT/?uri=CELEX:32014R0833",
                "published": "2014-07-31",
                "lang": "en",
            },
        ),
        (
            "statute",
            {"title": "Statute Law Database"},
            {
                "title": "The Sanctions (Exit) Regulations 2019",
                "url": "http://www.statutes.example/uksi/2019/855/contents",
                "lang": "en",
            },
        ),
        (
            "journal",
            {"title": "Another name", "aliases": {"en": ["Journal of policing"]}},
            {
                "title": "Neutrality & its limits",
                "url": "https://journals.example/articles/182",
                "published": "2021-04",
                "lang": "en",
                "author": ["Jane Doe", "John Q. Roe"],
            },
        ),
        (
            "single",
            {"title": "The gazette", "names": {"ru": "Газета"}},
            {
                "title": "Указ подписан",
                "url": "https://gazette.example/2022/03/ukaz?id=5&from=mail#top",
                "published": "2022-03-10",
                "accessed": "2025-09-24",
                "lang": "ru",
            },
        ),
    ],
)
def test_a_saved_page_tells_what_it_is(
    site: SiteBuilder, page: str, outlet: Mapping[str, Any], expected: Mapping[str, object]
) -> None:
    site.outlet("house", **outlet)
    assert added(site, str(PAGES / f"{page}.html")) == {"id": "house", "outlet": "house"} | dict(expected)
    assert [found["code"] for found in site.check().faults] == ["uncited-source"]


def test_a_page_that_says_little_is_asked_about_and_nothing_is_made_up(site: SiteBuilder) -> None:
    before = site.briefing().read_bytes()
    outcome = site.brief("source", "add", "one", str(PAGES / "plain.html"))
    assert outcome.code == 2
    assert "It does not say where it can be found. Give --url" in outcome.err
    assert "It does not say who published it. Give --outlet" in outcome.err
    assert "--title" not in outcome.err
    assert (site.root / "content/briefings/one.md").read_bytes() == before


def test_what_a_person_says_goes_over_what_a_page_says(site: SiteBuilder) -> None:
    said = {
        "title": "Mine",
        "published": "2022~",
        "lang": "ru",
        "rating": "b2",
        "quote": 'He said: "no"',
        "id": "rules",
    }
    options = [part for key, value in said.items() for part in (f"--{key}", value)]
    found = added(site, str(PAGES / "news.html"), "--outlet", "TASS", "--author", "A. N. Other", *options)
    assert found["outlet"] == "tass"
    assert found["author"] == "A. N. Other"
    assert {key: found[key] for key in said} == said | {"rating": "B2"}


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--published", "yesterday", "EDTF"),
        ("--rating", "Z9", "Admiralty"),
        ("--lang", "English please", "BCP 47"),
        ("--url", "nowhere", "is not a web address"),
        ("--id", "two words", "can't be the id"),
        ("--id", "tass", "has a source `tass` already"),
        ("--outlet", "No Such", "Did you mean `no-such`"),
        ("--outlet", "tas", "Did you mean `tass`"),
    ],
)
def test_a_wrong_option_is_named_and_nothing_changes(site: SiteBuilder, option: str, value: str, words: str) -> None:
    before = site.briefing().read_bytes()
    outlet = [] if option == "--outlet" else ["--outlet", "tass"]
    outcome = site.brief("source", "add", "one", str(PAGES / "news.html"), *outlet, option, value)
    assert outcome.code == 2
    assert words in outcome.err
    assert "Nothing was changed." in outcome.err
    assert (site.root / "content/briefings/one.md").read_bytes() == before


DATES = [
    ("2022-03-10", "2022-03-10"),
    ("2022-03-10T23:59:00-08:00", "2022-03-10"),
    ("20220310", "2022-03-10"),
    ("20220310T101500Z", "2022-03-10"),
    ("2022-03-10 10:15:00", "2022-03-10"),
    ("2022/3/10", "2022-03-10"),
    ("2022/03/00", "2022-03"),
    ("2022-00-00", "2022"),
    ("10.03.2022", "2022-03-10"),
    ("10.03.2022 10:15", "2022-03-10"),
    ("13/03/2022", "2022-03-13"),
    ("03/13/2022", "2022-03-13"),
    ("03/03/2022", "2022-03-03"),
    ("Thu, 10 Mar 2022 10:15:00 GMT", "2022-03-10"),
    ("Thu Mar 10 2022 10:15:00 GMT+0100 (CET)", "2022-03-10"),
    ("March 10th, 2022 at 9:30 p.m.", "2022-03-10"),
    ("Sept. 2022", "2022-09"),
    ("le 1er mars 2022", "2022-03-01"),
    ("10 марта 2022 г.", "2022-03-10"),
    ("2022年3月10日", "2022-03-10"),
    ("2022", "2022"),
    ("c. 1956", "1956~"),
    ("[1956?]", "1956?"),
    ("2022-03/2022-05", "2022-03/2022-05"),
]


@pytest.mark.parametrize(("written", "expected"), DATES)
def test_a_date_in_any_form_is_as_exact_as_it_was(site: SiteBuilder, written: str, expected: str) -> None:
    lang = "fr" if "mars" in written else "ru" if "марта" in written else "en"
    page = site.write("page.html", f'<html lang="{lang}"><title>T</title><meta name="date" content="{written}">')
    assert added(site, str(page), "--outlet", "tass", "--url", "https://tass.com/1")["published"] == expected


@pytest.mark.parametrize(
    "written",
    ["03/04/2022", "03-04-2022", "2021-22", "1646900000", "2022-02-30", "Updated 10 March 2022", "May or June 2022"],
)
def test_a_date_that_can_be_read_in_two_ways_is_not_guessed(site: SiteBuilder, written: str) -> None:
    site.briefing()
    page = site.write("page.html", f'<title>T</title><meta name="date" content="{written}">')
    call = ["source", "add", "one", str(page), "--outlet", "tass", "--url", "https://tass.com/1"]
    outcome = site.brief(*call)
    assert outcome.code == 2
    assert written in outcome.err
    assert "--published" in outcome.err
    assert site.brief(*call, "--published", "").code == 0
    assert "published" not in sources(site)[-1]


@pytest.mark.parametrize("filler", ["1970-01-01T00:00:00Z", "0001-01-01", ""])
def test_a_program_that_knows_no_date_is_not_believed(site: SiteBuilder, filler: str) -> None:
    page = site.write("page.html", f'<title>T</title><meta name="date" content="{filler}">')
    assert "published" not in added(site, str(page), "--outlet", "tass", "--url", "https://tass.com/1")


def test_letters_are_read_in_the_encoding_that_the_page_names(site: SiteBuilder) -> None:
    page = '<meta charset="windows-1251"><title>Устав</title>'
    path = site.write("page.html", page.encode("cp1251"))
    assert added(site, str(path), "--outlet", "tass", "--url", "https://tass.com/1")["title"] == "Устав"


def test_a_page_that_names_no_encoding_is_doubted(site: SiteBuilder) -> None:
    site.briefing()
    path = site.write("page.html", "<title>Устав</title>".encode("cp1251"))
    outcome = site.brief("source", "add", "one", str(path), "--outlet", "tass", "--url", "https://tass.com/1")
    assert "look whether its letters are right" in outcome.err


@pytest.mark.parametrize(("content", "words"), [(b"", "empty"), (b" \n", "empty")])
def test_what_is_no_page_is_said_to_be_none(site: SiteBuilder, content: bytes, words: str) -> None:
    site.briefing()
    outcome = site.brief("source", "add", "one", str(site.write("x.html", content)))
    assert outcome.code == 2
    assert words in outcome.err


def test_a_file_that_is_not_there_and_a_folder_are_named(site: SiteBuilder) -> None:
    site.briefing()
    assert "There is no such file." in site.brief("source", "add", "one", "nowhere.html").err
    assert "It is a folder" in site.brief("source", "add", "one", str(site.root)).err
