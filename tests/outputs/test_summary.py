"""The closing lines."""

from __future__ import annotations

import pytest

from s3lint.base.record import replace
from s3lint.outputs import Options, closing_lines, failure_lines
from s3lint.run.finding import Finding, Severity, Verdict
from s3lint.run.open_inputs import OpenCause
from s3lint.run.report import Counts
from tests.outputs.reports import IN_DEV, PUBLIC, ROOT, SITE, STAGED, SUSPENDED, UNREADABLE, report

OPEN = "Nothing is wrong for certain, and not everything is decided."
SCOPE = "Checked 4 buckets (2 templates, 1 Terraform root) with 3 rules.  0.31s\n"
UNDECIDED = replace(report().counts, undecided_buckets=1)


def test_what_was_found_is_counted_by_level_and_file() -> None:
    hint = replace(SUSPENDED, severity=Severity.INFO)
    found = report((PUBLIC, SUSPENDED, SUSPENDED, hint), problems=(UNREADABLE,))
    assert closing_lines(found) == f"Found 2 errors, 2 warnings and 1 info in 3 of 3 files.\n{SCOPE}"
    assert closing_lines(report((PUBLIC, SUSPENDED))) == f"Found 1 error and 1 warning in 2 of 3 files.\n{SCOPE}"


def test_a_clean_run_says_what_was_looked_at() -> None:
    assert closing_lines(report()) == f"No problems found.\n{SCOPE}"
    assert closing_lines(report(), Options(brief=True)) == f"No problems found.\n{SCOPE}"


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        (Counts(1, 1, 0, 1, 0, 1), "Checked 1 bucket (1 template) with 1 rule.  0.31s\n"),
        (Counts(9, 0, 2, 0, 0, 7), "Checked 0 buckets (2 Terraform roots) with 7 rules.  0.31s\n"),
        (Counts(9, 0, 0, 0, 0, 7), "Checked 0 buckets with 7 rules.  0.31s\n"),
    ],
)
def test_only_what_there_was_is_named(counts: Counts, line: str) -> None:
    assert closing_lines(report(counts=counts)) == f"No problems found.\n{line}"


def test_what_is_undecided_is_counted_and_the_option_that_lists_it_named() -> None:
    cause = OpenCause("it depends on Environment", ("Environment",), "", 1, 1)
    undecided = replace(report(undecided=(IN_DEV,), counts=UNDECIDED), causes=(cause,))
    scope = "Checked 4 buckets (2 templates, 1 Terraform root) with 3 rules; 1 bucket not fully decided"
    causes = "Undecided, 1 finding:\n     1  it depends on Environment (1 bucket)\n"
    assert closing_lines(undecided) == f"{OPEN}\n{causes}{scope} (--show-undecided).  0.31s\n"
    assert closing_lines(undecided, Options(show_undecided=True)) == f"{OPEN}\n{scope}.  0.31s\n"


def test_the_brief_form_leaves_the_scope_out_where_findings_say_enough() -> None:
    brief = Options(brief=True)
    found = "Found 1 error in 1 of 3 files.\n"
    assert closing_lines(report((PUBLIC,)), brief) == found
    assert closing_lines(report((PUBLIC,), (IN_DEV,), counts=UNDECIDED), brief).startswith(f"{found}Checked 4 buckets")


def test_a_failure_of_s3lint_is_never_a_clean_run() -> None:
    failed = report(errors=("rule x failed on Logs: KeyError: 'a\nb'",))
    assert failure_lines(failed) == "error: rule x failed on Logs: KeyError: 'a b'\n"
    assert closing_lines(failed) == (
        f"error: rule x failed on Logs: KeyError: 'a b'\ns3lint itself failed 1 time: the result is not complete.\n{SCOPE}"
    )
    assert failure_lines(report()) == ""


def test_details_are_what_was_read_and_what_did_not_apply() -> None:
    spared = replace(IN_DEV, verdict=Verdict.NOT_APPLICABLE, message="Ledger takes access logs")
    whole = replace(report((PUBLIC,)), sources=(SITE, STAGED), not_applicable=(spared,))
    assert closing_lines(whole, Options(verbose=1)).replace(f"{ROOT}/", "") == (
        "Read 2 files:\n"
        "  templates/site.yaml\n"
        "  templates/staged.yaml\n"
        "Not applicable:\n"
        "  templates/staged.yaml:2:3: missing-versioning: Ledger takes access logs\n"
        f"Found 1 error in 1 of 3 files.\n{SCOPE}"
    )
    assert closing_lines(whole) == f"Found 1 error in 1 of 3 files.\n{SCOPE}"


def test_files_outside_the_paths_are_counted_without_the_candidates() -> None:
    findings: tuple[Finding, ...] = (PUBLIC, SUSPENDED)
    assert closing_lines(report(findings, counts=Counts(1, 0, 1, 2, 0, 3))).startswith(
        "Found 1 error and 1 warning in 2 files.\n"
    )


def test_colour_is_for_the_first_line() -> None:
    assert closing_lines(report(), Options(colour=True)) == f"\x1b[1mNo problems found.\x1b[0m\n{SCOPE}"
