"""What stands at a place of front matter, also while its YAML is being written and is none yet.

PyYAML tells of keys and values one by one and stops at the first fault, so that what stands before it is known: the
text is cut at the place that is asked about, and what the place may hold is tried there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from brief.language.documents import Document, Span
from brief.model import KeyPath

# A key at the margin. What stands before it may be broken, and says nothing of what stands behind it.
_TOP = re.compile(r"^[^\s#\-\[\]{}\"',][^\n:]*:(?=\s|$)", re.MULTILINE)
_AT_MARGIN = re.compile(r"[^\s#\-\[\]{}\"',]")
# The letter that is set at the cursor, with what may have to follow it: a key has no colon yet, a quote no end.
_ENDINGS = ("x", "x:", 'x"', "x'", 'x":', "x':")
_REST_OF_WORD = re.compile(r"[\w/.@~?%-]*")


@dataclass(frozen=True, slots=True)
class Spot:
    """A key or a value. `keys` lead to it: for a key they end with itself, for a list's item with its number.

    `span` is what it is in the text, quotes left out, and `value` what it says.
    """

    keys: KeyPath
    is_key: bool
    span: Span
    value: str

    @property
    def owner(self) -> KeyPath:
        """The keys that lead to what it stands in."""
        return self.keys[:-1]


def spot(document: Document, offset: int) -> Spot | None:
    """The key or value at a place of a text as it is."""
    top, end = _block(document, offset)
    within = document.text[top:end]
    if found := _found(within, offset - top):
        return _moved(found, top)
    rest = _REST_OF_WORD.match(document.text, offset)
    return unfinished(document, rest.end() if rest else offset)


def unfinished(document: Document, offset: int) -> Spot | None:
    """The key or value that is being written at a place, which may be empty still."""
    top, _ = _block(document, offset)
    before = document.text[top:offset]
    for ending in _ENDINGS:
        if found := _found(before + ending, offset - top):
            span = Span(top + found.span.start, offset)
            keys = found.keys
            if found.is_key:
                keys = (*keys[:-1], document.text[span.start : offset])
            return Spot(keys, found.is_key, span, document.text[span.start : offset])
    return None


def spots(document: Document) -> Iterator[Spot]:
    """All keys and values of the front matter, up to the first fault."""
    start = document.matter.start
    for found in _events(document.text[start : document.matter.end]):
        yield _moved(found, start)


def others(document: Document, written: Spot) -> Iterator[Spot]:
    """What stands beside that which is being written, in its mapping or list, as far as that can be read."""
    owner, at = written.owner, written.span.end - document.matter.start
    matter = document.text[document.matter.start : document.matter.end]
    # With a letter in the place of what is not there yet.
    for found in _events(f"{matter[:at]}x{matter[at:]}"):
        if found.owner == owner and not found.span.holds(at):
            yield found


def _block(document: Document, offset: int) -> tuple[int, int]:
    """From where to where the key at the margin, with its values, stands that `offset` belongs to."""
    start, end = document.matter.start, document.matter.end
    line_end = document.line_end(offset)
    if _AT_MARGIN.match(document.text, top := document.line_start(offset)):
        tops = [top]
    else:
        tops = [found.start() for found in _TOP.finditer(document.text, start, min(line_end, end))]
    top = tops[-1] if tops else start
    following = _TOP.search(document.text, min(line_end + 1, end), end)
    return top, following.start() if following else end


def _moved(found: Spot, by: int) -> Spot:
    return Spot(found.keys, found.is_key, Span(found.span.start + by, found.span.end + by), found.value)


def _found(text: str, offset: int) -> Spot | None:
    return next((found for found in _events(text) if found.span.holds(offset)), None)


@dataclass(slots=True)
class _Open:
    """A mapping or a list that is not closed yet: `key` is what its next value stands under."""

    keys: KeyPath
    is_mapping: bool
    key: str | int | None = None
    count: int = field(default=0)

    def next(self) -> KeyPath:
        own = self.key if self.is_mapping else self.count
        return (*self.keys, "" if own is None else own)

    def done(self) -> None:
        self.key = None
        self.count += 1


def _events(text: str) -> Iterator[Spot]:
    """Each key and value of a text, as far as it is YAML."""
    opened: list[_Open] = []
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                keys = opened[-1].next() if opened else ()
                opened.append(_Open(keys, isinstance(event, yaml.MappingStartEvent)))
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                opened.pop()
                if opened:
                    opened[-1].done()
            elif isinstance(event, yaml.ScalarEvent):
                yield from _scalar(event, opened)
    except (yaml.YAMLError, ValueError, RecursionError, IndexError):
        return


def _scalar(event: yaml.ScalarEvent, opened: list[_Open]) -> Iterator[Spot]:
    quote = 1 if event.style in {'"', "'"} else 0
    assert event.start_mark
    assert event.end_mark
    span = Span(event.start_mark.index + quote, event.end_mark.index - quote)
    if not opened:
        # A word alone is a key whose colon is to come, or nothing that front matter holds.
        yield Spot((event.value,), is_key=True, span=span, value=event.value)
        return
    inner = opened[-1]
    if inner.is_mapping and inner.key is None:
        inner.key = event.value
        yield Spot((*inner.keys, event.value), is_key=True, span=span, value=event.value)
        return
    keys = inner.next()
    inner.done()
    # A value that is not there has no place.
    if quote or span.start != span.end:
        yield Spot(keys, is_key=False, span=span, value=event.value)
