"""The dashboard as the server answers it, and that nothing of the writer's tools is ever published."""

import re

import pytest

from tests.serving.serving import Events, Server
from tests.sites import SOURCE, Parsed, SiteBuilder, tree

# What the tools' own texts hold and no site does.
MARKERS = (b"_brief/", b"brief-desk", b"brief-badge", b"brief-token", b"data-brief", b"brief serve\xc2\xa0")


def _page(server: Server, path: str) -> Parsed:
    answer = server.get(f"/_brief/{path}")
    assert answer.status_code == 200
    return Parsed(answer.text)


@pytest.fixture
def archive(site: SiteBuilder) -> SiteBuilder:
    site.write("content/health.toml", '[sources."example.org/gone"]\nfirst_dead = 2026-01-05\n')
    gone = {**SOURCE, "id": "gone", "url": "https://example.org/gone"}
    site.tag("nobody", title="Nobody's tag")
    site.outlet("silent")
    site.briefing("one", "Words by [[two]], said so [@tass]. And [@gone].", sources=[SOURCE, gone])
    site.briefing("two", "Nobody names a source for this claim.\n\nSourced [@tass].", date="2999-01-02")
    site.briefing("three", "Words [@tass].", status="draft", title="A draft & more")
    return site


def test_it_tells_the_state_of_the_whole_archive(archive: SiteBuilder) -> None:
    with Server(archive.root) as server:
        text = _page(server, "").text
        for words in (
            "What is shown is what the files say.",
            "3 briefings",
            "1 draft",
            "1 dated in days to come",
            "1 with uncited passages",
            "1 dead link",
            "4 sources without a kept copy",
            "1 orphan",
            "2 unused tags and outlets",
            "https://example.org/gone since 2026-01-05; there is no kept copy",
            "content/briefings/two.md",
            "No briefing has the tag `nobody`.",
            "No source is of the outlet `silent`.",
            "No other text links to this briefing.",
            "Everything was read",
        ):
            assert words in text, words


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("drafts", ["A draft & more"]),
        ("coming", ["Title of two"]),
        ("uncited", ["Title of two"]),
        ("dead", ["Title of one"]),
        ("orphans", ["Title of one"]),
        ("unused", ["Nobody's tag", "SILENT"]),
        ("briefings", ["Title of two", "Title of one", "A draft & more"]),
        ("briefings?q=TITLE+two", ["Title of two"]),
        ("briefings?q=draft", ["A draft & more"]),
        ("briefings?q=nothing", []),
    ],
)
def test_each_list_leads_to_pages_and_files(archive: SiteBuilder, name: str, titles: list[str]) -> None:
    with Server(archive.root) as server:
        page = server.get(f"/_brief/lists/{name}").text
        found = re.findall(r'<span class="what"><a href="([^"]+)">([^<]+)</a>', page)
        assert [title.replace("&amp;", "&").replace("&#39;", "'") for _, title in found] == titles
        assert all(server.get(href).status_code == 200 for href, _ in found)
        opened = re.findall(r'data-path="([^"]+)" data-line="(\d+)"', page)
        assert len(opened) == len(titles)
        assert all((archive.root / path).is_file() for path, _ in opened)


def test_findings_are_by_file_the_gravest_first_and_can_be_narrowed(archive: SiteBuilder) -> None:
    with Server(archive.root) as server, Events(server) as events:
        first = events.until(ok=True)
        archive.briefing("two", "Words [@tsas].")
        events.until(ok=False, after=first["version"])
        page = server.get("/_brief/lists/findings").text
        assert re.findall(r"<h2><code>([^<]+)", page)[0] == "content/briefings/two.md"
        assert "<mark>tsas</mark>" in page
        text = Parsed(page).text
        assert text.index("unknown-citation") < text.index("unused-tag")
        errors = _page(server, "lists/findings?severity=error").text
        assert "unknown-citation" in errors
        assert "No briefing has the tag" not in errors
        narrowed = _page(server, "lists/findings?code=unused-tag").text
        assert "`nobody`" in narrowed
        assert "is no source of this briefing" not in narrowed
        assert "Nothing matches." in _page(server, "lists/findings?q=xyzzy").text
        assert "The last good pages are shown" in _page(server, "").text


def test_a_long_list_comes_in_pages(site: SiteBuilder) -> None:
    for number in range(105):
        site.briefing(f"b{number:03}", "Words [@tass].")
    with Server(site.root) as server:
        seen = []
        path = "lists/briefings?q=title"
        for _ in range(3):
            page = _page(server, path)
            seen += [link for link in page.links if link.startswith("/briefings/")]
            after = [link for link in page.all("a") if link.get("rel") == "next"]
            path = "lists/briefings" + after[0]["href"] if after else ""
        assert not path
        assert len(seen) == len(set(seen)) == 105
        assert "101 to 105 of 105" in page.text
        for odd in ("page=0", "page=-1", "page=x", "page=99999999999", "page=²"):
            assert server.get(f"/_brief/lists/briefings?{odd}").status_code == 200
        assert server.get("/_brief/lists/nothing").status_code == 404


def test_it_tells_what_was_made_again_and_why(archive: SiteBuilder) -> None:
    with Server(archive.root) as server, Events(server) as events:
        first = events.until(ok=True)
        archive.briefing("one", "Other words [@tass], by [[two]].", title="Another title")
        state = events.until(ok=True, after=first["version"])
        while "made again" not in (text := _page(server, "").text) or state["version"] == first["version"]:
            state = events.next()
        assert "content/briefings/one.md" in text


def test_before_anything_can_be_shown_it_says_what_is_wrong(site: SiteBuilder) -> None:
    site.briefing("one", tags=["<nothing>"])
    with Server(site.root) as server:
        page = server.get("/_brief/").text
        assert "can&#39;t be shown yet" in page
        assert "&lt;nothing&gt;" in page
        assert "<nothing>" not in page
        assert server.get("/_brief/lists/briefings").status_code == 200


def test_its_pages_take_nothing_from_elsewhere_and_stand_in_no_frame(site: SiteBuilder) -> None:
    site.briefing("one")
    with Server(site.root) as server:
        for path in ("", "lists/findings", "lists/briefings", "explain/orphan"):
            policy = server.get(f"/_brief/{path}").headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'none'" in policy
        assert server.get("/_brief/explain/no-such-code").status_code == 404
        assert server.get("/_brief/_base.html").status_code == 404
        assert server.get("/_brief/..%2fapp.py").status_code == 404


def test_nothing_of_the_tools_is_published_or_written_anywhere(archive: SiteBuilder) -> None:
    archive.build("--drafts")
    before = tree(archive.root)
    with Server(archive.root) as server:
        for path in ("/", "/briefings/one/", "/_brief/", "/_brief/page?path=/briefings/one/", "/_brief/lists/findings"):
            assert server.get(path).status_code == 200
        assert b"/_brief/client.js" in server.get("/briefings/one/").content
    assert tree(archive.root) == before
    published = {path: content for path, content in before.items() if path.startswith("public/")}
    assert len(published) > 20
    found = [(path, marker) for path, content in published.items() for marker in MARKERS if marker in content]
    assert not found
