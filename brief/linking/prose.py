"""Every body of the content, rendered: the one dear step, and one item at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import msgspec

from brief.config import Site
from brief.diagnostics import Diagnostic
from brief.digests import short
from brief.markdown.mentions import Names
from brief.markdown.renderer import render
from brief.markdown.text import Citable, Text
from brief.model import Briefing, Document, Page, Status, Tag, every_name
from brief.reading.loading import Body, Content, body_of
from brief.state import Damaged, State
from brief.working import in_batches

_TEXT = msgspec.msgpack.Decoder(Text)
_FAULTS = msgspec.msgpack.Decoder(tuple[Diagnostic, ...])
# At the end of a text's key: whether there are faults to be told.
_SOUND, _FAULTY = b"\0", b"\1"


class _Task(NamedTuple):
    """What rendering one body needs to know, but for the body itself and what all bodies have in common."""

    path: str
    first_line: int
    lang: str
    sources: tuple[Citable, ...]
    mentions: bool
    own_tag: str | None
    passages: bool


@dataclass(frozen=True, slots=True)
class _Manner:
    """What the texts of a site have in common: how raw HTML is treated, and the tags that they may mention."""

    raw_html: str
    names: Names | None


class Texts(Mapping[str, Text]):
    """What is known of the rendered bodies, by the path of their files. Each is fetched when it is asked for."""

    def __init__(self, state: State, keys: Mapping[str, bytes]) -> None:
        self._state = state
        self._keys = keys

    def __getitem__(self, path: str) -> Text:
        return _TEXT.decode(_found(self._state, "texts", path, self._keys[path]))

    def __contains__(self, path: object) -> bool:
        return path in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class Bodies(Mapping[str, str]):
    """The rendered bodies as HTML, likewise."""

    def __init__(self, state: State, keys: Mapping[str, bytes]) -> None:
        self._state = state
        self._keys = keys

    def __getitem__(self, path: str) -> str:
        return _found(self._state, "html", path, self._keys[path]).decode()

    def __contains__(self, path: object) -> bool:
        return path in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


@dataclass(frozen=True, slots=True)
class Prose:
    """All rendered bodies: what is known of them, and themselves."""

    texts: Mapping[str, Text]
    html: Mapping[str, str]


def render_all(
    site: Site, content: Content, state: State, executor: Executor | None = None
) -> tuple[Prose, list[Diagnostic]]:
    """The rendered bodies, and what is wrong in them. `executor` takes batches of those that `state` doesn't know.

    Raises ChangedMeanwhile.
    """
    tags = {tag.id: every_name(tag) for tag in content.tags if tag.mentions}
    manner = _Manner(site.raw_html, Names(tags) if site.mentions else None)
    common = short(site.raw_html, msgspec.msgpack.encode(tags if site.mentions else None))
    outlets = {outlet.id: every_name(outlet) for outlet in content.outlets}
    tasks = {item.path: _task(site, item, outlets) for item in _documents(content)}
    wanted = {path: _key(task, content.bodies[path], common) for path, task in tasks.items()}
    known = {path: key for path, (key, _) in state.digests("texts").items()}
    missing = [path for path, key in wanted.items() if known.get(path, b"")[:-1] != key]
    bodies = ((tasks[path], body_of(site, path, content.bodies[path])) for path in missing)
    for path, text, html, faults in in_batches(executor, partial(_rendered, manner), bodies):
        known[path] = wanted[path] + (_FAULTY if faults else _SOUND)
        state.keep("texts", [(path, known[path], text)])
        state.keep("html", [(path, known[path], html)])
        state.keep("faults", [(path, known[path], faults)] if faults else [])
    gone = known.keys() - wanted.keys()
    for table in ("texts", "html", "faults"):
        state.forget(table, gone)
    state.save()
    keys = {path: known[path] for path in wanted}
    found = [fault for path, key in keys.items() if key.endswith(_FAULTY) for fault in _faults(state, path, key)]
    return Prose(Texts(state, keys), Bodies(state, keys)), found


def _faults(state: State, path: str, key: bytes) -> tuple[Diagnostic, ...]:
    return _FAULTS.decode(_found(state, "faults", path, key))


def _found(state: State, table: str, path: str, key: bytes) -> bytes:
    kept = state.find(table, path, key)
    if kept is None:
        raise Damaged(f"there is nothing of {path} in {table}")
    return kept.value


def _key(task: _Task, body: Body, common: bytes) -> bytes:
    return short(msgspec.msgpack.encode(task), body.digest, common)


def _rendered(manner: _Manner, tasks: Sequence[tuple[_Task, str]]) -> list[tuple[str, bytes, bytes, bytes]]:
    """The path, the text, its HTML and its faults, in MessagePack; these are empty where there are none."""
    found = []
    for task, body in tasks:
        made, faults = render(
            body,
            path=task.path,
            first_line=task.first_line,
            sources=task.sources,
            names=manner.names if task.mentions else None,
            own_tag=task.own_tag,
            raw_html=manner.raw_html,
            lang=task.lang,
            passages=task.passages,
        )
        text = Text(made.token, made.references, made.citations, made.headings, made.contexts, made.anchors)
        told = msgspec.msgpack.encode(faults) if faults else b""
        found.append((task.path, msgspec.msgpack.encode(text), made.html.encode(), told))
    return found


def _documents(content: Content) -> Iterator[Document]:
    """The items that have a text."""
    for briefing in content.briefings:
        if briefing.status is not Status.WITHDRAWN:
            yield briefing
    described: Iterable[Document] = (*content.tags, *content.outlets, *content.pages)
    # A tag that is declared in site.toml has no file.
    yield from (item for item in described if item.path in content.bodies)


def _task(site: Site, item: Document, outlets: Mapping[str, tuple[str, ...]]) -> _Task:
    return _Task(
        path=item.path,
        first_line=item.body_line,
        lang=item.lang or site.language,
        sources=_citables(item, outlets),
        mentions=item.mentions if isinstance(item, Briefing | Page) else True,
        own_tag=item.id if isinstance(item, Tag) else None,
        passages=isinstance(item, Briefing) or (isinstance(item, Page) and item.slug != "index"),
    )


def _citables(item: Document, outlets: Mapping[str, tuple[str, ...]]) -> tuple[Citable, ...]:
    if not isinstance(item, Briefing):
        return ()
    return tuple(
        Citable(number, source.id, source.title, (source.outlet, *outlets.get(source.outlet, ())))
        for number, source in enumerate(item.sources, start=1)
    )
