"""A picture of a text in sizes and formats that suit the reader's screen: which there are, and how a page offers them.

Only what is known before anything is encoded decides, so that a page can name the files while they are still to be
made.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Literal

import PIL
from PIL import features

from brief.config import Site
from brief.linking import addresses
from brief.markdown.text import SLOT_PREFIX
from brief.model import Picture
from brief.validation.settings import ImagesTable

FOLDER = "/assets/pictures/"
"""Where pictures that are made stand: all below /assets/ has a digest in its name, and may be kept for ever."""

# Changes whenever the same picture would come out otherwise.
_VERSION = 1
# Below it the answer's own head weighs as much as could be saved.
_FEWEST_BYTES = 2048
# Bytes a pixel that AVIF and WebP of photographs take at quality 75: from 0.05, of large and smooth ones, to 0.19, of
# small and grainy ones. 25 points of quality double it.
_DENSITY = 0.12
# A wider variant must be worth a file of its own.
_STEP = 1.2
# WebP's limit (RFC 9649, 2.7).
_LONGEST_SIDE = 16383
# The theme's measure, in pixels and as it is written: a text is 36rem wide, and a narrow screen as wide as it is.
_MEASURE = 576
_SIZES = "(min-width: 40rem) 36rem, 100vw"

IMG = re.compile(
    rf'<img(?:\s[^\s=>"]+(?:="[^"]*")?)*?\ssrc="(?P<token>{SLOT_PREFIX})i(?P<index>\d+)\."'
    r'(?:\s[^\s=>"]+(?:="[^"]*")?)*\s*/?>'
)
"""An image of a rendered body whose address is still a placeholder."""

_WRITTEN = re.compile(r'\s([^\s=>"]+)(?:="([^"]*)")?')

Format = Literal["avif", "webp"]


@dataclass(frozen=True, slots=True)
class Variant:
    """A file to be made of a picture, `width` and `height` pixels large."""

    address: str
    format: Format
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Variants:
    """All that is to be made of one picture. `key` is a digest of all that it is made of and by.

    `quality` is WebP's, 1 to 100; a drawing bears no loss.
    """

    key: str
    files: tuple[Variant, ...]
    quality: int
    is_lossless: bool


def variants(picture: Picture, settings: ImagesTable) -> Variants:
    """What is to be made of `picture`: nothing where the file serves as well as it is.

    - Animations, drawings that are WebP already, and tiny files stay alone.
    - A drawing gets one lossless WebP. It is not made smaller unless it is more than twice as wide as the widest
      variant: scaled, it has more colours and more bytes.
    - A photograph gets each of the widths that it has, and its own up to the widest, in each format.
    - What is AVIF or WebP already is not encoded anew at its own size.
    - A format is left out where its largest file is likely to outweigh the original, which is pressed harder already.
    """
    wanted = [
        (form, width)
        for form in _formats(picture, settings)
        for width in _widths(picture, settings)
        if max(width, _height(picture, width)) <= _LONGEST_SIDE
    ]
    made_by = [_VERSION, PIL.__version__, *(features.version(form) for form in settings.formats)]
    recipe = [picture.digest, picture.turn, wanted, settings.quality, picture.is_drawing, made_by]
    key = hashlib.sha256(json.dumps(recipe).encode()).hexdigest()
    files = tuple(
        Variant(f"{FOLDER}{key[:20]}-{width}.{form}", form, width, max(1, _height(picture, width)))
        for form, width in wanted
    )
    return Variants(key, files, settings.quality, picture.is_drawing)


def _height(picture: Picture, width: int) -> int:
    return round(picture.height * width / picture.width)


def _formats(picture: Picture, settings: ImagesTable) -> list[Format]:
    if not settings.enabled or not picture.is_still or picture.size < _FEWEST_BYTES or picture.format == "svg":
        return []
    known: tuple[Format, ...] = ("avif", "webp")
    chosen = [form for form in known if form in settings.formats]
    match picture.format:
        case "avif" | "webp" as own:
            return [form for form in chosen if form == own and not picture.is_drawing]
        case _ if picture.is_drawing:
            return [form for form in chosen if form == "webp"]
        case _:
            return chosen


def _widths(picture: Picture, settings: ImagesTable) -> list[int]:
    widest = max(settings.widths)
    if picture.is_drawing:
        return [picture.width if picture.width <= 2 * widest else widest]
    is_modern = picture.format in {"avif", "webp"}
    found = sorted({width for width in settings.widths if width * _STEP <= picture.width})
    if picture.width <= widest and not is_modern:
        found.append(picture.width)
    largest = found[-1] if found else 0
    return found if _expected(picture, largest, settings.quality) < picture.size else []


def _expected(picture: Picture, width: int, quality: int) -> float:
    """How many bytes a photograph's variant is likely to take."""
    pixels = width * width * picture.height / picture.width
    return float(pixels * _DENSITY * 2 ** ((quality - 75) / 25))


def shown(site: Site, img: str, picture: Picture) -> str:
    """The element `img`, which shows `picture`, with its size, and with its variants where there are any."""
    written = {found[1]: found[2] for found in _WRITTEN.finditer(img)}
    width, height = _size(written, picture)
    sizes = f"(min-width: {width}px) {width}px, 100vw" if 0 < width < _MEASURE else _SIZES
    own = {"width": str(width), "height": str(height)} if width and height else {}
    image = _element("img", written | own | {"loading": written.get("loading", "lazy"), "decoding": "async"})
    found = variants(picture, site.images)
    sources = [
        _element("source", {"type": f"image/{form}", "srcset": srcset, "sizes": sizes})
        for form, srcset in _srcsets(site, picture, found).items()
    ]
    return f"<picture>{''.join(sources)}{image}</picture>" if sources else image


def _srcsets(site: Site, picture: Picture, found: Variants) -> dict[str, str]:
    """Candidates by format, as `srcset` takes them (HTML, 4.8.4.2.1)."""
    candidates: dict[str, list[str]] = {}
    for file in found.files:
        candidates.setdefault(file.format, []).append(_candidate(site, file.address, file.width))
    if picture.format in candidates:
        # The file itself is the widest of its own format.
        candidates[picture.format].append(_candidate(site, addresses.file(picture.path), picture.width))
    return {form: ", ".join(listed) for form, listed in candidates.items()}


def _candidate(site: Site, address: str, width: int) -> str:
    return f"{escape(addresses.href(site, address))} {width}w"


def _size(written: Mapping[str, str], picture: Picture) -> tuple[int, int]:
    """The size at which a picture is shown: what the writer wants, in the picture's own proportion.

    Zeros where the writer has said all of it, or in other units than pixels.
    """
    width, height = written.get("width"), written.get("height")
    if width is None and height is None:
        return picture.width, picture.height
    if width is not None and height is None and width.isdecimal() and int(width):
        return int(width), max(1, round(int(width) * picture.height / picture.width))
    if height is not None and width is None and height.isdecimal() and int(height):
        return max(1, round(int(height) * picture.width / picture.height)), int(height)
    return 0, 0


def _element(name: str, attributes: Mapping[str, str]) -> str:
    """An element without an end; the values are escaped."""
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{written}>"
