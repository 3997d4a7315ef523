"""Data sources that are a function of what the configuration gives them, and functions of the AWS provider."""

from __future__ import annotations

import pytest

from s3lint import Report, Settings, check
from s3lint.languages.inputs import Inputs
from tests.languages.terraform.configurations import bucket, plain, single

BUCKET = """
resource "aws_s3_bucket" "artifacts" {}
data "aws_caller_identity" "me" {}
"""
POLICY = """
resource "aws_s3_bucket_policy" "artifacts" {
  bucket = aws_s3_bucket.artifacts.id
  policy = data.template_file.policy.rendered
}
"""
TEMPLATE = """{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": "*",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::${bucket}/*"
  }
}
"""
INLINE = TEMPLATE.replace("${", "$${")
DIRECT = TEMPLATE.replace("${bucket}", "${aws_s3_bucket.artifacts.id}")
MIXED = DIRECT.replace('"s3:GetObject"', '"$${action}"')


def judged(main: str, rule: str = "wildcard-principal", **files: str) -> Report:
    return check([], Settings(select=(rule,)), overlay={"main.tf": BUCKET + main, **files})


@pytest.mark.parametrize(
    ("template", "variables", "place"),
    [
        pytest.param('file("${path.module}/policy.tpl")', "bucket = aws_s3_bucket.artifacts.id", "policy.tpl:5", id="a file"),
        pytest.param('"${file("policy.tpl")}"', "bucket = aws_s3_bucket.artifacts.bucket", "policy.tpl:5", id="an old way"),
        pytest.param(f"<<EOF\n{INLINE}EOF", "bucket = aws_s3_bucket.artifacts.id", "main.tf:12", id="written out"),
        pytest.param(f"<<EOF\n{DIRECT}EOF", "", "main.tf:12", id="without variables"),
        pytest.param(f"<<EOF\n{MIXED}EOF", 'action = "s3:GetObject"', "main.tf:12", id="of both kinds"),
        pytest.param("local.template", "bucket = aws_s3_bucket.artifacts.id", "policy.tpl:5", id="through a local"),
    ],
)
def test_a_template_that_is_here_is_rendered(template: str, variables: str, place: str) -> None:
    main = f"""
locals {{ template = file("policy.tpl") }}
data "template_file" "policy" {{
  template = {template}
  vars = {{ {variables} }}
}}
{POLICY}
"""
    report = judged(main, **{"policy.tpl": TEMPLATE})
    assert report.undecided == ()
    (finding,) = report.findings
    path = report.relative(finding.origin.source.path)
    assert (f"{path}:{finding.origin.start.line}", finding.origin.text) == (place, '"*"')


@pytest.mark.parametrize(
    ("template", "more"),
    [
        pytest.param('file("nowhere.tpl")', "", id="no such file"),
        pytest.param("var.template", 'variable "template" {}', id="an input"),
        pytest.param('file("policy.tpl")', "", id="a variable that is not given"),
        pytest.param('"${nope"', "", id="what is no template"),
    ],
)
def test_a_template_that_is_not_here_leaves_the_policy_undecided(template: str, more: str) -> None:
    main = f'{more}\ndata "template_file" "policy" {{\n template = {template}\n vars = {{}}\n}}\n{POLICY}'
    report = judged(main, **{"policy.tpl": TEMPLATE})
    assert report.findings == ()
    assert len(report.undecided) == 1


def test_templates_may_have_instances() -> None:
    main = """
data "template_file" "policy" {
  for_each = toset(["s3:GetObject", "s3:ListBucket"])
  template = replace(file("policy.tpl"), "s3:GetObject", "$${action}")
  vars     = { bucket = aws_s3_bucket.artifacts.id, action = each.value }
}
"""
    report = judged(main + POLICY.replace("policy.", 'policy["s3:GetObject"].'), **{"policy.tpl": TEMPLATE})
    assert len(report.findings) == 1


def test_the_documented_directory_of_templates_is_not_read() -> None:
    main = 'data "template_dir" "policy" {\n source_dir = "."\n}\n' + POLICY.replace(
        "data.template_file.policy.rendered", "data.template_dir.policy.destination_dir"
    )
    assert len(judged(main).undecided) == 1


@pytest.mark.parametrize("kind", ["local_file", "local_sensitive_file"])
def test_a_file_that_a_data_source_reads(kind: str) -> None:
    main = f'data "{kind}" "policy" {{\n filename = "${{path.module}}/policy.json"\n}}\n' + POLICY.replace(
        "template_file.policy.rendered", f"{kind}.policy.content"
    )
    policy = TEMPLATE.replace("${bucket}", "acme").replace("acme/*", "acme/*")
    report = judged(main.replace("aws_s3_bucket.artifacts.id", '"acme"'), **{"policy.json": policy})
    assert [finding.origin.start.line for finding in report.findings] == [5]
    assert len(judged(main).undecided) == 1


# Functions of the AWS provider

OTHER_NAME = """
terraform {
  required_providers {
    myaws = {
      source  = "registry.terraform.io/hashicorp/aws"
      version = "~> 6.0"
    }
    aws = { source = "acme/clouds" }
  }
}
"""


def name(expression: str, more: str = "") -> object:
    main = f'{more}\ndata "aws_caller_identity" "me" {{}}\nresource "aws_s3_bucket" "b" {{\n  bucket = {expression}\n}}\n'
    return plain(bucket(single(main_tf=main), "aws_s3_bucket.b").name)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('provider::aws::arn_build("aws", "iam", "", "111122223333", "root")', "arn:aws:iam::111122223333:root"),
        (
            'provider::aws::arn_build("aws", "iam", "", data.aws_caller_identity.me.account_id, "root")',
            "arn:aws:iam::${account}:root",
        ),
        ('provider::aws::arn_build("aws", "s3", "", "", "${var.x}/*")', "arn:aws:s3:::${var.x}/*"),
        ('provider::aws::arn_parse("arn:aws:sns:eu-west-1:111122223333:a:b").resource', "a:b"),
        ('provider::aws::arn_parse("arn:aws-us-gov:s3:::acme")["partition"]', "aws-us-gov"),
        ('provider::aws::arn_parse("arn:aws:iam::${data.aws_caller_identity.me.account_id}:root").account_id', "${account}"),
        (
            'provider::aws::trim_iam_role_path("arn:aws:iam::111122223333:role/a/b/deploy")',
            "arn:aws:iam::111122223333:role/deploy",
        ),
        ('provider::aws::trim_iam_role_path("arn:aws:iam::111122223333:role/deploy")', "arn:aws:iam::111122223333:role/deploy"),
    ],
)
def test_functions_of_the_aws_provider(expression: str, expected: str) -> None:
    assert name(expression, 'variable "x" {}') == expected
    assert name(expression.replace("::aws::", "::myaws::"), 'variable "x" {}' + OTHER_NAME) == expected


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ('provider::aws::arn_parse("acme")', "expected an ARN"),
        ("provider::aws::arn_parse(var.x)", "variable `x` has no default"),
        ('provider::aws::trim_iam_role_path("arn:aws:iam::111122223333:user/a")', "expected the ARN of a role"),
        ('provider::aws::user_agent("a", "1", "")', "hashicorp/aws::user_agent is a function of a provider"),
        ('provider::time::rfc3339_parse("x")', "provider::time::rfc3339_parse is a function of a provider"),
        ('provider::aws("x")', "provider::aws is a function of a provider"),
    ],
)
def test_what_no_function_of_the_aws_provider_makes(expression: str, reason: str) -> None:
    assert name(expression, 'variable "x" {}') == f"unknown: {reason}"


def test_another_provider_that_is_called_aws_has_functions_of_its_own() -> None:
    found = name('provider::aws::arn_build("aws", "s3", "", "", "b")', OTHER_NAME)
    assert found == "unknown: provider::aws::arn_build is a function of a provider"


def test_the_data_source_that_takes_an_arn_apart() -> None:
    more = 'data "aws_arn" "a" {\n arn = "arn:aws:s3:eu-west-1:111122223333:x/y"\n}'
    assert name('"${data.aws_arn.a.account}-${data.aws_arn.a.region}"', more) == "111122223333-eu-west-1"


# `enabled` of OpenTofu

DISABLED = """
variable "on" {
  type = bool
}
resource "aws_s3_bucket" "off" {
  lifecycle {
    enabled = false
  }
}
resource "aws_s3_bucket" "kept" {
  bucket = "kept"
  lifecycle { enabled = true }
}
resource "aws_s3_bucket_versioning" "off" {
  bucket = aws_s3_bucket.kept.id
  versioning_configuration { status = "Enabled" }
  lifecycle {
    enabled         = CONDITION
    prevent_destroy = true
  }
}
module "off" {
  source = "./store"
  lifecycle { enabled = "false" }
}
module "on" {
  source = "./store"
  lifecycle { enabled = !false }
}
resource "aws_s3_bucket" "other" {
  bucket = aws_s3_bucket.off == null ? "other" : aws_s3_bucket.off.id
}
"""
STORE = 'resource "aws_s3_bucket" "this" {}'


@pytest.mark.parametrize(
    ("condition", "expected"),
    [("true", []), ("false", ["fail"]), ("local.off", ["fail"]), ("var.on", ["undecided"])],
)
@pytest.mark.parametrize("ending", ["tofu", "tf"])
def test_what_is_not_enabled_is_not_there(condition: str, expected: list[str], ending: str) -> None:
    main = DISABLED.replace("CONDITION", condition) + "locals {\n  off = false\n}\n"
    files = {f"main.{ending}": main, "store/main.tf": STORE}
    report = check([], Settings(select=("missing-versioning",)), overlay=files)
    failing = [subject for finding in report.findings for subject in finding.subjects]
    verdicts = [
        found.verdict.value for found in (*report.findings, *report.undecided) if "aws_s3_bucket.kept" in found.subjects
    ]
    assert verdicts == expected
    assert {"aws_s3_bucket.off", "module.off.aws_s3_bucket.this"}.isdisjoint(failing)
    assert {"module.on.aws_s3_bucket.this", "aws_s3_bucket.other"} <= {*failing}


def test_a_flag_of_the_run_decides_what_is_enabled() -> None:
    main = DISABLED.replace("CONDITION", "var.on")
    settings = Settings(select=("missing-versioning",), inputs=Inputs(variables=(("on", "true"),)))
    report = check([], settings, overlay={"main.tofu": main, "store/main.tf": STORE})
    assert report.undecided == ()


@pytest.mark.parametrize("ending", ["tf.json", "tofu.json"])
def test_json_says_the_same(ending: str) -> None:
    main = """{
  "resource": {"aws_s3_bucket": {
    "off": {"lifecycle": {"enabled": false}},
    "on": {"bucket": "${provider::aws::arn_parse(\\"arn:aws:s3:::acme\\").resource}", "lifecycle": [{"enabled": true}]}
  }},
  "module": {"off": {"source": "./store", "lifecycle": {"enabled": "${1 > 2}"}}}
}"""
    files = {f"main.{ending}": main, "store/main.tf": STORE}
    report = check([], Settings(select=("missing-versioning",)), overlay=files)
    assert [finding.subjects for finding in report.findings] == [("aws_s3_bucket.on",)]
