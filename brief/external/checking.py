"""`brief check --external`: every source's address asked once, and what that means for each source that names it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # as elsewhere
from pathlib import Path

from brief.config import Site
from brief.diagnostics import Code, Diagnostic, Location, note, warning
from brief.external import cache, health
from brief.external.probing import Answer, Limits, Outcome, probe
from brief.linking.archive import Archive
from brief.linking.documents import normalised
from brief.model import Briefing, Health, Source, Status
from brief.progress import SILENT, Progress

_CACHE = Path(".brief/external.sqlite")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was found; `asked` and `cached` count the addresses that were and were not asked now."""

    diagnostics: tuple[Diagnostic, ...]
    asked: int
    cached: int


@dataclass(frozen=True, slots=True)
class _Named:
    """An address as a source names it: `key` is `url` or `archived`."""

    address: str
    key: str
    source: Source
    place: Location


def check_external(site: Site, archive: Archive, today: Day, limits: Limits, progress: Progress = SILENT) -> Asked:
    """Ask what was not asked lately, keep the answers and the health of each address, and say what is wrong.

    A third party's fault is never an error of the site. Raises OSError where the health can't be kept.
    """
    named = list(_named(archive.briefings))
    addresses = list(dict.fromkeys(entry.address for entry in named))
    path = site.root / _CACHE
    earlier = cache.load(path)
    standing = {
        address: outcome
        for address, (day, outcome) in earlier.items()
        if address in addresses and cache.is_fresh(day, outcome, today, site.external.cache_days)
    }
    answers = probe([address for address in addresses if address not in standing], limits, progress)
    cache.save(path, answers, today, addresses)
    outcomes = {**standing, **answers}
    known = _healths(archive.health, outcomes, earlier, today)
    health.write(site.root, known)
    found = tuple(fault for entry in named for fault in _findings(entry, outcomes[entry.address], known))
    return Asked(found, len(answers), len(standing))


def _named(briefings: Sequence[Briefing]) -> Iterator[_Named]:
    for briefing in briefings:
        if briefing.status is Status.WITHDRAWN:
            continue
        for index, source in enumerate(briefing.sources):
            for key in ("url", "archived"):
                if address := getattr(source, key):
                    yield _Named(address, key, source, briefing.marks.of("sources", index, key))


def _healths(
    old: Mapping[str, Health], outcomes: Mapping[str, Outcome], earlier: Mapping[str, tuple[Day, Outcome]], today: Day
) -> dict[str, Health]:
    """The health of every address that is not simply well; what no source names any more is forgotten."""
    found = {}
    for address, outcome in outcomes.items():
        name = normalised(address)
        day, before = earlier.get(address, (today, Outcome(Answer.UNCERTAIN)))
        last_good = day if before.answer is Answer.ALIVE else None
        if state := health.after(old.get(name), outcome, today, last_good):
            found[name] = state
    return found


def _findings(named: _Named, outcome: Outcome, known: Mapping[str, Health]) -> Iterator[Diagnostic]:
    state = known.get(normalised(named.address), Health())
    if outcome.answer is Answer.PRIVATE:
        hint = "If that is meant, ask with --allow-private."
        message = f"{named.address} was not asked: {outcome.said}."
        yield warning(Code.PRIVATE_ADDRESS, named.place, message, hint)
    elif state.first_dead:
        message = f"{named.address} is dead since {state.first_dead}: {outcome.said}."
        yield warning(Code.DEAD_LINK, named.place, message, _way_out(named, state))
    elif outcome.answer in {Answer.FAILING, Answer.UNCERTAIN}:
        message = f"{named.address} could not be checked: {outcome.said}."
        yield note(Code.UNREACHABLE, named.place, message, "It is asked again in the next run.")
    elif state.redirect and normalised(state.redirect) != normalised(named.address):
        hint = f"Write `{named.key}: {state.redirect}`, if it is the same document."
        yield note(Code.MOVED_LINK, named.place, f"{named.address} has moved for good.", hint)


def _way_out(named: _Named, state: Health) -> str:
    if named.key == "archived":
        return "Look for another copy."
    if named.source.archived:
        return f"The site leads to the archived copy instead: {named.source.archived}"
    day = named.source.accessed or (named.source.published and named.source.published.earliest) or state.last_good
    when = f"{day:%Y%m%d}" if day else "2"
    return f"Look for a copy at https://web.archive.org/web/{when}/{named.address} and add it as `archived`."
