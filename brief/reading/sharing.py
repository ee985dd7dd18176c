"""What many briefings say alike, held once: each was read with words of its own."""

from dataclasses import replace
from datetime import date as Day  # noqa: N812  # as in the model

from brief.model import Briefing


class Sharing:
    """Gives briefings as they are, but for what is one in memory with that of those before: tags, languages, days."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        self._days: dict[Day, Day] = {}

    def of(self, path: str, briefing: Briefing) -> Briefing:
        """`briefing`, whose file is at `path`."""
        words, day = self._words, briefing.date
        return replace(
            briefing,
            path=path,
            marks=replace(briefing.marks, path=path),
            lang=words.setdefault(briefing.lang, briefing.lang),
            date=self._days.setdefault(day, day),
            tags=tuple(words.setdefault(tag, tag) for tag in briefing.tags),
        )
