"""Access keys: which policies are those of the user that a key is made for."""

from __future__ import annotations

from textwrap import dedent

import pytest

from s3lint import Settings, check

MAY = '{Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}'
USER = "User: {Type: AWS::IAM::User}"
OTHER = "Other: {Type: AWS::IAM::User}"
KEY = "Key: {Type: AWS::IAM::AccessKey, Properties: {UserName: !Ref User}}"


def failing(path: str, text: str) -> list[str]:
    report = check([], Settings(select=("static-credentials",)), overlay={path: text})
    assert report.problems == ()
    assert report.undecided == ()
    return [subject for finding in report.findings for subject in finding.subjects]


@pytest.mark.parametrize(
    ("resource", "keys"),
    [
        (f"P: {{Type: AWS::IAM::Policy, Properties: {{Users: [!Ref User], PolicyDocument: {MAY}}}}}", ["Key"]),
        (f"P: {{Type: AWS::IAM::UserPolicy, Properties: {{UserName: !Ref User, PolicyDocument: {MAY}}}}}", ["Key"]),
        (f"P: {{Type: AWS::IAM::ManagedPolicy, Properties: {{Users: [!Ref User], PolicyDocument: {MAY}}}}}", ["Key"]),
        (f"P: {{Type: AWS::IAM::ManagedPolicy, Properties: {{Users: [!Ref Other], PolicyDocument: {MAY}}}}}", []),
        (f"P: {{Type: AWS::IAM::RolePolicy, Properties: {{RoleName: User, PolicyDocument: {MAY}}}}}", []),
    ],
)
def test_cloudformation(resource: str, keys: list[str]) -> None:
    assert failing("template.yaml", "\n  ".join(("Resources:", USER, OTHER, resource, KEY))) == keys


TERRAFORM = """
    resource "aws_iam_user" "app" {
      name = "app"
    }

    resource "aws_iam_access_key" "app" {
      user = aws_iam_user.app.name
    }

    resource "aws_iam_policy" "write" {
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
    }
"""


@pytest.mark.parametrize(
    ("kind", "holder", "keys"),
    [
        ("user", "user = aws_iam_user.app.name", 1),
        ("user", "user = aws_iam_user.app.id", 1),
        ("user", 'user = "app"', 1),
        ("user", 'user = "other"', 0),
        ("role", 'role = "app"', 0),
    ],
)
def test_terraform(kind: str, holder: str, keys: int) -> None:
    attached = f'resource "aws_iam_{kind}_policy_attachment" "a" {{\n  {holder}\n  policy_arn = aws_iam_policy.write.arn\n}}\n'
    assert failing("main.tf", dedent(TERRAFORM) + attached) == ["aws_iam_access_key.app"] * keys
