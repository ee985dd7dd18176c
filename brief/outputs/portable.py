"""HTML that was made for a page of the site, made fit to be shown elsewhere."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin, urlsplit

import nh3

from brief.markdown.sanitising import ATTRIBUTES, SCHEMES, TAGS

# What only the page's own style sheet and scripts know what to do with. Ids would meet those of other entries, and
# `cite` is an address that no reader sees and nh3 takes for none.
_OF_THE_PAGE = {"id", "class", "role", "aria-label", "cite"}
_ATTRIBUTES: Mapping[str, set[str]] = {tag: names - _OF_THE_PAGE for tag, names in ATTRIBUTES.items()}
_PICTURES = {"img": _ATTRIBUTES["img"] | {"srcset", "sizes"}, "source": {"srcset", "sizes", "type", "media"}}
# XML 1.0, 2.2: the characters that a document may hold. HTML's `&#1;` makes others.
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def portable(html: str, page: str) -> str:
    """`html` as the page at the absolute address `page` has it, with whole addresses, without scripts, ids and classes.

    Links to a place on the page itself lead to it there.
    """

    def attribute(_tag: str, name: str, value: str) -> str | None:
        return _srcset(value, page) if name == "srcset" else value

    cleaned = nh3.clean(
        html,
        tags=TAGS | {"picture", "source"},
        attributes={**_ATTRIBUTES, **_PICTURES},
        # nh3 knows `srcset` for no address, and asking about every attribute takes longer than all the rest.
        attribute_filter=attribute if "srcset" in html.lower() else None,
        url_schemes=SCHEMES,
        url_relative=("rewrite_with_base", page),
        link_rel=None,
    )
    return _NOT_XML.sub("", cleaned)


def _srcset(value: str, page: str) -> str:
    """A list of pictures to choose from, each with its whole address; those that have none are left out."""
    whole = ((_whole(url, page), descriptors) for url, descriptors in _candidates(value))
    return ", ".join(" ".join((url, *descriptors)) for url, descriptors in whole if url)


def _whole(url: str, page: str) -> str:
    """The absolute form of an address on the web; empty where there is none."""
    try:
        joined = urljoin(page, url)
        return joined if urlsplit(joined).scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def _candidates(value: str) -> Iterator[tuple[str, list[str]]]:
    """Addresses and what is said of each (HTML, 4.8.4.2.1): a comma ends an address only where a space follows it."""
    words = value.split()
    while words:
        url = words.pop(0).lstrip(",")
        descriptors: list[str] = []
        if url and not url.endswith(","):
            while words:
                word, comma, rest = words.pop(0).partition(",")
                descriptors += [word] if word else []
                if comma:
                    words[:0] = [rest] if rest else []
                    break
        if url := url.rstrip(","):
            yield url, descriptors
