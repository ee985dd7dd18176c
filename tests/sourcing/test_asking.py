"""At a terminal, what is not certain is asked, and nothing is done that a person has not seen."""

import pytest

from tests.sites import SiteBuilder, tree
from tests.sourcing.test_pages import PAGES, sources
from tests.terminal import PROGRAM, Session, in_conversation

NEWS = str(PAGES / "news.html")


def _talk(site: SiteBuilder, *arguments: str, answers: list[tuple[str, str]]) -> Session:
    return in_conversation([PROGRAM, "source", "add", "one", *arguments, "--site", str(site.root)], answers)


def test_an_outlet_that_is_not_there_is_offered_with_its_names(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru"])
    site.briefing()
    session = _talk(
        site,
        NEWS,
        answers=[
            ("Outlet (id or name) [the-agency]", "agency"),
            ("What the outlet is called [The Agency]", ""),
            ("called in `ru`", "Агентство"),
            ("Add this?", "y"),
        ],
    )
    assert session.code == 0, session.written
    assert "There is no outlet of The Agency yet." in session.written
    text = (site.root / "content/outlets/agency.md").read_text()
    assert text == "---\ntitle: The Agency\nnames: {ru: Агентство}\nurl: https://agency.example/\n---\n"
    assert sources(site)[-1]["id"] == "agency"
    assert "[@agency]" in session.written
    assert [found["code"] for found in site.check().faults] == ["uncited-source"]


def test_the_entry_is_seen_before_it_is_written(site: SiteBuilder) -> None:
    site.outlet("agency", title="The Agency")
    site.briefing()
    before = tree(site.root)
    session = _talk(site, NEWS, answers=[("Add this?", "n")])
    assert session.code == 0
    assert "+- id: agency" in session.written
    assert "Nothing was changed." in session.written
    assert tree(site.root) == before


def test_who_goes_away_leaves_all_as_it_was(site: SiteBuilder) -> None:
    site.briefing()
    before = tree(site.root)
    session = _talk(site, NEWS, answers=[("Outlet", "\x04")])
    assert session.code == 130
    assert tree(site.root) == before


def test_what_a_page_does_not_say_is_asked_and_asked_again_where_it_is_wrong(site: SiteBuilder) -> None:
    site.briefing()
    page = site.write("page.html", "<p>Nothing at all.</p>")
    session = _talk(
        site,
        str(page),
        answers=[
            ("in words where it is kept", "A box in the archive"),
            ("Title", "A letter"),
            ("Published", "long ago"),
            ("Published", "1956~"),
            ("Outlet", "tas"),
            ("What the outlet is called", "\x15TASS again"),
            ("Add this?", "y"),
        ],
    )
    assert session.code == 0, session.written
    assert "is not a date in EDTF" in session.written
    assert "Did you mean `tass`?" in session.written
    assert sources(site)[-1] == {
        "id": "tas", "outlet": "tas", "title": "A letter", "where": "A box in the archive", "published": "1956~",
    }  # fmt: skip


def test_a_date_that_can_be_two_is_a_question(site: SiteBuilder) -> None:
    site.briefing()
    page = site.write("page.html", '<title>T</title><meta name="date" content="03/04/2022">')
    call = (str(page), "--outlet", "tass", "--url", "https://tass.com/1")
    session = _talk(site, *call, answers=[("Published", "2022-04-03"), ("Add this?", "y")])
    assert "`03/04/2022` can be 2022-04-03 or 2022-03-04." in session.written
    assert sources(site)[-1]["published"] == "2022-04-03"


def test_references_are_listed_and_chosen(site: SiteBuilder) -> None:
    site.briefing()
    file = str(PAGES.parent / "references" / "mixed.ris")
    session = _talk(site, file, "--outlet", "tass", answers=[("Which", "un-9, 1"), ("Add this?", "y")])
    assert session.code == 0, session.written
    assert "1  1  2021  Neutrality and its limits" in session.written
    assert [source["id"] for source in sources(site)] == ["tass", "tass-1998", "tass-2021"]


def test_what_is_pasted_at_a_terminal_is_followed_by_questions(site: SiteBuilder) -> None:
    site.briefing()
    reference = "TY  - RPRT\nTI  - Pasted\nUR  - https://tass.com/1\nPY  - 2020\nER  -\n\x04"
    session = _talk(site, "-", answers=[("end with Ctrl+D", reference), ("Outlet", "tass"), ("Add this?", "y")])
    assert session.code == 0, session.written
    assert sources(site)[-1]["title"] == "Pasted"


def test_yes_asks_nothing(site: SiteBuilder) -> None:
    site.briefing()
    session = _talk(site, NEWS, "--yes", answers=[])
    assert session.code == 0
    assert "[y/N]" not in session.written
    assert sources(site)[-1]["outlet"] == "the-agency"


@pytest.mark.parametrize("shown", ["\x1b[2J\x1b]0;x\x07Title", "\u202eTitle"])
def test_no_page_moves_the_cursor_of_who_reads_of_it(site: SiteBuilder, shown: str) -> None:
    site.briefing()
    head = f'<meta charset=utf-8><title>{shown}</title><link rel=canonical href="https://tass.com/1">'
    head += f'<meta property="og:site_name" content="{shown}"><meta name=date content="03/04/{shown}">'
    session = _talk(
        site, str(site.write("page.html", head)), answers=[("Published", ""), ("Outlet", "tass"), ("Add this?", "y")]
    )
    assert session.code == 0, session.written
    assert "\x1b[2J" not in session.written
    assert "\x1b]0" not in session.written
    assert "\u202e" not in session.written
