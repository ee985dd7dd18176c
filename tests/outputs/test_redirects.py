"""What a server is told of old addresses is what the pages that lead on say, and real servers do it."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest

from tests.programs import comes_to_listen, free_port, program
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


@pytest.fixture(params=["", "/archive"], ids=["at the root", "below a path"])
def base(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def moved(base: str, site: SiteBuilder) -> SiteBuilder:
    """An archive below the path `base`, with old addresses of all kinds."""
    site.settings(base_url=f"https://example.org{base}", languages=["en", "ru"])
    site.briefing("one", aliases=list(_ODD))
    site.briefing("ru/odin", lang="ru", translation_of="one", aliases=["/ru/old/"])
    site.briefing("draft", status="draft", aliases=["/of-a-draft/"])
    site.page("about", "Text.", aliases=["/of-a-page/"])
    site.tag("police", former_ids=["cops"], former_addresses=["/topics/police/"])
    site.build()
    return site


def _led_on(site: SiteBuilder, base: str) -> dict[str, str]:
    """Where the pages of the output lead that do nothing else, by their own path."""
    found = {}
    for path in site.output().rglob("*.html"):
        if target := re.search(r'<meta http-equiv="refresh" content="0; url=([^"]*)">', path.read_text("utf-8")):
            address = path.relative_to(site.output()).as_posix().removesuffix("index.html")
            found[f"{base}/{address}"] = unescape(target[1])
    return found


def test_rules_are_what_the_pages_say(moved: SiteBuilder, base: str) -> None:
    wanted = _led_on(moved, base)
    assert {base + old for old in _ODD} < wanted.keys()
    for host, end in (("netlify", "301!"), ("cloudflare", "301")):
        outcome = moved.brief("redirects", host)
        rules = [line.split(" ") for line in outcome.out.splitlines()]
        assert {unquote(old): new for old, new, _ in rules} == wanted
        assert {code for _, _, code in rules} == {end}
        assert not any(sign in old for old, _, _ in rules for sign in "*:")
        assert outcome.err == f"{len(wanted)} redirects. Include them in your server's settings.\n"


@contextmanager
def _listening(name: str, settings: str, folder: Path) -> Iterator[str]:
    """A server with these settings, in which PORT stands for its port; gives its origin."""
    port = free_port()
    file = folder / "settings"
    file.write_text(settings.replace("PORT", str(port)), "utf-8")
    words = {"nginx": ["-c", str(file)], "caddy": ["run", "--config", str(file), "--adapter", "caddyfile"]}
    with subprocess.Popen([program(name), *words[name]], stderr=subprocess.DEVNULL) as server:
        try:
            assert comes_to_listen(server, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


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


@pytest.mark.parametrize("name", list(_SETTINGS))
def test_a_server_leads_on_at_once_and_sends_the_headers(
    moved: SiteBuilder, base: str, tmp_path: Path, name: str
) -> None:
    for what in ("headers", "redirects"):
        (tmp_path / what).write_text(moved.brief(what, name).out, "utf-8")
    settings = _SETTINGS[name].replace("ROOT", str(moved.output())).replace("FOLDER", str(tmp_path))
    wanted = _led_on(moved, base)
    with _listening(name, settings, tmp_path) as origin:
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
