"""The headers that hosts are told of: the site works wholly under them."""

import subprocess
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from brief.cli import main
from tests.audit.pages import built_pages
from tests.browser.hosting import served
from tests.figures import Report
from tests.programs import program
from tests.sites import SiteBuilder

SAMPLE = Path(__file__).parents[2]
FOUNDING = "briefings/russian-ncb-head-on-interpol-charter/"


def written(text: str) -> dict[str, dict[str, str]]:
    """The rules of a `_headers` file: by path, the headers by name."""
    rules: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.startswith(" "):
            name, _, value = line.strip().partition(": ")
            rules[list(rules)[-1]][name] = value
        else:
            rules[line] = {}
    return rules


class _Told(SimpleHTTPRequestHandler):
    """Sends each answer with the headers that the site's own file names, as hosts do that read it."""

    def end_headers(self) -> None:
        rules = written(Path(self.directory, "_headers").read_text("utf-8"))
        for path, headers in rules.items():
            if self.path.startswith(path.removesuffix("*")):
                for name, value in headers.items():
                    self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("sample") / "public"
    base = ["--base-url", "http://example.org"]
    assert main(["build", "--site", str(SAMPLE), "--output", str(output), *base]) == 0
    return output


@pytest.fixture(scope="module")
def sample(output: Path) -> Iterator[str]:
    with served(output, _Told) as address:
        yield address


@pytest.fixture
def violations(page: Page) -> list[str]:
    """What the browser kept from happening, as it goes on."""
    found: list[str] = []
    page.expose_function("tell_violation", lambda told: found.append(told))  # noqa: PLW0108  # Playwright marks what it is given
    listener = "event => tell_violation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`)"
    page.add_init_script(f"document.addEventListener('securitypolicyviolation', {listener})")
    return found


@pytest.mark.browser
def test_every_kind_of_page_works_under_the_policy(
    page: Page, output: Path, sample: str, violations: list[str], figure: Report
) -> None:
    kinds = {built.kind: built.address for built in built_pages(output)}
    for address in kinds.values():
        answer = page.goto(sample + address, wait_until="networkidle")
        assert answer
        assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert violations == []
    figure(f"{len(kinds)} kinds of pages, 0 violations of the policy")


@pytest.mark.browser
def test_search_previews_and_colours_work_under_the_policy(page: Page, sample: str, violations: list[str]) -> None:
    page.goto(f"{sample}search/")
    page.get_by_role("searchbox").fill("sanctioned")
    expect(page.locator(".result").first).to_be_visible()
    page.goto(sample + FOUNDING)
    page.locator(".prose .mention").first.hover()
    expect(page.get_by_role("tooltip")).to_contain_text("Person")
    page.get_by_label("Colours").select_option("dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert violations == []


@pytest.mark.browser
def test_a_script_of_somebody_else_is_kept_from_running(site: SiteBuilder, page: Page, violations: list[str]) -> None:
    site.settings('[markdown]\nraw_html = "trust"', base_url="http://example.org")
    site.briefing(body="[@tass] <script>window.ran = 1</script> <img src=x onerror='window.ran = 1'>")
    site.write("content/files/x.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='document.title = 1'/>")
    site.build()
    with served(site.output(), _Told) as address:
        page.goto(f"{address}briefings/one/", wait_until="networkidle")
        assert page.evaluate("window.ran") is None
        assert {found.split()[0] for found in violations} == {"script-src-elem", "script-src-attr"}
        page.goto(f"{address}files/x.svg")
        assert page.evaluate("document.title") == ""


def test_the_headers_are_told_in_each_hosts_words(site: SiteBuilder) -> None:
    site.settings(base_url="https://example.org/archive")
    site.briefing()
    site.build()
    rules = written(site.output("_headers").read_text("utf-8"))
    assert list(rules) == ["/archive/*", "/archive/files/*"]
    named = rules["/archive/*"]
    assert {"Strict-Transport-Security", "X-Content-Type-Options", "Referrer-Policy"} <= named.keys()
    assert "wasm" not in named["Content-Security-Policy"], "without a search nothing needs it"
    assert site.brief("headers", "netlify").out == site.output("_headers").read_text("utf-8")
    for host, place in (("nginx", "location /archive/files/ {"), ("caddy", "header /archive/files/* {")):
        outcome = site.brief("headers", host)
        assert outcome.code == 0
        assert place in outcome.out
        for name, value in named.items():
            assert f'{name} "{value}"' in outcome.out


def test_a_script_of_ones_own_theme_is_allowed_by_its_digest(site: SiteBuilder) -> None:
    site.briefing()
    site.settings(theme="own")
    site.write("themes/own/templates/404.html", "<script>own()</script><script>{{ frame.lang }}</script>")
    site.build()
    # printf 'own()' | openssl dgst -sha256 -binary | base64
    digest = subprocess.run(
        ["openssl", "dgst", "-sha256", "-binary"], input=b"own()", capture_output=True, check=True
    ).stdout
    encoded = subprocess.run(["base64"], input=digest, capture_output=True, check=True).stdout.decode().strip()
    assert f"'sha256-{encoded}'" in site.output("_headers").read_text("utf-8")


def test_nginx_reads_its_words(site: SiteBuilder, tmp_path: Path) -> None:
    nginx = program("nginx", "nginx-light")
    told = site.brief("headers", "nginx").out
    config = tmp_path / "nginx.conf"
    config.write_text(f"events {{}}\nhttp {{ server {{ listen 127.0.0.1:1; root /tmp;\n{told} }} }}\n")
    done = subprocess.run(
        [nginx, "-t", "-c", str(config), "-g", f"pid {tmp_path}/pid;"], capture_output=True, check=False
    )
    assert b"syntax is ok" in done.stderr, done.stderr
