"""`make bench`: what a build costs as an archive grows, as ratios within one run."""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.processes import Cost, measure
from tests.bench.tools import BRIEF, SHARED

GENERATOR = SHARED / "make_archive.py"
LONGEST = 600.0
"""Seconds that one build may take."""

SIZES = (100, 1_000, 4_000)


def main() -> int:
    """Print a table: seconds cold and unchanged, the ratio to the smallest archive, and peak memory."""
    if not GENERATOR.is_file():
        print(f"The generator of archives is not there: {GENERATOR}", file=sys.stderr)
        return 1
    print("| briefings | cold build, s | per briefing, to the smallest | again, to cold | peak memory, MB |")
    print("| --- | --- | --- | --- | --- |")
    smallest = 0.0
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            subprocess.run([sys.executable, str(GENERATOR), str(size), name], check=True)
            cold, again = _build(folder), _build(folder)
        each = cold.seconds / size
        smallest = smallest or each
        ratio, peak = again.seconds / cold.seconds, max(cold.peak, again.peak) / 1e6
        print(f"| {size:,} | {cold.seconds:.2f} | {each / smallest:.2f} | {ratio:.2f} | {peak:.0f} |")
    return 0


def _build(folder: Path) -> Cost:
    return measure(BRIEF.command(Path(sys.prefix)), folder, LONGEST)


if __name__ == "__main__":
    sys.exit(main())
