"""Feeds: whole texts, ids that never change, addresses that work anywhere, and nothing that isn't public."""

import re
from html import unescape
from typing import Any
from urllib.parse import unquote, urldefrag

import feedparser
import pytest

from tests.outputs.reading import atom, items, json_feed
from tests.sites import SOURCE, Parsed, SiteBuilder, tree

HOSTILE = "</title><script>alert(1)</script> ]]> & &amp; <!-- \u2028 \U0001f4a9 'a' \"b\""


def _ids(site: SiteBuilder, address: str = "") -> list[str]:
    return [item["id"] for item in items(site, address)]


def _feeds(site: SiteBuilder) -> dict[str, bytes]:
    return {path: content for path, content in tree(site.output()).items() if re.search(r"feed\.(xml|json)$", path)}


def test_an_entry_is_the_whole_briefing_with_its_corrections_first(site: SiteBuilder) -> None:
    site.tag("notice", title="Notice")
    site.briefing(
        "one",
        "## Head\n\nThe text [@tass, p. 4] goes on[^1].\n\n[^1]: A note.",
        title="A & B",
        tags=["interpol", "notice", "interpol"],
        updated="2026-01-05",
        corrections=[{"date": "2026-02-01", "note": "Earlier."}, {"date": "2026-03-01", "note": "Later <b>."}],
        sources=[SOURCE | {"archived": "https://web.archive.org/web/2026/x", "author": "A. N."}],
    )
    site.build()
    [item] = items(site)
    assert item["title"] == "A & B"
    assert item["url"] == "https://example.org/briefings/one/"
    assert item["summary"] == "Summary of one."
    assert item["tags"] == ["Interpol", "Notice"]
    assert item["language"] == "en"
    assert item["date_published"] == "2026-01-02T00:00:00+00:00"
    assert item["date_modified"] == "2026-03-01T00:00:00+00:00", "the last correction is the last change"
    content = Parsed(item["content_html"])
    order = ["Corrections", "Later <b>.", "Earlier.", "Head", "The text", "A note.", "Sources", "TASS", "A report"]
    places = [content.text.index(words) for words in order]
    assert places == sorted(places)
    for link in (SOURCE["url"], "https://web.archive.org/web/2026/x", "https://example.org/outlets/tass/"):
        assert link in content.links
    assert "class" not in item["content_html"]
    assert not content.ids, "ids of one entry would meet those of another"
    assert "aria-label" not in item["content_html"], "no links to passages"


def test_a_feed_says_what_it_is(site: SiteBuilder) -> None:
    site.settings(description="What we do.", languages=["en", "ru"])
    site.tag("interpol", title="Interpol", names={"ru": "Интерпол"})
    site.briefing()
    site.build()
    read = atom(site.output("ru/tags/interpol/feed.xml").read_bytes())
    assert read.feed.title == "Интерпол · Test archive"
    assert read.feed.subtitle == "Брифинги по теме: Интерпол"
    assert read.feed.link == "https://example.org/ru/tags/interpol/"
    assert read.feed.id == "https://example.org/ru/tags/interpol/"
    assert read.feed.language == "ru"
    assert read.feed.updated == "2026-01-02T00:00:00+00:00"
    assert [link.href for link in read.feed.links if link.rel == "self"] == [read.feed.link + "feed.xml"]
    data = json_feed(site.output("outlets/tass/feed.json").read_bytes())
    assert data["title"] == "TASS · Test archive"
    assert data["feed_url"] == "https://example.org/outlets/tass/feed.json"
    assert data["home_page_url"] == "https://example.org/outlets/tass/"
    assert data["icon"].startswith("https://example.org/assets/icon-512.")


def test_each_list_has_the_feed_of_what_it_lists(site: SiteBuilder) -> None:
    site.tag("other")
    site.outlet("reuters")
    site.briefing("one", date="2026-01-01")
    site.briefing("two", "[@r]", date="2026-01-02", tags=["other"], sources=[SOURCE | {"id": "r", "outlet": "reuters"}])
    site.briefing("three", "[@tass] [@r]", date="2026-01-03", sources=[SOURCE, SOURCE | {"id": "r", "outlet": "reuters", "url": "https://example.org/r"}])  # fmt: skip
    site.build()

    def names(address: str) -> list[str]:
        return [item["url"].rsplit("/", 2)[1] for item in items(site, address)]

    assert names("") == ["three", "two", "one"]
    assert names("tags/interpol/") == ["three", "one"]
    assert names("tags/other/") == ["two"]
    assert names("outlets/tass/") == ["three", "one"]
    assert names("outlets/reuters/") == ["three", "two"]
    assert names("corrections/") == []


def test_a_feed_has_the_latest_twenty(site: SiteBuilder) -> None:
    for number in range(1, 24):
        site.briefing(f"b{number}", date=f"2026-01-{number:02}")
    site.build()
    for address in ("", "tags/interpol/", "outlets/tass/"):
        assert [item["title"] for item in items(site, address)] == [f"Title of b{n}" for n in range(23, 3, -1)]


def test_corrections_and_withdrawals_have_a_feed_in_both_formats(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru"])
    site.briefing("one", corrections=[{"date": "2026-02-01", "note": "A <b> & c."}])
    site.briefing("два", lang="ru", status="withdrawn", withdrawn={"date": "2026-02-02", "reason": "Причина."})
    site.build()
    for address in ("corrections/", "ru/corrections/"):
        withdrawn, corrected = items(site, address)
        assert withdrawn["title"] == "Отозвано: Title of два", "in the language of the briefing"
        assert withdrawn["content_html"] == "<p>Причина.</p>"
        assert corrected["content_html"] == "<p>A &lt;b&gt; &amp; c.</p>"
        assert corrected["summary"] == "A <b> & c."
        assert corrected["url"] == "https://example.org/briefings/one/#corrections"
        assert corrected["id"] == "tag:example.org,2026-01-02:/briefings/one/:1"


def test_every_feed_is_what_its_standard_says_and_no_id_stands_for_two_things(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru"], base_url="https://example.org/deep/er")
    site.tag("empty")
    for name in ("one", "two"):
        site.briefing(name, corrections=[{"date": "2026-02-01", "note": "N."}, {"date": "2026-02-01", "note": "M."}])
    site.briefing("ru/one", lang="ru", translation_of="one")
    site.briefing("gone", status="withdrawn", withdrawn={"date": "2026-02-02", "reason": "R."})
    site.build()
    pages: dict[str, set[str]] = {}
    found = _feeds(site)
    assert len(found) == 2 * 2 * (1 + 2 + 1 + 1), "two formats, two languages: all, two tags, an outlet, corrections"
    for path, content in found.items():
        entries = json_feed(content)["items"] if path.endswith("json") else atom(content).entries
        ids = [entry["id"] for entry in entries]
        assert len(ids) == len(set(ids)), path
        for entry in entries:
            pages.setdefault(entry["id"], set()).add(entry.get("url") or entry["link"])
    assert all(len(known) == 1 or ":2" in ident or ":1" in ident for ident, known in pages.items()), pages


def test_an_id_outlives_moves_there_and_back(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru"])
    site.briefing("2026-01-02-one", corrections=[{"date": "2026-02-01", "note": "N."}], aliases=["/imported.html"])
    site.briefing("ru/2026-01-02-one", lang="ru", translation_of="one")
    site.build()
    addresses = ("", "tags/interpol/", "corrections/", "ru/", "ru/corrections/")
    before = {address: _ids(site, address) for address in addresses}
    assert before[""] == ["tag:example.org,2026-01-02:/briefings/one/"]
    assert before["ru/"] == ["tag:example.org,2026-01-02:/ru/briefings/one/"]
    slug = "one"
    for target in ("two", "three", "one", "two", "one", "three"):
        outcome = site.brief("move", slug, target)
        assert outcome.code == 0, outcome.err
        slug = target
        assert site.check().faults == []
        site.build()
        assert {address: _ids(site, address) for address in addresses} == before, target
        assert items(site)[0]["url"] == f"https://example.org/briefings/{target}/"
        for old in {"one", "two", "three"} - {target}:
            refresh = f"briefings/{old}/"
            if site.output(refresh).exists():
                assert site.page_at(refresh).links == [f"/briefings/{target}/"]
        assert site.page_at(f"briefings/{target}/").all("article"), "the page itself, not a redirect to itself"


def test_a_second_language_changes_no_id(site: SiteBuilder) -> None:
    site.briefing("one")
    site.briefing("two")
    site.build()
    before = items(site)
    site.settings(languages=["en", "ru"])
    site.briefing("ru/one", "Текст [@tass].", lang="ru", translation_of="one")
    site.build()
    assert [(item["id"], item["content_html"]) for item in items(site)] == [
        (item["id"], item["content_html"]) for item in before
    ]
    translated, untranslated = items(site, "ru/")
    assert translated["language"] == "ru"
    assert "Источники" in translated["content_html"]
    assert untranslated == before[1], "an entry is the same wherever it stands"


def test_a_renamed_tag_keeps_its_feeds(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru"])
    site.tag("notice")
    site.briefing("one", tags=["notice"])
    site.build()
    assert site.brief("tag", "rename", "notice", "alert").code == 0
    site.build()
    for name in ("feed.xml", "feed.json"):
        assert site.output(f"ru/tags/notice/{name}").read_bytes() == site.output(f"ru/tags/alert/{name}").read_bytes()
    assert len(items(site, "tags/notice/")) == 1


def _addresses(html: str) -> list[str]:
    found = []
    for _, attributes in Parsed(html).elements:
        found += [attributes[name] for name in ("href", "src", "cite") if name in attributes]
        found += [part.split()[0] for part in attributes.get("srcset", "").split(", ") if part]
    return found


@pytest.mark.parametrize("base", ["https://example.org", "https://example.org/deep/er"])
def test_every_address_in_an_entry_is_whole_and_leads_to_something(site: SiteBuilder, base: str) -> None:
    site.settings('[markdown]\nraw_html = "trust"', base_url=base, languages=["en", "ru"])
    site.write("content/files/a b.png", b"x")
    site.write("content/files/c.png", b"x")
    site.tag("notice", title="Notice")
    site.briefing("two", "## A head\n\nText [@tass].")
    site.briefing(
        "one",
        "# Top {#top}\n\nA Notice[^n] [@tass]. [[two]] [[two#a-head]] [[tag:interpol]] [[outlet:tass]] [here](#top)\n\n![[two]]\n\n"
        '![alt](/files/a%20b.png)\n\n<img src="/files/c.png" alt="" srcset="../../files/c.png 1x, ../../files/a%20b.png 2x">\n\n'
        '<a href="/briefings/two/#a-head">x</a>\n\n'
        '<q cite="../two/">q</q> <a href="mailto:a@example.org">m</a>\n\n[^n]: Note.',
    )
    site.build()
    seen = set()
    for path, content in _feeds(site).items():
        if path.endswith("json"):
            for item in json_feed(content)["items"]:
                seen |= set(_addresses(item["content_html"]))
    assert f"{base}/briefings/one/#top" in seen
    assert f"{base}/briefings/one/#fn:n" in seen
    assert f"{base}/briefings/one/#source-tass" in seen
    assert f"{base}/files/a%20b.png" in seen
    assert "mailto:a@example.org" in seen
    own = [address for address in seen if address.startswith("https://example.org") and address != SOURCE["url"]]
    assert len(seen) - len(own) == 2, "the mail address and the source"
    for address in own:
        assert address.startswith(f"{base}/"), address
        page, fragment = urldefrag(address)
        inner = unquote(page.removeprefix(f"{base}/"))
        target = site.output(f"{inner}index.html" if not inner or inner.endswith("/") else inner)
        assert target.is_file(), address
        if fragment:
            assert unquote(fragment) in Parsed(target.read_text("utf-8")).ids, address


def test_nothing_that_is_not_public_reaches_any_output(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru"])
    hidden: dict[str, Any] = {"title": "DRAFTMARK", "summary": "DRAFTMARK", "corrections": [{"date": "2026-02-01", "note": "DRAFTMARK"}]}  # fmt: skip
    site.briefing("one")
    site.briefing("draftmark", "DRAFTMARK [@tass]", status="draft", **hidden)
    site.briefing("ru/one", "DRAFTMARK [@tass]", status="draft", lang="ru", translation_of="one", **hidden)
    site.briefing(
        "gone", "GONEMARK [@tass]", title="Gone", status="withdrawn", withdrawn={"date": "2026-02-02", "reason": "Why."}
    )
    site.build()
    for path, content in tree(site.output()).items():
        assert b"draftmark" not in content.lower(), path
        assert "draftmark" not in path
        assert b"GONEMARK" not in content, path
    site.build("--drafts")
    feeds = _feeds(site) | {"sitemap.xml": site.output("sitemap.xml").read_bytes()}
    for path, content in feeds.items():
        assert b"draftmark" not in content.lower(), f"{path}: what a feed reader once has it keeps"


def test_a_withdrawn_briefing_is_replaced_by_the_notice(site: SiteBuilder) -> None:
    site.briefing("one", "SECRET text [@tass].")
    site.build()
    before = items(site)
    site.briefing("one", "SECRET text [@tass].", summary="SECRET summary.", status="withdrawn", withdrawn={"date": "2026-02-02", "reason": "It was wrong."})  # fmt: skip
    site.build()
    for address in ("", "tags/interpol/", "outlets/tass/"):
        [item] = items(site, address)
        assert item["id"] == before[0]["id"]
        assert item["date_modified"].startswith("2026-02-02")
        assert item["summary"] == "It was wrong."
        assert "Withdrawn on" in item["content_html"]
        assert "SECRET" not in str(item)


@pytest.mark.parametrize("raw_html", ["sanitize", "escape", "trust"])
def test_hostile_words_stay_words(site: SiteBuilder, raw_html: str) -> None:
    site.settings(f'[markdown]\nraw_html = "{raw_html}"', title=HOSTILE, description=HOSTILE)
    site.tag("interpol", title=HOSTILE)
    site.outlet("tass", title=HOSTILE)
    site.briefing(
        "one",
        f"{HOSTILE} &#1; &#x0b; &#xFFFE; &#0; [x](javascript:alert(1)) [y](http://[) [@tass]\n\n"
        '<a href="javascript:alert(2)" onclick="alert(3)">z</a> <img src=x onerror=alert(4) srcset="javascript:alert(5), http://[ 2x">\n\n'
        "<style>p{}</style><iframe src=/x></iframe>",
        title=HOSTILE,
        summary=HOSTILE,
        sources=[SOURCE | {"title": HOSTILE, "author": HOSTILE}],
        corrections=[{"date": "2026-02-01", "note": HOSTILE}],
    )
    site.build()
    for address in ("", "tags/interpol/", "outlets/tass/", "corrections/"):
        [item] = items(site, address)
        assert HOSTILE in item["title"]
        assert item["summary"] == HOSTILE
        content = Parsed(item["content_html"])
        assert not {name for name, _ in content.elements} & {"script", "style", "iframe"}
        for _, attributes in content.elements:
            assert not [name for name in attributes if name.startswith("on")]
            assert not [value for value in attributes.values() if value.strip().startswith("javascript")]
    assert unescape(feedparser.parse(site.output("feed.xml").read_bytes()).feed.title) == unescape(HOSTILE)


def test_a_site_of_nothing_has_feeds_of_nothing(site: SiteBuilder) -> None:
    site.write("content/briefings/.keep", "")
    site.build()
    for address in ("", "tags/interpol/", "outlets/tass/", "corrections/"):
        assert items(site, address) == []
        assert atom(site.output(f"{address}feed.xml").read_bytes()).feed.updated.startswith("1970-01-01")


def test_feeds_do_not_depend_on_the_day_or_the_run(site: SiteBuilder) -> None:
    site.briefing("one", corrections=[{"date": "2026-02-01", "note": "N."}])
    site.build()
    before = _feeds(site)
    site.forget()
    site.build("--output", str(site.root / "again"))
    assert before == {path: content for path, content in tree(site.root / "again").items() if path in before}


def _found(site: SiteBuilder, address: str) -> list[tuple[str, str]]:
    return [
        (link["type"], link["href"]) for link in site.page_at(address).all("link", rel="alternate") if "type" in link
    ]


def test_readers_programs_find_the_feeds_on_every_page(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru"], base_url="https://example.org/deep")
    for number in range(51):
        site.briefing(f"b{number}", sources=[SOURCE | {"url": f"https://example.org/{number}"}])
    site.build()
    kinds = ("application/atom+xml", "application/feed+json")

    def of(address: str) -> list[tuple[str, str]]:
        return list(zip(kinds, (f"/deep/{address}feed.xml", f"/deep/{address}feed.json"), strict=True))

    for path, content in tree(site.output()).items():
        if not path.endswith(".html") or b'http-equiv="refresh"' in content:
            continue
        address = path.removesuffix("index.html")
        home = "ru/" if address.startswith("ru/") else ""
        listed = re.match(r"(ru/)?((tags|outlets)/[^/]+|corrections)/", address)
        own = of(listed[0]) if listed else []
        assert _found(site, address) == [*own, *of(home)], address
        for _, href in [*own, *of(home)]:
            assert site.output(href.removeprefix("/deep/")).is_file()
        visible = site.page_at(address).links
        assert f"/deep/{home}feed.xml" in visible, "in the footer"
        if own:
            assert own[0][1] in visible, address


def test_a_feed_is_promised_for_ever_and_taken_by_nobody_else(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru"])
    site.briefing("one", aliases=["/tags/interpol/feed.json"])
    assert "the feed of" in site.check().only("duplicate-address")["message"]
    site.briefing("one")
    site.build()
    ledger = (site.root / "content/addresses.toml").read_text()
    for address in ("/feed.xml", "/ru/feed.json", "/tags/interpol/feed.xml", "/ru/outlets/tass/feed.json"):
        assert f'"{address}",\n' in ledger
    for address in ("sitemap", "robots", "webmanifest", "favicon", "opensearch"):
        assert address not in ledger


def test_a_fault_in_the_template_of_entries_names_its_line(site: SiteBuilder) -> None:
    site.settings(theme="mine")
    site.write("themes/mine/templates/_feed_entry.html", "{{ body }}\n{{ sumary }}\n")
    site.briefing()
    found = site.check().only("template-error")
    assert (found["path"], found["line"]) == ("themes/mine/templates/_feed_entry.html", 2)
    assert site.brief("build").code == 1
