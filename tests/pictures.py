"""Picture files for tests: photographs and drawings that are the same on every run."""

import io
import random
from typing import Any

from PIL import Image, ImageDraw


def photograph(width: int, height: int, seed: int = 1) -> Image.Image:
    """Noise of many sizes, which compresses about as a photograph does."""
    made = random.Random(seed)
    image = Image.new("RGB", (width, height))
    for grain in (4, 16, 64, 256):
        size = (grain, max(1, grain * height // width))
        layer = Image.frombytes("RGB", size, made.randbytes(3 * size[0] * size[1])).resize((width, height))
        image = Image.blend(image, layer, 0.5)
    return image


def drawing(width: int, height: int) -> Image.Image:
    """A few lines and boxes in a few colours."""
    image = Image.new("RGB", (width, height), "#fbfaf6")
    pen = ImageDraw.Draw(image)
    for number in range(12):
        left = number * width // 12
        pen.rectangle(
            (left, number * height // 40, left + width // 16, height - number * height // 30),
            outline="#7d2a1c",
            width=3,
        )
        pen.line((left, 0, width - left, height), fill="#1d1b18", width=2)
    return image


def halves(width: int, height: int) -> Image.Image:
    """Red above and blue below, over a photograph's noise, so that it can be seen which way it is turned."""
    image = photograph(width, height)
    for top, colour in ((0, "#d01010"), (height // 2, "#1010d0")):
        part = image.crop((0, top, width, top + height // 2))
        image.paste(Image.blend(part, Image.new("RGB", part.size, colour), 0.8), (0, top))
    return image


def file(image: Image.Image, form: str, **options: Any) -> bytes:
    """The image as the bytes of a file."""
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def camera_notes(turn: int = 1) -> bytes:
    """EXIF as a telephone writes it: the orientation, the camera, and where it was."""
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0x010F] = "SECRET-CAMERA"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (55.0, 45.0, 21.0)
    return exif.tobytes()
