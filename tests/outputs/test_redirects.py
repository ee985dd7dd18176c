"""What a server is told of old addresses is what the pages that lead on say, and a real nginx does it."""

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

_NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
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
def _nginx(root: Path, rules: str, folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "redirects.conf").write_text(rules, "utf-8")
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/log; events {{}} http {{ access_log off; server {{ "
        f"listen 127.0.0.1:{port}; root {root}; absolute_redirect off; include {folder}/redirects.conf; }} }}\n"
    )
    with subprocess.Popen([_NGINX or "nginx", "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        with socket.socket() as tried:
            if not tried.connect_ex(("127.0.0.1", port)):
                return
        assert time.monotonic() < until, "nginx does not listen"


def test_nginx_leads_on_at_once(moved: SiteBuilder, tmp_path: Path) -> None:
    if _NGINX is None and os.environ.get("CI") != "true":
        pytest.skip("nginx is missing. On Debian: apt install nginx-light")
    base = _base(moved)
    wanted = {base + old: new for old, new in _led_on(moved).items()}
    with _nginx(moved.output(), moved.brief("redirects", "nginx").out, tmp_path) as origin:
        for old, new in wanted.items():
            answer = httpx.get(f"{origin}{old.replace('%', '%25')}")
            assert (answer.status_code, answer.headers["location"]) == (301, new), old


def test_caddys_words_have_nothing_that_caddy_would_read_as_its_own(moved: SiteBuilder) -> None:
    rules = moved.brief("redirects", "caddy").out.splitlines()
    assert all(re.fullmatch(r'redir "/[^"*{}]+" "/[^"*{}]+" 301', rule) for rule in rules)
    assert len(rules) == len(_led_on(moved))


def test_a_text_with_an_error_gives_no_rules(site: SiteBuilder) -> None:
    site.briefing("one", tags=["nobody"])
    outcome = site.brief("redirects", "nginx")
    assert (outcome.code, outcome.out) == (1, "")
    assert "unknown-tag" in outcome.err
