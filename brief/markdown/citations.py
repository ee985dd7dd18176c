"""Citations: `[@tass]`, `[@tass, para. 4; @mvd]` and, as in wire copy, `[Source: TASS]`."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Sequence

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from brief.diagnostics import Code, Diagnostic, error
from brief.markdown import places
from brief.markdown.text import Citable, Log
from brief.suggestions import did_you_mean

# Pandoc reads `[@id](address)` as a link, and so do we.
_MARK = rf"\[({places.NUMBER})@([^\[\]]*)\](?!\()"
_WIRE = rf"\[({places.NUMBER})(?:[Ss]ources?|SOURCES?|[Ии]сточники?)\s*:\s*([^\[\]]+)\](?!\()"
_ENTRY = re.compile(r"@(?P<id>[^\s,;@]+)(?:\s*,\s*(?P<locator>.+))?", re.DOTALL)

ROLE = "doc-biblioref"


def anchor(source_id: str) -> str:
    """The id of a source in its page's list."""
    return f"source-{source_id}"


def citation_anchor(source_id: str, ordinal: int) -> str:
    """The id of the citation number `ordinal`, from 1, of a source in the prose."""
    return f"cite-{source_id}-{ordinal}"


class _Citations(InlineProcessor):
    def __init__(self, pattern: str, md: Markdown, log: Log) -> None:
        super().__init__(pattern, md)
        self._log = log

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[etree.Element, int, int]:
        cited: list[tuple[Citable, str]] = []
        faults = []
        for entry in self._entries(m[2]):
            found = self._find(entry.strip(), m[1])
            if isinstance(found, Diagnostic):
                faults.append(found)
            else:
                cited.append(found)
        self._log.diagnostics += faults
        number = places.numbered(m[1])
        self._log.cited += [(source.id, number) for source, _ in cited]
        element = self._as_written(m) if faults else _element(cited)
        return element, m.start(0), m.end(0)

    def _entries(self, inner: str) -> list[str]:
        return f"@{inner}".split(";")

    def _find(self, entry: str, number: str) -> tuple[Citable, str] | Diagnostic:
        parts = _ENTRY.fullmatch(entry)
        if parts is None:
            place = places.place(number, self._log.places)
            message = f"`{entry}` in a citation names no source."
            hint = "Write `[@id]`, `[@id, para. 4]` or `[@id; @other]`."
            return error(Code.CITATION_SYNTAX, place, message, hint)
        for source in self._log.sources:
            if source.id == parts["id"]:
                return source, (parts["locator"] or "").strip()
        return self._unknown(parts["id"], number)

    def _unknown(self, name: str, number: str) -> Diagnostic:
        place = places.place(number, self._log.places)
        known = [source.id for source in self._log.sources]
        listed = (
            f"The sources of this briefing: {', '.join(known)}."
            if known
            else "It has no sources; add one under `sources:`."
        )
        hint = did_you_mean(name, known, listed)
        return error(Code.UNKNOWN_CITATION, place, f"`{name}` is no source of this briefing.", hint)

    @staticmethod
    def _as_written(m: re.Match[str]) -> etree.Element:
        element = etree.Element("span", {"class": "citation"})
        element.text = AtomicString(places.clean(m[0]))
        return element


class _WireCitations(_Citations):
    """`[Source: ...]` names a source by its id or by a name of its outlet, in any case of letters."""

    def _entries(self, inner: str) -> list[str]:
        return inner.split(";")

    def _find(self, entry: str, number: str) -> tuple[Citable, str] | Diagnostic:
        name, _, locator = entry.partition(",")
        found = self._named(entry)
        if found:
            locator = ""
        else:
            found = self._named(name.strip())
        if len(found) == 1:
            return found[0], locator.strip()
        place = places.place(number, self._log.places)
        if not found:
            known = [name for source in self._log.sources for name in (source.id, *source.names)]
            listed = f"The sources of this briefing: {', '.join(s.id for s in self._log.sources)}."
            hint = did_you_mean(entry, known, listed if known else "It has no sources; add one under `sources:`.")
            return error(Code.UNKNOWN_CITATION, place, f"`{entry}` is no source of this briefing.", hint)
        choices = " or ".join(f"`[@{source.id}]`" for source in found)
        message = f"`{entry}` stands for {len(found)} sources of this briefing."
        return error(Code.AMBIGUOUS_CITATION, place, message, f"Write {choices}.")

    def _named(self, name: str) -> list[Citable]:
        wanted = name.casefold()
        by_id = [source for source in self._log.sources if source.id.casefold() == wanted]
        return by_id or [
            source for source in self._log.sources if wanted in (known.casefold() for known in source.names)
        ]


def _element(cited: Sequence[tuple[Citable, str]]) -> etree.Element:
    element = etree.Element("span", {"class": "citation"})
    element.text = AtomicString("[")
    for index, (source, locator) in enumerate(cited):
        link = etree.SubElement(
            element,
            "a",
            {"href": f"#{anchor(source.id)}", "role": ROLE, "aria-label": f"[{source.number}] {source.title}"},
        )
        link.text = AtomicString(str(source.number))
        end = "]" if index == len(cited) - 1 else "; "
        link.tail = AtomicString(f", {locator}{end}" if locator else end)
    return element


class _Numbering(Treeprocessor):
    """Gives citations their anchors in reading order, which inline patterns don't work in."""

    def __init__(self, md: Markdown, log: Log) -> None:
        super().__init__(md)
        self._log = log

    def run(self, root: etree.Element) -> None:
        for link in root.iter("a"):
            if link.get("role") == ROLE:
                source_id = link.get("href", "").removeprefix(f"#{anchor('')}")
                self._log.citations[source_id] += 1
                link.set("id", citation_anchor(source_id, self._log.citations[source_id]))


class Citations(Extension):
    """Python-Markdown extension: citations of the log's sources become numbered links."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        # Before the patterns of links and references, which would take the brackets.
        md.inlinePatterns.register(_Citations(_MARK, md, self._log), "citation", 174)
        md.inlinePatterns.register(_WireCitations(_WIRE, md, self._log), "wire-citation", 173)
        md.treeprocessors.register(_Numbering(md, self._log), "citation-anchors", 15)
