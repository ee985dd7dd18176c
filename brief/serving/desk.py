"""What the server knows beside the site: where it is, the person's editor, and what is worked out once an archive."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812  # as in the model
from pathlib import Path

from brief.linking.archive import Archive
from brief.serving.badges import badges_by_href
from brief.serving.diary import Diary
from brief.serving.editors import Editor
from brief.serving.survey import Survey, Surveyor
from brief.serving.whereabouts import Whereabouts


@dataclass(frozen=True, slots=True)
class Known:
    """What is worked out once of an archive, on one day."""

    archive: Archive
    today: Day
    whereabouts: Whereabouts
    badges: Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class Desk:
    """One running server's. `token` is in its own pages alone, and shows that one of them asks.

    `today` tells the day. What is `known` of the archive that was looked at last is replaced whole.
    """

    root: Path
    editor: Editor
    diary: Diary
    today: Callable[[], Day] = Day.today
    token: str = field(default_factory=secrets.token_urlsafe)
    known: Known | None = None
    surveyor: Surveyor = field(default_factory=Surveyor)

    def of(self, archive: Archive) -> Known:
        """What is known of `archive`."""
        known, today = self.known, self.today()
        if known is None or known.archive is not archive or known.today != today:
            known = Known(archive, today, Whereabouts.of(archive), badges_by_href(archive, today))
            self.known = known
        return known

    def survey(self, archive: Archive) -> Survey:
        """The state of `archive` as a whole."""
        known = self.of(archive)
        return self.surveyor.survey(archive, known.today, known.whereabouts)
