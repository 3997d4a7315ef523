"""Findings are known again by what they say of what, and no two are taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from s3lint import Settings, check
from s3lint.run.fingerprints import Fingerprints

ROOT = Path(__file__).parents[2]
POLICY = """
resource "aws_s3_bucket" "b" {{
  bucket = "acme-b"
}}
resource "aws_s3_bucket_policy" "b" {{
  bucket = aws_s3_bucket.b.id
  policy = jsonencode({{
    Version   = "2012-10-17"
    Statement = [{statements}]
  }})
}}
"""
READ = '{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-b/*" },\n'
LIST = '{ Effect = "Allow", Principal = "*", Action = "s3:ListBucket", Resource = "arn:aws:s3:::acme-b" },\n'
NAMED = READ.replace("{ ", '{ Sid = "Open", ', 1) + LIST.replace("{ ", '{ Sid = "Open", ', 1)


def fingerprints(text: str, *rules: str) -> list[str]:
    report = check([], Settings(select=rules or ("all",)), {"main.tf": text})
    of = Fingerprints(report).of
    return [of(found) for found in (*report.findings, *report.undecided, *report.not_applicable, *report.problems)]


@pytest.mark.parametrize("statements", [READ + LIST, READ + READ, NAMED, NAMED + NAMED])
def test_no_two_are_alike(statements: str) -> None:
    found = fingerprints(POLICY.format(statements=statements))
    assert len(found) > 4
    assert len(set(found)) == len(found)


def test_no_two_of_the_fixtures_are_alike() -> None:
    report = check([str(ROOT / "fixtures")], Settings(select=("all",)))
    of = Fingerprints(report).of
    found = [of(each) for each in (*report.findings, *report.undecided, *report.not_applicable, *report.problems)]
    assert len(set(found)) == len(found)


def test_lines_above_and_the_order_of_statements_do_not_matter() -> None:
    before = fingerprints(POLICY.format(statements=READ + LIST), "wildcard-principal")
    assert len(before) == 2
    assert (
        fingerprints("# a comment\n\n" + POLICY.format(statements="\n\n" + READ + "\n" + LIST), "wildcard-principal") == before
    )
    assert sorted(fingerprints(POLICY.format(statements=LIST + READ), "wildcard-principal")) == sorted(before)


def test_equal_faults_under_one_sid_keep_their_fingerprints_together() -> None:
    before = fingerprints(POLICY.format(statements=NAMED), "wildcard-principal")
    moved = "".join(reversed(NAMED.splitlines(keepends=True)))
    assert sorted(fingerprints(POLICY.format(statements=moved), "wildcard-principal")) == sorted(before)
    assert before[:1] == fingerprints(POLICY.format(statements=NAMED.splitlines(keepends=True)[0]), "wildcard-principal")


def test_another_fault_is_another_finding() -> None:
    assert not set(fingerprints(POLICY.format(statements=READ), "wildcard-principal")) & set(
        fingerprints(POLICY.format(statements=LIST), "wildcard-principal")
    )
