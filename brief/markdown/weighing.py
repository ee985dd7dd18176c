"""How much work a text may be before anybody has done it.

Patterns look at most from each mark of Markdown to the end of the text, and lists of blocks are gone through for each
of them: no text takes more steps than it has marks times letters.
"""

_MARKS = "\n[]()<>!`*_{}&:~|@\\#^-+='\""
# Letters below which, and marks times letters below which a text takes a few seconds at the worst.
_LIGHT_LETTERS = 8_000
_HEAVY_LETTERS = 500_000
_HEAVY_PRODUCT = 100_000_000


def is_heavy(body: str) -> bool:
    """Whether a text may take so long that it should be rendered where it can be given up."""
    letters = len(body)
    if letters < _LIGHT_LETTERS:
        return False
    return letters > _HEAVY_LETTERS or letters * _marks(body) > _HEAVY_PRODUCT


def heaviest_line(body: str) -> int:
    """The line with the most marks, counted from 0."""
    weights = [_marks(line) for line in body.split("\n")]
    return weights.index(max(weights))


def _marks(text: str) -> int:
    return sum(text.count(mark) for mark in _MARKS)
