"""Which file of the writer's a page of the site is made of."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from brief.linking import addresses
from brief.linking.archive import Archive
from brief.model import Document

_NUMBERED = re.compile(r"(?<=/)page/\d+/index\.html$")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The items of an archive by the file of the site that shows each."""

    items: Mapping[str, Document]

    @classmethod
    def of(cls, archive: Archive) -> Self:
        return cls(dict(_all(archive)))

    def item(self, name: str) -> Document | None:
        """What stands at the file `name` of the site, or on a later page of a list that begins there."""
        return self.items.get(name) or self.items.get(_NUMBERED.sub("index.html", name))


def _all(archive: Archive) -> Iterator[tuple[str, Document]]:
    site = archive.site
    for page in archive.pages:
        yield addresses.output_path(addresses.page(site, page)), page
    for briefing in archive.briefings:
        yield addresses.output_path(addresses.briefing(site, briefing)), briefing
    for lang in site.languages:
        for tag in archive.tags.values():
            yield addresses.output_path(addresses.tag(site, tag, lang)), tag
        for outlet in archive.outlets.values():
            yield addresses.output_path(addresses.outlet(site, outlet, lang)), outlet
