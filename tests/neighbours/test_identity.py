"""How far identity policies reach."""

from __future__ import annotations

import json

import pytest

from s3lint import Inputs, Settings, check
from s3lint.policy import Policy, broad_grants, parse_policy
from tests.neighbours.reports import places, said

Statement = dict[str, object]

RULE = "broad-iam-s3-access"
EVERYTHING: Statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
TEAM = {"StringEquals": {"aws:ResourceTag/team": "data"}}


def policy(*statements: Statement) -> Policy:
    return parse_policy(json.dumps({"Version": "2012-10-17", "Statement": list(statements)}))


def allow(action: object, resource: object, **more: object) -> Statement:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: object, resource: object, **more: object) -> Statement:
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        (EVERYTHING, "statement 1 allows s3:* on every bucket"),
        (allow("*", "*"), "statement 1 allows * on every bucket"),
        (allow("S3:*", "arn:aws:s3:::*"), "statement 1 allows S3:* on every bucket"),
        (allow(["s3:Get*", "s3:Put*"], "arn:aws:s3:::*/*"), "statement 1 allows s3:Get*, s3:Put* on every bucket"),
        (allow(["s3:GetObject", "s3:DeleteObject"], "arn:aws:s3:::*/*"), "statement 1 allows s3:GetObject, s3:DeleteObject"),
        (allow(["s3:?etObject", "s3:P*"], "arn:*:s3:::*"), "statement 1 allows s3:?etObject, s3:P* on every bucket"),
        (allow("s3:*", "arn:aws-cn:s3:::*"), "statement 1 allows s3:* on every bucket"),
        (
            {"Effect": "Allow", "NotAction": ["iam:*", "s3:DeleteBucket"], "Resource": "*"},
            "statement 1 allows everything but iam:*, s3:DeleteBucket on every bucket",
        ),
        (
            {"Effect": "Allow", "Action": "s3:*", "NotResource": ["arn:aws:s3:::vault", "arn:aws:s3:::vault/*"]},
            "statement 1 allows s3:* on every bucket",
        ),
        (
            allow("s3:*", "*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
            "statement 1 allows s3:* on every bucket",
        ),
        (
            allow("s3:*", "*", Condition={"StringLike": {"aws:ResourceTag/team": "*"}}),
            "statement 1 allows s3:* on every bucket",
        ),
    ],
)
def test_broad(statement: Statement, text: str) -> None:
    (found,) = broad_grants([policy(statement)]).found
    assert found.text.startswith(text)


@pytest.mark.parametrize(
    "statements",
    [
        [allow("s3:*", ["arn:aws:s3:::one", "arn:aws:s3:::one/*"])],
        [allow("s3:*", "arn:aws:s3:::team-*")],
        [allow("s3:*", "arn:aws:s3:::*/public/*")],
        [allow("s3:*", "arn:aws:s3:::${aws:username}/*")],
        [allow(["s3:Get*", "s3:List*"], "*")],
        [allow(["s3:Put*", "s3:Delete*"], "*")],
        [allow("s3:GetObject", "*"), allow("s3:PutObject", "arn:aws:s3:::one/*")],
        [allow("ec2:*", "*")],
        [{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}],
        [EVERYTHING, deny("s3:*", "*")],
        [EVERYTHING, deny("s3:Get*", "arn:aws:s3:::*")],
        [EVERYTHING, deny(["s3:PutObject", "s3:DeleteObject"], "*")],
        [EVERYTHING, {"Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::one/*"}],
        [EVERYTHING, deny("s3:*", "*", Condition={"StringNotEquals": {"aws:ResourceTag/team": "data"}})],
        [allow("s3:*", "*", Condition=TEAM)],
        [allow("*", "*", Condition={"ForAnyValue:StringEquals": {"aws:CalledVia": "cloudformation.amazonaws.com"}})],
        [deny("s3:*", "*")],
    ],
    ids=json.dumps,
)
def test_not_broad(statements: list[Statement]) -> None:
    remarks = broad_grants([policy(*statements)])
    assert (remarks.found, remarks.doubt) == ((), None)


@pytest.mark.parametrize(
    "restriction",
    [
        deny("s3:DeleteBucket", "*"),
        deny("s3:DeleteObject", "*"),
        deny("s3:*", ["arn:aws:s3:::vault", "arn:aws:s3:::vault/*"]),
        deny("s3:*", "*", Condition={"Bool": {"aws:SecureTransport": "false"}}),
        deny("s3:*", "*", Condition={"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}),
    ],
    ids=json.dumps,
)
def test_a_deny_that_leaves_most(restriction: Statement) -> None:
    (found,) = broad_grants([policy(EVERYTHING, restriction)]).found
    assert found.statement.number == 1


OWN, OTHER = "111111111111", "222222222222"


def owned(operator: str, key: str, *values: str) -> Statement:
    return allow("s3:*", "*", Condition={operator: {key: list(values)}})


@pytest.mark.parametrize("key", ["aws:ResourceAccount", "s3:ResourceAccount"])
@pytest.mark.parametrize(
    ("operator", "values", "reach"),
    [
        ("StringEquals", ("${aws:PrincipalAccount}",), "every bucket"),
        ("StringEquals", (OWN,), "every bucket"),
        ("StringEquals", (OTHER, OWN), "every bucket"),
        ("StringLike", ("*",), "every bucket"),
        ("StringNotEquals", (OTHER,), "every bucket"),
        ("StringEquals", (OTHER,), ""),
        ("StringNotEquals", (OWN,), "every bucket of other accounts"),
        ("StringNotEquals", ("${aws:PrincipalAccount}",), "every bucket of other accounts"),
        ("StringNotEquals", (OTHER, OWN), "every bucket of other accounts"),
    ],
)
def test_conditions_on_the_owner_of_buckets(key: str, operator: str, values: tuple[str, ...], reach: str) -> None:
    grants = broad_grants([policy(owned(operator, key, *values))], account=OWN)
    assert [grant.text for grant in grants.found] == ([f"statement 1 allows s3:* on {reach}"] if reach else [])
    assert grants.doubt is None
    assert not reach or grants.reach == reach


def test_the_owner_where_nobody_says_whose_account_it_is() -> None:
    named = broad_grants([policy(owned("StringEquals", "aws:ResourceAccount", OTHER))])
    assert named.found == ()
    assert named.doubt is not None
    assert (named.doubt.reason, named.doubt.inputs) == (
        "nothing says whether aws:ResourceAccount is that of its own account",
        ("--account",),
    )
    organization = broad_grants([policy(owned("StringEquals", "aws:ResourceOrgID", "o-1"))])
    assert (organization.found, organization.doubt is None) == ((), False)
    assert broad_grants([policy(owned("StringEquals", "aws:ResourceOrgID", "${aws:PrincipalOrgID}"))]).found


def test_a_perimeter_around_the_own_account() -> None:
    others = deny("s3:*", "*", Condition={"StringNotEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}})
    own = deny("s3:*", "*", Condition={"StringEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}})
    assert broad_grants([policy(EVERYTHING, others)]).reach == "every bucket"
    assert broad_grants([policy(EVERYTHING, own)]).reach == "every bucket of other accounts"
    assert broad_grants([policy(EVERYTHING, own, others)]).found == ()


def test_the_account_that_the_user_names() -> None:
    text = """
        resource "aws_iam_policy" "p" {
          policy = jsonencode({ Statement = [{
            Effect = "Allow", Action = "s3:*", Resource = "*"
            Condition = { StringEquals = { "aws:ResourceAccount" = "111111111111" } }
          }] })
        }
    """
    for account, verdict in (("", "undecided"), (OWN, "fail"), (OTHER, "")):
        settings = Settings(select=(RULE,), inputs=Inputs(account=account))
        found = check([], settings, overlay={"main.tf": text})
        assert [one.verdict.value for one in (*found.findings, *found.undecided)] == ([verdict] if verdict else [])


def test_reading_and_writing_in_two_documents() -> None:
    one, other = policy(allow("s3:GetObject", "*")), policy(allow("s3:PutObject", "*"))
    (found,) = broad_grants([one, other]).found
    assert found.text == "statement 1 allows s3:GetObject and statement 1 allows s3:PutObject on every bucket"
    assert found.origin.source is other.origin.source


def test_each_broad_statement_is_a_cause_of_its_own() -> None:
    found = broad_grants([policy(EVERYTHING, allow("*", "arn:aws:s3:::*"))]).found
    assert [remark.origin.text for remark in found] == ['"*"', '"arn:aws:s3:::*"']


def test_no_policies() -> None:
    assert broad_grants([]).found == ()


def test_the_limit_is_named() -> None:
    many = [allow("s3:GetObject", ["*"] * 2000) for _ in range(11)]
    remarks = broad_grants([policy(*many)])
    assert remarks.found == ()
    assert remarks.doubt is not None
    assert remarks.doubt.reason == "the policies name more than 20000 resources"


def test_inline_policies_of_one_role_are_judged_together() -> None:
    template = """
        Resources:
          Worker:
            Type: AWS::IAM::Role
            Properties:
              Policies:
                - PolicyDocument:
                    Statement:
                      - Effect: Allow
                        Action: s3:*
                        Resource: "*"
                - PolicyDocument:
                    Statement:
                      - Effect: Deny
                        Action: s3:PutObject
                        Resource: "*"
                      - Effect: Deny
                        Action: s3:DeleteObject
                        Resource: "*"
    """
    assert places(RULE, t_yaml=template) == []
    assert places(RULE, t_yaml=template.replace("s3:DeleteObject", "s3:DeleteBucket")) == ["fail 10"]


@pytest.mark.parametrize("kind", ["Policy", "ManagedPolicy", "RolePolicy", "UserPolicy", "GroupPolicy"])
def test_policies_of_cloudformation(kind: str) -> None:
    template = f"""
        Resources:
          Broad:
            Type: AWS::IAM::{kind}
            Properties:
              PolicyDocument:
                Statement:
                  Effect: Allow
                  Action: [s3:GetObject, s3:PutObject]
                  Resource: !Sub "arn:${{AWS::Partition}}:s3:::*/*"
    """
    assert said(RULE, t_yaml=template) == [
        "fail t.yaml:9:21 Broad: Broad may read and write every bucket: "
        "statement 1 allows s3:GetObject, s3:PutObject on every bucket"
    ]


@pytest.mark.parametrize("kind", ["User", "Group"])
def test_holders_of_inline_policies_of_cloudformation(kind: str) -> None:
    template = f"""
        Resources:
          Broad:
            Type: AWS::IAM::{kind}
            Properties:
              Policies:
                - PolicyName: all
                  PolicyDocument:
                    Statement:
                      Effect: Allow
                      Action: "*"
                      Resource: '*'
    """
    assert places(RULE, t_yaml=template) == ["fail 11"]


@pytest.mark.parametrize("kind", ["policy", "role_policy", "user_policy", "group_policy"])
def test_policies_of_terraform(kind: str) -> None:
    text = f"""
        resource "aws_iam_{kind}" "broad" {{
          policy = jsonencode({{
            Statement = [{{ Effect = "Allow", Action = "*", Resource = "*" }}]
          }})
        }}
    """
    assert said(RULE, main_tf=text) == [
        f"fail main.tf:3:63 aws_iam_{kind}.broad: aws_iam_{kind}.broad may read and write every bucket: "
        "statement 1 allows * on every bucket"
    ]


def test_a_condition_of_the_template_decides() -> None:
    template = """
        Parameters:
          Stage: {Type: String}
        Conditions:
          IsTest: !Equals [!Ref Stage, test]
        Resources:
          Worker:
            Type: AWS::IAM::ManagedPolicy
            Properties:
              PolicyDocument:
                Statement:
                  - Effect: Allow
                    Action: s3:*
                    Resource: !If [IsTest, "*", "arn:aws:s3:::one/*"]
    """
    assert places(RULE, t_yaml=template) == ["undecided 13"]


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        ('"arn:aws:s3:::${var.x}/*"', []),
        ('"arn:aws:s3:::${var.x}*"', []),
        ('"${var.x}/*"', []),
        ("var.x", ["undecided 1"]),
        ('[var.x, "*"]', ["fail 3"]),
    ],
)
def test_a_variable_in_an_arn_is_a_name(resource: str, expected: list[str]) -> None:
    text = f"""
        variable "x" {{}}
        resource "aws_iam_policy" "p" {{
          policy = jsonencode({{ Statement = [{{ Effect = "Allow", Action = "s3:*", Resource = {resource} }}] }})
        }}
    """
    assert places(RULE, main_tf=text) == expected


def test_what_is_unknown_and_about_other_services_does_not_matter() -> None:
    text = """
        variable "x" {}
        resource "aws_iam_policy" "p" {
          policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "ec2:*", Resource = var.x }] })
          # s3:
        }
    """
    assert places(RULE, main_tf=text) == []


def test_a_policy_that_is_left_to_whoever_deploys() -> None:
    text = """
        variable "x" {}
        resource "aws_iam_policy" "p" {
          policy = var.x
          # s3:
        }
    """
    assert places(RULE, main_tf=text) == ["undecided 1"]
