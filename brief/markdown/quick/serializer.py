"""A tree as HTML: what Python-Markdown's serializer writes, with fewer questions an element."""

import xml.etree.ElementTree as etree
from collections.abc import Mapping
from xml.etree.ElementTree import HTML_EMPTY

from markdown.serializers import BOOLEAN_ATTRIBUTES, RE_AMP, to_html_string

_BOOLEAN = BOOLEAN_ATTRIBUTES["html"]
_RAW = frozenset({"script", "style"})


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
        tag = element.tag
        if not isinstance(tag, str):
            # A comment, a processing instruction or a qualified name, which none of our extensions makes.
            return to_html_string(root)
        attributes = element.attrib
        write(f"<{tag}{_attributes(attributes)}>" if attributes else f"<{tag}>")
        lower = tag.lower()
        text, tail = element.text, element.tail
        if text:
            write(text if lower in _RAW else _escaped(text))
        if tail:
            waiting.append(_escaped(tail))
        if lower not in HTML_EMPTY:
            waiting.append(f"</{tag}>")
        if len(element):
            waiting.extend(reversed(element))
    return "".join(written)


def _attributes(attributes: Mapping[str, str]) -> str:
    written = ""
    for name in sorted(attributes):
        value = attributes[name]
        # An attribute list gives a word that stands alone no value.
        if value is None or (value == name and name in _BOOLEAN):
            written += f" {name}"
        else:
            value = _escaped(value).replace('"', "&quot;")
            written += f' {name}="{value}"'
    return written


def _escaped(text: str) -> str:
    if "&" in text:
        text = RE_AMP.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text
