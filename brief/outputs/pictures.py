"""The pictures that are made: variants of those in texts, and those for links to briefings."""

from collections.abc import Iterable, Iterator
from functools import partial

from PIL import features

from brief.config import Site
from brief.diagnostics import Code, Diagnostic, error, note
from brief.linking import addresses
from brief.linking.archive import Archive
from brief.model import Status
from brief.outputs.derived import DearPart, Derived
from brief.outputs.drawing import draw
from brief.outputs.encoding import encoded
from brief.reading.fonts import Fonts
from brief.rendering.linkpictures import LinkPicture, address, key_of, link_picture
from brief.rendering.scene import Scene
from brief.rendering.variants import variants

_PHASE = "pictures"


def pictures(archive: Archive) -> Iterator[DearPart]:
    """All pictures that pages may name, each a part by itself."""
    site = archive.site
    # Two files of the same bytes are one picture.
    shown: dict[str, str] = {}
    for at, picture in archive.pictures.items():
        shown.setdefault(picture.digest, at)
    for digest, at in shown.items():
        yield DearPart(f"picture {digest}", site.language, _PHASE, partial(_variants, at))
    if archive.fonts is None:
        return
    for briefing in archive.briefings:
        if briefing.lang in site.languages and briefing.status is not Status.WITHDRAWN:
            yield DearPart(f"link to {briefing.path}", briefing.lang, _PHASE, partial(_link_picture, briefing.path))


def missing_formats(archive: Archive) -> Iterator[Diagnostic]:
    """A fault for each format that pictures are wanted in and can't be made in."""
    site = archive.site
    missing = {form for form in site.images.formats if not features.check(form)}
    if missing:
        missing &= {
            file.format for picture in archive.pictures.values() for file in variants(picture, site.images).files
        }
    for form in sorted(missing):
        message = f"The Pillow that is installed here can't write `{form}`."
        hint = f"Install the one of PyPI, or take `{form}` out of `formats`."
        yield error(Code.NO_PICTURE_FORMAT, site.marks.of("images", "formats"), message, hint)


def missing_letters(site: Site, notes: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What pages note, of which those on the letters that the fonts lack are told as one."""
    without = []
    for found in notes:
        if found.code is Code.MISSING_LETTERS:
            without.append(found.location.path)
        else:
            yield found
    if without:
        others = f" and {len(without) - 1} more" if len(without) > 1 else ""
        reach = "they get no link picture" if others else "it gets no link picture"
        message = f"The font can't set the title, a subject or the date of {without[0]}{others}: {reach}."
        hint = "Set `font` to one that has these letters."
        yield note(Code.MISSING_LETTERS, site.marks.of("pictures", "enabled"), message, hint)


def _variants(at: str, scene: Scene) -> Derived | None:
    picture = scene.archive.pictures[at]
    wanted = variants(picture, scene.archive.site.images)
    if not wanted.files:
        return None
    return Derived(wanted.key, partial(encoded, picture, scene.archive.files[picture.path], wanted))


def _link_picture(path: str, scene: Scene) -> Derived | None:
    fonts = scene.archive.fonts
    picture = link_picture(scene, scene.briefing(path))
    if fonts is None or picture is None:
        return None
    key = key_of(picture, fonts)
    return Derived(key, partial(_drawn, address(key), picture, fonts))


def _drawn(at: str, picture: LinkPicture, fonts: Fonts) -> dict[str, bytes]:
    return {addresses.output_path(at): draw(picture, fonts)}
