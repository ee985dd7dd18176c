"""The site's icon, as SVG and as pictures for what shows no SVG: telephones, feed readers, old browsers.

The design is a sheet with four lines of text, on a square of 32 units.
"""

from collections.abc import Mapping
from io import BytesIO

from PIL import Image, ImageDraw

ACCENT = "#7d2a1c"
PAPER = "#fffdf8"

_UNITS = 32
_CORNER = 5
# Left, top, right and bottom of each line, in units.
_LINES = ((9, 7, 23, 9), (9, 12, 23, 13.5), (9, 16, 23, 17.5), (9, 20, 18, 21.5))
# Pixels a unit of the drawing that all sizes are taken from: every edge of the design is whole there.
_SCALE = 32
_FAVICON = (16, 32, 48)


def icons(colour: str = ACCENT, paper: str = PAPER) -> Mapping[str, bytes]:
    """The pictures by name: icon.svg, PNGs named by their size in pixels, and favicon.ico.

    Those that telephones cut to a shape of their own fill their whole square: `icon-180.png` (Apple's touch icon) and
    `icon-maskable-512.png`, whose lines lie within the circle that is never cut off (Web Application Manifest, 1.9).
    """
    sheet, lines = _rounded(), _lines()

    def drawn(size: int, *, is_whole: bool = False) -> Image.Image:
        picture = Image.new("RGBA", (size, size), colour)
        picture.paste(paper, mask=_reduced(lines, size))
        if not is_whole:
            picture.putalpha(_reduced(sheet, size))
        return picture

    shapes = "".join(f"M{left} {top}h{right - left}v{bottom - top}H{left}z" for left, top, right, bottom in _LINES)
    outline = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_UNITS} {_UNITS}">'
        f'<rect width="{_UNITS}" height="{_UNITS}" rx="{_CORNER}" fill="{colour}"/>'
        f'<path d="{shapes}" fill="{paper}"/></svg>\n'
    )
    largest, *smaller = (drawn(size) for size in reversed(_FAVICON))
    sizes = [(size, size) for size in _FAVICON]
    return {
        "icon.svg": outline.encode(),
        "icon-180.png": _saved(drawn(180, is_whole=True), "PNG"),
        "icon-192.png": _saved(drawn(192), "PNG"),
        "icon-512.png": _saved(drawn(512), "PNG"),
        "icon-maskable-512.png": _saved(drawn(512, is_whole=True), "PNG"),
        "favicon.ico": _saved(largest, "ICO", sizes=sizes, append_images=smaller),
    }


def _rounded() -> Image.Image:
    mask, edge = Image.new("L", (_UNITS * _SCALE,) * 2), _UNITS * _SCALE - 1
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, edge, edge), _CORNER * _SCALE, fill=255)
    return mask


def _lines() -> Image.Image:
    mask = Image.new("L", (_UNITS * _SCALE,) * 2)
    draw = ImageDraw.Draw(mask)
    for left, top, right, bottom in _LINES:
        # Pillow's rectangles include their last pixel.
        draw.rectangle((left * _SCALE, top * _SCALE, right * _SCALE - 1, bottom * _SCALE - 1), fill=255)
    return mask


def _reduced(mask: Image.Image, size: int) -> Image.Image:
    return mask.resize((size, size), Image.Resampling.BOX)


def _saved(picture: Image.Image, form: str, **options: object) -> bytes:
    file = BytesIO()
    # Of flat colours the least compression makes as little as the most, in a quarter of the time.
    picture.save(file, form, compress_level=1, **options)
    return file.getvalue()
