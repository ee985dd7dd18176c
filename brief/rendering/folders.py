"""Where the files of a theme lie: in its own folder, and for those that it has not, in that of `dossier`."""

from pathlib import Path

from brief.config import Site
from brief.files import is_within

DEFAULT = "dossier"


def built_in() -> Path:
    """The folder of the themes that come with the package; in a checkout they lie beside it."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def default() -> Path:
    """The folder of the theme that every other falls back on."""
    return built_in() / DEFAULT


def folders(site: Site) -> list[Path] | None:
    """Where the theme's files are looked for, in order; None where there is no such theme."""
    own = site.root / "themes" / site.theme
    shipped = built_in() / site.theme
    first = own if own.is_dir() else shipped
    if not first.is_dir():
        return None
    return [first] if first.resolve() == default().resolve() else [first, default()]


def leading_out(site: Site) -> list[Path]:
    """The files and folders of a theme of the site's own that are links to what is not the site's."""
    own = site.root / "themes" / site.theme
    if not own.is_dir():
        return []
    links = [own, *sorted(path for path in own.rglob("*") if path.is_symlink())]
    return [link for link in links if not is_within(site.root, link)]


def shown(filename: str, theme: Path) -> str:
    """The path of a theme's file from the folder that holds `themes/`; `theme` is the theme's own folder."""
    path = Path(filename)
    for folder in (theme.parent, built_in()):
        if path.is_relative_to(folder):
            return f"themes/{path.relative_to(folder).as_posix()}"
    return path.as_posix()
