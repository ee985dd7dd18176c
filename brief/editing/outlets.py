"""An outlet under a new id, with all that names it."""

from collections.abc import Iterator

from brief.config import Site
from brief.editing import frontmatter
from brief.editing.edits import Edit, Plan, Refused, Texts, beside
from brief.editing.references import references, renamed
from brief.linking import addresses
from brief.linking.archive import Archive
from brief.model import Outlet
from brief.suggestions import did_you_mean
from brief.validation.fields import is_slug


def rename(site: Site, archive: Archive, texts: Texts, old: str, new: str) -> Plan:
    """Plan to call the outlet `old` by the id `new`. Raises Refused.

    An outlet has no former ids, as a tag has: once readers know its address, it stays.
    """
    outlet = archive.outlets.get(old)
    if outlet is None:
        raise Refused(f"There is no outlet `{old}`. {did_you_mean(old, archive.outlets)}".strip())
    if not is_slug(new):
        raise Refused(f"`{new}` can't be an id. Use small letters, digits and hyphens.")
    if new in archive.outlets:
        raise Refused(f"There is an outlet `{new}` already.")
    known = next((lang for lang in site.languages if addresses.outlet(site, outlet, lang) in archive.ledger), None)
    if known is not None:
        address = addresses.outlet(site, outlet, known)
        raise Refused(
            f"Readers know the outlet by its address {address}, which would vanish. Change its title instead."
        )
    path = beside(outlet.path, f"{new}.md")
    return Plan((*_sources(archive, texts, old, new), *_links(archive, texts, outlet, new, path)), {outlet.path: path})


def _sources(archive: Archive, texts: Texts, old: str, new: str) -> Iterator[Edit]:
    for briefing in archive.briefings:
        outlets = briefing.sources.outlets
        if old in outlets:
            matter = frontmatter.read(briefing.path, texts(briefing.path))
            for index, outlet in enumerate(outlets):
                if outlet == old:
                    yield from matter.replace_at(("sources", index, "outlet"), new)


def _links(archive: Archive, texts: Texts, outlet: Outlet, new: str, path: str) -> Iterator[Edit]:
    for origin, reference, _ in references(archive, {outlet.path}):
        if reference.name == outlet.id or reference.kind.value in {"file", "address"}:
            address = reference.name.replace(f"outlets/{outlet.id}/", f"outlets/{new}/", 1)
            edit = renamed(texts(origin.path), origin.path, reference, new, path, address)
            yield from [edit] if edit else []
