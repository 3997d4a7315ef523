"""The outcome of one request: policy, then access blocks and ACL."""

from __future__ import annotations

import pytest

from s3lint.policy import Outcome, RequestSyntaxError
from tests.why.questions import TERRAFORM, outcomes

SITE = """
    Parameters:
      Stage:
        Type: String
        AllowedValues: [dev, prod]
      Reader:
        Type: String
    Conditions:
      Prod: !Equals [!Ref Stage, prod]
    Resources:
      Role:
        Type: AWS::IAM::Role
      Site:
        Type: AWS::S3::Bucket
        Properties:
          BucketName: acme-site
          BUCKET
      SitePolicy:
        Type: AWS::S3::BucketPolicy
        Properties:
          Bucket: !Ref Site
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Sid: Read
                Effect: Allow
                Principal: PRINCIPAL
                Action: s3:GetObject
                Resource: !Sub ${Site.Arn}/public/*
                CONDITION
              - Sid: Tls
                Effect: Deny
                Principal: "*"
                Action: s3:*
                Resource: [!GetAtt Site.Arn, !Sub "${Site.Arn}/*"]
                Condition: {Bool: {aws:SecureTransport: "false"}}
"""
BLOCK = "PublicAccessBlockConfiguration: {RestrictPublicBuckets: %s}"


def site(bucket: str = "AccessControl: Private", principal: str = '"*"', condition: str = "") -> str:
    condition = f"Condition: {condition}" if condition else 'Resource: !Sub "${Site.Arn}/public/*"'
    lines = SITE.replace("BUCKET", bucket).replace("PRINCIPAL", principal).split("\n")
    if "Resource:" in condition:
        return "\n".join(line for line in lines if "CONDITION" not in line)
    return "\n".join(lines).replace("CONDITION", condition)


def told(text: str, request: str, account: str = "") -> tuple[str, str]:
    (found,) = outcomes(text, "Site", request, account=account)
    return found.outcome.value, found.result


def test_statement_by_statement() -> None:
    (found,) = outcomes(site(), "Site", "GET anonymous s3://acme-site/public/a.html http")
    assert found.request == "anonymous GET of object public/a.html over http"
    assert [(step.matches.value, step.reason.text, step.reason.origin.start.line) for step in found.steps] == [
        ("yes", "statement Read allows it", 24),
        ("yes", "statement Tls denies it", 29),
    ]
    assert (found.outcome, found.result) == (Outcome.DENIED, "explicit deny by statement Tls; nothing overrules it")


@pytest.mark.parametrize(
    ("principal", "request_", "reason"),
    [
        (
            '"*"',
            "GET anonymous k",
            "statement Read: resource arn:${AWS::Partition}:s3:::${Site}/public/* does not cover object k",
        ),
        ('"*"', "PUT anonymous public/k", "statement Read: action s3:GetObject does not cover s3:PutObject"),
        (
            '{AWS: "111122223333"}',
            "PUT anonymous k",
            "statement Read: principal 111122223333 does not cover anonymous callers",
        ),
    ],
)
def test_the_first_part_that_does_not_match_is_named(principal: str, request_: str, reason: str) -> None:
    (found,) = outcomes(site(principal=principal), "Site", request_)
    assert [(step.matches.value, step.reason.text) for step in found.steps] == [
        ("no", reason),
        ("no", "statement Tls: condition Bool aws:SecureTransport false does not hold over https"),
    ]
    assert found.result == "implicit deny: no statement allows it"


BY_READ = "allowed by statement Read; no Deny applies"
NONE = "implicit deny: no statement allows it"
RESTRICTED = (
    "implicit deny: statement Read allows it, "
    "but a public policy with RestrictPublicBuckets is for the account and AWS services only"
)
GET = "public/a.html"


@pytest.mark.parametrize(
    ("bucket", "principal", "request_", "expected"),
    [
        ("AccessControl: Private", '"*"', f"GET anonymous {GET}", ("allow", BY_READ)),
        (BLOCK % "false", '"*"', f"GET anonymous {GET}", ("allow", BY_READ)),
        (BLOCK % "true", '"*"', f"GET anonymous {GET}", ("implicit deny", RESTRICTED)),
        (BLOCK % "true", '"*"', f"GET stranger {GET}", ("implicit deny", RESTRICTED)),
        (BLOCK % "true", '"*"', f"GET owner {GET}", ("allow", BY_READ)),
        (BLOCK % "true", '"*"', f"GET service:config.amazonaws.com {GET}", ("allow", BY_READ)),
        (BLOCK % "true", '{AWS: "111122223333"}', f"GET account:111122223333 {GET}", ("allow", BY_READ)),
        (BLOCK % "true", '{AWS: "111122223333"}', f"GET stranger {GET}", ("implicit deny", NONE)),
        (
            BLOCK % "!Ref Reader",
            '"*"',
            f"GET anonymous {GET}",
            (
                "undecided",
                "undecided: statement Read allows it, and whether RestrictPublicBuckets stops it is not known: "
                "parameter Reader has no default",
            ),
        ),
        (BLOCK % "true", "{AWS: !GetAtt Role.Arn}", f"GET ${{Role.Arn}} {GET}", ("allow", BY_READ)),
        (BLOCK % "true", "{AWS: !GetAtt Role.Arn}", f"GET ${{Role}} {GET}", ("allow", BY_READ)),
        (
            "AccessControl: Private",
            "{AWS: !Ref Reader}",
            f"GET anonymous {GET}",
            ("undecided", "undecided: statement Read may cover it: parameter Reader has no default"),
        ),
    ],
)
def test_policy_and_block(bucket: str, principal: str, request_: str, expected: tuple[str, str]) -> None:
    assert told(site(bucket, principal), request_) == expected


def test_a_caller_that_the_policy_does_not_name_so_is_refused() -> None:
    with pytest.raises(
        RequestSyntaxError, match=r"^column 5: expected a principal as the policy writes it; none is \$\{Rolf\}$"
    ):
        told(site(principal="{AWS: !GetAtt Role.Arn}"), f"GET ${{Rolf}} {GET}")


@pytest.mark.parametrize(
    ("caller", "account", "result"),
    [
        (
            "account:111122223333",
            "",
            "implicit deny: no statement allows it; if the caller's account owns the bucket, the caller's own policies may",
        ),
        (
            "account:111122223333",
            "111122223333",
            "implicit deny: no statement allows it; the caller's own policies may, as caller and bucket share an account",
        ),
        ("account:111122223333", "444455556666", NONE),
        (
            "owner",
            "",
            "implicit deny: no statement allows it; the caller's own policies may, as caller and bucket share an account",
        ),
    ],
)
def test_what_identity_policies_may_add(caller: str, account: str, result: str) -> None:
    assert told(site(principal='{AWS: "999988887777"}'), f"GET {caller} {GET}", account) == ("implicit deny", result)


LISTED = "allowed by the ACL: public-read; no Deny applies"
ACL_BUCKET = "AccessControl: PublicRead\n          OwnershipControls: {Rules: [{ObjectOwnership: %s}]}"


@pytest.mark.parametrize(
    ("bucket", "request_", "expected"),
    [
        ("AccessControl: PublicRead", "LIST anonymous s3://", ("allow", LISTED)),
        (ACL_BUCKET % "ObjectWriter", "LIST anonymous s3://acme-site", ("allow", LISTED)),
        (ACL_BUCKET % "ObjectWriter", "LIST stranger s3://acme-site", ("allow", LISTED)),
        (ACL_BUCKET % "ObjectWriter", "LIST anonymous s3://acme-site http", None),
        (ACL_BUCKET % "ObjectWriter", "PUT anonymous k", ("implicit deny", NONE)),
        (ACL_BUCKET % "ObjectWriter", "GET anonymous k", ("implicit deny", NONE)),
        (ACL_BUCKET % "BucketOwnerEnforced", "LIST anonymous s3://", ("implicit deny", NONE)),
        (
            ACL_BUCKET % "ObjectWriter" + "\n          PublicAccessBlockConfiguration: {IgnorePublicAcls: true}",
            "LIST anonymous s3://",
            ("implicit deny", NONE),
        ),
        ("AccessControl: AuthenticatedRead", "LIST anonymous s3://", ("implicit deny", NONE)),
        (
            "AccessControl: AuthenticatedRead",
            "LIST stranger s3://",
            ("allow", "allowed by the ACL: authenticated-read; no Deny applies"),
        ),
        (
            "AccessControl: !Ref Reader",
            "LIST anonymous s3://",
            (
                "undecided",
                "undecided: no statement allows it, and whether the ACL does is not known: parameter Reader has no default",
            ),
        ),
        ("AccessControl: !Ref Reader", "GET anonymous k", ("implicit deny", NONE)),
    ],
)
def test_acl(bucket: str, request_: str, expected: tuple[str, str] | None) -> None:
    explicit = ("explicit deny", "explicit deny by statement Tls; nothing overrules it")
    assert told(site(bucket), request_) == (expected or explicit)


def test_what_else_was_looked_at_is_noted() -> None:
    (found,) = outcomes(site("AccessControl: PublicRead"), "Site", "LIST anonymous s3:// aws:Referer=x")
    assert [(note.label, note.origin.start.line) for note in found.notes] == [
        ("no statement asks about aws:Referer", 21),
        ("the ACL grants it: public-read", 16),
        (
            "no object ownership is declared: S3 then turns ACLs off for a bucket that it creates since April 2023, "
            "not for an older one",
            12,
        ),
    ]
    (found,) = outcomes(site(), "Site", f"GET anonymous {GET}")
    assert [(note.label, note.origin.start.line) for note in found.notes] == [
        (
            "no access block is declared: S3 then blocks public access for a bucket that it creates since April 2023, "
            "not for an older one",
            12,
        ),
    ]


def test_a_public_policy_that_s3_does_not_take_is_noted() -> None:
    text = site("PublicAccessBlockConfiguration: {BlockPublicPolicy: true}")
    (found,) = outcomes(text, "Site", f"GET anonymous {GET}")
    assert (found.outcome, found.result) == (Outcome.ALLOWED, BY_READ)
    assert [(note.label, note.origin.start.line) for note in found.notes] == [
        ("RestrictPublicBuckets is not set, which is off", 16),
        ("BlockPublicPolicy is on: S3 refuses to set this policy, which is public", 16),
    ]
    (found,) = outcomes(
        site("PublicAccessBlockConfiguration: {BlockPublicPolicy: true}", '{AWS: "111122223333"}'),
        "Site",
        f"GET account:111122223333 {GET}",
    )
    assert [note.label for note in found.notes] == ["RestrictPublicBuckets is not set, which is off"]


def test_a_policy_that_is_not_known() -> None:
    text = """
        Parameters:
          Document:
            Type: String
        Resources:
          Site:
            Type: AWS::S3::Bucket
          SitePolicy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Site
              PolicyDocument: !Ref Document
    """
    (found,) = outcomes(text, "Site", "GET anonymous k")
    assert (found.outcome, found.result, found.inputs, found.notes) == (
        Outcome.UNDECIDED,
        "undecided: the bucket policy is not known: parameter Document has no default",
        ("parameter Document",),
        (),
    )


def test_worlds() -> None:
    found = outcomes(
        site("PublicAccessBlockConfiguration: {RestrictPublicBuckets: !If [Prod, true, false]}"), "Site", f"GET anonymous {GET}"
    )
    assert sorted((found.outcome.value, found.cases) for found in found) == [
        ("allow", ("Stage is dev",)),
        ("implicit deny", ("Stage is prod",)),
    ]


ADDRESS = "{IpAddress: {aws:SourceIp: 203.0.113.0/24}}"


@pytest.mark.parametrize(
    ("condition", "context", "outcome"),
    [
        (ADDRESS, "aws:SourceIp=203.0.113.9", "allow"),
        (ADDRESS, "aws:SourceIp=198.51.100.7", "implicit deny"),
        (ADDRESS, "aws:SourceVpce=vpce-1", "implicit deny"),
        ('{StringEquals: {aws:Referer: "x"}}', "", "implicit deny"),
        ('{StringEquals: {aws:Referer: "x"}}', "aws:Referer=x", "allow"),
        ('{DateLessThan: {aws:CurrentTime: "2026-01-01T00:00:00Z"}}', "aws:CurrentTime=2025-06-01", "allow"),
        ('{DateLessThan: {aws:CurrentTime: "2026-01-01T00:00:00Z"}}', "aws:EpochTime=1893456000", "implicit deny"),
        ('{NumericLessThan: {s3:TlsVersion: "1.2"}}', "s3:TlsVersion=1.1", "allow"),
        ('{"ForAnyValue:StringEquals": {aws:TagKeys: [a]}}', "aws:TagKeys=b aws:TagKeys=a", "allow"),
    ],
)
def test_context(condition: str, context: str, outcome: str) -> None:
    assert told(site(condition=condition), f"GET anonymous {GET} {context}")[0] == outcome


@pytest.mark.parametrize(
    ("condition", "key"),
    [
        (ADDRESS, "aws:SourceIp"),
        ('{DateLessThan: {aws:CurrentTime: "2026-01-01T00:00:00Z"}}', "aws:CurrentTime"),
        ("{StringEquals: {aws:RequestedRegion: eu-west-1}}", "aws:RequestedRegion"),
        ('{NumericLessThan: {s3:TlsVersion: "1.2"}}', "s3:TlsVersion"),
        ('{StringEquals: {aws:ResourceAccount: "111122223333"}}', "aws:ResourceAccount"),
    ],
)
def test_what_every_request_has_but_this_one_does_not_say_leaves_it_open(condition: str, key: str) -> None:
    (found,) = outcomes(site(condition=condition), "Site", f"GET anonymous {GET}")
    assert (found.outcome, found.result, found.inputs) == (
        Outcome.UNDECIDED,
        f"undecided: statement Read may cover it: the request does not say {key}",
        (key,),
    )


def test_the_account_decides_about_the_resource_account() -> None:
    text = site(condition='{StringEquals: {aws:ResourceAccount: "111122223333"}}')
    assert told(text, f"GET anonymous {GET}", "111122223333")[0] == "allow"
    assert told(text, f"GET anonymous {GET}", "444455556666")[0] == "implicit deny"


def test_a_request_to_another_bucket_is_refused() -> None:
    with pytest.raises(RequestSyntaxError, match=r"^column 15: expected a request to acme-site, not to other$"):
        outcomes(site(), "Site", "GET anonymous s3://other/k")


def test_without_a_policy() -> None:
    (found,) = outcomes("Resources: {Site: {Type: 'AWS::S3::Bucket'}}", "Site", "GET anonymous s3://anything/k")
    assert (found.outcome, found.result, [note.label for note in found.notes]) == (
        Outcome.NOT_ALLOWED,
        NONE,
        ["Site has no bucket policy"],
    )


def test_a_policy_that_s3_refuses_decides_nothing() -> None:
    (found,) = outcomes(site(principal="{Person: ann}"), "Site", f"GET anonymous {GET}")
    assert (found.outcome, found.result) == (Outcome.UNDECIDED, "undecided: S3 refuses the policy as it is written")


def test_statements_that_may_exist_leave_open_what_no_deny_settles() -> None:
    text = """
        variable "more" {
          type = list(any)
        }

        resource "aws_s3_bucket" "site" {}

        resource "aws_s3_bucket_policy" "site" {
          bucket = aws_s3_bucket.site.id
          policy = jsonencode({
            Version = "2012-10-17"
            Statement = concat([{
              Effect    = "Deny"
              Principal = "*"
              Action    = "s3:DeleteObject"
              Resource  = "${aws_s3_bucket.site.arn}/*"
            }], var.more)
          })
        }
    """
    (denied,) = outcomes(text, "site", "DELETE anonymous k", path=TERRAFORM)
    assert denied.outcome is Outcome.DENIED
    (open_,) = outcomes(text, "site", "GET anonymous k", path=TERRAFORM)
    assert (open_.outcome, open_.result, open_.inputs) == (
        Outcome.UNDECIDED,
        "undecided: further statements may exist: variable `more` has no default",
        ("var.more",),
    )


def test_a_bucket_that_is_never_created() -> None:
    text = """
        Conditions:
          Never: !Equals [a, b]
        Resources:
          Site:
            Type: AWS::S3::Bucket
            Condition: Never
    """
    (found,) = outcomes(text, "Site", "GET anonymous k")
    assert (found.outcome, found.result) == (Outcome.NOT_ALLOWED, "the bucket is never created with these values")
