"""What the server shows: the last site that could be shown, and what is wrong with the content as it is now."""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from brief import config
from brief.building.build import complete, preview
from brief.config import Site
from brief.diagnostics import Code, Diagnostic, Location, error
from brief.outputs.derived import Derived
from brief.reading.loading import NoContent
from brief.rendering.theme import watched


@dataclass(frozen=True, slots=True)
class Extra:
    """What was made behind the pages: `wanted` is what was asked for, `files` those that could be made."""

    wanted: tuple[Derived, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    diagnostics: tuple[Diagnostic, ...] = ()
    crash: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The site after one rebuild.

    `files` are by path from the site's root, and those of the last rebuild without errors; `is_current` tells
    whether they are those of this one. `pending` are the files that are dear to make, and `extra` what was made of
    them last. `folders` are where the site was read from. `crash` is the traceback of a failure of brief itself.
    """

    version: int = 0
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    extra: Extra = field(default=Extra(), repr=False, compare=False)
    pending: tuple[Derived, ...] = field(default=(), repr=False)
    base_path: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    is_current: bool = False
    folders: tuple[Path, ...] = ()
    crash: str = ""


def rebuild(root: Path, last: Snapshot, *, drafts: bool) -> Snapshot:
    """The site as it is on the disk now. Whatever goes wrong is in the snapshot; nothing is raised."""
    version = last.version + 1
    folders = last.folders
    try:
        site, faults = config.load(root)
        folders = folders_of(root, site)
        if site is None:
            return _failed(last, version, tuple(faults), folders)
        site = site.with_options(drafts=drafts)
        shown = preview(site)
    except NoContent:
        hint = "Make it, with a folder `briefings` in it."
        return _failed(
            last, version, (error(Code.NO_CONTENT, Location("content"), "The folder is missing.", hint),), folders
        )
    except OSError as fault:
        path = _inside(root, fault.filename)
        message = f"It can't be read: {fault.strerror or fault}."
        return _failed(last, version, (error(Code.UNREADABLE_FILE, Location(path), message, "Save again."),), folders)
    except Exception as fault:  # noqa: BLE001  # the server must outlive a bug, and show it
        return _failed(last, version, (_own_fault(fault),), folders, traceback.format_exc())
    if not shown.is_good:
        return _failed(last, version, shown.report.diagnostics, folders)
    return Snapshot(
        version,
        shown.files,
        last.extra,
        shown.derived,
        site.base_path,
        shown.report.diagnostics,
        is_current=True,
        folders=folders,
    )


def completed(root: Path, wanted: tuple[Derived, ...]) -> Extra:
    """The files that a snapshot left out, which takes as long as they take to make. Nothing is raised."""
    try:
        made, faults = complete(root, wanted)
    except Exception as fault:  # noqa: BLE001  # as in a rebuild: what can be shown is shown
        return Extra(wanted, {}, (_own_fault(fault),), traceback.format_exc())
    return Extra(wanted, made, tuple(faults))


def _own_fault(fault: Exception) -> Diagnostic:
    message = f"brief itself failed: {type(fault).__name__}: {fault}"
    return error(Code.INTERNAL_ERROR, Location("site.toml"), message, "This is a bug in brief; the terminal says more.")


def folders_of(root: Path, site: Site | None) -> tuple[Path, ...]:
    """Where a site is read from, apart from site.toml; as far as that is known without its settings."""
    theme = watched(site) if site else []
    return tuple(dict.fromkeys((root / "content", root / "themes", *theme)))


def _failed(
    last: Snapshot, version: int, diagnostics: tuple[Diagnostic, ...], folders: tuple[Path, ...], crash: str = ""
) -> Snapshot:
    """What was shown last, with what is wrong now."""
    return replace(last, version=version, diagnostics=diagnostics, is_current=False, folders=folders, crash=crash)


def _inside(root: Path, name: object) -> str:
    path = Path(str(name or "content"))
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
