"""`make bench`: what a build costs as an archive grows, as ratios within one run."""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GENERATOR = Path(__file__).parents[3] / "shared/bench/make_archive.py"
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
        each = cold / size
        smallest = smallest or each
        print(f"| {size:,} | {cold:.2f} | {each / smallest:.2f} | {again / cold:.2f} | {_peak_of_children():.0f} |")
    return 0


def _build(folder: Path) -> float:
    command = [sys.executable, "-m", "brief", "build", "--site", str(folder), "--format", "json"]
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def _peak_of_children() -> float:
    """The most memory that any build so far took, in MB; archives only grow, so it is the last one's."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
