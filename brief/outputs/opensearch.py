"""The description of the site's search for browsers (OpenSearch 1.1, draft 6)."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from brief.linking import addresses
from brief.linking.archive import Archive
from brief.rendering.pages import Output, scene_of
from brief.rendering.theme import Theme

# How many characters each may have ("The ShortName element", and so on).
_SHORT, _LONG, _DESCRIPTION = 16, 48, 1024


def descriptions(archive: Archive, theme: Theme) -> Iterator[Output]:
    """The description of each language's search; none where the site has no search."""
    site = archive.site
    for lang in site.languages if site.search.enabled else ():
        scene = scene_of(archive, theme, lang)
        search = addresses.absolute(site, addresses.search(site, lang))
        own = addresses.absolute(site, addresses.search_description(site, lang))
        icon = theme.assets.get("favicon.ico")
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
            f"<ShortName>{escape(_cut(site.title, _SHORT))}</ShortName>",
            f"<LongName>{escape(_cut(site.title, _LONG))}</LongName>",
            f"<Description>{escape(_cut(site.description or site.title, _DESCRIPTION))}</Description>",
            f'<Url type="text/html" template={quoteattr(f"{search}?q={{searchTerms}}")}/>',
            f'<Url type="application/opensearchdescription+xml" rel="self" template={quoteattr(own)}/>',
            *(f"<Image>{escape(addresses.absolute(site, asset.address))}</Image>" for asset in [icon] if asset),
            f"<Language>{escape(scene.lang)}</Language>",
            "<InputEncoding>UTF-8</InputEncoding>",
            "</OpenSearchDescription>",
        ]
        yield Output(addresses.output_path(addresses.search_description(site, lang)), "\n".join(lines).encode())


def _cut(text: str, most: int) -> str:
    """`text` in at most `most` characters, cut at a word where there is one."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    whole = text[: most + 1].rpartition(" ")[0]
    return whole or text[:most]
