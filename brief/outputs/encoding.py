"""A picture's variants, made: decoded once, turned upright, in sRGB, and with nothing of the camera's notes."""

import hashlib
import io
from contextlib import suppress
from pathlib import Path

from PIL import Image, ImageCms

from brief.diagnostics import Code, Diagnostic, Location, error
from brief.linking import addresses
from brief.model import Picture
from brief.outputs.derived import CannotMake
from brief.rendering.variants import Variant, Variants

# AVIF says of the same likeness a number that is about a fifth lower than WebP's.
_AVIF_TO_WEBP = 0.78
# From 0 (slow) to 10. Slower than 8 takes four times as long for a twentieth of the bytes.
_AVIF_SPEED = 8

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What leads upright from an EXIF orientation (CIPA DC-008, 4.6.5.1.6)."""


def encoded(picture: Picture, full: Path, wanted: Variants) -> dict[str, bytes]:
    """The files of `wanted` by path from the output folder; `full` is where the picture lies. Raises CannotMake."""
    try:
        raw = full.read_bytes()
    except OSError as reason:
        message = f"The picture can't be read: {reason.strerror}."
        raise CannotMake(_fault(Code.UNREADABLE_FILE, picture, message, "Check its permissions.")) from reason
    if hashlib.sha256(raw).hexdigest() != picture.digest:
        message = "The picture was changed while the site was being built."
        raise CannotMake(_fault(Code.UNREADABLE_FILE, picture, message, "Build again."))
    try:
        image = _decoded(raw, picture)
    except Exception as reason:  # a damaged file makes Pillow's decoders raise what they may
        hint = "Save it anew from the program that made it, or take it out of the text."
        raise CannotMake(_fault(Code.BROKEN_PICTURE, picture, "The picture can't be decoded.", hint)) from reason
    return {addresses.output_path(file.address): _file(image, file, wanted) for file in wanted.files}


def _fault(code: Code, picture: Picture, message: str, hint: str) -> Diagnostic:
    return error(code, Location(picture.path), message, hint)


def _decoded(raw: bytes, picture: Picture) -> Image.Image:
    """The pixels alone, as they are shown, in RGB or RGBA."""
    image: Image.Image = Image.open(io.BytesIO(raw), formats=[picture.format.upper()])
    image.load()
    profile = image.info.get("icc_profile")
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    if image.mode.startswith("I;16"):
        # A conversion would cut all that is brighter than 255 instead of dividing it.
        image = image.convert("I").point([level // 256 for level in range(65536)], "L")
    elif image.mode not in {"RGB", "L", "CMYK"}:
        image = image.convert("RGB")
    image = (_in_srgb(image, profile) if profile else image).convert("RGB")
    if alpha:
        image.putalpha(alpha)
    if picture.turn in _TURNS:
        image = image.transpose(_TURNS[picture.turn])
    # The notes of the original (place, camera, comments) are written along with an image that still has them.
    image.info = {}
    return image


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """The image with its colours in sRGB; as it is where its profile is damaged or of another kind of colours."""
    with suppress(ImageCms.PyCMSError, OSError):
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        return changed or image
    return image


def _file(image: Image.Image, file: Variant, wanted: Variants) -> bytes:
    size = (file.width, file.height)
    scaled = image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    match file.format:
        case "avif":
            quality = max(1, round(wanted.quality * _AVIF_TO_WEBP))
            # With more threads the bytes would depend on the machine.
            scaled.save(out, "AVIF", quality=quality, speed=_AVIF_SPEED, max_threads=1)
        case "webp" if wanted.is_lossless:
            scaled.save(out, "WEBP", lossless=True, quality=80, method=4)
        case "webp":
            scaled.save(out, "WEBP", quality=wanted.quality, method=4)
    return out.getvalue()
