"""`brief import wordpress`: an export goes over, however broken, with the addresses that it names."""

import re
from pathlib import Path

import pytest

from tests.importing.moving import New, Old

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Old press &amp; more</title>
<link>https://press.example</link>
<description>Just words&nbsp;here</description>
<language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://press.example</wp:base_site_url>
<wp:base_blog_url>https://press.example</wp:base_blog_url>
<wp:author><wp:author_id>2</wp:author_id><wp:author_login><![CDATA[ann]]></wp:author_login><wp:author_email><![CDATA[ann@press.example]]></wp:author_email><wp:author_display_name><![CDATA[Ann Example]]></wp:author_display_name></wp:author>
<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename><![CDATA[news]]></wp:category_nicename><wp:category_parent><![CDATA[]]></wp:category_parent><wp:cat_name><![CDATA[News]]></wp:cat_name><wp:category_description><![CDATA[What is <em>new</em>.]]></wp:category_description></wp:category>
<wp:category><wp:term_id>4</wp:term_id><wp:category_nicename><![CDATA[inner]]></wp:category_nicename><wp:category_parent><![CDATA[news]]></wp:category_parent><wp:cat_name><![CDATA[Inner]]></wp:cat_name></wp:category>
"""


def item(ident: int, title: str, content: str, link: str, **more: str) -> str:
    """One item, as WordPress writes it."""
    fields = {
        "post_date": "2012-03-04 05:06:07", "post_name": f"post-{ident}", "status": "publish", "post_type": "post",
        "post_modified": "2013-01-01 00:00:00", "post_password": "", "is_sticky": "0", "menu_order": "0",
    } | {key: value for key, value in more.items() if key not in {"excerpt", "extra"}}  # fmt: skip
    own = "".join(f"<wp:{key}><![CDATA[{value}]]></wp:{key}>\n" for key, value in fields.items())
    return f"""<item>
<title>{title}</title>
<link>{link}</link>
<pubDate>Sun, 04 Mar 2012 05:06:07 +0000</pubDate>
<dc:creator><![CDATA[ann]]></dc:creator>
<guid isPermaLink="false">https://press.example/?p={ident}</guid>
<description></description>
<content:encoded><![CDATA[{content}]]></content:encoded>
<excerpt:encoded><![CDATA[{more.get("excerpt", "")}]]></excerpt:encoded>
<wp:post_id>{ident}</wp:post_id>
{own}{more.get("extra", "")}
</item>
"""


CLASSIC = """First paragraph, with a
second line &amp; an entity: caf&eacute; *star*.

[caption id="attachment_9" align="alignleft" width="300"]<a href="https://press.example/wp-content/uploads/2012/03/map.png"><img src="https://press.example/wp-content/uploads/2012/03/map.png" alt="A map" /></a> The caption.[/caption]

<!--more-->

<ul>
<li>one
<ul><li>inner</li></ul>
</li>
<li>two</li>
</ul>

See <a href="https://press.example/2012/03/second/">the second</a>, <a href="https://press.example/?p=2">by number</a> and <a href="/about/">the page</a>.

[gallery ids="9,77"]

[code lang="php"]
echo "[[x]]"; if (a < b) {}
[/code]

https://www.youtube.com/watch?v=abc

[contact-form to="x@press.example"]

<iframe src="//maps.example/1"></iframe><script>alert(1)</script>"""

BLOCKS = """<!-- wp:paragraph {"align":"left"} -->
<p>A block with <s>old</s> words.</p>
<!-- /wp:paragraph -->

<!-- wp:image {"id":9} -->
<figure class="wp-block-image"><img src="https://press.example/wp-content/uploads/2012/03/map.png" alt=""/><figcaption>Below it</figcaption></figure>
<!-- /wp:image -->

<!-- wp:latest-posts {"postsToShow":3} /-->

<!-- wp:table -->
<figure class="wp-block-table"><table><tbody><tr><td>a</td><td>b</td></tr></tbody></table></figure>
<!-- /wp:table -->"""


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Old:
    made = Old(tmp_path_factory.mktemp("wordpress") / "export")
    attachment = "<wp:attachment_url>https://press.example/wp-content/uploads/2012/03/{}</wp:attachment_url>"
    categories = (
        '<category domain="category" nicename="inner"><![CDATA[Inner]]></category>'
        '<category domain="post_tag" nicename="long-walks"><![CDATA[Long Walks]]></category>'
        '<category domain="category" nicename="news"><![CDATA[News]]></category>'
    )
    comments = "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_content><![CDATA[Hi]]></wp:comment_content></wp:comment>"
    meta = "".join(
        f"<wp:postmeta><wp:meta_key><![CDATA[{key}]]></wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
        for key, value in {"mood": "calm", "_edit_last": "1", "_thumbnail_id": "9", "_wp_old_slug": "was-first"}.items()
    )
    made.write(
        "press.xml",
        HEAD
        + item(
            1,
            "First &mdash; of all",
            CLASSIC,
            "https://press.example/2012/03/first/",
            post_name="first",
            extra=categories + comments + comments + meta,
        )
        + item(
            2,
            "<![CDATA[Second & [[last]]]]>",
            BLOCKS,
            "https://press.example/2012/03/second/",
            post_name="second",
            excerpt="It is the second.",
        )
        + item(3, "About", "Who we are.", "https://press.example/about/", post_type="page", post_name="about")
        + item(
            4,
            "Team",
            "Us.\x0b",
            "https://press.example/about/team/",
            post_type="page",
            post_name="team",
            post_parent="3",
        )
        + item(
            5,
            "Hidden",
            "Not yet.",
            "https://press.example/?p=5",
            status="draft",
            post_name="",
            post_date="0000-00-00 00:00:00",
        )
        + item(6, "Secret", "Words.", "https://press.example/2012/03/secret/", post_password="pass", post_name="secret")
        + item(7, "Trash", "Gone.", "https://press.example/?p=7", status="trash")
        + item(8, "Menu", "", "https://press.example/?p=8", post_type="nav_menu_item")
        + item(
            9,
            "A map",
            "",
            "https://press.example/map/",
            post_type="attachment",
            status="inherit",
            extra=attachment.format("map.png"),
        )
        + item(
            10,
            "Far",
            "",
            "https://press.example/far/",
            post_type="attachment",
            status="inherit",
            extra=attachment.format("far.pdf"),
        )
        + item(11, "A recipe", "Salt.", "https://press.example/recipes/salt/", post_type="recipe", post_name="salt")
        + item(
            12,
            "По-русски",
            "Слова.",
            "https://press.example/2012/03/%d1%83/",
            post_name="%d1%83%d1%81%d1%82%d0%b0%d0%b2",
        )
        + "</channel></rss>",
    )
    made.picture("wp-content/uploads/2012/03/map.png")
    return made


@pytest.fixture(scope="module")
def new(old: Old) -> New:
    made = old.moved("wordpress")
    assert made.code == 0, made.err
    assert made.errors() == []
    made.built()
    return made


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("/2012/03/first/", "/briefings/first/"),
        ("/2012/03/was-first/", "/briefings/first/"),
        ("/2012/03/second/", "/briefings/second/"),
        ("/2012/03/у/", "/briefings/ustav/"),
        ("/about/", "/about/"),
        ("/about/team/", "/about/team/"),
        ("/recipes/salt/", "/briefings/salt/"),
        ("/category/news/", "/tags/news/"),
        ("/category/news/inner/", "/tags/inner/"),
        ("/tag/long-walks/", "/tags/long-walks/"),
    ],
)
def test_every_old_address_answers(new: New, before: str, now: str) -> None:
    assert new.answer(before) == now


def test_a_post_of_the_classic_editor_is_markdown(new: New) -> None:
    text = new.read("content/briefings/2012-03-04-first.md")
    assert "First paragraph, with a  \nsecond line & an entity: café \\*star\\*." in text
    assert "- one\n    - inner\n- two" in text
    assert (
        "[the second](2012-03-04-second.md), [by number](2012-03-04-second.md) and [the page](../pages/about/index.md)"
        in text
    )
    assert '```php\necho "[[x]]"; if (a < b) {}\n```' in text
    assert "[https://www.youtube.com/watch?v=abc](https://www.youtube.com/watch?v=abc)" in text
    assert "../files/2012/03/map.png" in text
    assert "The caption." in text
    assert "alert" not in text
    page = new.root.joinpath("public/briefings/first/index.html").read_text("utf-8")
    assert re.search(r"<li[^>]*>one.*?<ul>\s*<li[^>]*>inner", page, re.DOTALL)
    assert '[contact-form to="x@press.example"]' in page


def test_blocks_are_markdown(new: New) -> None:
    text = new.read("content/briefings/2012-03-04-second.md")
    assert "A block with <del>old</del> words." in text
    assert '![](<../files/2012/03/map.png> "Below it")' in text or '![](../files/2012/03/map.png "Below it")' in text
    assert "| a | b |" in text
    assert "wp:" not in text
    assert "postsToShow" in new.notes("block `latest-posts`")[0]["message"]


def test_what_a_post_says_of_itself_goes_over(new: New) -> None:
    front, text = new.front("content/briefings/2012-03-04-first.md"), new.read("content/briefings/2012-03-04-first.md")
    assert front["title"] == "First — of all"
    assert set(front["tags"]) == {"news", "inner", "long-walks"}
    assert str(front["updated"]) == "2013-01-01"
    assert "# author: Ann Example" in text
    assert "# mood: calm" in text
    assert "featured_image: https://press.example/wp-content/uploads/2012/03/map.png" in text
    assert new.front("content/briefings/2012-03-04-second.md")["summary"] == "It is the second."
    assert new.front("content/briefings/2012-03-04-second.md")["title"] == "Second & [[last]]"
    assert "What is *new*." in new.read("content/tags/news.md")


def test_what_readers_did_not_see_they_do_not_see_now(new: New) -> None:
    drafts = {new.front(path)["title"] for path in new.files("content/briefings/*.md") if "status" in new.front(path)}
    assert drafts == {"Hidden", "Secret"}
    assert "password" in new.notes("texts that were not shown")[0]["message"]
    assert "pass" not in new.read("content/briefings/2012-03-04-secret.md").replace("password", "")


def test_what_is_not_imported_is_named(new: New) -> None:
    assert "has 2." in new.notes("comments of readers")[0]["message"]
    assert "Trash" in new.notes("what was in the trash")[0]["message"]
    assert new.notes("`nav_menu_item`")
    assert "far.pdf" in new.notes("files that are not in the export")[0]["message"]
    assert "[gallery" in new.notes("galleries")[0]["message"]
    assert "[contact-form" in new.notes("shortcode `contact-form`")[0]["message"]
    assert "alert(1)" in new.notes("HTML that is not shown")[0]["message"]
    assert new.moved["/?p=1"] == "/briefings/first/"
    assert "ann@press.example" not in new.report


def test_entities_and_files_of_others_are_never_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the secret itself")
    bomb = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 12))
    head = HEAD.replace(
        "<rss",
        f'<!DOCTYPE rss [<!ENTITY file SYSTEM "file://{tmp_path}/secret.txt"><!ENTITY x0 "boom">{bomb}]>\n<rss',
        1,
    )
    old = Old(tmp_path / "old")
    old.write("evil.xml", head + item(1, "T &file; &x11;", "Words.", "https://press.example/one/") + "</channel></rss>")
    new = old.moved("wordpress")
    assert new.code == 0, new.err
    everything = "".join(new.read(path) for path in new.files("**/*.md"))
    assert "the secret itself" not in everything
    assert "boomboom" not in everything


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<rss><channel><title>x</title></channel></rss>", "nothing of WordPress"),
        ("no xml at all", "is no export of WordPress"),
        ("", "is no export of WordPress"),
    ],
)
def test_what_is_no_export_is_said_to_be_none(tmp_path: Path, text: str, words: str) -> None:
    old = Old(tmp_path / "old")
    old.write("x.xml", text)
    new = old.moved("wordpress")
    assert (new.code, words in new.err) == (2, True), new.err
    assert not new.root.exists()


def test_a_caption_may_be_an_attribute(tmp_path: Path) -> None:
    old = Old(tmp_path / "old")
    content = '[caption id="a" width="6" caption="Said below."]<img src="https://x.example/a.png" alt="A" />[/caption]'
    old.write("x.xml", HEAD + item(1, "T", content, "https://press.example/1/") + "</channel></rss>")
    new = old.moved("wordpress")
    assert '![A](https://x.example/a.png "Said below.")' in new.read("content/briefings/2012-03-04-post-1.md").replace(
        "<https://x.example/a.png>", "https://x.example/a.png"
    )


def test_a_file_that_ends_in_the_middle_gives_what_is_whole(tmp_path: Path) -> None:
    old = Old(tmp_path / "old")
    many = "".join(item(n, f"T{n}", "Words & more. " * 500, f"https://press.example/{n}/") for n in range(1, 40))
    # Some exports have the names of their elements at https.
    old.write("x.xml", (HEAD.replace("http://wordpress", "https://wordpress") + many)[:-2000])
    new = old.moved("wordpress")
    assert new.code == 0, new.err
    assert len(new.files("content/briefings/*.md")) == 38
