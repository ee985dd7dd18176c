"""A tree as HTML: what Python-Markdown's serializer writes, with fewer questions an element."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Mapping
from xml.etree.ElementTree import HTML_EMPTY

from markdown.serializers import to_html_string

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
        attributes = _attributes(element.attrib) if element.attrib else ""
        if not isinstance(tag, str) or attributes is None:
            return to_html_string(root)
        lower = tag.lower()
        text = element.text or ""
        start = f"<{tag}{attributes}>{text if lower in _RAW else _escaped(text)}"
        end = "" if lower in HTML_EMPTY else f"</{tag}>"
        tail = _escaped(element.tail) if element.tail else ""
        if len(element):
            write(start)
            waiting.append(f"{end}{tail}")
            waiting.extend(reversed(element))
        else:
            write(f"{start}{end}{tail}")
    return "".join(written)


def _attributes(attributes: Mapping[str, str | None]) -> str | None:
    """The attributes of an element; None where there is one that is written without a value."""
    written = ""
    for name in sorted(attributes):
        value = attributes[name]
        if value is None or value == name:
            return None
        value = _escaped(value)
        if '"' in value:
            value = value.replace('"', "&quot;")
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
