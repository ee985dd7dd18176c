"""A site's tokens: what its site.toml sets of the theme's custom properties, as rules at the end of the style sheet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from brief.config import Site
from brief.diagnostics import Code, Diagnostic, error, warning
from brief.model import KeyPath
from brief.rendering.properties import Properties, Rule, resolved
from brief.suggestions import did_you_mean
from brief.validation.styles import RED_GREEN_BLUE, Kind, kind_of, rgb

_GROUND, _ACCENT = "paper", "accent"
# WCAG 2.2, 1.4.3, level AA, for text of a common size.
_LEAST_CONTRAST = 4.5

# What stands in a table of colours and what in [tokens]; None is what the theme computes.
_STANDS_IN = {True: {Kind.COLOUR, None}, False: {Kind.SIZE, Kind.NUMBER, Kind.FONTS, None}}


@dataclass(frozen=True, slots=True)
class Applied:
    """The tokens as CSS, empty where the site sets none, and the theme's light accent (`#rrggbb`, may be empty)."""

    css: str
    accent: str


def applied(site: Site, theme: Properties) -> tuple[Applied, list[Diagnostic]]:
    """The site's tokens on the theme's: unknown ones and such of another kind are errors, pale text is a warning."""
    tokens = site.tokens
    known = theme.light.keys() | theme.dark.keys()
    faults = [
        *_wrong(site, ("tokens",), tokens.measures, theme, known),
        *_wrong(site, ("tokens", "light"), tokens.light, theme, known),
        *_wrong(site, ("tokens", "dark"), tokens.dark, theme, known),
    ]
    light = theme.light | dict(tokens.light)
    if not faults:
        faults += _pale(site, "light", light, theme.text, set(tokens.light))
        # In the dark a colour is the one set for it, else the theme's own, else that of the light.
        set_here = {*tokens.dark, *(tokens.light.keys() - theme.dark.keys())}
        faults += _pale(site, "dark", light | theme.dark | dict(tokens.dark), theme.text, set_here)
    return Applied(_css(site, theme), _hex(rgb(resolved(_ACCENT, light)))), faults


def _wrong(
    site: Site, table: KeyPath, values: Mapping[str, str], theme: Properties, known: set[str]
) -> Iterator[Diagnostic]:
    for name, value in values.items():
        place = site.marks.of(*table, name)
        wanted = kind_of(resolved(name, theme.light) or resolved(name, theme.dark))
        is_colour = table != ("tokens",)
        if name not in known:
            kinds = {other: kind_of(resolved(other, theme.light)) for other in known}
            fitting = sorted(other for other, kind in kinds.items() if kind in _STANDS_IN[is_colour])
            listed = ", ".join(f"`{other}`" for other in fitting)
            otherwise = f"Tokens of the theme here: {listed}." if listed else "The theme has no tokens of this kind."
            hint = did_you_mean(name, known, otherwise)
            yield error(Code.UNKNOWN_TOKEN, place, f"The theme `{site.theme}` has no token `{name}`.", hint)
        elif wanted is None:
            # The theme computes it, and so can be given any of these.
            continue
        elif (wanted is Kind.COLOUR) != is_colour:
            hint = (
                "Set it in [tokens.light] and [tokens.dark]."
                if wanted is Kind.COLOUR
                else "Set it in [tokens], which holds in light and dark."
            )
            yield error(Code.BAD_VALUE, place, f"The token `{name}` is a {wanted}, which does not stand here.", hint)
        elif kind_of(value) is not wanted:
            message = f"The token `{name}` is a {wanted}, and `{value}` is none."
            own = theme.light.get(name) or theme.dark[name]
            yield error(Code.BAD_VALUE, place, message, f"The theme's own is `{own}`.")


def _css(site: Site, theme: Properties) -> str:
    tokens = site.tokens
    rules = []
    light = dict(tokens.measures) | dict(tokens.light)
    # A light colour must not show in the dark, where the theme has another.
    dark = {name: theme.dark[name] for name in tokens.light if name in theme.dark} | dict(tokens.dark)
    if light:
        rules.append(_block(":root,\n:root[data-theme=light]", light))
    if dark:
        # On screens alone: paper is light.
        preferred = _block(":root:not([data-theme=light])", dark)
        rules.append(_within(("@media screen and (prefers-color-scheme: dark)",), preferred))
        rules.append(_within(("@media screen",), _block(":root[data-theme=dark]", dark)))
    changed = light.keys() | dark.keys()
    rules += [_above(rule, changed) for rule in theme.others if changed & rule.values.keys()]
    return "\n".join(["/* Tokens of site.toml */", *rules]) if rules else ""


def _above(rule: Rule, changed: set[str]) -> str:
    """What the theme sets for print or more contrast, said again, since it has to hold above the site's tokens."""
    selectors = [part.strip().replace(":root", ":root:root:root", 1) for part in rule.selector.split(",")]
    values = {name: value for name, value in rule.values.items() if name in changed}
    return _within(rule.conditions, _block(",\n".join(selectors), values))


def _block(selector: str, values: Mapping[str, str]) -> str:
    lines = "".join(f"  --{name}: {value};\n" for name, value in values.items())
    return f"{selector} {{\n{lines}}}\n"


def _within(conditions: tuple[str, ...], block: str) -> str:
    for condition in reversed(conditions):
        block = f"{condition} {{\n{block}}}\n"
    return block


def _pale(
    site: Site, mode: str, values: Mapping[str, str], text: tuple[str, ...], set_here: set[str]
) -> Iterator[Diagnostic]:
    """A warning for each colour of words that is hard to tell from the ground, where the site set one of the two."""
    canvas = (1.0, 1.0, 1.0, 1.0) if mode == "light" else (0.0, 0.0, 0.0, 1.0)
    ground = rgb(resolved(_GROUND, dict(values)))
    if ground is None:
        return
    for name in text:
        colour = rgb(resolved(name, dict(values)))
        if name == _GROUND or colour is None or not {name, _GROUND} & set_here:
            continue
        ratio = contrast(over(colour, over(ground, canvas)), over(ground, canvas))
        if ratio < _LEAST_CONTRAST:
            changed = name if name in set_here else _GROUND
            written = site.tokens.dark if mode == "dark" and changed in site.tokens.dark else site.tokens.light
            table = "dark" if written is site.tokens.dark else "light"
            # Cut and not rounded, so that 4.49 is not shown as enough.
            shown = f"{int(ratio * 100) / 100:.2f}"
            message = (
                f"In the {mode} form the text colour `{name}` on `{_GROUND}` has a contrast of {shown}:1; "
                f"readers need {_LEAST_CONTRAST}:1 (WCAG 2.2, 1.4.3)."
            )
            darker = luminance(over(ground, canvas)) > luminance(over(colour, over(ground, canvas)))
            way = "darker" if darker else "lighter"
            hint = f"Make `{name}` {way} in [tokens.{mode}], or change `{_GROUND}` there."
            yield warning(Code.LOW_CONTRAST, site.marks.of("tokens", table, changed), message, hint)


def luminance(colour: RED_GREEN_BLUE) -> float:
    """Relative luminance, from 0 for black to 1 for white (WCAG 2.2, "relative luminance")."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: RED_GREEN_BLUE, other: RED_GREEN_BLUE) -> float:
    """How well two colours are told apart, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def over(colour: RED_GREEN_BLUE, ground: RED_GREEN_BLUE) -> RED_GREEN_BLUE:
    """What is seen of a colour that may be translucent on an opaque ground (W3C, Compositing Level 1, 5.1)."""
    red, green, blue = (
        part * colour[3] + under * (1 - colour[3]) for part, under in zip(colour[:3], ground[:3], strict=True)
    )
    return red, green, blue, 1.0


def _hex(colour: RED_GREEN_BLUE | None) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour[:3]) if colour else ""
