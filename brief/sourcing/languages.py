"""What others call a language -> its code (BCP 47), as short as it can be."""

import re
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers

# RFC 5646, 4.1: a subtag that tells nothing apart stays away. Scripts do, regions seldom.
_CODE = re.compile(r"(?P<language>[a-z]{2,3})(?:[-_](?P<script>[a-z]{4}))?(?:[-_][a-z0-9.@-]+)*", re.IGNORECASE)
# Of the babel package of LaTeX, which biblatex's `langid` takes its names from.
_OTHER_NAMES = {
    "american": "en", "australian": "en", "british": "en", "canadian": "en", "newzealand": "en", "ukenglish": "en",
    "usenglish": "en", "austrian": "de", "naustrian": "de", "ngerman": "de", "swissgerman": "de", "nswissgerman": "de",
    "acadian": "fr", "canadien": "fr", "francais": "fr", "frenchb": "fr", "brazilian": "pt", "portuges": "pt",
    "mexican": "es", "magyar": "hu", "norsk": "nb", "nynorsk": "nn", "slovene": "sl",
}  # fmt: skip
_LONGEST = 40
# ISO 639-2 keeps these for what is not one known language.
_NONE = frozenset({"mis", "mul", "und", "zxx"})


def code(text: str) -> str | None:
    """The code of a language given by a code (`en_US`, `eng`) or a name (`English`, `русский`); None if unknown.

    The script is kept where it is given, the region is not: `zh-Hant-TW` is `zh-Hant`, `en-US` is `en`.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if not (found := _CODE.fullmatch(text)) or len(text.partition("-")[0].partition("_")[0]) > 3:
        folded = text.casefold()
        return _in_english().get(folded) or _in_itself().get(folded)
    language = _two_letters(found["language"].lower())
    if language in _NONE or language not in Locale("en").languages:
        return None
    return f"{language}-{found['script'].title()}" if found["script"] else language


def _two_letters(language: str) -> str:
    """ISO 639-2 -> ISO 639-1, where there is one: RFC 5646, 2.2.1 wants the shortest."""
    return str(get_global("language_aliases").get(language, language)).partition("_")[0]


@cache
def _in_english() -> dict[str, str]:
    """Codes of two letters by the language's name in English."""
    names = {language: str(name) for language, name in Locale("en").languages.items() if len(language) == 2}
    return {**_OTHER_NAMES, **{name.casefold(): language for language, name in names.items()}}


@cache
def _in_itself() -> dict[str, str]:
    """Codes of two letters by the language's name in itself."""
    codes = [language for language in locale_identifiers() if len(language) == 2]
    return {(Locale(language).get_display_name(language) or "").casefold(): language for language in codes}
