"""What a writer may mean by the beginning of a name: tags, outlets, works and sources, by any of their names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from brief.language.snapshots import Snapshot
from brief.model import Briefing, Outlet, Page, Source, Status, Tag, every_name

MOST = 100
"""As many are offered at once; the next letter brings others."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that can be written in a place: `text` is written, the rest is shown.

    `names` are what it is also found by. `kind` is `tag`, `outlet`, `briefing`, `page`, `source`, `heading`, `key` or
    `value`. The `rank` of what comes first is lowest.
    """

    text: str
    kind: str
    label: str = ""
    detail: str = ""
    about: str = ""
    names: tuple[str, ...] = field(default=(), repr=False)
    rank: int = 0


def matching(candidates: Iterable[Candidate], typed: str) -> tuple[list[Candidate], bool]:
    """Those that `typed` may be the beginning of, the likeliest first, and whether that is all of them."""
    wanted = typed.casefold().strip()
    ranked: list[tuple[int, int, str, Candidate]] = []
    for candidate in candidates:
        rank = _rank(candidate, wanted)
        if rank is not None:
            ranked.append((rank, candidate.rank, candidate.text, candidate))
    ranked.sort(key=lambda entry: entry[:3])
    return [candidate for *_, candidate in ranked[:MOST]], len(ranked) <= MOST


def _rank(candidate: Candidate, wanted: str) -> int | None:
    """How well a candidate begins with what is wanted: by what is written, by a name, by a word, or within one."""
    if not wanted or candidate.text.casefold().startswith(wanted):
        return 0
    best: int | None = None
    for name in (candidate.text, candidate.label, *candidate.names):
        folded = name.casefold()
        at = folded.find(wanted)
        if at < 0:
            continue
        rank = 1 if at == 0 else 2 if not folded[at - 1].isalnum() else 3
        best = rank if best is None else min(best, rank)
    return best


def tags(snapshot: Snapshot) -> list[Candidate]:
    return [
        Candidate(
            tag.id,
            "tag",
            label=tag.title,
            detail=_joined(tag.kind or "tag", _other_names(tag)),
            about=_count(snapshot.tagged[tag.id], "briefing"),
            names=(*every_name(tag), *tag.former_ids),
            rank=-snapshot.tagged[tag.id],
        )
        for tag in snapshot.tags.values()
    ]


def outlets(snapshot: Snapshot) -> list[Candidate]:
    return [
        Candidate(
            outlet.id,
            "outlet",
            label=outlet.title,
            detail=_joined(outlet.kind or "outlet", _other_names(outlet)),
            about=_joined(outlet.url or "", _count(snapshot.cited[outlet.id], "briefing")),
            names=every_name(outlet),
            rank=-snapshot.cited[outlet.id],
        )
        for outlet in snapshot.outlets.values()
    ]


def briefings(snapshot: Snapshot, lang: str) -> list[Candidate]:
    """Each briefing once, as it is called in `lang` where it is there."""
    newest = -max((briefing.date.toordinal() for briefing in snapshot.archive.briefings), default=0)
    return [
        Candidate(
            item.slug,
            "briefing",
            label=item.title,
            detail=_joined(item.date.isoformat(), "" if item.status is Status.PUBLISHED else item.status.value),
            about=item.summary,
            rank=-newest - item.date.toordinal(),
        )
        for item in _once(snapshot.archive.briefings, lang, snapshot.site.language).values()
        if isinstance(item, Briefing)
    ]


def pages(snapshot: Snapshot, lang: str) -> list[Candidate]:
    return [
        Candidate(item.slug, "page", label=item.title, detail="page", about=item.summary, rank=1_000_000)
        for item in _once(snapshot.archive.pages, lang, snapshot.site.language).values()
    ]


def sources(listed: Iterable[Source], outlets: Mapping[str, Outlet]) -> list[Candidate]:
    return [
        Candidate(
            source.id,
            "source",
            label=source.title,
            detail=_joined(
                outlets[source.outlet].title if source.outlet in outlets else source.outlet,
                source.published.text if source.published else "",
            ),
            about=source.quote or "",
            names=(source.outlet, *(every_name(outlets[source.outlet]) if source.outlet in outlets else ())),
            rank=number,
        )
        for number, source in enumerate(listed)
    ]


def _once(items: Iterable[Briefing | Page], lang: str, own: str) -> dict[str, Briefing | Page]:
    """The version of each slug that a link from a text in `lang` leads to."""
    found: dict[str, Briefing | Page] = {}
    for item in items:
        known = found.get(item.slug)
        if known is None or (known.lang != lang and item.lang == lang) or (known.lang not in {lang, own}):
            found[item.slug] = item
    return found


def _other_names(item: Tag | Outlet) -> str:
    others = [name for name in dict.fromkeys(item.names.values()) if name != item.title]
    return ", ".join(others)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
