"""Markdown to HTML: one body in, one Text and its diagnostics out; nothing else is read or kept."""

import hashlib
import html as html_module
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from markdown.extensions import Extension

from brief.diagnostics import Code, Diagnostic, Location, error
from brief.markdown import places
from brief.markdown.converters import Converters, Manner, plain
from brief.markdown.links import check_anchors
from brief.markdown.mentions import Names
from brief.markdown.quick.signs import is_held
from brief.markdown.rawlinks import refer_raw_links
from brief.markdown.sanitising import sanitise, sanitise_tree
from brief.markdown.sentences import contexts
from brief.markdown.structure import RESERVED
from brief.markdown.text import Citable, Heading, Rendered
from brief.markdown.unshown import unshown

# What is before a name is asked behind it, so that `re` can skip to where `id="` stands.
_ID = re.compile(r'id="(?<=\sid=")([^"]*)"')
_ANCHOR = re.compile(r'id="(?<=\bid=")([^"]*)"')
# A text without one of these has no HTML, no attribute lists and no definitions of references: all links in it are
# Markdown's own and are references already.
_RAW_LINKS = ("<", "{", "]:")


def render(
    body: str,
    *,
    path: str,
    first_line: int = 1,
    sources: Sequence[Citable] = (),
    names: Names | None = None,
    own_tag: str | None = None,
    raw_html: str = "sanitize",
    lang: str = "en",
    passages: bool = False,
    quick: bool = True,
    extensions: Sequence[Callable[[], Extension]] = (),
    converters: Converters | None = None,
) -> tuple[Rendered, list[Diagnostic]]:
    """Render `body`, which begins at line `first_line` of the file at `path`.

    `sources` are what it may cite, `names` the tags that it may mention (None: link no mentions) but
    `own_tag`. `raw_html` is "sanitize" (HTML in the text is cleaned), "escape" (shown as text) or
    "trust" (left as it is). `lang` is the text's language, BCP 47; with `passages` each paragraph gets an
    address of its own. Without `quick`, Python-Markdown tries all that it knows on all of the text: the result is
    the same, which tests show; it always does where there are `extensions`, the site's own. `converters` are those
    at rest from the texts before.
    """
    if not body.strip():
        return Rendered(), []
    source, found = places.insert(body, path, first_line)
    manner = Manner(names, raw_html, passages, tuple(extensions))
    converters = Converters() if converters is None else converters
    quick = quick and not extensions
    try:
        prepared = converters.take(source, manner) if quick else plain(manner)
        md, log = prepared.md, prepared.log
        log.begin("x" + hashlib.sha256(body.encode()).hexdigest()[:20], path, found, sources)
        if own_tag:
            log.mentioned.add(own_tag)
        html = places.clean(md.convert(source))
    except RecursionError:
        # Python-Markdown descends into each list and quotation by a call of its own.
        message = "Lists or quotations are nested too deeply to be read."
        return Rendered(), [error(Code.TOO_DEEP, Location(path, first_line), message, "Nest them less than 50 deep.")]
    except Exception as reason:
        if not extensions:
            raise
        return Rendered(), [_extension_failed(path, first_line, reason)]
    if not quick or is_held(source, _RAW_LINKS):
        html = refer_raw_links(html, body, path, first_line, log)
    if raw_html != "trust":
        is_tree = quick and not md.htmlStash.html_counter
        if raw_html == "sanitize" and not is_tree:
            log.diagnostics += unshown(html, body, path, first_line)
        html = sanitise_tree(html) if is_tree else sanitise(html)
    log.diagnostics += _repeated_ids(html, body, path, first_line)
    check_anchors(html, source, log, _theme_anchors(sources))
    text = Rendered(
        html=html,
        token=log.token,
        references=tuple(log.references),
        citations=dict(sorted(log.citations.items())),
        headings=tuple(_headings(getattr(md, "toc_tokens", []))),
        contexts=contexts(html, log.token, lang) if log.references else {},
        anchors=tuple(dict.fromkeys(_ANCHOR.findall(html))),
        cited=tuple(dict.fromkeys(log.cited)),
        marks=found,
    )
    converters.rest(prepared)
    return text, log.diagnostics


def _extension_failed(path: str, first_line: int, reason: Exception) -> Diagnostic:
    message = f"A Markdown extension of the site failed at this text. {type(reason).__name__}: {reason}"
    hint = "Mend the extension, or take it out of `[extensions]` in site.toml."
    return error(Code.EXTENSION_FAILED, Location(path, first_line), message, hint)


def _repeated_ids(html: str, body: str, path: str, first_line: int) -> list[Diagnostic]:
    """A fault for each id that the text gives twice or takes from the theme, as HTML and `{#id}` can."""
    found = Counter(name for name in _ID.findall(html) if not name.startswith("cite-"))
    faults = []
    for name, count in found.items():
        if count > 1 or RESERVED.fullmatch(name):
            at = next((body.find(mark) for mark in (f"#{name}", f'"{name}"', name) if mark in body), 0)
            place = Location(path, first_line + body.count("\n", 0, at), at - body.rfind("\n", 0, at))
            message = f"The id `{name}` is given twice." if count > 1 else f"The id `{name}` is the page's own."
            faults.append(error(Code.DUPLICATE_ID, place, message, "Give the heading or element another id."))
    return faults


def _theme_anchors(sources: Sequence[Citable]) -> frozenset[str]:
    return frozenset({"sources", "corrections", "contents", *(f"source-{source.id}" for source in sources)})


def _headings(tokens: Sequence[dict[str, Any]]) -> list[Heading]:
    headings: list[Heading] = []
    for token in tokens:
        headings.append(Heading(token["id"], html_module.unescape(places.clean(token["name"])), int(token["level"])))
        headings += _headings(token["children"])
    return headings
