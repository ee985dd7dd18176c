"""What can be reached along relations that lead from one thing to others, circles or not."""

from collections.abc import Iterable, Mapping


def reached(start: str, relations: Mapping[str, Iterable[str]]) -> set[str]:
    """`start` and all that it leads to, in however many steps."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        at = waiting.pop()
        if at not in seen:
            seen.add(at)
            waiting += relations.get(at, ())
    return seen
