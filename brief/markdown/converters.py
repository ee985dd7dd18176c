"""Python-Markdown with the extensions that a text needs, made once for all texts that need the same."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension

from brief.markdown import places
from brief.markdown.citations import Citations
from brief.markdown.figures import Figures
from brief.markdown.links import Links
from brief.markdown.mentions import Mentions, Names
from brief.markdown.passages import Passages
from brief.markdown.quick.contents import Headings
from brief.markdown.quick.converter import Converter
from brief.markdown.quick.signs import HTML, held, is_held
from brief.markdown.quotations import Quotations
from brief.markdown.structure import Structure, heading_id
from brief.markdown.text import Log

_BY_SIGN: tuple[tuple[tuple[str, ...], Callable[[], Extension]], ...] = (
    (("```", "~~~"), FencedCodeExtension),
    (("{",), AttrListExtension),
    (("!!!",), AdmonitionExtension),
    (("[^",), partial(FootnoteExtension, BACKLINK_TITLE="↩ {}")),
)
"""Extensions that have work with any text, each with strings of which a text holds one where the work is for anything.

They are classes and not names: a name is looked up among the entry points of all that is installed.
"""

_CONTENTS = ("[TOC]",)


@dataclass(frozen=True, slots=True)
class Manner:
    """How texts are rendered: the names that are linked in them, what their HTML is to be, and whether passages get
    addresses; `extensions` are the site's own. See `render`."""

    names: Names | None = None
    raw_html: str = "sanitize"
    passages: bool = False
    extensions: tuple[Callable[[], Extension], ...] = ()


@dataclass(frozen=True, slots=True)
class _Kind:
    """What tells converters apart: `signs` are those that a text holds one of, of `_BY_SIGN` by place."""

    manner: Manner
    signs: tuple[bool, ...]
    has_contents: bool
    has_html: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """A converter with the log of its extensions. `kind` is None for one that is not used again."""

    md: Markdown
    log: Log
    kind: _Kind | None = None


class Converters:
    """Converters at rest, for one caller that gives them to each of its texts: to make one takes as long as to use it.

    A text leaves nothing behind in one: Python-Markdown's state and its extensions' is reset, and a log begins anew.
    """

    def __init__(self) -> None:
        self._resting: dict[_Kind, Prepared] = {}

    def take(self, source: str, manner: Manner) -> Prepared:
        """A converter for `source`, which may be used for it alone."""
        signs = held(source, tuple(signs for signs, _ in _BY_SIGN))
        kind = _Kind(manner, signs, is_held(source, _CONTENTS), is_held(source, HTML))
        prepared = self._resting.pop(kind, None)
        if prepared is not None:
            prepared.md.reset()
            return prepared
        log = Log()
        needed = (make() for (_, make), is_needed in zip(_BY_SIGN, signs, strict=True) if is_needed)
        contents = TocExtension if kind.has_contents else Headings
        extensions = [*needed, *_always(contents, manner, log)]
        return Prepared(_without_html(Converter(extensions, has_html=kind.has_html), manner), log, kind)

    def rest(self, prepared: Prepared) -> None:
        """Take one back that did its work; one that failed at it is not to come back."""
        if prepared.kind is not None:
            self._resting[prepared.kind] = prepared


def plain(manner: Manner) -> Prepared:
    """Python-Markdown with all extensions, for any text."""
    log = Log()
    own = (make() for make in manner.extensions)
    extensions = [*(make() for _, make in _BY_SIGN), *_always(TocExtension, manner, log), *own]
    return Prepared(_without_html(Markdown(extensions=extensions, output_format="html"), manner), log)


def _always(contents: Callable[..., Extension], manner: Manner, log: Log) -> list[Extension]:
    return [
        TableExtension(),
        DefListExtension(),
        Quotations(),
        Figures(),
        SaneListExtension(),
        contents(slugify=_heading_id, toc_depth="2-4"),
        Citations(log),
        Links(log),
        Structure(),
        *([Mentions(manner.names, log)] if manner.names is not None else []),
        *([Passages()] if manner.passages else []),
    ]


def _without_html(md: Markdown, manner: Manner) -> Markdown:
    if manner.raw_html == "escape":
        md.preprocessors.deregister("html_block", strict=False)
        md.inlinePatterns.deregister("html")
    return md


def _heading_id(text: str, separator: str) -> str:
    return heading_id(places.clean(text), separator)
