"""Every body of the content, rendered: the one dear step, and one item at a time."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

from brief.config import Site
from brief.diagnostics import Diagnostic
from brief.markdown.mentions import Names
from brief.markdown.renderer import render
from brief.markdown.text import Citable, Text
from brief.model import Briefing, Document, Page, Status, Tag, every_name
from brief.progress import SILENT, Progress
from brief.reading.loading import Content
from brief.working import in_batches


@dataclass(frozen=True, slots=True)
class _Manner:
    """What the texts of a site have in common. `names` are the tags' that they may mention, `outlets` by id."""

    language: str
    raw_html: str
    names: Names | None
    outlets: Mapping[str, tuple[str, ...]]


def render_all(
    site: Site, content: Content, executor: Executor | None = None, progress: Progress = SILENT
) -> tuple[dict[str, Text], list[Diagnostic]]:
    """The rendered bodies, by the path of their files, and what is wrong in them. `executor` takes batches of them."""
    outlets = {outlet.id: every_name(outlet) for outlet in content.outlets}
    names = Names({tag.id: every_name(tag) for tag in content.tags if tag.mentions}) if site.mentions else None
    manner = _Manner(site.language, site.raw_html, names, outlets)
    texts: dict[str, Text] = {}
    diagnostics: list[Diagnostic] = []
    waiting = tuple(_documents(content))
    rendered = in_batches(executor, partial(_rendered, manner), waiting)
    for path, text, found in progress.over("texts", rendered, len(waiting)):
        texts[path] = text
        diagnostics += found
    return texts, diagnostics


def _rendered(manner: _Manner, items: Sequence[Document]) -> list[tuple[str, Text, list[Diagnostic]]]:
    """The path, the text and the faults of each item."""
    return [
        (
            item.path,
            *render(
                item.body,
                path=item.path,
                first_line=item.body_line,
                sources=_citables(item, manner.outlets),
                names=None if isinstance(item, Briefing | Page) and not item.mentions else manner.names,
                own_tag=item.id if isinstance(item, Tag) else None,
                raw_html=manner.raw_html,
                lang=item.lang or manner.language,
                passages=isinstance(item, Briefing) or (isinstance(item, Page) and item.slug != "index"),
            ),
        )
        for item in items
    ]


def _documents(content: Content) -> Iterator[Document]:
    for briefing in content.briefings:
        if briefing.status is not Status.WITHDRAWN:
            yield briefing
    yield from (tag for tag in content.tags if tag.body)
    yield from content.outlets
    yield from content.pages


def _citables(item: Document, outlets: Mapping[str, tuple[str, ...]]) -> list[Citable]:
    if not isinstance(item, Briefing):
        return []
    return [
        Citable(number, source.id, source.title, (source.outlet, *outlets.get(source.outlet, ())))
        for number, source in enumerate(item.sources, start=1)
    ]
