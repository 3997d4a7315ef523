"""What caps identity policies, and AWS's own policies that are attached by their ARNs."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.neighbours.reports import places, said

RULE = "broad-iam-s3-access"

ALL = 'jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })'
ONE = ALL.replace('"*" }', '"arn:aws:s3:::inbox/*" }')


def verdicts(text: str, start: str = "") -> list[str]:
    """Which resources are found to reach every bucket, or may."""
    found = said(RULE, main_tf=dedent(start) + dedent(text))
    return [f"{line.split()[0]} {line.split()[2].rstrip(':')}" for line in found]


def policy(name: str, document: str = ALL) -> str:
    return f'resource "aws_iam_policy" "{name}" {{\n  name   = "{name}"\n  policy = {document}\n}}\n'


def role(name: str, more: str = "") -> str:
    return f'resource "aws_iam_role" "{name}" {{\n  name = "{name}"\n  {more}\n}}\n'


def attached(role: str, arn: str) -> str:
    return f'resource "aws_iam_role_policy_attachment" "this" {{\n  role       = {role}\n  policy_arn = {arn}\n}}\n'


BOUNDARY = "permissions_boundary = aws_iam_policy.boundary.arn"


@pytest.mark.parametrize(
    "user",
    [
        role("worker", BOUNDARY),
        role("worker", 'permissions_boundary = "arn:aws:iam::123456789012:policy/boundary"'),
        'data "aws_caller_identity" "me" {}\n'
        + role(
            "worker", 'permissions_boundary = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:policy/team/boundary"'
        ),
        f'resource "aws_iam_user" "worker" {{\n  name = "worker"\n  {BOUNDARY}\n}}\n',
    ],
)
def test_what_is_only_a_boundary_grants_nothing(user: str) -> None:
    assert verdicts(policy("boundary") + user) == []


@pytest.mark.parametrize(
    "user",
    [
        role("worker"),
        role("worker", "permissions_boundary = null"),
        role("worker", 'permissions_boundary = "arn:aws:iam::123456789012:policy/other"'),
        role("worker", BOUNDARY) + attached("aws_iam_role.worker.name", "aws_iam_policy.boundary.arn"),
        role("worker", BOUNDARY) + role("other", "managed_policy_arns = [aws_iam_policy.boundary.arn]"),
        role("worker", f"count = 0\n  {BOUNDARY}"),
    ],
)
def test_a_policy_that_grants_beside_that(user: str) -> None:
    assert verdicts(policy("boundary") + user) == ["fail aws_iam_policy.boundary"]


INLINE = 'inline_policy {\n    name   = "all"\n    policy = ' + ALL + "\n  }"


@pytest.mark.parametrize(
    ("boundary", "expected"),
    [
        (ONE, []),
        (ALL, ["fail aws_iam_role.worker"]),
        (ALL.replace("s3:*", "s3:Get*"), []),
        (ALL.replace("s3:*", "ec2:*"), []),
        (ALL.replace('Action = "s3:*"', 'NotAction = "iam:*"'), ["fail aws_iam_role.worker"]),
        (ALL.replace("}] })", '}, { Effect = "Deny", Action = "s3:Put*", Resource = "*" }] })'), ["fail aws_iam_role.worker"]),
        (ALL.replace("}] })", '}, { Effect = "Deny", Action = "s3:*", Resource = "*" }] })'), []),
    ],
)
def test_a_boundary_caps_the_policies_of_a_role(boundary: str, expected: list[str]) -> None:
    assert verdicts(policy("boundary", boundary) + role("worker", f"{BOUNDARY}\n  {INLINE}")) == expected


ROLE_POLICY = f'resource "aws_iam_role_policy" "all" {{\n  role   = aws_iam_role.worker.id\n  policy = {ALL}\n}}\n'
EXCLUSIVE = """resource "aws_iam_role_policy_attachments_exclusive" "this" {
  role_name   = aws_iam_role.worker.name
  policy_arns = [aws_iam_policy.all.arn]
}
"""


@pytest.mark.parametrize(
    "given",
    [
        ROLE_POLICY,
        ROLE_POLICY.replace("aws_iam_role.worker.id", '"worker"'),
        policy("all") + attached("aws_iam_role.worker.name", "aws_iam_policy.all.arn"),
        policy("all") + attached('"worker"', '"arn:aws:iam::123456789012:policy/all"'),
        policy("all") + EXCLUSIVE,
        policy("all") + 'resource "aws_iam_policy_attachment" "this" {\n  name = "this"\n  roles = [aws_iam_role.worker.name]\n'
        "  policy_arn = aws_iam_policy.all.arn\n}\n",
        attached("aws_iam_role.worker.name", '"arn:aws:iam::aws:policy/AmazonS3FullAccess"'),
    ],
)
def test_a_boundary_caps_what_is_attached_to_the_role(given: str) -> None:
    bounded = policy("boundary", ONE) + role("worker", BOUNDARY)
    assert verdicts(bounded + given) == []
    assert len(verdicts(policy("boundary", ONE) + role("worker") + given)) == 1
    if "all" in given and "role_policy_attachment" in given:
        # Somebody else has it as well, without a boundary.
        assert verdicts(bounded + role("other", "managed_policy_arns = [aws_iam_policy.all.arn]") + given) == [
            "fail aws_iam_policy.all"
        ]


def test_a_boundary_that_is_declared_elsewhere() -> None:
    text = role("worker", f"permissions_boundary = var.boundary\n  {INLINE}")
    assert verdicts('variable "boundary" {}\n' + text) == ["undecided aws_iam_role.worker"]
    assert verdicts('variable "boundary" {\n  default = null\n}\n' + text) == ["fail aws_iam_role.worker"]
    elsewhere = text.replace("var.boundary", '"arn:aws:iam::123456789012:policy/other"')
    assert said(RULE, main_tf=elsewhere) == [
        "undecided main.tf:3:26 aws_iam_role.worker: whether aws_iam_role.worker may read and write every bucket is undecided: "
        "the permissions boundary arn:aws:iam::123456789012:policy/other is not declared here"
    ]


@pytest.mark.parametrize(
    ("boundary", "expected"),
    [
        ("arn:aws:iam::aws:policy/PowerUserAccess", ["fail aws_iam_role.worker"]),
        ("arn:aws-us-gov:iam::aws:policy/AdministratorAccess", ["fail aws_iam_role.worker"]),
        ("arn:aws:iam::aws:policy/ReadOnlyAccess", []),
        ("arn:aws:iam::aws:policy/AmazonSQSFullAccess", []),
    ],
)
def test_a_policy_of_aws_as_boundary(boundary: str, expected: list[str]) -> None:
    assert verdicts(role("worker", f'permissions_boundary = "{boundary}"\n  {INLINE}')) == expected


@pytest.mark.parametrize(
    ("arn", "message"),
    [
        ('"arn:aws:iam::aws:policy/AmazonS3FullAccess"', "AmazonS3FullAccess allows s3:*"),
        ('"arn:aws-cn:iam::aws:policy/AdministratorAccess"', "AdministratorAccess allows *"),
        (
            '"arn:${data.aws_partition.here.partition}:iam::aws:policy/PowerUserAccess"',
            "PowerUserAccess allows everything but iam:*, organizations:*, account:*",
        ),
        ('"arn:${var.partition}:iam::aws:policy/job-function/SystemAdministrator"', "SystemAdministrator allows s3:*"),
        ("data.aws_iam_policy.by_name.arn", "AmazonS3FullAccess allows s3:*"),
        ("data.aws_iam_policy.by_arn.arn", "AWSLambdaExecute allows s3:GetObject, s3:PutObject"),
        ('"arn:aws:iam::aws:policy/AWSElasticBeanstalkFullAccess"', "AWSElasticBeanstalkFullAccess allows s3:*"),
        ('"arn:aws:iam::aws:policy/AWSLambdaFullAccess"', "AWSLambdaFullAccess allows s3:*"),
    ],
)
@pytest.mark.parametrize("kind", ["role", "user", "group"])
def test_a_policy_of_aws_that_is_attached(arn: str, message: str, kind: str) -> None:
    text = f"""
        data "aws_partition" "here" {{}}
        data "aws_iam_policy" "by_name" {{
          name = "AmazonS3FullAccess"
        }}
        data "aws_iam_policy" "by_arn" {{
          arn = "arn:aws:iam::aws:policy/AWSLambdaExecute"
        }}
        variable "partition" {{}}
        resource "aws_iam_{kind}_policy_attachment" "this" {{
          {kind} = "somebody"
          policy_arn = {arn}
        }}
    """
    (found,) = said(RULE, main_tf=text)
    this = f"aws_iam_{kind}_policy_attachment.this"
    assert found.endswith(f"{this}: {this} may read and write every bucket: {message} on every bucket")


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        ('"arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"', []),
        ('"arn:aws:iam::aws:policy/ReadOnlyAccess"', []),
        ('"arn:aws:iam::aws:policy/AWSLambdaReadOnlyAccess"', []),
        ('"arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"', []),
        ('"arn:aws:iam::123456789012:policy/AmazonS3FullAccess"', []),
        ('"arn:aws:iam::${data.aws_caller_identity.me.account_id}:policy/${var.x}"', []),
        ("aws_iam_policy.own.arn", []),
        ("module.policy.arn", []),
        ("data.terraform_remote_state.base.outputs.policy_arn", []),
        ("data.aws_iam_policy.team.arn", []),
        ('"arn:aws:iam::aws:policy/${var.x}"', ["undecided 1"]),
        ("var.x", ["undecided 1"]),
    ],
)
def test_a_policy_that_is_no_grant_on_every_bucket(arn: str, expected: list[str]) -> None:
    text = f"""
        variable "x" {{}}
        module "policy" {{
          source = "git::https://example.org/policy.git"
        }}
        data "terraform_remote_state" "base" {{
          backend = "s3"
        }}
        data "aws_iam_policy" "team" {{
          path_prefix = "/team/"
        }}
        data "aws_caller_identity" "me" {{}}
        resource "aws_iam_policy" "own" {{
          policy = {ONE}
        }}
        resource "aws_iam_role_policy_attachment" "this" {{
          role       = "somebody"
          policy_arn = {arn}
        }}
    """
    assert places(RULE, main_tf=text) == expected


ALLOW = "{Version: '2012-10-17', Statement: [{Effect: Allow, Action: 's3:*', Resource: '%s'}]}"


def template(*resources: str) -> str:
    return "Resources:\n" + "".join(f"  {resource}\n" for resource in resources)


def managed(name: str, reach: str = "*", more: str = "") -> str:
    return f"{name}: {{Type: 'AWS::IAM::ManagedPolicy', Properties: {{PolicyDocument: {ALLOW % reach}{more}}}}}"


def worker(properties: str, kind: str = "Role") -> str:
    return f"Worker: {{Type: 'AWS::IAM::{kind}', Properties: {{{properties}}}}}"


BOUND = "PermissionsBoundary: !Ref Boundary"
NARROW = managed("Boundary", "arn:aws:s3:::inbox/*")
INLINE_POLICIES = f"Policies: [{{PolicyName: all, PolicyDocument: {ALLOW % '*'}}}]"


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ((managed("Boundary"), worker(BOUND)), []),
        ((managed("Boundary"), worker(BOUND, "User")), []),
        ((managed("Boundary"), worker("Path: /")), ["fail 2"]),
        ((managed("Boundary"), worker(f"{BOUND}, ManagedPolicyArns: [!Ref Boundary]")), ["fail 2"]),
        ((managed("Boundary", more=", Groups: [staff]"), worker(BOUND)), ["fail 2"]),
        ((NARROW, worker(f"{BOUND}, {INLINE_POLICIES}")), []),
        ((NARROW, worker(INLINE_POLICIES)), ["fail 3"]),
        ((NARROW, worker(BOUND), managed("All", more=", Roles: [!Ref Worker]")), []),
        ((NARROW, worker("Path: /"), managed("All", more=", Roles: [!Ref Worker]")), ["fail 4"]),
        ((NARROW, worker(BOUND), managed("All", more=", Roles: [!Ref Worker, other]")), ["fail 4"]),
        ((NARROW, worker(f"{BOUND}, ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess']")), []),
        ((worker("ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess']"),), ["fail 2"]),
        ((worker("ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess']"),), []),
        (
            (worker("ManagedPolicyArns: [!Sub 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess']", "User"),),
            ["fail 2"],
        ),
        ((worker("ManagedPolicyArns: ['arn:aws-us-gov:iam::aws:policy/PowerUserAccess']", "Group"),), ["fail 2"]),
        (("F: {Type: 'AWS::Serverless::Function', Properties: {Policies: [AmazonS3FullAccess]}}",), ["fail 2"]),
        (("F: {Type: 'AWS::Serverless::Function', Properties: {Policies: AWSLambdaBasicExecutionRole}}",), []),
        (
            (
                NARROW,
                "F: {Type: 'AWS::Serverless::Function', "
                "Properties: {Policies: [AmazonS3FullAccess], PermissionsBoundary: !Ref Boundary}}",
            ),
            [],
        ),
    ],
)
def test_in_cloudformation(resources: tuple[str, ...], expected: list[str]) -> None:
    assert places(RULE, t_yaml=template(*resources)) == expected
