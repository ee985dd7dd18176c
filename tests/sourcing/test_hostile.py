"""Whatever a page says of itself, what comes into front matter is harmless and readable."""

import pytest
import yaml

from tests.sites import SiteBuilder
from tests.sourcing.test_pages import added

PLACE = ("--outlet", "tass", "--url", "https://tass.com/1")


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Two\n lines&#10;\tand &nbsp; spaces", "Two lines and spaces"),
        ("A &lt;b&gt;bold&lt;/b&gt; &lt;i class=x&gt;title&lt;/i&gt;", "A bold title"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Title", "Title"),
        ("If a &lt; b and c &gt; d", "If a < b and c > d"),
        ("AT&amp;amp;T &amp;#8220;x&amp;#8221;", "AT&T “x”"),
        ("\u202edlrow\u202c \u2066olleh\u2069", "dlrow olleh"),
        ("a\x00b\x07c\x1b[31md\x7f\x9b", "abc[31md"),
        ("soft\u00adhyphen zero\u200bwidth\ufeff", "softhyphen zerowidth"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("- id: evil\n  outlet: x", "- id: evil outlet: x"),
        ("---", "---"),
        ('": }\n---\nx: [', '": } --- x: ['),
        ("!!python/object:os.system &a *a", "!!python/object:os.system &a *a"),
        ("# nothing", "# nothing"),
        ("null", "null"),
        ("{{ 7 * 7 }} {% raw %}", "{{ 7 * 7 }} {% raw %}"),
        ("cafe\u0301", "café"),
    ],
)
def test_a_title_is_one_line_of_text(site: SiteBuilder, written: str, title: str) -> None:
    page = site.write("page.html", f"<meta charset=utf-8><title>{written}</title>")
    # The parser sets U+FFFD for NUL, as the HTML Standard has it.
    assert str(added(site, str(page), *PLACE)["title"]).replace("\ufffd", "") == title
    assert [found["code"] for found in site.check().faults] == ["uncited-source"]
    site.build()


def test_a_title_without_end_is_cut_and_said_to_be(site: SiteBuilder) -> None:
    site.briefing()
    page = site.write("page.html", f"<title>{'word ' * 200_000}</title>")
    outcome = site.brief("source", "add", "one", str(page), *PLACE)
    assert outcome.code == 0
    assert "is cut" in outcome.err
    text = (site.root / "content/briefings/one.md").read_text()
    title = yaml.safe_load(text.split("\n---\n")[0])["sources"][-1]["title"]
    assert 900 < len(title) <= 1000
    assert title.endswith("word…")


@pytest.mark.parametrize(
    "data",
    [
        "[" * 100_000,
        '{"@graph": {"@graph": {"@graph": []}}}',
        "null",
        '{"@type": "Article", "headline": {"@value": 7}, "author": 1, "publisher": {"name": {}}, "datePublished": []}',
        '{"@type": "Article", "@id": [], "author": {"@id": []}, "url": {"a": "b"}, "mainEntityOfPage": {"@id": 1}}',
        '{"@type": ["Article"], "headline": "a", "author": [[{"name": ["x"]}]], "inLanguage": {"name": 1}}',
    ],
)
def test_odd_data_stops_nothing(site: SiteBuilder, data: str) -> None:
    page = site.write("page.html", f'<title>T</title><script type="application/ld+json">{data}</script>')
    assert added(site, str(page), *PLACE)["title"] in {"T", "a"}


def test_an_address_that_is_none_is_not_taken(site: SiteBuilder) -> None:
    head = '<title>T</title><link rel=canonical href="javascript:alert(1)"><meta property=og:url content="https://exa mple/\x1b[2J">'
    page = site.write("page.html", head)
    site.briefing()
    outcome = site.brief("source", "add", "one", str(page), "--outlet", "tass")
    assert outcome.code == 2
    assert "It does not say where it can be found." in outcome.err
    assert "\x1b" not in outcome.err


def test_a_thousand_authors_are_as_many_as_can_be_read(site: SiteBuilder) -> None:
    names = "".join(f'<meta name=citation_author content="Name{number}, A">' for number in range(1000))
    page = site.write("page.html", f"<title>T</title>{names}")
    authors = added(site, str(page), *PLACE)["author"]
    assert isinstance(authors, list)
    assert len(authors) == 100
    assert authors[0] == "A Name0"


def test_a_page_nested_without_end_is_read(site: SiteBuilder) -> None:
    page = site.write("page.html", "<title>T</title>" + "<div>" * 100_000)
    assert added(site, str(page), *PLACE)["title"] == "T"
