"""The tables of site.toml, as pydantic models."""

import re
from typing import Annotated, Literal
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
    title: Text
    base_url: BaseUrl
    language: Language = "en"
    languages: tuple[Language, ...] = ()
    description: str = ""
    theme: Annotated[Text, AfterValidator(_plain_folder)] = "dossier"
    timezone: Annotated[Text, AfterValidator(_timezone)] = "UTC"
    stale_after_days: Annotated[int, Field(ge=1)] | None = None


class BuildTable(Form):
    output: Text = "public"
    drafts: bool = False
    jobs: Annotated[int, Field(ge=1)] | None = None
    strict: bool = False
    history: bool = True


class MarkdownTable(Form):
    raw_html: Literal["sanitize", "escape", "trust"] = "sanitize"
    mentions: bool = True


class SearchTable(Form):
    """The search index. `shard_size` is how many briefings a part of it holds at the most."""

    enabled: bool = True
    shard_size: Annotated[int, Field(ge=1)] = 1_000


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


class ImagesTable(Form):
    """How pictures in texts are offered in modern formats. `widths` are in pixels, `quality` is WebP's, 1 to 100."""

    enabled: bool = True
    formats: tuple[Annotated[str, AfterValidator(_picture_format)], ...] = _FORMATS
    widths: Annotated[tuple[Annotated[int, AfterValidator(_picture_width)], ...], Field(min_length=1)] = (
        480,
        800,
        1200,
        1600,
    )
    quality: Annotated[int, AfterValidator(_quality)] = 75


class PicturesTable(Form):
    """The pictures that are drawn for links to briefings. The fonts are paths of files from the site's folder."""

    enabled: bool = False
    font: Annotated[Text, AfterValidator(_file_within)] | None = None
    font_bold: Annotated[Text, AfterValidator(_file_within)] | None = None


class CheckTable(Form):
    """How other hosts are asked. `cache_days` is how long an address that was well is not asked again."""

    allow_private: bool = False
    timeout_seconds: Annotated[float, Field(gt=0)] = 20
    pause_seconds: Annotated[float, Field(ge=0)] = 1
    cache_days: Annotated[int, Field(ge=0)] = 7


class ExtensionsTable(Form):
    """What the site adds to brief; `outputs` are by the path of the file that each makes. See `brief.extending`."""

    markdown: tuple[Text, ...] = ()
    outputs: dict[Annotated[Text, AfterValidator(_output_path)], Text] = Field(default_factory=dict)
    checks: tuple[Text, ...] = ()


class TokensTable(Form):
    """What the site sets of its theme's tokens: sizes and fonts here, colours by form. The theme knows the names."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Measured] = Field(init=False)
    light: dict[Text, Colour] = Field(default_factory=dict)
    dark: dict[Text, Colour] = Field(default_factory=dict)


class SiteFile(Form):
    """The whole of site.toml. `tags` declares tags that need no file: id = "title"."""

    site: SiteTable
    build: BuildTable = BuildTable()
    markdown: MarkdownTable = MarkdownTable()
    search: SearchTable = SearchTable()
    images: ImagesTable = ImagesTable()
    pictures: PicturesTable = PicturesTable()
    check: CheckTable = CheckTable()
    tokens: TokensTable = TokensTable()
    extensions: ExtensionsTable = ExtensionsTable()
    deploy: dict[str, DeployTable] = Field(default_factory=dict)
    tags: dict[Slug, Text] = Field(default_factory=dict)
