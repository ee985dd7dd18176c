"""What is dear to make, again where what it is made of has changed: each is gathered here, and made by the store."""

from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from itertools import groupby

from brief.building.making import Made, Reading, Stage, Tables, Workshop, follow
from brief.building.sinks import File
from brief.building.store import Store
from brief.diagnostics import Diagnostic
from brief.linking.tracing import Reads, Tracing
from brief.outputs.derived import DearPart, Derived
from brief.rendering.theme import Theme

PUBLISHED = Tables("dear", "dear_facets")
SHOWN = Tables("shown_dear", "shown_dear_facets")


def make_dear(
    parts: Sequence[DearPart], tracing: Tracing, theme: Theme, workshop: Workshop, store: Store
) -> Iterator[Made]:
    """Each of `parts`, in order, the files of which `store` makes, few at a time. Raises Damaged.

    What can't be made is tried again by the next run: it may have been the machine's fault.
    """

    def work(stale: Sequence[DearPart], stages: Mapping[str, Stage]) -> Generator[Reading, None, None]:
        for phase, group in groupby(stale, key=lambda part: part.phase):
            listed = tuple(group)
            yield from workshop.progress.over(phase, _readings(listed, stages, tracing, workshop, store), len(listed))

    is_new = False
    for made in follow(parts, tracing, theme, workshop, work):
        is_new = is_new or bool(made.why)
        yield made
    if is_new:
        store.trim()


def _readings(
    parts: Sequence[DearPart], stages: Mapping[str, Stage], tracing: Tracing, workshop: Workshop, store: Store
) -> Iterator[Reading]:
    reads: deque[Reads] = deque()

    def gathered() -> Iterator[Derived | None]:
        for part in parts:
            scene, shared = stages[part.lang]
            derived = part.gather(scene)
            reads.append(tracing.reads(shared))
            yield derived

    for made in store.make_all(gathered()):
        if isinstance(made, Diagnostic):
            yield Reading(reads.popleft(), (), (made,), is_passing=True)
        else:
            files = (File(path, workshop.sink.put(path, content)) for path, content in made.items())
            yield Reading(reads.popleft(), tuple(files), ())
