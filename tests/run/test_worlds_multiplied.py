"""What is said with inputs left open is what their combinations say together, each asked for with all inputs given.

A rule fails where it fails in all combinations in which the bucket is there, passes where it fails in none, and is undecided
otherwise: whatever is shared, factored or left out on the way must not show.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from s3lint.base import worlds
from s3lint.languages.inputs import Inputs
from s3lint.run.finding import Verdict
from tests.run.verdicts import of_buckets

FLAGS = ("a", "b", "c")
COMBINATIONS = list(product(("true", "false"), repeat=len(FLAGS)))

few = settings(max_examples=15)

Verdicts = dict[tuple[str, str], set[Verdict]]


def verdicts(files: Mapping[str, str], values: Collection[tuple[str, str]] = ()) -> Verdicts:
    """What each rule says of each bucket that may be there."""
    inputs = Inputs(variables=tuple(values)) if "main.tf" in files else Inputs(parameters=tuple(values))
    found: Verdicts = defaultdict(set)
    for subject, rule, verdict in of_buckets(files, inputs):
        found[subject.address, rule].add(verdict)
    return found


def merged(those: Collection[Verdict]) -> Verdict:
    """What single combinations say, as one verdict."""
    if set(those) <= {Verdict.PASS, Verdict.NOT_APPLICABLE}:
        return Verdict.PASS if Verdict.PASS in those else Verdict.NOT_APPLICABLE
    return Verdict.FAIL if set(those) == {Verdict.FAIL} else Verdict.UNDECIDED


def differences(files: Mapping[str, str]) -> list[str]:
    multiplied: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for combination in COMBINATIONS:
        for key, those in verdicts(files, tuple(zip(FLAGS, combination, strict=True))).items():
            multiplied[key] += those
    factored = verdicts(files)
    return [
        f"{rule} of {address}: {sorted(one.value for one in factored[address, rule])}, multiplied {merged(those).value}"
        for (address, rule), those in multiplied.items()
        if factored[address, rule] != {merged(those)}
    ]


HCL_CONDITIONS = st.sampled_from(
    [
        *("var.a", "var.b", "var.c", "!var.a", "!var.b", "var.a && var.b", "var.a || var.c", "(var.b ? var.a : var.c)"),
        *("var.a == var.b", "(var.b ? false : true)", "true"),
    ]
)


def statement(effect: str, principal: str, action: str, condition: str, arn: str) -> str:
    return f"""{{
      Effect    = "{effect}"
      Principal = {principal}
      Action    = "{action}"
      Resource  = [{arn}, "${{{arn}}}/*"]
      Condition = {{ {condition} }}
    }}"""


HTTP = 'Bool = { "aws:SecureTransport" = "false" }'
HCL_STATEMENTS = st.sampled_from(
    [
        *(("Deny", '"*"', "s3:*", HTTP), ("Allow", '"*"', "s3:GetObject", "")),
        *(("Allow", '{ AWS = "111122223333" }', "s3:*", ""), ("Deny", '"*"', "s3:*", "")),
        *(("Allow", '{ Service = "sns.amazonaws.com" }', "s3:PutObject", ""),),
    ]
)


def repeated(condition: str, how: str) -> str:
    if how == "count":
        return f"count = {condition} ? 1 : 0"
    return f'for_each = {condition} ? toset(["x"]) : toset([])' if how else ""


HOW = st.sampled_from(["", "count", "for_each"])


@st.composite
def companions(draw: st.DrawFn, name: str, bucket: str, conditions: st.SearchStrategy[str]) -> str:
    """Some of what configures a bucket, each under a condition of its own or always there."""

    def repeat() -> str:
        return repeated(draw(conditions), draw(HOW))

    def policy() -> str:
        found = [statement(*draw(HCL_STATEMENTS), f"{bucket}.arn") for _ in range(draw(st.integers(1, 2)))]
        optional = statement(*draw(HCL_STATEMENTS), f"{bucket}.arn")
        listed = f"concat([{', '.join(found)}], {draw(conditions)} ? [{optional}] : [])"
        return f'policy = jsonencode({{ Version = "2012-10-17", Statement = {listed} }})'

    def flags() -> str:
        names = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
        return "\n".join(f"{flag} = {draw(conditions)}" for flag in names)

    def status() -> str:
        return f'versioning_configuration {{\n status = {draw(conditions)} ? "Enabled" : "Suspended"\n}}'

    def acl() -> str:
        return f'acl = {draw(conditions)} ? "public-read" : "private"'

    def ownership() -> str:
        return f'rule {{\n object_ownership = {draw(conditions)} ? "BucketOwnerEnforced" : "ObjectWriter"\n}}'

    def log_target() -> str:
        return 'target_bucket = aws_s3_bucket.logs.id\ntarget_prefix = "log/"'

    kinds = {
        "policy": policy,
        "public_access_block": flags,
        "versioning": status,
        "acl": acl,
        "ownership_controls": ownership,
        "logging": log_target,
    }
    chosen = draw(st.lists(st.sampled_from(list(kinds)), min_size=1, max_size=3, unique=True))
    return "".join(
        f'resource "aws_s3_bucket_{kind}" "{name}" {{\n{repeat()}\nbucket = {bucket}.id\n{kinds[kind]()}\n}}\n'
        for kind in chosen
    )


VARIABLES = "".join(f'variable "{flag}" {{\n  type = bool\n}}\n' for flag in FLAGS)


@st.composite
def roots(draw: st.DrawFn) -> dict[str, str]:
    """Two buckets and their companions, of which one lies in a module that is called with flags."""
    how = draw(HOW)
    bucket = "aws_s3_bucket.b" + {"": "", "count": "[0]", "for_each": '["x"]'}[how]
    module = f"""
    variable "a" {{ type = bool }}
    variable "b" {{
      type    = bool
      default = {draw(st.sampled_from(["true", "false"]))}
    }}
    resource "aws_s3_bucket" "m" {{}}
    resource "aws_s3_bucket" "logs" {{}}
    {draw(companions("m", "aws_s3_bucket.m", st.sampled_from(["var.a", "var.b", "!var.a", "var.a || var.b", "true"])))}
    """
    call = f"""
    module "m" {{
      source = "./m"
      {repeated(draw(HCL_CONDITIONS), draw(HOW))}
      a = {draw(HCL_CONDITIONS)}
      {f"b = {draw(HCL_CONDITIONS)}" if draw(st.booleans()) else ""}
    }}
    """
    is_called = draw(st.booleans())
    root = f"""{VARIABLES}
    resource "aws_s3_bucket" "logs" {{}}
    resource "aws_s3_bucket" "b" {{
      {repeated(draw(HCL_CONDITIONS), how)}
    }}
    {draw(companions("b", bucket, HCL_CONDITIONS))}
    {call if is_called else ""}
    """
    return {"main.tf": root, "m/main.tf": module} if is_called else {"main.tf": root}


def ref(name: str) -> dict[str, Any]:
    return {"Ref": name}


CONDITIONS: dict[str, Any] = {
    **{flag.upper(): {"Fn::Equals": [ref(flag), "true"]} for flag in FLAGS},
    "NotA": {"Fn::Not": [{"Condition": "A"}]},
    "AandB": {"Fn::And": [{"Condition": "A"}, {"Condition": "B"}]},
    "AorC": {"Fn::Or": [{"Condition": "A"}, {"Condition": "C"}]},
    "AisB": {"Fn::Equals": [ref("a"), ref("b")]},
}
NAMED = st.sampled_from(list(CONDITIONS))
NOTHING = ref("AWS::NoValue")
ARNS = [{"Fn::GetAtt": ["B", "Arn"]}, {"Fn::Sub": "${B.Arn}/*"}]
GRANT = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": ARNS}
TLS = {**GRANT, "Effect": "Deny", "Action": "s3:*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
STATEMENTS: list[dict[str, Any]] = [
    *(TLS, GRANT, {**GRANT, "Principal": {"AWS": "111122223333"}, "Action": "s3:*"}, {**GRANT, "Effect": "Deny"}),
    {**GRANT, "Principal": {"Service": "sns.amazonaws.com"}, "Action": "s3:PutObject"},
]


@st.composite
def resources(draw: st.DrawFn) -> dict[str, Any]:
    """A bucket, its policy and perhaps another one for its logs, each there always or under a condition."""

    def chosen(yes: Any, no: Any) -> Any:
        return draw(st.sampled_from([yes, {"Fn::If": [draw(NAMED), yes, no]}, {"Fn::If": [draw(NAMED), no, yes]}]))

    def under() -> dict[str, Any]:
        return {"Condition": draw(NAMED)} if draw(st.booleans()) else {}

    properties = {
        "PublicAccessBlockConfiguration": chosen(
            {"BlockPublicPolicy": chosen(True, False), "RestrictPublicBuckets": chosen(True, False)}, NOTHING
        ),
        "VersioningConfiguration": {"Status": chosen("Enabled", "Suspended")},
        "AccessControl": chosen("PublicRead", "Private"),
        "OwnershipControls": {"Rules": [{"ObjectOwnership": chosen("BucketOwnerEnforced", "ObjectWriter")}]},
        "LoggingConfiguration": chosen({"DestinationBucketName": ref("Logs")}, NOTHING),
    }
    properties = {name: value for name, value in properties.items() if draw(st.booleans())}
    statements = [chosen(draw(st.sampled_from(STATEMENTS)), NOTHING) for _ in range(draw(st.integers(1, 3)))]
    policy = {"Bucket": ref("B"), "PolicyDocument": {"Version": "2012-10-17", "Statement": statements}}
    return {
        "B": {"Type": "AWS::S3::Bucket", "Properties": properties, **under()},
        "P": {"Type": "AWS::S3::BucketPolicy", "Properties": policy, **under()},
        "Logs": {"Type": "AWS::S3::Bucket"},
    }


def template(declared: dict[str, Any]) -> str:
    parameters = {flag: {"Type": "String", "AllowedValues": ["true", "false"]} for flag in FLAGS}
    return json.dumps({"Parameters": parameters, "Conditions": CONDITIONS, "Resources": declared}, indent=1)


@st.composite
def stacks(draw: st.DrawFn) -> dict[str, str]:
    """A template with a nested stack, whose flags are those of the template, in another order or fixed."""
    given_flags = {flag: draw(st.sampled_from([ref("a"), ref("b"), ref("c"), "true", "false"])) for flag in FLAGS}
    given_flags["a"] = draw(st.sampled_from([given_flags["a"], {"Fn::If": ["AandB", "true", "false"]}]))
    stack = {"TemplateURL": "child.json", "Parameters": given_flags}
    under = {"Condition": draw(NAMED)} if draw(st.booleans()) else {}
    nested = {"Nested": {"Type": "AWS::CloudFormation::Stack", "Properties": stack, **under}}
    return {"t.json": template({**draw(resources()), **nested}), "child.json": template(draw(resources()))}


@given(roots())
@few
def test_modules_and_companions_of_terraform(files: dict[str, str]) -> None:
    assert differences(files) == [], "\n".join(files.values())


@given(resources().map(lambda declared: {"t.json": template(declared)}))
@few
def test_conditions_of_a_template(files: dict[str, str]) -> None:
    assert differences(files) == [], "\n".join(files.values())


@given(stacks())
@few
def test_nested_stacks(files: dict[str, str]) -> None:
    assert differences(files) == [], "\n".join(files.values())


@st.composite
def policies(draw: st.DrawFn) -> dict[str, Any]:
    """A bucket with a policy of which statements that allow and that deny are there or not, some by the same condition."""
    always = draw(st.sampled_from(STATEMENTS))
    nothing_or = [
        {"Fn::If": draw(st.sampled_from([[name, one, NOTHING], [name, NOTHING, one]]))}
        for name in draw(st.lists(NAMED, min_size=2, max_size=4))
        for one in [draw(st.sampled_from([*STATEMENTS, TLS, {**TLS, "Resource": ARNS[0]}, {**TLS, "Resource": ARNS[1]}]))]
    ]
    document = {"Version": "2012-10-17", "Statement": draw(st.permutations([always, *nothing_or]))}
    return {
        "B": {"Type": "AWS::S3::Bucket"},
        "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": ref("B"), "PolicyDocument": document}},
    }


@given(policies())
@settings(max_examples=30)
def test_past_the_cap_what_statements_decide_together_is_the_same(declared: dict[str, Any]) -> None:
    files = {"t.json": template(declared)}
    multiplied: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for combination in COMBINATIONS:
        for key, those in verdicts(files, tuple(zip(FLAGS, combination, strict=True))).items():
            multiplied[key] += those
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worlds, "MAX_WORLDS", 3)
        apart = verdicts(files)
    wrong = [key for key, those in multiplied.items() if not apart[key] <= {merged(those), Verdict.UNDECIDED}]
    assert wrong == [], files["t.json"]
