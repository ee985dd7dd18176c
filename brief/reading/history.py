"""The revisions of briefings, out of git: two or three processes, however many files and commits there are."""

import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date as Day  # noqa: N812  # as elsewhere
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from brief.config import FILE_NAME, Site
from brief.diagnostics import Code, Diagnostic, Location, note
from brief.model import Revision
from brief.reading import frontmatter

_FOLDER = "content/briefings"
_SECONDS = 300
# A checkout may be somebody else's: none of its settings may run a program.
_QUIET = ("-c", "core.fsmonitor=", "-c", "core.hooksPath=/dev/null", "-c", "log.showSignature=false", "--no-pager")
_LOG = (
    "log", "--raw", "--no-abbrev", "-M", "-z", "--relative", "--no-ext-diff", "--no-textconv", "--no-color",
    "--no-notes", "--format=%x01%aI",
)  # fmt: skip
_CHANGE = re.compile(r":\d+ \d+ [0-9a-f]+ (?P<blob>[0-9a-f]+) (?P<kind>[A-Z])\d*")

Versions = dict[str, list[tuple[Day, str]]]
"""For each path of today, the days of its commits and the blobs that it was then, the latest first."""


class _NoGit(Exception):
    """git is not there, or would not answer."""


def read(site: Site, paths: Iterable[str]) -> tuple[Mapping[str, tuple[Revision, ...]], list[Diagnostic]]:
    """The committed revisions of the briefings at `paths` that readers could see, the latest first.

    Nothing where the site is in no git checkout. Revisions in which a briefing was a draft are left out.
    """
    if not _is_asked(site):
        return {}, []
    here = Location(FILE_NAME)
    try:
        if _git(site.root, "rev-parse", "--is-shallow-repository").strip() == b"true":
            hint = "Fetch it whole: `git fetch --unshallow`, or `fetch-depth: 0` in GitHub Actions."
            message = "The checkout is shallow, so the briefings' history is not known."
            return {}, [note(Code.SHALLOW_HISTORY, here, message, hint)]
        log = _git(site.root, *_LOG, "--", _FOLDER).decode(errors="surrogateescape")
        versions = _versions(log, frozenset(paths), ZoneInfo(site.timezone))
        blobs = _blobs(site.root, {blob for listed in versions.values() for _, blob in listed})
    except FileNotFoundError:
        return {}, []
    except (_NoGit, subprocess.TimeoutExpired) as reason:
        return {}, [note(Code.NO_HISTORY, here, f"The briefings' history can't be read: {reason}.")]
    return {path: tuple(_seen(listed, blobs)) for path, listed in versions.items()}, []


def head(site: Site) -> str:
    """What tells one state of the checkout's history from another; empty where there is none to read."""
    if not _is_asked(site):
        return ""
    try:
        return _git(site.root, "rev-parse", "--is-shallow-repository", "HEAD").decode("ascii", "replace")
    except (OSError, _NoGit, subprocess.TimeoutExpired) as reason:
        return str(reason)


def _is_asked(site: Site) -> bool:
    return site.history and any((folder / ".git").exists() for folder in (site.root, *site.root.parents))


def _git(root: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """What git prints. Raises FileNotFoundError where there is no git, _NoGit where it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    done = subprocess.run(  # noqa: S603  # a list of our own words, and no shell
        ["git", *_QUIET, *arguments],  # noqa: S607  # the one on the path is the user's
        cwd=root, input=stdin, capture_output=True, env=environment, timeout=_SECONDS, check=False,
    )  # fmt: skip
    if done.returncode and b"does not have any commits" not in done.stderr:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise _NoGit(said[0].removeprefix("fatal: ").rstrip(".") if said else f"git ended with {done.returncode}")
    return done.stdout


def _versions(log: str, wanted: frozenset[str], zone: ZoneInfo) -> Versions:
    """The versions of each wanted file, through all its names. `log` is the latest commit first."""
    found: Versions = defaultdict(list)
    # What a file of some commit is called today; None where that file is another, which went.
    today: dict[str, str | None] = {}
    for day, changes in _commits(log, zone):
        for kind, blob, old, new in changes:
            path = today.get(new, new)
            if kind == "D":
                today[new] = None
                continue
            if path in wanted and path is not None:
                found[path].append((day, blob))
            if kind == "R":
                today[old] = path
            if kind in {"A", "C", "R"}:
                today[new] = None
    return {path: listed for path, listed in found.items() if len(listed) > 1}


def _commits(log: str, zone: ZoneInfo) -> Iterator[tuple[Day, list[tuple[str, str, str, str]]]]:
    """The day of each commit and its changes: kind, blob, the path before and the path after."""
    for commit in log.split("\1")[1:]:
        when, *rest = commit.split("\0")
        day = datetime.fromisoformat(when.strip()).astimezone(zone).date()
        parts = iter(rest)
        changes = []
        for part in parts:
            if change := _CHANGE.fullmatch(part.strip()):
                old = next(parts)
                new = next(parts) if change["kind"] in {"R", "C"} else old
                changes.append((change["kind"], change["blob"], old, new))
        yield day, changes


def _blobs(root: Path, names: Iterable[str]) -> dict[str, str]:
    """The texts of blobs, by name; without those that are no text."""
    asked = sorted(names)
    if not asked:
        return {}
    answer = _git(root, "cat-file", "--batch", stdin="".join(f"{name}\n" for name in asked).encode())
    found: dict[str, str] = {}
    at = 0
    for name in asked:
        end = answer.index(b"\n", at)
        head = answer[at:end].split()
        at = end + 1
        if len(head) < 3:
            continue  # missing, as in a partial clone
        size = int(head[2])
        with suppress(UnicodeDecodeError):
            found[name] = answer[at : at + size].decode("utf-8-sig")
        at += size + 1
    return found


def _seen(versions: Iterable[tuple[Day, str]], blobs: Mapping[str, str]) -> Iterator[Revision]:
    """The versions that readers could see."""
    for day, blob in versions:
        text = blobs.get(blob, "").replace("\r\n", "\n").replace("\r", "\n")
        split, faults = frontmatter.split(text, "")
        if split is None or faults or str(split.data.get("status", "published")).strip() != "published":
            continue
        data = split.data
        sources = data.get("sources") or []
        yield Revision(
            date=day,
            title=_words(data.get("title")),
            summary=_words(data.get("summary")),
            body=split.body.strip(),
            sources={
                _words(source.get("id")): _words(source.get("title"))
                for source in (sources if isinstance(sources, list) else [])
                if isinstance(source, dict)
            },
        )


def _words(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
