"""Links by name: `[[slug]]`, `[[slug|words]]`, `[[tag:id]]`, `![[slug]]`, and links to files of this site."""

import re
import xml.etree.ElementTree as etree
from dataclasses import replace
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from brief.diagnostics import Code, Location, error
from brief.markdown import places
from brief.markdown.text import Kind, Log, Reference
from brief.suggestions import did_you_mean

# What is before a link is asked when its first letter is found, so that `re` can skip to that letter.
_WIKILINK = rf"\[(?<!\\\[)\[({places.NUMBER})([^\[\]]+)\]\]"
_KINDS = {"tag": Kind.TAG, "outlet": Kind.OUTLET, "page": Kind.PAGE, "briefing": Kind.BRIEFING}


def reference_of(written: str, location: Location, *, is_card: bool = False) -> Reference:
    """The reference that `written` makes between `[[` and `]]`."""
    # In a table's cell the bar has to be escaped.
    target, _, words = written.replace("\\|", "|").partition("|")
    name, _, fragment = target.partition("#")
    prefix, colon, rest = name.partition(":")
    kind = _KINDS.get(prefix.strip().lower()) if colon else None
    return Reference(
        kind=kind or Kind.NAME,
        name=(rest if kind else name).strip(),
        location=location,
        fragment=fragment.strip(),
        words=words.strip(),
        is_card=is_card,
    )


class _Wikilinks(InlineProcessor):
    def __init__(self, md: Markdown, log: Log) -> None:
        super().__init__(_WIKILINK, md)
        self._log = log

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,
    ) -> tuple[etree.Element, int, int]:
        start = m.start(0)
        is_card = data.endswith("!", 0, start) and not data.endswith("\\!", 0, start)
        reference = reference_of(places.clean(m[2]), places.place(m[1], self._log.places), is_card=is_card)
        element = self._card(reference) if reference.is_card else self._link(reference)
        return element, start - is_card, m.end(0)

    def _link(self, reference: Reference) -> etree.Element:
        slot = self._log.refer(reference, "h")
        element = etree.Element("a", {"href": slot, "class": "wikilink"})
        title = self._log.slot(len(self._log.references) - 1, "t")
        element.text = AtomicString(reference.words or title)
        return element

    def _card(self, reference: Reference) -> etree.Element:
        element = etree.Element("span")
        element.text = AtomicString(self._log.refer(reference, "c"))
        return element


class _LocalLinks(Treeprocessor):
    """Turns links to files and addresses of this site into references, so that they are checked."""

    def __init__(self, md: Markdown, log: Log) -> None:
        super().__init__(md)
        self._log = log

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            for attribute in ("href", "src"):
                if value := element.get(attribute):
                    number, address = places.take(value)
                    is_picture = element.tag == "img"
                    element.set(attribute, self._refer(address, number, is_picture) if number else address)

    def _refer(self, address: str, number: str, is_picture: bool) -> str:
        if not is_local(address):
            return address
        reference = local(address, self._log.path, places.place(number, self._log.places))
        return self._log.refer(replace(reference, is_picture=is_picture), "i" if is_picture else "h")


def is_local(address: str) -> bool:
    """Whether a link's address is a file or an address of this site: no scheme, no host, and a path."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.path) and not parts.scheme and not parts.netloc


def local(address: str, path: str, location: Location) -> Reference:
    """The reference that a local address in the file at `path` makes."""
    parts = urlsplit(address)
    name = unquote(parts.path)
    is_absolute = name.startswith("/")
    return Reference(
        kind=Kind.ADDRESS if is_absolute else Kind.FILE,
        name=name if is_absolute else normpath(join(dirname(path), name)),
        location=location,
        fragment=unquote(parts.fragment),
        words=address,
    )


class Links(Extension):
    """Python-Markdown extension: links by name, and references out of links to this site's files."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        # Before backslash escapes, which would take the bar of a table's cell.
        md.inlinePatterns.register(_Wikilinks(md, self._log), "wikilink", 182)
        md.treeprocessors.register(_LocalLinks(md, self._log), "local-links", 14)


_OWN_ANCHOR = re.compile(r'\bhref="#([^"]*)"')
_OWN_LINK = re.compile(rf"\]\([ ]*<?({places.NUMBER})#([^)\s>]+)")
_ID = re.compile(r'\bid="([^"]*)"')


def check_anchors(html: str, source: str, log: Log, known: frozenset[str]) -> None:
    """Report links within the page to anchors that it does not have. `source` is the numbered Markdown."""
    links = list(_OWN_LINK.finditer(source))
    anchors = set(_ID.findall(html)) | known if links else known
    for found in links:
        wanted = unquote(found[2])
        if wanted not in anchors and f'href="#{found[2]}"' in html:
            place = places.place(found[1], log.places)
            hint = did_you_mean(wanted, anchors, "Link to the id of a heading of this page.")
            log.diagnostics.append(error(Code.UNKNOWN_HEADING, place, f"This page has no `#{wanted}`.", hint))
