"""A link picture, drawn: site and date at the head, the title as large as it may be, subjects at the foot."""

import io
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import astuple, dataclass

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFont

from brief.reading.fonts import Fonts
from brief.rendering.linkpictures import HEIGHT, WIDTH, LinkPicture, Look

_MARGIN = 80
_HEAD = 68
_ICON = 56
_SMALL = 30
_TITLE_SIZES = (108, 100, 92, 84, 78, 72, 66, 60, 54, 50, 46)
_LINE = 1.16
# More than fit in the smallest size; the rest needn't be measured.
_MOST_LETTERS = 800
_TITLE_TOP, _TITLE_BOTTOM = 172, 500
_FOOT = 546
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is printed on the paper: how much of each colour, from 0 to 255, at each pixel."""

    ink: Image.Image
    accent: Image.Image


# How much ink words of the second rank have, and the rule above the foot.
_FULL, _QUIET, _FAINT = 255, 168, 46
# Finer steps of a colour are not to be seen, and take more bytes.
_STEPS = 23


def draw(picture: LinkPicture, fonts: Fonts) -> bytes:
    """The picture as PNG, WIDTH by HEIGHT pixels."""
    sheet = _Sheet(Image.new("L", (WIDTH, HEIGHT)), Image.new("L", (WIDTH, HEIGHT)))
    ink, accent = ImageDraw.Draw(sheet.ink), ImageDraw.Draw(sheet.accent)
    small = _font(fonts.regular, picture, _SMALL)
    accent.rectangle((0, 0, WIDTH, 11), fill=_FULL)
    _icon(accent, WIDTH - _MARGIN - _ICON if picture.direction == "rtl" else _MARGIN, _HEAD)
    _head(ink, picture, small)
    _title(ink, picture, fonts.bold)
    ink.rectangle((_MARGIN, _FOOT - 18, WIDTH - _MARGIN, _FOOT - 17), fill=_FAINT)
    _foot(ink, picture, small)
    return _png(sheet, picture.look)


def _font(raw: bytes, picture: LinkPicture, size: int) -> ImageFont.FreeTypeFont:
    engine = ImageFont.Layout.RAQM if picture.is_shaped else ImageFont.Layout.BASIC
    return ImageFont.truetype(io.BytesIO(raw), size, layout_engine=engine)


def _head(pen: ImageDraw.ImageDraw, picture: LinkPicture, small: ImageFont.FreeTypeFont) -> None:
    baseline = _HEAD + _ICON // 2 + _SMALL // 3
    room = WIDTH - 2 * _MARGIN - _ICON - 20 - 48 - small.getlength(picture.date)
    _line(pen, picture, _cut(picture.site, small, room), small, _FULL, baseline, inset=_ICON + 20)
    _line(pen, picture, picture.date, small, _QUIET, baseline, is_at_end=True)


def _foot(pen: ImageDraw.ImageDraw, picture: LinkPicture, small: ImageFont.FreeTypeFont) -> None:
    """As many subjects as fit on a line, each whole."""
    tags = list(picture.tags)
    while len(tags) > 1 and small.getlength(_joined(tags)) > WIDTH - 2 * _MARGIN:
        tags.pop()
    text = _cut(_joined(tags), small, WIDTH - 2 * _MARGIN)
    _line(pen, picture, text, small, _QUIET, _FOOT + 32)


def _joined(tags: list[str]) -> str:
    return "  ·  ".join(tags)


def _title(pen: ImageDraw.ImageDraw, picture: LinkPicture, bold: bytes) -> None:
    """In the largest size in which it fits, in the middle of its room; cut only where the smallest is too large."""
    title = picture.title[:_MOST_LETTERS]
    room = _TITLE_BOTTOM - _TITLE_TOP
    width = WIDTH - 2 * _MARGIN
    for size in _TITLE_SIZES:
        font = _font(bold, picture, size)
        most = int((room - size) // (size * _LINE)) + 1
        lines = balanced(title, font, width)
        is_last = size == _TITLE_SIZES[-1]
        if len(lines) <= most or is_last:
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), font, width)]
    step = round(size * _LINE)
    # Letters are seen from their capitals' head to the last baseline: about seven tenths of the size above it.
    height = step * (len(lines) - 1) + round(size * 0.7)
    baseline = _TITLE_TOP + (room - height) // 2 + round(size * 0.7)
    for number, line in enumerate(lines):
        _line(pen, picture, line, font, _FULL, baseline + step * number)


def balanced(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """`text` in as few lines as `width` pixels allow, and these as even as can be.

    It is broken at spaces; within a word only where that is too long for a line.
    """
    words = [piece for word in text.split(" ") for piece in _pieces(word, font, width)]
    lengths = [font.getlength(_spaced(word)) for word in words]
    space = font.getlength(" ")
    fewest = _wrapped(lengths, space, width)
    narrow, wide, found = max(lengths), width, fewest
    while wide - narrow > 2:
        middle = (narrow + wide) / 2
        tried = _wrapped(lengths, space, middle)
        if len(tried) == len(fewest):
            wide, found = middle, tried
        else:
            narrow = middle
    ends = [*found[1:], len(words)]
    return [" ".join(words[start:end]) for start, end in zip(found, ends, strict=True)]


def _wrapped(lengths: list[float], space: float, width: float) -> list[int]:
    """The words, counted from 0, that begin lines of at most `width` pixels."""
    starts, filled = [0], 0.0
    for number, length in enumerate(lengths):
        if number and filled + space + length > width:
            starts.append(number)
            filled = length
        else:
            filled += length + (space if number else 0)
    return starts


def _pieces(word: str, font: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    if font.getlength(_spaced(word)) <= width:
        yield word
        return
    piece = ""
    for letter in word:
        if piece and font.getlength(piece + letter) > width:
            yield piece
            piece = ""
        piece += letter
    yield piece


def _cut(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    """`text`, or as many of its words as fit before an ellipsis; letters, where not even one word does."""
    if font.getlength(text) <= width:
        return text
    words = text.split(" ")
    for parts, joint in ((words, " "), (list(words[0]), "")):
        # Each cut is shorter than the one before, so the first that fits is found by halving.
        fitting = bisect_right(
            range(1, len(parts) + 1), width, key=lambda n: font.getlength(_ended(joint.join(parts[:n])))
        )
        if fitting:
            return _ended(joint.join(parts[:fitting]))
    return _ELLIPSIS


def _ended(text: str) -> str:
    return text.rstrip(" ,.;:–—-") + _ELLIPSIS


def _line(
    pen: ImageDraw.ImageDraw,
    picture: LinkPicture,
    text: str,
    font: ImageFont.FreeTypeFont,
    ink: int,
    baseline: int,
    *,
    inset: int = 0,
    is_at_end: bool = False,
) -> None:
    """Set `text` at the start of the line, `inset` pixels in, or at its end: right and left change with the script."""
    is_right = (picture.direction == "rtl") is not is_at_end
    at = WIDTH - _MARGIN - inset if is_right else _MARGIN + inset
    direction, lang = (picture.direction, picture.lang) if picture.is_shaped else (None, None)
    anchor = "rs" if is_right else "ls"
    pen.text((at, baseline), _spaced(text), ink, font, anchor, direction=direction, language=lang)


def _spaced(text: str) -> str:
    """`text` once it is in lines: a font may lack the space at which no line ends."""
    return text.replace("\u00a0", " ")


def _icon(pen: ImageDraw.ImageDraw, left: int, top: int) -> None:
    """The theme's icon, which is 32 units wide: a sheet with four lines, which are left free."""
    unit = _ICON / 32
    pen.rounded_rectangle((left, top, left + _ICON - 1, top + _ICON - 1), round(5 * unit), fill=_FULL)
    for y, width, height in ((7, 14, 2), (12, 14, 1.5), (16, 14, 1.5), (20, 9, 1.5)):
        x0, y0 = left + round(9 * unit), top + round(y * unit)
        pen.rectangle((x0, y0, x0 + round(width * unit) - 1, y0 + round(height * unit) - 1), fill=0)


def _png(sheet: _Sheet, look: Look) -> bytes:
    """The sheet with its colours in a palette: the paper, then the steps of the ink, then those of the accent.

    Ink and accent lie beside each other and never on each other, so that their indexes can be added.
    """
    steps = [round(level * _STEPS / 255) for level in range(256)]
    indexes = ImageChops.add(sheet.ink.point(steps), sheet.accent.point([step and _STEPS + step for step in steps]))
    paper, ink, accent = map(ImageColor.getrgb, astuple(look))
    colours = [paper, *(_between(paper, colour, step) for colour in (ink, accent) for step in range(1, _STEPS + 1))]
    # A palette image has the same bytes as a grey one, read as indexes.
    image = Image.frombytes("P", indexes.size, indexes.tobytes())
    image.putpalette([part for colour in colours for part in colour])
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _between(paper: tuple[int, ...], colour: tuple[int, ...], step: int) -> list[int]:
    return [round(a + (b - a) * step / _STEPS) for a, b in zip(paper, colour, strict=True)]
