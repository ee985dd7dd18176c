"""What the server knows beside the site: where it is, the person's editor, and what is worked out once an archive."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from brief.linking.archive import Archive
from brief.serving.editors import Editor
from brief.serving.preview import Snapshot
from brief.serving.whereabouts import Whereabouts


@dataclass(slots=True)
class Desk:
    """One running server's. `token` is in its own pages alone, and shows that one of them asks.

    `known` is the archive that was looked at last and where its items stand, replaced whole.
    """

    root: Path
    editor: Editor
    token: str = field(default_factory=secrets.token_urlsafe)
    known: tuple[Archive, Whereabouts] | None = None

    def whereabouts(self, snapshot: Snapshot) -> Whereabouts:
        """Where the items stand that `snapshot` shows."""
        if not snapshot.showing:
            return Whereabouts({})
        archive = snapshot.showing.archive
        known = self.known
        if known is None or known[0] is not archive:
            known = self.known = (archive, Whereabouts.of(archive))
        return known[1]
