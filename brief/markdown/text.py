"""What rendering one body gives, and the log that its extensions write while they work."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from brief.diagnostics import Diagnostic, Location


@dataclass(frozen=True, slots=True)
class Citable:
    """A source as the prose may name it: `number` is its place in the list, from 1."""

    number: int
    id: str
    title: str
    names: tuple[str, ...] = ()


class Kind(StrEnum):
    """What a reference names: an item by name, a file by path, or an address of this site.

    `NAME` is a name without its kind, as in `[[about]]`: a briefing's or a page's.
    """

    NAME = "name"
    BRIEFING = "briefing"
    TAG = "tag"
    OUTLET = "outlet"
    PAGE = "page"
    FILE = "file"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to something of this site, not yet resolved.

    `words` is what the writer wants to be shown, empty for the target's own title;
    `fragment` is a heading's id. `is_mention` tells a link that brief set from those that the writer did, `is_picture`
    a picture that is shown from a link.
    """

    kind: Kind
    name: str
    location: Location
    fragment: str = ""
    words: str = ""
    is_card: bool = False
    is_mention: bool = False
    is_picture: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """The sentence in which a link stands. `words` are the link's own; a title that the text leaves to
    the target is there as its placeholder."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text, level 2 to 6."""

    id: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Links:
    """All of a rendered body that linking depends on.

    `citations` counts the citations of each source, by its id; the anchors in the HTML are `cite-<id>-<n>`, from 1.
    `anchors` are all ids in it.
    """

    references: tuple[Reference, ...] = ()
    citations: Mapping[str, int] = field(default_factory=dict)
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Text(Links):
    """What is known of one rendered body.

    `token` is what its placeholders begin with. `contexts` are the sentences around references, by the reference's
    index; cards have none.
    """

    token: str = ""
    headings: tuple[Heading, ...] = ()
    contexts: Mapping[int, Context] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rendered(Text):
    """A body as HTML, with placeholders where references stand (see `Log.slot`), which showing it fills.

    `cited` are the ids of sources, each with the number of the mark that cites it; `marks` are the places of all marks.
    """

    html: str = ""
    cited: tuple[tuple[str, int], ...] = ()
    marks: Sequence[Location] = field(default=(), compare=False, repr=False)


Part = Literal["h", "t", "c", "i"]
"""What a placeholder stands for: an address (href), a title, a card, the address of a picture (image)."""

SLOT_PREFIX = r"x[0-9a-f]{20}"
"""A pattern of what placeholders begin with. Each text has its own; one pattern for all is compiled once."""

SLOT = re.compile(rf"(?P<token>{SLOT_PREFIX})(?P<part>[htci])(?P<index>\d+)\.")
"""A placeholder of any text."""


@dataclass(slots=True)
class Log:
    """What the extensions have to know of the body that is being rendered, and what they find in it.

    The extensions of a converter have one log, which is begun anew for each body. `path` is the file's own from the
    site's folder, which relative links count from; `sources` are what the body may cite; `mentioned` are the tags that
    are not linked any more.
    """

    token: str = ""
    path: str = ""
    places: Sequence[Location] = ()
    sources: Sequence[Citable] = ()
    mentioned: set[str] = field(default_factory=set)
    references: list[Reference] = field(default_factory=list)
    citations: Counter[str] = field(default_factory=Counter)
    cited: list[tuple[str, int]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def begin(self, token: str, path: str, places: Sequence[Location], sources: Sequence[Citable]) -> None:
        """Forget the body before; what was found in it stays with whoever has it."""
        self.token, self.path, self.places, self.sources = token, path, places, sources
        self.mentioned, self.references, self.citations, self.diagnostics = set(), [], Counter(), []
        self.cited = []

    def refer(self, reference: Reference, part: Part) -> str:
        """Note a reference; gives the placeholder that stands for `part` of it."""
        self.references.append(reference)
        return self.slot(len(self.references) - 1, part)

    def slot(self, index: int, part: Part) -> str:
        """The placeholder of `part` of reference number `index`."""
        return f"{self.token}{part}{index}."
