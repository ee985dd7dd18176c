"""The archive as a graph: what leads where, and from where."""

import json
import re
from itertools import pairwise

import feedparser
from hypothesis import given
from hypothesis import strategies as st

from brief.linking.documents import normalised
from brief.linking.related import related
from tests.sites import SOURCE, SiteBuilder


def _texts(html: str, selector: str) -> list[str]:
    """The texts of the elements of a class, without markup."""
    found = re.findall(rf'<(\w+) class="{selector}"[^>]*>(.*?)</\1>', html, re.DOTALL)
    return [" ".join(re.sub("<[^>]*>", "", inner).split()) for _, inner in found]


def test_a_backlink_shows_the_sentence_of_its_link(site: SiteBuilder) -> None:
    site.briefing("one", title="First")
    site.briefing(
        "two", "Nothing here. As [[one]] says, it is so [@tass]. And more. Again [[one|this]].", title="Second"
    )
    site.page("about", "See [[one|the first]], please. Not this.")
    site.build()
    page = site.page_at("briefings/one/")
    assert _texts(page.html, "backlink-sentence") == ["As First says, it is so.", "See the first, please."]
    assert {"/briefings/two/", "/about/"} <= set(page.links)
    assert "backlink-title" not in site.html("briefings/two/")


def test_a_card_is_a_backlink_too_and_drafts_are_none(site: SiteBuilder) -> None:
    site.briefing("one")
    site.briefing("two", "[@tass]\n\n![[one]]", title="Carded")
    site.briefing("three", "[@tass] [[one]]", title="Hidden", status="draft")
    site.build()
    assert _texts(site.html("briefings/one/"), "backlink-title") == ["Carded 2 January 2026"]


def test_a_translation_is_linked_from_wherever_its_original_is(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru"])
    site.briefing("one")
    site.briefing("ru/one", lang="ru", translation_of="one")
    site.briefing("two", "In English [[one|here]] [@tass].", title="Two")
    site.briefing("ru/two", "По-русски [[one|здесь]] [@tass].", lang="ru", translation_of="two", title="Два")
    site.build()
    assert _texts(site.html("briefings/one/"), "backlink-sentence") == ["In English here."]
    assert _texts(site.html("ru/briefings/one/"), "backlink-sentence") == ["По-русски здесь."]


def test_a_tag_page_lists_who_mentions_it_without_having_it(site: SiteBuilder) -> None:
    site.tag("mvd", title="Ministry", aliases=["MVD"])
    site.briefing("one", "The MVD said so [@tass].", title="Mentions it")
    site.briefing("two", "The MVD again [@tass].", tags=["mvd"], title="Has it")
    site.build()
    page = site.html("tags/mvd/")
    assert _texts(page, "backlink-title") == ["Mentions it 2 January 2026"]
    assert _texts(page, "backlink-sentence") == ["The MVD said so."]


def test_names_are_not_linked_where_that_is_not_wanted(site: SiteBuilder) -> None:
    site.tag("mvd", title="Ministry", aliases=["MVD"])
    site.tag("quiet", title="Quiet", mentions=False)
    site.briefing("one", "MVD here.\n{: .no-mentions }\n\nA *MVD*{: .no-mentions } and Quiet, then the MVD [@tass].")
    site.briefing("two", "MVD [@tass].", mentions=False)
    site.build()
    mention = re.compile(r'class="mention" href="([^"]*)">([^<]*)<')
    assert mention.findall(site.html("briefings/one/")) == [("/tags/mvd/", "MVD")]
    assert 'then the <a class="mention"' in site.html("briefings/one/")
    assert not mention.findall(site.html("briefings/two/"))


def test_neighbours_within_each_tag(site: SiteBuilder) -> None:
    site.tag("other", title="Other")
    site.briefing("a", date="2026-01-01", title="A")
    site.briefing("b", date="2026-01-02", title="B", tags=["interpol", "other"])
    site.briefing("c", date="2026-01-03", title="C", tags=["other"])
    site.briefing("d", date="2026-01-04", title="D")
    site.build()
    text = site.page_at("briefings/b/").text
    assert "Interpol Earlier: A Later: D" in text
    assert "Other Later: C" in text


def test_what_few_share_says_more_than_what_all_do(site: SiteBuilder) -> None:
    site.tag("rare", title="Rare")
    for number in range(6):
        site.briefing(f"b{number}", date=f"2026-01-0{number + 1}", tags=["interpol", *(["rare"] if number in {0, 5} else [])],
                      sources=[SOURCE | {"url": f"https://example.org/{number}"}])  # fmt: skip
    site.build()
    section = site.html("briefings/b0/").partition('class="related"')[2].partition("</section>")[0]
    assert re.findall(r"Title of (b\d)", section) == ["b5"]


FEATURES = st.dictionaries(
    st.integers(0, 40).map(str), st.frozensets(st.sampled_from("abcdefg"), max_size=4), max_size=30
)


@given(FEATURES)
def test_related_holds_no_stranger_and_not_itself(features: dict[str, frozenset[str]]) -> None:
    found = related(features, {}, 5)
    assert found == related(dict(features), {}, 5)
    for path, others in found.items():
        assert path not in others
        assert len(set(others)) == len(others) <= 5
        everywhere = {name for name in "abcdefg" if all(name in own for own in features.values())}
        assert all((features[path] & features[other]) - everywhere for other in others)


def test_timelines_show_dates_as_exactly_as_they_are_known(site: SiteBuilder) -> None:
    events = [
        {"date": "2022-03~", "text": "It began."},
        {"date": "2021", "text": "Before."},
        {"date": "../2020", "text": "Long ago."},
        {"date": "2023?/..", "text": "It goes on."},
    ]
    site.briefing("one", date="2022-03-10", title="The report", events=events)
    site.build()
    for address in ("timeline/", "tags/interpol/"):
        entries = [
            " ".join(re.sub("<[^>]*>", "", item).split())
            for item in re.findall(
                "<li[^>]*>(.*?)</li>", site.html(address).partition('class="timeline"')[2], re.DOTALL
            )
        ]
        shown = [entry for entry in entries if "The report" in entry]
        assert shown == [
            "until 2020 Long ago. in The report",
            "2021 Before. in The report",
            "about March 2022 It began. in The report",
            "10 March 2022 Briefing: The report",
            "from 2023 (uncertain) It goes on. in The report",
        ]  # fmt: skip


def test_the_whole_timeline_is_paginated_in_order(site: SiteBuilder) -> None:
    for number in range(60):
        site.briefing(f"b{number:02}", date=f"{1960 + number}-01-01")
    site.build()
    first, second = site.page_at("timeline/"), site.page_at("timeline/page/2/")
    found = re.findall(r"Briefing: Title of b(\d\d)", first.text + second.text)
    assert found == [f"{number:02}" for number in range(60)]


def test_an_outlet_page_says_how_it_is_relied_on(site: SiteBuilder) -> None:
    site.outlet("other")
    site.briefing("a", date="2024-01-01", sources=[SOURCE | {"rating": "B2"}])
    site.briefing("b", date="2026-01-01", sources=[SOURCE | {"rating": "B2"}, SOURCE | {"id": "x", "outlet": "other"}])
    site.briefing("c", sources=[SOURCE | {"url": "https://example.org/2"}])
    site.build()
    text = site.page_at("outlets/tass/").text
    assert "3 sources taken from here · 2 documents · 3 briefings · 2024–2026" in text
    assert "2 briefings rest on this outlet alone." in text
    assert "B2 usually reliable source; probably true 2" in text
    assert "not rated 1" in text
    assert "Cited for: Interpol 3" in text
    assert "All sources of this briefing are of one outlet: TASS" in site.page_at("briefings/a/").text
    assert "one outlet" not in site.page_at("briefings/b/").text
    assert "Single outlet" in site.page_at("").text


def test_all_sources_are_listed_once_and_can_be_filtered_by_their_records(site: SiteBuilder) -> None:
    site.outlet("other")
    site.briefing(
        "a", sources=[SOURCE | {"published": "2022-03"}, SOURCE | {"id": "x", "url": "https://example.org/x"}]
    )
    site.briefing(
        "b",
        "[@tass]",
        sources=[SOURCE | {"url": "http://www.example.org/report/?utm_source=x#top", "published": "2022-03"}],
    )
    site.build()
    assert "Also relied on in: Title of b" in site.page_at("briefings/a/").text
    assert "Also relied on in: Title of a" in site.page_at("briefings/b/").text
    page = site.page_at("sources/")
    assert "2 documents" in page.text
    records = json.loads(site.output("sources/2022.json").read_text())
    assert [(record["o"], record["g"], record["y"]) for record in records] == [("tass", ["interpol"], "2022")]
    assert [title for title, *_ in records[0]["briefings"]] == ["Title of a", "Title of b"]
    assert len(json.loads(site.output("sources/undated.json").read_text())) == 1
    form = page.all("form", class_="filters")[0]
    assert form["data-records"].split() == ["/sources/2022.json", "/sources/undated.json"]


def test_the_same_source_in_two_spellings_is_a_warning(site: SiteBuilder) -> None:
    site.briefing("a", date="2026-01-01")
    site.briefing("b", sources=[SOURCE | {"url": "http://example.org/report/"}])
    found = site.check().only("source-spelling")
    assert (found["path"], found["line"], found["severity"]) == ("content/briefings/b.md", 11, "warning")
    assert "https://example.org/report" in found["hint"]


URLS = st.builds(
    "{}://{}example.org{}{}{}{}".format, st.sampled_from(["http", "HTTPS"]), st.sampled_from(["", "www."]),
    st.sampled_from(["", ":80", ":443"]), st.sampled_from(["", "/", "/a", "/a/../b/", "/ä%20 x", "/A;b"]),
    st.sampled_from(["", "?", "?b=1&a=2", "?utm_source=x", "?q=%D0%B6"]), st.sampled_from(["", "#", "#x"]),
)  # fmt: skip


@given(URLS)
def test_a_normalised_address_stays_what_it_is(url: str) -> None:
    once = normalised(url)
    assert once == normalised(url.replace("example", "EXAMPLE")), "what is plain and what is not are one"
    assert normalised(f"https://{once}") == once


def test_corrections_have_a_page_and_a_feed(site: SiteBuilder) -> None:
    site.briefing(
        "a",
        title="A",
        corrections=[{"date": "2026-02-01", "note": "First & <b>."}, {"date": "2026-02-03", "note": "Second."}],
    )
    site.briefing("b", title="B", status="withdrawn", withdrawn={"date": "2026-02-02", "reason": "Wrong."})
    site.briefing("c", status="draft", corrections=[{"date": "2026-02-04", "note": "Dark."}])
    site.page("corrections-policy", title="Policy")
    site.build()
    page = site.page_at("corrections/")
    order = [page.text.index(words) for words in ("Second.", "Wrong.", "First & <b>.")]
    assert order == sorted(order)
    assert {"/briefings/a/#corrections", "/briefings/b/#withdrawn", "/corrections-policy/"} <= set(page.links)
    feed = feedparser.parse(site.output("corrections/feed.xml").read_bytes())
    assert not feed.bozo
    assert feed.version == "atom10"
    assert [entry.title for entry in feed.entries] == ["Correction: A", "Withdrawn: B", "Correction: A"]
    assert [entry.updated[:10] for entry in feed.entries] == ["2026-02-03", "2026-02-02", "2026-02-01"]
    assert len({entry.id for entry in feed.entries}) == 3
    assert "First &" in feed.entries[2].summary
    assert feed.feed.updated.startswith("2026-02-03")


def test_a_feed_of_nothing_has_no_clock_in_it(site: SiteBuilder) -> None:
    site.briefing("one")
    site.build()
    feed = feedparser.parse(site.output("corrections/feed.xml").read_bytes())
    assert feed.feed.updated.startswith("1970-01-01")
    assert not feed.entries


def test_a_chain_of_briefings_leads_to_its_last(site: SiteBuilder) -> None:
    for name, old in pairwise([None, "a", "b", "c"]):
        site.briefing(str(old), title=str(old).upper(), supersedes=[name] if name else None)
    site.build()
    page = site.page_at("briefings/a/")
    base = "https://example.org/briefings"
    assert "Superseded by B . The latest is C ." in page.text
    assert page.all("link", rel="canonical", href=f"{base}/c/")
    assert page.all("link", rel="latest-version", href=f"{base}/c/")
    assert page.all("link", rel="successor-version", href=f"{base}/b/")
    assert site.page_at("briefings/c/").all("link", rel="predecessor-version", href=f"{base}/b/")
    assert site.page_at("briefings/c/").all("link", rel="canonical", href=f"{base}/c/")


def test_a_site_may_set_after_how_long_a_briefing_is_stale(site: SiteBuilder) -> None:
    site.briefing("one", as_of="2025-12-31")
    site.build()
    assert "stale" not in site.html("briefings/one/")
    site.settings(stale_after_days=365)
    site.build()
    page = site.page_at("briefings/one/")
    assert page.all("div", class_="stale")[0]["data-since"] == "2026-12-31"
    assert "state of affairs of 31 December 2025 . Much may" in page.text


def test_links_in_a_texts_own_html_are_moved_and_checked(site: SiteBuilder) -> None:
    site.settings(base_url="https://example.org/deep")
    site.briefing("2026-01-01-old")
    site.briefing(
        "one", '[@tass] <a href="/tags/interpol/">x</a>\n\n<div><a href="2026-01-01-old.md#sources">y</a></div>'
    )
    site.build()
    assert {"/deep/tags/interpol/", "/deep/briefings/old/#sources"} <= set(site.page_at("briefings/one/").links)
    site.briefing("two", '[@tass]\n\n<p>\n<a href="/tags/interpl/">x</a></p>\n\n<!-- <a href="/nowhere/"> -->')
    found = site.check().only("unknown-link")
    assert (found["line"], found["column"]) == (17, 10)


def test_a_tag_or_an_outlet_can_be_named_by_any_of_its_names(site: SiteBuilder) -> None:
    site.tag("interpol", title="Interpol", aliases=["ICPO", "Shared"])
    site.tag("other", title="Other", aliases=["Shared"])
    site.briefing("one", "[@tass] [[tag:icpo]] [[outlet:ТАСС]]")
    site.build()
    assert {"/tags/interpol/", "/outlets/tass/"} <= set(site.page_at("briefings/one/").links)
    site.briefing("two", "[@tass] [[tag:shared]]")
    found = site.check().only("ambiguous-link")
    assert "`[[tag:interpol]]` or `[[tag:other]]`" in found["hint"]


def test_a_name_of_a_briefing_and_a_page_lists_both(site: SiteBuilder) -> None:
    site.page("one")
    site.briefing("one")
    site.briefing("two", "[@tass] [[one]] [[page:one]] [[briefing:one]]")
    found = site.check().only("ambiguous-link")
    assert (found["line"], found["column"]) == (14, 9)
    assert "`[[briefing:one]]` or `[[page:one]]`" in found["hint"]


def test_a_heading_takes_no_id_of_the_pages_own(site: SiteBuilder) -> None:
    names = ["Backlinks", "Related", "Neighbours", "Sources", "Corrections", "Timeline", "Mentions"]
    body = "[@tass] [[two]]\n\n" + "\n\n".join(f"## {name}" for name in names)
    site.briefing("one", body)
    site.briefing("two", "[@tass] [[one]]")
    site.tag("interpol", body.replace("[@tass] ", ""), title="Interpol")
    site.build()
    for address in ("briefings/one/", "tags/interpol/"):
        ids = site.page_at(address).ids
        assert len(ids) == len(set(ids)), address


def test_every_paragraph_has_an_address_and_a_way_to_it(site: SiteBuilder) -> None:
    site.briefing("one", "First words here [@tass].\n\n- an item\n- another\n\nNamed.\n{: #mine }")
    site.page("index", "An introduction.")
    site.build()
    page = site.page_at("briefings/one/")
    links = page.all("a", class_="passage")
    assert len(links) == 4
    assert {link["href"][1:] for link in links} <= set(page.ids)
    assert all(link["aria-label"] == "Link to this passage" for link in links)
    assert "#mine" in [link["href"] for link in links]
    assert "passage" not in site.html("")
