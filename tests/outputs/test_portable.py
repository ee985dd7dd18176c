"""HTML that leaves its page: whatever a text holds, it stays harmless, whole and readable."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from brief.outputs.portable import portable
from tests.sites import Parsed

PAGE = "https://example.org/deep/briefings/one/"

_PIECES = st.sampled_from(
    ["<p>", "</p>", "<a href='", "'>", "</a>", "<img src=", ' srcset="', '"', "/x", "../y", "#z", "?q", "//host/a", " 2x,", ",",
     "javascript:alert(1)", "http://[", "data:text/html,x", "&#1;", "&#xFFFF;", "\x0c", "]]>", "<!--", "-->", "<script>",
     "</script>", "<svg><a xlink:href='/x'>", "<math>", "<picture><source", "<table><tr>", "é", "\ud7ff", "\U0001f4a9", "<q cite=/x>"],
)  # fmt: skip


@given(st.lists(_PIECES | st.text(st.characters(exclude_categories=["Cs"])), max_size=12).map("".join))
def test_whatever_comes_is_harmless_whole_and_fit_for_xml(html: str) -> None:
    text = portable(html, PAGE)
    root = etree.Element("content")
    root.text = text  # raises for what XML can't hold
    assert (etree.fromstring(etree.tostring(root)).text or "") == text
    assert portable(text, "https://other.example/") == text, "made whole once, it means the same anywhere"
    for tag, attributes in Parsed(text).elements:
        assert tag not in {"script", "style", "svg", "math", "iframe"}
        for name in ("href", "src"):
            if address := attributes.get(name):
                assert urlsplit(address).scheme in {"http", "https", "mailto", "tel"}, address


@pytest.mark.parametrize(
    ("given", "whole"),
    [
        ("/a.png", "https://example.org/a.png"),
        ("a.png 1x, b.png 2x", f"{PAGE}a.png 1x, {PAGE}b.png 2x"),
        ("a.png 480w,b.png 800w", f"{PAGE}a.png 480w, {PAGE}b.png 800w"),
        ("a,b.png, c.png 2x", f"{PAGE}a,b.png, {PAGE}c.png 2x"),
        (" , a.png , ", f"{PAGE}a.png"),
        ("https://cdn.example/w_1,h_2/a.png 2x", "https://cdn.example/w_1,h_2/a.png 2x"),
        ("javascript:alert(1) 1x, http://[ 2x, c.png 3x", f"{PAGE}c.png 3x"),
        ("", ""),
    ],
)
def test_pictures_to_choose_from_get_whole_addresses(given: str, whole: str) -> None:
    html = portable(f'<picture><source srcset="{given}" type="image/webp"><img src="x.png" alt=""></picture>', PAGE)
    elements = dict(Parsed(html).elements)
    assert elements["source"]["srcset"] == whole
    assert elements["source"]["type"] == "image/webp"
    assert elements["img"]["src"] == f"{PAGE}x.png"
