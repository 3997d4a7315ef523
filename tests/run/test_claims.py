"""Findings that rest on what nothing in the whole run declares: what other units declare, may declare, and was not read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from s3lint import Inputs, Settings, check
from s3lint.run.changes import Changes
from s3lint.run.claims import Claims
from s3lint.run.engine import read
from s3lint.run.option import Assignment
from s3lint.run.registry import all_rules, select
from s3lint.why.bucket_report import why

ASKED = Settings(select=("unclaimed-origin",))
CDN = """
resource "aws_cloudfront_distribution" "cdn" {
  origin {
    origin_id   = "site"
    domain_name = "acme-site.s3.eu-west-1.amazonaws.com"
  }
}
"""
TEMPLATE = """
Resources:
  Cdn:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Origins:
          - Id: site
            DomainName: acme-site.s3.eu-west-1.amazonaws.com
"""
FAIL = "fail: aws_cloudfront_distribution.cdn fetches from acme-site, a bucket that nothing here declares"
UNDECIDED = FAIL.replace("fail: ", "undecided: whether ") + ", is undecided: "


def said(*, settings: Settings = ASKED, **files: str) -> list[str]:
    overlay = {name.replace("__", "/").replace("_tf", ".tf").replace("_yaml", ".yaml"): text for name, text in files.items()}
    report = check([], settings, overlay)
    assert report.errors == ()
    return [f"{one.verdict.value}: {one.message}" for one in (*report.findings, *report.undecided)]


def bucket(name: str, more: str = "") -> str:
    return f'resource "aws_s3_bucket" "site" {{\n  bucket = {name}\n{more}}}\n'


NAMED = "Resources:\n  Site:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: {}\n"


def test_nothing_else_in_the_run() -> None:
    assert said(cdn__main_tf=CDN) == [FAIL]


@pytest.mark.parametrize(
    "other",
    [
        bucket('"acme-site"'),
        'variable "n" {}\n' + bucket('"acme-site"', "  count = var.n\n"),
        'variable "prod" {}\n' + bucket('var.prod == "yes" ? "acme-site" : "acme-test"'),
        'locals {\n  stage = "site"\n}\n' + bucket('"acme-${local.stage}"'),
        bucket("each.key", '  for_each = toset(["acme-site", "acme-logs"])\n'),
        'resource "aws_s3_bucket_policy" "site" {\n  bucket = "acme-site"\n  policy = "{}"\n}\n',
        'resource "aws_s3_bucket_public_access_block" "site" {\n  bucket = "acme-site"\n}\n',
    ],
)
def test_another_root_declares_the_bucket_or_configures_it(other: str) -> None:
    assert said(cdn__main_tf=CDN, storage__main_tf=other) == []
    assert said(cdn__main_tf=CDN + other) == []


@pytest.mark.parametrize(
    "other",
    [bucket('"acme-sites"'), bucket("null"), bucket('"acme-site"', "  count = 0\n"), 'resource "aws_s3_bucket" "site" {}\n'],
)
def test_another_root_declares_another_bucket(other: str) -> None:
    assert said(cdn__main_tf=CDN, storage__main_tf=other) == [FAIL]


def test_languages_see_each_other() -> None:
    assert said(cdn__main_tf=CDN, storage_yaml=NAMED.format("acme-site")) == []
    assert said(cdn__main_tf=CDN, storage_yaml=NAMED.format("acme-other")) == [FAIL]
    assert said(cdn_yaml=TEMPLATE, storage__main_tf=bucket('"acme-site"')) == []
    assert said(cdn_yaml=TEMPLATE) == ["fail: Cdn fetches from acme-site, a bucket that nothing here declares"]


@pytest.mark.parametrize("name", ["var.name", '"acme-${var.name}"', '"${var.name}-site"'])
def test_a_bucket_that_may_have_the_name(name: str) -> None:
    other = 'variable "name" {}\n' + bucket(name)
    assert said(cdn__main_tf=CDN, storage__main_tf=other) == [UNDECIDED + "aws_s3_bucket.site may have this name"]
    given = Settings(select=ASKED.select, inputs=Inputs(variables=(("name", "acme"),)))
    assert said(settings=given, cdn__main_tf=CDN, storage__main_tf=other)[:1] in ([], [FAIL])


def test_what_configures_a_bucket_of_any_name_does_not_declare_one() -> None:
    policy = 'resource "aws_s3_bucket_policy" "p" {\n  bucket = var.name\n  policy = "{}"\n}\n'
    assert said(cdn__main_tf=CDN, storage__main_tf='variable "name" {}\n' + policy) == [FAIL]


def test_bounds_keep_a_bucket_from_the_name() -> None:
    template = "Parameters:\n  Stage:\n    Type: String\n    AllowedPattern: {}\n" + NAMED.format('!Sub "acme-${Stage}"')
    told = [UNDECIDED + "Site may have this name"]
    assert said(cdn__main_tf=CDN, storage_yaml=template.replace("{}", "'[a-z]+'", 1)) == told
    assert said(cdn__main_tf=CDN, storage_yaml=template.replace("{}", "'(dev|prod)-[0-9]+'", 1)) == [FAIL]


def test_a_module_that_was_not_read_may_declare_it() -> None:
    unread = 'module "storage" {\n  source = "example.com/acme/storage/aws"\n}\n'
    assert said(cdn__main_tf=CDN, storage__main_tf=unread) == [UNDECIDED + "module.storage was not read, and may declare it"]


def test_an_owned_bucket_is_none_of_the_rule() -> None:
    owned = Settings(select=ASKED.select, options=(Assignment("unclaimed-origin", "owned", ("acme-*",)),))
    report = check([], owned, {"main.tf": CDN})
    assert (report.findings, report.undecided) == ((), ())
    assert [one.message for one in report.not_applicable] == ["acme-site is said to be one of your buckets"]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in (".git", "cdn", "storage"):
        (tmp_path / folder).mkdir()
    (tmp_path / "cdn" / "main.tf").write_text(CDN)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_a_run_does_not_look_at_is_searched_for_the_name(repository: Path) -> None:
    (repository / "storage" / "main.tf").write_text(bucket('"acme-site"'))
    report = check(["cdn"], ASKED)
    assert [one.message for one in report.undecided] == [
        (UNDECIDED + "storage/main.tf names it, and was not looked at").removeprefix("undecided: ")
    ]
    assert report.findings == ()
    assert (check(["."], ASKED).findings, check(["."], ASKED).undecided) == ((), ())
    (repository / "storage" / "main.tf").write_text(bucket('"acme-other"'))
    assert [one.rule for one in check(["cdn"], ASKED).findings] == ["unclaimed-origin"]


def test_a_change_to_one_file_does_not_make_the_others_undeclared(repository: Path) -> None:
    (repository / "storage" / "main.tf").write_text(bucket('"acme-site"'))
    changed = frozenset((str(repository / "cdn" / "main.tf"),))
    report = check(["cdn"], Settings(select=ASKED.select, focus=Changes(changed)))
    assert [(one.rule, one.verdict.value) for one in (*report.findings, *report.undecided)] == [
        ("unclaimed-origin", "undecided")
    ]


REDIRECT = """
resource "aws_s3_bucket" "moved" {}
resource "aws_s3_bucket_website_configuration" "moved" {
  bucket = aws_s3_bucket.moved.id
  redirect_all_requests_to {
    host_name = "acme-site.s3-website.eu-west-1.amazonaws.com"
  }
}
"""


def test_why_says_the_same_of_one_bucket(repository: Path) -> None:
    (repository / "cdn" / "main.tf").write_text(REDIRECT)
    rules = select(all_rules(), ASKED.select, ())
    verdict, *_ = why(read(["."]), "moved", rules, None).answers
    assert verdict.verdict.value == "fail"
    (repository / "storage" / "main.tf").write_text(bucket('"acme-site"'))
    verdict, *_ = why(read(["."]), "moved", rules, None).answers
    assert verdict.verdict.value == "pass"


def test_what_presumes_nothing_stays() -> None:
    findings = check([], Settings(select=("missing-versioning",)), {"main.tf": REDIRECT}).findings
    assert list(Claims((), (), sys.exit).settle(findings)) == list(findings)
