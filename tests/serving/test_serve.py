"""`brief serve`, as a browser and a writer meet it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from urllib.parse import quote

import httpx
import pytest

from tests.pictures import file, photograph
from tests.serving.serving import DEADLINE, Events, Server
from tests.sites import SiteBuilder, tree


def test_pages_are_served_as_a_host_would(site: SiteBuilder) -> None:
    site.briefing("one")
    site.write("content/files/a.txt", "hello")
    with Server(site.root) as server:
        page = server.get("/briefings/one/")
        assert page.status_code == 200
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert page.headers["cache-control"] == "no-store"
        assert "Summary of one." in page.text
        assert page.text.count("/_brief/client.js") == 1
        assert server.get("/briefings/one").headers["location"] == "/briefings/one/"
        missing = server.get("/nowhere/")
        assert missing.status_code == 404
        assert "Page not found" in missing.text
        assert server.get("/files/a.txt").text == "hello"
        assert server.get("/_brief/client.js").headers["content-type"].startswith("text/javascript")
        assert server.get("/../site.toml").status_code == 404
        assert server.get("/%2e%2e/site.toml").status_code == 404


def test_a_site_below_a_path_is_served_there(site: SiteBuilder) -> None:
    site.settings(base_url="https://example.org/deep/archive")
    site.briefing("one")
    with Server(site.root) as server:
        assert server.address.endswith("/deep/archive")
        assert server.get("/").headers["location"] == "/deep/archive/"
        assert server.get("/deep/archive").headers["location"] == "/deep/archive/"
        assert server.get("/deep/archive/briefings/one/").status_code == 200
        assert server.get("/deep/archive/briefings/one?a=b").headers["location"] == "/deep/archive/briefings/one/?a=b"
        assert server.get("/briefings/one/").status_code == 404
        assert server.get("/deep/archives/").status_code == 404


def test_pictures_are_there_when_the_page_asks_for_them(site: SiteBuilder) -> None:
    """They are made behind the pages; a browser that comes first waits for them."""
    site.settings("[pictures]\nenabled = true", base_url="https://example.org/deep")
    site.write("content/files/map.jpg", file(photograph(600, 400), "JPEG", quality=92))
    site.briefing("one", "[@tass] ![A map](../files/map.jpg)")
    with Server(site.root) as server:
        html = server.get("/deep/briefings/one/").text
        found = set(re.findall(r"/deep(/assets/pictures/[^ \"]+)", html))
        kinds = {server.get(f"/deep{address}").headers["content-type"] for address in found}
        assert kinds == {"image/avif", "image/webp", "image/png"}
        site.write("content/files/map.jpg", file(photograph(600, 400, seed=2), "JPEG", quality=92))
        with Events(server) as events:
            events.until(ok=True, after=1)
        changed = set(re.findall(r"/deep(/assets/pictures/[^ \"]+)", server.get("/deep/briefings/one/").text))
        assert len(found - changed) == 4
        assert all(server.get(f"/deep{address}").status_code == 200 for address in changed)


def test_addresses_may_hold_any_letter(site: SiteBuilder) -> None:
    site.settings(base_url="https://example.org/the%20archive")
    site.briefing("one")
    site.write("content/files/имя ?#%.txt", "hello")
    with Server(site.root) as server:
        assert server.get("/").headers["location"] == "/the%20archive/"
        assert server.get("/the%20archive/briefings/one").headers["location"] == "/the%20archive/briefings/one/"
        assert server.get(f"/the%20archive/files/{quote('имя ?#%.txt')}").text == "hello"


def test_a_save_is_seen_and_only_its_page_changes(site: SiteBuilder) -> None:
    site.briefing("one")
    site.briefing("two")
    with Server(site.root) as server, Events(server) as events:
        first = events.until(ok=True)
        tags = {path: server.get(path).headers["etag"] for path in ("/briefings/one/", "/briefings/two/")}
        site.briefing("one", "Changed words [@tass].")
        events.until(ok=True, after=first["version"])
        assert "Changed words" in server.get("/briefings/one/").text
        assert server.get("/briefings/one/").headers["etag"] != tags["/briefings/one/"]
        assert server.get("/briefings/two/").headers["etag"] == tags["/briefings/two/"]


def test_a_fault_keeps_the_last_good_page_until_it_is_mended(site: SiteBuilder) -> None:
    site.briefing("one", "Good words [@tass].")
    with Server(site.root) as server, Events(server) as events:
        events.until(ok=True)
        site.briefing("one", "Bad words [@tsas].")
        state = events.until(ok=False)
        (found,) = [d for d in state["diagnostics"] if d["severity"] == "error"]
        assert (found["code"], found["path"], found["line"]) == ("unknown-citation", "content/briefings/one.md", 14)
        assert "Good words" in server.get("/briefings/one/").text
        site.briefing("one", "Better words [@tass].")
        events.until(ok=True, after=state["version"])
        assert "Better words" in server.get("/briefings/one/").text


def test_a_site_that_starts_broken_says_why_and_then_comes(site: SiteBuilder) -> None:
    site.briefing("one", "Words [@tsas].", title="<script>")
    with Server(site.root) as server, Events(server) as events:
        page = server.get("/")
        assert page.status_code == 503
        assert "content/briefings/one.md:14:7: error[unknown-citation]" in page.text
        assert "/_brief/client.js" in page.text
        site.briefing("one", "Words [@other].")
        state = events.until(ok=False, after=1)
        assert server.get("/").headers["etag"] != page.headers["etag"], "the list of faults is another"
        site.briefing("one")
        events.until(ok=True, after=state["version"])
        assert server.get("/").status_code == 200


def test_a_file_whose_name_is_not_utf8_breaks_no_stream(site: SiteBuilder) -> None:
    site.briefing("one")
    with Server(site.root) as server, Events(server) as events:
        events.until(ok=True)
        path = os.fsencode(site.root / "content/briefings") + b"/\xff.md"
        with open(path, "wb") as file:  # noqa: PTH123  # pathlib takes no bytes
            file.write(b"---\n")
        state = events.until(ok=False)
        assert "content/briefings/\udcff.md" in [found["path"] for found in state["diagnostics"]]
        os.unlink(path)  # noqa: PTH108
        events.until(ok=True, after=state["version"])


def test_every_file_that_a_site_is_made_of_is_watched(site: SiteBuilder) -> None:
    site.briefing("one")
    with Server(site.root) as server, Events(server) as events:
        version = events.until(ok=True)["version"]
        site.settings(title="New title")
        version = events.until(ok=True, after=version)["version"]
        assert "New title" in server.get("/").text
        site.write("site.toml", "[site\n")
        assert events.until(ok=False)["diagnostics"][0]["code"] == "toml-syntax"
        assert "New title" in server.get("/").text
        site.write("themes/own/templates/404.html", '{% extends "base.html" %}{% block main %}Own{% endblock %}')
        site.settings(theme="own")
        events.until(ok=True, after=version)
        assert "Own" in server.get("/x/").text
        site.write("themes/own/templates/404.html", '{% extends "base.html" %}{% block main %}Mine{% endblock %}')
        while "Mine" not in server.get("/x/").text:
            events.next()


def test_new_renamed_and_deleted_files_and_editors_that_rename(site: SiteBuilder) -> None:
    site.briefing("one")
    with Server(site.root) as server, Events(server) as events:
        version = events.until(ok=True)["version"]
        path = site.briefing("two", "A new one [@tass].")
        version = events.until(ok=True, after=version)["version"]
        assert server.get("/briefings/two/").status_code == 200
        path = path.rename(path.with_name("three.md"))
        version = events.until(ok=True, after=version)["version"]
        assert server.get("/briefings/three/").status_code == 200
        assert server.get("/briefings/two/").status_code == 404
        aside = site.write("content/briefings/.three.md.tmp", path.read_bytes().replace(b"A new", b"A saved"))
        aside.replace(path)
        version = events.until(ok=True, after=version)["version"]
        assert "A saved one" in server.get("/briefings/three/").text
        path.unlink()
        events.until(ok=True, after=version)
        assert server.get("/briefings/three/").status_code == 404


def test_the_content_folder_may_go_and_come_back(site: SiteBuilder) -> None:
    site.briefing("one")
    with Server(site.root) as server, Events(server) as events:
        events.until(ok=True)
        shutil.move(site.root / "content", site.root.parent / "aside")
        state = events.until(ok=False)
        assert "no-content" in [d["code"] for d in state["diagnostics"]]
        assert server.get("/briefings/one/").status_code == 200
        shutil.copytree(site.root.parent / "aside", site.root / "content")
        version = events.until(ok=True, after=state["version"])["version"]
        site.briefing("one", "After all [@tass].")
        while "After all" not in server.get("/briefings/one/").text:
            version = events.until(ok=True, after=version)["version"]


def test_a_content_folder_that_was_replaced_at_once_is_followed(site: SiteBuilder) -> None:
    """File systems give a new folder the inode number of the one that was just removed."""
    site.briefing("one")
    shutil.copytree(site.root / "content", site.root.parent / "aside")
    with Server(site.root) as server, Events(server) as events:
        events.until(ok=True)
        for number in range(3):
            shutil.rmtree(site.root / "content")
            shutil.copytree(site.root.parent / "aside", site.root / "content")
            site.write("content/files/mark.txt", f"copied {number}")
            while server.get("/files/mark.txt").text != f"copied {number}":
                events.next()
            site.briefing("one", f"Round {number} [@tass].")
            while f"Round {number}" not in server.get("/briefings/one/").text:
                events.next()


def test_a_burst_of_saves_ends_in_what_was_saved_last(site: SiteBuilder) -> None:
    with Server(site.root) as server, Events(server) as events:
        events.next()
        for number in range(200):
            site.briefing(f"b{number % 50:02}", f"Save {number} [@tass].")
        while any(f"Save {150 + number} " not in server.get(f"/briefings/b{number:02}/").text for number in range(50)):
            events.next()


def test_drafts_are_shown_and_the_output_folder_is_not_touched(site: SiteBuilder) -> None:
    site.briefing("one")
    site.build()
    site.output("index.html").write_text("published")
    before = tree(site.output())
    site.briefing("two", status="draft")
    with Server(site.root) as server, Events(server) as events:
        version = events.until(ok=True)["version"]
        assert server.get("/briefings/two/").status_code == 200
        assert "published" not in server.get("/").text
        site.briefing("one", "Again [@tass].")
        events.until(ok=True, after=version)
    assert tree(site.output()) == before
    with Server(site.root, "--no-drafts") as server:
        assert server.get("/briefings/two/").status_code == 404


def test_other_names_and_other_sites_get_nothing(site: SiteBuilder) -> None:
    site.briefing("one")
    with Server(site.root) as server:
        port = server.origin.rsplit(":", 1)[1]
        for host in ("evil.example", f"evil.example:{port}", "127.0.0.1.evil.example", ""):
            assert server.get("/", host=host).status_code == 421, host
        assert server.get("/", host=f"localhost:{port}").status_code == 200
        for origin in ("https://evil.example", "null", "http://[", "http://127.0.0.1"):
            assert server.get("/_brief/events", origin=origin).status_code == 403, origin
        with httpx.stream("GET", f"{server.origin}/_brief/events", headers={"origin": server.origin}) as stream:
            assert stream.status_code == 200


def test_a_server_that_listens_everywhere_answers_to_addresses_and_not_to_names(site: SiteBuilder) -> None:
    site.briefing("one")
    with Server(site.root, "--host", "0.0.0.0") as server:
        for host in ("192.0.2.7:8000", "[2001:db8::1]:8000", "localhost", socket.gethostname()):
            assert server.get("/", host=host).status_code == 200, host
        for host in ("evil.example", "192.0.2.7.evil.example", "[", ""):
            assert server.get("/", host=host).status_code == 421, host


def test_a_taken_port_is_said_so(site: SiteBuilder) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        outcome = site.brief("serve", "--port", str(port))
    assert outcome.code == 3
    assert f"Port {port} is taken" in outcome.err
    assert f"--port {port + 1}" in outcome.err


@pytest.mark.parametrize("host", ["no-such-host.invalid", "203.0.113.7"])
def test_an_address_that_is_not_here_is_said_so(site: SiteBuilder, host: str) -> None:
    outcome = site.brief("serve", "--host", host, "--port", "0")
    assert outcome.code == 3
    assert f"Can't listen at {host}" in outcome.err


def test_without_content_it_does_not_start(site: SiteBuilder) -> None:
    shutil.rmtree(site.root / "content")
    assert site.brief("serve").code == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_also_while_a_browser_listens(site: SiteBuilder, number: int) -> None:
    site.briefing("one")
    with Server(site.root) as server, Events(server) as events:
        events.next()
        assert server.stop(number) in {0, 130, -signal.SIGTERM}


def test_it_ends_at_once_also_while_it_builds(site: SiteBuilder) -> None:
    """A rebuild never ends as it reads from a pipe that nobody writes to."""
    site.briefing("one")
    with Server(site.root) as server:
        pipe = site.root / "content/briefings/pipe.md"
        os.mkfifo(pipe)
        with open(pipe, "w", encoding="utf-8"):  # noqa: PTH123  # opens when the rebuild reads
            assert server.stop() in {0, 130}


def test_an_interrupted_command_ends_with_130(site: SiteBuilder) -> None:
    """A build is interrupted as it reads from a pipe that nobody writes to."""
    site.briefing("one")
    os.mkfifo(site.root / "content/briefings/pipe.md")
    command = [sys.executable, "-m", "brief", "build", "--site", str(site.root)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    with open(site.root / "content/briefings/pipe.md", "w", encoding="utf-8"):  # noqa: PTH123
        process.send_signal(signal.SIGINT)
        _, printed = process.communicate(timeout=DEADLINE)
    assert process.returncode == 130
    assert "Interrupted" in printed
    assert not site.output().exists()
