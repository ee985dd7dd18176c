"""A tree as HTML: what Python-Markdown's serializer writes, with fewer questions an element."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Collection
from xml.etree.ElementTree import HTML_EMPTY

from markdown.serializers import to_html_string

_QUOTE = '"'
_RAW = frozenset({"script", "style"})
# A `&` that begins no character reference.
_AMPERSAND = re.compile(r"&(?!(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)


def html(root: etree.Element) -> str:
    """`root` and all below it as HTML5."""
    written: list[str] = []
    write = written.append
    # What is still to be written, the next last: elements, and text that is HTML already.
    waiting: list[etree.Element | str] = [root]
    while waiting:
        element = waiting.pop()
        if isinstance(element, str):
            write(element)
            continue
        tag: object = element.tag
        given = element.items()
        attributes = _attributes(given) if given else ""
        if not isinstance(tag, str) or attributes is None:
            return to_html_string(root)
        lower = tag.lower()
        text, tail = element.text or "", element.tail or ""
        if ("&" in text or "<" in text or ">" in text) and lower not in _RAW:
            text = _escaped(text)
        if "&" in tail or "<" in tail or ">" in tail:
            tail = _escaped(tail)
        start = f"<{tag}{attributes}>{text}"
        end = "" if lower in HTML_EMPTY else f"</{tag}>"
        if len(element):
            write(start)
            waiting.append(f"{end}{tail}")
            waiting.extend(reversed(element))
        else:
            write(f"{start}{end}{tail}")
    return "".join(written)


def _attributes(attributes: Collection[tuple[str, str | None]]) -> str | None:
    """The attributes of an element; None where there is one that is written without a value."""
    written = ""
    for name, value in sorted(attributes) if len(attributes) > 1 else attributes:
        if value is None or value == name:
            return None
        if "&" in value or "<" in value or ">" in value or '"' in value:
            written += f' {name}="{_escaped(value).replace(_QUOTE, "&quot;")}"'
        else:
            written += f' {name}="{value}"'
    return written


def _escaped(text: str) -> str:
    if "&" in text:
        text = _AMPERSAND.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text
