"""What the server shows: the last site that could be shown, and what is wrong with the content as it is now."""

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from threading import Lock, get_ident
from types import TracebackType
from typing import Self

import msgspec

from brief import config
from brief.building.build import gentle
from brief.building.remembering import PATH, whose
from brief.building.showing import GivenUp, Showing
from brief.building.sinks import Held
from brief.config import FILE_NAME, Site
from brief.diagnostics import Code, Diagnostic, Location, Severity, error, in_order
from brief.extending.naming import FOLDER as EXTENSIONS
from brief.linking.archive import Linked, link_after
from brief.reading.loading import ChangedMeanwhile, Content, NoContent, read, reread, reworded
from brief.rendering import theme as themes
from brief.rendering.theme import Theme, watched
from brief.state import Damaged, State, discard

# More files than these are a branch switch or the like, after which all are looked at.
_FEW = 50


@dataclass(frozen=True, slots=True)
class Extra:
    """What was made behind the pages of `of`: files by path, and what is wrong with those that can't be made.

    `faults` are of pages, whoever has asked for them. `made` are the first of what was made for it, each with the
    reason, of `total`.
    """

    of: Showing | None = None
    files: Mapping[str, Held] = field(default_factory=dict)
    faults: tuple[Diagnostic, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    crash: str = ""
    made: tuple[tuple[str, str], ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The site after one rebuild.

    `showing` is the site of the last rebuild without errors; `is_current` tells whether it is that of this one.
    `extra` is what was made last of what is dear to make. `folders` are where the site was read from. `crash` is the
    traceback of a failure of brief itself. `changed` are the files for which it was made, as far as they are known.
    """

    version: int = 0
    showing: Showing | None = field(default=None, repr=False)
    extra: Extra = field(default_factory=Extra, repr=False, compare=False)
    base_path: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    is_current: bool = False
    folders: tuple[Path, ...] = ()
    crash: str = ""
    changed: frozenset[Path] = field(default=frozenset(), repr=False, compare=False)

    def get(self, path: str) -> bytes | None:
        """A file of the site, by its path from the site's root."""
        content = self.showing.get(path) if self.showing else None
        if content is None and path in self.extra.files:
            return self.extra.files[path].content
        return content


@dataclass(frozen=True, slots=True)
class _Known:
    """What was worked out for the last rebuild, and is worked out anew only where something of it has changed."""

    site: Site
    content: Content
    found: tuple[Diagnostic, ...]
    linked: Linked
    theme: Theme | None
    theme_faults: tuple[Diagnostic, ...]
    told: tuple[Diagnostic, ...] = ()


class Preview:
    """The site in `root` as it is being written; used in a `with`. What is known of it is replaced at each rebuild."""

    def __init__(self, root: Path, *, drafts: bool) -> None:
        self._root = root
        self._drafts = drafts
        self._state = State(root / PATH, whose())
        self._known: _Known | None = None
        self._good: Showing | None = None
        # Templates tell what they miss by way of what they have in common.
        self._guard = Lock()
        self._turn = Lock()
        self._at_work: set[int] = set()

    def __enter__(self) -> Self:
        self._state.__enter__()
        return self

    @property
    def discarded(self) -> str:
        """Why what was kept of earlier runs was thrown away; empty where it was not."""
        return self._state.discarded

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A server that is stopped waits for no thread, and one at work still reads the state.
        if not self._at_work:
            self._state.__exit__(kind, value, trace)

    def rebuild(self, last: Snapshot, changed: frozenset[Path] | None = None) -> Snapshot:
        """The site as it is on the disk now, where the files in `changed` may differ; None stands for all.

        Whatever goes wrong is in the snapshot; nothing is raised.
        """
        with self._working(), self._turn:
            return self._rebuilt(last, changed)

    def _lets_in(self, is_wanted: Callable[[], bool]) -> bool:
        """Whether what is behind the pages is wanted still, once a rebuild that is under way has ended."""
        with self._turn:
            return is_wanted()

    @contextmanager
    def _working(self) -> Iterator[None]:
        self._at_work.add(get_ident())
        try:
            yield
        finally:
            self._at_work.discard(get_ident())

    def _rebuilt(self, last: Snapshot, changed: frozenset[Path] | None) -> Snapshot:
        version = last.version + 1
        folders = last.folders
        try:
            site, faults = self._site(changed)
            folders = folders_of(self._root, site)
            if site is None:
                self._known = None
                return _failed(last, version, tuple(faults), folders)
            before = self._known
            known = self._known = self._again(site, changed)
        except NoContent:
            hint = "Make it, with a folder `briefings` in it."
            fault = error(Code.NO_CONTENT, Location("content"), "The folder is missing.", hint)
            return _failed(last, version, (fault,), folders)
        except ChangedMeanwhile as reason:
            fault = _unreadable(reason.path, "It changes while it is read.")
            return _failed(last, version, (fault,), folders)
        except OSError as reason:
            fault = _unreadable(_inside(self._root, reason.filename), f"It can't be read: {reason.strerror or reason}.")
            return _failed(last, version, (fault,), folders)
        except Exception as reason:  # noqa: BLE001  # the server must outlive a bug, and show it
            self._known = None
            return _failed(last, version, (own_fault(reason),), folders, traceback.format_exc())
        # There may be thousands of findings to put in order.
        is_same = before and _tell_the_same(before, known)
        diagnostics = before.told if before and is_same else tuple(in_order(_findings(known)))
        self._known = replace(known, told=diagnostics)
        fatal = {Severity.ERROR, Severity.WARNING} if site.strict else {Severity.ERROR}
        if known.theme is None or any(found.severity in fatal for found in diagnostics):
            return _failed(last, version, diagnostics, folders)
        if last.is_current and before and known.linked is before.linked and known.theme is before.theme:
            return replace(last, version=version, diagnostics=diagnostics, folders=folders)
        archive = known.linked.archive
        # Feeds remember what the theme has made of their entries.
        is_alike = before and before.theme is known.theme and _is_linked_alike(before.linked, known.linked)
        plan = last.showing.plan if is_alike and last.is_current and last.showing else None
        showing = Showing(archive, known.theme, self._guard, self._good, plan)
        return Snapshot(version, showing, last.extra, site.base_path, diagnostics, is_current=True, folders=folders)

    def behind(self, showing: Showing, last: Extra, is_wanted: Callable[[], bool]) -> Extra | None:
        """What is wrong with pages that nobody has asked for, and what is dear to make, after what was made last.

        None where it is not wanted any more. Nothing is raised.
        """
        try:
            with self._working():
                made = showing.behind(self._state, self._root, last.files, partial(self._lets_in, is_wanted))
        except GivenUp:
            return None
        except Exception as fault:  # noqa: BLE001  # as in a rebuild: what can be shown is shown
            return Extra(showing, {}, (), (own_fault(fault),), traceback.format_exc())
        if not made.faults:
            showing.is_good()
            self._good = showing
        return Extra(showing, made.files, made.faults, made.found, made=made.again, total=made.total)

    def _site(self, changed: frozenset[Path] | None) -> tuple[Site | None, list[Diagnostic]]:
        settings, code = self._root / FILE_NAME, self._root / EXTENSIONS
        is_asked = changed is None or any(path == settings or path.parent == code for path in changed)
        # What is dated tomorrow is public tomorrow, and the server may run as long.
        if self._known and not is_asked and self._known.site.today == config.today_in(self._known.site.timezone):
            return self._known.site, []
        site, faults = config.load(self._root)
        return site.with_options(drafts=self._drafts) if site else None, faults

    def _again(self, site: Site, changed: frozenset[Path] | None) -> _Known:
        """All that there is to know of the site, from nothing where the state turns out to be damaged."""
        try:
            return self._worked_out(site, changed)
        except (Damaged, msgspec.MsgspecError):
            self._known = None
            self._state.__exit__(None, None, None)
            discard(self._root / PATH)
            self._state = State(self._root / PATH, whose())
            self._state.__enter__()
            return self._worked_out(site, None)

    def _worked_out(self, site: Site, changed: frozenset[Path] | None) -> _Known:
        known = self._known if self._known and self._known.site == site else None
        content, found = self._content(known, site, changed)
        linked = known.linked if known and content is known.content else None
        if linked is None:
            linked = link_after(known.linked if known else None, site, content, self._state)
        if known and changed is not None and not any(_is_theme(path, site) for path in changed):
            return _Known(site, content, found, linked, known.theme, known.theme_faults)
        with self._guard:
            theme, faults = themes.load(site)
        if known and theme and known.theme and theme.digest == known.theme.digest:
            theme = known.theme
        return _Known(site, content, found, linked, theme, tuple(faults))

    def _content(
        self, known: _Known | None, site: Site, changed: frozenset[Path] | None
    ) -> tuple[Content, tuple[Diagnostic, ...]]:
        """The content, that of before where nothing of it has changed."""
        paths = None if changed is None or len(changed) > _FEW else _paths(changed, site)
        if known and paths is not None and (content := reworded(site, known.content, paths)):
            return content, known.found
        again = reread(site, known.content, paths) if known and paths is not None else None
        content, found = again or read(site, self._state)
        if known and content == known.content:
            # Places may differ where the content does not.
            return known.content, tuple(found)
        return content, tuple(found)


def _is_linked_alike(one: Linked, other: Linked) -> bool:
    return one.archive.basis == other.archive.basis and one.archive.site == other.archive.site


def _tell_the_same(one: _Known, other: _Known) -> bool:
    """Whether the same is wrong with two states of a site."""
    first, second = (
        (known.site, known.content.briefings, known.found, known.linked.faults, known.linked.found, known.theme_faults)
        for known in (one, other)
    )
    return first == second


def _findings(known: _Known) -> list[Diagnostic]:
    linked = known.linked
    found = gentle(known.site, known.content, [*known.found, *linked.faults, *linked.found])
    return [*found, *known.theme_faults]


def _paths(changed: Iterable[Path], site: Site) -> list[str]:
    """The paths of the content among what has changed, from the site's folder."""
    return [path.relative_to(site.root).as_posix() for path in changed if path.is_relative_to(site.content)]


def _is_theme(path: Path, site: Site) -> bool:
    return not path.is_relative_to(site.content)


def _unreadable(path: str, message: str) -> Diagnostic:
    return error(Code.UNREADABLE_FILE, Location(path), message, "Save again.")


def own_fault(fault: Exception) -> Diagnostic:
    message = f"brief itself failed: {type(fault).__name__}: {fault}"
    return error(Code.INTERNAL_ERROR, Location("site.toml"), message, "This is a bug in brief; the terminal says more.")


def folders_of(root: Path, site: Site | None) -> tuple[Path, ...]:
    """Where a site is read from, apart from site.toml; as far as that is known without its settings."""
    theme = watched(site) if site else []
    return tuple(dict.fromkeys((root / "content", root / "themes", root / EXTENSIONS, *theme)))


def _failed(
    last: Snapshot, version: int, diagnostics: tuple[Diagnostic, ...], folders: tuple[Path, ...], crash: str = ""
) -> Snapshot:
    """What was shown last, with what is wrong now."""
    return replace(last, version=version, diagnostics=diagnostics, is_current=False, folders=folders, crash=crash)


def _inside(root: Path, name: object) -> str:
    path = Path(str(name or "content"))
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
