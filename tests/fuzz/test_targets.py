"""The laws of the fuzz targets, over the sample's own texts, cut up and put together, and over any bytes."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.__main__ import table, told
from tests.fuzz.targets import TARGETS, Target

_ENDED = """
#5122\tDONE   cov: 287 ft: 512 corp: 99/1024b lim: 4096 exec/s: 256 rss: 120Mb
stat::number_of_executed_units: 5122
stat::average_exec_per_sec:     256
stat::slowest_unit_time_sec:    2
stat::peak_rss_mb:              120
"""
_BY_NAME = {target.name: target for target in TARGETS}
# What texts and front matter are made of, and what makes them go wrong.
_SPECIAL = (
    b"[@", b"]", b"[[", b"|", b"#", b"---\n", b": ", b"- ", b"&a ", b"*a", b"!!", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r", b"`", b"<",
    b">", b"{: ", b"}", b"\\", b"\t", b"/..", b"~", b"?", b"XX", b"2022-13", b"\xe2\x80\xae", b"\xcc\x81", b"[Source: ", b"\n", b"\n\n",
    b"javascript:", b"<script>", b"onerror=", b"&#x6a;", b"!!! note\n    ", b"```\n", b"[^1]",
)  # fmt: skip


@cache
def _pieces(name: str) -> list[bytes]:
    """Each line of what a target reads on a good day, cut in its middle."""
    lines = (line for seed in _BY_NAME[name].seeds() for line in seed.splitlines(keepends=True))
    return sorted({part for line in lines for part in (line, line[: len(line) // 2], line[len(line) // 2 :])})


def _inputs(name: str) -> st.SearchStrategy[bytes]:
    pieces = st.sampled_from(_pieces(name)) | st.sampled_from(_SPECIAL) | st.binary(max_size=4)
    return st.binary(max_size=64) | st.lists(pieces, max_size=12).map(b"".join)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_the_laws_hold_on_what_the_sample_has(target: Target) -> None:
    seeds = list(target.seeds())
    assert len(seeds) > 10
    for seed in seeds:
        target.run(seed)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
@given(data=st.data())
def test_the_laws_hold_on_anything(target: Target, data: st.DataObject) -> None:
    target.run(data.draw(_inputs(target.name)))


def test_a_law_that_breaks_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A target that could not fail would be no test."""
    monkeypatch.setattr("tests.fuzz.targets._SCHEMES", frozenset({"http"}))
    with pytest.raises(AssertionError):
        _BY_NAME["wikilinks"].run(b"[a](https://example.org/)")


def test_what_the_fuzzer_said_becomes_a_table() -> None:
    ended = told(_BY_NAME["edtf"], _ENDED, [])
    assert (ended.inputs, ended.coverage, ended.slowest_seconds) == (5122, 287, 2)
    assert "| edtf | uncertain dates, and dates as people write them | 5,122 | 287 | 0 | 2 s |" in table([ended])
    assert table([ended, ended]).endswith("10,244 inputs, 0 broke a law.")
