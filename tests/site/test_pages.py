"""What readers find on each kind of page."""

import re
from pathlib import Path

import pytest

from tests.sites import SOURCE, SiteBuilder, tree


def test_a_briefing_shows_all_that_its_front_matter_says(site: SiteBuilder) -> None:
    site.briefing(
        "2026-01-02-one",
        "First [@tass, para. 4] and [@doc].\n\n## Background\n\nMore [Source: ТАСС].\n\n## Outlook\n\nEnd.",
        title="A title & more",
        updated="2026-02-03",
        as_of="2025-12-31",
        sources=[
            SOURCE
            | {
                "published": "2022-03~",
                "accessed": "2026-01-01",
                "archived": "https://web.archive.org/x",
                "lang": "ru",
                "author": ["A. Writer", "B. Writer"],
                "rating": "b2",
                "quote": "the words",
            },
            {"id": "doc", "outlet": "other", "title": "A paper", "where": "Reading room, box 4"},
        ],
        corrections=[
            {"date": "2026-02-01", "note": "The number was wrong."},
            {"date": "2026-02-03", "note": "A name too."},
        ],
        events=[{"date": "2022-03-10/..", "text": "It began."}],
    )
    site.outlet("other")
    site.build()
    page = site.page_at("briefings/one/")
    for words in (
        "A title & more", "Summary of 2026-01-02-one.", "2 January 2026", "updated 3 February 2026",
        "state of affairs of 31 December 2025", "about March 2022", "Russian", "accessed 1 January 2026", "archived copy",
        "A. Writer, B. Writer", "B2 usually reliable source; probably true", "the words", "Reading room, box 4",
        "date unknown", "Corrections", "The number was wrong.", "from 10 March 2022", "It began.", "Background", "Outlook",
    ):  # fmt: skip
        assert words in page.text, words
    order = [
        page.text.index(words)
        for words in ("Summary of", "A name too.", "The number was wrong.", "First", "Reading room")
    ]
    assert order == sorted(order), "summary, corrections (the latest first), text, sources"
    assert "https://web.archive.org/x" in page.links
    assert page.all("html", lang="en", dir="ltr")


def test_citations_lead_to_the_source_and_back(site: SiteBuilder) -> None:
    site.briefing(
        "one",
        "A [@b; @a, Art. 3]. B [Source: TASS].\n\n> Words\n> -- Somebody [@a]\n\nNote.[^1]\n\n[^1]: See [@b].",
        sources=[SOURCE | {"id": "a", "outlet": "other"}, SOURCE | {"id": "b"}],
    )
    site.outlet("other")
    site.build()
    page = site.page_at("briefings/one/")
    forward = [link["href"] for link in page.all("a", role="doc-biblioref")]
    back = [link["href"] for link in page.all("a", role="doc-backlink")]
    assert forward == ["#source-b", "#source-a", "#source-b", "#source-a", "#source-b"]
    assert back == ["#cite-a-1", "#cite-a-2", "#cite-b-1", "#cite-b-2", "#cite-b-3"]
    assert {address[1:] for address in (*forward, *back)} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert "A [ 2 ; 1 , Art. 3]" in page.text


def test_marks_in_code_and_after_a_backslash_are_text(site: SiteBuilder) -> None:
    site.briefing(
        "one", "Code `[@nobody] [[nothing]]`, \\[@nobody], [@tass].\n\n```\n[@nobody] [[nothing]] [Source: X]\n```"
    )
    site.build()
    page = site.page_at("briefings/one/")
    assert page.text.count("[@nobody]") == 3
    assert "[[nothing]] [Source: X]" in page.text
    assert not re.search("[\ufdd0-\ufdef]", page.html)


def test_links_by_name_by_file_and_by_address_lead_where_they_say(site: SiteBuilder) -> None:
    site.briefing("2026-01-01-old", "## A heading\n\nText [@tass].")
    site.write("content/files/plan.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    site.page("about")
    site.briefing(
        "one",
        "[[old]], [[old|words]], [[old#a-heading]], [[tag:interpol]], [[outlet:tass]], [[page:about]], "
        "[file](2026-01-01-old.md#a-heading), [ref][r], [address](/tags/interpol/), ![plan](../files/plan.svg) [@tass]\n\n"
        "| a |\n|---|\n| [[old\\|in a table]] |\n\n![[old]]\n\n[r]: ../pages/about.md\n",
    )
    site.settings(base_url="https://example.org/deep/archive")
    site.build()
    page = site.page_at("briefings/one/")
    base = "/deep/archive"
    for address in (
        "/briefings/old/", "/briefings/old/#a-heading", "/tags/interpol/", "/outlets/tass/", "/about/",
    ):  # fmt: skip
        assert base + address in page.links
    for words in (
        "Title of 2026-01-01-old",
        "words",
        "in a table",
        "Interpol",
        "TASS",
        "About",
        "Summary of 2026-01-01-old.",
    ):
        assert words in page.text
    assert page.all("img", src=f"{base}/files/plan.svg")
    assert site.output("files/plan.svg").is_file()
    assert page.all("link", rel="canonical", href=f"https://example.org{base}/briefings/one/")


def test_every_link_of_a_site_leads_somewhere(site: SiteBuilder) -> None:
    _archive_in_two_languages(site)
    site.build()
    for path in site.output().rglob("*.html"):
        address = path.relative_to(site.output()).as_posix()
        page = site.page_at(address)
        targets = [*page.links, *(link["href"] for link in page.all("link") if link["rel"] != "canonical")]
        for link in targets:
            if link.startswith(("http://", "https://", "data:")) and not link.startswith("https://example.org/archive"):
                continue
            target = link.removeprefix("https://example.org").removeprefix("/archive")
            file, _, fragment = target.partition("#")
            full = site.output(file.lstrip("/")) if file else path
            full = full / "index.html" if full.is_dir() else full
            assert full.is_file(), f"{address} links to {link}"
            if fragment:
                assert fragment in site.page_at(full.relative_to(site.output()).as_posix()).ids, f"{address}: {link}"


def _archive_in_two_languages(site: SiteBuilder) -> None:
    site.settings(base_url="https://example.org/archive", languages=["en", "ru"])
    site.tag("police", "About [[tag:interpol]].", names={"ru": "Полиция"}, kind="theme", broader=["interpol"])
    site.tag("unused")
    for number in range(3):
        site.briefing(
            f"{2024 + number}-05-06-b{number}",
            "## One\n\n[@tass] [[b0]]\n\n## Two\n\nText.",
            date=f"{2024 + number}-05-06",
        )
    site.briefing(
        "ru/2026-05-06-b2", "Текст [@tass] [[b0]]", lang="ru", translation_of="b2", title="Заголовок", date="2026-05-06"
    )
    site.page("about", "## One\n\n## Two\n", order=1)
    site.page("ru/about", lang="ru", translation_of="about", title="О сайте")
    site.page("index", "What this is: [[about]].")


def test_the_home_page_shows_the_latest_the_subjects_and_what_this_is(site: SiteBuilder) -> None:
    site.settings(description="All about it.")
    for day in range(1, 13):
        site.briefing(f"b{day}", date=f"2026-01-{day:02}")
    site.page("index", "An **introduction**.")
    site.page("about", order=1)
    site.build()
    page = site.page_at("")
    assert "An introduction ." in page.text
    assert "12 briefings · 1 subject · 1 outlet · About" in page.text
    assert re.findall(r"Title of (b\d+)", page.text) == [f"b{day}" for day in range(12, 2, -1)]
    assert "/tags/interpol/" in page.links
    assert "/archive/" in page.links
    assert not site.output("index/index.html").exists()


def test_a_tag_page_explains_its_subject_and_lists_its_briefings_by_year(site: SiteBuilder) -> None:
    site.tag(
        "interpol", "An *organisation*.", title="Interpol", kind="organisation", wikidata="Q8475", broader=["police"],
        names={"ru": "Интерпол"}, aliases={"en": ["ICPO"], "ru": ["Интерпола"]},
    )  # fmt: skip
    site.tag("police", title="Police")
    site.briefing("a", date="2025-06-01")
    site.briefing("b", date="2026-06-01")
    site.build()
    page = site.page_at("tags/interpol/")
    for words in (
        "Organisation",
        "An organisation .",
        "Interpol ; ICPO",
        "Интерпол ; Интерпола",
        "Q8475",
        "2 briefings",
    ):
        assert words in page.text, words
    assert page.text.index("2026 1 June 2026 Single outlet Title of b") < page.text.index(
        "2025 1 June 2025 Single outlet Title of a"
    )
    assert "/tags/police/" in page.links
    assert "/tags/interpol/" in site.page_at("tags/police/").links
    index = site.page_at("tags/").text
    assert "Organisations Interpol 2" in index
    assert "Other subjects Police 0" in index


def test_long_lists_are_paginated(site: SiteBuilder) -> None:
    for number in range(101):
        site.briefing(f"b{number:03}", "[@tass]")
    site.build()
    for base in ("tags/interpol/", "outlets/tass/"):
        pages = [site.page_at(base), site.page_at(f"{base}page/2/"), site.page_at(f"{base}page/3/")]
        # The timeline of a tag's first page has its own share of them.
        lists = [page.text.partition(" Timeline 2 January")[0] for page in pages]
        names = [set(re.findall(r"Title of b\d+", listed)) for listed in lists]
        assert [len(found) for found in names] == [50, 50, 1]
        assert len(set.union(*names)) == 101
        assert f"/{base}page/2/" in pages[0].links
        assert {f"/{base}", f"/{base}page/3/"} <= set(pages[1].links)
        assert "Page 3 of 3" in pages[2].text
        assert not site.output(f"{base}page/4").exists()


def test_an_outlet_page_lists_what_was_taken_from_it(site: SiteBuilder) -> None:
    site.outlet(
        "tass", "An agency.", kind="news-agency", url="https://tass.com/", lang="ru", country="RU", aliases=["Tass"]
    )
    site.briefing("one", sources=[SOURCE | {"published": "2022", "rating": "C3"}])
    site.build()
    page = site.page_at("outlets/tass/")
    for words in (
        "News agency",
        "An agency.",
        "Russian",
        "Russia",
        "1 source taken from here",
        "A report C3",
        "2022",
        "in Title of one",
    ):
        assert words in page.text, words
    assert {"https://tass.com/", "https://example.org/report", "/briefings/one/"} <= set(page.links)
    assert "TASS News agency 1 1" in site.page_at("outlets/").text


def test_the_archive_leads_to_each_year(site: SiteBuilder) -> None:
    site.briefing("a", date="2024-06-01")
    site.briefing("b", date="2026-06-01")
    site.build()
    assert "2026 1 briefing 2024 1 briefing" in site.page_at("archive/").text
    year = site.page_at("archive/2026/")
    assert "June 2026 1 June 2026 Single outlet Title of b" in year.text
    assert "/archive/2024/" in year.links


def test_drafts_stay_out_of_the_site_unless_asked_for(site: SiteBuilder) -> None:
    site.briefing("public")
    site.briefing("hidden", "Twilight words [@tass].", status="draft", title="Twilight title", aliases=["/secret/"])
    site.build()
    for path, content in tree(site.output()).items():
        assert b"Twilight" not in content, path
        assert "hidden" not in path
        assert "secret" not in path
    site.build("--drafts")
    assert "Draft. Readers cannot see this page yet." in site.page_at("briefings/hidden/").text


def test_a_withdrawn_briefing_leaves_a_page_that_says_why(site: SiteBuilder) -> None:
    site.briefing("one")
    site.briefing("gone", "The words.", status="withdrawn", withdrawn={"date": "2026-03-04", "reason": "It was wrong."})
    site.build()
    page = site.page_at("briefings/gone/")
    assert "Withdrawn on 4 March 2026 It was wrong." in page.text
    assert "The words." not in page.text
    assert "Title of gone" not in site.page_at("").text + site.page_at("tags/interpol/").text


def test_a_briefing_that_replaces_another_says_so_on_both(site: SiteBuilder) -> None:
    site.briefing("old")
    site.briefing("new", supersedes=["old"])
    site.build()
    assert "Superseded by Title of new" in site.page_at("briefings/old/").text
    assert "This briefing replaces Title of old" in site.page_at("briefings/new/").text


def test_an_alias_leads_to_the_new_address(site: SiteBuilder) -> None:
    site.settings(base_url="https://example.org/archive")
    site.briefing("one", aliases=["/old/address/", "/older.html"])
    site.build()
    for address in ("old/address/", "older.html"):
        page = site.page_at(address)
        assert page.links == ["/archive/briefings/one/"]
        assert page.all("meta", content="url=/archive/briefings/one/")


def test_slugs_of_other_scripts_are_transliterated(site: SiteBuilder) -> None:
    site.briefing("2026-01-02-Россия и Интерпол")
    site.build()
    assert site.output("briefings/rossiia-i-interpol/index.html").is_file()


def test_a_translation_lives_below_its_language_and_both_say_so(site: SiteBuilder) -> None:
    _archive_in_two_languages(site)
    site.tag("interpol", title="Interpol", names={"ru": "Интерпол"})
    site.build()
    english, russian = site.page_at("briefings/b2/"), site.page_at("ru/briefings/b2/")
    assert "/archive/ru/briefings/b2/" in english.links
    assert "/archive/briefings/b2/" in russian.links
    assert russian.all("html", lang="ru")
    assert "6 мая 2026 г." in site.page_at("ru/").text
    assert "Источники" in russian.text
    assert "дата неизвестна" in russian.text
    assert "Интерпол" in russian.text
    assert {link["hreflang"] for link in english.all("link", rel="alternate") if "hreflang" in link} == {"en", "ru"}
    home = site.page_at("ru/")
    assert "Заголовок" in home.text
    assert "Title of 2026-05-06-b2" not in home.text
    assert "Title of 2024-05-06-b0" in home.text, "what is not translated stands there in its own language"
    assert "английский" in home.text, "and says so"
    assert "Заголовок" not in site.page_at("").text


def test_a_mention_of_a_tag_leads_to_it_once(site: SiteBuilder) -> None:
    site.tag("interpol", title="Interpol", names={"ru": "Интерпол"}, aliases=["ICPO", "Interpol Notices"])
    site.tag("mvd", title="Ministry of Internal Affairs", aliases=["MVD"])
    site.briefing(
        "one",
        "# Interpol\n\n> Interpol\n\nInterpolation, `Interpol`, the mvd; then Interpol notices, ICPO and the ministry of\ninternal "
        "affairs and [the MVD](https://example.org) [@tass].",
    )
    site.build()
    page = site.page_at("briefings/one/")
    mentions = re.findall(r'<a class="mention" href="([^"]*)">([^<]*)</a>', page.html)
    assert mentions == [("/tags/interpol/", "Interpol notices"), ("/tags/mvd/", "ministry of\ninternal affairs")]
    site.settings("[markdown]\nmentions = false")
    site.build()
    assert 'class="mention"' not in site.html("briefings/one/")


@pytest.mark.parametrize("how", ["sanitize", "escape", "trust"])
def test_html_in_a_text_is_treated_as_the_site_says(site: SiteBuilder, how: str) -> None:
    site.settings(f'[markdown]\nraw_html = "{how}"')
    site.briefing("one", 'A <b onclick="x()">b</b> [@tass].\n\n<script>evil()</script>\n\n[x](javascript:evil())')
    site.build()
    html = site.html("briefings/one/")
    assert ("<script>" in html) == (how == "trust")
    assert ('<b onclick="x()">' in html) == (how == "trust")
    assert ("<b>b</b>" in html) == (how == "sanitize")
    assert ("&lt;script&gt;" in html) == (how == "escape")
    assert ("javascript:" in html) == (how == "trust")


def test_front_matter_can_not_bring_markup_into_a_page(site: SiteBuilder) -> None:
    evil = '"><script>evil()</script>'
    site.tag("interpol", title=evil, aliases=[evil])
    site.outlet("tass", title=evil, country=evil)
    site.briefing(
        "one", f"![[one]] [[one]] [@tass, {evil}]\n\n# {evil}", title=evil, summary=evil, unsourced=None,
        sources=[SOURCE | {"title": evil, "quote": evil, "author": evil, "where": evil}],
        corrections=[{"date": "2026-01-02", "note": evil}], events=[{"date": "2022", "text": evil}],
    )  # fmt: skip
    site.page("about", title=evil, summary=evil)
    site.settings(title=evil, description=evil)
    site.build()
    for path, content in tree(site.output()).items():
        assert b"<script>" not in content, path


def test_the_markdown_of_the_guide_is_rendered(site: SiteBuilder) -> None:
    site.briefing(
        "one",
        "[@tass]\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\nTerm\n:   Meaning\n\n!!! note\n    Look.\n\nPara\n{: #here .there }\n\n"
        "```python\nx = 1\n```\n\nFoot.[^1]\n\n[^1]: Note.\n\n[up](#here)",
    )
    site.build()
    page = site.page_at("briefings/one/")
    for tag in ("table", "dl", "pre", "sup"):
        assert page.all(tag), tag
    assert page.all("td", class_="align-right")
    assert page.all("div", class_="admonition")
    assert page.all("p", id="here", class_="there")
    assert page.all("code", class_="language-python")
    assert "style=" not in page.html


def test_a_page_has_one_title_and_headings_in_order(site: SiteBuilder) -> None:
    site.briefing("one", "# Sources\n\nText [@tass].\n\n## Below [@tass]\n\n# Second")
    site.build()
    page = site.page_at("briefings/one/")
    headings = [(name, found.get("id", "")) for name, found in page.elements if re.fullmatch("h[1-6]", name)]
    assert headings == [
        ("h1", ""), ("h2", "contents"), ("h2", "sources-section"), ("h3", "below"), ("h2", "second"), ("h2", "sources"),
    ]  # fmt: skip
    assert len(page.ids) == len(set(page.ids))


def test_a_site_may_change_a_single_template_and_style(site: SiteBuilder) -> None:
    site.briefing("one")
    site.settings(theme="own")
    site.write("themes/own/templates/404.html", '{% extends "base.html" %}{% block main %}Nothing!{% endblock %}')
    site.write("themes/own/static/style.css", "body { color: teal }")
    site.build()
    assert "Nothing!" in site.html("404.html")
    assert "Summary of one." in site.page_at("briefings/one/").text
    (style,) = site.output("assets").glob("style.*.css")
    assert style.read_text() == "body{color:teal}"
    assert f"/assets/{style.name}" in site.html("")


def test_without_a_briefing_there_is_still_a_site(site: SiteBuilder) -> None:
    (site.root / "content/briefings").mkdir()
    site.build()
    assert "There are no briefings yet." in site.page_at("").text
    assert "0 briefings" in site.page_at("archive/").text


SEED = Path(__file__).parents[3] / "shared/seed"


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed text lies beside the checkout, in ../shared/seed")
def test_the_text_that_the_project_began_from_is_built(site: SiteBuilder) -> None:
    for number, path in enumerate(sorted(SEED.glob("*.txt"))):
        # The file has a paragraph a line, as wire copy has.
        site.briefing(f"seed-{number}", path.read_text("utf-8").replace("\n", "\n\n"), title="The text")
        site.build()
        page = site.page_at(f"briefings/seed-{number}/")
        marks = path.read_text("utf-8").count("[Source: TASS]")
        assert marks == 3
        assert len(page.all("a", role="doc-biblioref", href="#source-tass")) == marks
        assert len(page.all("a", role="doc-backlink")) == marks
        assert "[Source: TASS]" not in page.text
        assert "Valery Kalachev" in page.text
