"""Asking whether addresses are still there: politely, within limits, and nobody who is not public."""

import asyncio
import ssl
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

import httpcore
import httpx

from brief import __version__
from brief.external.guarding import Guard, PrivateAddress, UnknownHost
from brief.progress import SILENT, Progress

_AT_ONCE = 16
_REDIRECTS = 10
_TRIES = 3
# Seconds. A host may ask for more patience than this; then the next run asks again.
_MOST_PATIENCE = 10.0
_FIRST_PAUSE = 0.5
_PERMANENT = {301, 308}
_REDIRECT = {301, 302, 303, 307, 308}
# HEAD is refused by hosts that serve the page well, each in its own way; what is not there is not there for GET too.
_GONE = {404, 410}
_AGENT = f"brief/{__version__} (checks the links of a briefing archive)"


Hosts = defaultdict[str, asyncio.Lock]
"""A lock for each host: one question at a time."""


class Answer(StrEnum):
    """What became of a question."""

    ALIVE = "alive"
    GONE = "gone"
    FAILING = "failing"
    UNCERTAIN = "uncertain"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Outcome:
    """An address's answer; `said` in words, and where it has moved for good."""

    answer: Answer
    said: str = ""
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """`timeout` for each step of one request and `pause` between two to one host, in seconds."""

    timeout: float = 20.0
    pause: float = 1.0
    allow_private: bool = False


def probe(addresses: Iterable[str], limits: Limits, progress: Progress = SILENT) -> dict[str, Outcome]:
    """Ask each address once."""
    asked = tuple(dict.fromkeys(addresses))
    with progress.phase("asking other hosts", len(asked)) as advance:
        return asyncio.run(_probe_all(asked, limits, advance))


async def _probe_all(addresses: tuple[str, ...], limits: Limits, advance: Callable[[int], None]) -> dict[str, Outcome]:
    hosts: Hosts = defaultdict(asyncio.Lock)
    gate = asyncio.Semaphore(_AT_ONCE)
    found: dict[str, Outcome] = {}
    guard = Guard(allow_private=limits.allow_private)
    async with httpcore.AsyncConnectionPool(network_backend=guard, max_connections=_AT_ONCE) as pool:

        async def one(address: str) -> None:
            async with gate:
                found[address] = await _patiently(pool, hosts, address, limits)
                advance(1)

        await asyncio.gather(*map(one, addresses))
    return {address: found[address] for address in addresses}


async def _patiently(pool: httpcore.AsyncConnectionPool, hosts: Hosts, address: str, limits: Limits) -> Outcome:
    """The outcome after as many tries as it takes and is polite."""
    pause = _FIRST_PAUSE
    outcome = Outcome(Answer.FAILING)
    for attempt in range(_TRIES):
        try:
            outcome, wait = await _once(pool, hosts, address, limits)
        except PrivateAddress:
            return Outcome(Answer.PRIVATE, "the host is not on the public internet")
        except UnknownHost:
            return Outcome(Answer.FAILING, "there is no host of that name")
        except (httpx.InvalidURL, httpcore.UnsupportedProtocol, httpcore.LocalProtocolError, ValueError) as reason:
            return Outcome(Answer.UNCERTAIN, f"the address can't be asked: {reason}")
        except (httpcore.TimeoutException, TimeoutError):
            outcome, wait = Outcome(Answer.FAILING, "no answer in time"), None
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as reason:
            if is_certificate_fault(reason):
                # The host is there, and perhaps the page; who it is can't be told.
                return Outcome(Answer.UNCERTAIN, "the host's certificate is not valid")
            outcome, wait = Outcome(Answer.FAILING, f"the connection failed: {str(reason) or 'it broke off'}"), None
        if outcome.answer is not Answer.FAILING or attempt == _TRIES - 1 or (wait or 0) > _MOST_PATIENCE:
            return outcome
        await asyncio.sleep(pause if wait is None else wait)
        pause *= 2
    return outcome


def is_certificate_fault(reason: BaseException | None) -> bool:
    """Whether a connection failed because the host could not prove who it is."""
    while reason is not None:
        if isinstance(reason, ssl.SSLCertVerificationError):
            return True
        reason = reason.__cause__ or reason.__context__
    return False


async def _once(
    pool: httpcore.AsyncConnectionPool, hosts: Hosts, address: str, limits: Limits
) -> tuple[Outcome, float | None]:
    """One try, through all redirects: HEAD, and GET where HEAD is refused. Gives how long the host asks to wait."""
    url = httpx.URL(address)
    moved_to: str | None = None
    is_permanent = True
    for _ in range(_REDIRECTS + 1):
        status, headers = await _ask(pool, hosts, "HEAD", url, limits)
        if status >= 400:
            status, headers = await _ask(pool, hosts, "GET", url, limits)
        if status not in _REDIRECT or "location" not in headers:
            return _judged(status, moved_to), _seconds(headers.get("retry-after"))
        url = url.join(headers["location"])
        if url.scheme not in {"http", "https"}:
            return Outcome(Answer.UNCERTAIN, f"it leads to {url}"), None
        is_permanent = is_permanent and status in _PERMANENT
        moved_to = str(url) if is_permanent else moved_to
    return Outcome(Answer.FAILING, "it leads from one address to the next without end"), None


async def _ask(
    pool: httpcore.AsyncConnectionPool, hosts: Hosts, method: str, url: httpx.URL, limits: Limits
) -> tuple[int, dict[str, str]]:
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    headers = [(b"Host", url.netloc), (b"User-Agent", _AGENT.encode()), (b"Accept", b"*/*")]
    timeout = dict.fromkeys(("connect", "read", "write", "pool"), limits.timeout)
    async with hosts[url.host]:
        try:
            async with (
                asyncio.timeout(2 * limits.timeout),
                pool.stream(method, target, headers=headers, extensions={"timeout": timeout}) as response,
            ):
                # The body is never read: that there is one is all that is asked.
                listed = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                return response.status, listed
        finally:
            await asyncio.sleep(limits.pause)


def _judged(status: int, moved_to: str | None) -> Outcome:
    said = f"the host answers {status}"
    if status < 400:
        return Outcome(Answer.ALIVE, said, moved_to)
    if status in _GONE:
        return Outcome(Answer.GONE, said)
    if status == 429 or status >= 500:
        return Outcome(Answer.FAILING, said)
    # The page may be there for people: the host does not like programs.
    return Outcome(Answer.UNCERTAIN, said)


def _seconds(text: str | None) -> float | None:
    """How long to wait (RFC 9110, 10.2.3); a date is longer than we do."""
    if text is None:
        return None
    return float(text) if text.strip().isdigit() else _MOST_PATIENCE + 1
