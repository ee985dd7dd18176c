"""An object store as a target: S3 and what speaks like it, Google Cloud Storage, Azure Blob Storage."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    PermissionDeniedError,
    PreconditionError,
    UnauthenticatedError,
)
from obstore.store import AzureStore, GCSStore, S3Store

from brief import __version__
from brief.publishing import output as outputs
from brief.publishing.concurrently import each
from brief.publishing.headers import encoded
from brief.publishing.inventory import NAME
from brief.publishing.planning import Upload
from brief.publishing.targets import AnotherDeploy, Done, Held, TargetFault
from brief.validation.deploying import Address, DeployTable

AnyStore = S3Store | GCSStore | AzureStore
Given = TypeVar("Given")

# From so many on it takes fewer requests to list all that is there.
_FEW = 100
_PAGE = 1_000
# Bytes; so much of so many files at once fits into any machine.
_LARGE = 8 * 1024 * 1024
_TRIES = 4
# What a store may say in between and not mean (RFC 9110, 15.6); obstore waits longer each time.
_RETRY: Any = {"max_retries": 8, "retry_timeout": timedelta(minutes=2)}
_FAULTS = (BaseError, OSError, NotImplementedError, ValueError)

# What the credentials have to allow, by what was done.
_PERMISSIONS: Mapping[str, Mapping[str, str]] = {
    "s3": {"read": "s3:GetObject and s3:ListBucket", "write": "s3:PutObject", "remove": "s3:DeleteObject"},
    "gs": {
        "read": "storage.objects.get and storage.objects.list",
        "write": "storage.objects.create and storage.objects.delete, which replacing needs",
        "remove": "storage.objects.delete",
    },
    "az": {"read": "reading and listing", "write": "writing", "remove": "deleting"},
}
_CREDENTIALS: Mapping[str, str] = {
    "s3": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    "gs": "GOOGLE_SERVICE_ACCOUNT, or application default credentials",
    "az": "AZURE_STORAGE_ACCOUNT_KEY or AZURE_STORAGE_SAS_TOKEN",
}
# What is for programmers, and what an address may hold of a signature.
_UNSEEN = re.compile(r"\s*Debug source:.*|\?\S+=\S*", re.DOTALL)
_STATUS = re.compile(r"status code: (\d{3})")
_PASSING = re.compile(r"429|5\d\d")
_NO_BUCKET = re.compile("NoSuchBucket|ContainerNotFound|bucket does not exist|container does not exist")
# Where machines of a cloud find their credentials: none were found elsewhere.
_METADATA = re.compile(r"latest/api/token|latest/meta-data|computeMetadata|metadata/identity|169\.254\.169\.254")


@dataclass(frozen=True, slots=True)
class Store:
    """A bucket or container, below what all keys begin with. `workers` requests run at once."""

    store: AnyStore
    address: Address
    workers: int

    def held(self) -> Held | None:
        try:
            return asyncio.run(self._held())
        except FileNotFoundError as reason:
            if _NO_BUCKET.search(str(reason)):
                raise self._fault("read", reason) from None
            return None
        except _FAULTS as reason:
            raise self._fault("read", reason) from None

    async def _held(self) -> Held:
        found = await obstore.get_async(self.store, NAME)
        return Held(bytes(await found.bytes_async()), found.meta["e_tag"], found.meta["version"])

    def keep(self, content: bytes, after: Held | None) -> Held:
        for tried in range(1, _TRIES + 1):
            try:
                return self._keep(content, after)
            except (AlreadyExistsError, PreconditionError):
                # The store may have taken it, and its answer was lost.
                return self._ours(content)
            except _FAULTS as reason:
                fault = self._fault("write", reason)
                if tried == _TRIES or not _is_passing(str(reason)):
                    raise fault from None
            time.sleep(tried)
            if (now := self.held()) and now.content == content:
                return now
        raise AssertionError

    def _keep(self, content: bytes, after: Held | None) -> Held:
        mode: Any = "create" if after is None else _version(after)
        try:
            return asyncio.run(self._written(content, mode))
        except NotImplementedError:
            # A store without conditions (RFC 9110, 13): what another writes in this moment goes unseen.
            now = self.held()
            if (now and now.content) != (after and after.content):
                raise AnotherDeploy from None
            return asyncio.run(self._written(content, "overwrite"))

    async def _written(self, content: bytes, mode: Any) -> Held:
        attributes = {"Content-Type": "application/gzip", "Cache-Control": "no-store"}
        put = await obstore.put_async(self.store, NAME, content, attributes=attributes, mode=mode)
        return Held(content, put["e_tag"], put["version"])

    def _ours(self, content: bytes) -> Held:
        now = self.held()
        if now is None or now.content != content:
            raise AnotherDeploy
        return now

    def taken(self, paths: Collection[str]) -> set[str]:
        if len(paths) > _FEW:
            return self._listed() & set(paths)
        found: set[str] = set()

        async def look(path: str) -> None:
            try:
                await obstore.head_async(self.store, path)
            except FileNotFoundError:
                return
            found.add(path)

        self._each("read", look, list(paths))
        return found

    def _listed(self) -> set[str]:
        try:
            return asyncio.run(self._all())
        except _FAULTS as reason:
            raise self._fault("read", reason) from None

    async def _all(self) -> set[str]:
        return {meta["path"] async for chunk in obstore.list(self.store, chunk_size=_PAGE) for meta in chunk}

    def put(self, uploads: Sequence[Upload], output: Path, done: Done) -> None:
        async def put(upload: Upload) -> None:
            headers = upload.put.headers
            attributes = {"Content-Type": headers.content_type, "Cache-Control": headers.cache_control}
            if headers.encoding:
                attributes["Content-Encoding"] = headers.encoding
            await obstore.put_async(self.store, upload.path, _body(upload, output), attributes=attributes)
            done(upload.path)

        self._each("write", put, uploads)

    def delete(self, paths: Sequence[str], done: Done) -> None:
        async def delete(path: str) -> None:
            with suppress(FileNotFoundError):
                await obstore.delete_async(self.store, path)
            done(path)

        self._each("remove", delete, paths)

    def _each(self, what: str, work: Callable[[Given], Awaitable[None]], items: Sequence[Given]) -> None:
        try:
            each(work, items, self.workers)
        except _FAULTS as reason:
            raise self._fault(what, reason) from None

    def _fault(self, what: str, reason: Exception) -> TargetFault:
        return TargetFault(_told(self.address, what, reason))


def _body(upload: Upload, output: Path) -> bytes | Path:
    """What is uploaded of a file: its bytes or, where these are many, the file itself, which goes up in parts."""
    if upload.size > _LARGE and not upload.put.headers.encoding:
        return outputs.verified(output, upload.path, upload.put.digest)
    return encoded(outputs.content(output, upload.path, upload.put.digest), upload.put.headers)


def opened(address: Address, table: DeployTable) -> Store:
    """The store at an address, with what the environment says of credentials. Raises TargetFault."""
    config: dict[str, Any] = dict(table.options)
    # What takes longer is a large file on a slow line, which goes up in parts.
    client: Any = {"user_agent": f"brief/{__version__}", "timeout": "120s", "connect_timeout": "10s"}
    if "allow_http" in config:
        client["allow_http"] = config.pop("allow_http")
    try:
        store = _make(address, config, client)
    except (*_FAULTS, TypeError) as reason:
        raise TargetFault(_told(address, "read", reason)) from None
    return Store(store, address, table.concurrency)


def _make(address: Address, config: Any, client: Any) -> AnyStore:
    prefix = address.path or None
    match address.scheme:
        case "s3":
            return S3Store(address.host, prefix=prefix, config=config, client_options=client, retry_config=_RETRY)
        case "gs":
            return GCSStore(address.host, prefix=prefix, config=config, client_options=client, retry_config=_RETRY)
        case _:
            return AzureStore(address.host, prefix=prefix, config=config, client_options=client, retry_config=_RETRY)


def _is_passing(said: str) -> bool:
    """Whether a store that said so may say otherwise when it is asked again."""
    status = _STATUS.search(said)
    return status is None or _PASSING.fullmatch(status[1]) is not None


def _version(held: Held) -> dict[str, str]:
    return {key: value for key, value in (("e_tag", held.etag), ("version", held.version)) if value is not None}


def _told(address: Address, what: str, reason: Exception) -> str:
    """What went wrong with a store, and what can be done, in words."""
    said = _UNSEEN.sub("", str(reason))
    place = f"{address.scheme}://{address.host}"
    status = _STATUS.search(said)
    code = status[1] if status else ""
    if _METADATA.search(said):
        return f"There are no credentials for {place}. Set {_CREDENTIALS[address.scheme]} in the environment."
    if _NO_BUCKET.search(said):
        return f"There is no {place}. Make it, or mend `target` in site.toml."
    if isinstance(reason, PermissionDeniedError) or code == "403":
        return (
            f"{place} refuses to {what} (403). Its credentials have to allow {_PERMISSIONS[address.scheme][what]}, "
            "and have to be right."
        )
    if isinstance(reason, UnauthenticatedError) or code == "401":
        return f"{place} does not know the credentials (401). Check {_CREDENTIALS[address.scheme]}."
    if "Account must be specified" in said:
        return f"{place} needs an account: `account_name` below `options`, or AZURE_STORAGE_ACCOUNT_NAME."
    return f"{place} failed to {what}: {' '.join(said.split())}"
