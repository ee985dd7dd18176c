"""The state of the whole archive, for the dashboard: worked out once an archive, and of texts only what has changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date as Day  # noqa: N812  # as in the model
from threading import Lock

from markupsafe import Markup

from brief.diagnostics import Diagnostic
from brief.linking.advice import advice
from brief.linking.archive import Archive
from brief.linking.prose import Bodies
from brief.linking.statistics import Statistics, statistics
from brief.model import Document
from brief.serving.facts import claims
from brief.serving.whereabouts import Whereabouts


@dataclass(frozen=True, slots=True)
class Survey:
    """What there is to know of an archive as a whole, on the day `today`.

    `advice` is what is not wrong and could be better; `items` are by path. `uncited` counts the passages of each
    briefing that cite nothing, where there are any.
    """

    archive: Archive
    today: Day
    statistics: Statistics
    advice: tuple[Diagnostic, ...]
    items: Mapping[str, Document]
    words: int
    uncited: Mapping[str, int]


@dataclass(slots=True)
class Surveyor:
    """Keeps the last survey, and what it found in each text by the text's digest; both are replaced whole."""

    last: Survey | None = None
    texts: Mapping[str, tuple[bytes, int, int]] = field(default_factory=dict)
    guard: Lock = field(default_factory=Lock)

    def survey(self, archive: Archive, today: Day, whereabouts: Whereabouts) -> Survey:
        """The survey of `archive`."""
        with self.guard:
            if not (self.last and self.last.archive is archive and self.last.today == today):
                self.last = self._surveyed(archive, today, whereabouts)
            return self.last

    def _surveyed(self, archive: Archive, today: Day, whereabouts: Whereabouts) -> Survey:
        last = self.last
        # Where words alone have changed, an archive has its links from the one before.
        is_linked_alike = last and last.archive.backlinks is archive.backlinks
        items = {item.path: item for item in whereabouts.items.values()}
        self.texts = {path: self._text(archive, path, items[path]) for path in archive.texts if path in items}
        return Survey(
            archive=archive,
            today=today,
            # The words are counted here, where those of most texts are known.
            statistics=statistics(replace(archive, html={})),
            advice=last.advice if last and is_linked_alike else tuple(advice(archive)),
            items=items,
            words=sum(words for _, words, _ in self.texts.values()),
            uncited={path: count for path, (_, _, count) in self.texts.items() if count},
        )

    def _text(self, archive: Archive, path: str, item: Document) -> tuple[bytes, int, int]:
        digest = archive.html.digest(path) if isinstance(archive.html, Bodies) else b""
        known = self.texts.get(path)
        if known and known[0] == digest:
            return known
        html = archive.html.get(path, "")
        return digest, len(Markup(html).striptags().split()), len(claims(item, html))
