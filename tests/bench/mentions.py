"""`make bench`: what more names cost a text in which they are looked for, as a ratio within one run."""

import random
import sys
import time

from brief.markdown.mentions import Names
from brief.markdown.renderer import render

ALIASES = (50, 500, 5_000)
_RUNS = 40


def main() -> int:
    """Print a table: milliseconds a text of 700 words, and the ratio to that with the fewest names."""
    chance = random.Random(7)
    words = ["".join(chance.choices("abcdefghijklmnop", k=chance.randint(3, 9))) for _ in range(20_000)]
    paragraphs = (" ".join(chance.choices(words[:10_000], k=70)) for _ in range(10))
    text = "\n\n".join(paragraphs)
    print("| aliases | a text with mentions, ms | to the fewest |")
    print("| --- | --- | --- |")
    first = 0.0
    for count in ALIASES:
        # The text holds as many names each time; the others only have to be looked for.
        held = words[:25]
        names = Names(
            {f"tag-{n}": [name] for n, name in enumerate((*held, *words[10_000 : 10_000 + count - len(held)]))}
        )
        each = min(_time(text, names) for _ in range(_RUNS))
        first = first or each
        print(f"| {count:,} | {each * 1000:.2f} | {each / first:.2f} |")
    return 0


def _time(text: str, names: Names) -> float:
    start = time.perf_counter()
    render(text, path="x.md", names=names)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
