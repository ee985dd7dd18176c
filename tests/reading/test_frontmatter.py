"""Laws of front matter: nothing crashes it, and each key is found where it stands."""

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from brief.model import Marks
from brief.reading.frontmatter import split
from brief.reading.schema import BriefingForm, OutletForm, PageForm, TagForm
from brief.validation.forms import validate

WORDS = st.text(alphabet="abcxyzжщ-_ :#'\"", min_size=1, max_size=8)
VALUES = st.recursive(
    WORDS | st.none(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3)
)
KNOWN = sorted({name for form in (BriefingForm, TagForm, OutletForm, PageForm) for name in form.model_fields})


@given(st.dictionaries(WORDS, VALUES, min_size=1, max_size=5), st.integers(0, 2))
def test_each_key_is_found_where_it_stands(data: dict[str, object], blank: int) -> None:
    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
            return True

    front = yaml.dump(data, Dumper=Plain, allow_unicode=True, sort_keys=False, default_flow_style=False, width=1000)
    text = "\n" * blank + f"---\n{front}---\n\nBody."
    result, faults = split(text, "x.md")
    assert result is not None, faults
    assert list(result.data) == list(data)
    lines = text.split("\n")
    for key in data:
        place = result.marks.of(key)
        written = lines[place.line - 1][place.column - 1 :].lstrip("? ")
        assert written.startswith((key, "'", '"')), (written, key)
    assert lines[result.body_line - 1 :] == result.body.split("\n")


@given(st.text(alphabet="-\n :ab[]{}&*!|>'\"#%@`,?\t\x07é", max_size=40))
def test_any_text_is_read_or_refused(inner: str) -> None:
    for text in (inner, f"---\n{inner}\n---\n"):
        result, faults = split(text, "x.md")
        assert result is not None or faults
        assert all(fault.location.line <= text.count("\n") + 2 for fault in faults)


PIECES = (
    "a: b\n", "c: [d, ~, null]\n", "e:\n  - f\n", "  g: 'h'\n", "- i\n", "a: {j: k}\n", "? l\n", "!x y: z\n", "!!str m: n\n",
    "o: !!null p\n", "q: !!seq [r]\n", "s: !!map {}\n", "<<: {a: b}\n", "=: t\n", "~: u\n", "v: |\n  w\n", "[x]: y\n", "z:\n",
    "yes: 0x1\n", '"": ""\n', f"a: {'[' * 12}]\n", f"a: {'[' * 12}{']' * 12}\n", f"b: {'{c: ' * 12}{'}' * 12}\n", f"b: {'{c: ' * 11}{'}' * 11}\n",
)  # fmt: skip
YAML = st.text(alphabet="ab: -\n[]{}!|>'\"#%@,?~é") | st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@given(YAML)
def test_front_matter_is_read_at_one_go_as_it_is_read_closely(inner: str) -> None:
    """A `&`, be it in a comment, has the block searched for anchors; without one it is not."""
    quick, closely = (split(f"---\n{inner}\n# {sign}\n---\n", "x.md") for sign in "+&")
    assert quick == closely
    if quick[0] and closely[0]:
        assert list(quick[0].marks.places.items()) == list(closely[0].marks.places.items())


@given(st.dictionaries(st.sampled_from(KNOWN), VALUES, max_size=6))
@example({"aliases": [None]})
def test_any_values_are_taken_or_refused(data: dict[str, object]) -> None:
    """What can't be taken gives faults, and what is left can still be used."""
    for form in (BriefingForm, TagForm, OutletForm, PageForm):
        result, faults = validate(form, data, Marks("x.md"))
        assert result is not None
        assert bool(faults) == bool(validate(form, data, Marks("x.md"))[1])
        for fault in faults:
            assert fault.message
            assert fault.hint
