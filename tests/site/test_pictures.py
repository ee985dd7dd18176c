"""Pictures in texts: each reader gets a file that suits the screen, no page jumps, and nothing is made twice."""

import io
import re
import shutil
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from brief.cli import main
from tests.pictures import camera_notes, drawing, file, halves, photograph
from tests.sites import Parsed, SiteBuilder, tree

PHOTO = file(photograph(600, 420), "JPEG", quality=92)
LARGE = file(photograph(1000, 700), "JPEG", quality=92)


def _with(site: SiteBuilder, picture: bytes, name: str = "map.jpg", written: str = "") -> None:
    site.write(f"content/files/{name}", picture)
    site.briefing("one", f"Text [@tass].\n\n![A map](../files/{name}{written})")


def _candidates(page: Parsed) -> dict[str, dict[int, str]]:
    """The addresses that a page's pictures offer, by media type and width."""
    found: dict[str, dict[int, str]] = {}
    for source in page.all("source"):
        for candidate in source["srcset"].split(", "):
            address, width = candidate.split(" ")
            found.setdefault(source["type"], {})[int(width.removesuffix("w"))] = address
    return found


def _opened(site: SiteBuilder, address: str) -> Image.Image:
    return Image.open(io.BytesIO(site.output(address.lstrip("/")).read_bytes()))


def _made(site: SiteBuilder) -> dict[str, bytes]:
    return tree(site.output("assets/pictures"))


def test_a_photograph_is_offered_in_modern_formats_and_several_widths(site: SiteBuilder) -> None:
    _with(site, LARGE)
    site.build()
    page = site.page_at("briefings/one/")
    assert [name for name, _ in page.elements if name in {"picture", "source", "img"}] == [
        "picture",
        "source",
        "source",
        "img",
    ]
    image = page.all("img")[0]
    assert image == {
        "alt": "A map", "src": "/files/map.jpg", "width": "1000", "height": "700", "loading": "lazy", "decoding": "async",
    }  # fmt: skip
    offered = _candidates(page)
    assert list(offered) == ["image/avif", "image/webp"], "the browser takes the first that it knows"
    for kind, files in offered.items():
        assert list(files) == [480, 800, 1000]
        for width, address in files.items():
            made = _opened(site, address)
            assert (made.format, made.size) == (kind.removeprefix("image/").upper(), (width, round(width * 0.7)))
            assert site.output(address.lstrip("/")).stat().st_size < len(LARGE)
    assert site.output("files/map.jpg").read_bytes() == LARGE


def test_a_title_on_its_own_paragraph_is_a_caption(site: SiteBuilder) -> None:
    site.write("content/files/map.jpg", PHOTO)
    body = 'Text [@tass].\n\n![A "map" > b](../files/map.jpg "Of *it* & <all>"){: .wide }\n\nA ![small](../files/map.jpg "t") one.'
    site.briefing("one", body)
    site.build()
    html = site.html("briefings/one/")
    assert html.count("<figure") == 1
    assert "<figcaption>Of *it* &amp; &lt;all&gt;</figcaption></figure>" in html
    first, second = site.page_at("briefings/one/").all("img")
    assert (first["alt"], first["class"], first["height"]) == ('A "map" > b', "wide", "420")
    assert second["title"] == "t"
    assert "title" not in first


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_is_shown_the_way_up_that_the_camera_noted(site: SiteBuilder, turn: int) -> None:
    """Orientation as in CIPA DC-008: 5 to 8 lie on their side, and browsers set them up by themselves."""
    upright = halves(600, 400)
    lying = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    image = upright.transpose(lying[turn]) if turn in lying else upright
    _with(site, file(image, "JPEG", quality=95, exif=camera_notes(turn)))
    site.build()
    page = site.page_at("briefings/one/")
    assert (page.all("img")[0]["width"], page.all("img")[0]["height"]) == ("600", "400")
    for files in _candidates(page).values():
        made = _opened(site, files[600]).convert("RGB")
        assert made.size == (600, 400)
        for y, brightest in ((100, 0), (300, 2)):
            pixel = made.resize((6, 4)).getpixel((3, y // 100))
            assert isinstance(pixel, tuple)
            assert max(range(3), key=lambda part: pixel[part]) == brightest


def test_nothing_that_the_camera_noted_is_carried_on(site: SiteBuilder) -> None:
    _with(site, file(photograph(900, 600), "JPEG", quality=92, exif=camera_notes(), comment=b"SECRET-COMMENT"))
    site.build()
    made = _made(site)
    assert made
    for name, content in made.items():
        assert b"SECRET" not in content, name
        opened = Image.open(io.BytesIO(content))
        assert not dict(opened.getexif()), name
        assert not {"exif", "xmp", "icc_profile", "comment"} & {key for key, value in opened.info.items() if value}, (
            name
        )


def test_a_drawing_stays_sharp(site: SiteBuilder) -> None:
    image = drawing(1000, 600)
    original = file(image, "PNG", optimize=True)
    _with(site, original, "map.png")
    site.build()
    offered = _candidates(site.page_at("briefings/one/"))
    assert {kind: list(files) for kind, files in offered.items()} == {"image/webp": [1000]}
    made = site.output(offered["image/webp"][1000].lstrip("/"))
    assert _opened(site, offered["image/webp"][1000]).convert("RGB").tobytes() == image.tobytes()
    assert made.stat().st_size < len(original)


def _animation(form: str) -> bytes:
    frames = [photograph(500, 300, seed) for seed in range(3)]
    return file(frames[0], form, save_all=True, append_images=frames[1:])


def _profiled() -> bytes:
    return file(photograph(900, 600), "JPEG", quality=92, icc_profile=b"no profile at all")


LEFT_ALONE: dict[str, tuple[str, bytes]] = {
    "an animated GIF": ("a.gif", _animation("GIF")),
    "an animated WebP": ("a.webp", _animation("WEBP")),
    "an animated PNG": ("a.png", _animation("PNG")),
    "a tiny file": ("a.png", file(drawing(40, 30), "PNG")),
    "a photograph pressed harder than ours": ("a.jpg", file(photograph(900, 600), "JPEG", quality=5)),
    "a lossless WebP": ("a.webp", file(photograph(500, 300), "WEBP", lossless=True)),
    "a small AVIF": ("a.avif", file(photograph(400, 300), "AVIF", quality=80)),
}


@pytest.mark.parametrize(("name", "content"), LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_a_file_that_serves_as_it_is_stays_alone_but_has_its_size(site: SiteBuilder, name: str, content: bytes) -> None:
    _with(site, content, name)
    assert not site.check().faults
    site.build()
    page = site.page_at("briefings/one/")
    assert not page.all("picture")
    shown = page.all("img")[0]
    assert (int(shown["width"]), int(shown["height"])) == Image.open(io.BytesIO(content)).size
    assert site.output(f"files/{name}").read_bytes() == content
    assert not _made(site)


def test_a_modern_file_is_its_own_largest_and_is_not_encoded_anew(site: SiteBuilder) -> None:
    _with(site, file(photograph(1900, 900), "WEBP", quality=85), "map.webp")
    site.build()
    offered = _candidates(site.page_at("briefings/one/"))
    assert {kind: list(files) for kind, files in offered.items()} == {"image/webp": [480, 800, 1200, 1900]}
    assert offered["image/webp"][1900] == "/files/map.webp"


@pytest.mark.parametrize(
    "image",
    [
        photograph(700, 500).convert("CMYK"),
        photograph(700, 500).convert("L"),
    ],
    ids=["CMYK", "grey"],
)
def test_every_kind_of_pixel_comes_out_as_it_looks(site: SiteBuilder, image: Image.Image) -> None:
    _with(site, file(image, "JPEG", quality=92))
    site.build()
    made = _opened(site, _candidates(site.page_at("briefings/one/"))["image/webp"][700]).convert("RGB")
    wanted = image.convert("RGB").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    found = made.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(wanted, tuple)
    assert isinstance(found, tuple)
    assert all(abs(a - b) < 6 for a, b in zip(wanted, found, strict=True))


def test_sixteen_bits_and_transparency_are_kept_in_sight(site: SiteBuilder) -> None:
    grey = photograph(600, 400).convert("L")
    deep = Image.frombytes("I;16", grey.size, b"".join(bytes([level, level]) for level in grey.tobytes()))
    site.write("content/files/deep.png", file(deep, "PNG"))
    clear = photograph(600, 400).convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize((600, 400)))
    site.write("content/files/clear.png", file(clear, "PNG"))
    site.briefing("one", "[@tass] ![a](../files/deep.png) ![b](../files/clear.png)")
    site.build()
    first, second = [
        source for source in site.page_at("briefings/one/").all("source") if source["type"] == "image/webp"
    ]
    made = (
        _opened(site, first["srcset"].split(", ")[-1].split(" ")[0]).convert("L").resize((1, 1), Image.Resampling.BOX)
    )
    wanted = photograph(600, 400).convert("L").resize((1, 1), Image.Resampling.BOX)
    assert abs(_grey(made) - _grey(wanted)) < 6
    assert _opened(site, second["srcset"].split(", ")[-1].split(" ")[0]).mode == "RGBA"


def _grey(image: Image.Image) -> int:
    return image.tobytes()[0]


def test_colours_of_another_profile_become_those_of_the_web(site: SiteBuilder) -> None:
    """A profile with red and green exchanged: what it calls red has to come out green."""
    profile = bytearray(_srgb())
    at = {
        profile[130 + 2 + 12 * n : 136 + 12 * n].decode(): 132 + 12 * n
        for n in range(struct.unpack_from(">I", profile, 128)[0])
    }
    red, green = (struct.unpack_from(">I", profile, at[tag] + 4)[0] for tag in ("rXYZ", "gXYZ"))
    profile[red : red + 20], profile[green : green + 20] = profile[green : green + 20], profile[red : red + 20]
    image = Image.blend(photograph(600, 400), Image.new("RGB", (600, 400), "#d01010"), 0.8)
    _with(site, file(image, "JPEG", quality=92, icc_profile=bytes(profile)))
    site.build()
    made = _opened(site, _candidates(site.page_at("briefings/one/"))["image/webp"][600]).convert("RGB")
    pixel = made.resize((1, 1)).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    assert pixel[1] > 2 * pixel[0]


def _srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def test_a_damaged_profile_is_no_fault(site: SiteBuilder) -> None:
    _with(site, _profiled())
    assert not site.check().faults
    site.build()
    assert _made(site)


def _kept(site: SiteBuilder) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in (site.root / ".brief/derived").iterdir()}


def test_an_unchanged_picture_is_never_made_again_and_always_comes_out_the_same(site: SiteBuilder) -> None:
    _with(site, PHOTO)
    site.build()
    first, kept = _made(site), _kept(site)
    shutil.rmtree(site.output())
    site.build()
    assert (_made(site), _kept(site)) == (first, kept)
    shutil.rmtree(site.root / ".brief")
    site.build()
    assert _made(site) == first


def test_a_picture_of_many_texts_and_names_is_made_once(site: SiteBuilder) -> None:
    site.write("content/files/a.jpg", PHOTO)
    site.write("content/files/b.jpg", PHOTO)
    for number in range(3):
        site.briefing(f"n{number}", "[@tass] ![a](../files/a.jpg) ![b](../files/b.jpg)")
    site.tag("interpol", "![a](/files/a.jpg)", title="Interpol")
    site.build()
    assert len(_made(site)) == 4
    assert site.page_at("tags/interpol/").all("picture")
    assert len(_kept(site)) == 1


def test_a_changed_picture_changes_its_address_and_the_page_follows(site: SiteBuilder) -> None:
    _with(site, PHOTO)
    site.build()
    before = set(_made(site))
    site.write("content/files/map.jpg", file(photograph(600, 420, seed=2), "JPEG", quality=92))
    site.build()
    after = set(_made(site))
    assert not before & after
    offered = {address for files in _candidates(site.page_at("briefings/one/")).values() for address in files.values()}
    assert offered == {f"/assets/pictures/{name}" for name in after}


def test_the_writer_sets_how_large_a_picture_is_shown(site: SiteBuilder) -> None:
    site.write("content/files/map.jpg", PHOTO)
    written = ("{ width=300 }", "{ height=70 }", "{ width=50% }", "{ width=10 height=10 loading=eager }")
    site.briefing("one", "[@tass] " + " ".join(f"![a](../files/map.jpg){attributes}" for attributes in written))
    site.build()
    page = site.page_at("briefings/one/")
    sizes = [(image.get("width"), image.get("height"), image["loading"]) for image in page.all("img")]
    assert sizes == [("300", "210", "lazy"), ("100", "70", "lazy"), ("50%", None, "lazy"), ("10", "10", "eager")]
    assert page.all("source")[0]["sizes"] == "(min-width: 300px) 300px, 100vw"


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300.4 200"/>', ("300", "200")),
        ("<?xml version='1.0'?>\n<svg width='40px' height='30' viewBox='0 0 8 6'/>", ("40", "30")),
        ('<svg width="100%" height="100%" viewBox="0,0,8,6"/>', ("8", "6")),
        ('<svg width="10em" height="5em"/>', (None, None)),
        ('<svg viewBox="0 0 0 6"/>', (None, None)),
        ("no drawing", (None, None)),
    ],
)
def test_a_vector_has_the_size_that_it_states_plainly(
    site: SiteBuilder, svg: str, size: tuple[str | None, str | None]
) -> None:
    _with(site, svg.encode(), "a.svg")
    site.build()
    page = site.page_at("briefings/one/")
    assert (page.all("img")[0].get("width"), page.all("img")[0].get("height")) == size
    assert not page.all("picture")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _bomb(width: int, height: int) -> bytes:
    """A small file that says it is a large picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(bytes(9000)))
        + _chunk(b"IEND", b"")
    )


PNG = file(photograph(300, 200), "PNG")
BROKEN: dict[str, tuple[str, bytes, str]] = {
    "no picture at all": ("a.png", b"GIF, or so" * 300, "broken-picture"),
    "empty": ("a.webp", b"", "broken-picture"),
    "a JPEG cut short": ("a.jpg", PHOTO[: len(PHOTO) // 2], "broken-picture"),
    "a PNG cut short": ("a.png", PNG[:-9], "broken-picture"),
    "a PNG with one bit turned": ("a.png", PNG[:5000] + bytes([PNG[5000] ^ 1]) + PNG[5001:], "broken-picture"),
    "a WebP cut short": ("a.webp", file(photograph(300, 200), "WEBP")[:-100], "broken-picture"),
    "an AVIF cut short": ("a.avif", file(photograph(300, 200), "AVIF")[:-100], "broken-picture"),
    "a GIF cut short": ("a.gif", file(photograph(300, 200), "GIF")[:-100], "broken-picture"),
    "a bomb": ("a.png", _bomb(60_000, 60_000), "large-picture"),
    "a smaller bomb": ("a.png", _bomb(10_000, 9_500), "large-picture"),
    "the least that is too much": ("a.png", _bomb(10_000, 8_001), "large-picture"),
}


@pytest.mark.parametrize(("name", "content", "code"), BROKEN.values(), ids=BROKEN)
def test_a_picture_that_cannot_be_used_is_told_of_and_published_as_it_is(
    site: SiteBuilder, name: str, content: bytes, code: str
) -> None:
    _with(site, content, name)
    found = site.check().only(code)
    assert (found["severity"], found["path"]) == ("warning", f"content/files/{name}")
    assert found["hint"]
    site.build()
    page = site.page_at("briefings/one/")
    assert page.all("img") == [{"alt": "A map", "src": f"/files/{name}"}]
    assert site.output(f"files/{name}").read_bytes() == content
    assert not _made(site)


def test_a_file_with_the_wrong_suffix_is_shown_and_told_of(site: SiteBuilder) -> None:
    _with(site, PHOTO, "map.png")
    found = site.check().only("picture-name")
    assert (found["severity"], found["path"]) == ("warning", "content/files/map.png")
    assert "`map.jpeg`" in found["hint"]
    site.build()
    assert _made(site)


def test_a_picture_that_only_fails_once_it_is_decoded_stops_the_build(site: SiteBuilder) -> None:
    """Its checksums are right and its pixels are not: the page already names files that can't be made."""
    head = struct.pack(">IIBBBBB", 300, 200, 8, 2, 0, 0, 0)
    junk = zlib.compress(bytes(9000))
    bad = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", b"x" * 40_000 + junk) + _chunk(b"IEND", b"")
    _with(site, bad, "a.png")
    outcome = site.brief("build", "--format", "json")
    assert outcome.code == 1
    assert outcome.only("broken-picture")["path"] == "content/files/a.png"
    assert not site.output().exists()


def test_pictures_of_drafts_and_of_nobody_are_not_made(site: SiteBuilder) -> None:
    site.write("content/files/draft.jpg", PHOTO)
    site.write("content/files/unused.png", b"broken")
    site.briefing("one")
    site.briefing("two", "[@tass] ![a](../files/draft.jpg)", status="draft")
    assert not site.check().faults
    site.build()
    assert not _made(site)
    site.build("--drafts")
    assert _made(site)


def test_addresses_are_below_the_sites_own_path(site: SiteBuilder) -> None:
    site.settings(base_url="https://example.org/a&b")
    site.write("content/files/a, b.webp", file(photograph(900, 600), "WEBP", quality=90))
    site.briefing("one", "[@tass] ![A map](<../files/a, b.webp>)")
    site.build()
    page = site.page_at("briefings/one/")
    assert page.all("img")[0]["src"] == "/a&b/files/a%2C%20b.webp"
    offered = _candidates(page)["image/webp"]
    assert offered[900] == "/a&b/files/a%2C%20b.webp"
    assert site.output(offered[480].removeprefix("/a&b/")).is_file()


def test_html_of_the_writers_own_goes_on_working(site: SiteBuilder) -> None:
    site.write("content/files/map.jpg", PHOTO)
    site.briefing(
        "one", '[@tass] <img src="../files/map.jpg" alt="A map" width="20">\n\n![far](https://example.net/x.png)'
    )
    site.build()
    own, far = site.page_at("briefings/one/").all("img")
    assert own == {"src": "/files/map.jpg", "alt": "A map", "width": "20"}
    assert far["src"] == "https://example.net/x.png"


SETTINGS: dict[str, tuple[str, str]] = {
    "another format": ('[images]\nformats = ["webp", "jpegxl"]', "`jpegxl`"),
    "no width": ("[images]\nwidths = []", "widths"),
    "a width that is too large": ("[images]\nwidths = [480, 99999]", "99999"),
    "no quality": ("[images]\nquality = 0", "0 is no quality"),
    "a key that is not there": ("[images]\nwidth = [1]", "`widths`"),
    "a font elsewhere": ('[pictures]\nfont = "../font.ttf"', "`../font.ttf`"),
}


@pytest.mark.parametrize(("text", "words"), SETTINGS.values(), ids=SETTINGS)
def test_a_setting_that_cannot_be_is_told_of_at_its_key(site: SiteBuilder, text: str, words: str) -> None:
    site.settings(text)
    site.briefing("one")
    outcome = site.check()
    assert outcome.code == 2
    [found] = outcome.diagnostics
    assert (found["path"], found["line"]) == ("site.toml", 5)
    assert words in found["message"] + found["hint"]


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ("enabled = false", {}),
        ('formats = ["webp"]', {"image/webp": [480, 800, 1000]}),
        ("formats = []", {}),
        ("widths = [300, 600]", {"image/avif": [300, 600], "image/webp": [300, 600]}),
    ],
)
def test_the_site_sets_what_is_made(site: SiteBuilder, settings: str, wanted: dict[str, Any]) -> None:
    site.settings(f"[images]\n{settings}")
    _with(site, LARGE)
    site.build()
    page = site.page_at("briefings/one/")
    assert {kind: list(files) for kind, files in _candidates(page).items()} == wanted
    assert page.all("img")[0]["height"] == "700"


def test_less_quality_is_fewer_bytes(site: SiteBuilder) -> None:
    def weight(quality: int) -> int:
        site.settings(f"[images]\nquality = {quality}")
        site.build()
        return sum(map(len, _made(site).values()))

    _with(site, PHOTO)
    assert weight(40) < weight(75)


def test_the_sample_shows_every_file_that_it_names(tmp_path: Path) -> None:
    sample = Path(__file__).parents[2]
    output = tmp_path / "public"
    assert main(["build", "--strict", "--site", str(sample), "--output", str(output)]) == 0
    named = set()
    for path in output.rglob("*.html"):
        html = path.read_text("utf-8")
        page = Parsed(html)
        named |= {address for files in _candidates(page).values() for address in files.values()}
        named |= {image["src"] for image in page.all("img")}
        named |= {
            found.removeprefix("https://example.org") for found in re.findall(r'"og:image" content="([^"]*)"', html)
        }
    assert len(named) > 20
    assert all((output / address.lstrip("/")).is_file() for address in named)
    assert {f"/assets/pictures/{path.name}" for path in (output / "assets/pictures").iterdir()} <= named
