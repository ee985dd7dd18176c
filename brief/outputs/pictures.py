"""The pictures that are made: variants of those in texts, and those for links to briefings."""

from collections.abc import Iterator
from functools import partial

from PIL import features

from brief.diagnostics import Code, Diagnostic, error, note
from brief.linking import addresses
from brief.linking.archive import Archive
from brief.model import Status
from brief.outputs.derived import Derived
from brief.outputs.drawing import draw
from brief.outputs.encoding import encoded
from brief.reading.fonts import Fonts
from brief.rendering.linkpictures import LinkPicture, address, key_of, link_picture
from brief.rendering.pages import scene_of
from brief.rendering.theme import Theme
from brief.rendering.variants import variants


def pictures(archive: Archive, theme: Theme) -> tuple[list[Derived], list[Diagnostic]]:
    """All pictures that the pages name, and what is wrong with their making."""
    missing = list(_missing_formats(archive))
    shown = () if missing else _variants(archive)
    drawn, found = _link_pictures(archive, theme)
    # Two files of the same bytes are one picture.
    by_key = {derived.key: derived for derived in (*shown, *drawn)}
    return list(by_key.values()), [*missing, *found]


def _missing_formats(archive: Archive) -> Iterator[Diagnostic]:
    site = archive.site
    wanted = {file.format for picture in archive.pictures.values() for file in variants(picture, site.images).files}
    for form in sorted(form for form in wanted if not features.check(form)):
        message = f"The Pillow that is installed here can't write `{form}`."
        hint = f"Install the one of PyPI, or take `{form}` out of `formats`."
        yield error(Code.NO_PICTURE_FORMAT, site.marks.of("images", "formats"), message, hint)


def _variants(archive: Archive) -> Iterator[Derived]:
    for picture in archive.pictures.values():
        wanted = variants(picture, archive.site.images)
        if wanted.files:
            yield Derived(wanted.key, partial(encoded, picture, archive.files[picture.path], wanted))


def _link_pictures(archive: Archive, theme: Theme) -> tuple[list[Derived], list[Diagnostic]]:
    fonts = archive.fonts
    if fonts is None:
        return [], []
    derived = []
    without = []
    for lang in archive.site.languages:
        scene = scene_of(archive, theme, lang)
        for briefing in archive.briefings:
            if briefing.lang != lang:
                continue
            if picture := link_picture(scene, briefing):
                key = key_of(picture, fonts)
                derived.append(Derived(key, partial(_drawn, address(key), picture, fonts)))
            elif briefing.status is not Status.WITHDRAWN:
                without.append(briefing.slug)
    return derived, [_without(archive, without)] if without else []


def _drawn(at: str, picture: LinkPicture, fonts: Fonts) -> dict[str, bytes]:
    return {addresses.output_path(at): draw(picture, fonts)}


def _without(archive: Archive, slugs: list[str]) -> Diagnostic:
    others = f" and {len(slugs) - 1} more" if len(slugs) > 1 else ""
    message = f"The font can't set the title, a subject or the date of `{slugs[0]}`{others}: they get no link picture."
    hint = "Set `font` to one that has these letters."
    return note(Code.MISSING_LETTERS, archive.site.marks.of("pictures", "enabled"), message, hint)
