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
        tag, attributes, text, tail = element.tag, element.attrib, element.text, element.tail
        if not _is_simple(tag, attributes):
            return to_html_string(root)
        write(f"<{tag}{_attributes(attributes)}>" if attributes else f"<{tag}>")
        lower = tag.lower()
        if text:
            write(text if lower in _RAW else _escaped(text))
        if tail:
            waiting.append(_escaped(tail))
        if lower not in HTML_EMPTY:
            waiting.append(f"</{tag}>")
        if len(element):
            waiting.extend(reversed(element))
    return "".join(written)


def _is_simple(tag: object, attributes: Mapping[str, str | None]) -> bool:
    """Whether an element is no comment or the like, and has no attribute that is written without a value."""
    if not isinstance(tag, str):
        return False
    return not attributes or all(value is not None and value != name for name, value in attributes.items())


def _attributes(attributes: Mapping[str, str]) -> str:
    written = ""
    for name in sorted(attributes):
        value = _escaped(attributes[name]).replace('"', "&quot;")
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
