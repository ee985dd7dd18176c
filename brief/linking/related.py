"""Related briefings: those that share tags, sources and links, where what few share says more than what many do.

Each shared thing counts by its rarity, the logarithm of how many briefings there are for each that has it (inverse
document frequency: Sparck Jones, 1972), so a tag that all have counts nothing. Whoever shares a rare thing is
looked at; of a common thing only the neighbours in time, so that the cost grows with the archive and not with
its square.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import log

# How many briefings on either side, in time, are looked at for each shared thing.
_NEIGHBOURS = 8

Features = Mapping[str, frozenset[str]]
"""What each briefing has that others may share, by path."""


def related(features: Features, links: Mapping[str, Iterable[str]], limit: int) -> dict[str, tuple[str, ...]]:
    """For each briefing up to `limit` others, the nearest first, all by path.

    `features` are in the order of time, which also settles ties: the nearer in the list goes first. `links` are the
    briefings that each links to; a link counts for both as much as a thing that only the two share.
    """
    order = {path: place for place, path in enumerate(features)}
    holders: dict[str, list[int]] = defaultdict(list)
    for path, own in features.items():
        for feature in sorted(own):
            holders[feature].append(order[path])
    weights = {feature: log(len(order) / len(listed)) for feature, listed in holders.items()}
    rarest = log(max(len(order), 2) / 2)
    linked = _both_ways(links, order)
    paths = list(features)
    places = _places(holders)
    found: dict[str, tuple[str, ...]] = {}
    for path, own in features.items():
        here = order[path]
        scores: dict[int, float] = {}
        for other in sorted(_candidates(here, own, holders, places, weights) | linked.get(here, set())):
            shared = sum(weights[feature] for feature in sorted(own & features[paths[other]]))
            score = shared + (rarest if other in linked.get(here, ()) else 0)
            if score > 0:
                scores[other] = score
        best = sorted(scores, key=lambda other: (-round(scores[other], 9), abs(other - here), other))
        found[path] = tuple(paths[other] for other in best[:limit])
    return found


def _both_ways(links: Mapping[str, Iterable[str]], order: Mapping[str, int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for path, others in links.items():
        for other in others:
            if path in order and other in order and path != other:
                found[order[path]].add(order[other])
                found[order[other]].add(order[path])
    return found


def _places(holders: Mapping[str, list[int]]) -> dict[str, dict[int, int]]:
    """Where each briefing stands among those that have a thing, for things that too many have."""
    return {
        feature: {briefing: place for place, briefing in enumerate(listed)}
        for feature, listed in holders.items()
        if len(listed) > 2 * _NEIGHBOURS + 1
    }


def _candidates(
    here: int,
    own: frozenset[str],
    holders: Mapping[str, list[int]],
    places: Mapping[str, Mapping[int, int]],
    weights: Mapping[str, float],
) -> set[int]:
    found: set[int] = set()
    for feature in own:
        if weights[feature] <= 0:
            continue
        listed = holders[feature]
        if feature in places:
            at = places[feature][here]
            listed = listed[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1]
        found.update(listed)
    found.discard(here)
    return found
