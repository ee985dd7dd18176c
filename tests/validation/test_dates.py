"""Uncertain dates: what is read, what bounds it, and the words for it."""

import gettext
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.rendering.wording import wording
from brief.validation.dates import NotADate, parse

ENGLISH = wording("en", gettext.NullTranslations())

DATES = [
    # EDTF, earliest, latest, words, the machine's form
    ("2022-03-10", "2022-03-10", "2022-03-10", "10 March 2022", "2022-03-10"),
    ("2022-03", "2022-03-01", "2022-03-31", "March 2022", "2022-03"),
    ("2022", "2022-01-01", "2022-12-31", "2022", "2022"),
    ("0800", "0800-01-01", "0800-12-31", "800", "0800"),
    ("2024-02", "2024-02-01", "2024-02-29", "February 2024", "2024-02"),
    ("2022~", "2022-01-01", "2022-12-31", "about 2022", ""),
    ("2022-03?", "2022-03-01", "2022-03-31", "March 2022 (uncertain)", ""),
    ("2022-03-10%", "2022-03-10", "2022-03-10", "about 10 March 2022 (uncertain)", ""),
    ("2022?/2023", "2022-01-01", "2023-12-31", "2022 (uncertain) to 2023", ""),
    ("2022-03/2022-05-04", "2022-03-01", "2022-05-04", "March 2022 to 4 May 2022", ""),
    ("2022-03-10/..", "2022-03-10", None, "from 10 March 2022", ""),
    ("../2022", None, "2022-12-31", "until 2022", ""),
    ("2022-21", "2022-03-01", "2022-05-31", "spring 2022", ""),
    ("2022-24", "2022-12-01", "2023-02-28", "winter 2022", ""),
    ("202X", "2020-01-01", "2029-12-31", "2020 to 2029", ""),
    ("2022-XX", "2022-01-01", "2022-12-31", "2022", "2022"),
    ("2022-03-XX", "2022-03-01", "2022-03-31", "March 2022", "2022-03"),
    ("9999", "9999-01-01", "9999-12-31", "9999", "9999"),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "words", "iso"), DATES)
def test_an_edtf_date(text: str, earliest: str | None, latest: str | None, words: str, iso: str) -> None:
    parsed = parse(text)
    assert parsed.text == text
    assert (str(parsed.earliest) if parsed.earliest else None) == earliest
    assert (str(parsed.latest) if parsed.latest else None) == latest
    shown = ENGLISH.uncertain(parsed)
    assert (shown.words, shown.iso) == (words, iso)


@pytest.mark.parametrize(
    "text",
    ["", "x", "2022-13", "2022-02-30", "2021-02-29", "2023/2022", "10.03.2022", "2022-3-1", "22", "0000", "Y170000002",
     "../..", "/", "2022-03-10T", "-0044", "20222", "2022-03-1O"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(NotADate):
        parse(text)


@given(st.text(alphabet="0123456789-/~?%.XTYSu[]{} ", max_size=16) | st.text(max_size=12))
def test_any_text_is_a_date_or_no_date(text: str) -> None:
    """Nothing else may come out of a third party's grammar."""
    try:
        parsed = parse(text)
    except NotADate:
        return
    assert parsed.earliest is None or parsed.latest is None or parsed.earliest <= parsed.latest
    assert ENGLISH.uncertain(parsed).words


@given(st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31)))
def test_bounds_hold_what_they_bound(day: date) -> None:
    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        parsed = parse(text)
        assert parsed.earliest is not None
        assert parsed.latest is not None
        assert parsed.earliest <= day <= parsed.latest
        assert parsed.latest - parsed.earliest <= timedelta(days=366)


def test_an_unknown_date_is_said_to_be_unknown() -> None:
    assert ENGLISH.uncertain(None).words == "date unknown"
