"""The dashboard's lists: what is to be done, or looked for, in an archive, each row with the way to it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from brief.diagnostics import Code, Location
from brief.linking import addresses
from brief.linking.documents import key
from brief.model import Document, Outlet, Status, Tag, title_place
from brief.serving.badges import badges
from brief.serving.survey import Survey


@dataclass(frozen=True, slots=True)
class Row:
    """One thing in a list: its title, its page where it has one, its place in a file, and what is to be said of it."""

    title: str
    href: str
    place: Location
    note: str = ""
    badges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class List:
    """A kind of list: what it is called, what it means, what is said where it is empty, and its rows in order."""

    title: str
    meaning: str
    empty: str
    rows: Callable[[Survey], Iterable[Row]]


def _row(survey: Survey, item: Document, place: Location | None = None, note: str = "") -> Row:
    site = survey.archive.site
    href = addresses.href(site, addresses.of(site, item, item.lang or site.language))
    return Row(item.title, href, place or Location(item.path, 1), note, badges(item, survey.today))


def _briefings(survey: Survey) -> Iterator[Row]:
    for item in survey.archive.briefings:
        yield _row(survey, item, note=item.date.isoformat())


def _drafts(survey: Survey) -> Iterator[Row]:
    for item in survey.archive.briefings:
        if item.status is Status.DRAFT:
            yield _row(survey, item, item.marks.of("status"), item.date.isoformat())


def _coming(survey: Survey) -> Iterator[Row]:
    for item in reversed(survey.archive.briefings):
        if item.date > survey.today:
            days = (item.date - survey.today).days
            yield _row(survey, item, item.marks.of("date"), "tomorrow" if days == 1 else f"in {days:,} days")


def _uncited(survey: Survey) -> Iterator[Row]:
    for path, count in sorted(survey.uncited.items(), key=lambda it: (-it[1], it[0])):
        item = survey.items[path]
        place = Location(path, item.body_line)
        yield _row(survey, item, place, "1 passage" if count == 1 else f"{count} passages")


def _dead(survey: Survey) -> Iterator[Row]:
    health = survey.archive.health
    if not health:
        return
    for briefing in survey.archive.briefings:
        for number, source in enumerate(briefing.sources):
            known = health.get(key(source)) if source.url else None
            if known and known.first_dead:
                copy = "" if source.archived else "; there is no kept copy"
                note = f"{source.url} since {known.first_dead}{copy}"
                yield _row(survey, briefing, briefing.marks.of("sources", number, "url"), note)


def _advised(*codes: Code) -> Callable[[Survey], Iterator[Row]]:
    def rows(survey: Survey) -> Iterator[Row]:
        for found in survey.advice:
            if found.code in codes and (item := survey.items.get(found.location.path)):
                yield _row(survey, item, found.location, found.message)

    return rows


def _unused(survey: Survey) -> Iterator[Row]:
    items: list[Tag | Outlet] = [*survey.archive.tags.values(), *survey.archive.outlets.values()]
    by_place = {title_place(item): item for item in items}
    for found in survey.advice:
        if found.code in {Code.UNUSED_TAG, Code.UNUSED_OUTLET}:
            yield _row(survey, by_place[found.location], found.location, found.message)


LISTS: Mapping[str, List] = {
    "drafts": List("Drafts", "Readers don't see them.", "There are no drafts.", _drafts),
    "coming": List(
        "Dated in days to come",
        "Readers see them from the first build on that day, unless they are drafts.",
        "No briefing is dated in days to come.",
        _coming,
    ),
    "uncited": List(
        "Passages that cite nothing",
        "Paragraphs and list items of briefings with sources, in which no citation stands.",
        "Every passage cites a source.",
        _uncited,
    ),
    "dead": List(
        "Dead links",
        "Sources whose addresses did not answer when `brief check --external` asked.",
        "No source is known to be gone.",
        _dead,
    ),
    "unkept": List(
        "Sources without a kept copy",
        "Their addresses may die. Note a copy as `archived`.",
        "Every source with an address has a kept copy.",
        _advised(Code.UNARCHIVED_SOURCE),
    ),
    "orphans": List("Orphans", "No other text links to them.", "Every briefing is linked to.", _advised(Code.ORPHAN)),
    "unused": List("Unused tags and outlets", "Nothing names them.", "Every tag and outlet is used.", _unused),
    "briefings": List("Briefings", "All of them, newest first.", "There are no briefings.", _briefings),
}


def matching(rows: Iterable[Row], words: str) -> list[Row]:
    """The rows that hold each of `words`, in whatever case."""
    wanted = words.casefold().split()
    return [row for row in rows if not wanted or _holds(row, wanted)]


def _holds(row: Row, wanted: list[str]) -> bool:
    text = f"{row.title}\n{row.place.path}\n{row.note}\n{' '.join(row.badges)}".casefold()
    return all(word in text for word in wanted)
