"""What a generator calls a language, as the code that brief takes (BCP 47)."""

import re

# Of these languages the region or the script tells writing apart.
_WRITTEN_OTHERWISE = frozenset({"zh", "pt", "sr"})


def tag_of(said: str) -> str:
    """`en` of `en-us` or `en_US.UTF-8`, `zh-Hans` as it is; `en` where it is no code of a language."""
    parts = re.split(r"[-_]", said.strip().partition(".")[0])
    language = parts[0].lower()
    if not re.fullmatch(r"[a-z]{2,3}", language):
        return "en"
    if language in _WRITTEN_OTHERWISE and len(parts) > 1 and re.fullmatch(r"[A-Za-z]{2}|[A-Za-z]{4}", parts[1]):
        return f"{language}-{parts[1].upper() if len(parts[1]) == 2 else parts[1].title()}"
    return language
