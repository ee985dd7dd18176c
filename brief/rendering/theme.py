"""Themes: a folder with `templates/`, `static/` and `locale/`, which falls back on `dossier` file by file."""

import gettext
import io
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import jinja2
import msgspec
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from brief.config import Site
from brief.diagnostics import Code, Diagnostic, Location, error, warning
from brief.digests import digest, short
from brief.rendering import checking
from brief.rendering.assets import Asset, drawn, fingerprinted, read_sheets, static_files
from brief.rendering.compiling import Environment, means_words
from brief.rendering.folders import DEFAULT, built_in, default, folders, leading_out, shown
from brief.rendering.icons import ACCENT
from brief.rendering.inline import inline_scripts
from brief.rendering.missing import Missing, Notes, missing_fault
from brief.rendering.parsing import Parsed, Sound, compile_faults, read_templates, syntax_fault
from brief.rendering.properties import properties_of
from brief.rendering.stylesheets import read_sheet
from brief.rendering.templates import template_of
from brief.rendering.tokens import applied
from brief.rendering.views import View
from brief.state import State
from brief.suggestions import did_you_mean

_STYLE = "style.css"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A view as text, and what is wrong with the templates that showed it. Where anything is, the text is not whole."""

    text: str
    faults: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """The templates as they speak one language, and what they asked for in vain."""

    environment: jinja2.Environment
    notes: Notes


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, ready to show views. `stages` are by language, `assets` by name.

    `accent` is the colour that it stresses things with, in its light form (`#rrggbb`; empty where it has none).
    `faults` are the mistakes of its templates that are there whatever they show. `digest` is of all its files.
    `scripts` are the digests of those that stand in its templates.
    """

    root: Path
    digest: str
    stages: Mapping[str, Stage]
    translations: Mapping[str, gettext.NullTranslations]
    assets: Mapping[str, Asset]
    accent: str
    scripts: tuple[str, ...]
    faults: tuple[Diagnostic, ...]

    def render(self, view: View, lang: str) -> Rendered:
        """`view` as its template shows it."""
        template = template_of(view)
        stage = self.stages[lang]
        values = {field.name: getattr(view, field.name) for field in fields(view)}
        text = ""
        failures: list[Diagnostic] = []
        try:
            text = stage.environment.get_template(template).render(values)
        except Exception as reason:  # noqa: BLE001  # a template can raise whatever an expression in it can
            failures = self._failures(reason, template, stage.environment)
        known = {fault.location for fault in self.faults}
        missed = [
            missing_fault(missing, template, type(view), self.root)
            for missing in stage.notes.take()
            # What a template doesn't export is found before it is shown.
            if not (missing.said and _place(missing, self.root) in known)
        ]
        # What is missing may have made the line fail, and is then the better explanation.
        explained = {fault.location for fault in missed}
        return Rendered(text, (*missed, *(fault for fault in failures if fault.location not in explained)))

    def _failures(self, reason: Exception, template: str, environment: jinja2.Environment) -> list[Diagnostic]:
        if isinstance(reason, jinja2.TemplateSyntaxError):
            path = shown(reason.filename or reason.name or "", self.root)
            known = [fault for fault in self.faults if fault.location.path == path]
            return known or [syntax_fault(reason, self.root)]
        place = _line(reason, self.root) or Location(f"themes/{self.root.name}/templates/{template}")
        if known := [fault for fault in self.faults if fault.location == place]:
            return known
        if isinstance(reason, jinja2.TemplateNotFound):
            return [checking.no_template(str(reason.name), place, environment.list_templates())]
        hint = f"`brief theme views {template}` says what its values are."
        return [error(Code.TEMPLATE_ERROR, place, f"{type(reason).__name__}: {str(reason).rstrip('.')}.", hint)]


def _place(missing: Missing, theme: Path) -> Location:
    return Location(shown(missing.filename, theme), missing.line)


def _line(reason: Exception, theme: Path) -> Location | None:
    """Where in a template it happened: Jinja puts template lines into tracebacks."""
    frames = [
        frame
        for frame in traceback.extract_tb(reason.__traceback__)
        if any(Path(frame.filename).is_relative_to(folder / "templates") for folder in (theme, default()))
    ]
    return Location(shown(frames[-1].filename, theme), frames[-1].lineno or 1) if frames else None


@dataclass(frozen=True, slots=True)
class _Sound:
    """What is remembered of a theme whose templates have no mistakes, so that they need not be looked for again.

    `means_words` is as `compiling.means_words` tells, `warnings` what people are told of the theme.
    """

    assets: dict[str, Asset]
    accent: str
    scripts: tuple[str, ...]
    means_words: bool
    warnings: tuple[Diagnostic, ...]


_SOUND = msgspec.msgpack.Decoder(_Sound)


def load(site: Site, state: State | None = None) -> tuple[Theme | None, list[Diagnostic]]:
    """The theme that `site` names, and what is wrong with it; None where there is no such theme.

    One that `state` knows is not checked again, and its templates are parsed when they are needed.
    """
    found = folders(site)
    if found is None:
        return None, [_unknown_theme(site)]
    if away := leading_out(site):
        return None, [_outside(site, link) for link in away]
    whole = _digest(found)
    key = _key(site, whole)
    kept = state.find("themes", site.theme, key) if state else None
    if kept:
        return _recalled(site, found, whole, _SOUND.decode(kept.value))
    theme, wrong, with_words = _read(site, found, whole)
    if state and not theme.faults:
        sound = _Sound(dict(theme.assets), theme.accent, theme.scripts, with_words, tuple(wrong))
        state.keep("themes", [(site.theme, key, msgspec.msgpack.encode(sound))])
    return theme, [*theme.faults, *wrong]


def _key(site: Site, files: str) -> bytes:
    """A digest of all that a theme is made of."""
    places = sorted((*map(str, key), *map(str, place)) for key, place in site.marks.places.items())
    return short(files, str(site.root), site.theme, repr(site.languages), repr(site.tokens), repr(places))


def _recalled(site: Site, found: list[Path], whole: str, known: _Sound) -> tuple[Theme, list[Diagnostic]]:
    translations = {lang: _translations(found, lang) for lang in site.languages}
    loader = Sound(_files(found))
    theme = Theme(
        root=found[0],
        digest=whole,
        stages={lang: _stage(loader, translations[lang], with_words=known.means_words) for lang in site.languages},
        translations=translations,
        assets=known.assets,
        accent=known.accent,
        scripts=known.scripts,
        faults=(),
    )
    return theme, list(known.warnings)


def _read(site: Site, found: list[Path], whole: str) -> tuple[Theme, list[Diagnostic], bool]:
    """A theme, what is wrong with it besides its templates' mistakes, and whether these mean gettext by its names."""
    own = found[0]
    translations = {lang: _translations(found, lang) for lang in site.languages}
    sources, faults = read_templates(_environment(_files(found), jinja2.StrictUndefined), own)
    with_words = means_words(map(checking.stored, sources.values()))
    loader = Parsed(sources)
    stages = {lang: _stage(loader, translations[lang], with_words=with_words) for lang in site.languages}
    environment = stages[site.language].environment
    faults += checking.check_templates(environment, sources)
    checked = {fault.location.path for fault in faults}
    compilable = {name: source for name, source in sources.items() if source.path not in checked}
    faults += compile_faults(environment, compilable, own)
    given = static_files(found)
    tokens, token_faults = applied(site, properties_of(read_sheet(_STYLE, given).nodes))
    files = drawn(found, tokens.accent or ACCENT) | given
    sheets = read_sheets(files)
    theme = Theme(
        root=own,
        digest=whole,
        stages=stages,
        translations=translations,
        assets=fingerprinted(files, sheets, {_STYLE: tokens.css}),
        accent=tokens.accent,
        scripts=inline_scripts(folder / "templates" for folder in found),
        faults=tuple(faults),
    )
    wrong = [fault for sheet in sheets.values() for fault in sheet.faults]
    unused = checking.unused_files(own, sources)
    return theme, [*wrong, *token_faults, *unused, *_unspoken(site, found)], with_words


def _digest(found: list[Path]) -> str:
    """A digest of all files of a theme and of the one that it falls back on."""
    files = [
        (f"{number} {path.relative_to(folder).as_posix()}", path.read_bytes())
        for number, folder in enumerate(found)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    return digest(*(part for file in files for part in file))


def _outside(site: Site, link: Path) -> Diagnostic:
    place = Location(link.relative_to(site.root).as_posix())
    hint = "Copy what it leads to in instead."
    return error(Code.OUTSIDE_SITE, place, "The link leads out of the site's folder.", hint)


def _unknown_theme(site: Site) -> Diagnostic:
    own = sorted(entry.name for entry in (site.root / "themes").glob("*/"))
    known = dict.fromkeys((*own, *(entry.name for entry in built_in().glob("*/"))))
    hint = did_you_mean(site.theme, known, f"Themes that are there: {', '.join(known)}.")
    return error(Code.UNKNOWN_THEME, site.marks.of("site", "theme"), f"There is no theme `{site.theme}`.", hint)


def _unspoken(site: Site, folders: list[Path]) -> Iterator[Diagnostic]:
    """A warning for each language of the site in which the theme has no words; its own are English."""
    for lang in site.languages:
        is_spoken = any((folder / "locale" / f"{lang}.po").is_file() for folder in folders)
        if not is_spoken and lang.partition("-")[0] != "en":
            message = f"The theme has no words in `{lang}`; its pages there show English ones."
            hint = f"Translate them: themes/{site.theme}/locale/{lang}.po, in the form of `dossier`'s ru.po."
            yield warning(Code.UNTRANSLATED_THEME, site.marks.of("site", "languages"), message, hint)


def watched(site: Site) -> list[Path]:
    """The folders that the theme is read from."""
    return folders(site) or []


def _files(found: list[Path]) -> jinja2.BaseLoader:
    """The templates as files: those of `dossier` are there under `dossier/` too, so that others can extend them."""
    own = jinja2.FileSystemLoader([folder / "templates" for folder in found])
    theirs = jinja2.PrefixLoader({DEFAULT: jinja2.FileSystemLoader(default() / "templates")})
    return jinja2.ChoiceLoader([own, theirs])


def _stage(loader: jinja2.BaseLoader, translations: gettext.NullTranslations, *, with_words: bool) -> Stage:
    """The stage of a language; `with_words` puts its words into the templates as they are compiled."""
    notes = Notes()
    environment = _environment(loader, notes.undefined())
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    environment.say = translations.gettext if with_words else None
    # After the words' own: nothing else of Jinja's, such as `cycler`, is any use here.
    environment.globals = {
        name: value for name, value in environment.globals.items() if name in {"_", "gettext", "ngettext", "range"}
    }
    return Stage(environment, notes)


def _environment(loader: jinja2.BaseLoader, undefined: type[jinja2.Undefined]) -> Environment:
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=undefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def _translations(found: list[Path], lang: str) -> gettext.NullTranslations:
    """The words of the theme in a language, from `locale/<lang>.po`; English where there is no such file."""
    words: gettext.NullTranslations | None = None
    for folder in found:
        path = folder / "locale" / f"{lang}.po"
        if path.is_file():
            compiled = io.BytesIO()
            with path.open("rb") as file:
                write_mo(compiled, read_po(file, locale=lang.replace("-", "_")))
            compiled.seek(0)
            these = gettext.GNUTranslations(compiled)
            if words is None:
                words = these
            else:
                words.add_fallback(these)
    return words or gettext.NullTranslations()
