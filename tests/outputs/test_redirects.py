"""What a server is told of old addresses is what the pages that lead on say, and real servers do it."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest

from tests.sites import SiteBuilder

_ODD = (
    "/old/",
    "/alt/straße/",
    "/a/{b}/",
    '/a/"c"/',
    "/a/$d;/",
    "/a/*/",
    "/Привет/",
    "/old/page.html",
    "/a/'e'/",
    "/a:b/",
)


@pytest.fixture(params=["https://example.org", "https://example.org/archive"])
def moved(request: pytest.FixtureRequest, site: SiteBuilder) -> SiteBuilder:
    """An archive with old addresses of all kinds."""
    site.settings(base_url=request.param, languages=["en", "ru"])
    site.briefing("one", aliases=list(_ODD))
    site.briefing("ru/odin", lang="ru", translation_of="one", aliases=["/ru/old/"])
    site.briefing("draft", status="draft", aliases=["/of-a-draft/"])
    site.page("about", "Text.", aliases=["/of-a-page/"])
    site.tag("police", former_ids=["cops"], former_addresses=["/topics/police/"])
    site.build()
    return site


def _led_on(site: SiteBuilder) -> dict[str, str]:
    """Where the pages of the output lead that do nothing else, by address."""
    found = {}
    for path in site.output().rglob("*.html"):
        if target := re.search(r'<meta http-equiv="refresh" content="0; url=([^"]*)">', path.read_text("utf-8")):
            address = "/" + path.relative_to(site.output()).as_posix().removesuffix("index.html")
            found[address] = unescape(target[1])
    return found


def _base(site: SiteBuilder) -> str:
    return "/archive" if "org/archive" in (site.root / "site.toml").read_text("utf-8") else ""


def test_rules_are_what_the_pages_say(moved: SiteBuilder) -> None:
    wanted = {_base(moved) + old: new for old, new in _led_on(moved).items()}
    assert {_base(moved) + old for old in _ODD} < wanted.keys()
    for host, end in (("netlify", "301!"), ("cloudflare", "301")):
        outcome = moved.brief("redirects", host)
        rules = [line.split(" ") for line in outcome.out.splitlines()]
        assert {unquote(old): new for old, new, _ in rules} == wanted
        assert {code for _, _, code in rules} == {end}
        assert not any(sign in old for old, _, _ in rules for sign in "*:")
        assert outcome.err == f"{len(wanted)} redirects. Include them in your server's settings.\n"


@contextmanager
def _listening(program: str, settings: str, folder: Path) -> Iterator[str]:
    """A server with these settings, in which PORT stands for its port; gives its origin."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    file = folder / "settings"
    file.write_text(settings.replace("PORT", str(port)), "utf-8")
    words = {"nginx": ["-c", str(file)], "caddy": ["run", "--config", str(file), "--adapter", "caddyfile"]}
    command = [_program(program), *words[program]]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None and os.environ.get("CI") != "true":
        pytest.skip(f"{name} is missing. On Debian: apt install {name}")
    return found or name


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        with socket.socket() as tried:
            if not tried.connect_ex(("127.0.0.1", port)):
                return
        assert time.monotonic() < until, "the server does not listen"


_SETTINGS = {
    "nginx": (
        "daemon off; user root; pid FOLDER/pid; error_log FOLDER/log; events {} http { access_log off; server { "
        "listen 127.0.0.1:PORT; root ROOT; absolute_redirect off; include FOLDER/headers; include FOLDER/redirects; } }\n"
    ),
    "caddy": (
        "{\n admin off\n auto_https off\n}\nhttp://127.0.0.1:PORT {\n root * ROOT\n import FOLDER/headers\n"
        " import FOLDER/redirects\n file_server\n}\n"
    ),
}


@pytest.mark.parametrize("program", list(_SETTINGS))
def test_a_server_leads_on_at_once_and_sends_the_headers(moved: SiteBuilder, tmp_path: Path, program: str) -> None:
    for what in ("headers", "redirects"):
        (tmp_path / what).write_text(moved.brief(what, program).out, "utf-8")
    settings = _SETTINGS[program].replace("ROOT", str(moved.output())).replace("FOLDER", str(tmp_path))
    base = _base(moved)
    wanted = {base + old: new for old, new in _led_on(moved).items()}
    with _listening(program, settings, tmp_path) as origin:
        for old, new in wanted.items():
            answer = httpx.get(f"{origin}{old.replace('%', '%25')}")
            assert (answer.status_code, answer.headers["location"]) == (301, new), old
        page = httpx.get(f"{origin}/briefings/one/")
    assert page.status_code == 200
    assert page.headers["content-security-policy"].startswith("default-src 'self'")
    assert page.headers["x-content-type-options"] == "nosniff"


def test_a_text_with_an_error_gives_no_rules(site: SiteBuilder) -> None:
    site.briefing("one", tags=["nobody"])
    outcome = site.brief("redirects", "nginx")
    assert (outcome.code, outcome.out) == (1, "")
    assert "unknown-tag" in outcome.err
