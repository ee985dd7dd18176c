"""Feeds and sitemaps as programs read them, each checked against its schema first."""

import json
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
from lxml import etree

from tests.sites import SiteBuilder

_SCHEMAS = Path(__file__).parent / "schemas"
_ATOM = etree.RelaxNG(etree.parse(_SCHEMAS / "atom.rng"))
_SITEMAP = etree.RelaxNG(etree.parse(_SCHEMAS / "sitemap.rng"))
_JSON = jsonschema.Draft202012Validator(json.loads((_SCHEMAS / "jsonfeed.json").read_text("utf-8")))
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def atom(content: bytes) -> Any:
    """What feedparser makes of a feed that is Atom."""
    _ATOM.assertValid(etree.fromstring(content))
    read = feedparser.parse(content)
    assert not read.bozo, read.bozo_exception
    assert read.version == "atom10"
    return read


def json_feed(content: bytes) -> dict[str, Any]:
    """A feed that is JSON Feed."""
    read: dict[str, Any] = json.loads(content)
    _JSON.validate(read)
    return read


def sitemap(content: bytes) -> Any:
    """The root of a sitemap or of an index."""
    root = etree.fromstring(content)
    _SITEMAP.assertValid(root)
    return root


def items(site: SiteBuilder, address: str = "") -> list[dict[str, Any]]:
    """The entries of the list at an address such as `tags/interpol/`, which are the same in both formats."""
    in_atom = atom(site.output(f"{address}feed.xml").read_bytes())
    in_json = json_feed(site.output(f"{address}feed.json").read_bytes())
    found: list[dict[str, Any]] = in_json["items"]
    assert [entry.id for entry in in_atom.entries] == [item["id"] for item in found]
    assert [entry.link for entry in in_atom.entries] == [item["url"] for item in found]
    assert [entry.updated for entry in in_atom.entries] == [item["date_modified"] for item in found]
    root = etree.fromstring(site.output(f"{address}feed.xml").read_bytes())
    for name, key in (("title", "title"), ("summary", "summary"), ("content", "content_html")):
        # As a browser would, XML makes one line end of two.
        texts = root.findall(f".//{{*}}entry/{{*}}{name}")
        assert [text.text for text in texts] == [item[key].replace("\r\n", "\n") for item in found]
    return found
