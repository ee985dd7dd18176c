"""The theme's static files as they are published: under names that hold a digest of their bytes."""

import base64
import hashlib
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rcssmin import cssmin

from brief.rendering.folders import DEFAULT, default, shown
from brief.rendering.icons import icons
from brief.rendering.stylesheets import Sheet, StaticFile, read_sheet, written

FAVICON = "favicon.ico"


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file of the theme. `address` holds a digest of its bytes, so that it can be kept for ever; but that of
    favicon.ico is where browsers look for it unasked.

    `integrity` is what a browser compares them with (W3C, Subresource Integrity, 3.1).
    """

    address: str
    content: bytes
    integrity: str


def static_files(folders: list[Path]) -> dict[str, StaticFile]:
    """The static files by name, the first folder's before the next one's.

    Those of `dossier` are there under `dossier/` too, so that a file can build on the one that it replaces.
    """
    theme = folders[0]
    theirs = _files(default(), theme)
    found = theirs if len(folders) == 1 else theirs | _files(theme, theme)
    return found | {f"{DEFAULT}/{name}": file for name, file in theirs.items()}


def drawn(folders: list[Path], colour: str) -> dict[str, StaticFile]:
    """The icon; none where a theme brings a design of its own, which only its maker can draw in other sizes."""
    if any((folder / "static/icon.svg").is_file() for folder in folders):
        return {}
    return {name: StaticFile(f"themes/{DEFAULT}/static/{name}", content) for name, content in icons(colour).items()}


def _files(folder: Path, theme: Path) -> dict[str, StaticFile]:
    static = folder / "static"
    paths = sorted(path for path in static.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {
        path.relative_to(static).as_posix(): StaticFile(shown(str(path), theme), path.read_bytes()) for path in paths
    }


def read_sheets(files: Mapping[str, StaticFile]) -> dict[str, Sheet]:
    """The style sheets that the theme publishes, by name."""
    return {name: read_sheet(name, files) for name in files if name.endswith(".css") and not _is_theirs(name)}


def _is_theirs(name: str) -> bool:
    """Whether a name is of `dossier`'s own form of a file."""
    return name.startswith(f"{DEFAULT}/")


def _is_alias(name: str, files: Mapping[str, StaticFile]) -> bool:
    """Whether a name under `dossier/` is of a file that has a shorter one, since nothing replaces it."""
    return _is_theirs(name) and files[name] is files.get(name.partition("/")[2])


def fingerprinted(
    files: Mapping[str, StaticFile], sheets: Mapping[str, Sheet], added: Mapping[str, str]
) -> dict[str, Asset]:
    """The assets by name. `added` is what is put at the end of sheets.

    Files of `dossier` that are replaced are there where a style sheet of the theme names them.
    """
    made: dict[str, Asset] = {}

    def make(name: str, above: tuple[str, ...] = ()) -> Asset:
        if _is_alias(name, files):
            name = name.partition("/")[2]
        if name not in made:
            made[name] = _asset(name, content(name, (*above, name)))
        return made[name]

    def content(name: str, above: tuple[str, ...]) -> bytes:
        sheet, more = sheets.get(name), added.get(name, "")
        if sheet is None and name.endswith(".css"):
            sheet = read_sheet(name, files)
        if sheet is None:
            return files[name].content
        # A sheet can't hold the digest of one that holds its own.
        named = {found.target for found in sheet.references if found.target not in above}
        addresses = {target: _published(make(target, above)) for target in sorted(named)}
        text = written(sheet, posixpath.dirname(name), addresses)
        # Readers wait for a style sheet: its comments and spaces are for those who write it.
        return str(cssmin(f"{text}\n{more}")).encode()

    for name in files:
        if not _is_theirs(name):
            make(name)
    return made


_FOLDER = "/assets/"


def _published(asset: Asset) -> str:
    """An asset's name among the published ones."""
    return asset.address.removeprefix(_FOLDER)


def _asset(name: str, content: bytes) -> Asset:
    folder, _, file = name.rpartition("/")
    integrity = f"sha384-{base64.b64encode(hashlib.sha384(content).digest()).decode()}"
    if name == FAVICON:
        return Asset(f"/{FAVICON}", content, integrity)
    stem, dot, suffix = file.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:10]
    fresh = f"{stem}.{digest}.{suffix}" if dot else f"{file}.{digest}"
    return Asset(f"{_FOLDER}{posixpath.join(folder, fresh)}", content, integrity)
