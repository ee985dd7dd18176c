"""Themes: a folder with `templates/`, `static/` and `locale/`, which falls back on `dossier` file by file."""

import gettext
import hashlib
import io
import re
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import jinja2
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from brief.config import Site
from brief.diagnostics import Code, Diagnostic, Location, error, warning
from brief.rendering.icons import icons
from brief.rendering.views import View
from brief.suggestions import did_you_mean

DEFAULT = "dossier"
FAVICON = "favicon.ico"


class TemplateFault(Exception):
    """A template can't show its view; `diagnostic` says where and why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file of the theme. `address` holds a digest of its bytes, so that it can be kept for ever; but that of
    favicon.ico is where browsers look for it unasked."""

    address: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, ready to show views. `environments` are by language, `assets` by name."""

    root: Path
    environments: Mapping[str, jinja2.Environment]
    translations: Mapping[str, gettext.NullTranslations]
    assets: Mapping[str, Asset]

    def render(self, template: str, view: View, lang: str) -> str:
        """`view` shown by `template`. Raises TemplateFault."""
        environment = self.environments[lang]
        try:
            values = {field.name: getattr(view, field.name) for field in fields(view)}
            return environment.get_template(template).render(values)
        except jinja2.TemplateSyntaxError as fault:
            raise TemplateFault(_syntax_fault(fault, self.root)) from fault
        except jinja2.TemplateNotFound as fault:
            place = _line_in_templates(fault, self.root, environment) or Location(
                f"themes/{self.root.name}/templates/{template}"
            )
            message = f"There is no template `{fault.name}`."
            hint = did_you_mean(str(fault.name), environment.list_templates())
            raise TemplateFault(error(Code.TEMPLATE_ERROR, place, message, hint)) from fault
        except Exception as fault:  # a template can raise whatever an expression in it can
            place = _line_in_templates(fault, self.root, environment) or Location(
                f"themes/{self.root.name}/templates/{template}"
            )
            known = ", ".join(f"`{field.name}`" for field in fields(view))
            hint = f"The view of {template} has {known}."
            if isinstance(fault, jinja2.UndefinedError) and (named := re.search(r"'(\w+)' is undefined", str(fault))):
                hint = f"{did_you_mean(named[1], (field.name for field in fields(view)))} {hint}".strip()
            raise TemplateFault(error(Code.TEMPLATE_ERROR, place, f"{_said(fault)}.", hint)) from fault


def _said(fault: Exception) -> str:
    text = str(fault).rstrip(".")
    return (
        text[:1].upper() + text[1:] if isinstance(fault, jinja2.UndefinedError) else f"{type(fault).__name__}: {text}"
    )


def built_in() -> Path:
    """The folder of the themes that come with the package; in a checkout they lie beside it."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def load(site: Site) -> tuple[Theme | None, list[Diagnostic]]:
    """The theme that `site` names, with every syntax error of its templates; None where it can't be used."""
    folders = _folders(site)
    if folders is None:
        own = sorted(entry.name for entry in (site.root / "themes").glob("*/"))
        known = dict.fromkeys((*own, *(entry.name for entry in built_in().glob("*/"))))
        hint = did_you_mean(site.theme, known, f"Themes that are there: {', '.join(known)}.")
        message = f"There is no theme `{site.theme}`."
        return None, [error(Code.UNKNOWN_THEME, site.marks.of("site", "theme"), message, hint)]
    translations = {lang: _translations(folders, lang) for lang in site.languages}
    environments = {lang: _environment(folders, translations[lang]) for lang in site.languages}
    faults = list(_syntax_faults(environments[site.language], folders[0]))
    if faults:
        return None, faults
    return Theme(folders[0], environments, translations, _assets(folders)), list(_unspoken(site, folders))


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
    return _folders(site) or []


def _folders(site: Site) -> list[Path] | None:
    """Where the theme's files are looked for, in order."""
    own = site.root / "themes" / site.theme
    shipped = built_in() / site.theme
    first = own if own.is_dir() else shipped
    if not first.is_dir():
        return None
    default = built_in() / DEFAULT
    return [first] if first.resolve() == default.resolve() else [first, default]


def _environment(folders: list[Path], translations: gettext.NullTranslations) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([folder / "templates" for folder in folders]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    environment.globals = {
        name: value for name, value in environment.globals.items() if name in {"_", "gettext", "ngettext", "range"}
    }
    return environment


def _translations(folders: list[Path], lang: str) -> gettext.NullTranslations:
    """The words of the theme in a language, from `locale/<lang>.po`; English where there is no such file."""
    found: gettext.NullTranslations | None = None
    for folder in folders:
        path = folder / "locale" / f"{lang}.po"
        if path.is_file():
            compiled = io.BytesIO()
            with path.open("rb") as file:
                write_mo(compiled, read_po(file, locale=lang.replace("-", "_")))
            compiled.seek(0)
            words = gettext.GNUTranslations(compiled)
            if found is None:
                found = words
            else:
                found.add_fallback(words)
    return found or gettext.NullTranslations()


def _assets(folders: list[Path]) -> dict[str, Asset]:
    found: dict[str, Asset] = {}
    for folder in reversed(folders):
        static = folder / "static"
        for path in sorted(entry for entry in static.rglob("*") if entry.is_file() and not entry.name.startswith(".")):
            name = path.relative_to(static).as_posix()
            found[name] = _asset(name, path.read_bytes())
    return _drawn(folders) | found


def _drawn(folders: list[Path]) -> dict[str, Asset]:
    """The icon as pictures; none where a theme brings a design of its own, which only its maker can draw."""
    if any((folder / "static/icon.svg").is_file() for folder in folders[:-1]):
        return {}
    return {name: _asset(name, content) for name, content in icons().items()}


def _asset(name: str, content: bytes) -> Asset:
    if name == FAVICON:
        return Asset(f"/{FAVICON}", content)
    stem, dot, suffix = name.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:10]
    return Asset(f"/assets/{stem}.{digest}.{suffix}" if dot else f"/assets/{name}.{digest}", content)


def _syntax_faults(environment: jinja2.Environment, theme: Path) -> Iterator[Diagnostic]:
    for name in environment.list_templates(extensions=["html", "xml", "txt"]):
        try:
            environment.get_template(name)
        except jinja2.TemplateSyntaxError as fault:
            yield _syntax_fault(fault, theme)
        except (UnicodeDecodeError, OSError) as fault:
            place = Location(f"themes/{theme.name}/templates/{name}")
            yield error(Code.TEMPLATE_ERROR, place, f"The template can't be read: {fault}.", "Save it in UTF-8.")


def _syntax_fault(fault: jinja2.TemplateSyntaxError, theme: Path) -> Diagnostic:
    place = Location(_shown(fault.filename or fault.name or "template", theme), fault.lineno)
    message = f"The template is not Jinja: {(fault.message or '').rstrip('.')}."
    return error(Code.TEMPLATE_ERROR, place, message, "Compare it with the template of the same name in `dossier`.")


def _line_in_templates(fault: Exception, theme: Path, environment: jinja2.Environment) -> Location | None:
    """Where in a template it happened: Jinja puts template lines into tracebacks."""
    loader = environment.loader
    folders = loader.searchpath if isinstance(loader, jinja2.FileSystemLoader) else []
    frames = [
        frame
        for frame in traceback.extract_tb(fault.__traceback__)
        if any(Path(frame.filename).is_relative_to(folder) for folder in folders)
    ]
    return Location(_shown(frames[-1].filename, theme), frames[-1].lineno or 1) if frames else None


def _shown(filename: str, theme: Path) -> str:
    """A template's path from the folder that holds `themes/`."""
    path = Path(filename)
    for folder in (theme.parent, built_in()):
        if path.is_relative_to(folder):
            return f"themes/{path.relative_to(folder).as_posix()}"
    return path.as_posix()
