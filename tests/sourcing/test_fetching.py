"""Sources by their address: fetched within limits, from public hosts, and copies told from what they are copies of."""

import gzip
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from brief.sourcing.mementos import as_kept
from tests.external.hosts import Answerer, Host, status
from tests.sites import SiteBuilder
from tests.sourcing.test_pages import PAGES, added, sources

TITLE = "<html lang=en><meta charset=utf-8><title>A title</title>"
WAYBACK = "https://web.archive.org/web/20220310120000/https://tass.com/politics/1?x=y"


def page(content: bytes | str, content_type: str = "text/html; charset=utf-8", **headers: str) -> Answerer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        body = content.encode() if isinstance(content, str) else content
        handler.send_response(200)
        for name, value in {"Content-Type": content_type, "Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.fixture
def host() -> Iterator[Host]:
    running = Host()
    yield running
    running.stop()


def _today(zone: str = "UTC") -> str:
    return datetime.now(ZoneInfo(zone)).date().isoformat()


def test_a_page_is_fetched_and_dated_in_the_zone_of_the_site(site: SiteBuilder, host: Host) -> None:
    site.settings(timezone="Pacific/Kiritimati")
    host.answers["/a"] = status(302, Location="/b")
    host.answers["/b"] = page(
        gzip.compress("<title>Устав</title>".encode("cp1251")),
        "text/html; charset=windows-1251",
        Content_Encoding="gzip",
    )
    found = added(site, f"{host.url}/a", "--outlet", "tass", "--allow-private")
    assert found == {
        "id": "tass-2",
        "outlet": "tass",
        "title": "Устав",
        "url": f"{host.url}/b",
        "accessed": _today("Pacific/Kiritimati"),
    }


def test_a_page_of_another_host_as_its_own_address_is_not_believed(site: SiteBuilder, host: Host) -> None:
    host.answers["/a"] = page(f'{TITLE}<link rel=canonical href="https://elsewhere.example/b">')
    site.briefing()
    outcome = site.brief("source", "add", "one", f"{host.url}/a", "--outlet", "tass", "--allow-private")
    assert outcome.code == 0
    assert sources(site)[-1]["url"] == f"{host.url}/a"
    assert "The page gives https://elsewhere.example/b as its address" in outcome.err


def test_the_front_page_is_not_the_address_of_all_pages(site: SiteBuilder, host: Host) -> None:
    host.answers["/a"] = page(f'{TITLE}<link rel=canonical href="/">')
    assert added(site, f"{host.url}/a", "--outlet", "tass", "--allow-private")["url"] == f"{host.url}/a"


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/", "http://localhost/", "http://[::1]/", "http://169.254.169.254/"]
)
def test_a_private_host_is_not_asked(site: SiteBuilder, address: str) -> None:
    before = site.briefing().read_bytes()
    outcome = site.brief("source", "add", "one", address, "--outlet", "tass", "--title", "T")
    assert outcome.code == 2
    assert "--allow-private" in outcome.err
    assert (site.root / "content/briefings/one.md").read_bytes() == before


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"x" * 1_000_000)
    except OSError:
        return


@pytest.mark.parametrize(
    ("path", "answer", "words"),
    [
        ("/gone", status(404), "answers 404"),
        ("/shut", status(403), "save the page in your browser"),
        ("/round", status(302, Location="/round"), "without end"),
        ("/away", status(302, Location="ftp://example.org/"), "no page of the web"),
        ("/endless", _endless, "larger than 64 MB"),
    ],
)
def test_what_cant_be_fetched_is_said_and_can_be_written_all_the_same(
    site: SiteBuilder, host: Host, path: str, answer: Answerer, words: str
) -> None:
    host.answers[path] = answer
    site.briefing()
    call = ["source", "add", "one", host.url + path, "--outlet", "tass", "--allow-private"]
    outcome = site.brief(*call)
    assert outcome.code == 2
    assert words in outcome.err
    assert "It has no title. Give --title" in outcome.err
    assert site.brief(*call, "--title", "T").code == 0
    assert sources(site)[-1] == {"id": "tass-2", "outlet": "tass", "title": "T", "url": host.url + path}


def test_a_document_that_is_no_page_is_not_taken_for_one(site: SiteBuilder, host: Host) -> None:
    host.answers["/a.pdf"] = page(b"%PDF-1.7 <title>no</title>", "application/pdf")
    site.briefing()
    call = ["source", "add", "one", f"{host.url}/a.pdf", "--outlet", "tass", "--allow-private"]
    assert "It has no title." in site.brief(*call).err
    assert site.brief(*call, "--title", "T").code == 0
    assert sources(site)[-1]["accessed"] == _today()


def test_without_the_network_the_address_of_a_copy_tells_enough(site: SiteBuilder) -> None:
    site.outlet("house", title="H", url="https://tass.com")
    found = added(site, WAYBACK, "--offline", "--title", "T")
    assert found == {
        "id": "house", "outlet": "house", "title": "T", "url": "https://tass.com/politics/1?x=y",
        "accessed": "2022-03-10", "archived": WAYBACK,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("address", "archived", "url", "accessed"),
    [
        ("https://web.archive.org/web/20220310120000id_/http://tass.com/1", "https://web.archive.org/web/20220310120000/http://tass.com/1", "http://tass.com/1", "2022-03-10"),
        ("http://web.archive.org/web/2022/tass.com/1", "http://web.archive.org/web/2022/tass.com/1", "http://tass.com/1", None),
        ("https://archive.ph/20220310120000/https:/tass.com/1", "https://archive.ph/20220310120000/https:/tass.com/1", "https://tass.com/1", "2022-03-10"),
        ("https://archive.today/2022.03.10-120000/https://tass.com/1", "https://archive.today/2022.03.10-120000/https://tass.com/1", "https://tass.com/1", "2022-03-10"),
        ("https://webarchive.nationalarchives.gov.uk/ukgwa/20220310120000mp_/https://tass.com/1", "https://webarchive.nationalarchives.gov.uk/ukgwa/20220310120000/https://tass.com/1", "https://tass.com/1", "2022-03-10"),
        ("https://arquivo.pt/wayback/20220310120000/https://tass.com/1", "https://arquivo.pt/wayback/20220310120000/https://tass.com/1", "https://tass.com/1", "2022-03-10"),
    ],
)  # fmt: skip
def test_addresses_of_copies(site: SiteBuilder, address: str, archived: str, url: str, accessed: str | None) -> None:
    found = added(site, address, "--offline", "--outlet", "tass", "--title", "T")
    assert (found["archived"], found["url"], found.get("accessed")) == (archived, url, accessed)


def test_a_list_of_copies_is_none(site: SiteBuilder) -> None:
    site.briefing()
    outcome = site.brief("source", "add", "one", "https://web.archive.org/web/2022*/https://tass.com/1", "--title", "T")
    assert outcome.code == 2
    assert "choose one" in outcome.err


def test_the_wayback_machine_is_asked_for_the_page_without_its_bar() -> None:
    assert as_kept(WAYBACK) == WAYBACK.replace("120000/", "120000id_/")
    assert as_kept("https://tass.com/1") == "https://tass.com/1"


def test_a_copy_is_fetched_and_its_links_are_those_of_the_original(site: SiteBuilder, host: Host) -> None:
    copy = "/web/20220310120000/https://tass.com/politics/1"
    host.answers[copy] = page(
        f'{TITLE}<link rel=canonical href="{host.url}/web/20220310120000/https://tass.com/politics/1-a">'
    )
    found = added(site, host.url + copy, "--outlet", "tass", "--allow-private")
    assert found["url"] == "https://tass.com/politics/1-a"
    assert found["archived"] == host.url + copy
    assert found["accessed"] == "2022-03-10"


def test_a_host_that_says_that_it_keeps_copies_is_believed(site: SiteBuilder, host: Host) -> None:
    headers = {
        "Memento_Datetime": "Thu, 10 Mar 2022 12:00:00 GMT",
        "Link": '<https://tass.com/1>; rel="original", </t>; rel="timegate"',
    }
    host.answers["/AbC-1"] = page(TITLE, **headers)
    found = added(site, f"{host.url}/AbC-1", "--outlet", "tass", "--allow-private")
    assert (found["url"], found["archived"], found["accessed"]) == (
        "https://tass.com/1",
        f"{host.url}/AbC-1",
        "2022-03-10",
    )


def test_a_saved_copy_is_a_copy(site: SiteBuilder) -> None:
    path = site.write("page.html", f"<!-- saved from url=(0070){WAYBACK} -->{TITLE}")
    found = added(site, str(path), "--outlet", "tass")
    assert (found["url"], found["archived"], found["accessed"]) == (
        "https://tass.com/politics/1?x=y",
        WAYBACK,
        "2022-03-10",
    )


def test_a_short_name_of_archive_today_is_told_by_its_page(site: SiteBuilder) -> None:
    head = (
        "<!-- saved from url=(0020)https://archive.ph/AbCdE -->"
        '<link rel="canonical" href="https://archive.ph/AbCdE"/>'
        f'<link rel="bookmark" href="http://archive.today/20220310120000/https://tass.com/1"/>{TITLE}'
    )
    found = added(site, str(site.write("page.html", head)), "--outlet", "tass")
    assert (found["url"], found["archived"], found["accessed"]) == (
        "https://tass.com/1",
        "https://archive.ph/AbCdE",
        "2022-03-10",
    )


def test_a_page_with_a_bom_and_another_name_than_html_is_a_page(site: SiteBuilder) -> None:
    path = site.write("page.txt", b"\xef\xbb\xbf" + Path(PAGES / "news.html").read_bytes())
    assert added(site, str(path), "--outlet", "tass")["published"] == "2022-03-10"
