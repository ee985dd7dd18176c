"""Picture files, measured: their headers are read and nothing is decoded."""

import hashlib
import io
import re
import struct
import warnings
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import msgspec
from PIL import ExifTags, Image

from brief.diagnostics import Code, Diagnostic, Location, warning
from brief.model import Picture
from brief.reading.stamps import Notes

SUFFIXES = {
    ".avif": "avif",
    ".gif": "gif",
    ".jfif": "jpeg",
    ".jpeg": "jpeg",
    ".jpg": "jpeg",
    ".png": "png",
    ".svg": "svg",
    ".webp": "webp",
}
"""The formats of pictures that can be measured, by the suffix of their files' names."""

_READERS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF")
# A file that holds several views of one picture, as many telephones write it, begins with an ordinary JPEG.
_SEVERAL_VIEWS = {"mpo": "jpeg"}

_MOST_PIXELS = 80_000_000
"""More take over 300 MB once they are decoded, and two pictures are at a time."""

# Drawings and screenshots as PNG take up to this many bytes a pixel, photographs from twice that.
_DENSITY_OF_DRAWINGS = 0.4

_SVG = re.compile(rb"<svg\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = re.compile(rb"\s(width|height|viewBox)\s*=\s*[\"']([^\"']*)[\"']")
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(?:px)?")
_SVG_HEAD = 1 << 16


_MEASURED = msgspec.msgpack.Decoder(tuple[Picture | None, list[Diagnostic]])


def measure_all(files: Mapping[str, Path], notes: Notes) -> tuple[dict[str, Picture], list[Diagnostic]]:
    """The pictures among `files` by path, and what is wrong with those that can't be measured.

    Those of which there are `notes` are not read. Raises OSError.
    """
    pictures: dict[str, Picture] = {}
    diagnostics = []
    for path, full in files.items():
        if PurePosixPath(path).suffix.lower() in SUFFIXES:
            if (noted := notes.get(path)) is not None:
                picture, found = _MEASURED.decode(noted)
            else:
                picture, found = measure(path, full.read_bytes())
                notes[path] = msgspec.msgpack.encode((picture, found))
            diagnostics += found
            if picture:
                pictures[path] = picture
    return pictures, diagnostics


def measure(path: str, raw: bytes) -> tuple[Picture | None, list[Diagnostic]]:
    """The picture that the bytes of the file at `path` are; None where it can only be published as it is."""
    named = SUFFIXES[PurePosixPath(path).suffix.lower()]
    if named == "svg":
        return _vector(path, raw), []
    picture, fault = _raster(path, raw)
    if picture is None or picture.format == named:
        return picture, [fault] if fault else []
    message = f"The file's name says `{named}`, and it is `{picture.format}`."
    hint = f"Name it `{PurePosixPath(path).stem}.{picture.format}`: hosts tell browsers what the name says."
    return picture, [warning(Code.PICTURE_NAME, Location(path), message, hint)]


def _raster(path: str, raw: bytes) -> tuple[Picture | None, Diagnostic | None]:
    try:
        # Pillow warns of many pixels before we can see how many there are.
        with warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning):
            image = Image.open(io.BytesIO(raw), formats=_READERS)
        form = (image.format or "").lower()
        form = _SEVERAL_VIEWS.get(form, form)
        turn = _turn(image)
        is_still = form == "jpeg" or not getattr(image, "is_animated", False)
    except Image.DecompressionBombError:
        return None, _too_large(path)
    except Exception:  # noqa: BLE001  # a hostile file makes Pillow's readers raise what they may
        return None, _broken(path, "The picture can't be read.")
    if image.width * image.height > _MOST_PIXELS:
        return None, _too_large(path)
    if not image.width * image.height or not _is_whole(form, raw):
        return None, _broken(path, "The picture is damaged, or a part of it is missing.")
    width, height = (image.height, image.width) if turn >= 5 else image.size
    density = len(raw) / (width * height)
    return Picture(
        path=path,
        format=form,
        width=width,
        height=height,
        digest=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        turn=turn,
        is_still=is_still,
        is_drawing=form == "gif"
        or (form == "png" and (image.mode == "P" or density < _DENSITY_OF_DRAWINGS))
        or (form == "webp" and raw[12:16] == b"VP8L"),
    ), None


def _turn(image: Image.Image) -> int:
    """The EXIF orientation (CIPA DC-008, 4.6.5.1.6); 1, as it lies, where there is none that can be read."""
    # Image.getexif would decode a PNG, whose EXIF may stand behind its pixels; browsers read what stands before.
    raw = image.info.get("exif")
    if not isinstance(raw, bytes):
        return 1
    exif = Image.Exif()
    try:
        exif.load(raw)
        turn = exif.get(ExifTags.Base.Orientation, 1)
    except Exception:  # noqa: BLE001  # as above; a picture is worth showing without it
        return 1
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1


def _is_whole(form: str, raw: bytes) -> bool:
    """Whether the file ends where its format says, and a PNG's checksums are right."""
    try:
        match form:
            case "png":
                return _png_is_whole(raw)
            case "jpeg":
                # End of image (ITU-T T.81, B.1.1.3); some cameras write more behind it.
                return raw.rfind(b"\xff\xd9") > raw.rfind(b"\xff\xda")
            case "gif":
                return raw.rstrip(b"\0").endswith(b";")
            case "webp":
                (size,) = struct.unpack_from("<I", raw, 4)
                return bool(len(raw) >= 8 + size)
            case _:
                return _boxes_are_whole(raw)
    except struct.error:
        return False


def _png_is_whole(raw: bytes) -> bool:
    """Chunks as in the PNG specification (third edition), 5.3: length, type, data, CRC of type and data."""
    at = 8
    while True:
        length, kind = struct.unpack_from(">I4s", raw, at)
        (checksum,) = struct.unpack_from(">I", raw, at + 8 + length)
        if zlib.crc32(memoryview(raw)[at + 4 : at + 8 + length]) != checksum:
            return False
        if kind == b"IEND":
            return True
        at += 12 + length


def _boxes_are_whole(raw: bytes) -> bool:
    """Boxes as in ISO/IEC 14496-12, 4.2: a size of 1 stands for a longer one behind the type, 0 for the rest."""
    at = 0
    while at < len(raw):
        (size,) = struct.unpack_from(">I", raw, at)
        if size == 1:
            (size,) = struct.unpack_from(">Q", raw, at + 8)
        if size == 0:
            return True
        if size < 8:
            return False
        at += size
    return at == len(raw)


def _vector(path: str, raw: bytes) -> Picture | None:
    """An SVG that states its size plainly: by `width` and `height`, else by its `viewBox` (SVG 2, 8.2)."""
    start = _SVG.search(raw[:_SVG_HEAD])
    if start is None:
        return None
    given = {name.decode(): value.decode("utf-8", "replace").strip() for name, value in _ATTRIBUTE.findall(start[0])}
    box = re.split(r"[\s,]+", given.get("viewBox", ""))[2:4]
    for pair in ([given.get("width", ""), given.get("height", "")], box):
        lengths = [_LENGTH.fullmatch(length) for length in pair]
        if len(lengths) == 2 and lengths[0] and lengths[1]:
            width, height = (round(float(length[1])) for length in (lengths[0], lengths[1]))
            if width and height:
                return Picture(path, "svg", width, height, hashlib.sha256(raw).hexdigest(), len(raw))
    return None


def _broken(path: str, message: str) -> Diagnostic:
    hint = "Save it anew from the program that made it. Until then readers get the file as it is."
    return warning(Code.BROKEN_PICTURE, Location(path), message, hint)


def _too_large(path: str) -> Diagnostic:
    message = f"The picture has more than {_MOST_PIXELS // 1_000_000} million pixels, too many to be decoded here."
    return warning(Code.LARGE_PICTURE, Location(path), message, "Make it smaller. Readers get the file as it is.")
