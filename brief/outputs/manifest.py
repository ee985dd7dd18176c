"""The web manifest (W3C, Web Application Manifest): what a telephone shows of a site kept among its programs."""

import json

from brief.linking import addresses
from brief.linking.archive import Archive
from brief.rendering.icons import ACCENT, PAPER
from brief.rendering.pages import Output, scene_of
from brief.rendering.theme import Theme

# Name in the theme, size in pixels, purpose.
_ICONS = (
    ("icon.svg", "any", "any"),
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)
_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def manifest(archive: Archive, theme: Theme) -> Output:
    """The site's manifest, in the site's own language."""
    site = archive.site
    scene = scene_of(archive, theme, site.language)
    start = scene.href(addresses.edition(site, site.language))
    icons = [
        {"src": asset.href, "sizes": sizes, "type": _TYPES[name.rpartition(".")[2]], "purpose": purpose}
        for name, sizes, purpose in _ICONS
        if (asset := scene.asset(name))
    ]
    written = {
        "id": start,
        "name": site.title,
        "description": site.description,
        "lang": site.language,
        "dir": scene.wording.direction,
        "start_url": start,
        "scope": start,
        "display": "minimal-ui",
        "theme_color": theme.accent or ACCENT,
        "background_color": PAPER,
        "icons": icons,
    }
    filled = {key: value for key, value in written.items() if value}
    text = json.dumps(filled, ensure_ascii=False, indent=2)
    # Whoever takes the file for a page finds no markup in it.
    return Output("site.webmanifest", text.replace("<", "\\u003c").encode())
