"""Records what `terraform console` answers to the expressions of `expressions.txt`.

    python tests/languages/terraform/console/record.py

writes `answers.json` beside this file: for every expression its value as JSON and its type as the console names it, or
`null` where Terraform refuses it. The expressions become one local value, because the
console prints only its last answer and reads no long lines. Numbers with a fraction are kept as strings.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ANSWERS = HERE / "answers.json"
_REFUSED = "@refused"
_ELEMENT = re.compile(r"^ {4}(?! |[)}\]])(.*?),\n(?= {4}(?! |[)}\]])|\])", re.MULTILINE | re.DOTALL)


def expressions() -> list[str]:
    lines = (HERE / "expressions.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def console(folder: Path, expression: str) -> str:
    """The console's answer in a folder. Raises CalledProcessError where it refuses the expression."""
    settings = {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1"}
    done = subprocess.run(
        ["terraform", "console", "-no-color"],
        input=expression + "\n",
        cwd=folder,
        env=settings,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def recorded(asked: list[str]) -> dict[str, dict[str, object] | None]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(HERE, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        tried = ",\n".join(f'try(jsonencode({expression}), "{_REFUSED}")' for expression in asked)
        asked_file = folder / "asked.tf"
        asked_file.write_text(f"locals {{\nasked = [{tried}]\n}}\n", encoding="utf-8")
        written = console(folder, "base64encode(jsonencode(local.asked))")
        values: list[str] = json.loads(base64.b64decode(json.loads(written)))
        accepted = [expression for expression, value in zip(asked, values, strict=True) if value != _REFUSED]
        asked_file.write_text("locals {\nasked = [" + ",\n".join(accepted) + "]\n}\n", encoding="utf-8")
        types = _ELEMENT.findall(console(folder, "type(local.asked)"))
    kinds = dict(zip(accepted, types, strict=True))
    return {
        expression: None
        if value == _REFUSED
        else {"value": json.loads(value, parse_float=str), "type": " ".join(kinds[expression].split())}
        for expression, value in zip(asked, values, strict=True)
    }


if __name__ == "__main__":
    ANSWERS.write_text(json.dumps(recorded(expressions()), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
