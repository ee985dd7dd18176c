"""What HTML a text may contain: nh3 (Ammonia) takes out all that could run or mislead."""

import re

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

# Letters that nh3 writes as they stand, in a text and, but for the quotation mark, in the value of an attribute.
_LETTERS = r"[^<>&\x00-\x08\x0b-\x1f\x7f-\xa0\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
_VALUE = _LETTERS.replace("<>", '"<>')
# Addresses within the page and placeholders (see `Log.slot`), which are relative, and of the absolute those with a host
# of which URL parsers have nothing to ask (URL Standard, 3.5): no number, no Punycode, no port.
_ADDRESS = (
    r"#[\w.:-]+|x[0-9a-f]{20}h\d+\."
    r"|https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}(?:/[A-Za-z0-9/._~%=+,;:@?#()!*-]*)?"
)
_HARMLESS = re.compile(
    rf"(?:{_LETTERS}++"
    r"|</?(?:p|em|strong|code|li|[uo]l|blockquote|h[2-6]|figure|figcaption|span|d[dlt]|table|thead|tbody|t[dhr])>"
    r"|&(?:amp|lt|gt);"
    rf'|<(?:p|h[2-6]|li|span|figure|t[dh])(?: class="{_VALUE}*+")?(?: id="{_VALUE}*+")?>'
    rf'|<a(?: aria-label="{_VALUE}*+")?(?: class="{_VALUE}*+")? href="(?:{_ADDRESS})"(?: id="{_VALUE}*+")?'
    r'(?: role="doc-biblioref")?>|</a>'
    r"|<[hb]r>)*+"
)
"""What most texts are made of, and nh3 changes nothing of as long as elements are within each other."""


def sanitise(html: str) -> str:
    """`html` with only the elements, attributes and address schemes that a text needs."""
    return _CLEANER.clean(html)


def sanitise_tree(html: str) -> str:
    """As `sanitise`, for HTML that a serializer wrote of a tree in which each element may stand where it does.

    Parsing it would give that tree again, so that where all elements are harmless there is nothing to do.
    """
    return html if _HARMLESS.fullmatch(html) else sanitise(html)
