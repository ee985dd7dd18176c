"""`brief deploy`."""

from pathlib import Path

import click

from brief.commands.options import filled_from, signing_option, site_options
from brief.config import Site
from brief.console import site_at


def _names(site: Site) -> list[str]:
    return sorted(site.deploy)


@click.command("deploy")
@site_options
@click.argument("name", required=False, shell_complete=filled_from(_names))
@click.option("--dry-run", is_flag=True, help="Say what would be done, and leave the target as it is.")
@click.option("--no-build", is_flag=True, help="Publish what was built last, as it is.")
@click.option("--no-strict", is_flag=True, help="Publish a site with warnings too.")
@signing_option
@click.option("--allow", "--allow-delete", "allow", is_flag=True, help="Let more files go than max_delete_percent.")
@click.option("--adopt", is_flag=True, help="Take over files that are there already and that the site has too.")
def deploy_command(
    folder: Path | None,
    form: str,
    name: str | None,
    dry_run: bool,
    no_build: bool,
    no_strict: bool,
    key: Path | None,
    allow: bool,
    adopt: bool,
) -> int:
    """Build the site and publish it to a target of site.toml.

    Only files that differ are uploaded: what pages need first, then pages, lists and feeds, and what is gone is
    removed last. Nothing is removed that brief did not put there itself. After a failure, run it again.

    \b
    Examples: brief deploy production --dry-run
              brief deploy production
              brief deploy production --sign ~/.ssh/id_ed25519
              brief deploy --no-build --format json
    """
    from brief.commands.deploying import Asked, run  # noqa: PLC0415  # slow to load, and completion needs the names alone

    if key and no_build:
        raise click.UsageError("--sign signs what is built; leave out --no-build.")
    asked = Asked(form, dry_run, no_build, not no_strict, key, allow, adopt)
    return run(site_at(folder, form), name, asked)
