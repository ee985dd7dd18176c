"""Where the audit's tools are. `.ci/audit/install` puts them there."""

import shutil
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parents[2] / ".brief/audit"
TOOLS = _FOLDER / "node_modules"
PIP_AUDIT = _FOLDER / "python/bin/pip-audit"


class MissingTool(Exception):
    """A tool isn't on this machine."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A program's file among the tools, and the name of the program that runs it."""

    runner: str
    file: str
    package: str

    def command(self) -> list[str]:
        """How it is begun. Raises MissingTool, which says how to get it."""
        runner = shutil.which(self.runner)
        if runner is None:
            raise MissingTool(f"{self.runner} is missing. On Debian: apt install {self.package}")
        path = TOOLS / self.file
        if not path.is_file():
            raise MissingTool(f"{path} is missing. Run .ci/audit/install, which says why it can't be had.")
        return [runner, *(["-jar"] if self.runner == "java" else []), str(path)]


LIGHTHOUSE = Tool("node", "lighthouse/cli/index.js", "nodejs")
CSP_EVALUATOR = Tool("node", "csp_evaluator/dist/evaluator.js", "nodejs")
NU = Tool("java", "vnu-jar/build/dist/vnu.jar", "default-jre-headless")
