"""The picture that other sites and messengers show beside a link to a briefing: what is on it, and where it stands."""

import hashlib
import json
import re
import unicodedata
from dataclasses import astuple, dataclass

import PIL
from PIL import features

from brief.model import Briefing, Status, name_in
from brief.reading.fonts import Fonts
from brief.rendering.icons import ACCENT
from brief.rendering.scene import Scene
from brief.rendering.variants import FOLDER

WIDTH, HEIGHT = 1200, 630
"""In pixels: what Open Graph's readers ask for, 1.91 to 1."""

# Changes whenever the same picture would come out otherwise.
_VERSION = 1
_TAGS = 4


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of link pictures, as `#rrggbb`."""

    paper: str = "#fbfaf6"
    ink: str = "#1d1b18"
    accent: str = ACCENT


@dataclass(frozen=True, slots=True)
class LinkPicture:
    """What is on a picture. `direction` is `ltr` or `rtl`, `lang` BCP 47; `is_shaped` tells that the letters join,
    turn or bear marks, and need more than to be set one after another."""

    site: str
    date: str
    title: str
    tags: tuple[str, ...]
    lang: str
    direction: str
    is_shaped: bool
    look: Look

    @property
    def alt(self) -> str:
        """The same in words, for those who don't see it."""
        return f"{self.title} · {self.site} · {self.date}"


def link_picture(scene: Scene, briefing: Briefing) -> LinkPicture | None:
    """The picture of `briefing`; None where none is drawn, as for a withdrawn one or one that the fonts can't set."""
    fonts = scene.archive.fonts
    if fonts is None or briefing.status is Status.WITHDRAWN:
        return None
    picture = _picture(scene, briefing, Look(accent=scene.theme.accent or ACCENT))
    return picture if is_settable(picture, fonts) else None


def _picture(scene: Scene, briefing: Briefing, look: Look) -> LinkPicture:
    tags = scene.archive.tags
    named = [name_in(tags[ident], briefing.lang) for ident in dict.fromkeys(briefing.tags) if ident in tags][:_TAGS]
    site, date, title, *subjects = map(
        _composed, (scene.archive.site.title, scene.wording.day(briefing.date).words, briefing.title, *named)
    )
    is_shaped = any(map(_needs_shaping, (site, date, title, *subjects)))
    if not is_shaped:
        site, date, title, *subjects = map(_without_marks, (site, date, title, *subjects))
    direction = scene.wording.direction
    return LinkPicture(site, date, title, tuple(subjects), briefing.lang, direction, is_shaped, look)


def _composed(text: str) -> str:
    """Letters and their marks as one where Unicode has them so; a space where a line may end, U+00A0 where not."""
    spaced = re.sub(r"[ \t\r\n]+", " ", unicodedata.normalize("NFC", text).strip())
    return "".join(
        "\u00a0" if letter != " " and letter.isspace() else letter for letter in spaced if letter != "\u00ad"
    )


def _without_marks(text: str) -> str:
    """Without what only tells a shaper how to join and turn letters."""
    return "".join(letter for letter in text if unicodedata.category(letter) not in {"Cc", "Cf"})


def _needs_shaping(text: str) -> bool:
    return any(
        unicodedata.bidirectional(letter) in {"R", "AL"} or unicodedata.category(letter) in {"Mn", "Mc"}
        for letter in text
    )


def is_settable(picture: LinkPicture, fonts: Fonts) -> bool:
    """Whether the fonts have every letter, and the letters can be joined where they have to be."""
    letters = {
        ord(letter)
        for text in (picture.site, picture.date, picture.title, *picture.tags)
        for letter in text
        if not letter.isspace() and unicodedata.category(letter) != "Cf"
    }
    return letters <= fonts.letters and (not picture.is_shaped or bool(features.check("raqm")))


def key_of(picture: LinkPicture, fonts: Fonts) -> str:
    """A digest of all that a picture is made of and by."""
    made_by = [_VERSION, PIL.__version__, features.version("freetype2")]
    shaped_by = features.version("raqm") if picture.is_shaped else None
    recipe = [astuple(picture), fonts.digest, made_by, shaped_by]
    return hashlib.sha256(json.dumps(recipe).encode()).hexdigest()


def address(key: str) -> str:
    """Where the picture of this key stands.

    Not below the briefing: other sites keep a picture by its address for weeks, so that a corrected title needs
    another one, and hosts may keep one that never changes for ever.
    """
    return f"{FOLDER}{key[:20]}.png"
