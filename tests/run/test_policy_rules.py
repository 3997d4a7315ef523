"""One cause, one finding: which of the rules about public grants speaks, whatever holds the grant back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from s3lint import Settings, check

RULES = ("wildcard-principal", "weak-public-condition", "shadowed-public-grant", "allow-not-principal")
ON = "restrict_public_buckets = true"
OPEN = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"}
WEAK = {**OPEN, "Condition": {"StringLike": {"aws:Referer": "https://example.com/*"}}}
BOUND = {**OPEN, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorgid"}}}
UNLISTED = {**OPEN, "Condition": {"StringEquals": {"aws:VpceAccount": "111122223333"}}}
REFUSED = {**OPEN, "Principal": "events.amazonaws.com"}
NOT_PRINCIPAL = {
    "Effect": "Allow",
    "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"},
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::data/*",
}


VOID = "the ACL of aws_s3_bucket.data is public with public-read, and only another setting makes that void"


def terraform(flag: str, *statements: dict[str, Any], variables: str = "") -> str:
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2)
    block = f'resource "aws_s3_bucket_public_access_block" "data" {{\n  bucket = aws_s3_bucket.data.id\n  {flag}\n}}\n'
    bucket = 'resource "aws_s3_bucket" "data" {\n  bucket = "data"\n  policy = <<POLICY\n'
    return f"{bucket}{policy}\nPOLICY\n}}\n{block if flag else ''}{variables}"


def verdicts(flag: str, *statements: dict[str, Any], variables: str = "") -> list[tuple[str, str]]:
    report = check([], Settings(select=RULES), {"main.tf": terraform(flag, *statements, variables=variables)})
    return sorted((finding.rule, finding.verdict.value) for finding in report.findings + report.undecided)


@pytest.mark.parametrize(
    ("flag", "statement", "expected"),
    [
        ("", OPEN, [("wildcard-principal", "fail")]),
        ("", WEAK, [("weak-public-condition", "fail")]),
        ("", BOUND, []),
        ("", UNLISTED, [("weak-public-condition", "undecided")]),
        ("", REFUSED, []),
        ("", NOT_PRINCIPAL, [("wildcard-principal", "fail")]),
        (ON, OPEN, [("shadowed-public-grant", "fail")]),
        (ON, WEAK, [("shadowed-public-grant", "fail")]),
        (ON, BOUND, []),
        (ON, UNLISTED, [("shadowed-public-grant", "undecided")]),
        (ON, NOT_PRINCIPAL, [("allow-not-principal", "fail")]),
        ("block_public_policy = true", OPEN, [("wildcard-principal", "fail")]),
    ],
)
def test_one_rule_speaks_about_a_public_grant(flag: str, statement: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert verdicts(flag, statement) == expected


def test_each_statement_is_a_cause_of_its_own() -> None:
    assert verdicts("", OPEN, WEAK, {**OPEN, "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::data"}, BOUND) == [
        ("weak-public-condition", "fail"),
        ("wildcard-principal", "fail"),
        ("wildcard-principal", "fail"),
    ]


def test_what_a_flag_decides_is_undecided_for_both() -> None:
    assert verdicts("restrict_public_buckets = var.on", OPEN, variables='variable "on" {}\n') == [
        ("shadowed-public-grant", "undecided"),
        ("wildcard-principal", "undecided"),
    ]


def test_the_account_block_holds_back_too() -> None:
    account = 'resource "aws_s3_account_public_access_block" "this" {\n  restrict_public_buckets = true\n}\n'
    assert verdicts("", WEAK, variables=account) == [("shadowed-public-grant", "fail")]


@pytest.mark.parametrize(
    ("acl", "ownership", "expected"),
    [
        (
            "public-read",
            "BucketOwnerEnforced",
            [VOID],
        ),
        ("private", "BucketOwnerEnforced", []),
        ("public-read", "ObjectWriter", []),
    ],
)
def test_a_void_acl(acl: str, ownership: str, expected: list[str]) -> None:
    text = f"""
resource "aws_s3_bucket" "data" {{}}
resource "aws_s3_bucket_acl" "data" {{
  bucket = aws_s3_bucket.data.id
  acl    = "{acl}"
}}
resource "aws_s3_bucket_ownership_controls" "data" {{
  bucket = aws_s3_bucket.data.id
  rule {{
    object_ownership = "{ownership}"
  }}
}}
"""
    report = check([], Settings(select=("shadowed-public-grant",)), {"main.tf": text})
    assert [finding.message for finding in report.findings] == expected
    assert report.undecided == ()


@pytest.mark.parametrize(
    ("kind", "actions", "expected"),
    [
        ("AWS", '"s3:GetObject"', ["cross-account-grant", "shadowed-public-grant"]),
        ("AWS", '"s3:PutObjectAcl"', ["cross-account-grant", "cross-account-sensitive-action", "shadowed-public-grant"]),
        ("Service", '"s3:GetObject"', ["confused-deputy"]),
        ("CanonicalUser", '"s3:GetObject"', ["cross-account-grant"]),
        ("Federated", '"s3:GetObject"', ["confused-deputy", "cross-account-grant", "shadowed-public-grant"]),
    ],
)
def test_an_unknown_principal_concerns_the_rules_about_its_type(kind: str, actions: str, expected: list[str]) -> None:
    text = f"""
variable "reader" {{}}
resource "aws_s3_bucket" "data" {{}}
resource "aws_s3_bucket_policy" "data" {{
  bucket = aws_s3_bucket.data.id
  policy = jsonencode({{
    Version = "2012-10-17"
    Statement = {{
      Effect    = "Allow"
      Principal = {{ {kind} = var.reader }}
      Action    = {actions}
      Resource  = "${{aws_s3_bucket.data.arn}}/*"
    }}
  }})
}}
resource "aws_s3_bucket_public_access_block" "data" {{
  bucket                  = aws_s3_bucket.data.id
  restrict_public_buckets = true
}}
"""
    rules = ("cross-account-grant", "cross-account-sensitive-action", "confused-deputy", "shadowed-public-grant")
    report = check([], Settings(select=rules), {"main.tf": text})
    assert report.findings == ()
    assert sorted(finding.rule for finding in report.undecided) == expected


NO_JSON = """\
resource "aws_s3_bucket" "ledger" {}

resource "aws_s3_bucket_policy" "ledger" {
  bucket = aws_s3_bucket.ledger.id
  policy = <<-POLICY
    {"Version": "2012-10-17", "Statement": [}
  POLICY
}
"""


def test_what_s3_refuses_denies_nothing_and_locks_nobody_out() -> None:
    report = check(
        [], Settings(select=("plain-http-allowed", "policy-lockout", "invalid-policy")), overlay={"main.tf": NO_JSON}
    )
    found = [(finding.rule, finding.message, finding.origin.start.line) for finding in report.findings]
    assert found == [
        (
            "invalid-policy",
            "the policy of aws_s3_bucket.ledger has a fault: the policy is not JSON: expected a value",
            6,
        ),
        (
            "plain-http-allowed",
            "nothing denies requests to aws_s3_bucket.ledger without TLS: S3 refuses its policy",
            6,
        ),
    ]
    assert report.undecided == ()


ELSEWHERE = """
variable "name" {}
variable "given" {}
module "store" {
  source = "git::https://example.com/store.git"
}
data "aws_s3_bucket" "found" {
  bucket = var.name
}
data "terraform_remote_state" "platform" {
  backend = "local"
}
"""


def about(bucket: str, *resources: str) -> str:
    """The policy of a bucket that lies elsewhere, with one statement that lets anyone read and one that demands TLS."""
    named = ", ".join(f'"{resource}"' for resource in resources)
    return f"""
resource "aws_s3_bucket_policy" "this" {{
  bucket = {bucket}
  policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [
      {{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "{resources[-1]}" }},
      {{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = [{named}],
         Condition = {{ Bool = {{ "aws:SecureTransport" = "false" }} }} }},
    ]
  }})
}}
"""


@pytest.mark.parametrize(
    ("bucket", "arn"),
    [
        pytest.param("module.store.bucket.id", "${module.store.bucket.arn}", id="the object that a module puts out"),
        pytest.param("module.store.id", "${module.store.s3_bucket_arn}", id="two outputs of a module"),
        pytest.param("data.aws_s3_bucket.found.id", "${data.aws_s3_bucket.found.arn}", id="a data source"),
        pytest.param("var.name", "${data.aws_s3_bucket.found.arn}", id="what a data source looks up"),
        pytest.param(
            "data.terraform_remote_state.platform.outputs.bucket_id",
            "${data.terraform_remote_state.platform.outputs.bucket_arn}",
            id="another root",
        ),
        pytest.param("var.name", "arn:aws:s3:::${var.name}", id="a name that is given"),
    ],
)
def test_the_policy_of_a_bucket_that_lies_elsewhere_is_about_that_bucket(bucket: str, arn: str) -> None:
    text = ELSEWHERE + about(bucket, arn, f"{arn}/*")
    report = check([], Settings(select=("wildcard-principal", "plain-http-allowed")), {"main.tf": text})
    assert [(found.rule, found.verdict.value) for found in report.findings + report.undecided] == [
        ("wildcard-principal", "fail")
    ]


@pytest.mark.parametrize("arn", ["${var.given}", "${var.given.arn}", "${module.store.prefix}"])
def test_what_need_not_be_the_arn_of_one_thing_is_undecided(arn: str) -> None:
    text = ELSEWHERE + about("module.store.id", arn, f"{arn}/*")
    report = check([], Settings(select=("plain-http-allowed",)), {"main.tf": text})
    assert [found.verdict.value for found in report.findings + report.undecided] == ["undecided"]


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        ("${module.store.bucket_arn}", []),
        ("${data.terraform_remote_state.platform.outputs.store.arn}", []),
        ("${module.store.resource}", ["undecided"]),
        ("${var.given.arn}", ["undecided"]),
    ],
)
def test_an_identity_that_may_use_one_bucket_may_not_use_every_bucket(arn: str, expected: list[str]) -> None:
    text = f"""{ELSEWHERE}
resource "aws_iam_policy" "this" {{
  policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [{{ Effect = "Allow", Action = "s3:*", Resource = "{arn}" }}]
  }})
}}
"""
    report = check([], Settings(select=("broad-iam-s3-access",)), {"main.tf": text})
    assert [found.verdict.value for found in report.findings + report.undecided] == expected


@pytest.mark.parametrize(
    ("overlay", "line", "column"),
    [
        pytest.param(
            {
                "main.tf": 'variable "endpoint" {}\n'
                'resource "aws_s3_bucket" "b" {\n  bucket = "acme-b"\n}\n'
                'data "aws_iam_policy_document" "b" {\n  statement {\n'
                '    actions   = ["s3:GetObject"]\n    resources = ["arn:aws:s3:::acme-b/*"]\n'
                '    principals {\n      type        = "*"\n      identifiers = ["*"]\n    }\n'
                "    condition {\n"
                '      test     = "StringEquals"\n      variable = "aws:SourceVpce"\n'
                "      values   = [var.endpoint]\n    }\n  }\n}\n"
                'resource "aws_s3_bucket_policy" "b" {\n'
                "  bucket = aws_s3_bucket.b.id\n  policy = data.aws_iam_policy_document.b.json\n}\n"
            },
            15,
            18,
            id="terraform",
        ),
        pytest.param(
            {
                "t.yaml": "Parameters:\n  Endpoint:\n    Type: String\nResources:\n  B:\n    Type: AWS::S3::Bucket\n"
                "  P:\n    Type: AWS::S3::BucketPolicy\n    Properties:\n      Bucket: !Ref B\n      PolicyDocument:\n"
                "        Version: '2012-10-17'\n        Statement:\n"
                "          - Effect: Allow\n            Principal: '*'\n            Action: s3:GetObject\n"
                "            Resource: !Sub ${B.Arn}/*\n            Condition:\n"
                "              StringEquals:\n                aws:SourceVpce: !Ref Endpoint\n"
            },
            20,
            17,
            id="cloudformation",
        ),
    ],
)
def test_a_finding_stands_where_an_input_is_used_not_where_it_is_declared(
    overlay: dict[str, str], line: int, column: int
) -> None:
    report = check([], Settings(select=("cross-account-grant",)), overlay)
    assert [(found.origin.start.line, found.origin.start.column) for found in report.findings] == [(line, column)]
