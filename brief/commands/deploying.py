"""What `brief deploy` does, asks and says."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click

from brief.building.commit import AnotherBuild, reserved
from brief.commands.building import built
from brief.config import Site
from brief.console import DONE, MACHINE_FAULT, USAGE_FAULT, Stop, number, say, short, watching
from brief.publishing.deploying import deploy, known, told
from brief.publishing.invalidating import CommandFailed, invalidate
from brief.publishing.inventory import Damaged, Inventory
from brief.publishing.opening import opened, rules
from brief.publishing.output import Changed, NotBuilt, items
from brief.publishing.planning import Plan, Upload, addresses, plan
from brief.publishing.targets import AnotherDeploy, Target, TargetFault
from brief.suggestions import did_you_mean
from brief.validation.deploying import DeployTable

# So many names of files are enough to know what they are.
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for. `form` is how it is answered: `text`, `json` or `github`; `key` signs."""

    form: str
    dry_run: bool
    no_build: bool
    strict: bool
    key: Path | None
    allow: bool
    adopt: bool


def run(site: Site, name: str | None, asked: Asked) -> int:
    """Build a site and publish it to the target that is meant. Gives the exit code, and raises Stop."""
    name, table = _table(site, name)
    if not asked.no_build:
        built(site.with_options(strict=asked.strict), asked.form, key=asked.key)
    _warn_of_example(site)
    with _in_words(site, name), reserved(site.output), opened(site, table, looking=asked.dry_run) as target:
        held, before = known(target)
        todo = plan(items(site.output), before, rules(site, table))
        if not asked.adopt:
            _refuse_foreign(todo, target, name)
        _show(todo, table.target, asked)
        if not asked.allow:
            _refuse_losses(todo, table, name)
        if asked.dry_run:
            return DONE
        if not todo.is_empty:
            with watching(time.perf_counter, profile=False) as progress:
                is_told = bool(table.invalidate)
                held, before = deploy(todo, before, held, target, site.output, progress, is_told=is_told)
            _say_published(todo, table.target, asked.form)
        if held and table.invalidate and before.untold:
            _invalidate(site, name, before, asked.form)
            told(before, held, target)
    return DONE


def _table(site: Site, name: str | None) -> tuple[str, DeployTable]:
    """The target that is meant: the one that is named, or the only one."""
    if not site.deploy:
        raise Stop(
            "site.toml names no target to publish to. Add one:\n\n"
            '    [deploy.production]\n    target = "ssh://user@example.org/srv/www"',
            USAGE_FAULT,
        )
    if name is None and len(site.deploy) == 1:
        return next(iter(site.deploy.items()))
    known = ", ".join(f"`{it}`" for it in sorted(site.deploy))
    if name is None:
        raise Stop(f"Say which target is meant: {known}.", USAGE_FAULT)
    if name not in site.deploy:
        hint = did_you_mean(name, site.deploy, f"There are {known}.")
        raise Stop(f"site.toml has no `[deploy.{name}]`. {hint}", USAGE_FAULT)
    return name, site.deploy[name]


def _warn_of_example(site: Site) -> None:
    host = urlsplit(site.base_url).hostname or ""
    if host.rpartition(".")[0].rpartition(".")[2] == "example" or host == "localhost":
        say(f"Mind: `base_url` in site.toml is {site.base_url}, so the pages say that they live there.")


@contextmanager
def _in_words(site: Site, name: str) -> Iterator[None]:
    """What ends a deploy, in words for people."""
    again = f"What readers see is whole. Once it is mended, run it again: brief deploy {name}"
    try:
        yield
    except NotBuilt:
        message = f"There is no site in {short(site.output)} that brief built. Run it without --no-build."
        raise Stop(message, USAGE_FAULT) from None
    except Changed as changed:
        raise Stop(
            f"{short(site.output / changed.path)} is not as brief built it, so it was not published.\n"
            f"Build the site anew with --no-cache, and run: brief deploy {name}",
            MACHINE_FAULT,
        ) from None
    except AnotherBuild:
        message = f"{short(site.output)} is being built or published by another run. Wait for it."
        raise Stop(message, MACHINE_FAULT) from None
    except Damaged:
        raise Stop(
            "What brief noted at the target of what it put there can't be read, or is of a later version.\n"
            "Update brief; or remove .brief-deploy.json.gz there, and publish with --adopt.",
            USAGE_FAULT,
        ) from None
    except AnotherDeploy:
        raise Stop(
            f"Another deploy to {name} is under way, or has been since this one looked. Nothing more was done.\n"
            f"When it has ended, run: brief deploy {name}",
            MACHINE_FAULT,
        ) from None
    except TargetFault as fault:
        raise Stop(f"{fault}\n{again}", MACHINE_FAULT) from None


def _refuse_foreign(todo: Plan, target: Target, name: str) -> None:
    """Nothing that brief did not put there is written over unasked."""
    foreign = sorted(target.taken([upload.path for upload in todo.uploads if upload.is_new]))
    if foreign:
        raise Stop(
            f"There are files at the target that brief did not put there, and the site has them too:\n"
            f"{_listing(foreign)}\n"
            f"Nothing was published. To let the site take their places: brief deploy {name} --adopt",
            USAGE_FAULT,
        )


def _refuse_losses(todo: Plan, table: DeployTable, name: str) -> None:
    if todo.leaving_percent <= table.max_delete_percent:
        return
    raise Stop(
        f"{number(todo.leaving, 'file')} of {todo.known} would go, which is more than "
        f"{table.max_delete_percent} % (max_delete_percent). Nothing was published.\n"
        f"If that is meant: brief deploy {name} --allow",
        USAGE_FAULT,
    )


def _show(todo: Plan, target: str, asked: Asked) -> None:
    """What is about to be done: in numbers, and where nothing is going to be done, file by file."""
    new = [upload for upload in todo.uploads if upload.is_new]
    changed = [upload for upload in todo.uploads if not upload.is_new]
    gone = [*todo.obstacles, *todo.deletions]
    size = sum(upload.size for upload in todo.uploads)
    if asked.dry_run:
        for what, paths in (("new", _paths(new)), ("changed", _paths(changed)), ("deleted", gone)):
            for path in paths:
                _tell(asked.form, {"event": "file", "change": what, "path": path})
                if asked.form != "json":
                    say(f"{what:8}{path}")
    _tell(
        asked.form,
        {
            "event": "plan",
            "target": target,
            "new": len(new),
            "changed": len(changed),
            "unchanged": todo.unchanged,
            "deleted": len(gone),
            "retired": len(todo.retired),
            "bytes": size,
        },
    )
    say(
        f"{target}: {len(new)} new, {len(changed)} changed, {todo.unchanged} unchanged, {len(gone)} to delete; "
        f"{size:,} bytes to upload."
    )


def _paths(uploads: list[Upload]) -> list[str]:
    return [upload.path for upload in uploads]


def _listing(paths: list[str]) -> str:
    more = len(paths) - _SHOWN
    return "\n".join([*(f"    {path}" for path in paths[:_SHOWN]), *([f"    and {more} more"] if more > 0 else [])])


def _tell(form: str, event: dict[str, str | int]) -> None:
    if form == "json":
        click.echo(json.dumps(event, ensure_ascii=False))


def _say_published(todo: Plan, target: str, form: str) -> None:
    gone = len(todo.obstacles) + len(todo.deletions)
    say(f"Published to {target}: {len(todo.uploads)} uploaded, {gone} deleted.")
    _tell(form, {"event": "published", "target": target, "uploaded": len(todo.uploads), "deleted": gone})


def _invalidate(site: Site, name: str, there: Inventory, form: str) -> None:
    changed = addresses(site.base_path, there.untold)
    try:
        invalidate(site.deploy[name].invalidate, changed, site.root)
    except CommandFailed as fault:
        raise Stop(
            f"The site is published, and the CDN may show the old one for a while. {fault}\n"
            f"To let the command run again for {len(changed)} of its addresses: brief deploy {name}",
            MACHINE_FAULT,
        ) from None
    _tell(form, {"event": "invalidated", "addresses": len(changed)})
