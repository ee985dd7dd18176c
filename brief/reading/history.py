"""The revisions of briefings, out of git: two or three processes, however many files and commits there are."""

import re
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
from brief.reading.git import NoGit, git, is_in_checkout

_FOLDER = "content/briefings"
_LOG = (
    "log", "--raw", "--no-abbrev", "-M", "-z", "--relative", "--no-ext-diff", "--no-textconv", "--no-color",
    "--no-notes", "--format=%x01%aI",
)  # fmt: skip
_CHANGE = re.compile(r":\d+ \d+ [0-9a-f]+ (?P<blob>[0-9a-f]+) (?P<kind>[A-Z])\d*")

Versions = dict[str, list[tuple[Day, str]]]
"""For each path of today, the days of its commits and the blobs that it was then, the latest first."""


def read(site: Site, paths: Iterable[str]) -> tuple[Mapping[str, tuple[Revision, ...]], list[Diagnostic]]:
    """The committed revisions of the briefings at `paths` that readers could see, the latest first.

    Nothing where the site is in no git checkout. Revisions in which a briefing was a draft, or
    dated on a later day than their own, are left out.
    """
    if not _is_asked(site):
        return {}, []
    here = Location(FILE_NAME)
    try:
        if git(site.root, "rev-parse", "--is-shallow-repository").strip() == b"true":
            hint = "Fetch it whole: `git fetch --unshallow`, or `fetch-depth: 0` in GitHub Actions."
            message = "The checkout is shallow, so the briefings' history is not known."
            return {}, [note(Code.SHALLOW_HISTORY, here, message, hint)]
        log = git(site.root, *_LOG, "--", _FOLDER).decode(errors="surrogateescape")
        versions = _versions(log, frozenset(paths), ZoneInfo(site.timezone))
        blobs = _blobs(site.root, {blob for listed in versions.values() for _, blob in listed})
    except FileNotFoundError:
        return {}, []
    except NoGit as reason:
        return {}, [note(Code.NO_HISTORY, here, f"The briefings' history can't be read: {reason}.")]
    return {path: tuple(_seen(listed, blobs)) for path, listed in versions.items()}, []


def head(site: Site) -> str:
    """What tells one state of the checkout's history from another; empty where there is none to read."""
    if not _is_asked(site):
        return ""
    try:
        return git(site.root, "rev-parse", "--is-shallow-repository", "HEAD").decode("ascii", "replace")
    except (OSError, NoGit) as reason:
        return str(reason)


def _is_asked(site: Site) -> bool:
    return site.history and is_in_checkout(site.root)


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
    answer = git(root, "cat-file", "--batch", stdin="".join(f"{name}\n" for name in asked).encode())
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
        if str(data.get("date", "")).strip() > day.isoformat():
            continue
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
