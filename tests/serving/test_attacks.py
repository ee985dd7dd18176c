"""The dev server is nobody's way in: whatever is sent to it, and whatever a page of another origin tries."""

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.hosting import served
from tests.figures import Report
from tests.serving.serving import DEADLINE, Server
from tests.sites import SiteBuilder

SECRET = "Tischlampe"
_OUT = "../../../../../../../..{}"
# How a path may be written that leads out of a folder, or to what lies in the site and is not of it.
_WAYS = (
    "{}", "/{}", "//{}", "/%2e%2e{}", "/..%2f..%2f..{}", "/..%5c..%5c{}", "/\\..\\..{}", "/%252e%252e{}", "/.%2e/.%2e{}", "/%c0%ae%c0%ae{}",
    "/%00{}", "/briefings/one/../../..{}", "/briefings/one/%2e%2e/%2e%2e/%2e%2e{}", "/_brief/..{}", "/_brief/%2e%2e{}", "/_brief/lists/..{}",
    "/_brief/explain/..%2f..{}", "/files/..{}", "/files/%2e%2e{}", "/briefings;/..{}", "/?{}", "/#{}", "/briefings/one/index.html%00{}",
    "/file:{}", "/briefings/one/..;{}", "/\t{}", "/%0d%0aSet-Cookie:a=b{}",
)  # fmt: skip
_TOOLS = (
    "/_brief/page?path={}", "/_brief/lines?path={}", "/_brief/findings?path={}", "/_brief/lists/briefings?q={}",
    "/_brief/lists/{}", "/_brief/explain/{}", "/_brief/{}",
)  # fmt: skip


def _answer(server: Server, raw: bytes) -> bytes:
    """The answer to some bytes; all that comes until the server closes where they are no whole request."""
    host, _, port = server.origin.removeprefix("http://").rpartition(":")
    with socket.create_connection((host, int(port)), timeout=DEADLINE) as connection:
        told = b""
        try:
            connection.sendall(raw)
            if b"\r\n\r\n" not in raw:
                connection.shutdown(socket.SHUT_WR)
            while not _is_whole(told) and (part := connection.recv(65536)):
                told += part
        except OSError:
            return told
    return told


def _is_whole(answer: bytes) -> bool:
    head, end, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"^content-length: (\d+)", head, re.IGNORECASE | re.MULTILINE)
    return bool(end) and len(body) >= (int(length[1]) if length else 0)


def _status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.") else 0


@pytest.fixture
def guarded(site: SiteBuilder, tmp_path: Path) -> SiteBuilder:
    """A site with secrets around it and in what of it is not published."""
    site.briefing("one", f"Words [@tass]. <!-- {SECRET} -->")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(SECRET)
    site.write(".env", SECRET)
    site.write(".brief/secret", SECRET)
    site.write("notes.txt", SECRET)
    site.settings(f"# {SECRET}")
    return site


def test_no_path_leads_to_what_is_not_of_the_site(guarded: SiteBuilder, tmp_path: Path, figure: Report) -> None:
    targets = [
        _OUT.format(tmp_path / "outside/secret.txt"),
        str(tmp_path / "outside/secret.txt"),
        "/etc/passwd",
        "/.env",
        "/.brief/secret",
        "/notes.txt",
        "/site.toml",
        "/content/briefings/one.md",
        "content/briefings/one.md",
    ]
    with Server(guarded.root) as server:
        host = server.origin.removeprefix("http://")
        tried = 0
        for target in targets:
            for way in (*_WAYS, *_TOOLS):
                raw = f"GET {way.format(target)} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode(
                    "latin-1"
                )
                answer = _answer(server, raw)
                assert SECRET.encode() not in answer, raw
                assert b"root:" not in answer, raw
                assert b"Set-Cookie" not in answer.partition(b"\r\n\r\n")[0], raw
                assert 0 < _status(answer) < 500, raw
                tried += 1
        assert server.get("/briefings/one/").status_code == 200
    figure(f"{tried} paths that lead out of the site, 0 answered with anything of it")


_BODY = b"0\r\n\r\nGET /_brief/ HTTP/1.1\r\nHost: evil.example\r\n\r\n"
# What is sent, with HOST for the server's own, and which answers are right; 0 is none at all.
REQUESTS: dict[str, tuple[bytes, set[int]]] = {
    "no host": (b"GET / HTTP/1.1\r\n\r\n", {400, 421}),
    "no host in the first version": (b"GET / HTTP/1.0\r\n\r\n", {400, 421}),
    "another host": (b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", {421}),
    "another host behind ours": (b"GET / HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\n\r\n", {400, 421}),
    "ours behind another": (b"GET / HTTP/1.1\r\nHost: evil.example\r\nHost: HOST\r\n\r\n", {400, 421}),
    "a user in the host": (b"GET / HTTP/1.1\r\nHost: evil.example@HOST\r\n\r\n", {200, 400, 421}),
    "our host as a user": (b"GET / HTTP/1.1\r\nHost: HOST@evil.example\r\n\r\n", {400, 421}),
    "our host as a label": (b"GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n\r\n", {421}),
    "another address in the line": (b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", {400, 404, 421}),
    "a proxy's request": (b"GET http://evil.example/ HTTP/1.1\r\nHost: HOST\r\n\r\n", {400, 404}),
    "a tunnel": (b"CONNECT evil.example:443 HTTP/1.1\r\nHost: HOST\r\n\r\n", {400, 404, 405}),
    "a trace": (b"TRACE / HTTP/1.1\r\nHost: HOST\r\nCookie: secret\r\n\r\n", {400, 405}),
    "a file to be put": (b"PUT /x.html HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1\r\n\r\nx", {405}),
    "a file to be deleted": (b"DELETE /briefings/one/ HTTP/1.1\r\nHost: HOST\r\n\r\n", {405}),
    "a form": (b"POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 3\r\n\r\na=b", {405}),
    "a form for the editor": (b"POST /_brief/open HTTP/1.1\r\nHost: HOST\r\nContent-Length: 3\r\n\r\na=b", {403}),
    "two lengths": (b"POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", {400, 405}),
    "a length and chunks": (
        b"POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n" + _BODY, {400, 405},
    ),
    "chunks that are none": (b"POST / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: xchunked\r\n\r\n" + _BODY, {400, 405, 501}),
    "a length that is none": (b"POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: -1\r\n\r\n", {400, 405}),
    "another version": (b"GET / HTTP/9.9\r\nHost: HOST\r\n\r\n", {200, 400, 505}),
    "version 2 without asking": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {0, 400, 405, 421}),
    "a web socket": (
        (b"GET / HTTP/1.1\r\nHost: HOST\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"), {200, 400, 403, 404, 426},
    ),
    "a web socket of another site": (
        (b"GET /_brief/events HTTP/1.1\r\nHost: HOST\r\nOrigin: http://evil.example\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"), {400, 403, 404},
    ),
    "a line without end": (b"GET /" + b"a" * 1_000_000, {0, 400, 404, 414, 431}),
    "a header without end": (b"GET / HTTP/1.1\r\nHost: HOST\r\nX: " + b"a" * 1_000_000, {0, 400, 431}),
    "headers without end": (b"GET / HTTP/1.1\r\nHost: HOST\r\n" + b"X: y\r\n" * 200_000, {0, 400, 431}),
    "a folded header": (b"GET / HTTP/1.1\r\nHost: HOST\r\nX: a\r\n b\r\n\r\n", {200, 400}),
    "a header with a zero byte": (b"GET / HTTP/1.1\r\nHost: HOST\r\nX: a\x00b\r\n\r\n", {400}),
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)), {0, 400}),
    "nothing": (b"", {0}),
    "a line ends": (b"\r\n" * 1000, {0, 400}),
}  # fmt: skip


def test_whatever_is_sent_it_answers_rightly_and_goes_on(guarded: SiteBuilder, figure: Report) -> None:
    with Server(guarded.root) as server:
        host = server.origin.removeprefix("http://").encode()
        wrong = {}
        for name, (raw, right) in REQUESTS.items():
            answer = _answer(server, raw.replace(b"HOST", host))
            if _status(answer) not in right or SECRET.encode() in answer:
                wrong[name] = answer[:200]
            assert server.get("/briefings/one/").status_code == 200, name
        assert not wrong
    figure(f"{len(REQUESTS)} odd requests, 0 answered wrongly")


def test_many_who_listen_and_many_who_dawdle_hold_nobody_up(guarded: SiteBuilder, figure: Report) -> None:
    streams, slow = 200, 200
    with Server(guarded.root) as server, ExitStack() as stack:
        host, _, port = server.origin.removeprefix("http://").rpartition(":")
        for number in range(streams + slow):
            connection = stack.enter_context(socket.create_connection((host, int(port)), timeout=DEADLINE))
            whole = f"GET /_brief/events HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode()
            connection.sendall(whole if number < streams else whole[:-4])
        assert server.get("/briefings/one/").status_code == 200
        assert server.get("/_brief/").status_code == 200
        assert server.stop() in {0, 130}
    figure(f"{streams} open streams and {slow} unfinished requests, 0 others kept waiting")


_TRIES = """async ([victim, path]) => {
  const url = victim + path, learnt = {};
  const note = (how, what) => { learnt[how] = what; };
  const settle = (make) => new Promise((done) => { make(done); setTimeout(() => done("nothing"), 3000); });
  for (const mode of ["cors", "no-cors", "same-origin"])
    for (const credentials of ["include", "omit"])
      note(`fetch ${mode} ${credentials}`, await fetch(url, {mode, credentials})
        .then(async (answer) => answer.type === "opaque" ? "nothing" : `read ${(await answer.text()).length}`, () => "nothing"));
  note("script", await settle((done) => {
    const script = document.createElement("script"); script.src = url;
    script.onload = () => done("ran"); script.onerror = () => done("nothing"); document.head.append(script);
  }));
  note("module", await import(url).then(() => "ran", () => "nothing"));
  note("style", await settle((done) => {
    const style = document.createElement("link"); style.rel = "stylesheet"; style.href = url;
    style.onload = () => done(style.sheet ? "loaded" : "nothing"); style.onerror = () => done("nothing"); document.head.append(style);
  }));
  note("picture", await settle((done) => {
    const image = new Image(); image.onload = () => done(`size ${image.width}`); image.onerror = () => done("nothing"); image.src = url;
  }));
  note("events", await settle((done) => {
    const events = new EventSource(url); events.onmessage = (event) => { events.close(); done(`heard ${event.data.length}`); };
    events.onerror = () => { events.close(); done("nothing"); };
  }));
  note("frame", await settle((done) => {
    const frame = document.createElement("iframe"); frame.src = url;
    frame.onload = () => { try { done(frame.contentDocument?.body?.textContent.length ? "read" : "nothing"); } catch { done("nothing"); } };
    document.body.append(frame);
  }));
  note("window", await settle((done) => {
    const opened = window.open(url);
    setTimeout(() => { try { done(opened?.document?.body?.textContent.length ? "read" : "nothing"); } catch { done("nothing"); } opened?.close(); }, 1000);
  }));
  note("socket", await settle((done) => {
    try {
      const socket = new WebSocket(url.replace("http", "ws")); socket.onopen = () => done("open"); socket.onerror = () => done("nothing");
    } catch { done("nothing"); }
  }));
  return learnt;
}"""
_POSTS = """async ([victim, place]) => {
  const url = victim + "/_brief/open", body = JSON.stringify(place), sent = [];
  const tried = (promise) => promise.then((answer) => sent.push(answer.status), () => sent.push(-1));
  await tried(fetch(url, {method: "POST", body}));
  await tried(fetch(url, {method: "POST", body, mode: "no-cors", headers: {"content-type": "text/plain"}}));
  await tried(fetch(url, {method: "POST", body, headers: {"content-type": "application/json", "x-brief-token": "x"}}));
  await tried(fetch(url, {method: "POST", body: new URLSearchParams(place), mode: "no-cors"}));
  navigator.sendBeacon(url, body);
  navigator.sendBeacon(url, new Blob([body], {type: "text/plain"}));
  for (const enctype of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
    const frame = document.createElement("iframe"); frame.name = enctype; document.body.append(frame);
    const form = document.createElement("form");
    Object.assign(form, {action: url, method: "POST", enctype, target: enctype});
    const input = document.createElement("input"); input.name = body; input.value = ""; form.append(input);
    document.body.append(form); form.submit();
  }
  await new Promise((done) => setTimeout(done, 1000));
  return sent;
}"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """Another origin of the same machine."""
    folder = tmp_path / "evil"
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html><title>Elsewhere</title><body>")
    with served(folder) as address:
        yield address


@pytest.mark.browser
def test_a_page_of_another_origin_learns_nothing_and_opens_nothing(
    guarded: SiteBuilder, elsewhere: str, browser: Browser, figure: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    note = tmp_path / "opened"
    program = tmp_path / "editor"
    program.write_text(f"#!/bin/sh\ntouch '{note}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("BRIEF_EDITOR", f"{program} {{file}}")
    guarded.write("content/files/map.png", _picture())
    paths = (
        "/briefings/one/", "/_brief/", "/_brief/events", "/_brief/page?path=/briefings/one/", "/_brief/findings", "/_brief/lines?path=/",
        "/_brief/lists/drafts", "/_brief/client.js", "/_brief/tools.css", "/_brief/explain/orphan", "/files/map.png", "/feed.json",
    )  # fmt: skip
    tried = 0
    with Server(guarded.root) as server:
        # The same machine by another name is another site; by the same, another origin of the same site.
        for home in (elsewhere, elsewhere.replace("127.0.0.1", "localhost")):
            page = _at(browser, home)
            for path in paths:
                learnt = page.evaluate(_TRIES, [server.origin, path])
                tried += len(learnt)
                assert {how for how, what in learnt.items() if what != "nothing"} == set(), (home, path, learnt)
            page.evaluate(_POSTS, [server.origin, {"path": "content/briefings/one.md", "line": 1}])
            tried += 9
            page.close()
        assert not note.exists()
        own = _at(browser, f"{server.origin}/briefings/one/")
        assert own.evaluate("fetch('/_brief/findings').then((answer) => answer.status)") == 200
        own.close()
    figure(f"{tried} tries of pages of other origins, 0 learnt or opened anything")


def _at(browser: Browser, address: str) -> Page:
    page = browser.new_page()
    page.goto(address)
    return page


def _picture() -> bytes:
    from io import BytesIO  # noqa: PLC0415  # needed here alone

    from PIL import Image  # noqa: PLC0415  # as above

    made = BytesIO()
    Image.new("RGB", (4, 3), "navy").save(made, "PNG")
    return made.getvalue()


def test_a_rebound_name_gets_nothing_though_the_browser_thinks_it_its_own(guarded: SiteBuilder) -> None:
    with Server(guarded.root) as server:
        port = server.origin.rpartition(":")[2]
        for path in ("/", "/briefings/one/", "/_brief/", "/_brief/events", "/_brief/page?path=/"):
            headers = {
                "host": f"rebound.example:{port}",
                "origin": f"http://rebound.example:{port}",
                "sec-fetch-site": "same-origin",
            }
            answer = httpx.get(f"{server.origin}{path}", headers=headers, timeout=DEADLINE)
            assert answer.status_code == 421
            assert SECRET not in answer.text


def test_saves_meanwhile_are_shown_however_many_read(guarded: SiteBuilder) -> None:
    """The small sister of `make load`: no error and no stale page, while files change and others read."""
    names = [f"b{number}" for number in range(30)]
    for name in names:
        guarded.briefing(name, "First words [@tass].")
    wrong: list[str] = []
    over = threading.Event()

    def read(server: Server) -> None:
        with httpx.Client(timeout=DEADLINE) as client:
            while not over.is_set():
                for path in ("/", "/tags/interpol/", *(f"/briefings/{name}/" for name in names)):
                    answer = client.get(f"{server.origin}{path}")
                    if answer.status_code != 200:
                        wrong.append(f"{path}: {answer.status_code}")

    with Server(guarded.root) as server:
        readers = [threading.Thread(target=read, args=[server]) for _ in range(4)]
        for reader in readers:
            reader.start()
        for turn in range(10):
            for name in names:
                guarded.briefing(name, f"Words of turn {turn} [@tass].", title=f"{name} at {turn}")
        with httpx.stream("GET", f"{server.origin}/_brief/events", timeout=DEADLINE) as stream:
            for line in stream.iter_lines():
                if line.startswith("data: ") and json.loads(line[6:])["ok"] and _is_last(server, names, "at 9"):
                    break
        over.set()
        for reader in readers:
            reader.join(timeout=DEADLINE)
        assert _is_last(server, names, "at 9")
    assert not wrong


def _is_last(server: Server, names: list[str], words: str) -> bool:
    return all(words in server.get(f"/briefings/{name}/").text for name in names)
