"""`brief move`: a briefing or a page under a new slug, with all that names it."""

from collections.abc import Iterable
from dataclasses import dataclass
from posixpath import basename

from slugify import slugify

from brief.config import Site
from brief.editing import frontmatter
from brief.editing.edits import Edit, Plan, Refused, Texts, beside
from brief.editing.references import references, renamed
from brief.linking import addresses
from brief.linking.archive import Archive
from brief.model import Briefing, Page
from brief.reading.parsing import DATE_PREFIX, default_slug
from brief.suggestions import did_you_mean
from brief.validation.fields import is_slug


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move is going to do: the items by old path with their new ones, and the references rewritten."""

    plan: Plan
    items: dict[str, str]
    links: int


def move(site: Site, archive: Archive, texts: Texts, old: str, new: str) -> Moved:
    """Plan the move of what `old` names, a slug or a path, to the slug `new`. Raises Refused.

    A page of a folder stays in it, whether `new` begins with the folder's address or not.
    """
    items = _found(archive, old)
    slug = items[0].slug
    if basename(items[0].path).removesuffix(".md") == "index" and slug != "index":
        raise Refused(f"{items[0].path} is the first page of its folder. Rename the folder.")
    section = slug.rpartition("/")[0]
    name = new.removeprefix(f"{section}/") if section else new
    if not is_slug(name):
        guess = slugify(name)
        raise Refused(f"`{name}` can't be part of an address." + (f" Did you mean `{guess}`?" if guess else ""))
    new = f"{section}/{name}".lstrip("/")
    if new == slug:
        raise Refused(f"It is called `{slug}` already.")
    paths = {item.path: _new_path(item, new) for item in items}
    _check_free(site, archive, items, new, paths)
    edits = [edit for item in items for edit in _own_edits(site, archive, texts, item, new)]
    links = list(_links(site, archive, texts, items, new, paths))
    named = list(_named(archive, texts, items, new))
    moves = {path: target for path, target in paths.items() if path != target}
    return Moved(Plan((*edits, *links, *named), moves), paths, len(links) + len(named))


def _found(archive: Archive, old: str) -> list[Briefing] | list[Page]:
    """The versions of one work that `old` names, which share its slug."""
    everything: tuple[Briefing | Page, ...] = (*archive.briefings, *archive.pages)
    named = [item for item in everything if item.path in {old, f"content/{old}"}]
    named = named or [item for item in everything if item.slug == old]
    works = {archive.original(item) for item in named}
    if not named:
        known = [item.slug for item in everything]
        raise Refused(f"There is no briefing or page `{old}`. {did_you_mean(old, known)}".strip())
    if len(works) > 1:
        listed = ", ".join(item.path for item in named)
        raise Refused(f"`{old}` stands for several: {listed}. Name the file.")
    first = named[0]
    if isinstance(first, Briefing):
        versions = archive.briefing_versions[first.path].values()
        return [item for item in versions if item.slug == first.slug]
    return [item for item in archive.page_versions[first.path].values() if item.slug == first.slug]


def _new_path(item: Briefing | Page, new: str) -> str:
    """The path under the new slug: the file's name follows where the slug came from it."""
    name = basename(item.path).removesuffix(".md")
    if default_slug(name, item.lang) != basename(item.slug):
        return item.path
    prefix = found[0] if (found := DATE_PREFIX.match(name)) else ""
    suffix = f".{item.lang}" if name.endswith(f".{item.lang}") else ""
    return beside(item.path, f"{prefix}{basename(new)}{suffix}.md")


def _check_free(
    site: Site, archive: Archive, items: Iterable[Briefing | Page], new: str, paths: dict[str, str]
) -> None:
    for item in items:
        if paths[item.path] != item.path and (site.root / paths[item.path]).exists():
            raise Refused(f"{paths[item.path]} is there already.")
        address = _address(site, item, new)
        if address in archive.kept and address not in item.aliases:
            raise Refused(f"The address {address} is taken.")


def _address(site: Site, item: Briefing | Page, slug: str) -> str:
    return addresses.of(site, item, item.lang).removesuffix(f"{item.slug}/") + f"{slug}/"


def _own_edits(site: Site, archive: Archive, texts: Texts, item: Briefing | Page, new: str) -> list[Edit]:
    """Its old address becomes an alias, if readers may know it, and the new one is none any more.

    Unless it is the first that a briefing ever had: that stays where it is, since feeds know the briefing by it.
    """
    matter = frontmatter.read(item.path, texts(item.path))
    old, address = _address(site, item, item.slug), _address(site, item, new)
    is_secret = isinstance(item, Briefing) and not item.status.is_public and old not in archive.ledger
    is_needless = is_secret or old in item.aliases
    is_first = isinstance(item, Briefing) and address == addresses.first(site, item)
    if address in item.aliases and (is_secret or not is_first):
        own = matter.remove("aliases", address) if is_needless else matter.replace("aliases", address, old)
    else:
        own = [] if is_needless else matter.add("aliases", old)
    return own + (matter.set("slug", basename(new)) if "slug" in matter.values else [])


def _links(
    site: Site, archive: Archive, texts: Texts, items: Iterable[Briefing | Page], new: str, paths: dict[str, str]
) -> Iterable[Edit]:
    by_path = {item.path: item for item in items}
    for origin, reference, target in references(archive, set(by_path)):
        address = _address(site, by_path[target.path], new)
        edit = renamed(texts(origin.path), origin.path, reference, new, paths[target.path], address)
        yield from [edit] if edit else []


def _named(archive: Archive, texts: Texts, items: Iterable[Briefing | Page], new: str) -> Iterable[Edit]:
    """What names the slug in front matter: what it replaces, and what it translates."""
    items = tuple(items)
    slug = items[0].slug
    kind = type(items[0])
    others: Iterable[Briefing | Page] = archive.briefings if kind is Briefing else archive.pages
    for other in others:
        is_named = other.translation_of == slug or (isinstance(other, Briefing) and slug in other.supersedes)
        if is_named:
            matter = frontmatter.read(other.path, texts(other.path))
            yield from matter.replace("translation_of", slug, new)
            yield from matter.replace("supersedes", slug, new)
