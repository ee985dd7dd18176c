"""Where each thing of the site is found.

An address is a path from the site's root, such as `/briefings/founding/`; a href is that below the path
of `base_url`, percent-encoded.
"""

import re
from urllib.parse import quote

from brief.config import Site
from brief.model import Briefing, Document, Outlet, Page, Tag


def edition(site: Site, lang: str) -> str:
    """The address of a language's home page."""
    return "/" if lang == site.language else f"/{lang.lower()}/"


def briefing(site: Site, item: Briefing) -> str:
    return f"{edition(site, item.lang)}briefings/{item.slug}/"


def first(site: Site, item: Briefing) -> str:
    """The address at which a briefing was published first.

    It is the first of its aliases that is one of a briefing, since `brief move` keeps them in order. Other aliases
    are of other sites, or were never its own.
    """
    ours = tuple(f"{edition(site, lang)}briefings/" for lang in site.languages)
    return next((alias for alias in item.aliases if alias.startswith(ours)), briefing(site, item))


def tags(site: Site, lang: str) -> str:
    return f"{edition(site, lang)}tags/"


def tag(site: Site, item: Tag, lang: str) -> str:
    return former_tag(site, item.id, lang)


def former_tag(site: Site, ident: str, lang: str) -> str:
    """The address of a tag's page by its id, which it may have had before."""
    return f"{tags(site, lang)}{ident}/"


def outlets(site: Site, lang: str) -> str:
    return f"{edition(site, lang)}outlets/"


def outlet(site: Site, item: Outlet, lang: str) -> str:
    return f"{outlets(site, lang)}{item.id}/"


def archive(site: Site, lang: str) -> str:
    return f"{edition(site, lang)}archive/"


def year(site: Site, number: int, lang: str) -> str:
    return f"{archive(site, lang)}{number}/"


def subject_map(site: Site, lang: str) -> str:
    return f"{edition(site, lang)}map/"


def timeline(site: Site, lang: str) -> str:
    return f"{edition(site, lang)}timeline/"


def sources(site: Site, lang: str) -> str:
    return f"{edition(site, lang)}sources/"


def source_data(site: Site, year: int | None, lang: str) -> str:
    """The address of the records of all sources of a year; None stands for those without a date."""
    return f"{sources(site, lang)}{year or 'undated'}.json"


def search(site: Site, lang: str) -> str:
    return f"{edition(site, lang)}search/"


def search_index(site: Site, lang: str) -> str:
    """The folder of a language's search index; those of all languages lie together, since each searches all."""
    return f"{search(site, site.language)}index/{lang.lower()}/"


def search_list(site: Site) -> str:
    """The address of the list of what the search index consists of."""
    return f"{search(site, site.language)}index.json"


def data(site: Site, lang: str) -> str:
    """The address of the page on the archive as data."""
    return f"{edition(site, lang)}data/"


def data_file(name: str) -> str:
    """The address of a file of the archive as data, which is one for all languages."""
    return f"/data/{name}"


def corrections(site: Site, lang: str) -> str:
    return f"{edition(site, lang)}corrections/"


def feeds(address: str) -> tuple[str, str]:
    """The addresses of a list's feeds: Atom and JSON Feed."""
    return f"{address}feed.xml", f"{address}feed.json"


def list_of(feed: str) -> str | None:
    """The address of the list whose feed stands at the address `feed`; None where it is no feed's."""
    whole = feed[: feed.rfind("/") + 1]
    return whole if feed in feeds(whole) else None


def search_description(site: Site, lang: str) -> str:
    """The address of what tells browsers how to search here."""
    return f"{edition(site, lang)}opensearch.xml"


def sitemap(number: int = 0) -> str:
    """The address of the sitemap or, from 1, of one of its parts."""
    return f"/sitemap-{number}.xml" if number else "/sitemap.xml"


def page(site: Site, item: Page) -> str:
    """The address of a page; the page `index` is part of the home page."""
    return edition(site, item.lang) + ("" if item.slug == "index" else f"{item.slug}/")


def of(site: Site, item: Document, lang: str) -> str:
    """The address of any item, as it is reached from pages in `lang`."""
    match item:
        case Briefing():
            return briefing(site, item)
        case Tag():
            return tag(site, item, lang)
        case Outlet():
            return outlet(site, item, lang)
        case Page():
            return page(site, item)


def numbered(address: str, number: int) -> str:
    """The address of a list's page `number`, from 1."""
    return address if number == 1 else f"{address}page/{number}/"


def file(path: str) -> str:
    """The address of a file, by its path from the site's folder."""
    return "/" + path.removeprefix("content/")


def output_path(address: str) -> str:
    """The file, from the output folder, that a static host serves at an address."""
    inner = address.lstrip("/")
    if not inner or inner.endswith("/"):
        return f"{inner}index.html"
    return inner if "." in inner.rsplit("/", 1)[-1] else f"{inner}/index.html"


# A page has a hundred addresses, and next to none has anything to encode (RFC 3986, 2.3).
_PLAIN = re.compile(r"[A-Za-z0-9/._~-]*")


def href(site: Site, address: str) -> str:
    """What a page links to: from the host's root, so that it works at any depth and on the 404 page."""
    if _PLAIN.fullmatch(address):
        return site.base_path + address
    path, hash_, fragment = address.partition("#")
    return site.base_path + quote(path) + hash_ + quote(fragment, safe="-._~:@!$&'()*+,;=/?")


def absolute(site: Site, address: str) -> str:
    """The whole address, for machines that read the page elsewhere (canonical links, feeds)."""
    return site.base_url.removesuffix(site.base_path) + href(site, address)
