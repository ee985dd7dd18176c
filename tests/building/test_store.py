"""Files that are dear to make: made once, never trusted when damaged, never too many."""

import os
from collections.abc import Mapping
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from brief.building.store import Store
from brief.diagnostics import Code, Diagnostic, Location, error
from brief.digests import digest
from brief.outputs.derived import CannotMake, Derived, packed, unpacked

FILES = st.dictionaries(st.text(), st.binary())


def _counted(made: list[str], key: str = "key") -> Derived:
    def make() -> Mapping[str, bytes]:
        made.append(key)
        return {f"{key}/a": b"\x00\n", f"{key}/b": b""}

    return Derived(key, make)


def test_what_was_made_is_not_made_again(tmp_path: Path) -> None:
    made: list[str] = []
    first = Store(tmp_path).make(_counted(made))
    assert Store(tmp_path).make(_counted(made)) == first == {"key/a": b"\x00\n", "key/b": b""}
    assert made == ["key"]


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    made: list[str] = []
    first = Store(tmp_path).make(_counted(made))
    kept = tmp_path / ".brief/derived/key"
    whole = kept.read_bytes()
    for at in range(len(whole)):
        kept.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert Store(tmp_path).make(_counted(made)) == first
    for damaged in (b"", b"\n", whole[:-1], whole + b"x"):
        kept.write_bytes(damaged)
        assert Store(tmp_path).make(_counted(made)) == first
    assert len(made) == 1 + len(whole) + 4


def test_a_store_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / ".brief").write_text("in the way")
    made: list[str] = []
    assert Store(tmp_path).make(_counted(made))
    assert Store(tmp_path).make(_counted(made))
    assert made == ["key", "key"]


def test_all_are_given_in_order_and_faults_in_their_place(tmp_path: Path) -> None:
    fault = error(Code.UNREADABLE_FILE, Location("x"), "No.")

    def fail() -> Mapping[str, bytes]:
        raise CannotMake(fault)

    made: list[str] = []
    wanted = [_counted(made, str(number)) for number in range(20)]
    wanted.insert(7, Derived("bad", fail))
    found = list(Store(tmp_path).make_all(wanted))
    assert found[7] == fault
    names = [next(iter(files)) for files in found if not isinstance(files, Diagnostic)]
    assert names == [f"{number}/a" for number in range(20)]


def test_the_longest_unused_go_first(tmp_path: Path) -> None:
    kept = Store(tmp_path)
    for number in range(4):
        kept.make(_counted([], str(number)))
        os.utime(tmp_path / f".brief/derived/{number}", (number, number))
    kept.get(_counted([], "0"))
    size = (tmp_path / ".brief/derived/0").stat().st_size
    Store(tmp_path, most_bytes=2 * size).trim()
    assert sorted(path.name for path in (tmp_path / ".brief/derived").iterdir()) == ["0", "3"]


@given(FILES)
def test_packing_loses_nothing(files: dict[str, bytes]) -> None:
    assert unpacked(packed(files)) == files


@given(st.lists(st.binary()), st.lists(st.binary()))
def test_a_digest_tells_its_parts_apart(one: list[bytes], other: list[bytes]) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)
