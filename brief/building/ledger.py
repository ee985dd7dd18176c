"""The ledger, written: new addresses go in, and none ever goes out."""

import json
from collections.abc import Iterable
from pathlib import Path

from brief.files import write_whole
from brief.reading import ledger

_HEADING = """\
# Every address that this site has published. `brief build` adds to it; keep it in git.
# A line may only be taken out if its address was never public.
"""


def add(root: Path, known: Iterable[str], published: frozenset[str]) -> int:
    """Add what is not `known` to the ledger below `root`; gives how many addresses that were. Raises OSError."""
    known = frozenset(known)
    new = published - known
    if new:
        listed = "".join(f"  {json.dumps(address, ensure_ascii=False)},\n" for address in sorted(known | new))
        write_whole(root / ledger.PATH, f"{_HEADING}addresses = [\n{listed}]\n".encode())
    return len(new)
