"""The content of a post as HTML that stands by itself: without blocks' marks and shortcodes, with its paragraphs.

developer.wordpress.org, "Block grammar"; codex.wordpress.org, "Shortcode"; `wpautop` makes paragraphs of empty lines.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from brief.importing.material import Note, Sort

_BLOCK = re.compile(r"<!--\s*/?wp:(?P<name>[\w/-]+)(?P<rest>.*?)(?P<alone>/)?-->", re.DOTALL)
_MORE = re.compile(r"<!--\s*more\b.*?-->")
_PAGE = re.compile(r"<!--\s*nextpage\s*-->")
_CAPTION = re.compile(r"\[(?:wp_)?caption\b(?P<rest>[^\]]*)\](?P<inner>.*?)\[/(?:wp_)?caption\]", re.DOTALL)
_EMBED = re.compile(r"\[embed\b[^\]]*\]\s*(?P<address>[^\[\s]+)\s*\[/embed\]")
_CODE = re.compile(r"\[(?P<name>code|sourcecode)\b(?P<rest>[^\]]*)\](?P<inner>.*?)\[/(?P=name)\]", re.DOTALL)
_GALLERY = re.compile(r"\[gallery\b(?P<rest>[^\]]*)\]")
_PLAYER = re.compile(r"\[(?P<name>audio|video|youtube|vimeo|playlist)\b(?P<rest>[^\]]*)\](?:\s*\[/(?P=name)\])?")
_SHORTCODE = re.compile(
    r"(?<!\[)\[(?P<name>[a-z][\w-]{2,})(?P<rest>(?:\s+[\w-]+=(?:\"[^\"]*\"|'[^']*'|[^\s\]]+))+\s*|(?=\][^\[]*\[/(?P=name)\]))/?\]",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\]]+))")
_BARE = re.compile(r"^[ \t]*(https?://[^\s<>\"]+)[ \t]*$", re.MULTILINE)
_PRE = re.compile(r"<pre\b.*?</pre\s*>", re.DOTALL | re.IGNORECASE)
_IS_BLOCK = re.compile(
    r"\s*</?(?:p|div|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|blockquote|pre|figure|figcaption|hr|form|"
    r"section|article|aside|header|footer|details|address|iframe|script|style|video|audio|object|center)\b",
    re.IGNORECASE,
)
_PLAIN_BLOCKS = frozenset({"more", "nextpage", "separator", "spacer"})


@dataclass(frozen=True, slots=True)
class Picture:
    """A file of the old site's media."""

    address: str
    title: str


Find = Callable[[str], Picture | None]
"""The picture of that id."""


def html_of(content: str, path: str, line: int, find: Find) -> tuple[str, str, list[Note]]:
    """The HTML, what stood before "more" where that was said, and what had to be told."""
    notes: list[Note] = []

    def told(sort: Sort, subject: str, message: str) -> None:
        notes.append(Note(sort, subject, path, line, message))

    is_in_blocks = "<!-- wp:" in content

    def block(found: re.Match[str]) -> str:
        if found["alone"] and found["name"] not in _PLAIN_BLOCKS:
            words = " ".join(f"{found['name']}{found['rest']}".split())
            told(Sort.PERSON, f"block `{found['name']}`", f"WordPress made this when it showed the page: {words}")
        return ""

    def gallery(found: re.Match[str]) -> str:
        given = _given(found["rest"])
        pictures = [(ident, find(ident)) for ident in re.split(r"[,\s]+", given.get("ids", "")) if ident]
        lost = [ident for ident, picture in pictures if picture is None]
        if lost or not pictures:
            told(Sort.PERSON, "galleries", f"Pictures of this gallery were not found: {found[0]}")
        images = (f'<img src="{escape(it.address)}" alt="{escape(it.title)}">' for _, it in pictures if it)
        return "".join(f"\n\n<p>{image}</p>\n\n" for image in images)

    def player(found: re.Match[str]) -> str:
        given = _given(found["rest"])
        words = found["rest"].strip().strip("=")
        address = next(
            (given[name] for name in ("src", "mp3", "mp4", "m4a", "ogg", "webm", "id") if given.get(name)), words
        )
        starts = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
        if not address.startswith(("http", "/")):
            if found["name"] not in starts or not re.fullmatch(r"[\w-]+", address):
                return found[0]
            address = starts[found["name"]] + address
        told(Sort.CHANGED, f"shortcode `{found['name']}`", f"It is a link now: {address}")
        return f'<a href="{escape(address)}">{escape(address)}</a>'

    def unknown(found: re.Match[str]) -> str:
        message = f"Nothing is known of this shortcode, and it stands in the text as it was written: {found[0]}"
        told(Sort.PERSON, f"shortcode `{found['name']}`", message)
        return found[0]

    html = _CODE.sub(_pre, content)
    before, more, _ = _cut(html)
    html = _MORE.sub("", html)
    html = _PAGE.sub("\n\n<hr>\n\n", html)
    html = _BLOCK.sub(block, html)
    html = _CAPTION.sub(lambda found: _figure(found["inner"], _given(found["rest"]).get("caption", "")), html)
    html = _EMBED.sub(lambda found: f"\n\n{found['address']}\n\n", html)
    html = _GALLERY.sub(gallery, html)
    html = _PLAYER.sub(player, html)
    _SHORTCODE.sub(unknown, html)
    html = _outside_code(html, lambda part: _BARE.sub(r'<a href="\1">\1</a>', part))
    html = html if is_in_blocks else _outside_code(html, _paragraphs)
    return html, _plain(before) if more else "", notes


def _cut(html: str) -> tuple[str, str, str]:
    found = _MORE.search(html)
    return (html[: found.start()], found[0], html[found.end() :]) if found else (html, "", "")


def _plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>|\[[^\]]*\]", " ", html).split())


def _given(rest: str) -> dict[str, str]:
    return {name: quoted or single or bare for name, quoted, single, bare in _ATTRIBUTE.findall(rest)}


def _pre(found: re.Match[str]) -> str:
    given = _given(found["rest"])
    language = given.get("lang") or given.get("language") or ""
    inner = found["inner"].strip("\n")
    # The editor writes some of these as entities, and some as they are.
    inner = re.sub(r"<(?!/?(?:br|p)\b)", "&lt;", inner)
    return f'<pre class="language-{escape(language)}">{inner}</pre>' if language else f"<pre>{inner}</pre>"


def _figure(inner: str, words: str) -> str:
    """A picture with what stands below it: behind it or, in old texts, in the attribute `caption`."""
    picture = re.match(r"\s*(?P<picture>(?:<a\b[^>]*>)?\s*<img\b[^>]*>\s*(?:</a>)?)(?P<words>.*)", inner, re.DOTALL)
    if picture is None:
        return inner
    return f"\n\n<figure>{picture['picture']}<figcaption>{picture['words'].strip() or words}</figcaption></figure>\n\n"


def _outside_code(html: str, change: Callable[[str], str]) -> str:
    made, at = [], 0
    for found in _PRE.finditer(html):
        made += [change(html[at : found.start()]), found[0]]
        at = found.end()
    return "".join((*made, change(html[at:])))


def _paragraphs(html: str) -> str:
    """Paragraphs where there are empty lines, and breaks where lines end."""
    parts = (part.strip("\n") for part in re.split(r"\n[ \t]*\n", html.replace("\r", "")))
    return "\n\n".join(part if not part.strip() or _IS_BLOCK.match(part) else _paragraph(part) for part in parts)


def _paragraph(part: str) -> str:
    lines = re.sub(r"(?<!>)\n(?!\s*<(?:/?(?:ul|ol|li|p|div|h\d|blockquote|table)\b|br))", "<br>\n", part.strip())
    return f"<p>{lines}</p>"
