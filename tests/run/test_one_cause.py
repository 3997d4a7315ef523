"""Of what runs unasked, one cause is one finding: the rule that says the most speaks for the others."""

import re
from importlib.resources import files

import pytest

from s3lint import check
from s3lint.base.source import Source, Span
from s3lint.base.value import Origin
from s3lint.run.finding import Finding, Severity, Verdict
from s3lint.run.judge import merge_instances
from s3lint.run.question import Settings
from s3lint.run.registry import all_rules

SOURCE = Source("a.tf", "bucket = here and there")
HERE, THERE = Origin(SOURCE, Span(9, 13)), Origin(SOURCE, Span(18, 23))


def finding(
    rule: str,
    *yields_to: str,
    origin: Origin = HERE,
    subject: str = "a",
    severity: Severity = Severity.LOW,
    verdict: Verdict = Verdict.FAIL,
    cases: tuple[str, ...] = (),
) -> Finding:
    return Finding(rule, verdict, "bad", origin, yields_to=yields_to, subjects=(subject,), severity=severity, cases=cases)


def merged(*findings: Finding) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(f.rule, f.subjects, f.covers) for f in merge_instances(findings)]


def test_a_finding_yields_to_one_that_says_more() -> None:
    assert merged(finding("weak", "strong"), finding("strong")) == [("strong", ("a",), ("weak",))]
    assert merged(finding("weak", "strong", "absent")) == [("weak", ("a",), ())]


@pytest.mark.parametrize(
    "strong",
    [
        finding("strong", origin=THERE),
        finding("strong", subject="b"),
        finding("strong", verdict=Verdict.UNDECIDED),
        finding("strong", cases=("Stage is dev",)),
        finding("strong", severity=Severity.INFO),
    ],
    ids=["another place", "another object", "another verdict", "other cases", "less severe"],
)
def test_a_finding_does_not_yield_to(strong: Finding) -> None:
    assert sorted(merged(finding("weak", "strong"), strong)) == [
        ("strong", strong.subjects, ()),
        ("weak", ("a",), ()),
    ]


def test_each_object_yields_for_itself() -> None:
    both = [finding("weak", "strong", subject=subject) for subject in ("a", "b")]
    assert merged(*both, finding("strong", subject="b")) == [("strong", ("b",), ("weak",)), ("weak", ("a",), ())]


def test_of_three_the_strongest_speaks_for_all() -> None:
    found = merged(finding("weak", "strong", "stronger"), finding("strong", "stronger"), finding("stronger"))
    assert found == [("stronger", ("a",), ("weak", "strong"))]


def test_at_one_place_the_most_severe_comes_first() -> None:
    found = (finding("a"), finding("b", severity=Severity.CRITICAL), finding("c", severity=Severity.MEDIUM))
    assert [rule for rule, _, _ in merged(*found)] == ["b", "c", "a"]


BARE = 'resource "aws_s3_bucket" "logs" {\n}\n'
VERSIONED = 'resource "aws_s3_bucket" "logs" {\n  versioning {\n    enabled = true\n  }\n}\n'
OLD_VERSIONS = f"""{VERSIONED}
resource "aws_s3_bucket_lifecycle_configuration" "logs" {{
  bucket = aws_s3_bucket.logs.id
  rule {{
    id     = "old"
    status = "Enabled"
    expiration {{
      days = 90
    }}
  }}
}}
"""
TRAIL = """
resource "aws_cloudtrail" "all" {
  name           = "all"
  s3_bucket_name = aws_s3_bucket.logs.id
}
"""
PUBLIC_ACL = f'resource "aws_s3_bucket" "logs" {{\n  acl = "public-read"\n}}\n{TRAIL}'
OPEN = """
resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = <<-JSON
    {"Statement": {"Effect": "Allow", "WHO": "*", "Action": "s3:GetObject", "Resource": "${aws_s3_bucket.logs.arn}/*"
      WHEN}}
  JSON
}
"""
REFERER = ', "Condition": {"StringLike": {"aws:Referer": "https://acme.example/*"}}'


def policy(who: str = "Principal", when: str = "", beside: str = "") -> str:
    return BARE + beside + OPEN.replace("WHO", who).replace("WHEN", when)


CASES: dict[str, tuple[str, str, list[tuple[str, int, tuple[str, ...]]]]] = {
    "no lifecycle handles nothing": (
        VERSIONED,
        "noncurrent-versions-kept,incomplete-uploads-kept",
        [("noncurrent-versions-kept", 1, ("incomplete-uploads-kept",))],
    ),
    "a lifecycle that lacks two things": (
        OLD_VERSIONS,
        "noncurrent-versions-kept,incomplete-uploads-kept",
        [("incomplete-uploads-kept", 7, ()), ("noncurrent-versions-kept", 7, ())],
    ),
    "what is asked beside the default is answered beside it": (
        VERSIONED,
        "missing-lifecycle,noncurrent-versions-kept,missing-default-encryption,no-kms-encryption",
        [
            ("no-kms-encryption", 1, ()),
            ("missing-default-encryption", 1, ()),
            ("missing-lifecycle", 1, ()),
            ("noncurrent-versions-kept", 1, ()),
        ],
    ),
    "the bucket of a trail is not logged": (
        BARE + TRAIL,
        "missing-access-logging,unlogged-trail-bucket",
        [("unlogged-trail-bucket", 1, ("missing-access-logging",))],
    ),
    "the bucket of a trail has a public ACL": (
        PUBLIC_ACL,
        "public-read-acl,public-trail-bucket",
        [("public-trail-bucket", 2, ("public-read-acl",))],
    ),
    "the bucket of a trail has a public policy": (
        policy(beside=TRAIL),
        "wildcard-principal,public-trail-bucket",
        [("public-trail-bucket", 12, ("wildcard-principal",))],
    ),
    "under a condition that keeps nobody out": (
        policy(when=REFERER, beside=TRAIL),
        "weak-public-condition,public-trail-bucket",
        [("public-trail-bucket", 13, ("weak-public-condition",))],
    ),
    "everyone but one account": (
        policy("NotPrincipal").replace('"*"', '{"AWS": "arn:aws:iam::111122223333:root"}'),
        "wildcard-principal,allow-not-principal",
        [("wildcard-principal", 7, ("allow-not-principal",))],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_one_cause(case: str) -> None:
    text, rules, expected = CASES[case]
    report = check([], Settings(select=tuple(rules.split(","))), {"main.tf": text})
    assert [(f.rule, f.origin.start.line, f.covers) for f in report.findings] == expected


@pytest.mark.parametrize(("text", "end"), [(VERSIONED, "them, and aborts incomplete uploads"), (OLD_VERSIONS, "need them")])
def test_the_first_lifecycle_is_written_once(text: str, end: str) -> None:
    [found] = check([], Settings(select=("noncurrent-versions-kept",)), {"main.tf": text}).findings
    assert found.help.endswith(end)


def test_rules_yield_to_rules_that_run_unasked() -> None:
    rules = {rule.name: rule for rule in all_rules()}
    written = {path.name[:-3].replace("_", "-"): path.read_text() for path in files("s3lint.rules").iterdir() if path.is_file()}
    yielding = {
        name: tuple(re.findall(r'"([a-z-]+)"', named))
        for name, text in written.items()
        for named in re.findall(r"yields_to=\((.*?)\)", text, re.DOTALL)
    }
    assert yielding == {
        "allow-not-principal": ("wildcard-principal",),
        "authenticated-users-acl": ("public-trail-bucket",),
        "incomplete-uploads-kept": ("noncurrent-versions-kept",),
        "missing-access-logging": ("unlogged-trail-bucket",),
        "public-read-acl": ("public-trail-bucket",),
        "public-write-acl": ("public-trail-bucket",),
        "shadowed-public-grant": ("allow-not-principal",),
        "weak-public-condition": ("public-trail-bucket",),
        "wildcard-principal": ("public-trail-bucket",),
    }
    for name, others in yielding.items():
        assert all(rules[other].default and rules[other].severity.reaches(rules[name].severity) for other in others), name


def test_the_finding_about_a_trail_s_bucket_is_about_the_bucket() -> None:
    """It stands where the bucket is declared, and not where a variable holds its name."""
    named = 'variable "name" {\n  default = "acme-trails"\n}\n'
    bucket = 'resource "aws_s3_bucket" "logs" {\n  bucket = var.name\n}\n'
    trail = TRAIL.replace("aws_s3_bucket.logs.id", "var.name")
    report = check([], Settings(select=("unlogged-trail-bucket",)), {"main.tf": named + bucket + trail})
    [found] = report.findings
    assert (found.subjects, found.origin.start.line) == (("aws_s3_bucket.logs",), 4)
    assert [(note.label, note.origin.start.line) for note in found.related] == [("writes to it", 8)]
    assert found.message == (
        "requests to aws_s3_bucket.logs, which aws_cloudtrail.all writes to, are not logged: S3 then records no requests"
    )


def test_two_rules_agree_on_a_word_that_means_nothing() -> None:
    text = """
        resource "aws_s3_bucket" "logs" {
          server_side_encryption_configuration {
            rule {
              apply_server_side_encryption_by_default {
                sse_algorithm = "AES512"
              }
            }
          }
        }
    """
    report = check([], Settings(select=("missing-default-encryption", "no-kms-encryption")), {"main.tf": text})
    assert [f.message for f in report.findings] == [
        "aws_s3_bucket.logs names the encryption algorithm AES512, which is not of KMS",
        "aws_s3_bucket.logs names the encryption algorithm AES512, which S3 does not have",
    ]


def test_a_trail_that_may_not_exist_speaks_for_itself_only() -> None:
    text = TRAIL.replace("{\n", "{\n  count          = var.trail ? 1 : 0\n", 1)
    logs = 'resource "aws_s3_bucket" "logs" {\n  dynamic "logging" {\n    for_each = var.log ? [1] : []\n    content {\n'
    logs += '      target_bucket = "acme-access-logs"\n    }\n  }\n}\n'
    inputs = 'variable "trail" {\n  type = bool\n}\n\nvariable "log" {\n  type = bool\n}\n'
    settings = Settings(select=("missing-access-logging", "unlogged-trail-bucket"))
    report = check([], settings, {"main.tf": logs + text + inputs})
    assert [(f.rule, f.cases, f.covers) for f in report.undecided] == [
        ("missing-access-logging", ("var.log is false",), ()),
        ("unlogged-trail-bucket", ("var.trail is true and var.log is false",), ()),
    ]
