"""Which format a text is in, told by the text itself: names of files are often wrong."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy

from brief.sourcing import bibtex, csl, ris
from brief.sourcing.references import Bibliography

Reader = Callable[[str], Bibliography]

_BIBTEX = re.compile(r"^\s*@[A-Za-z]+\s*[{(]", re.MULTILINE)
_RIS = re.compile(r"^TY  ?-", re.MULTILINE)
_MARKUP = re.compile(r"<[A-Za-z!?]")
_MHTML = re.compile(rb"\A(?:[A-Za-z-]+:[^\n]*\r?\n|[ \t][^\n]*\r?\n)*?Content-Type:\s*multipart/related", re.IGNORECASE)
_TOP = 100_000


def reader_of(text: str) -> Reader | None:
    """What reads a text as a bibliography; None for a page, or what is neither."""
    top = text[:_TOP].lstrip("\ufeff \t\r\n")
    if top.startswith("<"):
        return None
    if top.startswith(("{", "[")):
        return csl.bibliography
    if _RIS.search(top):
        return ris.bibliography
    return bibtex.bibliography if _BIBTEX.search(top) else None


def is_page(text: str) -> bool:
    """Whether there is any markup in a text."""
    return bool(_MARKUP.search(text))


def page_within(content: bytes) -> tuple[bytes, str, str] | None:
    """The page in an MHTML file (RFC 2557), which browsers save too: its bytes, their type, and its address."""
    if not _MHTML.match(content[:_TOP]):
        return None
    for part in message_from_bytes(content, policy=policy.compat32).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return page, str(part.get("Content-Type", "")), str(part.get("Content-Location", ""))
    return None
