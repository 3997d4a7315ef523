"""Options of rules: declared on the class, set by the configuration, checked before anything is judged."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import pytest

from s3lint import Assignment, Bucket, Finding, Group, Inputs, Option, Rule, Settings, Severity, check
from s3lint.cli import main
from s3lint.errors import UsageError
from s3lint.run.registry import Listed, listed, options

BUCKET = {"main.tf": 'resource "aws_s3_bucket" "ledger" {}'}


class ColdBucket(Rule):
    """A page."""

    name = "cold-bucket"
    summary = "the bucket is cold"
    group, severity, default = Group.HYGIENE, Severity.LOW, False
    settings = ("name",)
    since, help = "0.1.0", "warm it"
    bad = good = undecidable = ()

    lowest_degree = Option(4, "degrees")
    scale = Option("celsius", "scale of the degrees", choices=("celsius", "kelvin"))
    rooms = Option((), "rooms", pattern="[a-z]+", expected="a word of small letters")
    is_strict = Option(False, "no exceptions")

    def check(self, subject: Bucket) -> Iterator[Finding]:
        yield from ()


def mistakes(*assignments: Assignment) -> str:
    with pytest.raises(UsageError) as caught:
        options(assignments, (Listed.of(ColdBucket),))
    return str(caught.value)


def test_an_option_is_read_as_an_attribute() -> None:
    rule = ColdBucket({"lowest-degree": 10, "rooms": ("attic",)})
    assert (rule.lowest_degree, rule.scale, rule.rooms, rule.is_strict) == (10, "celsius", ("attic",), False)


def test_the_class_knows_its_options_in_order() -> None:
    declared = [(option.name, option.default) for option in ColdBucket.options()]
    assert declared == [("lowest-degree", 4), ("scale", "celsius"), ("rooms", ()), ("is-strict", False)]


def test_values_are_kept_by_rule_and_option() -> None:
    given = (Assignment("cold-bucket", "scale", "kelvin"), Assignment("cold-bucket", "is-strict", True))
    assert options(given, (Listed.of(ColdBucket),)) == {"cold-bucket": {"scale": "kelvin", "is-strict": True}}


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("lowest-degree", "4", 'expected a number, got "4"'),
        ("lowest-degree", True, "expected a number, got true"),
        ("is-strict", 1, "expected true or false, got 1"),
        ("scale", ("kelvin",), 'expected a text, got ["kelvin"]'),
        ("scale", "kelvins", 'expected one of celsius, kelvin, got "kelvins"; did you mean kelvin?'),
        ("rooms", "attic", 'expected a list of texts, got "attic"'),
        ("rooms", (1,), "expected a list of texts, got [1]"),
        ("rooms", ("attic", "Attic"), 'expected a word of small letters, got "Attic"'),
    ],
)
def test_a_value_of_another_kind_is_refused(option: str, value: object, message: str) -> None:
    assert mistakes(Assignment("cold-bucket", option, value)) == f"rules.cold-bucket.{option}: {message}"


def test_every_mistake_is_named_with_its_place() -> None:
    given = (
        Assignment("cold-bucket", "scales", "kelvin", "s3lint.toml:2"),
        Assignment("cold-buckets", "scale", "kelvin", "s3lint.toml:4"),
        Assignment("cold-bucket", "zzz", 1),
    )
    assert mistakes(*given).splitlines() == [
        "s3lint.toml:2: rule cold-bucket has no option scales; did you mean scale?",
        "s3lint.toml:4: no rule is called cold-buckets; did you mean cold-bucket?",
        "rule cold-bucket has no option zzz; it has lowest-degree, scale, rooms, is-strict",
    ]


def test_an_option_of_a_rule_that_is_not_asked_is_checked_too() -> None:
    settings = Settings(select=("missing-versioning",), options=(Assignment("old-tls-allowed", "minimum", "1.4"),))
    with pytest.raises(UsageError, match=r'^rules\.old-tls-allowed\.minimum: expected one of 1\.2, 1\.3, got "1\.4"'):
        check([], settings, BUCKET)


def test_the_configuration_reaches_the_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "main.tf").write_text(BUCKET["main.tf"])
    (tmp_path / "s3lint.toml").write_text('[rules.old-tls-allowed]\nminimum = "1.2"\n')
    assert main([str(tmp_path), "--select", "old-tls-allowed", "-o", "concise", "-q"]) == 1
    assert "nothing denies requests to aws_s3_bucket.ledger below TLS 1.2: it has no bucket policy" in capsys.readouterr().out


POLICY = cleandoc(
    """
    resource "aws_s3_bucket" "ledger" {}

    resource "aws_s3_bucket_policy" "ledger" {
      bucket = aws_s3_bucket.ledger.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = { AWS = ["111122223333", "444455556666"] }
          Action    = %s
          Resource  = ["${aws_s3_bucket.ledger.arn}/*", aws_s3_bucket.ledger.arn]
        }]
      })
    }
    """
)
GRANTS = ("cross-account-grant", "cross-account-sensitive-action")


def verdicts(actions: str, *assignments: Assignment, account: str = "") -> list[tuple[str, str, int, int]]:
    settings = Settings(select=GRANTS, inputs=Inputs(account=account), options=assignments)
    report = check([], settings, {"main.tf": POLICY % actions})
    found = [(f.rule, f.verdict.value, f.origin.start.line, f.origin.start.column) for f in report.findings + report.undecided]
    return sorted(found)


def test_the_owners_account_tells_others_from_its_own() -> None:
    assert verdicts('"s3:GetObject"', account="111122223333") == [("cross-account-grant", "fail", 9, 44)]


def test_of_two_accounts_one_is_not_the_owner() -> None:
    assert verdicts('"s3:GetObject"') == [
        ("cross-account-grant", "fail", 9, 28),
    ]


def test_a_trusted_account_is_none_to_report() -> None:
    trusted = Assignment("cross-account-grant", "trusted", ("444455556666",))
    assert verdicts('"s3:GetObject"', trusted, account="111122223333") == []


def test_a_grant_of_sensitive_actions_is_one_finding() -> None:
    found = verdicts('["s3:GetObject", "s3:PutBucketPolicy"]', account="111122223333")
    assert found == [("cross-account-sensitive-action", "fail", 9, 44)]


def test_who_is_trusted_to_read_is_not_trusted_to_manage() -> None:
    trusted = Assignment("cross-account-grant", "trusted", ("444455556666",))
    found = verdicts('["s3:GetObject", "s3:PutBucketPolicy"]', trusted, account="111122223333")
    assert found == [("cross-account-sensitive-action", "fail", 9, 44)]


def test_an_account_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "main.tf").write_text(BUCKET["main.tf"])
    assert main([str(tmp_path), "--account", "1111-2222-3333"]) == 2
    assert capsys.readouterr().err == "s3lint: --account: expected an account id of 12 digits, got '1111-2222-3333'\n"


@pytest.mark.parametrize("rule", GRANTS)
@pytest.mark.parametrize(
    ("text", "is_trusted"),
    [
        ("111122223333", True),
        ("o-exampleorgid", True),
        ("a" * 64, True),
        ("vpc-0123abcd", True),
        ("vpce-0123abcd", True),
        ("203.0.113.0/24", True),
        ("2001:db8::/32", True),
        ("1111", False),
        ("1111-2222-3333", False),
        ("arn:aws:iam::111122223333:root", False),
        ("o-EXAMPLE", False),
    ],
)
def test_who_can_be_trusted(rule: str, text: str, is_trusted: bool) -> None:
    assignment = Assignment(rule, "trusted", (text,))
    if is_trusted:
        assert options((assignment,), listed()) == {rule: {"trusted": (text,)}}
    else:
        with pytest.raises(UsageError, match=f'got "{text}"$'):
            options((assignment,), listed())
