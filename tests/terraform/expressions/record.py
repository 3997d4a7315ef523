"""Records what `terraform console` answers to the expressions in `expressions.txt`, as JSON.

Run it where a `terraform` binary is on the PATH: `python -m tests.terraform.expressions.record`. An expression that
Terraform refuses is recorded as an error, without the words. The configuration in `console/` is what it refers to.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
CONFIGURATION = HERE / "console"
ANSWERS = HERE / "answers.json"
ERROR = {"error": True}


def expressions() -> list[str]:
    lines = (HERE / "expressions.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def console(terraform: str, expression: str) -> object:
    """The value of one expression; `ERROR` where Terraform refuses it."""
    with tempfile.TemporaryDirectory() as directory:
        run = subprocess.run(
            [terraform, f"-chdir={CONFIGURATION}", "console", f"-state={directory}/none.tfstate"],
            input=f"jsonencode({expression})\n",
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            env={"TF_DATA_DIR": directory, "CHECKPOINT_DISABLE": "1", "HOME": directory},
        )
    answer = [line for line in run.stdout.splitlines() if line.startswith('"')]
    return json.loads(json.loads(_unescaped(answer[-1]))) if run.returncode == 0 and answer else ERROR


def _unescaped(line: str) -> str:
    """A string as HCL writes it, where an interpolation is escaped by doubling, as JSON writes it."""
    return line.replace("$${", "${").replace("%%{", "%{")


if __name__ == "__main__":
    import shutil

    binary = shutil.which("terraform")
    if binary is None:
        raise SystemExit("expected terraform on the PATH")
    recorded = [json.dumps([asked, console(binary, asked)], ensure_ascii=False) for asked in expressions()]
    ANSWERS.write_text("[\n  " + ",\n  ".join(recorded) + "\n]\n", encoding="utf-8")
