"""Every body of the content, rendered: the one dear step, and one item at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

import msgspec

from brief.config import Site
from brief.diagnostics import Code, Diagnostic, Location, error
from brief.digests import short
from brief.extending.naming import Extension, Failed, load
from brief.guarding import Guarded, TooMuch
from brief.linking.worked import Worked
from brief.markdown.converters import Converters
from brief.markdown.mentions import Names
from brief.markdown.renderer import render
from brief.markdown.text import Citable, Links, Reference, Rendered, Text
from brief.markdown.weighing import heaviest_line, is_heavy
from brief.model import Briefing, Document, Outlet, Page, Status, Tag, every_name
from brief.progress import SILENT, Progress
from brief.reading.loading import Content, body_of
from brief.reading.parsing import Body
from brief.state import Damaged, State
from brief.working import batches, in_batches

Value = TypeVar("Value")

_TEXT = msgspec.msgpack.Decoder(Text)
_LINKS = msgspec.msgpack.Decoder(Links)
_FAULTS = msgspec.msgpack.Decoder(tuple[Diagnostic, ...])
# Behind the digest in a text's key: whether there are faults to be told, and a digest of what links it.
_KEY = 16
# All of a reference but where it stands.
_UNPLACED = attrgetter(*(name for name in Reference.__dataclass_fields__ if name != "location"))
_SOUND, _FAULTY = b"\0", b"\1"
# Seconds of a processor for one text. A novel takes less.
_LONGEST = 10

_Made = tuple[Rendered, list[Diagnostic]]


class _Task(NamedTuple):
    """What rendering one body needs to know, but for the body itself and what all bodies have in common."""

    path: str
    first_line: int
    lang: str
    sources: tuple[Citable, ...]
    mentions: bool
    own_tag: str | None
    passages: bool


class _Row(NamedTuple):
    """The key of a rendered body, and the digests of what is known of it and of itself."""

    key: bytes
    text: bytes
    html: bytes


@dataclass(frozen=True, slots=True)
class _Manner:
    """What the texts of a site have in common: how raw HTML is treated, the tags that they may mention, extensions."""

    raw_html: str
    names: Names | None
    extensions: tuple[Extension, ...]


class _Fetched(Mapping[str, Value]):
    """Values out of the state, by the path of their files. Each is fetched when it is asked for."""

    def __init__(self, state: State, table: str, rows: Mapping[str, _Row]) -> None:
        self._state = state
        self._table = table
        self._rows = rows
        self._held: dict[str, bytes] = {}

    def hold(self, paths: Iterable[str]) -> None:
        """Keep the values of `paths` in memory, since the state is about to get others."""
        self._held |= {path: self._value(path) for path in paths if path in self._rows}

    def _value(self, path: str) -> bytes:
        held = self._held.get(path)
        return _found(self._state, self._table, path, self._rows[path].key) if held is None else held

    def __contains__(self, path: object) -> bool:
        return path in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class Texts(_Fetched[Text]):
    """What is known of the rendered bodies."""

    def __getitem__(self, path: str) -> Text:
        return _TEXT.decode(self._value(path))

    @property
    def links(self) -> Mapping[str, Links]:
        """What linking depends on, of each."""
        return Worked(self._rows, lambda path: _LINKS.decode(self._value(path)))

    def linked_by(self, path: str | None = None) -> bytes:
        """A digest of all that linking a text depends on, but for anchors and where references stand.

        Of all texts where there is no path.
        """
        if path is not None:
            return self._rows[path].key[_KEY + 1 :]
        return short(*(part for name, row in self._rows.items() for part in (name, row.key[_KEY + 1 :])))

    def digest(self, path: str | None) -> bytes:
        """A digest of a value; of all where there is no path."""
        return _digest(self._rows, path, lambda row: row.text)


class Bodies(_Fetched[str]):
    """The rendered bodies as HTML."""

    def __getitem__(self, path: str) -> str:
        return self._value(path).decode()

    def digest(self, path: str | None) -> bytes:
        """A digest of a value; of all where there is no path."""
        return _digest(self._rows, path, lambda row: row.html)


def _digest(rows: Mapping[str, _Row], path: str | None, of: Callable[[_Row], bytes]) -> bytes:
    if path is None:
        return short(*(part for name, row in rows.items() for part in (name, of(row))))
    return of(rows[path]) if path in rows else bytes(16)


@dataclass(frozen=True, slots=True)
class _Basis:
    """What bodies were rendered from: `common` is the digest of what all have in common, `outlets` are names by id."""

    common: bytes
    outlets: Mapping[str, tuple[str, ...]]
    items: Mapping[str, tuple[Document, Body]]
    rows: Mapping[str, _Row]


@dataclass(frozen=True, slots=True)
class Prose:
    """All rendered bodies: what is known of them, and themselves. `changed` are those that were rendered for it."""

    texts: Texts
    html: Bodies
    changed: frozenset[str]
    basis: _Basis


def render_all(
    site: Site,
    content: Content,
    state: State,
    executor: Executor | None = None,
    last: Prose | None = None,
    progress: Progress = SILENT,
) -> tuple[Prose, list[Diagnostic]]:
    """The rendered bodies, and what is wrong in them. `executor` takes batches of those that `state` doesn't know.

    `last` is what the same process made before, which saves the search for what is known. It stays as it was.
    Raises ChangedMeanwhile.
    """
    outlets = {outlet.id: every_name(outlet) for outlet in content.outlets}
    tags = _mentioned(site, content)
    own = site.extensions.markdown
    digests = [extension.digest for extension in own]
    common = short(site.raw_html, site.language, msgspec.msgpack.encode((tags, digests)))
    items = {item.path: (item, content.bodies[item.path]) for item in _documents(content)}
    same = last.basis if last and last.basis.common == common and last.basis.outlets == outlets else None
    known = dict(last.basis.rows) if last else _known(state)
    wanted = {
        path: _key(_task(site, item, outlets), body, common)
        for path, (item, body) in items.items()
        if not (same and same.items.get(path) == (item, body))
    }
    missing = {path: key for path, key in wanted.items() if path not in known or known[path].key[:_KEY] != key}
    gone = known.keys() - items.keys()
    if last:
        last.texts.hold((*missing, *gone))
        last.html.hold((*missing, *gone))
    manner = _Manner(site.raw_html, Names(tags) if tags is not None and missing else None, own)
    bodies = ((_task(site, items[path][0], outlets), body_of(site, content, path)) for path in missing)
    rendered = in_batches(executor, partial(_rendered, manner), bodies)
    for path, row in _kept(progress.over("texts", rendered, len(missing)), missing, state):
        known[path] = row
    for table in ("texts", "html", "faults"):
        state.forget(table, gone)
    state.save()
    basis = _Basis(common, outlets, items, {path: known[path] for path in items})
    return _prose(basis, missing, state)


def render_again(
    site: Site, content: Content, state: State, last: Prose, paths: Iterable[str]
) -> tuple[Prose, list[Diagnostic]]:
    """As `render_all`, where since `last` nothing has changed but the bodies of the files at `paths`."""
    before = last.basis
    changed = {path: (before.items[path][0], content.bodies[path]) for path in paths if path in before.items}
    keys = {path: _key(_task(site, it, before.outlets), body, before.common) for path, (it, body) in changed.items()}
    missing = {path: key for path, key in keys.items() if before.rows[path].key[:_KEY] != key}
    last.texts.hold(missing)
    last.html.hold(missing)
    tags = _mentioned(site, content) if missing else None
    manner = _Manner(site.raw_html, Names(tags) if tags is not None else None, site.extensions.markdown)
    tasks = [(_task(site, changed[path][0], before.outlets), body_of(site, content, path)) for path in missing]
    rows = {**before.rows, **dict(_kept(_rendered(manner, tasks), missing, state))}
    state.save()
    return _prose(_Basis(before.common, before.outlets, {**before.items, **changed}, rows), missing, state)


def _mentioned(site: Site, content: Content) -> dict[str, tuple[str, ...]] | None:
    """The names under which tags are mentioned, by id; None where no mentions are linked."""
    return {tag.id: every_name(tag) for tag in content.tags if tag.mentions} if site.mentions else None


def _kept(
    rendered: Iterable[tuple[str, bytes, bytes, bytes, bytes]], keys: Mapping[str, bytes], state: State
) -> Iterator[tuple[str, _Row]]:
    """The row of each body, which the state has got."""
    for some in batches(rendered):
        rows = {
            path: _Row(keys[path] + (_FAULTY if faults else _SOUND) + linked_by, short(text), short(html))
            for path, text, html, faults, linked_by in some
        }
        state.keep("texts", ((path, rows[path].key, text) for path, text, _, _, _ in some))
        state.keep("html", ((path, rows[path].key, html) for path, _, html, _, _ in some))
        state.keep("faults", ((path, rows[path].key, faults) for path, _, _, faults, _ in some if faults))
        yield from rows.items()


def _prose(basis: _Basis, missing: Iterable[str], state: State) -> tuple[Prose, list[Diagnostic]]:
    faulty = (path for path, row in basis.rows.items() if row.key[_KEY : _KEY + 1] == _FAULTY)
    found = [fault for path in faulty for fault in _faults(state, path, basis.rows[path].key)]
    texts, bodies = Texts(state, "texts", basis.rows), Bodies(state, "html", basis.rows)
    return Prose(texts, bodies, frozenset(missing), basis), found


def _known(state: State) -> dict[str, _Row]:
    """What is there of earlier runs, both parts of it."""
    html = state.digests("html")
    return {
        path: _Row(key, digest, html[path][1])
        for path, (key, digest) in state.digests("texts").items()
        if path in html and html[path][0] == key
    }


def _faults(state: State, path: str, key: bytes) -> tuple[Diagnostic, ...]:
    return _FAULTS.decode(_found(state, "faults", path, key))


def _found(state: State, table: str, path: str, key: bytes) -> bytes:
    kept = state.find(table, path, key)
    if kept is None:
        raise Damaged(f"there is nothing of {path} in {table}")
    return kept.value


def _key(task: _Task, body: Body, common: bytes) -> bytes:
    return short(msgspec.msgpack.encode(task), body.digest, common)


def _rendered(manner: _Manner, tasks: Sequence[tuple[_Task, str]]) -> list[tuple[str, bytes, bytes, bytes, bytes]]:
    """The path, the text, its HTML and its faults, in MessagePack, and a digest of what links it.

    The faults are empty where there are none.
    """
    renderer = _Renderer(manner)
    with Guarded(renderer, _LONGEST) as guarded:
        return [_packed(task.path, *_made(task, body, renderer, guarded)) for task, body in tasks]


def _made(task: _Task, body: str, renderer: "_Renderer", guarded: Guarded[tuple[_Task, str], _Made]) -> _Made:
    if not is_heavy(body):
        return renderer((task, body))
    try:
        return guarded((task, body))
    except TooMuch:
        place = Location(task.path, task.first_line + heaviest_line(body))
        message = f"The text takes more than {_LONGEST} seconds, or more memory than any text needs, and is given up."
        hint = "Look here for a mark that is repeated very often, such as `[`, `*` or `<`; or make several texts of it."
        return Rendered(), [error(Code.TOO_SLOW, place, message, hint)]


class _Renderer:
    """Renders one body after another. Where it is passed to another process, it has nothing but its manner."""

    def __init__(self, manner: _Manner) -> None:
        self._manner = manner
        self._extensions = tuple(usable(manner.extensions))
        self._converters = Converters()

    def __reduce__(self) -> tuple[Callable[..., "_Renderer"], tuple[_Manner]]:
        return _Renderer, (self._manner,)

    def __call__(self, given: tuple[_Task, str]) -> _Made:
        task, body = given
        return render(
            body,
            path=task.path,
            first_line=task.first_line,
            sources=task.sources,
            names=self._manner.names if task.mentions else None,
            own_tag=task.own_tag,
            raw_html=self._manner.raw_html,
            lang=task.lang,
            passages=task.passages,
            extensions=self._extensions,
            converters=self._converters,
        )


def _packed(path: str, made: Rendered, faults: Sequence[Diagnostic]) -> tuple[str, bytes, bytes, bytes, bytes]:
    text = Text(made.references, made.citations, made.anchors, made.token, made.headings, made.contexts)
    told = msgspec.msgpack.encode(faults) if faults else b""
    linked_by = short(msgspec.msgpack.encode((tuple(map(_UNPLACED, made.references)), made.citations)))
    return path, msgspec.msgpack.encode(text), made.html.encode(), told, linked_by


def render_alone(site: Site, item: Document, outlets: Iterable[Outlet], body: str) -> Rendered:
    """The Markdown `body` of one item as its page shows it, with addresses for passages and no mentions.

    Nothing of it is remembered.
    """
    task = _task(site, item, {outlet.id: every_name(outlet) for outlet in outlets})
    made, _ = render(
        body,
        path=task.path,
        first_line=task.first_line,
        sources=task.sources,
        raw_html=site.raw_html,
        lang=task.lang,
        passages=True,
        extensions=tuple(usable(site.extensions.markdown)),
    )
    return made


def unusable(site: Site) -> Iterator[Diagnostic]:
    """Why Markdown extensions of the site's own can't be used; texts are rendered without them."""
    for index, extension in enumerate(site.extensions.markdown):
        try:
            load(extension)
        except Failed as reason:
            place = site.marks.of("extensions", "markdown", index)
            message = f"The extension `{extension.name}` can't be used. {reason}"
            yield error(Code.EXTENSION_FAILED, place, message, "Mend it, or take it out of site.toml.")


def usable(extensions: Iterable[Extension]) -> Iterator[Callable[[], Any]]:
    """Those of a site's Markdown extensions that can be loaded."""
    for extension in extensions:
        with suppress(Failed):
            yield load(extension)


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
        sources=citables(item, outlets),
        mentions=item.mentions if isinstance(item, Briefing | Page) else True,
        own_tag=item.id if isinstance(item, Tag) else None,
        passages=isinstance(item, Briefing) or (isinstance(item, Page) and item.slug != "index"),
    )


def citables(item: Document, outlets: Mapping[str, tuple[str, ...]]) -> tuple[Citable, ...]:
    """What the text of an item may cite; `outlets` are the names of outlets by id."""
    if not isinstance(item, Briefing):
        return ()
    return tuple(
        Citable(number, source.id, source.title, (source.outlet, *outlets.get(source.outlet, ())))
        for number, source in enumerate(item.sources, start=1)
    )
