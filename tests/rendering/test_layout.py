"""The layout of a map: what it promises of every graph, however odd."""

import time
from itertools import combinations
from math import sqrt

from hypothesis import given
from hypothesis import strategies as st

from brief.rendering.layout import Picture, layout
from brief.rendering.lettering import broken, cut, width

NAMES = [f"n{number}" for number in range(12)]
SIZES = st.dictionaries(
    st.sampled_from(NAMES), st.tuples(st.integers(1, 120), st.integers(1, 40)).map(lambda size: (size[0] * 2, size[1] * 2))
)  # fmt: skip


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[tuple[str, str, float]], dict[str, tuple[int, int]]]:
    """Edges and sizes; edges may be loops or come twice, and nodes may have none."""
    sizes = draw(SIZES)
    ends = st.sampled_from(sorted(sizes)) if sizes else st.nothing()
    edges = draw(st.lists(st.tuples(ends, ends, st.floats(0.5, 3)), max_size=30)) if sizes else []
    return edges, sizes


def _boxes(picture: Picture, sizes: dict[str, tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    return [
        (x - sizes[node][0] // 2, y - sizes[node][1] // 2, x + sizes[node][0] // 2, y + sizes[node][1] // 2)
        for node, (x, y) in picture.places.items()
    ]


@given(graphs())
def test_no_box_lies_on_another_or_leaves_the_picture(
    graph: tuple[list[tuple[str, str, float]], dict[str, tuple[int, int]]],
) -> None:
    edges, sizes = graph
    picture = layout(edges, sizes, 500)
    assert picture.places.keys() == sizes.keys()
    assert picture.width <= max([500, *(size[0] for size in sizes.values())])
    boxes = _boxes(picture, sizes)
    for left, top, right, bottom in boxes:
        assert 0 <= left < right <= picture.width
        assert 0 <= top < bottom <= picture.height
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_of_what_comes_in_is_of_no_consequence(
    graph: tuple[list[tuple[str, str, float]], dict[str, tuple[int, int]]],
    chance: st.DataObject,
) -> None:
    edges, sizes = graph
    turned = [(other, one, length) if chance.random() < 0.5 else (one, other, length) for one, other, length in edges]  # type: ignore[attr-defined]
    chance.shuffle(turned)  # type: ignore[attr-defined]
    listed = list(sizes.items())
    chance.shuffle(listed)  # type: ignore[attr-defined]
    assert layout(turned, dict(listed), 500) == layout(edges, sizes, 500)


def test_what_belongs_together_is_near() -> None:
    groups = ["abcde", "fghij"]
    edges = [(one, other, 1.0) for group in groups for one, other in combinations(group, 2)] + [("a", "f", 2.0)]
    places = layout(edges, dict.fromkeys("abcdefghij", (40, 20)), 1000).places

    def apart(one: str, other: str) -> float:
        return sqrt((places[one][0] - places[other][0]) ** 2 + (places[one][1] - places[other][1]) ** 2)

    inside = [apart(one, other) for group in groups for one, other in combinations(group, 2)]
    across = [apart(one, other) for one in groups[0] for other in groups[1]]
    assert sum(inside) / len(inside) < sum(across) / len(across) / 1.5


def test_sixty_tags_take_less_than_a_second() -> None:
    names = [f"t{number:02}" for number in range(60)]
    edges = [(one, names[number * 7 % 60], 1.0 + number % 3 / 3) for number, one in enumerate(names, start=1)]
    start = time.process_time()
    layout(edges, dict.fromkeys(names, (140, 60)), 1008)
    assert time.process_time() - start < 1


@given(st.text(max_size=80), st.integers(20, 200))
def test_words_are_cut_to_the_room_there_is(text: str, most: int) -> None:
    assert width(cut(text, 13, most), 13) <= most
    lines = broken(text, 13, most, 3)
    assert len(lines) <= 3
    assert all(width(line, 13) <= most for line in lines)
    if width(text, 13) <= most:
        assert " ".join(lines) == " ".join(text.split())
