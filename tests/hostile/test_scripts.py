"""No text and no field runs a script in a reader's browser, on any page, in any feed and in no result of a search."""

import json
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.hosting import served
from tests.figures import Report
from tests.hostile.vectors import EVIL, fragments, texts
from tests.serving.serving import Server
from tests.sites import SOURCE, SiteBuilder

pytestmark = pytest.mark.browser

# So many vectors are in one briefing: one that breaks out takes the others of its page with it, and is found.
_TOGETHER = 12
# What YAML can't hold is no vector of a field.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")

_LOOK = """() => {
  const found = [];
  const image = "image\\/(png|jpeg|gif|webp|avif)|application\\/|text\\/plain";
  const scheme = new RegExp(`^((javascript|vbscript|blob|feed|view-source):|data:(?!${image}))`, "i");
  const never = new Set(["base", "embed", "object", "iframe", "frame", "frameset", "applet", "math", "foreignobject"]);
  for (const element of document.querySelectorAll("*")) {
    const name = element.localName.toLowerCase();
    if (never.has(name)) found.push(`<${name}>`);
    for (const attribute of element.attributes) {
      const value = attribute.value.replace(/^[\\u0000-\\u0020]+|[\\t\\n\\r]+/g, "");
      if (/^on/i.test(attribute.name)) found.push(`<${name} ${attribute.name}>`);
      if (scheme.test(value) && /^(.*:)?(href|src|action|formaction|data|to|values|poster|srcset)$/i.test(attribute.name))
        found.push(`<${name} ${attribute.name}="${attribute.value}">`);
      // The box of a preview is put where the link is.
      if ((attribute.name === "style" && element.role !== "tooltip") || attribute.name === "srcdoc" || attribute.name === "ping")
        found.push(`<${name} ${attribute.name}>`);
    }
    if (name === "script" && !element.src && element.type !== "application/ld+json" && !element.dataset.for)
      found.push(element.outerHTML);
    if (name === "script" && element.src && new URL(element.src).origin !== location.origin) found.push(element.outerHTML);
    if (name === "meta" && element.httpEquiv && !document.querySelector("link[rel=canonical]")) found.push(element.outerHTML);
    if (name === "form" && new URL(element.action).origin !== location.origin) found.push(element.outerHTML);
  }
  return found;
}"""


@dataclass(frozen=True)
class Watch:
    """What happened in the pages of a browser that should not have: what ran, and what was asked of another host."""

    ran: list[str]
    asked: list[str]


@pytest.fixture
def watch(page: Page) -> Watch:
    seen = Watch([], [])
    page.expose_function("tell_ran", lambda where: seen.ran.append(where))  # noqa: PLW0108  # Playwright marks what it is given
    page.add_init_script("window.alert = window.confirm = window.prompt = () => tell_ran(location.href)")

    def refuse(route: Route) -> None:
        seen.asked.append(route.request.url)
        route.abort()

    page.context.route(re.compile(r"^(?!http://127\.0\.0\.1:)"), refuse)
    return seen


def _fields(vector: str) -> dict[str, object]:
    """A briefing's front matter with a vector in every field that takes any text."""
    source = SOURCE | {"title": vector, "author": vector, "quote": vector, "where": vector}
    return {
        "title": vector,
        "summary": vector,
        "sources": [source],
        "events": [{"date": "2026-01-02", "text": vector}],
        "corrections": [{"date": "2026-01-03", "note": vector}],
    }


def _write(site: SiteBuilder) -> int:
    """A site of vectors: in texts and fields of every kind of file. Gives how many there are."""
    plain = [vector for vector in fragments() if not _CONTROLS.search(vector)]
    given = [*fragments(), *texts()]
    bodies = [given[start : start + _TOGETHER] for start in range(0, len(given), _TOGETHER)]
    for number, (vector, body) in enumerate(zip(plain, chain(bodies, repeat([])), strict=False)):
        # A text alone in its block may be read otherwise than one among words.
        own = "\n\n".join(["[@tass]", *body, f"Interpol {vector} [[tag:t{number % 40}]]"])
        site.briefing(f"b{number}", own, **_fields(vector) | {"tags": ["interpol", f"t{number % 40}"]})
    for number, vector in enumerate(plain[:40]):
        site.tag(
            f"t{number}",
            vector,
            title=f"{number} {vector}",
            names={"ru": vector},
            aliases={"en": [f"{vector} {number}"]},
        )
        site.outlet(f"o{number}", vector, title=f"{number} {vector}", names={"ru": vector}, country=vector)
        site.page(f"p{number}", vector, title=vector, summary=vector)
    return len(given) + len(plain)


@pytest.fixture
def vectors(site: SiteBuilder) -> int:
    site.settings(
        'description = "</script><script>alert(1)</script>"', search=True, title="<img src=x onerror=alert(1)>"
    )
    count = _write(site)
    refused = {it["path"] for it in site.check().diagnostics if it["severity"] == "error"}
    for path in refused:
        # What is refused is published nowhere: its good parts are tried without it.
        text = (site.root / path).read_text("utf-8")
        (site.root / path).write_text(f"{text.partition(chr(10) + '---' + chr(10))[0]}\n---\n\n[@tass]\n")
    site.build()
    return count


def _feeds(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("feed.xml")):
        for entry in etree.fromstring(path.read_bytes()).iter():  # our own
            if entry.get("type") == "html":
                yield entry.text or ""
    for path in sorted(folder.rglob("feed.json")):
        yield from (it["content_html"] for it in json.loads(path.read_bytes())["items"] if "content_html" in it)


def test_nothing_runs(site: SiteBuilder, vectors: int, page: Page, watch: Watch, figure: Report) -> None:
    pages = sorted(path.relative_to(site.output()).as_posix() for path in site.output().rglob("*.html"))
    with served(site.output()) as address:
        for path in pages:
            page.goto(address + path.removesuffix("index.html"), wait_until="load")
            assert page.evaluate(_LOOK) == [], path
        for html in dict.fromkeys(_feeds(site.output())):
            # As a reader of feeds shows it that cleans nothing.
            page.goto(f"{address}robots.txt")
            page.set_content(f"<link rel=canonical>{html}")
            assert page.evaluate(_LOOK) == [], html
        page.goto(f"{address}search/?q=alert")
        expect(page.locator(".result").first).to_be_visible()
        assert page.evaluate(_LOOK) == []
        page.goto(f"{address}briefings/b1/")
        page.locator(".prose a[href*='/tags/']").last.hover()
        expect(page.get_by_role("tooltip")).to_be_visible()
        assert page.evaluate(_LOOK) == []
    assert watch.ran == []
    assert [url for url in watch.asked if EVIL.strip("/") in url] == []
    figure(f"{vectors} vectors on {len(pages)} pages, in feeds, search and previews, 0 ran")


@pytest.mark.parametrize("is_good_first", [True, False])
def test_what_the_server_says_of_a_fault_runs_nothing(
    site: SiteBuilder, page: Page, watch: Watch, *, is_good_first: bool
) -> None:
    bad = [vector for vector in fragments() if not _CONTROLS.search(vector)]
    faults: dict[str, Any] = {"status": bad[0], "slug": bad[0], "aliases": bad, "tags": bad[:90], "supersedes": bad}
    # Of one list in two places YAML makes an alias.
    faults = {key: list(value) if isinstance(value, list) else value for key, value in faults.items()}
    if is_good_first:
        site.briefing()
    else:
        site.briefing(**faults)
    with Server(site.root) as server:
        page.goto(f"{server.address}/briefings/one/")
        site.briefing(**faults)
        place = page.get_by_role("alert") if is_good_first else page.locator("pre")
        expect(place).to_contain_text("bad-address")
        expect(place).to_contain_text("<script>alert(1)</script>")
        # A shadow root is no part of what `querySelectorAll` finds.
        roots = page.evaluate(
            "[...document.querySelectorAll('brief-overlay')].map(it => it.shadowRoot.innerHTML).join()"
        )
        page.set_content(f"<link rel=canonical>{roots}")
        assert page.evaluate(_LOOK) == []
    assert watch.ran == []
    assert [url for url in watch.asked if EVIL.strip("/") in url] == []


def test_what_runs_is_seen(site: SiteBuilder, page: Page, watch: Watch) -> None:
    site.settings('[markdown]\nraw_html = "trust"')
    site.briefing(body=f"[@tass] <img src=x onerror='alert(1)'> <script src='https:{EVIL}'></script>")
    site.build()
    with served(site.output()) as address:
        page.goto(f"{address}briefings/one/", wait_until="networkidle")
    assert len(watch.ran) == 1
    assert any(EVIL in url for url in watch.asked)
    assert len(page.evaluate(_LOOK)) == 2
