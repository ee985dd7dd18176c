"""What the server tells the bar of a page."""

from typing import Any

from tests.serving.serving import Events, Server
from tests.sites import SOURCE, SiteBuilder

OTHER = {"id": "other", "outlet": "tass", "title": "Never cited", "url": "https://example.org/gone"}
BODY = """Interpol said so in a long sentence [@tass].

Nobody names a source for this claim here.

- A list item that claims something more.
- Cited in the list itself [@tass].
- Short item.

This leads to what follows now:

> A quotation of many words by somebody here.
>
> -- Somebody, role [@tass]

See [[two]], and read more there, with a note[^1].

[^1]: A note.
"""


def _facts(server: Server, path: str) -> dict[str, Any]:
    told: dict[str, Any] = server.get(f"/_brief/page?path={path}").json()
    return told


def test_the_bar_is_told_how_a_briefing_stands(site: SiteBuilder) -> None:
    health = '[sources."example.org/gone"]\nfirst_dead = 2026-01-05\n'
    site.write("content/health.toml", health)
    site.briefing("one", BODY, status="draft", date="2999-01-02", sources=[SOURCE, OTHER])
    site.briefing("two", "See [[one]] [@tass].")
    site.briefing("three", "", unsourced="It is a list.", sources=None)
    with Server(site.root) as server:
        told = _facts(server, "/briefings/one/")
        item = told["item"]
        assert (item["path"], item["title"]) == ("content/briefings/one.md", "Title of one")
        assert item["badges"] == ["draft", "dated 2999-01-02"]
        assert 50 < item["words"] < 70
        assert item["minutes"] == 1
        assert item["sources"]["count"] == 2
        assert [(it["title"], it["line"]) for it in item["sources"]["uncited"]] == [("Never cited", 12)]
        assert [it["words"] for it in item["uncited"]] == [
            "Nobody names a source for this claim here.",
            "A list item that claims something more.",
        ]
        assert item["backlinks"] == {"count": 1, "listed": [{"title": "Title of two", "href": "/briefings/two/"}]}
        assert [it["message"] for it in item["links"]] == ["https://example.org/gone is gone since 2026-01-05."]
        assert item["counts"]["warning"] == 1
        assert _facts(server, "/briefings/three/")["item"]["badges"] == ["unsourced"]
        home = _facts(server, "/")
        assert home["item"] is None
        assert home["marks"] == {"/briefings/one/": ["draft", "dated 2999-01-02"], "/briefings/three/": ["unsourced"]}
        assert _facts(server, "/tags/interpol/")["item"]["path"] == "content/tags/interpol.md"
        assert _facts(server, "/nowhere/")["item"] is None


def test_each_passage_leads_to_its_line_in_the_file_as_it_is_now(site: SiteBuilder) -> None:
    site.briefing("one", "First words here [@tass].\n\nSecond\nwords here [@tass].")
    with Server(site.root) as server, Events(server) as events:
        path = "/_brief/lines?path=/briefings/one/"
        told = server.get(path).json()
        assert told["path"] == "content/briefings/one.md"
        assert list(told["lines"].values()) == [14, 16]
        first = events.until(ok=True)
        site.briefing("one", "\n\nFirst words here [@tass].\n\nBroken [@tsas].\n\nSecond\nwords here [@tass].")
        events.until(ok=False, after=first["version"])
        now = server.get(path).json()["lines"]
        assert [now[ident] for ident in told["lines"]] == [16, 20]
        assert server.get("/_brief/lines?path=/").json() == {"path": "", "line": 1, "lines": {}}


def test_a_text_that_would_never_end_holds_nobody_up(site: SiteBuilder) -> None:
    site.briefing("one", "First words here [@tass].")
    with Server(site.root) as server, Events(server) as events:
        first = events.until(ok=True)
        site.briefing("one", f"{'[a](' * 75_000}")
        events.until(ok=False, after=first["version"])
        assert server.get("/_brief/lines?path=/briefings/one/").json()["lines"] == {}
        assert server.get("/briefings/one/").status_code == 200


def test_a_site_below_a_path_and_in_two_languages_is_known_by_its_pages(site: SiteBuilder) -> None:
    site.settings(base_url="https://example.org/deep", languages=["en", "ru"])
    site.briefing("one")
    site.briefing("один", lang="ru", slug="odin", status="draft")
    with Server(site.root) as server:
        assert _facts(server, "/deep/briefings/one/")["item"]["path"] == "content/briefings/one.md"
        assert _facts(server, "/deep/ru/briefings/odin/")["item"]["path"] == "content/briefings/один.md"
        assert _facts(server, "/deep/ru/tags/interpol/")["item"]["path"] == "content/tags/interpol.md"
        assert _facts(server, "/deep/ru/")["marks"] == {"/deep/ru/briefings/odin/": ["draft"]}
