"""Pictures for links to briefings: drawn for each, in letters that are there, and drawn again only when changed."""

import io
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import fontpkg_pt_serif
import pytest
from PIL import Image, features

from tests.sites import SiteBuilder, tree

FONTS = Path(fontpkg_pt_serif.__file__).parent / "files"
ON = "[pictures]\nenabled = true"


@pytest.fixture
def drawn(site: SiteBuilder) -> SiteBuilder:
    """A site whose links have pictures."""
    site.settings(ON)
    return site


def _picture(site: SiteBuilder, address: str = "briefings/one/") -> str:
    """The address of a page's picture; empty where it has none."""
    return next((meta["content"] for meta in site.page_at(address).all("meta", property="og:image")), "")


def _bytes(site: SiteBuilder, address: str = "briefings/one/") -> bytes:
    return site.output(_picture(site, address).removeprefix("https://example.org/")).read_bytes()


def _made(site: SiteBuilder) -> dict[str, bytes]:
    return tree(site.output("assets/pictures"))


def test_a_briefing_names_its_picture_to_other_sites(drawn: SiteBuilder) -> None:
    drawn.settings(ON, base_url="https://example.org/archive")
    drawn.briefing("one", title='A "title" & <more>')
    drawn.build()
    page = drawn.page_at("briefings/one/")
    said = {meta.get("property") or meta.get("name"): meta["content"] for meta in page.all("meta") if "content" in meta}
    address = said["og:image"]
    assert address.startswith("https://example.org/archive/assets/pictures/")
    assert {key: value for key, value in said.items() if key and key.startswith(("og:image:", "twitter:"))} == {
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": 'A "title" & <more> · Test archive · 2 January 2026',
        "twitter:card": "summary_large_image",
    }
    made = drawn.output(address.removeprefix("https://example.org/archive/"))
    picture = Image.open(io.BytesIO(made.read_bytes()))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert made.stat().st_size < 40_000
    text = page.html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(text)["image"] == {"@type": "ImageObject", "url": address, "width": 1200, "height": 630}


def test_nothing_is_drawn_unless_the_site_wants_it(site: SiteBuilder) -> None:
    site.briefing("one")
    site.build()
    assert not _picture(site)
    assert not _made(site)
    assert "twitter" not in site.html("briefings/one/")


TITLES = {
    "one word": "Neutrality",
    "long": "Heightened supervision of a national bureau, what it means for diffusions, and what has become of it since "
    * 2,
    "endless": "word " * 3000,
    "one endless word": "Donaudampfschifffahrt" * 200,
    "Russian": "Усиленный надзор за Национальным центральным бюро в Москве",
    "letters and their marks apart": "E\u0301te\u0301, Й",
    "spaces where no line ends": "Nr.\u00a05 \u2013 §\u202f7 soft\u00adhyphen",
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_every_title_is_set_within_the_margins(drawn: SiteBuilder, title: str) -> None:
    tags = [f"tag-{number}" for number in range(8)]
    for tag in tags:
        drawn.tag(tag, title=f"A subject with a long name, {tag}")
    drawn.briefing("one", title=title, tags=tags)
    drawn.build()
    content = _bytes(drawn)
    assert len(content) < 40_000
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    paper = picture.getpixel((20, 300))
    for margin in ((0, 20, 78, 630), (1122, 20, 1200, 630), (80, 600, 1120, 630)):
        assert picture.crop(margin).getcolors() == [((margin[2] - margin[0]) * (margin[3] - margin[1]), paper)]
    ink = picture.crop((80, 160, 1120, 520)).getcolors(1 << 20)
    assert ink
    assert len(ink) > 5, "a title"


def test_all_that_is_on_a_picture_draws_it_anew_and_nothing_else_does(drawn: SiteBuilder) -> None:
    drawn.tag("other", title="Other")
    base: dict[str, Any] = {"title": "A title", "date": "2026-01-02", "tags": ["interpol"], "summary": "S."}
    drawn.briefing("one", **base)
    drawn.build()
    first = _picture(drawn)
    changes: tuple[dict[str, Any], ...] = (
        {"title": "Another"},
        {"date": "2026-01-03"},
        {"tags": ["interpol", "other"]},
    )
    for changed in changes:
        drawn.briefing("one", **(base | changed))
        drawn.build()
        assert _picture(drawn) != first, changed
    drawn.briefing("one", "Other words [@tass].", **(base | {"summary": "Other."}))
    drawn.build()
    assert _picture(drawn) == first


def _kept(site: SiteBuilder) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in (site.root / ".brief/derived").iterdir()}


def test_a_second_build_draws_nothing_and_every_build_draws_the_same(drawn: SiteBuilder) -> None:
    drawn.briefing("one")
    drawn.briefing("two")
    drawn.build()
    first, kept = _made(drawn), _kept(drawn)
    assert len(first) == 2
    shutil.rmtree(drawn.output())
    drawn.build()
    assert (_made(drawn), _kept(drawn)) == (first, kept)
    shutil.rmtree(drawn.root / ".brief")
    drawn.build()
    assert _made(drawn) == first


def test_a_changed_title_draws_its_own_picture_alone(drawn: SiteBuilder) -> None:
    for name in ("one", "two"):
        drawn.briefing(name)
    drawn.build()
    kept = _kept(drawn)
    other = _picture(drawn, "briefings/two/").removeprefix("https://example.org/")
    drawn.briefing("one", title="Another")
    said = drawn.build("--why", other).err
    assert f"{other} was not made" in said
    assert len(_made(drawn)) == 2
    after = _kept(drawn)
    assert len(after.keys() - kept.keys()) == 1
    assert kept.items() <= after.items()


def test_briefings_that_look_alike_share_a_picture(drawn: SiteBuilder) -> None:
    for name in ("one", "two"):
        drawn.briefing(name, title="The same")
    drawn.build()
    assert _picture(drawn, "briefings/one/") == _picture(drawn, "briefings/two/")
    (drawn.root / "content/briefings/one.md").unlink()
    drawn.forget()
    drawn.build()
    assert len(_made(drawn)) == 1


def test_each_language_has_its_own_and_what_readers_do_not_see_has_none(drawn: SiteBuilder) -> None:
    drawn.settings(ON, languages=["en", "ru"])
    drawn.briefing("one")
    drawn.briefing("eins", lang="ru", translation_of="one", title="Название")
    drawn.briefing("draft", status="draft")
    drawn.briefing("gone", "", status="withdrawn", withdrawn={"date": "2026-02-01", "reason": "Wrong."})
    drawn.build()
    russian = next(meta for meta in drawn.page_at("ru/briefings/eins/").all("meta", property="og:image:alt"))
    assert russian["content"] == "Название · Test archive · 2 января 2026 г."
    assert _picture(drawn) != _picture(drawn, "ru/briefings/eins/")
    assert not _picture(drawn, "briefings/gone/")
    assert len(_made(drawn)) == 2
    drawn.build("--drafts")
    assert len(_made(drawn)) == 3


def test_a_title_in_letters_that_the_font_lacks_gets_no_picture_and_one_note(drawn: SiteBuilder) -> None:
    drawn.briefing("one")
    drawn.briefing("greek", title="Ουδετερότητα")
    drawn.briefing("chinese", title="国际刑警组织")
    found = drawn.check().only("missing-letters")
    assert (found["severity"], found["path"], found["line"]) == ("note", "site.toml", 5)
    assert "and 1 more" in found["message"]
    site_toml = drawn.root / "site.toml"
    site_toml.write_text(f"# A note.\n{site_toml.read_text()}")
    assert drawn.check().only("missing-letters") == found | {"line": 6}
    drawn.build("--strict")
    assert _picture(drawn)
    assert not _picture(drawn, "briefings/greek/")
    assert len(_made(drawn)) == 1


@pytest.mark.parametrize("key", ["font", "font_bold"])
def test_a_font_of_the_sites_own_sets_the_letters(site: SiteBuilder, key: str) -> None:
    site.briefing("one")
    site.settings(ON)
    site.build()
    default = _picture(site)
    site.write("fonts/own.ttf", (FONTS / "PT_Serif-Web-Italic.ttf").read_bytes())
    site.settings(f'{ON}\n{key} = "fonts/own.ttf"')
    site.build()
    assert _picture(site) != default
    assert len(_made(site)) == 1


def test_a_font_that_becomes_another_sets_the_letters_anew(site: SiteBuilder) -> None:
    """Also after builds that changed nothing, which the next may take for its own."""
    site.write("fonts/own.ttf", (FONTS / "PT_Serif-Web-Regular.ttf").read_bytes())
    site.settings(f'{ON}\nfont = "fonts/own.ttf"')
    site.briefing("one")
    site.build()
    before = _picture(site)
    site.build()
    site.build()
    site.write("fonts/own.ttf", (FONTS / "PT_Serif-Web-Italic.ttf").read_bytes())
    site.build()
    assert _picture(site) != before


DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


@pytest.mark.skipif(
    not DEJAVU.exists() and os.environ.get("CI") != "true", reason="no font with other scripts here: install DejaVu"
)
@pytest.mark.parametrize(
    ("lang", "title"), [("el", "Η ουδετερότητα του Οργανισμού"), ("ar", "الأمانة العامة"), ("he", "המזכירות הכללית")]
)
def test_other_scripts_are_set_where_the_font_has_them(site: SiteBuilder, lang: str, title: str) -> None:
    is_rtl = lang != "el"
    if is_rtl and not features.check("raqm"):
        pytest.skip("Pillow has no raqm here")
    site.write("own.ttf", DEJAVU.read_bytes())
    site.settings(f'{ON}\nfont = "own.ttf"', languages=["en", lang])
    site.briefing("one", title=title, lang=lang)
    site.build()
    picture = Image.open(io.BytesIO(_bytes(site, f"{lang}/briefings/one/"))).convert("L")
    # The icon stands where a line begins.
    assert (_darkest(picture, 1064) < 100) is is_rtl
    assert (_darkest(picture, 80) < 100) is not is_rtl


def _darkest(picture: Image.Image, left: int) -> int:
    return min(picture.crop((left + 4, 100, left + 12, 116)).tobytes())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "can't be read"),
        (b"", "is not a font"),
        (b"wOFF" + bytes(100), "is not a font"),
        ((FONTS / "PT_Serif-Web-Bold.ttf").read_bytes()[:3000], "is not a font"),
    ],
    ids=["not there", "empty", "web font", "cut short"],
)
def test_a_font_that_cannot_be_used_is_an_error_at_its_key(
    site: SiteBuilder, content: bytes | None, words: str
) -> None:
    site.briefing("one")
    site.settings(f'{ON}\nfont = "own.ttf"')
    if content is not None:
        site.write("own.ttf", content)
    found = site.check().only("no-font")
    assert (found["severity"], found["path"], found["line"]) == ("error", "site.toml", 6)
    assert words in found["message"]
    assert found["hint"]


def test_a_font_behind_a_link_out_of_the_site_is_not_read(site: SiteBuilder, tmp_path: Path) -> None:
    site.briefing("one")
    (tmp_path / "elsewhere.ttf").write_bytes((FONTS / "PT_Serif-Web-Bold.ttf").read_bytes())
    (site.root / "own.ttf").symlink_to(tmp_path / "elsewhere.ttf")
    site.settings(f'{ON}\nfont = "own.ttf"')
    assert site.check().only("outside-site")["line"] == 6


def test_without_any_font_the_setting_says_what_to_install(drawn: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fontpkg_pt_serif", None)
    drawn.briefing("one")
    found = drawn.check().only("no-font")
    assert (found["severity"], found["path"], found["line"]) == ("error", "site.toml", 5)
    assert 'pip install "brief[pictures]"' in found["hint"]
