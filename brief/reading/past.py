"""A site as its files were on a day: the commit that its main line ended with then, in a clone of its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # as elsewhere
from datetime import datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from brief.config import FILE_NAME
from brief.reading.git import NoGit, git, is_in_checkout


class NoPast(Exception):
    """The files can't be had as they were; the text says why, in sentences."""


@dataclass(frozen=True, slots=True)
class Past:
    """The folder of a site as it was, which goes with the `with`, and the commit that it is of."""

    root: Path
    commit: str
    day: Day


@contextmanager
def past(root: Path, day: Day, timezone: str) -> Iterator[Past]:
    """The site in `root` as its files were at the end of `day` in an IANA `timezone`, in today's themes. Raises NoPast.

    What a branch brought counts from its merge on. Nothing is written into the repository.
    """
    if not is_in_checkout(root.absolute()):
        raise NoPast("What the files were then is known to git alone, and this site is in no checkout of it.")
    zone = ZoneInfo(timezone)
    with TemporaryDirectory(prefix="brief-") as folder:
        clone = Path(folder, "site")
        try:
            commit = _commit(root, day, zone)
            prefix = git(root, "rev-parse", "--show-prefix").decode().strip()
            git(root, "clone", "--quiet", "--shared", "--no-checkout", "--no-tags", _top(root), str(clone))
            git(clone, "checkout", "--quiet", "--detach", commit)
            then = _day(clone, commit, zone)
        except FileNotFoundError:
            raise NoPast("What the files were then is known to git alone, and there is no git here.") from None
        except NoGit as reason:
            raise NoPast(f"The files can't be had as they were: {reason}.") from None
        site = clone / prefix
        if not (site / FILE_NAME).is_file():
            raise NoPast(f"There was no {FILE_NAME} yet in the last commit by then, {commit[:10]} of {then}.")
        _dress(site, root)
        yield Past(site, commit, then)


def _dress(site: Path, today: Path) -> None:
    """Give a site the themes that it has today: one of then knows nothing of what today's brief has to show."""
    themes, worn = today / "themes", site / "themes"
    if worn.is_symlink():
        worn.unlink()
    elif worn.exists():
        shutil.rmtree(worn)
    # A link that leads out of the site stays one, which is refused as it is in every build.
    if themes.is_symlink():
        worn.symlink_to(themes.readlink())
    elif themes.exists():
        shutil.copytree(themes, worn, symlinks=True)


def _commit(root: Path, day: Day, zone: ZoneInfo) -> str:
    end = datetime.combine(day, time.max, zone).isoformat(timespec="seconds")
    found = git(root, "rev-list", "--max-count=1", "--first-parent", f"--before={end}", "HEAD").decode().strip()
    if found:
        return found
    if git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise NoPast("This checkout is shallow, and does not reach back so far. Fetch it whole: git fetch --unshallow")
    first = git(root, "rev-list", "--first-parent", "HEAD").split()
    began = f"It began on {_day(root, first[-1].decode(), zone)}." if first else "It has no commit at all."
    raise NoPast(f"The site's history does not reach back so far. {began}")


def _top(root: Path) -> str:
    return git(root, "rev-parse", "--show-toplevel").decode().removesuffix("\n")


def _day(root: Path, commit: str, zone: ZoneInfo) -> Day:
    said = git(root, "log", "--max-count=1", "--format=%cI", commit).decode().strip()
    return datetime.fromisoformat(said).astimezone(zone).date()
