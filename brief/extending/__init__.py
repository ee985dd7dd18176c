"""What a site can add to brief: Markdown extensions, outputs and checks. This is all that they may rely on.

A Markdown extension is Python-Markdown's own (`markdown.Extension`). An output and a check are functions, which are
given the `Publication`: what readers of the site see. `site.toml` names them, see `brief.extending.naming`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # as in the model
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class PublishedSource:
    """A source of a briefing. `published` is in EDTF (ISO 8601-2), as the writer gave it; `outlet` is an id."""

    id: str
    outlet: str
    title: str
    url: str | None
    where: str | None
    published: str | None
    lang: str | None
    rating: str | None
    archived: str | None


@dataclass(frozen=True, slots=True)
class PublishedBriefing:
    """A briefing that readers see. `path` is its file from the site's folder, `url` its whole address; `tags` are ids.

    `changed` is the last day on which something about it changed for readers; `is_withdrawn` tells one that was taken
    back, of which nothing but this is shown.
    """

    path: str
    url: str
    title: str
    summary: str
    date: Day
    changed: Day
    lang: str
    tags: tuple[str, ...]
    sources: tuple[PublishedSource, ...]
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class Publication:
    """A site as its readers see it. `briefings` are newest first; `tags` and `outlets` are titles by id.

    `html` gives the text of a briefing as its page has it, with whole addresses; it takes the time of that page.
    """

    title: str
    url: str
    language: str
    briefings: tuple[PublishedBriefing, ...]
    tags: Mapping[str, str]
    outlets: Mapping[str, str]
    html: Callable[[PublishedBriefing], str]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has found in the file at `path`, from the site's folder; line and column count from 1."""

    path: str
    message: str
    hint: str = ""
    line: int = 1
    column: int = 1
    severity: Literal["error", "warning", "note"] = "warning"


class MakesFile(Protocol):
    """An output: the content of the file that `site.toml` names. The same publication has to give the same bytes."""

    def __call__(self, publication: Publication, /) -> str | bytes: ...


class Checks(Protocol):
    """A check: what is wrong with the publication, or could be better. An error keeps it from being published."""

    def __call__(self, publication: Publication, /) -> Iterable[Finding]: ...
