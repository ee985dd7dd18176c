"""`brief import pelican`: articles and pages in three kinds of markup go over, with the addresses of the settings."""

from pathlib import Path

import pytest

from tests.importing.moving import New, Old

CONF = """
import os
AUTHOR = 'Ann'
SITENAME = "Old notes"
SITEURL = ''
PATH = 'content'
DEFAULT_LANG = 'en'
ARTICLE_URL = 'posts/{date:%Y}/{date:%b}/{slug}/'
ARTICLE_SAVE_AS = ARTICLE_URL + 'index.html'
PAGE_URL = "{slug}.html"
TIMEZONE = "Europe/Vienna"
EXTRA_PATH_METADATA = {'extra/robots.txt': {'path': 'robots.txt'}}
open('/tmp/pelican-was-run', 'w').close()
"""

FIRST = """Title: The first: a beginning
Date: 2014-05-06 10:20
Modified: 2015-01-02
Category: News
Tags: Long Walks, charter
Authors: Ann, Bob
Summary: What it says,
    on two lines.
Mood: calm

Words. See [the second]({filename}/sub/second.rst), [a page](|filename|pages/about.md) and [News]({category}News).

![Map]({static}/images/map.png)

    :::python
    print("[[x]]")

A [lost]({filename}nowhere.md) link.
"""

SECOND = """
The second!
###########

:date: 2014-06-07
:tags: charter; long walks
:slug: second-one
:summary: In another markup.

A paragraph with *emphasis*, ``code`` and `a link <{filename}../first.md>`_.

A heading
=========

- one

  - inner

- two

.. code-block:: python

    print(1)

.. sourcecode:: ruby
   :linenos:
   :hl_lines: 1

   puts 2

.. mystery:: argument words

    Body of what nobody knows.

.. image:: {static}../images/map.png
   :alt: The map

.. raw:: html

    <b>raw words</b>
"""


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> New:
    """A site with texts of all kinds, moved and built."""
    old = Old(tmp_path_factory.mktemp("pelican") / "site")
    old.write("pelicanconf.py", CONF)
    old.write("publishconf.py", "from pelicanconf import *\nSITEURL = 'https://notes.example'\n")
    old.write("content/first.md", FIRST)
    old.write("content/sub/second.rst", SECOND)
    old.write(
        "content/third.html",
        '<html><head><title>The third</title><meta name="date" content="2014-07-08"><meta name="tags" content="html"></head>'
        '<body><p>In <b>HTML</b>. <a href="{filename}first.md">First</a></p></body></html>',
    )
    old.write("content/2016-01-02_named.md", "Title: Don't panic\n\nDated by its name.\n")
    old.write("content/idea.md", "Title: Idea\nDate: 2017-01-01\nStatus: draft\n\nLater.\n")
    old.write("content/pages/about.md", "Title: About\n\nWho we are. [Root](/posts/2014/May/the-first-a-beginning/)\n")
    old.picture("content/images/map.png")
    old.write("content/extra/robots.txt", "User-agent: *")
    made = old.moved("pelican")
    assert made.code == 0, made.err
    assert made.errors() == []
    made.built()
    return made


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("/posts/2014/May/the-first-a-beginning/", "/briefings/the-first-a-beginning/"),
        ("/posts/2014/Jun/second-one/", "/briefings/second-one/"),
        ("/posts/2014/Jul/the-third/", "/briefings/the-third/"),
        ("/posts/2016/Jan/dont-panic/", "/briefings/dont-panic/"),
        ("/about.html", "/about/"),
        ("/category/news.html", "/tags/news/"),
        ("/tag/long-walks.html", "/tags/long-walks/"),
        ("/archives.html", "/"),
    ],
)
def test_every_old_address_answers(new: New, before: str, now: str) -> None:
    assert new.answer(before) == now


def test_markdown_with_fields_at_its_head(new: New) -> None:
    path = "content/briefings/2014-05-06-the-first-a-beginning.md"
    front, text = new.front(path), new.read(path)
    assert front["summary"] == "What it says, on two lines."
    assert set(front["tags"]) == {"news", "long-walks", "charter"}
    assert "# Authors: Ann, Bob\n" in text
    assert "# Mood: calm" in text
    assert "# Date: 2014-05-06 10:20" in text
    assert "[the second](2014-06-07-second-one.md), [a page](../pages/about.md) and [News](../tags/news.md)" in text
    assert "![Map](../files/images/map.png)" in text
    assert '```python\nprint("[[x]]")\n```' in text
    (lost,) = new.notes("links that lead nowhere")
    assert lost["line"] == 1 + FIRST[: FIRST.index("A [lost]")].count("\n")


def test_restructured_text(new: New) -> None:
    path = "content/briefings/2014-06-07-second-one.md"
    text = new.read(path)
    assert new.front(path)["title"] == "The second!"
    assert new.front(path)["summary"] == "In another markup."
    assert "A paragraph with *emphasis*, `code` and [a link](2014-05-06-the-first-a-beginning.md)." in text
    assert "## A heading" in text
    assert "- one\n    - inner\n- two" in text or "- one\n\n    - inner\n- two" in text
    assert "```python\nprint(1)\n```" in text
    assert "```ruby\nputs 2\n```" in text
    assert "![The map](../files/images/map.png)" in text
    assert ".. mystery:: argument words" in text
    assert "Body of what nobody knows." in text
    assert "raw words" in text
    told = [it for it in new.notes("reStructuredText that can't be read") if "mystery" in it["message"]]
    assert told[0]["line"] == 1 + SECOND[: SECOND.index(".. mystery")].count("\n")


def test_html(new: New) -> None:
    text = new.read("content/briefings/2014-07-08-the-third.md")
    assert "In **HTML**. [First](2014-05-06-the-first-a-beginning.md)" in text


def test_the_settings_are_read_and_never_run(new: New) -> None:
    assert 'timezone = "Europe/Vienna"' in new.read("site.toml")
    assert not Path("/tmp/pelican-was-run").exists()
    assert 'base_url = "https://notes.example"' in new.read("site.toml")
    assert "ARTICLE_SAVE_AS" in new.notes("settings that are worked out")[0]["message"]


def test_what_is_no_pelican_site_is_said_to_be_none(tmp_path: Path) -> None:
    old = Old(tmp_path / "old")
    old.write("content/a.md", "x")
    new = old.moved("pelican")
    assert (new.code, "it has no pelicanconf.py" in new.err) == (2, True)
