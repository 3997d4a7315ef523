"""Access keys: which policies are those of the user that a key is made for."""

from __future__ import annotations

from textwrap import dedent

import pytest

from s3lint import Settings, check

MAY = '{Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}'
USER = "User: {Type: AWS::IAM::User}"
OTHER = "Other: {Type: AWS::IAM::User}"
TEAM = "Team: {Type: AWS::IAM::Group, Properties: {GroupName: team}}"
OTHERS = "Others: {Type: AWS::IAM::Group}"
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
        (f"P: {{Type: AWS::IAM::Policy, Properties: {{Groups: [!Ref Team], PolicyDocument: {MAY}}}}}", ["Key"]),
        (f"P: {{Type: AWS::IAM::Policy, Properties: {{Groups: [team], PolicyDocument: {MAY}}}}}", ["Key"]),
        (f"P: {{Type: AWS::IAM::GroupPolicy, Properties: {{GroupName: !Ref Team, PolicyDocument: {MAY}}}}}", ["Key"]),
        (f"P: {{Type: AWS::IAM::GroupPolicy, Properties: {{GroupName: !Ref Others, PolicyDocument: {MAY}}}}}", []),
        (f"P: {{Type: AWS::IAM::RolePolicy, Properties: {{RoleName: User, PolicyDocument: {MAY}}}}}", []),
    ],
)
def test_cloudformation(resource: str, keys: list[str]) -> None:
    added = "Added: {Type: AWS::IAM::UserToGroupAddition, Properties: {Users: [!Ref User], GroupName: !Ref Team}}"
    assert failing("template.yaml", "\n  ".join(("Resources:", USER, OTHER, TEAM, OTHERS, added, resource, KEY))) == keys


@pytest.mark.parametrize(
    ("group", "user", "is_held"),
    [
        ("ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonS3FullAccess]", "Groups: [!Ref Team]", True),
        ("ManagedPolicyArns: [!Ref Write]", "Groups: [!Ref Team]", True),
        (f"Policies: [{{PolicyName: p, PolicyDocument: {MAY}}}]", "Groups: [team]", True),
        ("ManagedPolicyArns: [!Ref Write]", "Groups: [other]", False),
        ("GroupName: team", "ManagedPolicyArns: [!Ref Write]", True),
        ("GroupName: team", "ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonS3FullAccess]", True),
        ("GroupName: team", "ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonSQSFullAccess]", False),
        ("GroupName: team", "Path: /", False),
        ("GroupName: team", 'ManagedPolicyArns: !Split [",", ""]', False),
    ],
)
def test_what_stands_in_a_user_or_a_group(group: str, user: str, is_held: bool) -> None:
    name = "" if group.startswith("GroupName") else "GroupName: team, "
    text = f"""
Resources:
  Write: {{Type: AWS::IAM::ManagedPolicy, Properties: {{PolicyDocument: {MAY}}}}}
  Team: {{Type: AWS::IAM::Group, Properties: {{{name}{group}}}}}
  User: {{Type: AWS::IAM::User, Properties: {{{user}}}}}
  {KEY}
"""
    assert failing("template.yaml", text) == ["Key"] * is_held


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


MEMBERSHIPS = (
    'resource "aws_iam_user_group_membership" "m" {\n  user = aws_iam_user.app.name\n  groups = [aws_iam_group.team.name]\n}\n',
    'resource "aws_iam_group_membership" "m" {\n  name = "m"\n  users = ["app"]\n  group = aws_iam_group.team.name\n}\n',
)


@pytest.mark.parametrize("membership", MEMBERSHIPS)
@pytest.mark.parametrize(
    ("policy", "keys"),
    [
        ('group_policy_attachment" "p" {\n  group = aws_iam_group.team.name\n  policy_arn = aws_iam_policy.write.arn\n}\n', 1),
        ('group_policy_attachment" "p" {\n  group = "team"\n  policy_arn = aws_iam_policy.write.arn\n}\n', 1),
        ('group_policy_attachment" "p" {\n  group = "other"\n  policy_arn = aws_iam_policy.write.arn\n}\n', 0),
        ('policy_attachment" "p" {\n  name = "p"\n  groups = ["team"]\n  policy_arn = aws_iam_policy.write.arn\n}\n', 1),
        ('group_policy" "p" {\n  group = aws_iam_group.team.id\n  policy = aws_iam_policy.write.policy\n}\n', 1),
        ('user_policy" "p" {\n  user = "team"\n  policy = aws_iam_policy.write.policy\n}\n', 0),
    ],
)
def test_groups_in_terraform(membership: str, policy: str, keys: int) -> None:
    team = 'resource "aws_iam_group" "team" {\n  name = "team"\n}\n'
    text = dedent(TERRAFORM) + team + membership + f'resource "aws_iam_{policy}'
    assert failing("main.tf", text) == ["aws_iam_access_key.app"] * keys
