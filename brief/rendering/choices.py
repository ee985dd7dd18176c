"""What can be chosen in a filter: the values that find something, in the order of their names."""

from collections.abc import Iterable, Mapping

from brief.model import Outlet, Tag, name_in
from brief.rendering.views import Choice


def choices(known: Mapping[str, Tag] | Mapping[str, Outlet], used: Iterable[str], lang: str) -> tuple[Choice, ...]:
    """Tags or outlets by id: those of the `used` ones that are known."""
    return in_order(Choice(ident, name_in(known[ident], lang)) for ident in used if ident in known)


def in_order(found: Iterable[Choice]) -> tuple[Choice, ...]:
    """Choices by their names, whatever the case of letters."""
    return tuple(sorted(found, key=lambda choice: (choice.text.casefold(), choice.value)))
