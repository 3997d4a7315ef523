"""A root module of many buckets whose names hold something unknown is judged as if it were known, for the same work."""

from __future__ import annotations

from pathlib import Path

from benchmarks import trees
from s3lint.languages.inputs import Inputs
from s3lint.run.engine import check
from s3lint.run.finding import Verdict
from s3lint.run.question import Settings
from s3lint.run.report import Report
from tests.work import calls


def test_the_workspace_decides_nothing_and_costs_nothing(tmp_path: Path) -> None:
    root = str(trees.stores(tmp_path / "stores"))
    reports: list[Report] = []

    def run(workspace: str) -> None:
        reports.append(check([root], Settings(select=("all",), inputs=Inputs(workspace=workspace))))

    run("")  # loads what both need
    most = 2 * calls(lambda: run("production"), 50_000_000)
    calls(lambda: run(""), most)
    known, opened = reports[1:]
    assert not [finding for finding in opened.findings if finding.verdict is Verdict.UNDECIDED]
    assert [(one.rule, len(one.subjects)) for one in opened.findings] == [
        (one.rule, len(one.subjects)) for one in known.findings
    ]
    assert len({name for one in opened.findings for name in one.subjects}) == 19
