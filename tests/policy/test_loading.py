"""Most buckets have no policy, and a run over them should not pay for the modules that decide about policies."""

import subprocess
import sys
from pathlib import Path

import pytest

from s3lint import policy

DECIDING = {
    "compiled",
    "deny_every",
    "public",
    "reading",
    "request_classes",
    "search",
}
TIME = {"calendar", "datetime"}
PROGRAM = """
import sys
from s3lint.cli import main
main([sys.argv[1], "--isolated", "--select", "all", "-qq"])
print(*sorted(name.rpartition(".")[2] for name in sys.modules))
"""


def loaded(path: Path) -> set[str]:
    """The modules that a check loads, those about policies by their last name."""
    run = subprocess.run([sys.executable, "-c", PROGRAM, str(path)], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bucket.yaml", "Resources: {Ledger: {Type: 'AWS::S3::Bucket'}}"),
        ("main.tf", 'resource "aws_s3_bucket" "ledger" {}'),
    ],
)
def test_a_bucket_without_a_policy_loads_nothing_that_decides(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert loaded(tmp_path / name) & (DECIDING | TIME) == set()


def test_a_bucket_with_a_policy_loads_it(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        'resource "aws_s3_bucket" "ledger" {\n  policy = jsonencode({ Version = "2012-10-17", Statement = [] })\n}\n'
    )
    assert loaded(tmp_path / "main.tf") >= DECIDING


@pytest.mark.parametrize(("condition", "is_loaded"), [("StringEquals", False), ("DateLessThan", True)])
def test_only_conditions_about_time_load_dates(tmp_path: Path, condition: str, is_loaded: bool) -> None:
    (tmp_path / "main.tf").write_text(
        'resource "aws_s3_bucket" "ledger" {\n  policy = jsonencode({ Version = "2012-10-17", Statement = [{\n'
        '    Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*"\n'
        f'    Condition = {{ {condition} = {{ "aws:CurrentTime" = "2030-01-01T00:00:00Z" }} }}\n'
        "  }] })\n}\n"
    )
    assert ("calendar" in loaded(tmp_path / "main.tf")) is is_loaded


def test_a_question_is_asked_in_its_module() -> None:
    document = policy.parse_policy('{"Version": "2012-10-17", "Statement": []}')
    assert policy.public_access(document, policy.bucket_of(document)) == policy.Holds()
    assert repr(policy.public_access) == "<function s3lint.policy.questions.public.public_access>"
