"""Every fault that a person can cause gets its own place, code and advice, and the old site stays."""

from codecs import BOM_UTF8
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from tests.sites import SOURCE, SiteBuilder, tree

Fault = Callable[[SiteBuilder], object]


def briefing(text: str | bytes) -> Fault:
    return lambda site: site.write("content/briefings/bad.md", text)


HEAD = "---\ntitle: A\ndate: 2026-01-01\nsummary: S.\ntags: [interpol]\nunsourced: why\n"

FAULTS: dict[str, tuple[Fault, str, str, int, int, str]] = {
    # name: what is written, then the code, file, line, column and a part of the message or the hint
    "missing front matter": (briefing("Just text.\n"), "front-matter-missing", "briefings/bad.md", 1, 1, "---"),
    "text before it": (briefing("\nText\n---\na: b\n---\n"), "front-matter-missing", "briefings/bad.md", 2, 1, "---"),
    "unclosed front matter": (briefing("---\ntitle: A\n"), "front-matter-unclosed", "briefings/bad.md", 1, 1, "Close it"),
    "front matter is a list": (briefing("---\n- a\n---\n"), "front-matter-not-mapping", "briefings/bad.md", 2, 1, "keys"),
    "colon in a title": (briefing("---\ntitle: A: b\n---\n"), "yaml-syntax", "briefings/bad.md", 2, 9, "quotes"),
    "open bracket": (briefing("---\ntags: [a\ndate: b\n---\n"), "yaml-syntax", "briefings/bad.md", 3, 5, "[one, two"),
    "open quote": (briefing('---\ntitle: "A\n---\n'), "yaml-syntax", "briefings/bad.md", 3, 1, "Close it"),
    "tab": (briefing("---\nwithdrawn:\n\tdate: b\n---\n"), "yaml-syntax", "briefings/bad.md", 3, 1, "spaces"),
    "alias bomb": (
        briefing("---\ntitle: &a [x, x]\ntags: &b [*a, *a]\nsources: [*b, *b]\n---\n"), "yaml-syntax", "briefings/bad.md", 2, 8, "alias",
    ),
    "nested for ever": (briefing("---\ntitle: " + "[" * 900 + "]" * 900 + "\n---\n"), "yaml-syntax", "briefings/bad.md", 2, 20, "deep"),
    "a type": (briefing(HEAD + "slug: !!python/name:os.system x\n---\n"), "yaml-syntax", "briefings/bad.md", 7, 7, "`!`"),
    "a key that is a list": (briefing(HEAD + "? [a]\n: b\n---\n"), "yaml-syntax", "briefings/bad.md", 7, 3, "plain word"),
    "a character that can't be shown": (briefing(HEAD + 'slug: "a\\0b"\n---\n'), "yaml-syntax", "briefings/bad.md", 7, 7, "shown"),
    "lists without end": (
        briefing(HEAD + "---\n" + "\n".join("    " * depth + "- x" for depth in range(300))), "too-deep", "briefings/bad.md", 7, 1, "deep",
    ),
    "slug that no file system holds": (briefing(HEAD + f"slug: {'a' * 300}\n---\n"), "bad-slug", "briefings/bad.md", 7, 1, "address"),
    "name that makes too long an address": (
        lambda site: site.briefing("щ" * 100), "bad-slug", f"briefings/{'щ' * 100}.md", 1, 1, "shorter `slug`",
    ),
    "alias of another host": (briefing(HEAD + "aliases: [//example.net/x]\n---\n"), "bad-address", "briefings/bad.md", 7, 11, "/old/"),
    "alias within a page": (
        briefing(HEAD + "aliases: [/briefings/one/index.html/x/]\n---\n"), "duplicate-address", "briefings/bad.md", 7, 11, "one.md",
    ),
    "alias that is a folder of another": (
        briefing(HEAD + "aliases: [/a/b/, /a.html/b/, /a.html]\n---\n"), "duplicate-address", "briefings/bad.md", 7, 30, "alias",
    ),
    "alias of the manifest": (
        briefing(HEAD + "aliases: [/manifest.sha256]\n---\n"), "duplicate-address", "briefings/bad.md", 7, 11, "list of the site's files",
    ),
    "link that names nothing": (
        lambda site: site.briefing("bad", "[@tass] [[ |x]]"), "unknown-link", "briefings/bad.md", 14, 9, "nothing",
    ),
    "id given twice": (
        lambda site: site.briefing("bad", "[@tass]\n\n# A {#x}\n\n# B {#x}"), "duplicate-id", "briefings/bad.md", 16, 6, "twice",
    ),
    "id of the page's own": (
        lambda site: site.briefing("bad", "[@tass]\n\n<p id='main'>x</p>"), "duplicate-id", "briefings/bad.md", 16, 8, "`main`",
    ),
    "link to a section that is not there": (
        lambda site: site.briefing("bad", "[@tass] [[one#corrections]]"), "unknown-heading", "briefings/bad.md", 14, 9, "corrections",
    ),
    "link to a year without a briefing": (
        lambda site: site.briefing("bad", "[@tass] [x](/archive/1999/)"), "unknown-link", "briefings/bad.md", 14, 13, "/archive/",
    ),
    "page of nothing": (lambda site: site.page("x", translation_of="y"), "unknown-link", "pages/x.md", 3, 1, "slug"),
    "endless alias": (briefing("---\ntitle: &a [*a]\n---\n"), "yaml-syntax", "briefings/bad.md", 2, 8, "alias"),
    "control character": (briefing("---\ntitle: a\x07\n---\n"), "yaml-syntax", "briefings/bad.md", 2, 1, "Remove"),
    "key given twice": (briefing(HEAD + "title: B\n---\n"), "duplicate-key", "briefings/bad.md", 7, 1, "line 2"),
    "misspelt key": (briefing(HEAD + "udpated: 2026-01-02\n---\n"), "unknown-key", "briefings/bad.md", 7, 1, "`updated`"),
    "unknown key": (briefing(HEAD + "zzz: 1\n---\n"), "unknown-key", "briefings/bad.md", 7, 1, "Known keys"),
    "misspelt key of a source": (
        briefing(HEAD.replace("unsourced: why", "sources:\n  - id: a\n    outlet: tass\n    title: T\n    ulr: https://e.org")
                 + "---\n[@a]\n"),
        "unknown-key", "briefings/bad.md", 10, 5, "`url`",
    ),
    "no title": (briefing(HEAD.replace("title: A\n", "") + "---\n"), "missing-key", "briefings/bad.md", 1, 1, "title"),
    "empty title": (briefing(HEAD.replace("title: A", "title:") + "---\n"), "missing-key", "briefings/bad.md", 2, 1, "empty"),
    "title is a list": (briefing(HEAD.replace("title: A", "title: [A]") + "---\n"), "wrong-type", "briefings/bad.md", 2, 1, "text"),
    "tags are no list": (
        briefing(HEAD.replace("[interpol]", "interpol") + "---\n"), "wrong-type", "briefings/bad.md", 5, 1, "tags: [interpol]",
    ),
    "no tags": (briefing(HEAD.replace("[interpol]", "[]") + "---\n"), "missing-key", "briefings/bad.md", 5, 1, "tags"),
    "no summary": (briefing(HEAD.replace("summary: S.\n", "") + "---\n"), "missing-key", "briefings/bad.md", 1, 1, "summary"),
    "no sources": (briefing(HEAD.replace("unsourced: why\n", "") + "---\n"), "missing-key", "briefings/bad.md", 1, 1, "unsourced"),
    "impossible date": (
        briefing(HEAD.replace("2026-01-01", "2026-02-30") + "---\n"), "bad-date", "briefings/bad.md", 3, 1, "2026-02-30",
    ),
    "not a date": (briefing(HEAD.replace("2026-01-01", "yesterday") + "---\n"), "bad-date", "briefings/bad.md", 3, 1, "2026-11-24"),
    "impossible EDTF": (
        briefing(HEAD + "events:\n  - date: 2022-13\n    text: T\n---\n"), "bad-edtf", "briefings/bad.md", 8, 5, "2022-13",
    ),
    "interval backwards": (
        briefing(HEAD + "events:\n  - date: 2023/2022\n    text: T\n---\n"), "bad-edtf", "briefings/bad.md", 8, 5, "2023/2022",
    ),
    "bad status": (briefing(HEAD + "status: drafft\n---\n"), "bad-value", "briefings/bad.md", 7, 1, "`draft`"),
    "bad language": (briefing(HEAD + "lang: english\n---\n"), "bad-language", "briefings/bad.md", 7, 1, "BCP 47"),
    "language the site has not": (briefing(HEAD + "lang: fr\n---\n"), "unknown-language", "briefings/bad.md", 7, 1, "languages"),
    "bad slug": (briefing(HEAD + "slug: My Slug\n---\n"), "bad-slug", "briefings/bad.md", 7, 1, "`my-slug`"),
    "bad alias": (briefing(HEAD + "aliases: [old]\n---\n"), "bad-address", "briefings/bad.md", 7, 11, "/old/address/"),
    "alias climbs out": (briefing(HEAD + "aliases: [/../x]\n---\n"), "bad-address", "briefings/bad.md", 7, 11, "/old/address/"),
    "withdrawn without reason": (briefing(HEAD + "status: withdrawn\n---\n"), "missing-key", "briefings/bad.md", 7, 1, "reason"),
    "unsourced with sources": (
        briefing(HEAD + "sources:\n  - id: a\n    outlet: tass\n    title: T\n    where: W\n---\n[@a]\n"),
        "conflicting-keys", "briefings/bad.md", 6, 1, "Remove",
    ),
    "updated before date": (briefing(HEAD + "updated: 2025-01-01\n---\n"), "conflicting-keys", "briefings/bad.md", 7, 1, "2025"),
    "unknown tag": (briefing(HEAD.replace("[interpol]", "[intrepol]") + "---\n"), "unknown-tag", "briefings/bad.md", 5, 8, "`interpol`"),
    "tag by its name": (
        briefing(HEAD.replace("[interpol]", "[ИНТЕРПОЛ]") + "---\n"), "unknown-tag", "briefings/bad.md", 5, 8, "content/tags/",
    ),
    "unknown outlet": (
        lambda site: site.briefing("bad", sources=[SOURCE | {"outlet": "tas"}]),
        "unknown-outlet", "briefings/bad.md", 9, 3, "`tass`",
    ),
    "source nowhere": (
        lambda site: site.briefing("bad", sources=[{"id": "tass", "outlet": "tass", "title": "T"}]),
        "missing-key", "briefings/bad.md", 8, 3, "`where: ",
    ),
    "bad address of a source": (
        lambda site: site.briefing("bad", sources=[SOURCE | {"url": "www.example.org/x"}]),
        "bad-url", "briefings/bad.md", 11, 3, "`https://www.example.org/x`",
    ),
    "script as an address": (
        lambda site: site.briefing("bad", sources=[SOURCE | {"url": "javascript:alert(1)"}]),
        "bad-url", "briefings/bad.md", 11, 3, "https://",
    ),
    "bad rating": (
        lambda site: site.briefing("bad", sources=[SOURCE | {"rating": "G7"}]), "bad-rating", "briefings/bad.md", 12, 3, "A to F",
    ),
    "two sources of one id": (
        lambda site: site.briefing("bad", sources=[SOURCE, dict(SOURCE)]), "duplicate-id", "briefings/bad.md", 12, 3, "number 1",
    ),
    "unknown citation": (briefing(HEAD + "---\n\nText [@tsas].\n"), "unknown-citation", "briefings/bad.md", 9, 6, "no sources"),
    "misspelt citation": (
        lambda site: site.briefing("bad", "Text.\n\nMore [@tsas] and [@tass]."),
        "unknown-citation", "briefings/bad.md", 16, 6, "`tass`",
    ),
    "citation of nothing": (
        lambda site: site.briefing("bad", "[@tass] [@]"), "citation-syntax", "briefings/bad.md", 14, 9, "`[@id]`",
    ),
    "unknown wire citation": (
        lambda site: site.briefing("bad", "[@tass] [Source: TAS]"), "unknown-citation", "briefings/bad.md", 14, 9, "`TASS`",
    ),
    "ambiguous wire citation": (
        lambda site: site.briefing("bad", "[@a] [@b] [Source: TASS]", sources=[SOURCE | {"id": "a"}, SOURCE | {"id": "b"}]),
        "ambiguous-citation", "briefings/bad.md", 18, 11, "`[@a]` or `[@b]`",
    ),
    "link to nothing": (lambda site: site.briefing("bad", "[[nne]] [@tass]"), "unknown-link", "briefings/bad.md", 14, 1, "`[[one]]`"),
    "link to no tag": (
        lambda site: site.briefing("bad", "[@tass] [[tag:intrepol]]"), "unknown-link", "briefings/bad.md", 14, 9, "`[[tag:interpol]]`",
    ),
    "link to a tag by its name": (
        lambda site: site.briefing("bad", "[@tass] [[Interpol]]"), "unknown-link", "briefings/bad.md", 14, 9, "[[tag:interpol]]",
    ),
    "link to a tag as a briefing": (
        lambda site: site.briefing("bad", "[@tass] [[interpol]]"), "unknown-link", "briefings/bad.md", 14, 9, "[[tag:interpol]]",
    ),
    "link to no file": (
        lambda site: site.briefing("bad", "[@tass] [x](onne.md)"), "unknown-link", "briefings/bad.md", 14, 13, "one.md",
    ),
    "link to no address": (
        lambda site: site.briefing("bad", "[@tass] [x](/tags/interpl/)"), "unknown-link", "briefings/bad.md", 14, 13, "/tags/interpol/",
    ),
    "link to no heading": (
        lambda site: site.briefing("bad", "[@tass] [[one#nowhere]]"), "unknown-heading", "briefings/bad.md", 14, 9, "nowhere",
    ),
    "link to an address without that heading": (
        lambda site: site.briefing("bad", "[@tass] [x](/briefings/one/#nowhere)"), "unknown-heading", "briefings/bad.md", 14, 13, "nowhere",
    ),
    "link to a draft": (
        lambda site: (site.briefing("dim", status="draft"), site.briefing("bad", "[@tass] [[dim]]")),
        "link-to-draft", "briefings/bad.md", 14, 9, "Publish",
    ),
    "supersedes nothing": (
        lambda site: site.briefing("bad", supersedes=["onne"]), "unknown-briefing", "briefings/bad.md", 13, 3, "`one`",
    ),
    "translation of nothing": (
        lambda site: site.briefing("bad", translation_of="onne"), "unknown-briefing", "briefings/bad.md", 12, 1, "`one`",
    ),
    "translation into its own language": (
        lambda site: site.briefing("bad", translation_of="one"), "bad-translation", "briefings/bad.md", 12, 1, "lang",
    ),
    "two briefings at one address": (
        lambda site: site.briefing("2026-01-01-one"), "duplicate-address", "briefings/one.md", 1, 1, "2026-01-01-one.md",
    ),
    "alias of a live page": (
        lambda site: site.briefing("bad", aliases=["/briefings/one/"]), "duplicate-address", "briefings/bad.md", 13, 3, "one.md",
    ),
    "page at a list's address": (lambda site: site.page("tags"), "duplicate-address", "pages/tags.md", 1, 1, "list of tags"),
    "tag broader than itself": (lambda site: site.tag("x", broader=["x"]), "tag-cycle", "tags/x.md", 4, 3, "itself"),
    "supersedes in a circle": (
        lambda site: (site.briefing("a", supersedes=["b"]), site.briefing("b", supersedes=["a"])),
        "succession-cycle", "briefings/b.md", 13, 3, "in turn",
    ),
    "mentions that are neither on nor off": (
        lambda site: site.briefing("bad", mentions="maybe"), "wrong-type", "briefings/bad.md", 12, 1, "true or false",
    ),
    "not UTF-8": (briefing(b"---\ntitle: \xd0\xb6\xff\n---\n"), "not-utf8", "briefings/bad.md", 2, 9, "UTF-8"),
    "empty file": (briefing(""), "empty-file", "briefings/bad.md", 1, 1, "empty"),
    "blank file": (briefing("\n \n"), "empty-file", "briefings/bad.md", 1, 1, "empty"),
    "unknown kind of tag": (lambda site: site.tag("x", kind="organization"), "bad-value", "tags/x.md", 3, 1, "`organisation`"),
    "unknown broader tag": (lambda site: site.tag("x", broader=["interpl"]), "unknown-tag", "tags/x.md", 4, 3, "`interpol`"),
    "tag with a bad id": (lambda site: site.tag("My Tag"), "bad-slug", "tags/My Tag.md", 1, 1, "my-tag.md"),
    "bad Wikidata id": (lambda site: site.tag("x", wikidata="8475"), "bad-value", "tags/x.md", 3, 1, "Q8475"),
    "order of a page": (lambda site: site.page("x", order="first"), "wrong-type", "pages/x.md", 3, 1, "whole number"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_reported_at_its_place_and_the_old_site_stays(site: SiteBuilder, name: str) -> None:
    write, code, path, line, column, words = FAULTS[name]
    site.briefing("one")
    site.build()
    before = tree(site.output())
    write(site)

    outcome = site.brief("build", "--format", "json")

    found = outcome.only(code)
    assert (found["path"], found["line"], found["column"]) == (f"content/{path}", line, column), found
    assert words in found["message"] + found["hint"], found
    assert found["severity"] == "error"
    assert outcome.code == 1
    assert tree(site.output()) == before
    assert not [path for path in site.root.iterdir() if path.name.startswith(".public")]


def test_all_faults_of_all_files_are_reported_in_one_run(site: SiteBuilder) -> None:
    site.briefing("a", "[@nobody] [[nowhere]]", tags=["intrepol"], sumary="x", date="2026-13-01")
    site.briefing("b", "[@nobody] [[nowhere]] [@tass]", tags=["intrepol"])
    site.write("content/briefings/c.md", b"\xff")
    site.tag("t", wikidata="x", titel="y")
    site.page("p", "[[nowhere]]")

    outcome = site.check()

    found = {(d["path"].rsplit("/")[-1], d["code"]) for d in outcome.diagnostics}
    assert {
        ("a.md", "unknown-key"),
        ("a.md", "bad-date"),
        ("b.md", "unknown-tag"),
        ("b.md", "unknown-citation"),
        ("b.md", "unknown-link"),
        ("c.md", "not-utf8"),
        ("t.md", "bad-value"),
        ("t.md", "unknown-key"),
        ("p.md", "unknown-link"),
    } <= found
    assert outcome.code == 1


def test_a_broken_file_is_not_reported_again_by_those_that_name_it(site: SiteBuilder) -> None:
    site.tag("interpol", titel="x")
    site.briefing("one")
    site.write("content/briefings/two.md", "---\ntitle: [\n---\n")
    site.briefing("three", "[@tass] [[two]] [x](two.md) [[tag:interpol]]", supersedes=["two"])
    assert {d["path"] for d in site.check().faults} == {"content/tags/interpol.md", "content/briefings/two.md"}


def test_a_source_that_nothing_cites_is_a_warning_at_its_id(site: SiteBuilder) -> None:
    site.briefing("one", "No marks.")
    outcome = site.check()
    found = outcome.only("uncited-source")
    assert (found["severity"], found["line"], found["column"]) == ("warning", 8, 3)
    assert outcome.code == 0
    assert site.brief("check", "--strict").code == 1
    assert site.brief("build").code == 0
    assert site.brief("build", "--strict").code == 1


def test_a_circle_of_tags_is_a_fault_at_each_of_its_lines(site: SiteBuilder) -> None:
    site.tag("a", broader=["b"])
    site.tag("b", broader=["interpol", "c"])
    site.tag("c", broader=["a"])
    site.tag("d", broader=["a"])
    found = [(d["path"], d["line"]) for d in site.check().diagnostics if d["code"] == "tag-cycle"]
    assert found == [("content/tags/a.md", 4), ("content/tags/b.md", 5), ("content/tags/c.md", 4)]


def test_translations_of_each_other_are_faults_at_their_lines(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru"])
    site.briefing("a", translation_of="b")
    site.briefing("b", lang="ru", translation_of="a")
    site.briefing("c", translation_of="c")
    found = [(d["path"], d["line"]) for d in site.check().diagnostics if d["code"] == "bad-translation"]
    assert found == [("content/briefings/a.md", 12), ("content/briefings/b.md", 13), ("content/briefings/c.md", 12)]


def test_a_name_of_two_tags_is_a_warning_where_it_is_given_again(site: SiteBuilder) -> None:
    site.tag("a", title="First", aliases={"en": ["Shared", "own"]})
    site.tag("b", title="Second", aliases={"en": ["other", "shared"]})
    found = site.check().only("ambiguous-name")
    assert (found["path"], found["line"], found["severity"]) == ("content/tags/b.md", 6, "warning")
    assert "`a`" in found["message"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"title": "Notice"}, {"title": "Notices"}),
        ({"title": "Санкция"}, {"title": "Санкции"}),
        ({"title": "X", "names": {"ru": "Интерпол"}}, {"title": "INTERPOLS"}),
        ({"title": "Red Notice"}, {"title": "red  notices"}),
    ],
)
def test_tags_that_look_alike_are_a_warning(site: SiteBuilder, first: dict[str, Any], second: dict[str, Any]) -> None:
    site.settings(language="ru" if "Санкция" in str(first) else "en")
    (site.root / "content/tags/interpol.md").unlink()
    site.tag("first", **first)
    site.tag("second", **second)
    found = site.check().only("similar-tags")
    assert (found["path"], found["line"]) == ("content/tags/second.md", 2)
    assert "brief tag merge second first" in found["hint"]


def test_a_link_to_its_own_page_and_to_what_is_withdrawn_are_warnings(site: SiteBuilder) -> None:
    site.briefing("gone", status="withdrawn", withdrawn={"date": "2026-02-02", "reason": "R."})
    site.briefing("one", "[@tass] [[one]] [[one#sources]] [[gone#x]]")
    found = {(d["code"], d["line"], d["column"], d["severity"]) for d in site.check().faults}
    assert found == {("self-link", 14, 9, "warning"), ("link-to-withdrawn", 14, 33, "warning")}


def test_a_draft_may_be_incomplete(site: SiteBuilder) -> None:
    site.briefing("one", "Text.", summary=None, tags=None, sources=None, status="draft")
    outcome = site.check()
    assert outcome.code == 0
    assert [(d["code"], d["severity"]) for d in outcome.faults] == [("incomplete-draft", "note")] * 3
    shown = site.check("--drafts")
    assert shown.code == 0
    assert [(d["code"], d["severity"]) for d in shown.faults] == [("incomplete-draft", "warning")] * 3


def test_a_draft_that_nobody_sees_stops_nobody(site: SiteBuilder) -> None:
    site.briefing("one")
    site.briefing("two", "[@nobody] [[nothing]]", status="draft", tags=["nothing"])
    outcome = site.check("--strict")
    assert outcome.code == 0
    assert {d["severity"] for d in outcome.faults} == {"note"}
    assert site.brief("build").code == 0
    assert site.brief("build", "--drafts").code == 1


def test_findings_come_as_text_for_people(site: SiteBuilder) -> None:
    site.briefing("one", tags=["intrepol"])
    outcome = site.brief("check")
    assert outcome.out == ""
    assert "content/briefings/one.md:6:3: error[unknown-tag]: There is no tag `intrepol`." in outcome.err
    assert "hint: Did you mean `interpol`?" in outcome.err
    assert "1 error, 0 warnings" in outcome.err


def test_findings_come_as_annotations_for_ci(site: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    site.briefing("one", tags=["a,b: 100%"])
    monkeypatch.chdir(site.root.parent)
    line = site.brief("check", "--format", "github").out.strip()
    assert line.startswith("::error file=site/content/briefings/one.md,line=6,col=3,title=unknown-tag::")
    assert "`a,b: 100%25`" in line


DEPLOY = '[site]\ntitle = "T"\nbase_url = "https://e.org"\n[deploy.a]\ntarget = '


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("[site\n", 1, 6, "TOML"),
        ('[site]\ntitle = "T"\nbase_url = "https://e.org"\ntheme = "dosier"\ntitl = "x"\n', 5, 1, "`title`"),
        ('[site]\nbase_url = "https://e.org"\n', 1, 2, "title"),
        ('[site]\ntitle = "T"\nbase_url = "example.org"\n', 3, 1, "https://example.org"),
        ('[site]\ntitle = "T"\nbase_url = "https://e.org"\ntimezone = "Europe/Pariss"\n', 4, 1, "Europe/Paris"),
        ('[site]\ntitle = "T"\nbase_url = "https://e.org"\n[markdown]\nraw_html = "sanitise"\n', 5, 1, "sanitize"),
        ('[site]\ntitle = "T"\nbase_url = "https://e.org"\n[markdwon]\n', 4, 2, "`markdown`"),
        ('[site]\ntitle = "T"\nbase_url = "https://e.org"\ntheme = "../x"\n', 4, 1, "themes/"),
        ('[site]\ntitle = "A\\u0007"\nbase_url = "https://e.org"\n', 2, 1, "can't be shown"),
        ('[site]\ntitle = "T"\nbase_url = "https://e.org"\nstale_after_days = 0\n', 4, 1, "stale_after_days"),
        (DEPLOY + '"ftp://e.org/www"\n', 5, 1, "no place that brief can publish to"),
        (DEPLOY + '"file://srv/www"\n', 5, 1, "file:///srv/www"),
        (DEPLOY + '"file:///srv/../etc"\n', 5, 1, "`..`"),
        (DEPLOY + '"ssh://-oProxyCommand=x/srv"\n', 5, 1, "as ssh knows them"),
        (DEPLOY + '"ssh://-l@e.org/srv"\n', 5, 1, "as ssh knows them"),
        (DEPLOY + '"ssh://e.org"\n', 5, 1, "no folder"),
        (DEPLOY + '"ssh://me:word@e.org/srv"\n', 5, 1, "an agent"),
        (DEPLOY + '"s3://key:word@bucket"\n', 5, 1, "AWS_SECRET_ACCESS_KEY"),
        (DEPLOY + '"s3:///prefix"\n', 5, 1, "does not name a bucket"),
        (DEPLOY + '"s3://bucket?region=x"\n', 5, 1, "`?`"),
        (DEPLOY + '"s3://b"\nmax_delete_percent = 101\n', 6, 1, "from 0 to 100"),
        (DEPLOY + '"s3://b"\ninvalidate = "purge --all={paths}"\n', 6, 1, "`purge {paths}`"),
        (DEPLOY + '"s3://b"\ninvalidate = "purge \'"\n', 6, 1, "Close it"),
        (DEPLOY + '"s3://b"\n[deploy.a.options]\nsecret_access_key = "x"\n', 7, 1, "AWS_SECRET_ACCESS_KEY"),
        (DEPLOY + '"az://b"\n[deploy.a.options]\naccount_key = "x"\n', 7, 1, "AZURE_STORAGE_ACCOUNT_KEY"),
        (DEPLOY + '"gs://b"\n[deploy.a.options]\nregion = "x"\n', 7, 1, "service_account"),
        (DEPLOY + '"s3://b"\n[deploy.a.options]\nendpiont = "x"\n', 7, 1, "`endpoint`"),
        (DEPLOY + '"ssh://b/x"\n[deploy.a.options]\nconfig = "a b"\n', 6, 2, "plain path"),
    ],
)
def test_a_wrong_setting_is_reported_at_its_line(
    site: SiteBuilder, text: str, line: int, column: int, words: str
) -> None:
    site.write("site.toml", text)
    outcome = site.brief("build", "--format", "json")
    assert outcome.code == 2
    (found,) = outcome.diagnostics
    assert (found["path"], found["line"], found["column"]) == ("site.toml", line, column)
    assert words in found["message"] + found["hint"]


def test_a_missing_content_folder_ends_with_2(site: SiteBuilder) -> None:
    (site.root / "content").rename(site.root / "contents")
    outcome = site.brief("build", "--format", "json")
    assert outcome.code == 2
    assert outcome.only("no-content")["path"] == "content"
    assert "content:1:1: error[no-content]" in site.brief("check").err
    assert not site.output().exists()


def test_a_missing_theme_is_reported_where_it_is_named(site: SiteBuilder) -> None:
    site.briefing("one")
    site.build()
    before = tree(site.output())
    site.settings(theme="dosier")
    outcome = site.brief("build", "--format", "json")
    found = outcome.only("unknown-theme")
    assert (found["path"], found["line"], found["column"]) == ("site.toml", 4, 1)
    assert "`dossier`" in found["hint"]
    assert outcome.code == 1
    assert tree(site.output()) == before


def test_a_template_that_is_no_jinja_is_reported_with_its_line(site: SiteBuilder) -> None:
    site.briefing("one")
    site.settings(theme="own")
    site.write("themes/own/templates/page.html", "<p>\n{% if %}\n")
    site.write("themes/own/templates/tag.html", "<p>\n\n{{ title }\n")
    outcome = site.brief("build", "--format", "json")
    assert outcome.code == 1
    assert {(d["code"], d["path"], d["line"]) for d in outcome.diagnostics} == {
        ("template-error", "themes/own/templates/page.html", 2),
        ("template-error", "themes/own/templates/tag.html", 3),
    }
    assert not site.output().exists()


@pytest.mark.parametrize(
    ("template", "line", "words"),
    [
        ("<p>\n{{ titel }}\n", 2, "`title`"),
        ("{{ title }}\n{{ frame.nothing }}\n", 2, "nothing"),
        ("\n\n{% include 'nowhere.html' %}", 3, "nowhere.html"),
        ("{{ title }}{{ 1 / 0 }}", 1, "ZeroDivisionError"),
    ],
)
def test_a_template_that_fails_on_its_view_names_its_line(
    site: SiteBuilder, template: str, line: int, words: str
) -> None:
    site.briefing("one")
    site.briefing("two")
    site.settings(theme="own")
    site.write("themes/own/templates/briefing.html", template)
    outcome = site.brief("build", "--format", "json")
    found = outcome.only("template-error")
    assert (found["path"], found["line"]) == ("themes/own/templates/briefing.html", line)
    assert words in found["message"] + found["hint"]
    assert outcome.code == 1


def test_faults_of_the_front_matter_do_not_hide_those_of_the_text(site: SiteBuilder) -> None:
    site.briefing(
        "one",
        "[@nobody] [[nowhere]] [@tass]",
        title=None,
        date="2026-02-30",
        tags=["intrepol", ["x"]],
        status="drafft",
        supersedes=["nobody"],
        sources=[SOURCE | {"outlet": "tas", "url": "x"}, "text", {"id": "b"}],
        aliases=["old"],
    )
    found = {(d["code"], d["line"]) for d in site.check().faults}
    assert found == {
        ("missing-key", 1),
        ("bad-date", 2),
        ("unknown-tag", 5),
        ("wrong-type", 6),
        ("unknown-outlet", 9),
        ("bad-url", 11),
        ("wrong-type", 12),
        ("missing-key", 13),
        ("uncited-source", 13),
        ("bad-value", 14),
        ("unknown-briefing", 16),
        ("bad-address", 18),
        ("unknown-citation", 21),
        ("unknown-link", 21),
    }


def test_a_misspelt_key_is_one_fault_and_not_two(site: SiteBuilder) -> None:
    site.briefing("one", title=None, titel="A", summary=None, Summary="B", sources=None, soruces=[SOURCE], Tags=["x"])
    assert {d["code"] for d in site.check().faults} == {"unknown-key"}


def test_a_byte_that_is_no_utf8_is_found_whichever_way_lines_end(site: SiteBuilder) -> None:
    for mark, end in product((b"", BOM_UTF8), (b"\n", b"\r\n", b"\r")):
        site.write("content/briefings/one.md", mark + end.join((b"---", b"title: A", b"---", b"", b"ab\xff")))
        found = site.check().only("not-utf8")
        assert (found["line"], found["column"]) == (5, 3)


def test_a_date_that_its_grammar_stumbles_over_leaves_the_output_to_findings(site: SiteBuilder) -> None:
    site.briefing("one", events=[{"date": "../..", "text": "T"}])
    assert site.check().only("bad-edtf")["line"] == 13
