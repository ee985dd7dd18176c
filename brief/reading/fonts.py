"""The fonts of link pictures: the site's own, or those of the package that comes with `brief[pictures]`."""

import hashlib
import importlib
import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from PIL import ImageFont

from brief.config import Site
from brief.diagnostics import Code, Diagnostic, error

_PACKAGE = "fontpkg_pt_serif"
_REGULAR, _BOLD = "PT_Serif-Web-Regular.ttf", "PT_Serif-Web-Bold.ttf"


@dataclass(frozen=True, slots=True)
class Fonts:
    """Two font files, a digest of them, and the code points that both have letters for."""

    regular: bytes = field(repr=False)
    bold: bytes = field(repr=False)
    digest: str
    letters: frozenset[int] = field(repr=False)


class NotAFont(Exception):
    """The bytes are no OpenType font with a Unicode character map."""


def read(site: Site) -> tuple[Fonts | None, list[Diagnostic]]:
    """The fonts that `site` draws link pictures with; None where it draws none, or has none that can be used."""
    settings = site.pictures
    if not settings.enabled:
        return None, []
    if settings.font or settings.font_bold:
        return _own(site)
    try:
        folder = importlib.import_module(_PACKAGE).ROOT / "files"
    except ModuleNotFoundError:
        message = "Pictures for links need a font, and none is installed."
        hint = 'Run `pip install "brief[pictures]"`, or set `font` to a TTF or OTF file of the site.'
        return None, [error(Code.NO_FONT, site.marks.of("pictures", "enabled"), message, hint)]
    return fonts((folder / _REGULAR).read_bytes(), (folder / _BOLD).read_bytes()), []


def _own(site: Site) -> tuple[Fonts | None, list[Diagnostic]]:
    """The site's own fonts; one that is given alone serves as the other."""
    given = {"font": site.pictures.font, "font_bold": site.pictures.font_bold}
    read: dict[str, bytes] = {}
    faults = []
    for key, path in given.items():
        if path is None:
            continue
        place = site.marks.of("pictures", key)
        full = site.root / path
        if not full.resolve().is_relative_to(site.root):
            message = f"`{path}` leads out of the site's folder."
            faults.append(error(Code.OUTSIDE_SITE, place, message, "Copy the font into the site's folder."))
            continue
        try:
            read[key] = full.read_bytes()
            letters(read[key])
        except OSError as reason:
            message = f"The font `{path}` can't be read: {reason.strerror or reason}."
            faults.append(error(Code.NO_FONT, place, message, "Write its path from the folder of site.toml."))
        except NotAFont:
            hint = "Use a TTF or OTF file; collections (TTC) and web fonts (WOFF) have to be unpacked."
            faults.append(error(Code.NO_FONT, place, f"`{path}` is not a font that can be used.", hint))
    if faults:
        return None, faults
    regular = read.get("font") or read["font_bold"]
    return fonts(regular, read.get("font_bold") or regular), []


def fonts(regular: bytes, bold: bytes) -> Fonts:
    """Two font files as Fonts. Raises NotAFont."""
    digest = hashlib.sha256(hashlib.sha256(regular).digest() + hashlib.sha256(bold).digest()).hexdigest()
    return Fonts(regular, bold, digest, letters(regular) & letters(bold))


def letters(font: bytes) -> frozenset[int]:
    """The code points that a font has glyphs for (OpenType 1.9, "cmap"). Raises NotAFont."""
    try:
        ImageFont.truetype(io.BytesIO(font), 16, layout_engine=ImageFont.Layout.BASIC)
        return frozenset(_mapped(font, _character_map(font)))
    except (OSError, ValueError, struct.error) as reason:
        raise NotAFont from reason


def _character_map(font: bytes) -> int:
    """Where the subtable of Unicode's characters begins: the fullest that is of format 12 or 4."""
    (tables,) = struct.unpack_from(">H", font, 4)
    directory = {tag: at for tag, _, at, _ in (struct.unpack_from(">4sLLL", font, 12 + 16 * n) for n in range(tables))}
    start = directory.get(b"cmap")
    if start is None:
        raise NotAFont
    (count,) = struct.unpack_from(">H", font, start + 2)
    encodings = (struct.unpack_from(">HHL", font, start + 4 + 8 * n) for n in range(count))
    found = [start + at for platform, _, at in encodings if platform in {0, 3}]
    by_format: dict[int, int] = {struct.unpack_from(">H", font, at)[0]: at for at in found}
    best = by_format.get(12, by_format.get(4))
    if best is None:
        raise NotAFont
    return best


def _mapped(font: bytes, at: int) -> Iterator[int]:
    if struct.unpack_from(">H", font, at)[0] == 12:
        (groups,) = struct.unpack_from(">L", font, at + 12)
        for group in range(groups):
            first, last, _ = struct.unpack_from(">LLL", font, at + 16 + 12 * group)
            yield from range(first, min(last, 0x10FFFF) + 1)
        return
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    segments = doubled // 2
    ends, starts, deltas, offsets = (at + 14, at + 16 + doubled, at + 16 + 2 * doubled, at + 16 + 3 * doubled)
    for segment in range(segments):
        (last,), (first,), (delta,), (offset,) = (
            struct.unpack_from(">H", font, table + 2 * segment) for table in (ends, starts, deltas, offsets)
        )
        for code in range(first, last + 1):
            # A glyph is counted from the place of its segment's own offset.
            place = offsets + 2 * segment + offset + 2 * (code - first)
            glyph = struct.unpack_from(">H", font, place)[0] if offset else (code + delta) & 0xFFFF
            if glyph and code != 0xFFFF:
                yield code
