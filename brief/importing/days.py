"""Days, in all the ways in which generators let people write them."""

from datetime import date as Day  # noqa: N812  # as in the model
from datetime import datetime

from dateutil import parser
from dateutil.parser import ParserError, UnknownTimezoneWarning

# Two days that have nothing in common: what a text leaves open is another with each.
_ONE, _OTHER = datetime(2001, 3, 5), datetime(2010, 11, 28)  # noqa: DTZ001  # no moments, but what fills gaps


def day(value: object) -> Day | None:
    """The day that a value names as it is written, in its own time zone; None where it is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, Day):
        return value
    if not isinstance(value, str) or not any(letter.isdigit() for letter in value):
        return None
    try:
        found = {parser.parse(value, default=default, ignoretz=True).date() for default in (_ONE, _OTHER)}
    except (ParserError, ValueError, OverflowError, TypeError, UnknownTimezoneWarning):
        return None
    return found.pop() if len(found) == 1 else None


def is_more_than_a_day(value: object) -> bool:
    """Whether a value says more than its day, such as an hour."""
    found = day(value)
    return found is not None and str(value) != found.isoformat()
