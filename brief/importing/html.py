"""HTML as Markdown that brief reads as the HTML was shown. What can't be Markdown is told."""

import re
from collections.abc import Iterable
from typing import Any

from bs4 import BeautifulSoup, Comment, Tag
from markdownify import ATX, MarkdownConverter

from brief.importing.material import Note, Sort

_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE_START = re.compile(r"^(\s*)([#>+-]|\d+\.)(?=\s|$|#)", re.MULTILINE)
_SILENT = ("script", "style", "noscript", "template")
_FRAMES = ("iframe", "embed", "video", "audio", "object")

_MANNER: dict[str, Any] = {
    "heading_style": ATX,
    "bullets": "-",
    "sub_symbol": "<sub>",
    "sup_symbol": "<sup>",
    "table_infer_header": True,
    "autolinks": False,
}


class _Converter(MarkdownConverter):
    """markdownify, in the Markdown of Python-Markdown: what is within a list's item is set in by four."""

    def escape(self, text: str, parent_tags: Any) -> str:  # noqa: ARG002  # markdownify calls it so
        text = re.sub(r"([\\*_`{}])", r"\\\1", text or "")
        text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
        return (
            _LINE_START.sub(r"\1\\\2", text)
            if not re.match(r"\s*\d", text)
            else re.sub(r"^(\s*\d+)\.(?=\s)", r"\1\\.", text)
        )

    def convert_li(self, el: Tag, text: str, parent_tags: Any) -> str:  # noqa: ARG002  # as above
        text = (text or "").strip()
        if not text:
            return "\n"
        bullet = "-"
        if el.parent is not None and el.parent.name == "ol":
            bullet = f"{1 + len(el.find_previous_siblings('li'))}."
        lines = text.split("\n")
        return "\n".join([f"{bullet} {lines[0]}", *(f"    {line}".rstrip() for line in lines[1:])]) + "\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: Any) -> str:
        if "li" not in parent_tags:
            fence = "`" * max(3, 1 + max((len(it) for it in re.findall("`+", text)), default=0))
            return f"\n\n{fence}{_language(el)}\n{text.strip(chr(10))}\n{fence}\n\n"
        # A fence within an item is none.
        return "\n\n" + "\n".join(f"    {line}" for line in text.strip("\n").split("\n")) + "\n\n"

    def convert_del(self, el: Tag, text: str, parent_tags: Any) -> str:  # noqa: ARG002
        return f"<del>{text}</del>" if text.strip() else ""

    convert_s = convert_strike = convert_del

    def convert_mark(self, el: Tag, text: str, parent_tags: Any) -> str:  # noqa: ARG002
        return f"<mark>{text}</mark>" if text.strip() else ""

    def convert_img(self, el: Tag, text: str, parent_tags: Any) -> str:  # noqa: ARG002
        title = str(el.get("title") or "").replace('"', "&quot;")
        words = f' "{title}"' if title and title != el.get("alt") else ""
        return f"![{_bracketed(str(el.get('alt') or ''))}](<{el.get('src') or ''}>{words})"

    def convert_figure(self, el: Tag, text: str, parent_tags: Any) -> str:  # noqa: ARG002
        """A picture with its caption, where there is one picture and nothing else."""
        pictures, caption = el.find_all("img"), el.find("figcaption")
        link = el.find("a")
        if len(pictures) != 1 or el.find(["table", "pre", "blockquote", "p"]) or not isinstance(pictures[0], Tag):
            return f"\n\n{text.strip()}\n\n"
        words = " ".join(caption.get_text(" ").split()) if isinstance(caption, Tag) else ""
        picture = pictures[0]
        shown = f' "{words.replace(chr(34), "&quot;")}"' if words else ""
        made = f"![{_bracketed(str(picture.get('alt') or ''))}](<{picture.get('src') or ''}>{shown})"
        links_within = isinstance(caption, Tag) and caption.find("a") is not None
        if links_within or (isinstance(link, Tag) and shown):
            # A caption with links is a paragraph of its own: a picture's has none.
            return f"\n\n{text.strip()}\n\n"
        return f"\n\n[{made}](<{link.get('href')}>)\n\n" if isinstance(link, Tag) else f"\n\n{made}\n\n"


def _language(el: Tag) -> str:
    code = el.find("code")
    names: list[str] = []
    for element in (el, code):
        if isinstance(element, Tag):
            said: Any = element.get("class") or []
            names += said.split() if isinstance(said, str) else [str(it) for it in said]
    found = (re.fullmatch(r"(?:language|lang|brush)[-:]([\w+#.-]+);?", name) for name in names)
    return next((it[1] for it in found if it), "")


def _bracketed(text: str) -> str:
    return re.sub(r"([\[\]])", r"\\\1", " ".join(text.split()))


def markdown_of(html: str, path: str, line: int) -> tuple[str, list[Note]]:
    """`html` as Markdown. Notes are at the `line` of the file at `path`."""
    notes: list[Note] = []

    def told(sort: Sort, subject: str, message: str) -> None:
        notes.append(Note(sort, subject, path, line, message))

    try:
        soup = BeautifulSoup(html, "html.parser")
        for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
            if words := " ".join(str(comment).split()):
                told(Sort.LEFT_OUT, "comments", f"A comment of HTML: {words}")
            comment.extract()
        for element in soup.find_all(_SILENT):
            if isinstance(element, Tag):
                words = " ".join(f"{element.get('src') or ''} {element.get_text()}".split())
                told(Sort.PERSON, "HTML that is not shown", f"`<{element.name}>` is left out: {words}")
                element.decompose()
        for element in _tags(soup.find_all(_FRAMES)):
            _as_link(element, soup, told)
        made = str(_Converter(**_MANNER).convert_soup(soup))
    except RecursionError:
        told(
            Sort.PERSON,
            "HTML that is too deep",
            "Its elements are too deep within each other, and stayed as they were.",
        )
        return html, notes
    return re.sub(r"\n{3,}", "\n\n", made).strip("\n") + "\n", notes


def _tags(found: Iterable[Any]) -> list[Tag]:
    return [element for element in found if isinstance(element, Tag)]


def _as_link(element: Tag, soup: BeautifulSoup, told: Any) -> None:
    """What plays or shows something from elsewhere, as a link to it."""
    inner = element.find("source")
    address = str(
        element.get("src") or element.get("data") or (inner.get("src") if isinstance(inner, Tag) else "") or ""
    )
    address = f"https:{address}" if address.startswith("//") else address
    if not address:
        return
    link = soup.new_tag("a", href=address)
    link.string = str(element.get("title") or address)
    told(Sort.CHANGED, "frames", f"`<{element.name}>` is a link now: {address}")
    element.replace_with(link)
