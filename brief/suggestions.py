"""What a person who misspelt a name most likely meant."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

# Below this likeness (0 to 100) a suggestion misleads more often than it helps.
_LIKENESS = 62
# From this likeness on two texts are one, written twice.
_SLIP = 90


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


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint that names the nearest of `known`, or `otherwise` where nothing is near."""
    guess = nearest(word, known)
    return f"Did you mean `{guess}`?" if guess else otherwise
