"""`python -m tests.bench.markdown`: what rendering a text costs to what it costs in plain Python-Markdown."""

import random
import sys
import time

from brief.markdown.mentions import Names
from brief.markdown.renderer import render
from brief.markdown.text import Citable

_RUNS = 60


def main() -> int:
    """Print a table: milliseconds a text of 700 words, both ways by turns, and the quick way's part of the plain."""
    chance = random.Random(7)
    words = ["".join(chance.choices("abcdefghijklmnop", k=chance.randint(3, 9))) for _ in range(2_000)]
    paragraphs = (
        f"{' '.join(chance.choices(words, k=35))} [@tass, p. {n}]. {' '.join(chance.choices(words, k=35))} [[{n}]]."
        for n in range(10)
    )
    text = "\n\n".join(f"## {words[n]}\n\n{paragraph}" for n, paragraph in enumerate(paragraphs))
    names = Names({f"tag-{n}": [name] for n, name in enumerate(words[:25])})
    times: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(_RUNS):
        for quick, taken in times.items():
            taken.append(_time(text, names, quick=quick))
    ours, plain = min(times[True]), min(times[False])
    print("| plain, ms | quick, ms | quick to plain |")
    print("| --- | --- | --- |")
    print(f"| {plain * 1000:.2f} | {ours * 1000:.2f} | {ours / plain:.2f} |")
    return 0


def _time(text: str, names: Names, *, quick: bool) -> float:
    start = time.perf_counter()
    render(text, path="x.md", sources=(Citable(1, "tass", "A report"),), names=names, passages=True, quick=quick)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
