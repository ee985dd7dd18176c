"""`make load`: the dev server under wrk while a thousand files change, and what it shows when all is over.

wrk (Debian's package) asks for all pages at random as fast as it is answered; meanwhile each file is saved once, alone
and in bursts. Then every file of the site as it is served is held against a clean build of the same content.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx

from tests.serving.serving import Events, Server

# Of so many saves the last ones come at once, as when a branch is switched.
_EVERY, _BURST = 100, 40
# Seconds; so long the server may take to come to rest, and any one answer to come.
_REST, _ANSWER = 300, 60
_SCRIPT = re.compile(rb'<script src="/_brief/client\.js"[^>]*></script>\n')
# Files for hosts and for those who check copies.
_NOT_SERVED = frozenset({"manifest.sha256", "_headers"})


@dataclass(frozen=True)
class Result:
    """What came of it. `wrong` counts answers that were none by their kind: of another status, cut off, too late."""

    requests: int
    seconds: float
    wrong: dict[str, int]
    changed: int
    compared: int
    stale: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        return self.requests > 0 and not any(self.wrong.values()) and not self.stale


def write_archive(root: Path, count: int) -> list[Path]:
    """An archive of `count` briefings, each of which links to others; gives their files."""
    texts = {
        "site.toml": '[site]\ntitle = "Load"\nbase_url = "https://example.org"\n[build]\nhistory = false\n',
        "content/outlets/gazette.md": "---\ntitle: The Gazette\n---\n",
        **{f"content/tags/t{number}.md": f"---\ntitle: Subject {number}\n---\n" for number in range(20)},
    }
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    folder = root / "content/briefings"
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"b{number}.md" for number in range(count)]
    for number, path in enumerate(files):
        save(path, number, count, "at first")
    return files


def save(path: Path, number: int, count: int, words: str) -> None:
    """Write a briefing as editors do, into the file that is there."""
    path.write_text(
        f"---\ntitle: Briefing {number} {words}\ndate: 2026-01-{number % 28 + 1:02}\nsummary: What {number} says {words}.\n"
        f"tags: [t{number % 20}]\nsources:\n  - id: a\n    outlet: gazette\n    title: Report {number}\n"
        f"    url: https://example.org/{number}\n---\n\nThe words of {number} are these, {words} [@a].\n\n"
        f"See [[b{(number + 1) % count}]] and [[b{(number * 7) % count}|another]].\n",
        "utf-8",
    )


def load(root: Path, files: Sequence[Path], seconds: int, connections: int) -> Result:
    """Serve the archive in `root` to wrk for so many seconds while all `files` change."""
    with Server(root) as server:
        with Events(server) as events:
            events.until(ok=True)
        paths = root.parent / "paths"
        pages = ["/", "/outlets/", "/archive/", "/sources/", *(f"/tags/t{number}/" for number in range(20))]
        paths.write_text("\n".join([*pages, *(f"/briefings/{path.stem}/" for path in files)]) + "\n", "ascii")
        writer = threading.Thread(target=_write, args=[files, seconds])
        writer.start()
        said = _wrk(server.origin, paths, seconds, connections)
        writer.join()
        compared, stale = _compared(server, root)
    wrong = {name: int(said[name]) for name in ("status", "connect", "read", "write", "timeout")}
    return Result(int(said["requests"]), said["microseconds"] / 1e6, wrong, len(files), compared, tuple(stale))


def _write(files: Sequence[Path], seconds: int) -> None:
    pause = seconds / len(files)
    begun = time.monotonic()
    for number, path in enumerate(files):
        if number % _EVERY < _EVERY - _BURST:
            time.sleep(max(0, begun + number * pause - time.monotonic()))
        save(path, number, len(files), "at last")


def _wrk(origin: str, paths: Path, seconds: int, connections: int) -> dict[str, float]:
    done = subprocess.run(
        ["wrk", "--threads", "2", "--connections", str(connections), "--duration", f"{seconds}s", "--timeout", f"{_ANSWER}s",
         "--script", str(Path(__file__).with_name("load.lua")), origin],
        env=os.environ | {"BRIEF_PATHS": str(paths)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _compared(server: Server, root: Path) -> tuple[int, list[str]]:
    """How many files a clean build has, and those that are served otherwise when the server is at rest."""
    clean = root.parent / "clean"
    command = [sys.executable, "-m", "brief", "build", "--site", str(root), "--drafts", "--no-cache"]
    subprocess.run([*command, "--output", str(clean)], check=True, capture_output=True)
    built = {path.relative_to(clean).as_posix(): path.read_bytes() for path in clean.rglob("*") if path.is_file()}
    wanted = {path: content for path, content in built.items() if path not in _NOT_SERVED}
    stale = _differing(server, wanted)
    until = time.monotonic() + _REST
    while stale and time.monotonic() < until:
        # What is made behind the pages, as the search's list, comes last, and nothing tells of it.
        time.sleep(1)
        stale = _differing(server, {path: wanted[path] for path in stale})
    return len(wanted), stale


def _differing(server: Server, wanted: dict[str, bytes]) -> list[str]:
    found = []
    with httpx.Client(timeout=_ANSWER) as client:
        for path, content in wanted.items():
            answer = client.get(f"{server.origin}/{quote(path.removesuffix('index.html'))}")
            if _SCRIPT.sub(b"", answer.content) != content:
                found.append(path)
    return found


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--connections", type=int, default=16)
    asked = parser.parse_args(arguments)
    if shutil.which("wrk") is None:
        print("wrk is missing. On Debian: apt install wrk")
        return 3
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "site")
        result = load(root, write_archive(root, asked.files), asked.seconds, asked.connections)
    kinds = ", ".join(f"{count} {kind}" for kind, count in result.wrong.items() if count) or "0"
    print(f"{result.requests:,} requests in {result.seconds:.0f} s; answered wrongly or not at all: {kinds}")
    print(f"{result.changed:,} files changed; {result.compared:,} compared to a clean build, {len(result.stale)} stale")
    for path in result.stale[:20]:
        print(f"stale: {path}")
    return 0 if result.is_good else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
