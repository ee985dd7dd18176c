"""Permanence: an address that was published once leads somewhere for ever."""

import re
from collections.abc import Iterable, Mapping

from brief.diagnostics import Code, Diagnostic, Location, error
from brief.linking import addresses
from brief.linking.claims import Claim
from brief.suggestions import did_you_mean

_PART_OF_A_LIST = re.compile(r"(?P<whole>/(?:.+/)?)(?:page/\d+|(?<=/archive/)\d+)/")


def kept(claims: Iterable[Claim]) -> frozenset[str]:
    """The addresses that go into the ledger."""
    return frozenset(claim.address for claim in claims if claim.is_kept)


def shrunk(ledger: Iterable[str], kept: frozenset[str]) -> dict[str, str]:
    """Pages of lists that have become shorter, and years that have become empty: where each leads now."""
    found = {}
    for address in ledger:
        part = _PART_OF_A_LIST.fullmatch(address)
        if part and address not in kept and part["whole"] in kept:
            found[address] = part["whole"]
    return found


def vanished(
    ledger: Mapping[str, Location], known: frozenset[str], redirects: Mapping[str, str], kept: frozenset[str]
) -> list[Diagnostic]:
    """A fault for each address of the ledger that nothing answers any more.

    `known` are the paths of all files that the site is going to have, `redirects` what lists have lost.
    """
    gone = {
        address: place
        for address, place in ledger.items()
        if address not in redirects and addresses.output_path(address) not in known
    }
    # Whoever brings a list back brings its feeds back.
    return [_fault(address, place, kept) for address, place in gone.items() if addresses.list_of(address) not in gone]


def _fault(address: str, place: Location, kept: frozenset[str]) -> Diagnostic:
    message = f"The address {address} was published, and nothing would answer there any more."
    kind = address.removeprefix("/").partition("/")[0]
    near = did_you_mean(address, (other for other in kept if other.partition(f"/{kind}/")[1]))
    hint = (
        f"Put `aliases: [{address}]` into what stands in its place, as `brief move` does; "
        "or bring it back with `status: withdrawn`, which leaves a page that says when and why; "
        f"or, if it was never public, take the line out. {near}"
    )
    return error(Code.VANISHED_ADDRESS, place, message, hint.strip())
