"""The target that an address in site.toml stands for."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from brief.config import Site
from brief.publishing import folder, remote, store
from brief.publishing.planning import Rules
from brief.publishing.targets import Target, TargetFault
from brief.validation.deploying import DeployTable, address_of

_STORES = {"s3", "gs", "az"}


@contextmanager
def opened(site: Site, table: DeployTable, *, looking: bool = False) -> Iterator[Target]:
    """The target, for one deploy, or for who is only `looking` and changes nothing.

    Raises TargetFault, and AnotherDeploy where it is known by now that there is one.
    """
    address = address_of(table.target)
    match address.scheme:
        case "file":
            root = Path(address.path)
            _refuse_own(site, root)
            with folder.opened(root, looking=looking) as found:
                yield found
        case "ssh":
            with remote.opened(address, str(table.options.get("config", "")), site.root) as there:
                yield there
        case _:
            yield store.opened(address, table)


def rules(site: Site, table: DeployTable) -> Rules:
    """How files are kept at the target: hosts of folders say themselves how they serve them."""
    has_headers = address_of(table.target).scheme in _STORES
    return Rules(site.languages[1:], table.max_age_seconds, table.compress, has_headers)


def _refuse_own(site: Site, root: Path) -> None:
    """What brief publishes must not be among what it publishes from."""
    target, output = root.resolve(), site.output.resolve()
    if target == output or target.is_relative_to(output) or output.is_relative_to(target):
        raise TargetFault(f"{root} is the output folder, or one lies in the other. Choose another target.")
    if site.root.is_relative_to(target) or target.is_relative_to(site.root):
        raise TargetFault(f"{root} and the site's own folder lie in each other. Choose another target.")
