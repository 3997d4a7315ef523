"""What lets strangers in through an access point: its policy, with its bucket's, and no block of point, bucket or account."""

from __future__ import annotations

import pytest

from s3lint import Settings, check

RULES = ("wildcard-principal", "shadowed-public-grant")
FLAGS = "{BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: %s}"
TO_ALL = "{Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: '*'}"
LEFT = (
    "{Effect: Allow, Principal: '*', Action: 's3:*', Resource: [!GetAtt B.Arn, !Sub '${B.Arn}/*'], "
    "Condition: {StringEquals: {'s3:DataAccessPointAccount': !Ref 'AWS::AccountId'}}}"
)
PUBLIC = "{Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: !Sub '${B.Arn}/*'}"
IN_ORGANIZATION = PUBLIC[:-1] + ", Condition: {StringEquals: {'aws:PrincipalOrgID': o-exampleorgid}}}"
BY_NAME = "{Effect: Allow, Principal: {AWS: 111122223333}, Action: 's3:GetObject', Resource: !Sub '${B.Arn}/*'}"


def template(statement: str, *, bucket_flag: str = "", point_flag: str = "false", name: str = "!Ref B") -> str:
    block = f"      PublicAccessBlockConfiguration: {FLAGS % bucket_flag}\n" if bucket_flag else ""
    policy = (
        "  BucketPolicy:\n    Type: AWS::S3::BucketPolicy\n    Properties:\n      Bucket: !Ref B\n"
        f"      PolicyDocument: {{Version: '2012-10-17', Statement: [{statement}]}}\n"
        if statement
        else ""
    )
    return (
        "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n"
        f"      VersioningConfiguration: {{Status: Enabled}}\n{block}{policy}"
        "  Point:\n    Type: AWS::S3::AccessPoint\n    Properties:\n"
        f"      Bucket: {name}\n      PublicAccessBlockConfiguration: {FLAGS % point_flag}\n"
        f"      Policy: {{Version: '2012-10-17', Statement: [{TO_ALL}]}}\n"
    )


def verdicts(text: str) -> list[tuple[str, str]]:
    report = check([], Settings(select=RULES), {"t.yaml": text})
    return sorted((one.rule, one.verdict.value) for one in report.findings + report.undecided if one.subjects == ("Point",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(template(LEFT), [("wildcard-principal", "fail")], id="the bucket leaves it to its access points"),
        pytest.param(template(PUBLIC), [("wildcard-principal", "fail")], id="the bucket is public, too"),
        pytest.param(template(""), [("shadowed-public-grant", "fail")], id="the bucket has no policy"),
        pytest.param(template(BY_NAME), [("shadowed-public-grant", "fail")], id="the bucket lets in somebody else"),
        pytest.param(template(IN_ORGANIZATION), [("shadowed-public-grant", "fail")], id="the bucket lets in an organization"),
        pytest.param(template(LEFT, bucket_flag="true"), [("shadowed-public-grant", "fail")], id="the bucket's block"),
        pytest.param(template(LEFT, bucket_flag="false"), [("wildcard-principal", "fail")], id="the bucket's block is open"),
        pytest.param(template(LEFT, point_flag="true"), [("shadowed-public-grant", "fail")], id="its own block"),
        pytest.param(template("", name="elsewhere"), [("wildcard-principal", "fail")], id="a bucket from elsewhere"),
    ],
)
def test_all_that_holds_for_the_bucket_holds_for_its_access_points(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(text) == expected


def test_the_block_of_the_account() -> None:
    text = """
resource "aws_s3_bucket" "b" {}
resource "aws_s3_account_public_access_block" "all" {
  restrict_public_buckets = true
}
resource "aws_s3_access_point" "point" {
  bucket = aws_s3_bucket.b.id
  name   = "point"
  public_access_block_configuration {
    restrict_public_buckets = false
  }
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*" }]
  })
}
"""
    report = check([], Settings(select=RULES), {"main.tf": text})
    found = [(one.rule, [note.label for note in one.related]) for one in report.findings]
    assert found == [
        (
            "shadowed-public-grant",
            ["restrict_public_buckets of the account is on", "the bucket's own policy lets in none of them"],
        )
    ]


def test_a_policy_of_the_bucket_that_is_not_known_decides() -> None:
    text = template("!Ref Statement").replace("Resources:", "Parameters:\n  Statement: {Type: String}\nResources:")
    assert verdicts(text) == [("shadowed-public-grant", "undecided"), ("wildcard-principal", "undecided")]
