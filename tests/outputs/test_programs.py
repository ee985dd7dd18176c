"""What browsers and telephones are told of a site: its search, its name, its icon."""

import json
from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from brief.rendering.icons import icons
from tests.sites import SiteBuilder, tree

OPEN = "{http://a9.com/-/spec/opensearch/1.1/}"


def _manifest(site: SiteBuilder) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(site.output("site.webmanifest").read_bytes())
    return read


def _icon(site: SiteBuilder, href: str) -> Image.Image:
    return Image.open(BytesIO(site.output(href.removeprefix("/deep/")).read_bytes()))


def test_browsers_find_the_search_of_each_language(site: SiteBuilder) -> None:
    title = "An archive of <briefings> & more, with a long name indeed that goes on"
    site.settings(
        title=title, description="D & d", languages=["en", "ru"], base_url="https://example.org/deep", search=True
    )
    site.briefing()
    site.build()
    for home in ("", "ru/"):
        [link] = site.page_at(home).all("link", rel="search")
        assert link["href"] == f"/deep/{home}opensearch.xml"
        assert link["type"] == "application/opensearchdescription+xml"
        root = etree.fromstring(site.output(f"{home}opensearch.xml").read_bytes())
        search, own = root.findall(f"{OPEN}Url")
        assert search.get("template") == f"https://example.org/deep/{home}search/?q={{searchTerms}}"
        assert own.get("template") == f"https://example.org/deep/{home}opensearch.xml"
        assert root.findtext(f"{OPEN}ShortName") == "An archive of"
        assert root.findtext(f"{OPEN}LongName") == "An archive of <briefings> & more, with a long"
        assert root.findtext(f"{OPEN}Description") == "D & d"
        assert root.findtext(f"{OPEN}Language") == (home.strip("/") or "en")


def test_a_site_without_search_promises_none(site: SiteBuilder) -> None:
    site.settings(search=False)
    site.briefing()
    site.build()
    assert not site.output("opensearch.xml").exists()
    assert not site.page_at("").all("link", rel="search")


def test_the_manifest_names_the_site_and_icons_that_are_what_they_say(site: SiteBuilder) -> None:
    site.settings(base_url="https://example.org/deep", language="ar", description="")
    site.briefing(lang=None)
    site.build()
    manifest = _manifest(site)
    assert (manifest["name"], manifest["lang"], manifest["dir"]) == ("Test archive", "ar", "rtl")
    assert manifest["start_url"] == manifest["scope"] == "/deep/"
    assert "description" not in manifest
    assert site.page_at("").all("link", rel="manifest") == [{"rel": "manifest", "href": "/deep/site.webmanifest"}]
    svg, *pictures = manifest["icons"]
    assert site.output(svg["src"].removeprefix("/deep/")).is_file()
    for icon in pictures:
        width, height = _icon(site, icon["src"]).size
        assert icon["sizes"] == f"{width}x{height}"
    assert [icon["purpose"] for icon in pictures] == ["any", "any", "maskable"]
    [touch] = site.page_at("").all("link", rel="apple-touch-icon")
    assert _icon(site, touch["href"]).size == (180, 180)
    assert _icon(site, "favicon.ico").info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_a_theme_brings_its_own_icons(site: SiteBuilder) -> None:
    site.settings(theme="mine")
    site.write("themes/mine/static/icon-192.png", b"own")
    site.write("themes/mine/static/favicon.ico", b"own too")
    site.briefing()
    site.build()
    assert site.output("favicon.ico").read_bytes() == b"own too"
    sources = {icon["sizes"]: icon["src"] for icon in _manifest(site)["icons"]}
    assert site.output(sources["192x192"].lstrip("/")).read_bytes() == b"own"
    assert site.output(sources["512x512"].lstrip("/")).read_bytes() != b"own"


def test_another_design_is_not_shown_beside_the_theme_s_old_one(site: SiteBuilder) -> None:
    site.settings(theme="mine")
    site.write("themes/mine/static/icon.svg", "<svg/>")
    site.briefing()
    site.build()
    assert [icon["sizes"] for icon in _manifest(site)["icons"]] == ["any"]
    assert not [path for path in tree(site.output()) if path.endswith((".png", ".ico"))]
    assert not site.page_at("").all("link", rel="apple-touch-icon")


@pytest.mark.parametrize("name", ["icon-180.png", "icon-192.png", "icon-512.png", "icon-maskable-512.png"])
def test_icons_have_the_design_and_the_colour_that_is_asked_for(name: str) -> None:
    drawn = icons("#004080", "#ffffff")
    assert drawn == icons("#004080", "#ffffff"), "the same picture each time"
    picture = Image.open(BytesIO(drawn[name])).convert("RGBA")
    unit = picture.width / 32

    def at(x: float, y: float) -> tuple[int, ...]:
        found = picture.getpixel((int(x * unit), int(y * unit)))
        assert isinstance(found, tuple)
        return found

    assert at(16, 3) == at(21, 20.7) == (0, 64, 128, 255)
    for line in (8, 12.7, 16.7, 20.7):
        assert at(12, line) == (255, 255, 255, 255)
    is_whole = name in {"icon-180.png", "icon-maskable-512.png"}
    assert at(0, 0)[3] == (255 if is_whole else 0), "telephones cut the corners that they want"
