"""The archive as it was known last, with what the abilities ask of it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from brief.config import Site
from brief.diagnostics import Diagnostic
from brief.language.documents import Document
from brief.linking import addresses
from brief.linking.archive import Archive, Linked
from brief.linking.claims import claims, sitemap_parts
from brief.linking.prose import usable
from brief.linking.resolving import Directory
from brief.markdown.mentions import Names
from brief.model import Briefing, Outlet, Page, Tag, every_name
from brief.model import Document as Item
from brief.reading.loading import Content


@dataclass(frozen=True)
class Snapshot:
    """An archive after one reading. `diagnostics` are by path.

    `recent` are items of files that can't be read as they are now, as they were while they could. `read` gives a file
    by its path: as the editor held it, else as it is on the disk; None where it is gone.
    """

    site: Site = field(repr=False)
    content: Content = field(repr=False)
    linked: Linked = field(repr=False)
    diagnostics: Mapping[str, tuple[Diagnostic, ...]] = field(repr=False)
    read: Callable[[str], Document | None] = field(repr=False)
    recent: Mapping[str, Item] = field(default_factory=dict, repr=False)

    @property
    def archive(self) -> Archive:
        return self.linked.archive

    @property
    def tags(self) -> Mapping[str, Tag]:
        return self.archive.tags

    @property
    def outlets(self) -> Mapping[str, Outlet]:
        return self.archive.outlets

    def item(self, path: str) -> Item | None:
        """What is in the file at a path, as far as it could be read last."""
        return self._items.get(path) or self.recent.get(path)

    def lang(self, path: str) -> str:
        """The language of a file's text."""
        item = self.item(path)
        return (item.lang if item else "") or self.site.language

    @cached_property
    def _items(self) -> dict[str, Item]:
        content = self.content
        everything: tuple[Item, ...] = (*content.briefings, *content.tags, *content.outlets, *content.pages)
        return {item.path: item for item in everything}

    @cached_property
    def directory(self) -> Directory:
        """What the names in texts stand for."""
        archive = self.archive
        return Directory(self.site, self.content, archive.briefings, self.linked.prose.texts.links)

    @cached_property
    def paths(self) -> frozenset[str]:
        """All files that the site is going to have, which addresses in texts are looked up in."""
        archive = self.archive
        claimed = tuple(claims(self.site, self.content, archive.briefings, archive.editions))
        claimed += tuple(sitemap_parts(self.site, claimed))
        return frozenset(addresses.output_path(claim.address) for claim in claimed)

    @cached_property
    def names(self) -> Names:
        """The names of tags that texts may mention."""
        return Names({tag.id: every_name(tag) for tag in self.content.tags if tag.mentions})

    @cached_property
    def outlet_names(self) -> dict[str, tuple[str, ...]]:
        return {outlet.id: every_name(outlet) for outlet in self.content.outlets}

    @cached_property
    def extensions(self) -> tuple[Callable[[], Any], ...]:
        return tuple(usable(self.site.extensions.markdown))

    @cached_property
    def tagged(self) -> Counter[str]:
        """How many briefings have each tag."""
        return Counter(tag for briefing in self.archive.briefings for tag in dict.fromkeys(briefing.tags))

    @cached_property
    def cited(self) -> Counter[str]:
        """How many briefings rest on each outlet."""
        return Counter(outlet for briefing in self.archive.briefings for outlet in set(briefing.sources.outlets))

    def works(self) -> tuple[Briefing | Page, ...]:
        """All that is called by a slug."""
        return (*self.archive.briefings, *self.archive.pages)
