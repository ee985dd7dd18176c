"""What the files of the new site are called: their addresses stay what they were, as far as brief's rules allow."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from pathlib import PurePosixPath

from slugify import slugify

from brief.importing.addresses import Taken
from brief.importing.material import Kind, Media, Text

_LONGEST = 120


def slug(name: str) -> str:
    """A name as one segment of an address."""
    return slugify(name, max_length=_LONGEST, word_boundary=True, save_order=True) or "untitled"


def title_of(name: str) -> str:
    """A file's or a folder's name as a title."""
    words = re.sub(r"[-_]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def edition(lang: str, language: str) -> str:
    """The address of a language's home page; `language` is the site's own."""
    return "/" if lang == language else f"/{lang.lower()}/"


def slugs(texts: Sequence[Text], language: str, taken: Taken) -> dict[str, str]:
    """The slug of each text by its path, with folders for a page; its address is given to it.

    Who can't have its own, since another has it or brief, gets a longer one.
    """
    above = {"/".join(_segments(text, language)[:-1]) for text in texts if text.kind is Kind.PAGE}
    found: dict[str, str] = {}
    for text in texts:
        start = edition(text.lang, language) + ("briefings/" if text.kind is Kind.BRIEFING else "")
        for candidate in _candidates(text, language):
            address = f"{start}{candidate}/"
            if text.kind is Kind.PAGE and candidate != "index" and taken.is_own(address):
                continue
            if taken.give(start if candidate == "index" else address, text.path):
                # A page with others below it stands in their folder.
                found[text.path] = f"{candidate}/index" if text.kind is Kind.PAGE and candidate in above else candidate
                break
    return found


def _candidates(text: Text, language: str) -> Iterator[str]:
    if text.kind is Kind.BRIEFING:
        folders, wished = [], slug(text.name)
    else:
        *folders, wished = _segments(text, language)
    yield "/".join((*folders, wished))
    above = slug(PurePosixPath(text.path).parent.name)
    others = chain(
        (f"{wished}-{above}" if above != "untitled" else f"{wished}-2",), (f"{wished}-{n}" for n in count(2))
    )
    # A page whose first folder is one of brief's own gets another folder too.
    safe = [f"{folders[0]}-pages", *folders[1:]] if folders else []
    yield from ("/".join((*safe, other)) for other in others)


def _segments(text: Text, language: str) -> list[str]:
    """The folders of a page's address and its own part, as slugs; that of a home page is `index`."""
    address = next(iter(text.addresses), f"/{text.name}/")
    start = edition(text.lang, language)
    inner = address.removeprefix(start) if address.startswith(start) else address
    inner = inner.strip("/").removesuffix(".html").removesuffix(".htm")
    return [slug(part) for part in inner.split("/") if part] or ["index"]


def path(text: Text, name: str, language: str) -> str:
    """The path of a text's file in the new site, by its slug."""
    folder = "" if text.lang == language else f"{text.lang}/"
    if text.kind is Kind.PAGE:
        return f"content/pages/{folder}{name}.md"
    assert text.date is not None
    return f"content/briefings/{folder}{text.date.isoformat()}-{name}.md"


def media_paths(media: Iterable[Media]) -> dict[str, str]:
    """The path in the new site of each file, by its path in the source. Case doesn't tell two apart."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for item in media:
        wished = PurePosixPath("content/files", *[_visible(part) for part in PurePosixPath(item.name).parts])
        numbered = (wished.with_name(f"{wished.stem}-{number}{wished.suffix}") for number in count(2))
        path = next(str(other) for other in chain((wished,), numbered) if str(other).casefold() not in taken)
        taken.add(path.casefold())
        found[item.path] = path
    return found


def _visible(part: str) -> str:
    """A name that brief doesn't take for a hidden file's."""
    return part.lstrip(".#").rstrip("~") or "file"
