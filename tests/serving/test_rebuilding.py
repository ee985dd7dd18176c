"""What goes wrong in a rebuild, and beside it, is shown and ends nothing; what can't be shown ends the server."""

import asyncio
import errno
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from watchdog.observers.api import BaseObserver

from brief.serving import preview
from brief.serving.editors import Editor
from brief.serving.live import Live
from brief.serving.preview import Preview, Snapshot
from brief.serving.server import Voice, _follow, serve
from brief.serving.watching import Watcher
from tests.sites import SiteBuilder, tree

_T = TypeVar("_T")


def _apart(call: Callable[[], _T]) -> _T:
    """Call it in a thread of its own: in the tests' own one the loop of a browser of other tests may run."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(call).result()


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (ZeroDivisionError("by zero"), "internal-error", "brief itself failed: ZeroDivisionError: by zero"),
        (RecursionError("too deep"), "internal-error", "brief itself failed: RecursionError: too deep"),
        (OSError(errno.EIO, "Input/output error"), "unreadable-file", "It can't be read: Input/output error."),
    ],
)
def test_a_failed_rebuild_keeps_what_was_shown(
    site: SiteBuilder, monkeypatch: pytest.MonkeyPatch, fault: Exception, code: str, words: str
) -> None:
    site.briefing("one")

    def fail(*_: object) -> None:
        raise fault

    with Preview(site.root, drafts=True) as shown:
        good = shown.rebuild(Snapshot())
        assert good.is_current
        monkeypatch.setattr(preview, "read", fail)
        failed = shown.rebuild(good)
        assert (failed.version, failed.is_current, failed.showing) == (2, False, good.showing)
        assert [(found.code, found.message) for found in failed.diagnostics] == [(code, words)]
        assert ("Traceback" in failed.crash) is (code == "internal-error")
        monkeypatch.undo()
        mended = shown.rebuild(failed)
        assert mended.is_current
        assert mended.get("index.html") == good.get("index.html") is not None


def test_only_what_has_changed_is_made_behind_the_pages(site: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    site.settings("[pictures]\nenabled = true\n[search]\nshard_size = 1", search=True)
    for number in (1, 2):
        site.briefing(f"b{number}", date=f"2026-0{number}-01")
    with Preview(site.root, drafts=True) as shown:
        first = _followed(shown, Snapshot())
        site.build()
        built = tree(site.output())
        made = {path: held.content for path, held in first.extra.files.items()}
        assert made == {
            path: built[path]
            for path in built
            if path.startswith(("search/index/", "search/index.json", "assets/pictures/"))
        }
        site.briefing("b1", "Other words [@tass].", date="2026-01-01", title="Another title")
        second = _followed(shown, first)
        kept = {path for path, held in second.extra.files.items() if held is first.extra.files.get(path)}
        assert {path for path in made if "/2026-02/" in path} < kept
        assert not {path for path in second.extra.files if "/2026-01/fragment" in path} & kept
        monkeypatch.setenv("PAGEFIND_BINARY_PATH", "/nothing/there")
        shutil.rmtree(site.root / ".brief/derived")
        site.write("content/files/a.txt", "hello")
        third = _followed(shown, second)
        assert (third.extra.files, third.extra.diagnostics) == (second.extra.files, ())


def _followed(shown: Preview, last: Snapshot) -> Snapshot:
    """The site as it is now, with all that comes behind the pages."""
    snapshot = shown.rebuild(last)
    assert snapshot.showing
    extra = shown.behind(snapshot.showing, last.extra, lambda: True)
    assert extra
    assert not extra.faults
    return replace(snapshot, extra=extra)


def test_what_a_page_lacks_is_noted_and_keeps_it_from_nobody(site: SiteBuilder) -> None:
    site.settings("[pictures]\nenabled = true")
    site.briefing("greek", title="Ουδετερότητα")
    with Preview(site.root, drafts=True) as shown:
        snapshot = _followed(shown, Snapshot())
        assert [found.code for found in snapshot.extra.diagnostics] == ["missing-letters"]
        assert snapshot.get("briefings/greek/index.html")


def test_what_was_shown_stays_as_it_was_whatever_is_saved(site: SiteBuilder) -> None:
    """A page of the last good site may be asked for first when its text is another already; also an empty text."""
    site.briefing("one")
    path = site.write("content/pages/empty.md", "---\ntitle: Empty\n---\n")
    with Preview(site.root, drafts=True) as shown:
        before = shown.rebuild(Snapshot())
        path.write_text("---\ntitle: Empty\n---\nNew words.\n")
        after = shown.rebuild(before, frozenset([path]))
        assert b"New words" in (after.get("empty/index.html") or b"")
        old = before.get("empty/index.html")
        assert old
        assert b"New words" not in old


def test_a_rebuild_that_changes_nothing_is_no_news(site: SiteBuilder) -> None:
    site.briefing("one")
    said: list[str] = []

    class NewFolderOnce(Watcher):
        """Finds a folder to watch after the first rebuild, which makes a second one needful."""

        follows = 0
        rebuilt_twice = asyncio.Event()

        def follow(self, folders: Iterable[Path]) -> bool:
            super().follow(folders)
            self.follows += 1
            if self.follows == 3:
                self.rebuilt_twice.set()
            return self.follows == 2

    async def version_after_two_rebuilds() -> int:
        live, watcher = Live(), NewFolderOnce(site.root, lambda: None, said.append)
        voice = Voice(said.append, lambda _: None)
        watcher.start()
        with Preview(site.root, drafts=True) as shown:
            follower = asyncio.create_task(
                _follow(site.root, live, watcher, asyncio.Event(), shown, voice=voice, address="http://x")
            )
            await asyncio.wait_for(watcher.rebuilt_twice.wait(), 60)
            follower.cancel()
            await asyncio.wait([follower])
        watcher.stop()
        return live.snapshot.version

    assert _apart(lambda: asyncio.run(version_after_two_rebuilds())) == 1
    assert said == ["Serving http://x/ (Ctrl-C stops)"]


def test_a_server_that_can_no_longer_speak_ends(site: SiteBuilder) -> None:
    """As in `brief serve 2>&1 | head -1`: pages that nothing keeps fresh would mislead."""
    site.briefing("one")

    def say(_: str) -> None:
        raise BrokenPipeError

    voice = Voice(say=say, show=lambda _: None)
    with pytest.raises(BrokenPipeError):
        _apart(lambda: serve(site.root, host="127.0.0.1", port=0, drafts=True, voice=voice, editor=Editor()))


def test_a_folder_that_cannot_be_watched_is_told_of_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = tmp_path / "content"
    content.mkdir()
    said: list[str] = []
    watcher = Watcher(tmp_path, lambda: None, said.append)
    watcher.start()

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr(BaseObserver, "schedule", refuse)
    assert not watcher.follow([content])
    assert not watcher.follow([content])
    monkeypatch.undo()
    assert watcher.follow([content])
    watcher.stop()
    assert said == [f"Changes in {content} can't be followed: inotify watch limit reached."]
