"""`brief deploy`."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import click

from brief.building.commit import AnotherBuild, reserved
from brief.commands.building import built
from brief.commands.options import filled_from, site_options
from brief.config import Site
from brief.console import DONE, MACHINE_FAULT, USAGE_FAULT, Stop, number, say, short, site_at, watching
from brief.publishing.deploying import deploy, known
from brief.publishing.invalidating import CommandFailed, invalidate
from brief.publishing.inventory import Damaged
from brief.publishing.opening import opened, rules
from brief.publishing.output import Changed, NotBuilt, items
from brief.publishing.planning import Plan, Upload, addresses, plan
from brief.publishing.targets import AnotherDeploy, Target, TargetFault
from brief.suggestions import did_you_mean
from brief.validation.deploying import DeployTable

# So many names of files are enough to know what they are.
_SHOWN = 5


def _names(site: Site) -> list[str]:
    return sorted(site.deploy)


@click.command("deploy")
@site_options
@click.argument("name", required=False, shell_complete=filled_from(_names))
@click.option("--dry-run", is_flag=True, help="Say what would be done, and leave the target as it is.")
@click.option("--no-build", is_flag=True, help="Publish what was built last, as it is.")
@click.option("--no-strict", is_flag=True, help="Publish a site with warnings too.")
@click.option("--allow", "--allow-delete", "allow", is_flag=True, help="Let more files go than max_delete_percent.")
@click.option("--adopt", is_flag=True, help="Take over files that are there already and that the site has too.")
def deploy_command(
    folder: Path | None,
    form: str,
    name: str | None,
    dry_run: bool,
    no_build: bool,
    no_strict: bool,
    allow: bool,
    adopt: bool,
) -> int:
    """Build the site and publish it to a target of site.toml.

    Only files that differ are uploaded: what pages need first, then pages, lists and feeds, and what is gone is
    removed last. Nothing is removed that brief did not put there itself. After a failure, run it again.

    \b
    Examples: brief deploy production --dry-run
              brief deploy production
              brief deploy --no-build --format json
    """
    site = site_at(folder, form)
    name, table = _table(site, name)
    if not no_build:
        built(site.with_options(strict=not no_strict), form)
    _warn_of_example(site)
    with _in_words(site, name), reserved(site.output), opened(site, table, looking=dry_run) as target:
        held, before = known(target)
        todo = plan(items(site.output), before, rules(site, table))
        _refuse_foreign(todo, target, name, adopt=adopt)
        _show(todo, form, table.target, dry_run=dry_run)
        _refuse_losses(todo, table, name, allow=allow)
        if dry_run or todo.is_empty:
            return DONE
        with watching(time.perf_counter, profile=False) as progress:
            deploy(todo, before, held, target, site.output, progress)
    gone = len(todo.obstacles) + len(todo.deletions)
    say(f"Published to {table.target}: {len(todo.uploads)} uploaded, {gone} deleted.")
    _tell(form, {"event": "published", "target": table.target, "uploaded": len(todo.uploads), "deleted": gone})
    return _invalidate(site, table, todo, form)


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


def _refuse_foreign(todo: Plan, target: Target, name: str, *, adopt: bool) -> None:
    """Nothing that brief did not put there is written over unasked."""
    if adopt:
        return
    foreign = sorted(target.taken([upload.path for upload in todo.uploads if upload.is_new]))
    if foreign:
        raise Stop(
            f"There are files at the target that brief did not put there, and the site has them too:\n"
            f"{_listing(foreign)}\n"
            f"Nothing was published. To let the site take their places: brief deploy {name} --adopt",
            USAGE_FAULT,
        )


def _refuse_losses(todo: Plan, table: DeployTable, name: str, *, allow: bool) -> None:
    if allow or todo.leaving_percent <= table.max_delete_percent:
        return
    raise Stop(
        f"{number(todo.leaving, 'file')} of {todo.known} would go, which is more than "
        f"{table.max_delete_percent} % (max_delete_percent). Nothing was published.\n"
        f"If that is meant: brief deploy {name} --allow",
        USAGE_FAULT,
    )


def _show(todo: Plan, form: str, target: str, *, dry_run: bool) -> None:
    """What is about to be done: in numbers, and where nothing is going to be done, file by file."""
    new = [upload for upload in todo.uploads if upload.is_new]
    changed = [upload for upload in todo.uploads if not upload.is_new]
    gone = [*todo.obstacles, *todo.deletions]
    size = sum(upload.size for upload in todo.uploads)
    if dry_run:
        for what, paths in (("new", _paths(new)), ("changed", _paths(changed)), ("deleted", gone)):
            for path in paths:
                _tell(form, {"event": "file", "change": what, "path": path})
                if form != "json":
                    say(f"{what:8}{path}")
    _tell(
        form,
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


def _invalidate(site: Site, table: DeployTable, todo: Plan, form: str) -> int:
    changed = addresses(site.base_path, todo)
    if not table.invalidate or not changed:
        return DONE
    try:
        invalidate(table.invalidate, changed, site.root)
    except CommandFailed as fault:
        raise Stop(
            f"The site is published, and the CDN may show the old one for a while. {fault}\n"
            f"Run the command yourself for {number(len(changed), 'address')}: {table.invalidate}",
            MACHINE_FAULT,
        ) from None
    _tell(form, {"event": "invalidated", "addresses": len(changed)})
    return DONE
