"""`brief import hugo`: a site goes over whole, with its addresses."""

import subprocess
from pathlib import Path

import pytest

from tests.importing.moving import New, Old
from tests.terminal import PROGRAM

CONFIG = """
baseURL = "https://old.example/"
title = "The old archive"
languageCode = "en-us"
[permalinks]
  posts = "/:year/:month/:slug/"
[params]
  description = "What it was."
  version = "4.2"
[taxonomies]
  tag = "tags"
  category = "categories"
  series = "series"
"""

FIRST = """+++
title = "First steps: a beginning"
date = 2015-03-01T10:20:30+02:00
lastmod = 2016-02-03
slug = "first-steps"
tags = ["C++", "Go", "C"]
categories = ["News"]
series = ["Long Walks"]
aliases = ["/old/first.html", "relative", "../up"]
weight = 10
author = "A. Writer"
+++
The committee met in March. It decided three things, and said so in a note that was long. Nobody objected.

<!--more-->

See [the other]({{< ref "bundle" >}}#the-part), [by path]({{< relref "/notes/loose.md" >}}), [its file](bundle/index.md).

As [[a wiki thing]] and [@someone] and `[[code]]` and [[PDF]](https://un.example/a.pdf) were written.

{{< youtube dQw4w9WgXcQ >}}

{{< figure src="/images/map.png" caption="A map" width="300" >}}

{{< mystery a="b" >}}inner words{{< /mystery >}}

{{</* youtube shown */>}} and {{< param version >}}

{{< highlight python "linenos=table" >}}
if [[ x ]]: pass
{{< /highlight >}}

A [broken](/nowhere/) link, a [draft]({{< ref "hidden.md" >}}), and <a href="/about/">one in HTML</a>.
"""


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> New:
    """A site of many kinds of files, moved and built."""
    old = Old(tmp_path_factory.mktemp("hugo") / "site")
    old.write("hugo.toml", CONFIG)
    old.text("content/_index.md", "Hello. See [the first](/2015/03/first-steps/).", title="Welcome")
    old.write("content/posts/_index.md", '+++\ntitle = "All posts"\n+++\n')
    old.write("content/posts/first.md", FIRST)
    old.text(
        "content/posts/bundle/index.md",
        "# The part\n\n![pic](pic.png) and [back](../first.md).\n\n<iframe src='https://video.example/1'></iframe>",
        title="A bundle", date="2016-01-02", description="What the bundle says.", draft=False, tags=["go"],
        cover={"image": "pic.png"},
    )  # fmt: skip
    old.picture("content/posts/bundle/pic.png")
    old.picture("static/images/map.png")
    old.text("content/posts/hidden.md", "Not yet.", title="Hidden", date="2016-01-03", draft=True)
    old.text("content/posts/no-slug.md", "By its title.", title="Élan & Vital!", date="2017-05-06 10:00")
    old.text("content/notes/loose.md", "Words. [Up](../about.md) [root](/posts/)", title="Loose", date="2018-01-01")
    old.text("content/notes/undated.md", "No date.", title="Undated")
    old.write(
        "content/notes/json.md", '{"title": "In JSON", "date": "2019-02-02", "url": "/odd/place.html"}\n\nJSON words.\n'
    )
    old.text("content/notes/dot.in.name.md", "Dots.", title="Dots", date="2019-03-03", tags=["go"])
    old.write("content/posts/bad.md", '---\ntitle: "unclosed\ndate: 2016\n---\nWords of the bad one.\n')
    old.write(
        "content/posts/cyrillic.md",
        "---\ntitle: Устав\ndate: 2020-01-01\n---\nСлова устава и ещё слова.\n".encode("cp1251"),
    )
    old.text("content/categories/news/_index.md", "What is new.", title="News of the day")
    old.text("content/about.md", "We are.", title="About us", date="2014-01-01")
    old.text("content/docs/_index.md", "All of it.", title="Docs", weight=2)
    old.text("content/docs/start.md", "Begin.", title="Start", weight=1)
    old.text("content/archive.md", "Mine.", title="My archive")
    old.write("layouts/index.html", "<p>x")
    old.write("static/robots.txt", "User-agent: *")
    (old.root / "static/secret.txt").symlink_to("/etc/hostname")
    made = old.moved("hugo")
    assert made.code == 1, made.err  # of the text that can't be read
    assert made.errors() == []
    made.built()
    return made


def _line(start: str) -> int:
    """The number of the line of the first text that begins so."""
    return 1 + next(index for index, line in enumerate(FIRST.split("\n")) if line.startswith(start))


# Old addresses, and where they lead now.
ADDRESSES = {
    "/": "/",
    "/2015/03/first-steps/": "/briefings/first-steps/",
    "/old/first.html": "/briefings/first-steps/",
    "/2015/03/relative/": "/briefings/first-steps/",
    "/2015/up/": "/briefings/first-steps/",
    "/2016/01/a-bundle/": "/briefings/bundle/",
    "/2017/05/élan-vital/": "/briefings/no-slug/",
    "/notes/loose/": "/briefings/loose/",
    "/notes/undated/": "/notes/undated/",
    "/odd/place.html": "/briefings/json/",
    "/notes/dot.in.name/": "/briefings/dot-in-name/",
    "/about/": "/about/",
    "/posts/": "/posts/",
    "/notes/": "/",
    "/docs/": "/docs/",
    "/docs/start/": "/docs/start/",
    "/tags/go/": "/tags/go/",
    "/tags/c/": "/tags/c/",
    "/tags/c++/": "/tags/c-2/",
    "/categories/news/": "/tags/news-of-the-day/",
    "/series/long-walks/": "/tags/long-walks/",
    "/categories/": "/",
    "/tags/": "/tags/",
    "/series/": "/",
}


@pytest.mark.parametrize(("old", "now"), ADDRESSES.items())
def test_every_old_address_answers(new: New, old: str, now: str) -> None:
    assert new.answer(old) == now


def test_a_text_is_a_briefing_with_all_that_one_needs(new: New) -> None:
    front = new.front("content/briefings/2015-03-01-first-steps.md")
    assert front["title"] == "First steps: a beginning"
    assert (str(front["date"]), str(front["updated"])) == ("2015-03-01", "2016-02-03")
    assert front["summary"].startswith("The committee met in March. It decided")
    assert front["unsourced"] == "Imported from Hugo without sources."
    assert new.front("content/briefings/2016-01-02-bundle.md")["summary"] == "What the bundle says."


def test_names_that_look_alike_stay_apart(new: New) -> None:
    tags = {new.front(path)["title"]: Path(path).stem for path in new.files("content/tags/*.md")}
    assert tags["C++"] != tags["C"]
    assert tags["go" if "go" in tags else "Go"] == "go"
    assert new.front("content/tags/news-of-the-day.md")["aliases"] == ["News"]
    assert "What is new." in new.read("content/tags/news-of-the-day.md")


def test_links_lead_to_where_things_are_now(new: New) -> None:
    text = new.read("content/briefings/2015-03-01-first-steps.md")
    assert "[the other](2016-01-02-bundle.md#the-part)" in text
    assert "[by path](2018-01-01-loose.md)" in text
    assert "[its file](2016-01-02-bundle.md)" in text
    assert '<a href="../pages/about.md">' in text
    assert "[broken](https://old.example/nowhere/)" in text
    assert "a draft, and" in text
    assert "![A map](../files/images/map.png" in text
    assert "](../files/posts/bundle/pic.png)" in new.read("content/briefings/2016-01-02-bundle.md")
    (broken,) = new.notes("links that lead nowhere")
    assert (broken["path"], broken["line"]) == ("content/posts/first.md", _line("A [broken]"))
    assert new.notes("links to drafts")[0]["line"] == _line("A [broken]")


def test_what_brief_would_read_otherwise_is_shown_as_it_was(new: New) -> None:
    page = new.root.joinpath("public/briefings/first-steps/index.html").read_text("utf-8")
    assert "As [[a wiki thing]] and [@someone] and <code>[[code]]</code> and " in page
    assert '<a href="https://un.example/a.pdf">[PDF]</a>' in page
    assert "if [[ x ]]: pass" in page


def test_shortcodes_are_markdown_or_stay_and_are_told(new: New) -> None:
    text = new.read("content/briefings/2015-03-01-first-steps.md")
    assert "[YouTube: dQw4w9WgXcQ](https://www.youtube.com/watch?v=dQw4w9WgXcQ)" in text
    assert "```python\nif [[ x ]]: pass\n```" in text
    assert "{{< youtube shown >}} and 4.2" in text
    assert r'\{{< mystery a="b" >}}inner words\{{< /mystery >}}' in text
    (unknown,) = new.notes("shortcode `mystery`")
    assert (unknown["sort"], unknown["path"], unknown["line"]) == (
        "person",
        "content/posts/first.md",
        _line("{{< mystery"),
    )
    assert "width=300" in " ".join(it["message"] for it in new.notes("parameters of shortcodes"))
    assert '{{&lt; mystery a="b" &gt;}}' in new.root.joinpath("public/briefings/first-steps/index.html").read_text(
        "utf-8"
    )


def test_fields_that_brief_has_not_are_kept_and_told(new: New) -> None:
    text = new.read("content/briefings/2015-03-01-first-steps.md")
    assert "# weight: 10\n# author: A. Writer\n" in text
    assert "# date: 2015-03-01 10:20:30+02:00" in text
    assert "# cover:\n#   image: pic.png\n" in new.read("content/briefings/2016-01-02-bundle.md")
    assert new.notes("`author`")[0]["sort"] == "kept"
    assert "### `author`: 1 in 1 file" in new.report


def test_what_can_not_be_read_is_a_draft_with_all_its_words(new: New) -> None:
    (told,) = new.notes("texts that can't be read")
    assert (told["path"], told["line"]) == ("content/posts/bad.md", 4)
    (path,) = new.files("content/briefings/*-bad.md")
    assert 'title: "unclosed\ndate: 2016\n---\nWords of the bad one.' in new.read(path)
    assert new.front(path)["status"] == "draft"
    assert new.answer("/briefings/bad/") == ""


def test_another_encoding_is_guessed_and_told(new: New) -> None:
    assert "Слова устава и ещё слова." in new.read("content/briefings/2020-01-01-cyrillic.md")
    assert new.notes("encodings")[0]["path"] == "content/posts/cyrillic.md"


def test_what_only_a_host_can_redirect_is_listed(new: New) -> None:
    assert new.moved["/images/map.png"] == "/files/images/map.png"
    assert new.moved["/2016/01/a-bundle/pic.png"] == "/files/posts/bundle/pic.png"
    assert new.moved["/index.xml"] == "/feed.xml"
    assert "/images/map.png /files/images/map.png" in new.report


def test_what_is_left_out_is_named(new: New) -> None:
    left = {it["path"]: it["message"] for it in new.records if it.get("sort") == "left-out"}
    assert "themes" in left["layouts/"]
    assert "static/robots.txt" in left
    assert left["static/secret.txt"] == "The link was not followed."
    assert not new.files("**/secret.txt")
    assert new.notes("addresses that brief needs")[0]["path"] == "content/archive.md"


def test_settings_that_say_nothing_to_brief_are_named(new: New) -> None:
    assert "params.version" in new.notes("settings")[0]["message"]


def test_links_to_others_are_offered_as_sources(new: New) -> None:
    assert any(it["url"] == "https://un.example/a.pdf" for it in new.records if it["kind"] == "candidate")


def test_languages_dates_of_expiry_and_long_permalinks(tmp_path: Path) -> None:
    old = Old(tmp_path / "old")
    old.write(
        "config/_default/hugo.yaml",
        "baseURL: https://old.example/deep/\ntitle: Two\ndefaultContentLanguage: en\nuglyURLs: {ugly: true}\n"
        "languages:\n  en: {weight: 1}\n  ru: {weight: 2}\n",
    )
    old.write("config/_default/permalinks.toml", 'news = "/n/:sections[1:]/:2006/:01/:slugorfilename/"\n')
    old.text("content/news/deep/one.md", "One. [two](/deep/ugly/two.html)", title="One", date="2020-02-03", tags=["a"])
    old.text("content/news/deep/one.ru.md", "Один.", title="Один", date="2020-02-03", tags=["а"])
    old.text("content/ugly/two.md", "Two.", title="Two", date="2020-02-04", tags=["a"], expiryDate="2099-01-01")
    old.text("content/ugly/gone.md", "Gone.", title="Gone", date="2020-02-04", tags=["a"], expiryDate="2021-01-01")
    old.text("content/ugly/later.md", "Later.", title="Later", date="2999-02-04", publishDate="2999-01-01")
    new = old.moved("hugo")
    assert new.code == 0, new.err
    assert new.errors() == []
    new.built()
    front = new.front("content/briefings/ru/2020-02-03-one.md")
    assert (front["lang"], front["translation_of"]) == ("ru", "one")
    assert front["aliases"] == ["/ru/n/deep/2020/02/one/"]
    assert new.front("content/briefings/2020-02-04-two.md")["aliases"] == ["/ugly/two.html"]
    assert "[two](2020-02-04-two.md)" in new.read("content/briefings/2020-02-03-one.md")
    assert {it["path"] for it in new.notes("texts that were not shown")} == {
        "content/ugly/gone.md",
        "content/ugly/later.md",
    }
    assert new.notes("dates of expiry")[0]["path"] == "content/ugly/two.md"


def test_time_zones_days_to_come_and_active_files_are_told(tmp_path: Path) -> None:
    old = Old(tmp_path / "old")
    old.write("hugo.toml", 'title = "Old"\nbuildFuture = true\ntimeZone = "Nowhere/Land"\n')
    old.text("content/posts/a.md", title="A", date="2020-01-01")
    old.write("static/app/index.html", "<p>x</p>")
    old.write("static/map.svg", '<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>')
    old.write("static/plain.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    new = old.moved("hugo")
    assert "Nowhere/Land" in next(it for it in new.notes("settings") if it["sort"] == "person")["message"]
    assert "timezone" not in new.read("site.toml")
    assert {it["path"] for it in new.notes("files that can run scripts")} == {"static/app/index.html", "static/map.svg"}
    old.write("hugo.toml", 'title = "Old"\ntimeZone = "Europe/Vienna"\n')
    assert 'timezone = "Europe/Vienna"' in old.moved("hugo", into=tmp_path / "again").read("site.toml")


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda _: None, "is no Hugo site"),
        (lambda old: old.write("hugo.toml", "title = 'x'"), "nothing in content/"),
        (lambda old: old.write("content/a.txt", "x"), "no texts"),
    ],
    ids=["empty", "settings alone", "no texts"],
)
def test_what_is_no_hugo_site_is_said_to_be_none(tmp_path: Path, prepare: object, words: str) -> None:
    old = Old(tmp_path / "old")
    assert callable(prepare)
    prepare(old)
    new = old.moved("hugo")
    assert new.code == 2
    assert words in new.err
    assert not new.root.exists()


def test_nothing_is_written_over_what_is_there(tmp_path: Path) -> None:
    old = Old(tmp_path / "old")
    old.text("content/posts/a.md", title="A", date="2020-01-01")
    (tmp_path / "full").mkdir()
    (tmp_path / "full/letter.txt").write_text("dear")
    new = old.moved("hugo", into=tmp_path / "full")
    assert new.code == 2
    assert "is not empty; nothing was changed" in new.err
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]
    assert old.moved("hugo", into=tmp_path / "full/letter.txt").code == 2
    assert old.moved("hugo", into=tmp_path / "empty/deeper").code == 0
    ended = subprocess.run(
        [PROGRAM, "import", "hugo", str(tmp_path / "nowhere"), str(tmp_path / "x")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, "There is no" in ended.stderr) == (2, True)


def test_a_report_goes_where_it_is_wanted(tmp_path: Path) -> None:
    old = Old(tmp_path / "old")
    old.text("content/posts/a.md", title="A", date="2020-01-01")
    new = old.moved("hugo", "--report", str(tmp_path / "told.md"))
    assert (tmp_path / "told.md").read_text("utf-8").startswith("# Imported from Hugo\n")
    assert not (new.root / "import-report.md").exists()
