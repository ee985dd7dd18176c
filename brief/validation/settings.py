"""The tables of site.toml, as pydantic models."""

import re
from typing import Annotated, Any, Literal
from urllib.parse import quote, unquote, urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, ConfigDict, Field

from brief.diagnostics import Code
from brief.suggestions import did_you_mean
from brief.validation.deploying import DeployTable
from brief.validation.fields import Language, Slug, Text, Url, fault, has_names
from brief.validation.forms import Form
from brief.validation.styles import Colour, Measured


def _timezone(name: str) -> str:
    if name not in available_timezones():
        hint = did_you_mean(name, available_timezones(), "Write a name such as `UTC` or `Europe/Paris`.")
        raise fault(Code.BAD_VALUE, f"`{name}` is not a time zone.", hint)
    return name


def base_url_of(url: str) -> str:
    """An address without a slash at its end, its path encoded once (RFC 3986, 2.1). Raises a fault of its field."""
    if urlsplit(url).query or urlsplit(url).fragment:
        raise fault(Code.BAD_URL, f"`{url}` has more than a host and a path.", "Remove what follows `?` or `#`.")
    parts = urlsplit(url)
    return parts._replace(path=quote(unquote(parts.path), safe="/-._~!$&'()*+,;=:@")).geturl().rstrip("/")


def _plain_folder(name: str) -> str:
    if name in {".", ".."} or re.search(r"[/\\\x00]", name):
        raise fault(Code.BAD_VALUE, f"`{name}` is not the name of a theme.", "Write the name of a folder in `themes/`.")
    return name


BaseUrl = Annotated[Url, AfterValidator(base_url_of)]


class SiteTable(Form):
    title: Text = Field(description="What the site is called.")
    base_url: BaseUrl = Field(description="The address at which it is published; it may have a path.")
    language: Language = Field(default="en", description="The language of the site (BCP 47).")
    languages: tuple[Language, ...] = Field(
        default=(), description="All languages of the site; each but the first lives below its code, as in /ru/."
    )
    description: str = Field(default="", description="What the site is, in a sentence, for search engines and feeds.")
    theme: Annotated[Text, AfterValidator(_plain_folder)] = Field(
        default="dossier", description="The theme: `dossier`, or a folder in themes/."
    )
    timezone: Annotated[Text, AfterValidator(_timezone)] = Field(
        default="UTC", description="The time zone of the site's days, such as `Europe/Paris`."
    )
    stale_after_days: Annotated[int, Field(ge=1)] | None = Field(
        default=None,
        description="From how many days on readers are told that a briefing is old; never, where it is left out.",
    )


class BuildTable(Form):
    output: Text = Field(default="public", description="The folder that the site is written to, from site.toml.")
    drafts: bool = Field(default=False, description="Whether drafts are published too.")
    jobs: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="How many processes work; one for each core, where it is left out."
    )
    strict: bool = Field(default=False, description="Whether warnings keep the site from being published too.")
    history: bool = Field(default=True, description="Whether briefings show what has been changed, where git knows it.")


class MarkdownTable(Form):
    raw_html: Literal["sanitize", "escape", "trust"] = Field(
        default="sanitize", description="What becomes of HTML in texts: made harmless, shown as text, or left alone."
    )
    mentions: bool = Field(default=True, description="Whether names of tags in texts become links.")


class SearchTable(Form):
    """The search index. `shard_size` is how many briefings a part of it holds at the most."""

    enabled: bool = Field(default=True, description="Whether the site can be searched.")
    shard_size: Annotated[int, Field(ge=1)] = Field(
        default=1_000, description="How many briefings a part of the index holds at the most."
    )


def _picture_format(name: str) -> str:
    if name not in _FORMATS:
        hint = did_you_mean(name, _FORMATS, f"Write one of {', '.join(f'`{known}`' for known in _FORMATS)}.")
        raise fault(Code.BAD_VALUE, f"Pictures can't be made in `{name}`.", hint)
    return name


def _picture_width(width: int) -> int:
    if not _NARROWEST <= width <= _WIDEST:
        message = f"A picture can't be made {width} pixels wide."
        raise fault(Code.BAD_VALUE, message, f"Write a number from {_NARROWEST} to {_WIDEST}.")
    return width


def _quality(quality: int) -> int:
    if not 1 <= quality <= 100:
        raise fault(Code.BAD_VALUE, f"{quality} is no quality.", "Write a number from 1 to 100; 75 is usual.")
    return quality


def _file_within(path: str) -> str:
    if path.startswith("/") or "\\" in path or ".." in path.split("/"):
        raise fault(Code.BAD_VALUE, f"`{path}` is not within the site's folder.", "Write its path from site.toml.")
    return path


def _output_path(path: str) -> str:
    is_plain = path.isprintable() and not path.startswith(".") and not re.search(r'[\\\s?#%:*"<>|]', path)
    if not is_plain or not has_names(path):
        hint = 'Write a path from the output folder, as in "calendar.ics" = "house:calendar".'
        raise fault(Code.BAD_VALUE, f"`{path}` can't be the path of a file of the site.", hint)
    return path


# WebP ends at 16,383 pixels (RFC 9649, 2.7); no screen needs a quarter of it.
_FORMATS, _NARROWEST, _WIDEST = ("avif", "webp"), 16, 4096


def _told(**rule: object) -> Any:
    """What an editor is told of a value's rule, beside what checks it here (JSON Schema 2020-12, 6)."""
    return Field(json_schema_extra=rule)  # type: ignore[arg-type]  # its own type for JSON is closed


class ImagesTable(Form):
    """How pictures in texts are offered in modern formats. `widths` are in pixels, `quality` is WebP's, 1 to 100."""

    enabled: bool = Field(default=True, description="Whether pictures in texts are offered in other formats and sizes.")
    formats: tuple[Annotated[str, AfterValidator(_picture_format), _told(enum=list(_FORMATS))], ...] = Field(
        default=_FORMATS, description="The formats that they are offered in, beside their own."
    )
    widths: Annotated[
        tuple[Annotated[int, AfterValidator(_picture_width), _told(minimum=_NARROWEST, maximum=_WIDEST)], ...],
        Field(min_length=1),
    ] = Field(
        default=(480, 800, 1200, 1600),
        description="The widths that they are offered in, in pixels.",
    )
    quality: Annotated[int, AfterValidator(_quality), _told(minimum=1, maximum=100)] = Field(
        default=75, description="How good the copies are, from 1 to 100; larger is better and takes more room."
    )


class PicturesTable(Form):
    """The pictures that are drawn for links to briefings. The fonts are paths of files from the site's folder."""

    enabled: bool = Field(default=False, description="Whether a picture is drawn for links to each briefing.")
    font: Annotated[Text, AfterValidator(_file_within)] | None = Field(
        default=None, description="A font file of the site's folder for the letters in it."
    )
    font_bold: Annotated[Text, AfterValidator(_file_within)] | None = Field(
        default=None, description="A font file for its title."
    )


class CheckTable(Form):
    """How other hosts are asked. `cache_days` is how long an address that was well is not asked again."""

    allow_private: bool = Field(default=False, description="Whether hosts of private networks are asked too.")
    timeout_seconds: Annotated[float, Field(gt=0)] = Field(
        default=20, description="How long a host may take to answer."
    )
    pause_seconds: Annotated[float, Field(ge=0)] = Field(
        default=1, description="How long to wait between two questions to one host."
    )
    cache_days: Annotated[int, Field(ge=0)] = Field(
        default=7, description="For how many days an address that was well is not asked again."
    )


class ExtensionsTable(Form):
    """What the site adds to brief; `outputs` are by the path of the file that each makes. See `brief.extending`."""

    markdown: tuple[Text, ...] = Field(default=(), description="Markdown extensions of your own, as `module:Class`.")
    outputs: dict[Annotated[Text, AfterValidator(_output_path)], Text] = Field(
        default_factory=dict,
        description="Files that functions of your own make: the file's path in the output, and `module:function`.",
    )
    checks: tuple[Text, ...] = Field(default=(), description="Checks of your own, as `module:function`.")


class TokensTable(Form):
    """What the site sets of its theme's tokens: sizes and fonts here, colours by form. The theme knows the names."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Measured] = Field(init=False)
    light: dict[Text, Colour] = Field(
        default_factory=dict, description="Colours in light, by the names of the theme's custom properties."
    )
    dark: dict[Text, Colour] = Field(
        default_factory=dict, description="Colours in dark, by the names of the theme's custom properties."
    )


class SiteFile(Form):
    """The whole of site.toml. `tags` declares tags that need no file: id = "title"."""

    site: SiteTable = Field(description="What the site is.")
    build: BuildTable = Field(default=BuildTable(), description="How it is built.")
    markdown: MarkdownTable = Field(default=MarkdownTable(), description="How texts are read.")
    search: SearchTable = Field(default=SearchTable(), description="The search index.")
    images: ImagesTable = Field(default=ImagesTable(), description="Pictures in texts.")
    pictures: PicturesTable = Field(default=PicturesTable(), description="Pictures for links to briefings.")
    check: CheckTable = Field(default=CheckTable(), description="How `brief check --external` asks.")
    tokens: TokensTable = Field(default=TokensTable(), description="Sizes, fonts and colours of the theme.")
    extensions: ExtensionsTable = Field(default=ExtensionsTable(), description="What the site adds to brief.")
    deploy: dict[str, DeployTable] = Field(
        default_factory=dict, description="Where the site can be published to, by name."
    )
    tags: dict[Slug, Text] = Field(
        default_factory=dict, description='Tags that need no file of their own: `id = "Title"`.'
    )
