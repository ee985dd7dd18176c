"""Files that can run a script where a reader opens them, since they come from the site's own host."""

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from brief.diagnostics import Code, Diagnostic, Location, error
from brief.reading.stamps import Notes

# Of what browsers run or render as a page whatever is in it.
_PROGRAMS = frozenset({".cjs", ".htm", ".html", ".js", ".mht", ".mhtml", ".mjs", ".shtml", ".svgz", ".xht", ".xhtml"})
_XML = frozenset({".atom", ".mml", ".rdf", ".rss", ".svg", ".xml", ".xsl", ".xslt"})
_ELEMENTS = frozenset({"embed", "foreignobject", "handler", "iframe", "listener", "object", "script", "stylesheet"})
_XHTML = "http://www.w3.org/1999/xhtml"
_BETWEEN = " "
# Browsers take controls and spaces out of an address before they look at its scheme (URL Standard, 4.4).
_IGNORED = re.compile(r"[\x00-\x20]+")
_SCHEME = re.compile(r"(?:javascript|vbscript):|data:(?!image/(?:png|jpeg|gif|webp|avif)[;,])", re.IGNORECASE)


def active(files: Mapping[str, Path], notes: Notes) -> list[Diagnostic]:
    """A fault for each of `files`, by path, that can run a script. Those of which there are `notes` are not read.

    Raises OSError.
    """
    found = []
    for path, full in files.items():
        if _suffix(path) not in _XML:
            why = why_refused(path, full)
        else:
            if (noted := notes.get(path)) is None:
                noted = notes[path] = why_refused(path, full).encode()
            why = noted.decode()
        if why:
            found.append(_fault(path, why))
    return found


def why_refused(path: str, full: Path) -> str:
    """Why a file that is published at `path` could run a script; empty where it can't. Raises OSError."""
    suffix = _suffix(path)
    if suffix in _PROGRAMS:
        return f"what ends in `{suffix}` is a program or a page"
    return why_active(full.read_bytes()) if suffix in _XML else ""


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.lower()


def _fault(path: str, why: str) -> Diagnostic:
    message = f"The file can run scripts in readers' browsers: {why}."
    hint = 'Take that out, or make a PNG of it. A site with `raw_html = "trust"` publishes such files as they are.'
    return error(Code.ACTIVE_FILE, Location(path), message, hint)


def why_active(raw: bytes) -> str:
    """What in an XML file can run a script; empty where nothing can. Browsers run what stands before a fault."""
    parser = expat.ParserCreate(namespace_separator=_BETWEEN)
    found: list[str] = []

    def element(name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(_BETWEEN)
        if namespace == _XHTML or local.lower() in _ELEMENTS:
            found.append(f"it has the element `{local}`")
        for full, value in attributes.items():
            attribute = full.rpartition(_BETWEEN)[2]
            if attribute.lower().startswith("on"):
                found.append(f"it has the attribute `{attribute}`")
            elif _SCHEME.search(_IGNORED.sub("", value)):
                found.append(f"the attribute `{attribute}` has an address that is a script or a page")

    def instruction(target: str, _: str) -> None:
        if target.lower() == "xml-stylesheet":
            found.append("it has the instruction `xml-stylesheet`")

    parser.StartElementHandler = element
    parser.ProcessingInstructionHandler = instruction
    try:
        parser.Parse(raw, True)  # noqa: FBT003  # expat's own: this is all of it
    except (expat.ExpatError, ValueError):
        return found[0] if found else ""
    return found[0] if found else ""
