"""A published copy of a site, wherever it is: a folder, or a web server."""

import asyncio
import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urljoin, urlsplit

import httpx

from brief import __version__

_AT_ONCE = 8
_TRIES = 3
_TIMEOUT_SECONDS = 30.0
_INDEX = "index.html"
# Not served: what hosts read for themselves.
_FOR_HOSTS = frozenset({"_headers", "_redirects"})
# Hosts answer with a status of their own where they are asked for the page of unknown addresses.
_NOT_FOUND = "404.html"


class Unreachable(Exception):
    """Why a copy can't be looked at, in words."""


class Copy(Protocol):
    """A copy that can be asked for its files, by their paths."""

    def read(self, path: str, /) -> bytes | None:
        """A small file; None where there is none. Raises Unreachable."""

    def digests(self, paths: Iterable[str], /) -> Mapping[str, str | None]:
        """The digests of files (SHA-256, hexadecimal), None where there is none. Raises Unreachable."""

    def others(self, paths: Iterable[str], /) -> Iterable[str]:
        """What is there beside `paths`, as far as it can be told."""


class Folder:
    """A copy in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, path: str, /) -> bytes | None:
        full = self._root / path
        return full.read_bytes() if full.is_file() else None

    def digests(self, paths: Iterable[str], /) -> dict[str, str | None]:
        return {path: self._digest(path) for path in paths}

    def others(self, paths: Iterable[str], /) -> list[str]:
        listed = set(paths)
        found = (
            f"{os.path.relpath(folder, self._root)}/{name}".removeprefix("./")
            for folder, _, names in os.walk(self._root)
            for name in names
        )
        return sorted(path for path in found if path not in listed)

    def _digest(self, path: str) -> str | None:
        full = self._root / path
        # A link might lead to what is right here and nowhere else.
        if full.is_symlink() or not full.is_file():
            return None
        with full.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


class Website:
    """A copy at an address, asked as a reader's browser asks: a page is at its folder's address."""

    def __init__(self, address: str) -> None:
        self._address = address if address.endswith("/") else f"{address}/"

    def read(self, path: str, /) -> bytes | None:
        async def asked() -> bytes | None:
            async with self._client() as client:
                response = await self._answer(client, path)
                return response.content if response.is_success else None

        return asyncio.run(asked())

    def digests(self, paths: Iterable[str], /) -> dict[str, str | None]:
        return asyncio.run(self._all([path for path in paths if path not in _FOR_HOSTS]))

    def others(self, _: Iterable[str], /) -> tuple[str, ...]:
        return ()

    async def _all(self, paths: list[str]) -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        queue = iter(paths)

        async def work(client: httpx.AsyncClient) -> None:
            for path in queue:
                found[path] = await self._digest(client, path)

        async with self._client() as client:
            try:
                async with asyncio.TaskGroup() as group:
                    for _ in range(_AT_ONCE):
                        group.create_task(work(client))
            except* Unreachable as faults:
                raise faults.exceptions[0] from None
        return found

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            headers={"User-Agent": f"brief/{__version__} (compares a published site to its manifest)"},
            timeout=_TIMEOUT_SECONDS,
        )

    async def _digest(self, client: httpx.AsyncClient, path: str) -> str | None:
        response = await self._answer(client, path)
        if response.is_success or path.endswith(_NOT_FOUND):
            return hashlib.sha256(response.content).hexdigest()
        return None

    async def _answer(self, client: httpx.AsyncClient, path: str) -> httpx.Response:
        """What the host says of a path, redirects within it followed. Raises Unreachable where it can't be had."""
        asked = path.removesuffix(_INDEX) if path.rpartition("/")[2] == _INDEX else path
        address = urljoin(self._address, quote(asked))
        reason = ""
        for _ in range(_TRIES):
            try:
                response = await client.get(address)
            except httpx.HTTPError as fault:
                reason = str(fault) or type(fault).__name__
                continue
            if response.is_server_error:
                reason = f"the host answers {response.status_code}"
                continue
            if response.has_redirect_location and (moved := self._within(response)):
                address = moved
                continue
            return response
        raise Unreachable(f"{address}: {reason or 'it leads from one address to the next'}.")

    def _within(self, response: httpx.Response) -> str:
        """Where a host sends to, if that is itself: it may want a name without `.html`; else empty."""
        moved = urljoin(str(response.url), response.headers["location"])
        return moved if urlsplit(moved).netloc == urlsplit(self._address).netloc else ""
