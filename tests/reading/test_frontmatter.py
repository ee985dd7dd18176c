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
