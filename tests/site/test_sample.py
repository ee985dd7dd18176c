"""The sample archive as it is published: no link of it leads to nothing, and all that it says of itself holds."""

import json
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from brief.cli import main
from tests.sites import Parsed

SAMPLE = Path(__file__).parents[2]
BASE = "https://example.org"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Parsed]:
    """Every page of the sample by its address; a warning is a fault here."""
    output = tmp_path_factory.mktemp("sample") / "public"
    ledger = (SAMPLE / "content/addresses.toml").read_bytes()
    assert main(["build", "--strict", "--site", str(SAMPLE), "--output", str(output)]) == 0
    assert (SAMPLE / "content/addresses.toml").read_bytes() == ledger, "a new address has to be committed"
    found = {}
    for path in output.rglob("*"):
        if path.is_file():
            address = "/" + path.relative_to(output).as_posix().removesuffix("index.html")
            found[address] = Parsed(path.read_text("utf-8") if path.suffix == ".html" else "")
    return found


def test_a_crawl_finds_every_page_and_no_dead_end(pages: dict[str, Parsed]) -> None:
    reached: set[str] = set()
    waiting = ["/"]
    while waiting:
        address = waiting.pop()
        if address in reached:
            continue
        reached.add(address)
        page = pages[address]
        links = [
            *page.links,
            *(link["href"] for link in page.all("link")),
            *(script["src"] for script in page.all("script") if "src" in script),
        ]
        for link in links:
            parts = urlsplit(urljoin(BASE + address, link))
            if parts.scheme == "data" or parts.netloc != "example.org":
                continue
            path = unquote(parts.path)
            assert path in pages, f"{address} links to {link}"
            if parts.fragment and path.endswith("/"):
                assert unquote(parts.fragment) in pages[path].ids, f"{address} links to {link}"
            waiting.append(path)
    html = {address for address in pages if address.endswith("/")}
    redirects = {
        address
        for address in html
        if pages[address].all("meta", content="noindex") or pages[address].all("meta", name="robots")
    }
    assert html - redirects <= reached, "a page that nothing leads to"


def test_every_page_says_what_it_is_to_programs(pages: dict[str, Parsed]) -> None:
    for address, page in pages.items():
        for found in page.all("script", type="application/ld+json"):
            assert found
        if "/briefings/" in address and page.all("article"):
            text = page.html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
            assert json.loads(text)["url"] == BASE + address
            assert len(page.ids) == len(set(page.ids)), address
