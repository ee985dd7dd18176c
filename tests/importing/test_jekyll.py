"""`brief import jekyll`: posts, drafts, collections and pages go over, with their addresses."""

from pathlib import Path

import pytest

from tests.importing.moving import New, Old

CONFIG = """
title: Old log
url: https://log.example
baseurl: /deep
permalink: /:categories/:year/:month/:day/:title.html
paginate: 1
excerpt_separator: <!--more-->
collections:
  people: {output: true, permalink: /people/:name/}
  notes: {output: false}
defaults:
  - scope: {path: "", type: posts}
    values: {layout: post, author: Default Name}
jekyll-archives: {enabled: [tags], permalinks: {tag: /t/:name/}}
"""

FIRST = """---
layout: post
title: "The first: of many"
date: 2013-05-06 23:10:00 +0300
categories: meetings North
tags: [Long Walks, charter]
redirect_from:
  - /old/one
  - /older/one.html
header-img: img/bg.jpg
---
What was said first, in words. And more of it.

<!--more-->

* TOC
{:toc}

See [the second]({% post_url 2014-01-02-second-post %}), [a page]({{ site.baseurl }}{% link about.md %}) and [abs](/deep/2014/01/02/second-post.html).

![Map]({{ "/assets/map.png" | relative_url }}){:.wide}

{% highlight ruby linenos %}
puts "[[x]]"
{% endhighlight %}

{% raw %}{{ kept as it is }}{% endraw %} and {% include video.html id="abc" %} and {{ site.title }}.

{% comment %}nobody sees this{% endcomment %}

## The Second Part

Jump to [the part](#the-second-part).
{: .note }
"""


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> New:
    """A site with all that Jekyll has, moved and built."""
    old = Old(tmp_path_factory.mktemp("jekyll") / "site")
    old.write("_config.yml", CONFIG)
    old.write("_posts/2013-05-06-first-post.markdown", FIRST)
    old.text("_posts/2014-01-02-second-post.md", "Second. [Up](/deep/about.html).", title="Second", tags="one two")
    old.text("south/_posts/2014-02-03-Third.md", "Third.", title="Third")
    old.text("_posts/2015-01-01-hidden.md", "Hidden.", title="Hidden", published=False)
    old.text("_drafts/an-idea.md", "An idea.", title="An idea")
    old.text("_people/ann.md", "Ann.", title="Ann")
    old.text("_notes/n.md", "A note.", title="N")
    old.text("about.md", "About. [Ann](people/ann/)", title="About", layout="page")
    old.text("contact/index.md", "Write.", title="Contact", permalink="/write-us/")
    old.write("index.html", "---\nlayout: default\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}")
    old.write("list.html", "---\ntitle: List\n---\n{% for post in site.posts %}{{ post.title }} word{% endfor %}")
    old.write("atom.xml", "---\n---\n<feed>")
    old.write("README.md", "For workers.")
    old.write("_layouts/default.html", "x")
    old.picture("assets/map.png")
    old.write("assets/style.css", "a{}")
    made = old.moved("jekyll")
    assert made.code == 0, made.err
    assert made.errors() == []
    made.built()
    return made


ADDRESSES = {
    "/meetings/north/2013/05/06/first-post.html": "/deep/briefings/first-post/",
    "/old/one/": "/deep/briefings/first-post/",
    "/older/one.html": "/deep/briefings/first-post/",
    "/2014/01/02/second-post.html": "/deep/briefings/second-post/",
    "/south/2014/02/03/Third.html": "/deep/briefings/third/",
    "/about.html": "/deep/about/",
    "/write-us/": "/write-us/",
    "/people/ann/": "/people/ann/",
    "/page2/": "/deep/",
    "/page3/": "/deep/",
    "/t/long-walks/": "/deep/tags/long-walks/",
}


@pytest.mark.parametrize(("old", "now"), ADDRESSES.items())
def test_every_old_address_answers(new: New, old: str, now: str) -> None:
    found = new.root / "public" / old.strip("/")
    page = (found if found.is_file() else found / "index.html").read_text("utf-8")
    assert old == now or f"url={now}" in page


def test_a_post_keeps_what_it_says(new: New) -> None:
    path = "content/briefings/2013-05-06-first-post.md"
    front, text = new.front(path), new.read(path)
    assert front["title"] == "The first: of many"
    assert front["summary"] == "What was said first, in words. And more of it."
    assert set(front["tags"]) == {"meetings", "north", "long-walks", "charter"}
    assert "# header-img: img/bg.jpg" in text
    assert "# date: 2013-05-06 23:10:00 +0300" in text
    assert "Default Name" not in text
    assert set(new.front("content/briefings/2014-01-02-second-post.md")["tags"]) == {"one", "two"}


def test_liquid_is_worked_out_or_stays_and_is_told(new: New) -> None:
    text = new.read("content/briefings/2013-05-06-first-post.md")
    assert (
        "[the second](2014-01-02-second-post.md), [a page](../pages/about.md) and [abs](2014-01-02-second-post.md)"
        in text
    )
    assert "![Map](../files/map.png){:.wide}" in text
    assert '```ruby\nputs "[[x]]"\n```' in text
    assert "{{ kept as it is }}" in text
    assert r'\{% include video.html id="abc" %} and Old log.' in text
    assert "<!-- nobody sees this -->" in text
    assert "TOC" not in text
    (told,) = new.notes("Liquid `{% include %}`")
    assert told["line"] == 1 + FIRST[: FIRST.index("{% include")].count("\n")


def test_what_jekyll_did_not_show_nobody_is_shown(new: New) -> None:
    drafts = [path for path in new.files("content/briefings/*.md") if new.front(path).get("status") == "draft"]
    assert sorted(Path(path).stem[11:] for path in drafts) == ["an-idea", "hidden", "list", "n"]
    assert [it["path"] for it in new.notes("pages that Liquid made")] == ["list.html", "index.html"]


def test_what_is_left_out_is_named(new: New) -> None:
    left = {it["path"] for it in new.records if it.get("sort") == "left-out"}
    assert {"_layouts/", "README.md", "atom.xml", "assets/"} <= left
    assert new.moved["/atom.xml"] == "/feed.xml"
    assert new.moved["/assets/map.png"] == "/files/map.png"


@pytest.mark.parametrize(
    ("style", "address"),
    [
        ("pretty", "/a-b/2020/03/04/the-name/"),
        ("date", "/a-b/2020/03/04/the-name.html"),
        ("ordinal", "/a-b/2020/064/the-name.html"),
        ("weekdate", "/a-b/2020/W10/Wed/the-name.html"),
        ("none", "/a-b/the-name.html"),
        ("/x/:short_year:i_month/:slug", "/x/203/the-name"),
        ("pretty\ncollections:\n  posts:\n    permalink: /news/:year/:title/", "/news/2020/the-name/"),
    ],
)
def test_every_style_of_addresses_is_known(tmp_path: Path, style: str, address: str) -> None:
    old = Old(tmp_path / "old")
    old.write("_config.yml", f"title: T\npermalink: {style}\n")
    old.text("_posts/2020-03-04-the-name.md", "Words.", title="T", category="A-b")
    new = old.moved("jekyll")
    assert new.front("content/briefings/2020-03-04-the-name.md")["aliases"] == [address]


def test_collections_follow_the_style_of_the_site(tmp_path: Path) -> None:
    old = Old(tmp_path / "old")
    old.write(
        "_config.yml", "title: T\npermalink: pretty\ntimezone: Europe/Vienna\ncollections:\n  docs:\n    output: true\n"
    )
    old.text("_docs/one.md", title="One")
    new = old.moved("jekyll")
    assert "aliases" not in new.front("content/pages/docs/one.md")
    assert 'timezone = "Europe/Vienna"' in new.read("site.toml")


KRAMDOWN = """
{: .note #first }
A paragraph
of two lines.

{: .big}
## A heading

| a | b |
|---|---|
| c | d |
{: .table}

Words behind.
{: .understood}

```
{: .code}
```

<div class="tip" markdown="1">
Some *marked* words.

<div>inner</div>
</div>

`<p markdown="1">`
"""


def test_attributes_and_markdown_within_html_are_where_they_are_understood(tmp_path: Path) -> None:
    old = Old(tmp_path / "old")
    old.write("_config.yml", "title: T\n")
    old.text("_posts/2020-03-04-one.md", KRAMDOWN, title="T", category="A")
    new = old.moved("jekyll")
    text = new.read("content/briefings/2020-03-04-one.md")
    assert "A paragraph\nof two lines.\n{: .note #first }\n" in text
    assert "## A heading {: .big}\n" in text
    assert "{: .table}" not in text
    assert "Words behind.\n{: .understood}\n" in text
    assert "```\n{: .code}\n```" in text
    assert "\nSome *marked* words.\n\n<div>inner</div>\n" in text
    assert 'class="tip"' not in text
    assert '`<p markdown="1">`' in text
    (lost,) = new.notes("attributes of blocks")
    assert lost["line"] == new_line("{: .table}")
    (wrapped,) = new.notes("Markdown within HTML")
    assert wrapped["line"] == new_line("<div class")


def new_line(words: str) -> int:
    """The line of words in the file of the text above, which has four lines of front matter."""
    return 5 + KRAMDOWN[: KRAMDOWN.index(words)].count("\n")


def test_what_is_no_jekyll_site_is_said_to_be_none(tmp_path: Path) -> None:
    old = Old(tmp_path / "old")
    old.write("a.md", "x")
    new = old.moved("jekyll")
    assert (new.code, "neither _config.yml nor a folder _posts/" in new.err) == (2, True)
