"""How wide words will be where a picture has to leave room for them before any browser has seen them.

Nobody knows the reader's font, so the widths are those of a wide one (DejaVu Sans, Verdana): a narrower leaves air.
"""

import unicodedata

_NARROW = frozenset(" .,:;'’‘|!ijlItfrJ()[]{}/\\-`·")
_BROAD = frozenset("mwMW@%&—…+=<>жмшщыюфдЖМШЩЫЮФДОQOGHNUDТ№")


def width(text: str, size: int) -> int:
    """How wide `text` is at most, in the unit of the letters' `size`."""
    total = 0
    for letter in text:
        total += _per_mille(letter)
    return -(-total * size // 1000)


def _per_mille(letter: str) -> int:
    if letter in _NARROW:
        return 410
    if letter in _BROAD:
        return 900
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return 1050
    return 730 if letter.isupper() else 640


def cut(text: str, size: int, most: int) -> str:
    """`text`, or as much of its beginning as is `most` wide, with an ellipsis."""
    text = " ".join(text.split())
    if width(text, size) <= most:
        return text
    while text and width(f"{text}…", size) > most:
        text = text[:-1]
    return f"{text.rstrip()}…"


def broken(text: str, size: int, most: int, rows: int) -> tuple[str, ...]:
    """`text` in up to `rows` lines, each at most `most` wide; the last is cut where that is too few."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < rows - 1:
        taken = 1
        while taken < len(words) and width(" ".join(words[: taken + 1]), size) <= most:
            taken += 1
        lines.append(cut(" ".join(words[:taken]), size, most))
        words = words[taken:]
    return (*lines, cut(" ".join(words), size, most)) if words else tuple(lines)
