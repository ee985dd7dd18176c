"""What HTML a text may contain: nh3 (Ammonia) takes out all that could run or mislead."""

import nh3

TAGS = nh3.ALLOWED_TAGS | {"figure", "figcaption", "section", "details", "summary", "mark", "abbr", "time"}
_EVERYWHERE = {"id", "class", "lang", "dir", "title", "role", "aria-label"}
ATTRIBUTES = {
    **{tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()},
    "*": _EVERYWHERE,
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "time": {"datetime"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height", "loading"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
_CLEANER = nh3.Cleaner(tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)


def sanitise(html: str) -> str:
    """`html` with only the elements, attributes and address schemes that a text needs."""
    return _CLEANER.clean(html)
