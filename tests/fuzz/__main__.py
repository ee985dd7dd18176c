"""`make fuzz`: each target for so many seconds, and a table of what came of it.

What was found and reached is kept outside of the project, so that the next run goes on from there.
"""

import argparse
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.targets import TARGETS, Target

KEPT = Path.home() / ".cache/brief-fuzz"
# Seconds that one input may take, MB that a process may, and bytes of an input: atheris makes Python some ten times
# slower, and a text of this length takes less than one second at the worst without it.
_SLOWEST, _MEMORY, _LONGEST = 60, 2048, 4096
_STATISTIC = re.compile(r"^stat::(?P<name>\w+):\s+(?P<value>\d+)", re.MULTILINE)
_COVERAGE = re.compile(r"\bcov: (\d+)")


@dataclass(frozen=True)
class Ended:
    """What came of one target: inputs tried, edges of code reached, inputs that broke a law, and what was printed."""

    target: Target
    inputs: int
    coverage: int
    broken: tuple[Path, ...]
    slowest_seconds: int
    said: str


def told(target: Target, said: str, broken: Iterable[Path]) -> Ended:
    """What libFuzzer `said` at its end, as numbers."""
    statistics = {found["name"]: int(found["value"]) for found in _STATISTIC.finditer(said)}
    coverage = [int(number) for number in _COVERAGE.findall(said)]
    return Ended(
        target,
        statistics.get("number_of_executed_units", 0),
        max(coverage, default=0),
        tuple(broken),
        statistics.get("slowest_unit_time_sec", 0),
        said,
    )


def table(ended: Sequence[Ended]) -> str:
    """The results, as Markdown."""
    rows = [
        f"| {it.target.name} | {it.target.what} | {it.inputs:,} | {it.coverage:,} | {len(it.broken)} "
        f"| {it.slowest_seconds} s |"
        for it in ended
    ]
    head = "| target | reads | inputs | edges reached | laws broken | slowest |\n| --- | --- | --: | --: | --: | --: |"
    total = sum(it.inputs for it in ended)
    return "\n".join([head, *rows, f"\n{total:,} inputs, {sum(len(it.broken) for it in ended)} broke a law."])


def fuzz(target: Target, seconds: int, python: str, kept: Path = KEPT) -> Ended:
    """Run one target under atheris for `seconds`, with the interpreter that has it."""
    corpus, seeds, broken = (kept / target.name / name for name in ("corpus", "seeds", "broken"))
    for folder in (corpus, seeds, broken):
        folder.mkdir(parents=True, exist_ok=True)
    for seed in target.seeds():
        (seeds / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    before = set(broken.iterdir())
    done = subprocess.run(
        [
            python, "-m", "tests.fuzz.guided", target.name, str(corpus), str(seeds), f"-artifact_prefix={broken}/",
            f"-max_total_time={seconds}", f"-timeout={_SLOWEST}", f"-rss_limit_mb={_MEMORY}", f"-max_len={_LONGEST}",
            "-print_final_stats=1",
        ],
        stderr=subprocess.PIPE, text=True, errors="replace", check=False, env=os.environ,
    )  # fmt: skip
    ended = told(target, done.stderr, sorted(set(broken.iterdir()) - before))
    if done.returncode and not ended.broken:
        sys.stderr.write(done.stderr)
        raise SystemExit(f"atheris ended with {done.returncode}")
    return ended


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", help="Which ones. Default: all.")
    parser.add_argument("--seconds", type=int, default=60, help="For each target. Default: 60.")
    parser.add_argument("--python", default=sys.executable, help="The interpreter that has atheris.")
    asked = parser.parse_args(arguments)
    wanted = [target for target in TARGETS if not asked.targets or target.name in asked.targets]
    ended = []
    for target in wanted:
        ended.append(fuzz(target, asked.seconds, asked.python))
        for path in ended[-1].broken:
            print(ended[-1].said[-4000:])
            print(f"Again: {asked.python} -m tests.fuzz.guided {target.name} {path}")
    print(table(ended))
    return 1 if any(it.broken for it in ended) else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
