"""One page, fetched as a reader's browser would: politely, within limits, and from nobody who is not public."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # as elsewhere
from email.utils import parsedate

import httpcore
import httpx

from brief import __version__
from brief.external.guarding import Guard, PrivateAddress, UnknownHost
from brief.external.probing import Limits, is_certificate_fault

_REDIRECTS = 10
# Of a step's patience: a page may come slowly, and has to end.
_STEPS = 3
_HEADERS = {
    "User-Agent": f"Mozilla/5.0 (compatible; brief/{__version__}; reads one page, for a briefing's list of sources)",
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
}


class NotFetched(Exception):
    """Why there is no page, in words; `is_private` where it may be asked for all the same."""

    def __init__(self, words: str, *, is_private: bool = False) -> None:
        super().__init__(words)
        self.is_private = is_private


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came from `address`, where all redirects led.

    `original` is what it is a copy of and `kept_on` when that was taken, where its host says so (RFC 7089, 2.1.1
    and 2.2.1).
    """

    address: str
    content: bytes
    content_type: str
    original: str = ""
    kept_on: Day | None = None


def fetch(address: str, limits: Limits, most_bytes: int) -> Fetched:
    """The page at an address. Raises NotFetched; what is longer than `most_bytes` is none."""
    try:
        return asyncio.run(_fetch(address, limits, most_bytes))
    except PrivateAddress:
        raise NotFetched("Its host is not on the public internet.", is_private=True) from None
    except UnknownHost:
        raise NotFetched("There is no host of that name.") from None
    except httpx.TooManyRedirects:
        raise NotFetched("It leads from one address to the next without end.") from None
    except (httpx.UnsupportedProtocol, httpcore.UnsupportedProtocol):
        raise NotFetched("It leads to what is no page of the web.") from None
    except (TimeoutError, httpcore.TimeoutException, httpx.TimeoutException):
        raise NotFetched("No answer came in time.") from None
    except (httpx.InvalidURL, httpcore.LocalProtocolError, ValueError) as reason:
        raise NotFetched(f"The address can't be asked: {reason}.") from None
    except (httpx.HTTPError, httpcore.NetworkError, httpcore.ProtocolError, OSError) as reason:
        if is_certificate_fault(reason):
            raise NotFetched("Its host's certificate is not valid.") from None
        raise NotFetched(f"The connection failed: {str(reason) or 'it broke off'}.") from None


async def _fetch(address: str, limits: Limits, most_bytes: int) -> Fetched:
    async with (
        asyncio.timeout(_STEPS * limits.timeout),
        httpx.AsyncClient(
            transport=_Guarded(allow_private=limits.allow_private),
            headers=_HEADERS,
            timeout=limits.timeout,
            follow_redirects=True,
            max_redirects=_REDIRECTS,
            trust_env=False,
        ) as client,
        client.stream("GET", address) as response,
    ):
        if response.status_code >= 400:
            raise NotFetched(f"Its host answers {response.status_code}.")
        content = bytearray()
        async for part in response.aiter_bytes():
            content += part
            if len(content) > most_bytes:
                raise NotFetched(f"It is larger than {most_bytes >> 20} MB.")
        address, content_type = str(response.url), response.headers.get("content-type", "")
        return Fetched(address, bytes(content), content_type, *_memento(response))


def _memento(response: httpx.Response) -> tuple[str, Day | None]:
    original: str = response.links.get("original", {}).get("url", "")
    parts = parsedate(response.headers.get("memento-datetime", ""))
    return (original, Day(*parts[:3])) if parts and original else ("", None)


class _Guarded(httpx.AsyncBaseTransport):
    """httpx by way of a pool that connects to public hosts alone."""

    def __init__(self, *, allow_private: bool) -> None:
        self._pool = httpcore.AsyncConnectionPool(network_backend=Guard(allow_private=allow_private))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        assert isinstance(request.stream, httpx.AsyncByteStream)
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Body(httpx.AsyncByteStream):
    """An answer's bytes, as they come."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._answer.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self._answer.aclose()
