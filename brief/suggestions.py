"""What a person who misspelt a name most likely meant."""

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

# Below this likeness (0 to 100) a suggestion misleads more often than it helps.
_LIKENESS = 62
# From this likeness on two texts are one, written twice.
_SLIP = 90
# Letters. A word is too short for a slip to be told from another word, and long enough for two.
_SHORT, _LONG = 4, 8


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The name of `known` that is most like `word`, or None where none is like it."""
    found = process.extractOne(
        word.casefold(),
        sorted(known),
        scorer=fuzz.ratio,
        processor=str.casefold,
        score_cutoff=_LIKENESS,
    )
    return found[0] if found else None


def is_like(one: str, other: str) -> bool:
    """Whether two texts are the same but for a slip or two."""
    return fuzz.ratio(one.casefold(), other.casefold(), score_cutoff=_SLIP) > 0


def did_you_mean(
    word: str, known: Iterable[str], otherwise: str = "", *, written: Mapping[str, str] | None = None
) -> str:
    """A hint that names the nearest of `known`, or two that are as near; `otherwise` where nothing is near.

    `written` says what is written for each, where that is not its name.
    """
    names = {name: name for name in known} | dict(written or {})
    guess = nearest(word, names)
    if guess is None:
        return otherwise
    # Two names that differ in capitals alone are one to who reads them.
    meant = names[guess].casefold()
    other = nearest(word, [name for name, written in names.items() if written.casefold() != meant])
    if other and _are_as_near(word, guess, other):
        return f"Did you mean `{names[guess]}` or `{names[other]}`?"
    return f"Did you mean `{names[guess]}`?"


def is_slip(word: str, meant: str) -> bool:
    """Whether `word` is `meant` but for a slip of the fingers: a letter too many, too few, another or exchanged.

    In a long word there may be two of them; in a short one a letter is too much of it to tell.
    """
    slips = OSA.distance(word.casefold(), meant.casefold())
    return slips <= (2 if len(word) >= _LONG else 1) and max(len(word), len(meant)) >= _SHORT


def _are_as_near(word: str, one: str, other: str) -> bool:
    likeness = [fuzz.ratio(word.casefold(), name.casefold()) for name in (one, other)]
    return likeness[0] == likeness[1] or (is_slip(word, one) and is_slip(word, other))
