"""Markdown to HTML: one body in, one Text and its diagnostics out; nothing else is read or kept."""

import hashlib
import html as html_module
import re
from collections.abc import Sequence
from typing import Any

import markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.toc import TocExtension, slugify_unicode

from brief.diagnostics import Code, Diagnostic, Location, error
from brief.markdown import places
from brief.markdown.citations import Citations
from brief.markdown.links import Links, check_anchors
from brief.markdown.mentions import Mentions, Names
from brief.markdown.quotations import Quotations
from brief.markdown.sanitising import sanitise
from brief.markdown.structure import Structure
from brief.markdown.text import Citable, Heading, Log, Text

# Anchors of the theme's own sections, which a heading of the text must not take.
_RESERVED = frozenset({"contents", "corrections", "main", "sources", "events", "map"})
_RESERVED_PREFIXES = ("source-", "cite-")
_TAG = re.compile(r"<[^>]*>")


def render(
    body: str,
    *,
    path: str,
    first_line: int = 1,
    sources: Sequence[Citable] = (),
    names: Names | None = None,
    own_tag: str | None = None,
    raw_html: str = "sanitize",
) -> tuple[Text, list[Diagnostic]]:
    """Render `body`, which begins at line `first_line` of the file at `path`.

    `sources` are what it may cite, `names` the tags that it may mention (None: link no mentions) but
    `own_tag`. `raw_html` is "sanitize" (HTML in the text is cleaned), "escape" (shown as text) or
    "trust" (left as it is).
    """
    if not body.strip():
        return Text(), []
    source, found = places.insert(body, path, first_line)
    log = Log(token="x" + hashlib.sha256(body.encode()).hexdigest()[:20], places=found)
    md = _markdown(path, sources, names, own_tag, log)
    if raw_html == "escape":
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
    try:
        html = places.clean(md.convert(source))
    except RecursionError:
        # Python-Markdown descends into each list and quotation by a call of its own.
        message = "Lists or quotations are nested too deeply to be read."
        return Text(), [error(Code.TOO_DEEP, Location(path, first_line), message, "Nest them less than 50 deep.")]
    if raw_html != "trust":
        html = sanitise(html)
    check_anchors(html, source, log, _theme_anchors(sources))
    text = Text(
        html=html,
        token=log.token,
        references=tuple(log.references),
        citations=dict(sorted(log.citations.items())),
        headings=tuple(_headings(getattr(md, "toc_tokens", []))),
        words=len(_TAG.sub(" ", html).split()),
    )
    return text, log.diagnostics


def _markdown(
    path: str, sources: Sequence[Citable], names: Names | None, own_tag: str | None, log: Log
) -> markdown.Markdown:
    extensions: list[Any] = [
        "tables",
        "def_list",
        "fenced_code",
        "attr_list",
        "admonition",
        "sane_lists",
        FootnoteExtension(BACKLINK_TITLE="↩ {}"),
        TocExtension(slugify=_heading_id, toc_depth="2-4"),
        Citations(sources, log),
        Links(path, log),
        Quotations(),
        Structure(),
    ]
    if names is not None:
        extensions.append(Mentions(names, path, own_tag, log))
    return markdown.Markdown(extensions=extensions, output_format="html")


def _heading_id(text: str, separator: str) -> str:
    slug = slugify_unicode(places.clean(text), separator)
    is_reserved = slug in _RESERVED or slug.startswith(_RESERVED_PREFIXES)
    return f"{slug}{separator}section" if is_reserved else slug


def _theme_anchors(sources: Sequence[Citable]) -> frozenset[str]:
    return frozenset({"sources", "corrections", "contents", *(f"source-{source.id}" for source in sources)})


def _headings(tokens: Sequence[dict[str, Any]]) -> list[Heading]:
    headings: list[Heading] = []
    for token in tokens:
        headings.append(Heading(token["id"], html_module.unescape(places.clean(token["name"])), int(token["level"])))
        headings += _headings(token["children"])
    return headings
