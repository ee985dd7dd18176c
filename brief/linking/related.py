"""Related briefings: those that share tags, sources and links, where what few share says more than what many do.

Each shared thing counts by its rarity, the logarithm of how many briefings there are for each that has it (inverse
document frequency: Sparck Jones, 1972), so a tag that all have counts nothing. Whoever shares a rare thing is
looked at; of a common thing only the neighbours in time, so that the cost grows with the archive and not with
its square.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from math import log

from brief.linking.documents import Use
from brief.model import Briefing

# How many briefings on either side, in time, are looked at for each shared thing.
_NEIGHBOURS = 8
# Scores are compared as far as sums in any order agree.
_DIGITS = 9

Features = Mapping[str, Collection[str]]
"""What each briefing has that others may share, by path."""

Links = Mapping[str, Sequence[str]]
"""The briefings that each links to, by path."""


def features(briefings: Collection[Briefing], uses: Mapping[str, tuple[Use, ...]]) -> dict[str, tuple[str, ...]]:
    """What ties `briefings` to others, by path, in the order of names: tags, and documents that two or more rest on.

    `uses` are what each relies on, by its path.
    """
    own = {briefing.path: {use.key for use in uses[briefing.path]} for briefing in briefings}
    holders = Counter(key for keys in own.values() for key in keys)
    # Each name once in memory, however many have it.
    names: dict[str, str] = {}
    found: dict[str, tuple[str, ...]] = {}
    for briefing in briefings:
        documents = (f"source {key}" for key in own.pop(briefing.path) if holders[key] > 1)
        things = {*documents, *(f"tag {tag}" for tag in briefing.tags)}
        found[briefing.path] = tuple(names.setdefault(thing, thing) for thing in sorted(things))
    return found


def related(features: Features, links: Links, limit: int) -> dict[str, tuple[str, ...]]:
    """For each briefing up to `limit` others, the nearest first, all by path.

    `features` are in the order of time, which also settles ties: the nearer in the list goes first. `links` are the
    briefings that each links to; a link counts for both as much as a thing that only the two share.
    """
    paths = tuple(features)
    near = _by_score(_holders(features), _both_ways(links, paths), len(paths), limit)
    return {path: tuple(paths[at] for at in near(place, features[path])) for place, path in enumerate(paths)}


def _holders(features: Features) -> dict[str, list[int]]:
    """The briefings that have a thing, by their places in `features`."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, things in enumerate(features.values()):
        for thing in things:
            found[thing].append(place)
    return found


def _both_ways(links: Links, paths: Iterable[str]) -> dict[int, set[int]]:
    order = {path: place for place, path in enumerate(paths)}
    found: dict[int, set[int]] = defaultdict(set)
    for path, others in links.items():
        here = order.get(path)
        if here is None:
            continue
        for other in others:
            there = order.get(other, here)
            if there != here:
                found[here].add(there)
                found[there].add(here)
    return dict(found)


def _by_score(
    holders: Mapping[str, Sequence[int]], linked: Mapping[int, set[int]], count: int, limit: int
) -> Callable[[int, Collection[str]], list[int]]:
    """What ranks the others of one of `count` briefings, given its place and what it has."""
    rarest = log(max(count, 2) / 2)
    every: dict[str, frozenset[int]] = {}

    def near(here: int, own: Collection[str]) -> list[int]:
        # What one has alone ties it to nobody, and what all have counts nothing.
        shared = sorted(thing for thing in own if 1 < len(holders[thing]) < count)
        bound = linked.get(here, set())
        found = set(bound)
        for thing in shared:
            found.update(_neighbours(holders[thing], here))
        found.discard(here)
        scores = dict.fromkeys(found, 0.0)
        for thing in shared:
            weight = log(count / len(holders[thing]))
            if thing not in every:
                every[thing] = frozenset(holders[thing])
            for other in found & every[thing]:
                scores[other] += weight
        for other in bound:
            scores[other] += rarest
        return _best(scores, here, limit)

    return near


def _neighbours(listed: Sequence[int], here: int) -> Sequence[int]:
    """Those of a thing's holders that are looked at: all of few, and of many the nearest in time."""
    if len(listed) <= 2 * _NEIGHBOURS + 1:
        return listed
    at = bisect_left(listed, here)
    return listed[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1]


def _best(scores: Mapping[int, float], here: int, limit: int) -> list[int]:
    """The first by score, of equals the nearer to `here`."""
    least = sorted(scores.values(), reverse=True)[limit - 1] if len(scores) > limit else 0.0
    # Rounded, the next score may be no less than this.
    within = least - 2 * 10**-_DIGITS
    able = [other for other, score in scores.items() if score > 0 and score >= within]
    able.sort(key=lambda other: (-round(scores[other], _DIGITS), abs(other - here), other))
    return able[:limit]
