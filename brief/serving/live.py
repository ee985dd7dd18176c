"""The one thing that changes in a running server: which snapshot is shown."""

import asyncio
from collections.abc import AsyncIterator

from brief.serving.preview import Snapshot


class Live:
    """Holds the current snapshot, which is replaced whole, and tells those who wait for the next."""

    def __init__(self) -> None:
        self.snapshot = Snapshot()
        self._replaced = asyncio.Event()

    def publish(self, snapshot: Snapshot) -> None:
        """Show `snapshot` from now on. To be called in the event loop."""
        self.snapshot = snapshot
        self._replaced.set()
        self._replaced = asyncio.Event()

    async def snapshots(self) -> AsyncIterator[Snapshot]:
        """The current snapshot, then each that replaces it; a slow reader gets the newest alone."""
        while True:
            replaced = self._replaced
            yield self.snapshot
            await replaced.wait()
