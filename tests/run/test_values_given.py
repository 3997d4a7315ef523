"""What is decided without the values of some inputs is decided in the same way with any values of them.

So any value of an unknown gives the verdict that was given without it, and taking inputs away flips none.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from s3lint.languages.inputs import Inputs
from s3lint.run.finding import Verdict
from tests.run.verdicts import of_buckets

ACCEPTANCE = ("invalid-policy", "invalid-bucket-name")
"""Rules that report what S3 refuses whatever the inputs are: of an open one they say nothing, as most values are taken."""

ACCOUNTS = ("111122223333", "444455556666", "123456789012")
VALUES: dict[str, tuple[str, ...]] = {
    "account": ACCOUNTS,
    "org": ("o-a1b2c3d4e5", "o-zzzzzzzzzz"),
    "name": ("acme-data", "acme-dev", "other"),
    "env": ("dev", "prod", "data"),
    "key": ("x", "y"),
    "vpce": ("vpce-1", "vpce-0a1b2c3d"),
    "flag": ("true", "false"),
    "on": ("true", "false"),
}
"""Values that AWS accepts where the configurations below use them."""

many = settings(max_examples=40)

Decided = dict[tuple[str, str], set[Verdict]]


def verdicts(files: Mapping[str, str], inputs: Inputs) -> Decided:
    """What is said by each rule of each bucket that is there, however its instances are called."""
    found: Decided = defaultdict(set)
    for subject, rule, verdict in of_buckets(files, inputs):
        found[subject.block, rule].add(verdict)
    return found


def flipped(before: Decided, after: Decided) -> list[str]:
    """The verdicts that were decided for every bucket of a block, and are others now, in a deployment that S3 takes."""
    refused = {block for (block, rule), those in after.items() if rule in ACCEPTANCE and Verdict.FAIL in those}
    return [
        f"{rule} of {block}: {sorted(v.value for v in before[block, rule])} -> {sorted(v.value for v in those)}"
        for (block, rule), those in after.items()
        if block not in refused
        and (block, rule) in before
        and Verdict.UNDECIDED not in before[block, rule]
        and not those <= before[block, rule]
    ]


assignments = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()})
ACCOUNT = st.sampled_from(["", ACCOUNTS[2], "999988887777"])
LEFT = st.sets(st.sampled_from(["owner", *VALUES]))
"""The inputs that are left: variables, and the owner's account."""

HCL = {
    "repeat": (
        *("", "", "count = var.on ? 1 : 0", 'for_each = toset(["a-${var.env}", "b-${var.env}"])'),
        *("for_each = { for k in [var.env] : k => 1 }", 'for_each = var.on ? toset(["a", var.env]) : toset(["a"])'),
    ),
    "name": ("var.name", '"acme-${var.env}"', '"acme-${var.env}-${var.key}"', '"acme-data"', "local.names[var.key]"),
    "flag": (
        *("var.flag", "!var.flag", "true", "false", "var.flag ? true : true", "local.same[var.key]", "local.differ[var.key]"),
        *("lookup(local.same, var.env, true)", 'var.env == "prod"', 'var.env != "none"', "var.flag || var.on"),
    ),
    "status": ('"Enabled"', 'var.flag ? "Enabled" : "Suspended"', "local.status[var.key]", 'var.on ? "Enabled" : "Enabled"'),
    "acl": ('"private"', 'var.flag ? "public-read" : "private"', "local.acls[var.key]", '"public-read"'),
    "principal": (
        *('"*"', '{ AWS = "*" }', "{ AWS = var.account }", '{ AWS = "arn:aws:iam::${var.account}:root" }'),
        *('{ AWS = "arn:aws:iam::${var.account}:role/${var.env}" }', "{ AWS = local.accounts[var.key] }"),
        *('{ AWS = "123456789012" }', '{ AWS = "arn:aws:iam::123456789012:root" }'),
        *('{ AWS = [for a in [var.account, "111122223333"] : "arn:aws:iam::${a}:root"] }', '{ Service = "sns.amazonaws.com" }'),
        *('var.flag ? "*" : { AWS = var.account }', '{ Service = "${var.env}.amazonaws.com" }'),
    ),
    "action": (
        '"s3:GetObject"',
        '"s3:*"',
        '["s3:PutObjectAcl", "s3:GetObject"]',
        'var.on ? "s3:GetObject" : "s3:PutBucketPolicy"',
    ),
    "resource": (
        *('"${ARN}/*"', '[ARN, "${ARN}/*"]', '"arn:aws:s3:::${var.name}/*"', '"arn:aws:s3:::acme-${var.env}/*"', '"*"'),
        *(
            '["arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/*"]',
            '"${ARN}/${var.env}/*"',
            '[for s in ["", "/*"] : "${ARN}${s}"]',
        ),
    ),
    "condition": (
        *("", "", 'Bool = { "aws:SecureTransport" = "false" }', 'Bool = { "aws:SecureTransport" = tostring(var.flag) }'),
        *('StringEquals = { "aws:PrincipalOrgID" = var.org }', 'StringEquals = { "aws:SourceAccount" = var.account }'),
        *('StringNotEquals = { "aws:SourceVpce" = var.vpce }', 'StringEquals = { "aws:SourceVpce" = [var.vpce, "vpce-1"] }'),
        *(
            'ArnLike = { "aws:SourceArn" = "arn:aws:sns:*:${var.account}:*" }',
            'StringLike = { "aws:PrincipalOrgID" = "${var.org}*" }',
        ),
        *('StringNotEquals = { "aws:PrincipalAccount" = var.account }', 'StringEquals = { "s3:prefix" = "${var.env}/" }'),
        'StringEquals = { "aws:PrincipalOrgID" = local.orgs[var.key] }',
    ),
}


@st.composite
def roots(draw: st.DrawFn) -> dict[str, str]:
    def one(kind: str) -> str:
        return draw(st.sampled_from(HCL[kind])).replace("ARN", arn)

    repeat = draw(st.sampled_from(HCL["repeat"]))
    key = "[each.key]" if "for_each" in repeat else "[0]" if repeat else ""
    arn = f"aws_s3_bucket.b{key}.arn"
    name = "each.key" if "for_each" in repeat and draw(st.booleans()) else one("name")
    statements = "".join(
        f"""
        {{
          Effect    = "{draw(st.sampled_from(["Allow", "Allow", "Deny"]))}"
          Principal = {one("principal")}
          Action    = {one("action")}
          Resource  = {one("resource")}
          Condition = {{ {one("condition")} }}
        }},"""
        for _ in range(draw(st.integers(1, 3)))
    )
    variables = "".join(
        f'variable "{name}" {{\n  type = {"bool" if "true" in VALUES[name] else "string"}\n}}\n' for name in VALUES
    )
    parts = [
        f"""
resource "aws_s3_bucket_policy" "b" {{
  {repeat}
  bucket = aws_s3_bucket.b{key}.id
  policy = jsonencode({{
    Version   = "2012-10-17"
    Statement = [{statements}]
  }})
}}
""",
        f"""
resource "aws_s3_bucket_public_access_block" "b" {{
  {repeat}
  bucket                  = aws_s3_bucket.b{key}.id
  block_public_acls       = {one("flag")}
  block_public_policy     = {one("flag")}
  ignore_public_acls      = {one("flag")}
  restrict_public_buckets = {one("flag")}
}}
""",
        f"""
resource "aws_s3_bucket_versioning" "b" {{
  {repeat}
  bucket = aws_s3_bucket.b{key}.id
  versioning_configuration {{
    status = {one("status")}
  }}
}}
""",
        f"""
resource "aws_s3_bucket_acl" "b" {{
  {repeat}
  bucket = aws_s3_bucket.b{key}.id
  acl    = {one("acl")}
}}
""",
    ]
    chosen = [part for part in parts if draw(st.booleans())]
    return {
        "main.tf": f"""{variables}
locals {{
  names    = {{ x = "acme-x", y = "acme-y" }}
  same     = {{ x = true, y = true }}
  differ   = {{ x = true, y = false }}
  status   = {{ x = "Enabled", y = "Suspended" }}
  acls     = {{ x = "private", y = "private" }}
  accounts = {{ x = "111122223333", y = "444455556666" }}
  orgs     = {{ x = "o-a1b2c3d4e5", y = "o-zzzzzzzzzz" }}
}}
resource "aws_s3_bucket" "b" {{
  {repeat}
  bucket = {name}
}}
{"".join(chosen)}"""
    }


def ref(name: str) -> dict[str, Any]:
    return {"Ref": name}


def sub(text: str) -> dict[str, Any]:
    return {"Fn::Sub": text}


def at(column: str) -> dict[str, Any]:
    return {"Fn::FindInMap": ["M", ref("key"), column]}


ON, PROD = "On", "Prod"
ARN = {"Fn::GetAtt": ["B", "Arn"]}


def choice(condition: str, yes: Any, no: Any) -> dict[str, Any]:
    return {"Fn::If": [condition, yes, no]}


NOTHING = ref("AWS::NoValue")
JSON: dict[str, tuple[Any, ...]] = {
    "name": (ref("name"), sub("acme-${env}"), sub("acme-${env}-${key}"), "acme-data", at("name"), NOTHING),
    "flag": (ref("flag"), True, False, choice(ON, True, True), at("same"), at("differ"), choice(PROD, True, NOTHING)),
    "status": ("Enabled", choice(ON, "Enabled", "Suspended"), at("status"), choice(ON, "Enabled", "Enabled")),
    "acl": ("Private", choice(ON, "PublicRead", "Private"), at("acl"), "PublicRead", NOTHING),
    "principal": (
        *("*", {"AWS": "*"}, {"AWS": ref("account")}, {"AWS": sub("arn:aws:iam::${account}:root")}, {"AWS": at("account")}),
        *({"AWS": sub("arn:aws:iam::${account}:role/${env}")}, {"Service": "sns.amazonaws.com"}),
        *({"AWS": "123456789012"}, {"AWS": "arn:aws:iam::123456789012:root"}),
        *({"AWS": ["111122223333", ref("account")]}, choice(ON, "*", {"AWS": ref("account")})),
        *({"AWS": sub("arn:aws:iam::${AWS::AccountId}:root")}, {"Service": sub("${env}.amazonaws.com")}),
    ),
    "action": ("s3:GetObject", "s3:*", ["s3:PutObjectAcl", "s3:GetObject"], choice(ON, "s3:GetObject", "s3:PutBucketPolicy")),
    "resource": (
        *(sub("${B.Arn}/*"), [ARN, sub("${B.Arn}/*")], sub("arn:aws:s3:::${name}/*"), sub("arn:aws:s3:::acme-${env}/*"), "*"),
        *(["arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/*"], sub("${B.Arn}/${env}/*")),
    ),
    "condition": (
        *({}, {}, {"Bool": {"aws:SecureTransport": "false"}}, {"Bool": {"aws:SecureTransport": ref("flag")}}),
        *({"StringEquals": {"aws:PrincipalOrgID": ref("org")}}, {"StringEquals": {"aws:SourceAccount": ref("account")}}),
        *({"StringNotEquals": {"aws:SourceVpce": ref("vpce")}}, {"StringEquals": {"aws:SourceVpce": [ref("vpce"), "vpce-1"]}}),
        *({"ArnLike": {"aws:SourceArn": sub("arn:aws:sns:*:${account}:*")}}, {"StringEquals": {"s3:prefix": sub("${env}/")}}),
        *(
            {"StringLike": {"aws:PrincipalOrgID": sub("${org}*")}},
            {"StringNotEquals": {"aws:PrincipalAccount": ref("account")}},
        ),
        {"StringEquals": {"aws:PrincipalOrgID": at("org")}},
    ),
}
MAP = {
    "x": {"name": "acme-x", "same": True, "differ": True, "status": "Enabled", "acl": "Private", "account": ACCOUNTS[0]},
    "y": {"name": "acme-y", "same": True, "differ": False, "status": "Suspended", "acl": "Private", "account": ACCOUNTS[1]},
}
ORGS = {"x": "o-a1b2c3d4e5", "y": "o-zzzzzzzzzz"}


@st.composite
def templates(draw: st.DrawFn) -> dict[str, str]:
    def one(kind: str) -> Any:
        return draw(st.sampled_from(JSON[kind]))

    statements = [
        {
            "Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"])),
            **{part.title(): one(part) for part in ("principal", "action", "resource", "condition")},
        }
        for _ in range(draw(st.integers(1, 3)))
    ]
    flags = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
    properties: dict[str, Any] = {
        "BucketName": one("name"),
        "PublicAccessBlockConfiguration": {flag: one("flag") for flag in flags},
        "VersioningConfiguration": {"Status": one("status")},
        "AccessControl": one("acl"),
    }
    properties = {name: value for name, value in properties.items() if draw(st.booleans())}
    policy = {"Bucket": ref("B"), "PolicyDocument": {"Version": "2012-10-17", "Statement": statements}}
    there = draw(st.sampled_from([{}, {}, {"Condition": ON}, {"Condition": PROD}]))
    text = {
        "Parameters": {name: {"Type": "String"} for name in VALUES},
        "Mappings": {"M": {key: {**row, "org": ORGS[key]} for key, row in MAP.items()}},
        "Conditions": {ON: {"Fn::Equals": [ref("on"), "true"]}, PROD: {"Fn::Equals": [ref("env"), "prod"]}},
        "Resources": {
            "B": {"Type": "AWS::S3::Bucket", "Properties": properties},
            "P": {"Type": "AWS::S3::BucketPolicy", "Properties": policy, **there},
        },
    }
    return {"t.json": json.dumps(text, indent=1)}


def assigned(files: Mapping[str, str], values: Mapping[str, str], account: str) -> Inputs:
    pairs = tuple(values.items())
    return Inputs(account=account, variables=pairs) if "main.tf" in files else Inputs(account=account, parameters=pairs)


def check(files: Mapping[str, str], values: Mapping[str, str], left: set[str], account: str) -> None:
    known = {name: value for name, value in values.items() if name in left}
    owner = account if "owner" in left else ""
    before, after = verdicts(files, assigned(files, known, owner)), verdicts(files, assigned(files, values, account))
    assert flipped(before, after) == [], "".join(files.values())


@given(roots(), assignments, LEFT, ACCOUNT)
@many
def test_terraform(files: dict[str, str], values: dict[str, str], left: set[str], account: str) -> None:
    check(files, values, left, account)


@given(templates(), assignments, LEFT, ACCOUNT)
@many
def test_cloudformation(files: dict[str, str], values: dict[str, str], left: set[str], account: str) -> None:
    check(files, values, left, account)


@pytest.mark.parametrize("principal", JSON["principal"], ids=str)
def test_who_the_owner_is(principal: Any) -> None:
    """Whose a bucket is decides much, and is one input only: tried with every principal, and a wide statement."""
    statement = {"Effect": "Allow", "Principal": principal, "Action": "s3:*", "Resource": [ARN, sub("${B.Arn}/*")]}
    policy = {"Bucket": ref("B"), "PolicyDocument": {"Version": "2012-10-17", "Statement": statement}}
    text = {
        "Parameters": {name: {"Type": "String"} for name in VALUES},
        "Mappings": {"M": MAP},
        "Conditions": {ON: {"Fn::Equals": [ref("on"), "true"]}},
        "Resources": {
            "B": {"Type": "AWS::S3::Bucket"},
            "P": {"Type": "AWS::S3::BucketPolicy", "Properties": policy},
        },
    }
    for account in ACCOUNTS:
        values = {name: given[0] for name, given in VALUES.items()} | {"account": ACCOUNTS[2]}
        check({"t.json": json.dumps(text)}, values, set(VALUES), account)
        check({"t.json": json.dumps(text)}, values, {*VALUES} - {"account"}, account)


MADE_OF = (
    *('"acme-${data.aws_caller_identity.me.account_id}"', '"acme-${data.aws_region.here.name}"', '"acme-${var.env}"'),
    '"acme-${data.aws_caller_identity.me.account_id}-${var.env}"',
)


@pytest.mark.parametrize("name", MADE_OF)
@pytest.mark.parametrize("account", ACCOUNTS)
def test_what_a_name_is_made_of(name: str, account: str) -> None:
    text = f"""
        data "aws_caller_identity" "me" {{}}
        data "aws_region" "here" {{}}
        variable "env" {{}}
        resource "aws_s3_bucket" "b" {{
          bucket = {name}
        }}
    """
    values = {"env": "dev"}
    check({"main.tf": text}, values, {"env"}, account)
