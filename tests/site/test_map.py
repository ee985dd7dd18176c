"""The map of the archive and the charts: what they show is what the content says."""

import os
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from brief.linking.neighbourhood import backbone, bonds
from tests.sites import SOURCE, Parsed, SiteBuilder, tree


def _varied(site: SiteBuilder) -> None:
    """Four tags over three years, one of which is empty, and three outlets."""
    site.tag("mvd", title="Ministry of the Interior", kind="organisation", names={"ru": "Министерство"})
    site.tag("notices", title="Notices", kind="theme")
    site.tag("lone", title="Lone")
    site.tag("unused", title="Unused")
    site.outlet("ap")
    site.outlet("silent")
    both = [SOURCE, SOURCE | {"id": "ap", "outlet": "ap", "url": "https://example.org/ap"}]
    site.briefing("a", date="2020-05-01", tags=["interpol", "mvd"], sources=both)
    site.briefing("b", date="2020-06-01", tags=["interpol", "mvd", "notices"])
    site.briefing("c", date="2022-06-01", tags=["interpol", "notices"])
    site.briefing("d", date="2022-07-01", tags=["lone"])
    site.briefing("e", date="2022-08-01", tags=["interpol"])


def _tables(html: str) -> list[list[list[str]]]:
    """The words of each table, by row and cell."""
    return [
        [
            [" ".join(re.sub("<[^>]*>", "", cell).split()) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
            for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
        ]
        for table in re.findall(r"<table[^>]*>(.*?)</table>", html, re.DOTALL)
    ]  # fmt: skip


def _drawn(html: str) -> list[tuple[str, str]]:
    """The links within pictures: where each leads, and what it is called."""
    pictures = "".join(re.findall(r"<svg.*?</svg>", html, re.DOTALL))
    return re.findall(r'<a href="([^"]*)"[^>]*>\s*<title>(.*?)</title>', pictures, re.DOTALL)


def test_the_map_shows_each_subject_and_says_the_same_as_a_table(site: SiteBuilder) -> None:
    _varied(site)
    site.build()
    html = site.html("map/")
    assert _drawn(html) == [
        ("/tags/interpol/", "Interpol: 4 briefings"),
        ("/tags/mvd/", "Ministry of the Interior: 2 briefings"),
        ("/tags/notices/", "Notices: 2 briefings"),
        ("/tags/lone/", "Lone: 1 briefing"),
    ]
    table, grid = _tables(html)
    assert table == [
        ["Subject", "Kind", "Briefings", "Briefings in common"],
        ["Interpol", "", "4", "Ministry of the Interior 2, Notices 2"],
        ["Ministry of the Interior", "Organisation", "2", "Interpol 2, Notices 1"],
        ["Notices", "Theme", "2", "Interpol 2, Ministry of the Interior 1"],
        ["Lone", "", "1", ""],
    ]
    assert grid == [
        ["Subject", "2020", "2022", "All years"],
        ["Interpol", "2", "2", "4"],
        ["Ministry of the Interior", "2", "", "2"],
        ["Notices", "1", "1", "2"],
        ["Lone", "", "1", "1"],
    ]
    assert set(re.findall(r"<line [^>]*><title>(.*?)</title>", html)) == {
        "Interpol – Ministry of the Interior: 2 briefings in common",
        "Interpol – Notices: 2 briefings in common",
        "Ministry of the Interior – Notices: 1 briefing in common",
    }
    assert "1 subject with fewer briefings is not drawn." in html


def test_the_map_is_found_from_every_page_and_has_a_twin_in_each_language(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru"])
    _varied(site)
    site.build()
    assert site.page_at("").all("a", href="/map/")
    assert len(site.page_at("tags/").all("a", href="/map/")) == 2
    russian = site.page_at("ru/map/")
    assert ("/ru/tags/mvd/", "Министерство: 2 брифинга") in _drawn(russian.html)
    assert russian.all("link", hreflang="en", href="https://example.org/map/")
    assert {"/map/", "/ru/map/"} <= set(re.findall(r'"(/.*?)"', (site.root / "content/addresses.toml").read_text()))


def test_a_tag_page_shows_what_it_is_bound_up_with_and_through_what(site: SiteBuilder) -> None:
    _varied(site)
    site.build()
    html = site.html("tags/interpol/")
    drawing = html.partition('id="bonds"')[2].partition("</table>")[0]
    assert sorted(_drawn(drawing)) == [
        ("/briefings/a/", "Title of a"),
        ("/briefings/b/", "Title of b"),
        ("/briefings/c/", "Title of c"),
        ("/briefings/e/", "Title of e"),
        ("/tags/mvd/", "Ministry of the Interior: 2 briefings in common"),
        ("/tags/notices/", "Notices: 2 briefings in common"),
    ]
    assert drawing.count("<path") == 4
    assert "It shares the most briefings with Ministry of the Interior: 2." in drawing
    assert sorted(_tables(f"{drawing}</table>")[0][1:]) == [["Ministry of the Interior", "2"], ["Notices", "2"]]


def test_each_bond_is_drawn_with_a_briefing_that_it_goes_through(site: SiteBuilder) -> None:
    for number in range(12):
        site.tag(f"t{number}", title=f"T{number}")
        site.briefing(f"old{number}", date=f"2001-01-{number + 1:02}", tags=["interpol", f"t{number}"])
        site.briefing(f"new{number}", date=f"2002-01-{number + 1:02}")
    site.build()
    drawing = site.html("tags/interpol/").partition('id="bonds"')[2].partition("</table>")[0]
    bound = re.findall(r'<g class="bond">(.*?)</g>', drawing, re.DOTALL)
    assert len(bound) == 10
    assert all("<path" in tag for tag in bound)


def test_nothing_is_drawn_where_there_is_nothing_to_tell(site: SiteBuilder) -> None:
    site.tag("other", title="Other")
    site.briefing("one", tags=["interpol", "other"])
    site.build()
    for address in ("tags/interpol/", "archive/", "outlets/"):
        assert "<svg" not in site.html(address), address
    assert 'id="grid"' not in site.html("map/")


def test_years_are_bars_and_an_empty_year_is_a_gap(site: SiteBuilder) -> None:
    _varied(site)
    site.build()
    for address, totals in {"archive/": ("2", "3"), "tags/interpol/": ("2", "2")}.items():
        chart = site.html(address).partition('id="by-year"')[2].partition("</section>")[0]
        assert _tables(chart)[0] == [["Year", "Briefings"], ["2020", totals[0]], ["2022", totals[1]]]
        assert _drawn(chart) == [
            ("/archive/2020/", f"2020: {totals[0]} briefings"),
            ("/archive/2022/", f"2022: {totals[1]} briefings"),
        ]
        first, last = (float(x) for x in re.findall(r'class="bar" x="([\d.]+)%', chart))
        wide = float(re.findall(r'class="bar"[^>]* width="([\d.]+)%', chart)[0])
        assert last - first > 2 * wide, "there is room for 2021"
        assert re.findall(r'class="tick"[^>]*>(\d+)<', chart) == ["2020", "2021", "2022"]
    assert "2022 has the most: 3 of 5." in site.html("archive/")


def test_a_chart_of_many_years_names_few_of_them(site: SiteBuilder) -> None:
    for year in (1, 1890, 2026):
        site.briefing(f"b{year}", date=f"{year:04}-01-02")
    site.build()
    ticks = re.findall(r'class="tick"[^>]*>(\d+)<', site.html("archive/"))
    assert 2 <= len(ticks) <= 9
    for year in range(1990, 2026):
        site.briefing(f"b{year}", date=f"{year}-01-02")
    for year in (1, 1890):
        (site.root / f"content/briefings/b{year}.md").unlink()
    site.forget()
    site.build()
    ticks = re.findall(r'class="tick"[^>]*>(\d+)<', site.html("archive/"))
    assert ticks == ["1990", "1995", "2000", "2005", "2010", "2015", "2020", "2025"]


def test_outlets_are_bars_in_the_order_of_their_use(site: SiteBuilder) -> None:
    _varied(site)
    site.build()
    html = site.html("outlets/")
    assert _drawn(html) == [("/outlets/tass/", "TASS: 5 sources"), ("/outlets/ap/", "AP: 1 source")]
    assert "TASS is used the most: 5 of 6 sources." in html
    rows = {row[0]: row[2] for row in _tables(html)[0][1:]}
    assert rows == {"AP": "1", "SILENT": "0", "TASS": "5"}


def test_only_the_most_used_sixty_are_drawn(site: SiteBuilder) -> None:
    tags = [f"t{number:02}" for number in range(70)]
    for tag in tags:
        site.tag(tag)
    site.briefing("all", tags=tags)
    site.briefing("some", tags=["interpol", *tags[:30]])
    site.build()
    html = site.html("map/")
    drawn = [href for href, _ in _drawn(html)]
    assert len(drawn) == 60
    assert {f"/tags/{tag}/" for tag in tags[:30]} <= set(drawn)
    assert "11 subjects with fewer briefings are not drawn." in html


def test_pictures_hold_no_markup_of_anybodys_and_no_style(site: SiteBuilder) -> None:
    evil = '"/><script>evil()</script>'
    site.tag("evil", title=evil, names={"en": evil})
    site.tag("worse", title=f"{evil}&amp;")
    site.outlet("bad", title=evil)
    site.briefing("one", title=evil, tags=["interpol", "evil", "worse"])
    site.briefing("two", date="2020-01-01", tags=["interpol", "evil"], sources=[SOURCE | {"outlet": "bad"}],
                  body="[@tass]")  # fmt: skip
    site.build()
    for address in ("map/", "tags/interpol/", "tags/evil/", "outlets/", "archive/"):
        html = site.html(address)
        assert "<script>" not in html, address
        assert "<svg" in html, address
        assert not [found for _, found in Parsed(html).elements if "style" in found], address


def test_a_site_without_subjects_or_with_one_has_a_map_too(site: SiteBuilder) -> None:
    site.build()
    assert "There are no subjects yet." in site.page_at("map/").text
    site.briefing("one")
    site.build()
    assert _drawn(site.html("map/")) == [("/tags/interpol/", "Interpol: 1 briefing")]


def test_a_page_named_map_collides(site: SiteBuilder) -> None:
    site.page("map")
    assert "the map of the archive" in site.check().only("duplicate-address")["message"]


def test_on_a_page_read_from_the_right_labels_end_where_they_should(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ar"])
    _varied(site)
    site.build()
    for address, tags, briefings in (("tags/interpol/", "end", "start"), ("ar/tags/interpol/", "start", "end")):
        drawing = site.html(address).partition('id="bonds"')[2].partition("</table>")[0]
        assert re.findall(r'/tags/mvd/".*?text-anchor="(\w+)"', drawing) == [tags]
        assert re.findall(r'/briefings/a/".*?text-anchor="(\w+)"', drawing) == [briefings]
    bar = re.compile(r'<text x="([\d.]+)%".*?class="bar" x="([\d.]+)%".*? width="([\d.]+)%"', re.DOTALL)
    assert bar.findall(site.html("outlets/"))[0] == ("0.0", "0.0", "88.0")
    assert bar.findall(site.html("ar/outlets/"))[0] == ("100.0", "12.0", "88.0")


def test_the_pictures_do_not_hang_on_the_order_of_hashes(site: SiteBuilder) -> None:
    _varied(site)
    found = []
    for seed in ("1", "2", "3"):
        command = [
            sys.executable,
            "-m",
            "brief",
            "build",
            "--site",
            str(site.root),
            "--output",
            str(site.root / "public"),
        ]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True,
                       cwd=Path(__file__).parents[2])  # fmt: skip
        found.append(tree(site.output()))
    assert found[0] == found[1] == found[2]


TAGGED = st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=5), max_size=20)


@given(TAGGED)
def test_bonds_count_what_two_tags_share(tagged: list[list[str]]) -> None:
    found = bonds(("", tags) for tags in tagged)
    for one, other in combinations("abcdefgh", 2):
        shared = sum(1 for tags in tagged if one in tags and other in tags)
        for here, there in ((one, other), (other, one)):
            assert [bond.shared for bond in found.get(here, ()) if bond.other == there] == ([shared] if shared else [])
    assert all(0 < bond.strength < 1 for own in found.values() for bond in own)


@given(TAGGED)
def test_a_way_leads_along_the_backbone_wherever_one_leads_at_all(tagged: list[list[str]]) -> None:
    found = bonds(("", tags) for tags in tagged)
    ties = backbone(found, "abcdefg")

    def together(pairs: list[tuple[str, str]]) -> set[frozenset[str]]:
        groups = {tag: frozenset(tag) for tag in "abcdefg"}
        for one, other in pairs:
            joined = groups[one] | groups[other]
            groups |= dict.fromkeys(joined, joined)
        return set(groups.values())

    every = [(tag, bond.other) for tag, own in found.items() for bond in own if "h" not in {tag, bond.other}]
    assert together([(tie.one, tie.other) for tie in ties]) == together(every)
    assert len(ties) <= 6 + 7 * 3 // 2
