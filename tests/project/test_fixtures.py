"""What is found in the inputs that the pages show, and in broken ones, stated in full."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from s3lint import Finding, Report, Settings, check
from s3lint.languages.inputs import Inputs
from tests.project.pages import ROOT

DEMO = ROOT / "fixtures/demo"
BROKEN = ROOT / "fixtures/broken"


def places(report: Report, findings: Iterable[Finding]) -> list[tuple[str, int, int, str, tuple[str, ...]]]:
    """Path, line, column, rule and subjects of each."""
    return [
        (
            report.relative(finding.origin.source.path),
            finding.origin.start.line,
            finding.origin.start.column,
            finding.rule,
            finding.subjects,
        )
        for finding in findings
    ]


def not_applicable(report: Report, rule: str) -> list[tuple[str, int, int, tuple[str, ...]]]:
    """Path, line, column and subjects of those of one rule."""
    return [
        (path, line, column, subjects)
        for path, line, column, name, subjects in places(report, report.not_applicable)
        if name == rule
    ]


def test_demo_template() -> None:
    report = check([str(DEMO / "site.yaml")], Settings(root=str(DEMO)))
    assert places(report, report.findings) == [
        ("site.yaml", 18, 3, "missing-default-encryption", ("PriceLists",)),
        ("site.yaml", 18, 3, "noncurrent-versions-kept", ("PriceLists",)),
        ("site.yaml", 25, 28, "incomplete-public-access-block", ("PriceLists",)),
        ("site.yaml", 37, 7, "plain-http-allowed", ("PriceLists",)),
        ("site.yaml", 42, 24, "wildcard-principal", ("PriceLists",)),
        ("site.yaml", 53, 13, "missing-bucket-key", ("Reports",)),
        ("site.yaml", 84, 3, "missing-versioning", ("AccessLogs",)),
        ("site.yaml", 84, 3, "plain-http-allowed", ("AccessLogs",)),
        ("site.yaml", 84, 3, "unready-log-target", ("AccessLogs",)),
    ]
    assert places(report, report.undecided) == [
        ("site.yaml", 11, 30, "missing-versioning", ("Reports",)),
        ("site.yaml", 46, 3, "noncurrent-versions-kept", ("Reports",)),
    ]
    assert {finding.inputs for finding in report.undecided} == {("ReportVersions",)}
    assert not_applicable(report, "missing-access-logging") == [("site.yaml", 84, 3, ("AccessLogs",))]
    assert report.problems == ()


@pytest.mark.parametrize(("value", "failing"), [("Enabled", ["AccessLogs"]), ("Suspended", ["Reports", "AccessLogs"])])
def test_an_input_decides(value: str, failing: list[str]) -> None:
    settings = Settings(select=("missing-versioning",), inputs=Inputs(parameters=(("ReportVersions", value),)))
    report = check([str(DEMO / "site.yaml")], settings)
    assert [finding.subjects[0] for finding in report.findings] == failing
    assert report.undecided == ()


def test_demo_module_points_at_what_somebody_must_edit() -> None:
    report = check([str(DEMO / "terraform")], Settings(root=str(DEMO)))
    versioned = ("module.backups.aws_s3_bucket.this", "module.logs.aws_s3_bucket.this")
    encrypted = ("module.backups.aws_s3_bucket.this", "module.press.aws_s3_bucket.this", "module.logs.aws_s3_bucket.this")
    assert places(report, report.findings) == [
        ("terraform/main.tf", 15, 17, "missing-versioning", ("module.press.aws_s3_bucket.this",)),
        ("terraform/modules/bucket/main.tf", 1, 1, "noncurrent-versions-kept", versioned),
        ("terraform/modules/bucket/main.tf", 16, 3, "missing-bucket-key", encrypted),
        ("terraform/modules/bucket/main.tf", 18, 23, "unready-log-target", ("module.logs.aws_s3_bucket.this",)),
        ("terraform/modules/bucket/main.tf", 40, 1, "unready-log-target", ("module.logs.aws_s3_bucket.this",)),
        ("terraform/terraform.tfvars", 1, 19, "incomplete-public-access-block", ("module.press.aws_s3_bucket.this",)),
    ]
    assert report.undecided == ()
    assert not_applicable(report, "missing-access-logging") == [
        ("terraform/modules/bucket/main.tf", 1, 1, ("module.logs.aws_s3_bucket.this",))
    ]
    assert report.problems == ()


def test_each_broken_file_is_named_with_its_place_and_the_rest_is_judged() -> None:
    report = check([str(BROKEN)], Settings(root=str(BROKEN), select=("missing-versioning",)))
    assert [
        (report.relative(problem.origin.source.path), problem.origin.start.line, problem.origin.start.column, problem.message)
        for problem in report.problems
    ] == [
        ("latin-1.yaml", 5, 21, "expected UTF-8 text; this byte is none"),
        ("unclosed.json", 10, 1, "expected ',' or '}' (parsing a flow mapping that begins on line 1)"),
        ("unclosed.yaml", 7, 7, "expected ',' or ']' (parsing a flow sequence that begins on line 6)"),
        ("unclosed/main.tf", 1, 35, "expected `}` for this `{`"),
    ]
    judged = {subject for finding in report.findings + report.undecided for subject in finding.subjects}
    assert judged == {"Ledger", "Archive", "aws_s3_bucket.archive"}
    assert {problem.rule for problem in report.problems} == {"unreadable-file"}


def test_wrong_shapes_are_undecided_with_what_was_expected() -> None:
    report = check([str(BROKEN / "misshapen.yaml")], Settings(select=("missing-versioning",)))
    assert report.findings == ()
    assert [(finding.origin.start.line, finding.origin.start.column, finding.message) for finding in report.undecided] == [
        (4, 17, "whether versioning of Ledger is enabled is undecided: expected a map of settings here"),
        (9, 11, "whether versioning of Archive is enabled is undecided: expected a map of settings here"),
    ]
