"""`make bench`: brief beside the field, in one run; only the ratios mean anything on another machine.

Every build is a new process. The tools take turns at each edit, so that what slows the machine for a while slows all
of them, and a ratio is of runs that stand next to each other.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import httpx

from brief import __version__
from tests.bench import figures, processes, saving
from tests.bench.edits import EDITS
from tests.bench.figures import Run
from tests.bench.processes import CommandFailed
from tests.bench.tools import BRIEF, HUGO, SHARED, TOOLS, Tool, install

_SAVED = "save to page"


def main() -> int:
    """Measure, and write results.json, table.md and a picture for each size; 1 where nothing could be measured."""
    asked = _arguments()
    if not (SHARED / "make_archive.py").is_file():
        print(f"The generator of archives is not there: {SHARED / 'make_archive.py'}", file=sys.stderr)
        return 1
    notes: list[str] = [f"Peak memory: {processes.METHOD}."]
    runs: list[Run] = []
    if asked.growth:
        for size in asked.growth:
            runs += _builds({BRIEF: Path(sys.prefix)}, size, asked, notes)
    else:
        ready = _installed(asked, notes)
        notes += [tool.note for tool in ready]
        for size in asked.sizes:
            runs += _builds(ready, size, asked, notes)
    if not runs:
        print("\n".join(notes), file=sys.stderr)
        return 1
    _report(runs, notes, asked.out, grows=bool(asked.growth))
    return 0


def _arguments() -> argparse.Namespace:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "brief-bench"
    parser = argparse.ArgumentParser(prog="python -m tests.bench.side_by_side", description=__doc__)
    parser.add_argument("--sizes", type=_numbers, default=[1_000, 10_000], help="briefings, as 1000,10000")
    parser.add_argument("--tools", type=lambda text: text.split(","), default=[tool.name for tool in TOOLS])
    parser.add_argument("--repeat", type=int, default=3, help="paired runs of each edit")
    parser.add_argument("--edits", type=lambda text: text.split(","), default=[*EDITS], help=f"of {', '.join(EDITS)}")
    parser.add_argument("--limit", type=float, default=300, help="seconds that one build may take")
    parser.add_argument("--saves", type=int, default=5, help="saves in `brief serve` and `hugo server`; 0 for none")
    parser.add_argument("--growth", type=_numbers, help="brief alone, at these sizes, as 1000,10000,100000")
    parser.add_argument(
        "--environments", type=Path, default=cache / "environments", help="where the peers are installed"
    )
    parser.add_argument("--out", type=Path, default=cache / "results")
    asked = parser.parse_args()
    if unknown := set(asked.tools) - {tool.name for tool in TOOLS}:
        parser.error(f"No such tool: {', '.join(sorted(unknown))}. There are {', '.join(tool.name for tool in TOOLS)}.")
    if unknown := set(asked.edits) - EDITS.keys():
        parser.error(f"No such edit: {', '.join(sorted(unknown))}. There are {', '.join(EDITS)}.")
    return asked


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _installed(asked: argparse.Namespace, notes: list[str]) -> dict[Tool, Path]:
    ready = {}
    for tool in TOOLS:
        if tool.name in asked.tools:
            try:
                ready[tool] = install(tool, asked.environments)
            except (OSError, subprocess.SubprocessError) as error:
                notes.append(f"{tool.name} is left out: it can't be installed: {_reason(error)}")
    return ready


def _reason(error: Exception) -> str:
    """The last line of what an installer said, which names what is missing."""
    said = error.stderr if isinstance(error, subprocess.CalledProcessError) else None
    lines = said.decode(errors="replace").strip().splitlines() if said else []
    return lines[-1] if lines else str(error)


def _builds(ready: dict[Tool, Path], size: int, asked: argparse.Namespace, notes: list[str]) -> list[Run]:
    runs: list[Run] = []
    with tempfile.TemporaryDirectory(prefix="brief-bench-") as name:
        sites = {tool: _site(tool, size, Path(name)) for tool in ready}
        for number in range(asked.repeat):
            for edit in asked.edits:
                for tool, site in list(sites.items()):
                    _say(f"{size:,} briefings, {edit}, {tool.name}, run {number + 1}")
                    EDITS[edit](tool, site, number)
                    try:
                        cost = processes.measure(tool.command(ready[tool]), site, asked.limit)
                    except CommandFailed as failed:
                        notes.append(f"{tool.name} is left out at {size:,} briefings from “{edit}” on: {failed}")
                        del sites[tool]
                    else:
                        runs.append(Run(tool.name, size, edit, cost.seconds, cost.peak))
        for tool, site in sites.items():
            if asked.saves and tool in (BRIEF, HUGO):
                _say(f"{size:,} briefings, {_SAVED}, {tool.name}")
                runs += _saves(tool, site, ready[tool], size, asked, notes)
    return runs


def _saves(
    tool: Tool, site: Path, environment: Path, size: int, asked: argparse.Namespace, notes: list[str]
) -> list[Run]:
    try:
        if tool is BRIEF:
            found = saving.brief_saves(site, asked.saves, asked.limit)
        else:
            found = saving.hugo_saves(site, environment, asked.saves, asked.limit)
    except (CommandFailed, OSError, httpx.HTTPError) as failed:
        notes.append(f"{tool.name} has no time from save to page at {size:,}: {failed}")
        return []
    return [Run(tool.name, size, _SAVED, seconds, 0) for seconds in found]


def _site(tool: Tool, size: int, folder: Path) -> Path:
    """A site of the tool's own, so that no tool sees what another left."""
    made = folder / f"archive-{tool.flavour}"
    if not made.exists():
        command = [sys.executable, str(SHARED / "make_archive.py"), str(size), str(made), "--flavour", tool.flavour]
        subprocess.run(command, check=True)
    site = folder / tool.name
    shutil.copytree(made, site)
    tool.prepare(site)
    return site


def _report(runs: list[Run], notes: list[str], out: Path, *, grows: bool) -> None:
    out.mkdir(parents=True, exist_ok=True)
    found = figures.figures(runs)
    result = {
        "machine": {"system": platform.platform(), "processor": _processor(), "cores": os.cpu_count()},
        "versions": {tool.name: list(tool.packages) for tool in TOOLS if tool.packages} | {"brief": [__version__], "python": [platform.python_version()]},
        "memory": processes.METHOD,
        "notes": notes,
        "runs": [asdict(run) for run in runs],
        "figures": [asdict(figure) for figure in found],
    }  # fmt: skip
    (out / "results.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    table = figures.growth(found, notes) if grows else figures.table(found, notes)
    (out / "table.md").write_text(table, encoding="utf-8")
    for size in () if grows else dict.fromkeys(run.size for run in runs):
        (out / f"picture-{size}.svg").write_text(figures.picture(found, size), encoding="utf-8")
    print(table)
    _say(f"Written to {out}")


def _processor() -> str:
    described = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in described if line.startswith("model name")), "unknown")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
