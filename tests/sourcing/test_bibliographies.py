"""Bibliographies, in the shapes that reference managers export."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.sites import SiteBuilder
from tests.sourcing.test_pages import added, sources

FILES = Path(__file__).parent / "references"


@pytest.mark.parametrize(
    ("file", "entry", "expected"),
    [
        (
            "zotero.bib",
            "doe_neutrality_2021",
            {
                "outlet": "journal",
                "title": "Neutrality of INTERPOL: étude & limits",
                "url": "https://doi.org/10.1000/xyz(2021)182",
                "published": "2021-04",
                "accessed": "2022-03-11",
                "lang": "en",
                "author": ["Jane Doe", "John von der Roe Jr", "World Police Union"],
            },
        ),
        (
            "zotero.bib",
            "2",
            {
                "outlet": "ministry",
                "title": "Rules explained: What is new",
                "url": "https://ministry.example/rules",
                "published": "2022-03-10",
                "accessed": "2022-03-10",
                "archived": "https://web.archive.org/web/20220310120000/https://ministry.example/rules",
                "lang": "ru",
            },
        ),
        (
            "zotero.bib",
            "roe1956",
            {
                "outlet": "press",
                "title": "A History",
                "where": "Old Press, Lyon",
                "published": "1956",
                "author": "A. Roe",
            },
        ),
        (
            "zotero.bib",
            "last",
            {"outlet": "last", "title": "Last", "url": "https://last.example/~x", "published": "2020-03-05"},
        ),
        (
            "mixed.ris",
            "1",
            {
                "outlet": "journal",
                "title": "Neutrality and its limits",
                "url": "https://doi.org/10.1000/182",
                "published": "2021-04",
                "accessed": "2022-03-11",
                "lang": "en",
                "author": ["Jane Doe", "John Roe Jr."],
            },
        ),
        (
            "mixed.ris",
            "un-9",
            {
                "outlet": "united",
                "title": "Report of the committee",
                "where": "United Police, Lyon, Box 4",
                "published": "1998",
                "author": "Committee on Files",
            },
        ),
        (
            "zotero.json",
            "doe2021",
            {
                "outlet": "journal",
                "title": "Neutrality in practice",
                "url": "https://doi.org/10.1000/182",
                "published": "2021-04-07",
                "accessed": "2022-03-11",
                "lang": "fr",
                "author": ["Vincent van Gogh", "World Police Union"],
            },
        ),
        (
            "zotero.json",
            "season",
            {
                "outlet": "united",
                "title": "Spring report",
                "url": "https://united.example/spring",
                "published": "2020-21",
                "archived": "https://web.archive.org/web/20200601000000/https://united.example/spring",
            },
        ),
        (
            "zotero.json",
            "span",
            {"outlet": "press", "title": "A chapter", "where": "Old Press, A book, p. 7-9", "published": "1956~/1958~"},
        ),
        (
            "zotero.json",
            "words",
            {"outlet": "tass", "title": "In words", "url": "https://tass.com/9", "published": "2022-03-10"},
        ),
    ],
)
def test_a_reference_becomes_a_source(site: SiteBuilder, file: str, entry: str, expected: Mapping[str, Any]) -> None:
    site.outlet("journal", title="Journal of Policing")
    site.outlet("ministry", title="Ministry of the Interior")
    site.outlet("press", title="Old Press")
    site.outlet("united", title="United Police")
    site.outlet("last", title="L", url="https://last.example/")
    site.outlet("tass", title="TASS", url="https://tass.com/")
    found = added(site, str(FILES / file), "--entry", entry)
    found.pop("id")
    assert found == expected
    assert [fault["code"] for fault in site.check().faults] == ["uncited-source"]


def test_of_several_references_one_has_to_be_chosen(site: SiteBuilder) -> None:
    site.briefing()
    outcome = site.brief("source", "add", "one", str(FILES / "mixed.ris"))
    assert outcome.code == 2
    assert "There are 2 entries" in outcome.err
    assert "2  un-9  1998  Report of the committee" in outcome.err
    outcome = site.brief("source", "add", "one", str(FILES / "mixed.ris"), "--entry", "un9")
    assert "There is no entry `un9`" in outcome.err
    assert "Did you mean `un-9`?" in outcome.err
    outcome = site.brief("source", "add", "one", str(FILES / "mixed.ris"), "--entry", "all", "--outlet", "tass")
    assert outcome.out == "[@tass-2021]\n[@tass-1998]\n"


def test_references_that_cant_be_read_are_counted(site: SiteBuilder) -> None:
    site.briefing()
    outcome = site.brief("source", "add", "one", str(FILES / "zotero.bib"), "--entry", "last", "--outlet", "tass")
    assert "1 further reference can't be read." in outcome.err
    outcome = site.brief("source", "add", "one", str(FILES / "zotero.json"), "--entry", "words", "--outlet", "tass")
    assert "1 further reference can't be read." in outcome.err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[1, 2]", "none of it is a reference"),
        (b"[{", "can't be read"),
        (b"[" * 100_000, "CSL-JSON"),
        (b"@article{x, title={never closed", "no entry in it can be read"),
        (b"TY  - ", "no reference in it can be read"),
        ("@misc{x, title={Устав}}".encode("cp1251"), "not in UTF-8"),
        (b"Just words that say nothing.", "It is no page, and no BibTeX, RIS or CSL-JSON."),
        (b"%PDF-1.7", "It is a PDF"),
        (b"PK\x03\x04", "office document"),
    ],
)
def test_what_is_no_bibliography_is_said_to_be_none(site: SiteBuilder, content: bytes, words: str) -> None:
    before = site.briefing().read_bytes()
    outcome = site.brief("source", "add", "one", str(site.write("x", content)), "--yes")
    assert outcome.code == 2
    assert words in outcome.err
    assert (site.root / "content/briefings/one.md").read_bytes() == before


def test_a_reference_without_a_place_is_asked_for_one(site: SiteBuilder) -> None:
    site.briefing()
    path = site.write("x.bib", "@misc{x, title={Only a title}, year={s. d.}}")
    outcome = site.brief("source", "add", "one", str(path), "--outlet", "tass")
    assert outcome.code == 2
    assert "It does not say where it can be found. Give --url" in outcome.err
    assert "Its date is not clear" in outcome.err
    assert (
        site.brief("source", "add", "one", str(path), "--outlet", "tass", "--where", "A box", "--published", "").code
        == 0
    )
    assert sources(site)[-1] == {"id": "tass-2", "outlet": "tass", "title": "Only a title", "where": "A box"}


@pytest.mark.parametrize(
    "title",
    [r"\badcommand{x", "$ x^2 $ and \\begin{itemize}", "{" * 50 + "x" + "}" * 50, r"\input{/etc/passwd}", "a } b"],
)
def test_odd_latex_stops_nothing(site: SiteBuilder, title: str) -> None:
    site.briefing()
    path = site.write("x.bib", f"@misc{{x, title={{{title}}}, url={{https://tass.com/1}}}}\n@misc{{y, title={{Y}}}}")
    outcome = site.brief("source", "add", "one", str(path), "--entry", "1", "--outlet", "tass", "--published", "")
    assert outcome.code in {0, 2}
    assert "root:" not in (site.root / "content/briefings/one.md").read_text()
    assert not site.check().code


def test_an_mhtml_file_is_the_page_in_it(site: SiteBuilder) -> None:
    text = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://tass.com/1\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--x"\r\n\r\n----x\r\n'
        "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://tass.com/1\r\n\r\n"
        '<html lang=3D"en"><meta charset=3D"utf-8"><title>Caf=C3=A9</title>\r\n\r\n----x--\r\n'
    )
    found = added(site, str(site.write("page.mhtml", text)), "--outlet", "tass")
    assert found == {"id": "tass-2", "outlet": "tass", "title": "Café", "url": "https://tass.com/1", "lang": "en"}
