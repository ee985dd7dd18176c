"""Dates as others write them -> EDTF, with no more in it than they say."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # as in the model
from functools import cache

from babel import Locale, UnknownLocaleError

from brief.validation import dates

_LONGEST = 80
# A time and its zone, as in ISO 8601, RFC 5322, and what JavaScript says of a Date.
_TIME = re.compile(
    r"(?:\b(?:at|um|à|в)\s+)?\b\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[ap]\.?\s?m\b\.?)?"
    r"(?:\s*(?:Z\b|(?:(?:GMT|UTC)\s*)?[+-]\d{2}:?\d{2}\b|[A-Z]{2,5}\b))*",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^()]*\)\s*$")
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<month>\d{2})-?(?P<day>\d{2})|-(?P<only>\d{2}))?"
    r"(?:(?:T|\s+)\d{1,2}:?\d{2}(?::?\d{2}(?:[.,]\d+)?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?)?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})\s*[./年-]\s*(?P<month>\d{1,2})(?:\s*[./月-]\s*(?P<day>\d{1,2})日?|月)?")
_YEAR_LAST = re.compile(
    r"(?P<one>\d{1,2})\s*(?P<sign>[./-])\s*(?P<two>\d{1,2})\s*(?P=sign)\s*(?P<year>\d{4})(?:\s*г\.?)?"
)
_ABOUT = re.compile(r"(?:c\.|ca\.?|circa|about|около|um)\s*(?P<year>\d{4})", re.IGNORECASE)
_GUESSED = re.compile(r"\[?(?P<year>\d{4})\s*\?\]?")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|re|º|ª|\.)(?=\s|,|$)", re.IGNORECASE)
# What programs write where they know no date: the first day of Unix time, and of the calendar.
_FILLERS = frozenset({"1970-01-01", "0001-01-01"})
# Words that say that it is another date than that of publication.
_OTHER = re.compile(r"\b(?:updated|modified|revised|accessed|retrieved|обновлен\w*|изменен\w*)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unclear:
    """A date that can be read in more than one way, which are `readings`, or in none; `words` say so."""

    words: str
    readings: tuple[str, ...] = ()


def edtf(text: str, langs: Iterable[str] = ()) -> str | Unclear | None:
    """The date in EDTF (ISO 8601-2:2019); None where there is none.

    The day is the one that is written: times and their zones move nothing. Months may be named in English and in
    `langs`, as CLDR has them.
    """
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return None
    found = _read(text, tuple(dict.fromkeys(("en", *langs))))
    if found is None:
        return Unclear(f"`{text}` is no date that can be read for certain.")
    return None if found in _FILLERS else found


def _read(text: str, langs: tuple[str, ...]) -> str | Unclear | None:
    if iso := _ISO.fullmatch(text):
        # The second half of 2021-22 is as likely a year as EDTF's code of a season.
        if iso["only"] and int(iso["only"]) > 12:
            return None
        return _joined(iso["year"], iso["month"] or iso["only"], iso["day"])
    # A time says which part of the day; without it the rest is one of these.
    bare = _TIME.sub(" ", _ASIDE.sub("", text)).strip(" ,;T")
    if ahead := _YEAR_FIRST.fullmatch(bare):
        return _joined(ahead["year"], ahead["month"], ahead["day"])
    if behind := _YEAR_LAST.fullmatch(bare):
        return _year_last(behind)
    for pattern, sign in ((_ABOUT, "~"), (_GUESSED, "?")):
        if found := pattern.fullmatch(bare):
            return f"{found['year']}{sign}"
    return _in_words(bare, langs) or _own(text)


def _own(text: str) -> str | None:
    """EDTF as it is, where the text is that."""
    try:
        return dates.parse(text).text
    except dates.NotADate:
        return None


def _joined(year: str, month: str | None = None, day: str | None = None) -> str | None:
    """The parts as EDTF. Zeros stand for what is not known (as in RIS), an impossible part makes it no date."""
    parts = [year, *(f"{int(part):02}" for part in (month, day) if part and int(part))]
    if month and not int(month):
        parts = [year]
    try:
        Day(*(int(part) for part in (*parts, "1", "1")[:3]))
    except ValueError:
        return None
    return "-".join(parts)


def _year_last(found: re.Match[str]) -> str | Unclear | None:
    one, two, year = found["one"], found["two"], found["year"]
    # Who parts them by full stops begins with the day; by slashes and hyphens, some begin with the month.
    if found["sign"] == "." or int(one) > 12 or one == two:
        return _joined(year, two, one)
    if int(two) > 12:
        return _joined(year, one, two)
    readings = tuple(reading for reading in (_joined(year, two, one), _joined(year, one, two)) if reading)
    return Unclear(f"`{found[0]}` can be {' or '.join(readings)}.", readings)


def _in_words(text: str, langs: tuple[str, ...]) -> str | None:
    """A date whose month is named: one month, one year, at most one day, and no other number."""
    if _OTHER.search(text):
        return None
    words = _WORD.findall(_ORDINAL.sub("", text))
    numbers = [word for word in words if word.isdecimal() and word.isascii()]
    months = [month for word in words if not word.isdecimal() and (month := _month(word, langs))]
    years = [word for word in numbers if len(word) == 4]
    days = [word for word in numbers if len(word) < 3]
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or len(numbers) != len(years) + len(days):
        return None
    return _joined(years[0], str(months[0]), days[0] if days else None)


def _month(word: str, langs: tuple[str, ...]) -> int | None:
    folded = word.casefold()
    for lang in langs:
        names = _months(lang)
        if folded in names:
            return names[folded]
        begun = {number for name, number in names.items() if len(folded) > 2 and name.startswith(folded)}
        if len(begun) == 1:
            return begun.pop()
    return None


@cache
def _months(lang: str) -> dict[str, int]:
    try:
        locale = Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return {}
    return dict(_names(locale))


def _names(locale: Locale) -> Iterator[tuple[str, int]]:
    for context in ("stand-alone", "format"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                folded = str(name).casefold().rstrip(".")
                # Some languages number their months.
                if folded.isalpha():
                    yield folded, int(number)
