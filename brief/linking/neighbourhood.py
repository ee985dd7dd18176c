"""Which tags belong together: how many briefings two of them share, and the few bonds that tell most.

A bond counts by the square of the cosine between its tags (Salton and McGill, 1983), shared² / (one · other), with one
more briefing on either side that has nothing to do with the other: a single briefing in common proves little, also
where it is the only one. Whole numbers and one division, so that every machine ranks alike.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

# A bond tells something where it is among the strongest of both its ends: what all are bound to a little ends up at
# the end of its own list, and so makes no thicket.
_STRONGEST = 3


@dataclass(frozen=True, slots=True)
class Bond:
    """What ties a tag to the tag with the id `other`: the briefings that they share, and from 0 to 1 how much of
    either that is. `first` is the path of the first of these briefings."""

    other: str
    shared: int
    strength: float
    first: str


@dataclass(frozen=True, slots=True)
class Tie:
    """A bond seen from neither end; `one` is the lesser of the two ids."""

    one: str
    other: str
    shared: int
    strength: float


def bonds(tagged: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[Bond, ...]]:
    """The bonds of each tag, the strongest first, given each briefing's path and tags."""
    totals: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], str] = {}
    for path, tags in tagged:
        own = sorted(set(tags))
        totals.update(own)
        for pair in combinations(own, 2):
            pairs[pair] += 1
            first.setdefault(pair, path)
    shared: dict[str, Counter[str]] = {tag: Counter() for tag in totals}
    for (one, other), count in pairs.items():
        shared[one][other] += count
        shared[other][one] += count
    return {
        tag: tuple(
            sorted(
                (
                    Bond(
                        other,
                        count,
                        count * count / ((totals[tag] + 1) * (totals[other] + 1)),
                        first[min(tag, other), max(tag, other)],
                    )
                    for other, count in others.items()
                ),
                key=lambda bond: (-bond.strength, bond.other),
            )
        )
        for tag, others in shared.items()
    }


def backbone(bound: Mapping[str, tuple[Bond, ...]], tags: Iterable[str]) -> tuple[Tie, ...]:
    """The bonds among `tags` that a map shows, the strongest first.

    These are a strongest spanning tree of what hangs together at all (Kruskal, 1956), so that a way leads from each
    to each, and the bonds that are among the three strongest of both their tags.
    """
    shown = frozenset(tags)
    listed = {tag: [bond for bond in bound.get(tag, ()) if bond.other in shown] for tag in shown}
    strongest = {tag: {bond.other for bond in own[:_STRONGEST]} for tag, own in listed.items()}
    ties = [
        Tie(tag, bond.other, bond.shared, bond.strength)
        for tag, own in listed.items()
        for bond in own
        if tag < bond.other
    ]
    roots = {tag: tag for tag in shown}
    kept = []
    for tie in sorted(ties, key=lambda tie: (-tie.strength, tie.one, tie.other)):
        one, other = _root(roots, tie.one), _root(roots, tie.other)
        if one != other:
            roots[one] = other
        if one != other or (tie.one in strongest[tie.other] and tie.other in strongest[tie.one]):
            kept.append(tie)
    return tuple(kept)


def _root(roots: Mapping[str, str], tag: str) -> str:
    while roots[tag] != tag:
        tag = roots[tag]
    return tag
