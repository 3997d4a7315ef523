"""SARIF as Microsoft's Multitool judges it, with the rules of the standard and of GitHub, and its hashes of lines.

`SARIF_MULTITOOL` names the program of the npm package `@microsoft/sarif-multitool`, as `.ci/run` does where npm is there.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from s3lint.outputs.line_hash import line_hash, line_windows

MULTITOOL = os.environ.get("SARIF_MULTITOOL", "")
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not MULTITOOL, reason="SARIF_MULTITOOL names no program")


def multitool(*words: str, folder: Path) -> None:
    """Its exit status says nothing: it is 0 where a log breaks rules, too."""
    subprocess.run([MULTITOOL, *words, "--log", "ForceOverwrite"], cwd=folder, capture_output=True, check=False)


def run_of(path: Path) -> dict[str, Any]:
    [run] = json.loads(path.read_text(encoding="utf-8-sig"))["runs"]
    assert isinstance(run, dict)
    return run


def validated(folder: Path) -> list[str]:
    """The rules that `out.sarif` breaks."""
    words = ("--rule-kind", "Sarif;Gh", "--level", "Error;Warning;Note", "-o", "report.sarif")
    multitool("validate", "out.sarif", *words, folder=folder)
    results = run_of(folder / "report.sarif")["results"]
    return sorted({result["ruleId"] for result in results if result.get("level", "warning") == "error"})


@pytest.mark.parametrize(
    "options", [(), ("--show-undecided", "--show-suppressed", "--sarif-suppressed", "include"), ("--select", "all")]
)
def test_a_log_breaks_no_rule(options: tuple[str, ...], tmp_path: Path) -> None:
    paths = ("fixtures/demo", "fixtures/broken", "fixtures/terraform")
    command = [
        sys.executable,
        "-m",
        "s3lint",
        "check",
        *paths,
        *options,
        "-o",
        "sarif",
        "--output-file",
        str(tmp_path / "out.sarif"),
    ]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert run_of(tmp_path / "out.sarif")["results"]
    assert validated(tmp_path) == []


def test_a_log_that_breaks_rules_is_seen_to(tmp_path: Path) -> None:
    log = {
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": "s3lint"}}, "results": [{"message": {"text": "no place"}}]}],
    }
    (tmp_path / "out.sarif").write_text(json.dumps(log), encoding="utf-8")
    assert validated(tmp_path)


def test_hashes_of_lines_are_its_own(tmp_path: Path) -> None:
    """Of many small files, in one run, with all line ends, tabs, characters outside the basic plane, and last lines."""
    chosen = random.Random(11)  # the same files in each run
    texts = ["".join(chosen.choices("\t \r\nab\u00e9😀", k=chosen.randrange(1, 260))) for _ in range(60)]
    texts += [text + end for text in ("a\tb", "😀" * 70) for end in ("", "\n", "\r\n", "\r", "\n\n")]
    results = []
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_bytes(text.encode())
        for line in range(1, len(line_windows(text)) + 1):
            place = {"artifactLocation": {"uri": f"{number}.txt", "uriBaseId": "ROOT"}, "region": {"startLine": line}}
            results.append({"message": {"text": "."}, "locations": [{"physicalLocation": place}]})
    run = {
        "tool": {"driver": {"name": "s3lint"}},
        "originalUriBaseIds": {"ROOT": {"uri": f"{tmp_path.as_uri()}/"}},
        "results": results,
    }
    (tmp_path / "in.sarif").write_text(json.dumps({"version": "2.1.0", "runs": [run]}), encoding="utf-8")
    multitool("rewrite", "in.sarif", "-o", "out.sarif", "--insert", "RollingHashPartialFingerprints", folder=tmp_path)

    theirs: dict[str, dict[int, str]] = {}
    for result in run_of(tmp_path / "out.sarif")["results"]:
        place = result["locations"][0]["physicalLocation"]
        hashes = theirs.setdefault(place["artifactLocation"]["uri"], {})
        hashes[place["region"]["startLine"]] = result.get("partialFingerprints", {}).get("primaryLocationLineHash")
    for number, text in enumerate(texts):
        windows = line_windows(text)
        ours = {line: line_hash(windows, line) for line in range(1, len(windows) + 1)}
        assert theirs[f"{number}.txt"] == ours, repr(text)
