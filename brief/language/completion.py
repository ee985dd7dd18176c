"""What can be written at a place: keys and values of front matter; in prose what can be linked to and cited."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from brief.language import candidates, keys
from brief.language.candidates import Candidate, matching
from brief.language.documents import Document, Span
from brief.language.keys import Names
from brief.language.snapshots import Snapshot
from brief.language.texts import Text, resolved
from brief.language.yamlplaces import Spot, others, unfinished
from brief.markdown.links import reference_of
from brief.model import Briefing, Page, Tag

_WIKILINK = re.compile(r"!?\[\[(?P<inner>[^\[\]\n]*)$")
_CITATION = re.compile(r"\[@[^\[\]\n]*$")
_LAST_ID = re.compile(r"@(?P<id>[^\s,;@\[\]]*)$")
_WIRE = re.compile(r"\[(?:sources?|источники?)\s*:(?:[^\[\]\n]*;)?\s*(?P<name>[^\[\]\n;]*)$", re.IGNORECASE)
_NAME_REST = re.compile(r"[^\[\]|#\n]*(?=\]\]|\||#)|[\w/.:-]*")
_ID_REST = re.compile(r"[^\s,;@\[\]]*")
_WIRE_REST = re.compile(r"[^\[\]\n;]*(?=[\];])|[\w.-]*")
_WORD_REST = re.compile(r"[\w/.@~-]*")
_TOP_KEY = re.compile(r"^(\w+):", re.MULTILINE)
_RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "can't be judged",
}
_CREDIBILITY = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "can't be judged",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be written in the place of `span`. It is `complete` where more letters can only make it less."""

    span: Span
    typed: str
    candidates: tuple[Candidate, ...] = ()
    complete: bool = True


def complete(text: Text, offset: int, snapshot: Snapshot) -> Offer | None:
    """What can be written at a place of a text; None where nothing is known of it."""
    document = text.document
    if document.kind is None:
        return None
    if document.is_in_matter(offset):
        return _in_matter(text, offset, snapshot)
    return _in_prose(text, offset, snapshot) if document.body.start <= offset else None


def _offer(document: Document, span: Span, cursor: int, listed: list[Candidate], end: str = "") -> Offer:
    """Those of `listed` that what stands before the cursor may become, each with the `end` that is lacking."""
    typed = document.text[span.start : cursor]
    found, complete = matching(listed, typed)
    return Offer(span, typed, tuple(replace(it, text=it.text + end) if end else it for it in found), complete)


def _in_matter(text: Text, offset: int, snapshot: Snapshot) -> Offer | None:
    document, kind = text.document, text.document.kind or ""
    found = unfinished(document, offset)
    if found is None:
        return None
    field = None if found.is_key else keys.key_field(kind, found.keys)
    is_item = isinstance(found.keys[-1], int)
    if found.is_key or (field and keys.holds_keys(field) and (is_item or not keys.is_list(field))):
        return _offer(document, _word(found, document), offset, _keys(document, found, snapshot.site.languages))
    values = _values(text, found, snapshot)
    offer = _offer(document, _word(found, document), offset, values) if values else None
    is_quoted = document.text[found.span.start - 1 : found.span.start] in {'"', "'"}
    if offer and field and keys.is_list(field) and not is_item and not is_quoted:
        listed = (replace(candidate, text=f"[{candidate.text}]") for candidate in offer.candidates)
        return replace(offer, candidates=tuple(listed))
    return offer


def _word(found: Spot, document: Document) -> Span:
    """What is replaced: what stands before the cursor, and the rest of the word that the cursor is in."""
    rest = _WORD_REST.match(document.text, found.span.end)
    return Span(found.span.start, rest.end() if rest else found.span.end)


def _keys(document: Document, found: Spot, languages: Iterable[str]) -> list[Candidate]:
    """The keys that may stand where a key is being written, but those that are there."""
    kind, owner = document.kind or "", found.owner if found.is_key else found.keys
    there = {spot.keys[-1] for spot in others(document, found) if spot.is_key}
    if not owner:
        matter = document.text[document.matter.start : document.matter.end]
        there |= {known[1] for known in _TOP_KEY.finditer(matter)}
    end = "" if document.text.startswith(":", _word(found, document).end) else ":"
    space = " " if end else ""
    form = keys.form(kind, owner)
    if form is None:
        is_named = (field := keys.key_field(kind, owner)) is not None and keys.holds_keys(field)
        listed = [Candidate(f"{lang}{end}{space}", "key", label=lang) for lang in languages if is_named]
    else:
        listed = [
            Candidate(
                name + end + ("" if keys.holds_keys(field) else space),
                "key",
                label=name,
                detail="has to be there" if field.is_required() else "",
                about=field.description or "",
                rank=number,
            )
            for number, (name, field) in enumerate(form.model_fields.items())
        ]
    return [candidate for candidate in listed if candidate.label not in there]


def _values(text: Text, found: Spot, snapshot: Snapshot) -> list[Candidate]:
    """The values that a key may have, as far as they are known, but those of its list that are there."""
    kind, lang = text.document.kind or "", snapshot.lang(text.document.path)
    match keys.named(kind, found.keys):
        case Names.TAG:
            own = text.item.id if isinstance(text.item, Tag) else ""
            listed = [candidate for candidate in candidates.tags(snapshot) if candidate.text != own]
        case Names.OUTLET:
            listed = candidates.outlets(snapshot)
        case Names.BRIEFING:
            listed = candidates.briefings(snapshot, snapshot.site.language)
            own = text.item.slug if isinstance(text.item, Briefing) and found.keys[0] == "supersedes" else ""
            listed = [candidate for candidate in listed if candidate.text != own]
        case Names.PAGE:
            listed = candidates.pages(snapshot, lang)
        case Names.LANGUAGE:
            listed = [Candidate(code, "value", label=code) for code in snapshot.site.languages]
        case Names.RATING:
            return _ratings()
        case None:
            field = keys.key_field(kind, found.keys)
            listed = [Candidate(value, "value", label=value) for value in keys.choices(field)] if field else []
    if not isinstance(found.keys[-1], int):
        return listed
    there = {spot.value for spot in others(text.document, found)}
    return [candidate for candidate in listed if candidate.text not in there]


def _ratings() -> list[Candidate]:
    """The Admiralty code (NATO AJP-2.1, annex), in words."""
    return [
        Candidate(f"{letter}{digit}", "value", label=f"{letter}{digit}", detail=f"{source}; {information}", rank=number)
        for number, (letter, source, digit, information) in enumerate(
            (letter, source, digit, information)
            for letter, source in _RELIABILITY.items()
            for digit, information in _CREDIBILITY.items()
        )
    ]


def _in_prose(text: Text, offset: int, snapshot: Snapshot) -> Offer | None:
    document = text.document
    before = document.text[document.line_start(offset) : offset]
    start = offset - len(before)
    if found := _WIKILINK.search(before):
        return _link(text, offset, snapshot, found["inner"], is_card=found[0].startswith("!"))
    item = text.item
    if not isinstance(item, Briefing):
        return None
    if _CITATION.search(before) and (found := _LAST_ID.search(before)):
        listed = candidates.sources(item.sources, snapshot.outlets)
        span = _until(document, start + found.start("id"), offset, _ID_REST)
        return _offer(document, span, offset, listed, _end(document, span, "]", ",;]"))
    if found := _WIRE.search(before):
        span = _until(document, start + found.start("name"), offset, _WIRE_REST)
        return _offer(document, span, offset, _wire(item, snapshot), _end(document, span, "]", ",;]"))
    return None


def _wire(item: Briefing, snapshot: Snapshot) -> list[Candidate]:
    """The sources as wire copy names them: by the outlet where that has one alone, else by the id."""
    outlets = item.sources.outlets
    return [
        replace(candidate, text=snapshot.outlets[outlet].title, names=(*candidate.names, candidate.text))
        if outlets.count(outlet) == 1 and outlet in snapshot.outlets
        else candidate
        for candidate, outlet in zip(candidates.sources(item.sources, snapshot.outlets), outlets, strict=True)
    ]


def _link(text: Text, offset: int, snapshot: Snapshot, inner: str, *, is_card: bool) -> Offer | None:
    document = text.document
    if "|" in inner:
        return None
    name, hash_, _ = inner.partition("#")
    if hash_:
        span = _until(document, offset - len(inner) + len(name) + 1, offset, _NAME_REST)
        listed = _headings(text, name, snapshot)
    else:
        span = _until(document, offset - len(inner), offset, _NAME_REST)
        listed = _linkable(name, snapshot, text.document.path, is_card=is_card)
    return _offer(document, span, offset, listed, _end(document, span, "]]", "|#]"))


def _headings(text: Text, name: str, snapshot: Snapshot) -> list[Candidate]:
    """The headings of what a link names: those of the text itself as it is being written, of others as they were."""
    reference = reference_of(name, text.document.location(0))
    target = resolved(reference, snapshot, snapshot.lang(text.document.path))
    if target is None or target.item is None:
        return []
    if target.item.path == text.document.path:
        headings = text.rendered.headings
    elif known := snapshot.archive.texts.get(target.item.path):
        headings = known.headings
    else:
        return []
    return [
        Candidate(heading.id, "heading", label=heading.text, detail="#" * heading.level, rank=number)
        for number, heading in enumerate(headings)
    ]


def _linkable(name: str, snapshot: Snapshot, path: str, *, is_card: bool) -> list[Candidate]:
    """What a link may name, where its kind is told what is of that kind."""
    lang = snapshot.lang(path)
    own = snapshot.item(path)
    slug = own.slug if isinstance(own, Briefing | Page) else ""
    briefings = [it for it in candidates.briefings(snapshot, lang) if it.text != slug]
    if is_card:
        return briefings
    pages = [it for it in candidates.pages(snapshot, lang) if it.text != slug]
    by_kind = {
        "briefing": _as("briefing", briefings),
        "page": _as("page", pages),
        "tag": _as("tag", candidates.tags(snapshot)),
        "outlet": _as("outlet", candidates.outlets(snapshot)),
    }
    prefix, colon, _ = name.partition(":")
    if colon and prefix.strip().lower() in by_kind:
        return by_kind[prefix.strip().lower()]
    both = {it.text for it in briefings} & {it.text for it in pages}
    plain = [it for it in (*briefings, *pages) if it.text not in both]
    told = [it for it in (*by_kind["briefing"], *by_kind["page"]) if it.text.partition(":")[2] in both]
    return [*plain, *told, *by_kind["tag"], *by_kind["outlet"]]


def _as(prefix: str, listed: list[Candidate]) -> list[Candidate]:
    return [
        replace(it, text=f"{prefix}:{it.text}", names=(*own, *(f"{prefix}:{name}" for name in own)))
        for it in listed
        for own in [(it.text, it.label, *it.names)]
    ]


def _until(document: Document, start: int, offset: int, rest: re.Pattern[str]) -> Span:
    found = rest.match(document.text, offset, document.line_end(offset))
    return Span(start, found.end() if found else offset)


def _end(document: Document, span: Span, bracket: str, signs: str) -> str:
    """The bracket that has to follow a span; empty where one of the signs that may follow is there."""
    after = document.text[span.end : span.end + 1]
    return "" if after and after in signs else bracket
