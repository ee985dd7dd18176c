"""From a saved body to the page that shows it, in the tools' own servers."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.bench.edits import middle
from tests.bench.processes import CommandFailed, end
from tests.bench.tools import hugo
from tests.programs import free_port

# Seconds between two looks at a page, where a server's own stream is not followed.
_PAUSE = 0.005
_LONGEST = 60.0


def brief_saves(site: Path, count: int, limit: float) -> list[float]:
    """Seconds of each of `count` saves: until the event stream has told of it and the page has the new words."""
    port = free_port()
    with _server((sys.executable, "-m", "brief", "serve", "--port", str(port)), site), _client(port) as client:
        _until(lambda: _holds(client, _page(site), ""), limit)
        with client.stream("GET", "/_brief/events", timeout=_LONGEST) as stream:
            lines = stream.iter_lines()
            _next_event(lines)  # the state at the start
            # Finding the middle of ten thousand files is no part of what is measured.
            path, page = middle(site), _page(site)
            return [_timed(path, number, lambda words: _followed(client, lines, page, words)) for number in range(count)]  # fmt: skip


def hugo_saves(site: Path, environment: Path, count: int, limit: float) -> list[float]:
    """As `brief_saves`, by looking at the page every 5 ms: Hugo's first rebuilds of a save show it."""
    port = free_port()
    with _server((hugo(environment), "server", "--port", str(port)), site), _client(port) as client:
        _until(lambda: _holds(client, _page(site), ""), limit)
        path, page = middle(site), _page(site)
        return [
            _timed(path, number, lambda words: _until(lambda: _holds(client, page, words), _LONGEST))
            for number in range(count)
        ]


def _timed(path: Path, number: int, wait: Callable[[str], None]) -> float:
    words = f"Words that were saved, {number}."
    text = path.read_text(encoding="utf-8") + f"\n{words}\n"
    time.sleep(1)  # what follows the save before in the background is not this save's
    start = time.perf_counter()
    path.write_text(text, encoding="utf-8")
    wait(words)
    return time.perf_counter() - start


def _followed(client: httpx.Client, lines: Iterator[str], page: str, words: str) -> None:
    # An event may still be of what followed the save before, so the page itself decides.
    while True:
        _next_event(lines)
        if _holds(client, page, words):
            return


def _next_event(lines: Iterator[str]) -> None:
    if next((line for line in lines if line.startswith("data:")), None) is None:
        raise CommandFailed("The event stream ended.")


def _page(site: Path) -> str:
    return f"/briefings/{middle(site).stem}/" if (site / "site.toml").exists() else _hugo_page(site)


def _hugo_page(site: Path) -> str:
    path = middle(site).relative_to(site / "content")
    return f"/{path.with_suffix('')}/"


def _holds(client: httpx.Client, page: str, words: str) -> bool:
    try:
        answer = client.get(page)
    except httpx.TransportError:
        return False
    return answer.status_code == 200 and words in answer.text


def _until(is_so: Callable[[], bool], limit: float) -> None:
    start = time.perf_counter()
    while not is_so():
        if time.perf_counter() - start > limit:
            raise CommandFailed(f"The page did not come within {limit:g} s.")
        time.sleep(_PAUSE)


@contextmanager
def _server(command: tuple[str, ...], site: Path) -> Iterator[None]:
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=site, stdout=said, stderr=said, start_new_session=True)
        try:
            yield
        finally:
            end(process)


def _client(port: int) -> httpx.Client:
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=_LONGEST, trust_env=False)
