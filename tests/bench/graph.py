"""`make bench`: what cross-linking costs as an archive grows, as ratios within one run.

Markdown is not rendered: the texts are made with the references that rendering finds, so that what is measured is
the graph alone. Half of the briefings have each of three tags, and the rest of the tags are rare.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from brief import config
from brief.config import Site
from brief.diagnostics import Location
from brief.linking.archive import connect
from brief.markdown.text import Context, Kind, Reference, Text
from brief.model import Briefing, Marks, Outlet, Source, Sources, Tag
from brief.reading.loading import Content

SIZES = (1_000, 10_000, 100_000)
COMMON = ("interpol", "sanctions", "mvd")


def main() -> int:
    """Print a table: seconds, and the ratio of the cost per briefing to that of the smallest archive."""
    print("| briefings | cross-linking, s | per briefing, to the smallest |")
    print("| --- | --- | --- |")
    smallest = 0.0
    with tempfile.TemporaryDirectory() as name:
        site = _site(Path(name))
        for size in SIZES:
            content, texts = _archive(size)
            start = time.perf_counter()
            archive, _, found = connect(site, content, texts)
            seconds = time.perf_counter() - start
            assert len(archive.related) == size
            assert not found, found[:3]
            smallest = smallest or seconds / size
            print(f"| {size:,} | {seconds:.2f} | {seconds / size / smallest:.2f} |")
    return 0


def _site(root: Path) -> Site:
    (root / "site.toml").write_text('[site]\ntitle = "T"\nbase_url = "https://example.org"\n')
    site, _ = config.load(root)
    assert site
    return site


def _archive(size: int) -> tuple[Content, dict[str, Text]]:
    chance = random.Random(7)
    tags = [*COMMON, *(f"topic-{number}" for number in range(max(60, size // 100)))]
    briefings = tuple(_briefings(size, tags, chance))
    content = Content(
        briefings=briefings,
        tags=tuple(Tag(ident, f"content/tags/{ident}.md", "en", 1, Marks(""), ident) for ident in tags),
        outlets=tuple(Outlet(f"o{n}", f"content/outlets/o{n}.md", "en", 1, Marks(""), f"O{n}") for n in range(7)),
    )
    texts = {item.path: _text(item, number, chance) for number, item in enumerate(briefings)}
    return content, texts


def _briefings(size: int, tags: list[str], chance: random.Random) -> Iterator[Briefing]:
    for number in range(size):
        own = [tag for tag in COMMON if chance.random() < 0.5] + chance.sample(tags[3:], 2)
        slug = f"b{number:06d}"
        url = f"https://example.org/{chance.randrange(size)}"
        yield Briefing(
            path=f"content/briefings/{slug}.md", slug=slug, lang="en", body_line=1, marks=Marks(""), title=slug,
            date=date(1996, 1, 1) + timedelta(days=number * 10950 // size), summary="S", tags=tuple(own),
            sources=Sources.of([Source("a", f"o{chance.randrange(7)}", url, None, url)]),
        )  # fmt: skip


def _text(item: Briefing, number: int, chance: random.Random) -> Text:
    linked = [chance.randrange(number) for _ in range(2)] if number else []
    place = Location(item.path)
    references = [Reference(Kind.NAME, f"b{other:06d}", place) for other in linked]
    references += [Reference(Kind.TAG, tag, place, words=tag, is_mention=True) for tag in item.tags]
    contexts = {index: Context("See ", "it", ".") for index in range(len(references))}
    return Text(tuple(references), {"a": 1}, (), "x", (), contexts)


if __name__ == "__main__":
    sys.exit(main())
