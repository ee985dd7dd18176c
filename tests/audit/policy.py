"""What csp_evaluator, Google's rater of policies, says of the headers that a site is published with."""

import json
import subprocess
from pathlib import Path

from tests.audit.rows import Row, at_most, not_measured
from tests.audit.tools import CSP_EVALUATOR, MissingTool

_CHECK = "weaknesses of the content security policy, grave or perhaps grave"
# Its own scale (`Severity`): 10 is high, 20 syntax, 30 medium; what comes after may be, or is advice.
_GRAVE = 30
_PROGRAM = """
const {CspEvaluator} = require("./evaluator.js");
const {CspParser} = require("./parser.js");
console.log(JSON.stringify(new CspEvaluator(new CspParser(process.argv[1]).csp).evaluate()));
"""


def rows(output: Path) -> list[Row]:
    """One row, of the policy that `_headers` in the output names."""
    lines = (output / "_headers").read_text("utf-8").splitlines()
    policy = next(line for line in lines if "Content-Security-Policy: " in line).partition(": ")[2]
    try:
        node, file = CSP_EVALUATOR.command()
    except MissingTool as missing:
        return [not_measured(_CHECK, str(missing))]
    run = subprocess.run(
        [node, "-e", _PROGRAM, policy], cwd=Path(file).parent, capture_output=True, text=True, check=True
    )
    found = [it for it in json.loads(run.stdout) if it["severity"] <= _GRAVE]
    findings = [f"{it['directive']}: {it['description']}" for it in found]
    return [at_most(_CHECK, len(found), 0, findings=findings)]
