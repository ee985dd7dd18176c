"""In which order files reach their place, so that no page ever refers to what is not there yet."""

import re
from collections.abc import Collection
from enum import IntEnum

from brief import manifest
from brief.publishing.headers import is_fingerprinted


class Wave(IntEnum):
    """What goes up together, once all before it is there."""

    ASSETS = 0
    NEW_PAGES = 1
    PAGES = 2
    LISTS = 3
    LAST = 4


# What names the newest of all else; it is asked for by machines and by every page.
_LISTS = re.compile(
    r"(?:index|404)\.html|(?:tags|outlets|briefings)/index\.html|(?:archive|corrections|map|search|sources|timeline)/.*"
    r"|(?:.*/)?feed\.(?:xml|json)|opensearch\.xml|robots\.txt|site\.webmanifest"
)
_LAST = re.compile(rf"search/index\.json|sitemap(?:-\d+)?\.xml|{'|'.join(map(re.escape, sorted(manifest.UNLISTED)))}")
# Parts of the search index whose names tell what is in them, and are told by others.
_INDEX_PARTS = re.compile(r"search/index/.*\.(?:pf_\w+|pagefind)")


def is_needed_later(path: str, languages: Collection[str]) -> bool:
    """Whether a page that a reader has open by now may ask for a file yet."""
    return is_fingerprinted(path) or _INDEX_PARTS.fullmatch(_without_language(path, languages)) is not None


def wave_of(path: str, languages: Collection[str], *, is_new: bool) -> Wave:
    """When a file is published. `languages` are those below whose code a second edition may lie."""
    inner = _without_language(path, languages)
    if _LAST.fullmatch(inner):
        return Wave.LAST
    if _INDEX_PARTS.fullmatch(inner):
        return Wave.ASSETS
    if _LISTS.fullmatch(inner):
        return Wave.LISTS
    if not inner.endswith(".html"):
        return Wave.ASSETS
    return Wave.NEW_PAGES if is_new else Wave.PAGES


def _without_language(path: str, languages: Collection[str]) -> str:
    first, _, rest = path.partition("/")
    return rest if rest and first in {language.lower() for language in languages} else path
