"""A page's own words, dates and names of languages, in the page's language."""

import gettext
from dataclasses import dataclass, field
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from brief.model import Point, UncertainDate

# English without a region says "10 March 2022", as documents for readers of many countries do.
_PREFERRED = {"en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Day:
    """A date for people (`words`) and for machines (`iso`, ISO 8601; empty where it is not one day)."""

    words: str
    iso: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """How to say things in one language. `lang` is a BCP 47 tag.

    What was said once is remembered: a date or a language's name stands on many pages.
    """

    lang: str
    locale: Locale
    translations: gettext.NullTranslations
    _words: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    _days: dict[date, Day] = field(default_factory=dict, repr=False, compare=False)
    _dates: dict[UncertainDate | None, Day] = field(default_factory=dict, repr=False, compare=False)
    _months: dict[tuple[int, int], str] = field(default_factory=dict, repr=False, compare=False)
    _languages: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, as HTML's `dir` takes it."""
        return self.locale.text_direction

    def say(self, text: str, **values: object) -> str:
        """`text` in this language, with `{name}`s filled in."""
        if values:
            return self.translations.gettext(text).format(**values)
        known = self._words.get(text)
        if known is None:
            known = self._words[text] = self.translations.gettext(text).format()
        return known

    def day(self, day: date) -> Day:
        """A day, such as `10 March 2022`."""
        known = self._days.get(day)
        if known is None:
            known = self._days[day] = Day(format_date(day, "long", locale=self.locale), day.isoformat())
        return known

    def month(self, day: date) -> str:
        """The month that `day` is in, such as `March 2022`."""
        known = self._months.get((day.year, day.month))
        if known is None:
            known = self._months[day.year, day.month] = str(format_skeleton("yMMMM", day, locale=self.locale))
        return known

    def language(self, code: str) -> str:
        """A language's name in this one; its code where it has none."""
        known = self._languages.get(code)
        if known is None:
            known = self._languages[code] = self._named(code)
        return known

    def _named(self, code: str) -> str:
        try:
            named = Locale.parse(code, sep="-").get_display_name(self.locale)
        except (ValueError, UnknownLocaleError):
            named = None
        return named or code

    def own_name(self, code: str) -> str:
        """A language's name in itself, as a language switch shows it."""
        try:
            named = Locale.parse(code, sep="-").get_display_name()
        except (ValueError, UnknownLocaleError):
            named = None
        return (named[:1].upper() + named[1:]) if named else code

    def uncertain(self, when: UncertainDate | None) -> Day:
        """An EDTF date in words, its doubts included; "date unknown" for None."""
        known = self._dates.get(when)
        if known is None:
            known = self._dates[when] = self._uncertain(when)
        return known

    def _uncertain(self, when: UncertainDate | None) -> Day:
        if when is None:
            return Day(self.say("date unknown"))
        if not when.is_interval:
            start = when.start
            if start is None:
                return Day(self.say("date unknown"))
            return Day(self._qualified(start), iso(start))
        if when.start is None or when.end is None:
            known = when.start or when.end
            if known is None:
                return Day(self.say("date unknown"))
            words = self.say("from {date}", date=self._qualified(known))
            return Day(words if when.start else self.say("until {date}", date=self._qualified(known)))
        return Day(self.say("{start} to {end}", start=self._qualified(when.start), end=self._qualified(when.end)))

    def _qualified(self, point: Point) -> str:
        words = self._point(point)
        if point.approximate:
            words = self.say("about {date}", date=words)
        return self.say("{date} (uncertain)", date=words) if point.uncertain else words

    def _point(self, point: Point) -> str:
        if point.day and point.month:
            return self.day(date(point.year, point.month, point.day)).words
        if point.month:
            return self.month(date(point.year, point.month, 1))
        if point.season:
            return self._season(point.season, point.year)
        return str(point.year)

    def _season(self, code: int, year: int) -> str:
        match code:
            case 21:
                return self.say("spring {year}", year=year)
            case 22:
                return self.say("summer {year}", year=year)
            case 23:
                return self.say("autumn {year}", year=year)
            case _:
                return self.say("winter {year}", year=year)


def iso(point: Point) -> str:
    """What machines may take as it stands: a year, a month or a day (ISO 8601); empty where there is any doubt."""
    if point.approximate or point.uncertain or point.season:
        return ""
    parts = [f"{point.year:04}", *(f"{part:02}" for part in (point.month, point.day) if part)]
    return "-".join(parts)


def wording(lang: str, translations: gettext.NullTranslations) -> Wording:
    """The wording of a language; English forms where its customs are not known."""
    try:
        locale = Locale.parse(_PREFERRED.get(lang, lang.replace("-", "_")))
    except (ValueError, UnknownLocaleError):
        locale = Locale.parse("en_GB")
    return Wording(lang, locale, translations)
