"""`[deploy.NAME]` of site.toml: where a site is published, and how."""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from brief.diagnostics import Code
from brief.suggestions import did_you_mean
from brief.validation.fields import Text, fault
from brief.validation.forms import Form

Option = str | int | bool

_EXAMPLES = (
    "Write `file:///srv/www`, `ssh://user@host/srv/www`, `s3://bucket/prefix`, `gs://bucket` or `az://container`."
)
_STORES = {"s3", "gs", "az"}
_SCHEMES = {"file", "ssh", *_STORES}
# Nothing that ssh or rsync could take for an option, nor a shell on the other side for a command.
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\]")
_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_BUCKET = re.compile(r"\$?[A-Za-z0-9][A-Za-z0-9._-]*")
_FILE = re.compile(r"[\w./~+@-]+")
_SECRET = re.compile(r"secret|token|password|sas|account_key|access_key|client_secret|service_account_key")

# What can be set here; all else comes from the environment. The names are those of obstore.
_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "file": (),
    "ssh": ("config",),
    "s3": (
        "allow_http",
        "checksum_algorithm",
        "conditional_put",
        "endpoint",
        "region",
        "request_payer",
        "server_side_encryption",
        "skip_signature",
        "sse_kms_key_id",
        "unsigned_payload",
        "virtual_hosted_style_request",
    ),
    "gs": ("allow_http", "application_credentials", "service_account"),
    "az": ("account_name", "allow_http", "client_id", "endpoint", "tenant_id", "use_emulator"),
}
_ENVIRONMENT = {
    "s3": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    "gs": "GOOGLE_SERVICE_ACCOUNT",
    "az": "AZURE_STORAGE_ACCOUNT_KEY",
    "ssh": "an agent or ~/.ssh/config",
}

PATHS = "{paths}"
"""What stands for the addresses in the command that `invalidate` names."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a site goes. `host` is the host of `ssh`, or the bucket or container of a store; `path` is the folder, or
    what all keys of a store begin with, without slashes around it."""

    scheme: str
    host: str
    path: str
    user: str = ""
    port: int | None = None


def address_of(target: str) -> Address:
    """The parts of a target's address. Raises a fault of its field."""
    try:
        parts = urlsplit(target)
        port = parts.port
    except ValueError:
        raise fault(Code.BAD_TARGET, f"`{target}` is not an address.", _EXAMPLES) from None
    if parts.scheme not in _SCHEMES:
        raise fault(Code.BAD_TARGET, f"`{target}` names no place that brief can publish to.", _EXAMPLES)
    if parts.password is not None or (parts.username is not None and parts.scheme != "ssh"):
        hint = f"Take it out, and keep it in {_ENVIRONMENT.get(parts.scheme, 'the environment')}."
        raise fault(Code.SECRET_IN_SETTINGS, "A target's address can't hold a password or a key.", hint)
    if parts.query or parts.fragment:
        raise fault(Code.BAD_TARGET, f"`{target}` has more than a place and a path.", "Remove what follows `?` or `#`.")
    path = unquote(parts.path)
    if not path.isprintable() or ".." in path.split("/"):
        raise fault(Code.BAD_TARGET, f"The path of `{target}` is not a plain one.", "Write it without `..`.")
    host = parts.netloc.rpartition("@")[2].removesuffix(f":{port}" if port else "")
    if parts.scheme == "file":
        return _folder(target, host, path)
    if parts.scheme == "ssh":
        return _remote(target, host, parts.username or "", port, path)
    if port or not _BUCKET.fullmatch(host):
        raise fault(Code.BAD_TARGET, f"`{target}` does not name a bucket.", _EXAMPLES)
    return Address(parts.scheme, host, path.strip("/"))


def _folder(target: str, host: str, path: str) -> Address:
    if host or not path.strip("/"):
        hint = "Write the whole path of a folder after `file://`: `file:///srv/www`."
        raise fault(Code.BAD_TARGET, f"`{target}` is not a folder of this machine.", hint)
    return Address("file", "", path.rstrip("/"))


def _remote(target: str, host: str, user: str, port: int | None, path: str) -> Address:
    if not _HOST.fullmatch(host) or (user and not _USER.fullmatch(user)):
        hint = "Write `ssh://user@host/srv/www`; what else ssh needs stands in ~/.ssh/config."
        raise fault(Code.BAD_TARGET, f"`{target}` does not name a user and a host as ssh knows them.", hint)
    if not path.strip("/"):
        hint = "Write the whole path of a folder after the host: `ssh://user@host/srv/www`."
        raise fault(Code.BAD_TARGET, f"`{target}` names no folder on the host.", hint)
    return Address("ssh", host, path.rstrip("/"), user, port)


def _target(text: str) -> str:
    address_of(text)
    return text


def _command(text: str) -> str:
    try:
        words = shlex.split(text)
    except ValueError:
        raise fault(Code.BAD_VALUE, "A quote in the command is not closed.", "Close it.") from None
    if any(PATHS in word and word != PATHS for word in words):
        hint = f"It stands for many words, so it is one of its own: `purge {PATHS}`."
        raise fault(Code.BAD_VALUE, f"`{PATHS}` is part of a longer word.", hint)
    return text


def _percentage(number: int) -> int:
    if not 0 <= number <= 100:
        raise fault(Code.BAD_VALUE, f"{number} is no share in percent.", "Write a number from 0 to 100.")
    return number


def _option(name: str, info: ValidationInfo) -> str:
    scheme = urlsplit(str(info.data.get("target", ""))).scheme
    if name not in _OPTIONS.get(scheme, (name,)):
        raise _unknown(scheme, name)
    return name


OptionName = Annotated[str, AfterValidator(_option)]


class DeployTable(Form):
    """Each table `[deploy.NAME]` is a place that `brief deploy NAME` publishes to. Secrets stay in the environment."""

    target: Annotated[Text, AfterValidator(_target)] = Field(
        description="`file:///folder`, `ssh://user@host/folder`, `s3://bucket/prefix`, `gs://bucket/prefix` or "
        "`az://container/prefix`."
    )
    max_delete_percent: Annotated[int, AfterValidator(_percentage)] = Field(
        20, description="What share of the files may go in one deploy without --allow-delete."
    )
    max_age_seconds: Annotated[int, Field(ge=0)] = Field(
        300,
        description="How long pages may be shown from a cache. Files whose names hold a digest may be kept for ever. "
        "Of stores.",
    )
    compress: bool = Field(
        default=False,
        description="Keep texts compressed with gzip, for stores that readers ask without a CDN between. Of stores.",
    )
    concurrency: Annotated[int, Field(ge=1, le=256)] = Field(
        16, description="How many requests run at once. Of stores."
    )
    invalidate: Annotated[str, AfterValidator(_command)] = Field(
        "",
        description="A command that makes a CDN forget what changed; `{paths}` stands for the addresses, "
        "which are also its input, one a line.",
    )
    options: dict[OptionName, Option] = Field(
        default_factory=dict,
        description="What else the target has to be told: of S3 `region`, `endpoint` and the like, of Google "
        "`service_account` (a file), of Azure `account_name`, of ssh `config` (a file as of `ssh -F`).",
    )

    @field_validator("options")
    @classmethod
    def _plain(cls, options: dict[str, Option]) -> dict[str, Option]:
        config = str(options.get("config", ""))
        if config and not _FILE.fullmatch(config):
            raise fault(Code.BAD_VALUE, f"`{config}` is no plain path of a file.", "Use letters, digits and `/._~-`.")
        return options


def _unknown(scheme: str, name: str) -> Exception:
    if _SECRET.search(name):
        hint = f"Take it out of site.toml, and out of git; set {_ENVIRONMENT.get(scheme, 'the environment')} instead."
        return fault(Code.SECRET_IN_SETTINGS, f"`{name}` is a secret, and site.toml is read by many.", hint)
    known = _OPTIONS[scheme]
    otherwise = f"Known here: {', '.join(f'`{it}`' for it in known)}." if known else "Remove it."
    return fault(Code.UNKNOWN_KEY, f"`{name}` is no option of {scheme} targets.", did_you_mean(name, known, otherwise))
