"""`brief check --external` against real servers on this machine."""

import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from brief.external import health
from brief.external.guarding import is_public
from brief.external.probing import Answer, Limits, Outcome, is_certificate_fault, probe
from brief.model import Health
from tests.external.hosts import Host, in_turn, status
from tests.sites import SOURCE, SiteBuilder

FAST = Limits(timeout=5, pause=0, allow_private=True)
TODAY = date(2026, 11, 24)


@pytest.fixture
def host() -> Iterator[Host]:
    running = Host()
    yield running
    running.stop()


def _ask(site: SiteBuilder, *arguments: str) -> list[dict[str, Any]]:
    outcome = site.check("--external", "--allow-private", *arguments)
    assert outcome.code == 0, outcome.err
    known = {"dead-link", "moved-link", "unreachable", "private-address"}
    return [found for found in outcome.diagnostics if found["code"] in known]


@pytest.fixture
def asking(site: SiteBuilder, host: Host) -> Callable[..., None]:
    """A site with a briefing whose source lies at a path of `host`."""

    def write(path: str = "/report", **source: str) -> None:
        site.settings("[check]\npause_seconds = 0\ntimeout_seconds = 5")
        site.briefing("one", sources=[SOURCE | {"url": host.url + path} | source])

    return write


def test_a_profile_tells_how_long_other_hosts_took(asking: Callable[..., None], site: SiteBuilder) -> None:
    asking()
    told = site.brief("check", "--external", "--allow-private", "--profile").err
    (row,) = [line.split() for line in told.splitlines() if line.rstrip().endswith("asking other hosts")]
    assert row[2] == "1"
    assert told.index("asking other hosts") < told.index("Addresses asked: 1;")


def test_a_host_that_refuses_head_is_asked_for_the_page(host: Host) -> None:
    host.answers["/a"] = in_turn(status(405), status(200))
    host.answers["/b"] = in_turn(status(404), status(200))
    found = probe([f"{host.url}/a", f"{host.url}/b", f"{host.url}/c"], FAST)
    assert [outcome.answer for outcome in found.values()] == [Answer.ALIVE] * 3
    assert ("GET", "/c") not in host.asked
    assert host.asked.count(("GET", "/a")) == 1


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        (404, Answer.GONE),
        (410, Answer.GONE),
        (403, Answer.UNCERTAIN),
        (401, Answer.UNCERTAIN),
        (500, Answer.FAILING),
        (204, Answer.ALIVE),
    ],
)
def test_what_an_answer_means(host: Host, code: int, answer: Answer) -> None:
    host.answers["/a"] = status(code)
    assert probe([f"{host.url}/a"], FAST)[f"{host.url}/a"].answer is answer


def test_a_host_is_asked_one_thing_at_a_time_and_again_when_it_stumbles(host: Host) -> None:
    host.answers["/0"] = in_turn(status(503, Retry_After="0"), status(503, Retry_After="0"), status(200))
    host.answers["/1"] = status(429, Retry_After="3600")
    found = probe([f"{host.url}/{number}" for number in range(12)], FAST)
    assert host.most_at_once == 1
    assert found[f"{host.url}/0"].answer is Answer.ALIVE
    assert found[f"{host.url}/1"].answer is Answer.FAILING
    assert len([path for _, path in host.asked if path == "/1"]) == 2, "who asks for an hour gets it"


def test_a_host_that_never_answers_does_not_hold_the_others(host: Host) -> None:
    done = threading.Event()

    def wait(_: BaseHTTPRequestHandler) -> None:
        done.wait(60)

    host.answers["/slow"] = wait
    try:
        found = probe([f"{host.url}/slow"], Limits(timeout=0.2, pause=0, allow_private=True))
    finally:
        done.set()
    assert found[f"{host.url}/slow"] == Outcome(Answer.FAILING, "no answer in time")


def test_redirects_are_followed_and_those_for_good_are_told(host: Host) -> None:
    host.answers["/a"] = status(301, Location="/b")
    host.answers["/b"] = status(308, Location="/c")
    host.answers["/d"] = status(302, Location="/c")
    host.answers["/loop"] = status(302, Location="/loop")
    found = probe([f"{host.url}/{name}" for name in ("a", "d", "loop")], FAST)
    assert found[f"{host.url}/a"].moved_to == f"{host.url}/c"
    assert found[f"{host.url}/d"] == Outcome(Answer.ALIVE, "the host answers 200", None)
    assert found[f"{host.url}/loop"].answer is Answer.FAILING


def test_a_host_that_can_not_prove_who_it_is_is_there_all_the_same(host: Host) -> None:
    """The fault as it comes from below, and one of a host that speaks no TLS at all, which is another."""
    fault = ConnectionError("handshake")
    fault.__cause__ = ssl.SSLCertVerificationError("self-signed certificate")
    assert is_certificate_fault(fault)
    assert not is_certificate_fault(ConnectionError("refused"))
    address = host.url.replace("http:", "https:") + "/"
    assert probe([address], FAST)[address].answer is Answer.FAILING


def test_private_addresses_are_not_asked(host: Host) -> None:
    port = host.url.rpartition(":")[2]
    names = ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f000001", "2130706433", "127.1", "[::1]"]
    addresses = [f"http://{name}:{port}/" for name in names]
    found = probe(addresses, Limits(timeout=2, pause=0))
    assert {outcome.answer for outcome in found.values()} <= {Answer.PRIVATE, Answer.UNCERTAIN}
    assert found[addresses[0]].answer is Answer.PRIVATE
    assert host.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [("8.8.8.8", True), ("10.0.0.1", False), ("169.254.169.254", False), ("100.64.0.1", False), ("::ffff:10.0.0.1", False),
     ("64:ff9b::a00:1", False), ("64:ff9b::808:808", True), ("2002:a00:1::", False), ("fe80::1%eth0", False), ("fd00::1", False),
     ("2606:4700::1", True), ("0.0.0.0", False), ("224.0.0.1", False)],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) == public


def test_a_redirect_into_the_private_network_is_not_followed(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    port = host.url.rpartition(":")[2]
    monkeypatch.setattr("brief.external.guarding.is_public", lambda address: address == "127.0.0.1")
    host.answers["/"] = status(302, Location=f"http://[::1]:{port}/secret")
    found = probe([f"{host.url}/"], Limits(timeout=2, pause=0))
    assert found[f"{host.url}/"].answer is Answer.PRIVATE
    assert {path for _, path in host.asked} == {"/"}


def test_a_dead_source_is_told_at_its_line_and_its_copy_with_it(
    site: SiteBuilder, host: Host, asking: Callable[..., None]
) -> None:
    host.answers["/report"] = status(404)
    asking(accessed="2026-01-05")
    (found,) = _ask(site, "--strict")
    assert (found["code"], found["severity"], found["path"], found["line"]) == (
        "dead-link",
        "warning",
        "content/briefings/one.md",
        11,
    )
    assert f"https://web.archive.org/web/20260105/{host.url}/report" in found["hint"]
    asking(archived=f"{host.url}/web/20260104120000/{host.url}/report")
    (found,) = _ask(site)
    assert "leads to the archived copy" in found["hint"]
    site.build()
    page = site.page_at("briefings/one/")
    link = next(link for link in page.all("a", rel="external") if "data-originalurl" in link)
    assert link["href"] == link["data-versionurl"] == f"{host.url}/web/20260104120000/{host.url}/report"
    assert link["data-originalurl"] == f"{host.url}/report"
    assert link["data-versiondate"] == "2026-01-04"
    assert "the title leads to the archived copy" in page.text
    host.answers["/report"] = status(200)
    (site.root / ".brief/external.sqlite").unlink()
    assert _ask(site) == []
    assert not (site.root / "content/health.toml").exists()


def test_what_was_asked_lately_is_not_asked_again(site: SiteBuilder, host: Host, asking: Callable[..., None]) -> None:
    asking()
    site.briefing("two", sources=[SOURCE | {"url": f"{host.url}/report"}])
    assert _ask(site) == []
    assert host.asked == [("HEAD", "/report")]
    assert _ask(site) == []
    assert len(host.asked) == 1
    (site.root / ".brief/external.sqlite").write_bytes(b"no database")
    assert _ask(site) == []
    assert len(host.asked) == 2


def test_without_leave_nothing_private_is_asked(site: SiteBuilder, host: Host, asking: Callable[..., None]) -> None:
    asking()
    outcome = site.check("--external", "--strict")
    assert outcome.code == 0
    assert outcome.only("private-address")["line"] == 11
    assert host.asked == []


def test_a_source_that_moved_for_good_is_a_note(site: SiteBuilder, host: Host, asking: Callable[..., None]) -> None:
    host.answers["/report"] = status(301, Location="/new")
    asking()
    (found,) = _ask(site)
    assert (found["code"], found["severity"]) == ("moved-link", "note")
    assert f"url: {host.url}/new" in found["hint"]
    assert "/new" in (site.root / "content/health.toml").read_text()
    site.build()


def test_an_address_is_dead_when_it_says_so_or_has_long_been_silent() -> None:
    gone, failing, alive = (Outcome(answer) for answer in (Answer.GONE, Answer.FAILING, Answer.ALIVE))
    good = date(2026, 11, 1)
    dead = health.after(None, gone, TODAY, good)
    assert dead == Health(TODAY, TODAY, good)
    first = health.after(None, failing, TODAY, None)
    assert first == Health(TODAY)
    assert health.after(first, failing, TODAY + timedelta(days=2), None) == first
    assert health.after(first, failing, TODAY + timedelta(days=3), None) == Health(TODAY, TODAY)
    assert health.after(dead, alive, TODAY, None) is None
    assert health.after(dead, Outcome(Answer.UNCERTAIN), TODAY, None) == dead


def test_the_health_file_is_read_as_it_was_written_and_its_faults_are_told(site: SiteBuilder) -> None:
    known = {'example.org/"a"': Health(TODAY, TODAY, None, "https://e.org/x"), "b": Health(TODAY)}
    health.write(site.root, known)
    from brief.reading.health import read  # noqa: PLC0415

    assert read(site.root) == (known, [])
    before = (site.root / "content/health.toml").stat().st_mtime_ns
    health.write(site.root, dict(reversed(known.items())))
    assert (site.root / "content/health.toml").stat().st_mtime_ns == before
    for text in (b"x = [", b"\xff"):
        site.write("content/health.toml", text)
        assert site.check().only("bad-health")["path"] == "content/health.toml"
    site.write("content/health.toml", '[sources."a"]\nfirst_dead = "soon"\n')
    assert site.check().only("bad-date")["path"] == "content/health.toml"


def test_the_cache_can_not_be_kept_and_nothing_fails(site: SiteBuilder, asking: Callable[..., None]) -> None:
    asking()
    Path(site.root / ".brief").write_text("a file in its place")
    assert _ask(site) == []
