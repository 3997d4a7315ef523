"""From texts to a report, through all stages."""

from __future__ import annotations

import gc
import os
from collections import Counter
from inspect import cleandoc
from pathlib import Path
from typing import Any

import pytest

from s3lint import Settings, check
from s3lint.errors import NothingToCheck, UsageError, did_you_mean


def findings(*rules: str, **texts: str) -> list[tuple[str, int, int, str, tuple[str, ...]]]:
    """Verdict, line, column, message and subjects, for texts by language."""
    paths = {"cloudformation": "template.yaml", "terraform": "main.tf"}
    overlay = {paths[language]: cleandoc(text) for language, text in texts.items()}
    report = check([], Settings(select=rules), overlay)
    return [
        (f.verdict.value, f.origin.start.line, f.origin.start.column, f.message, f.subjects)
        for f in report.findings + report.undecided
    ]


def test_a_policy_that_spells_a_name_with_facts_of_the_deployment_is_about_that_bucket() -> None:
    assert (
        findings(
            "plain-http-allowed",
            cloudformation="""
            Resources:
              Data:
                Type: AWS::S3::Bucket
                Properties:
                  BucketName: !Sub data-${AWS::AccountId}
              DataPolicy:
                Type: AWS::S3::BucketPolicy
                Properties:
                  Bucket: !Sub data-${AWS::AccountId}
                  PolicyDocument:
                    Version: "2012-10-17"
                    Statement:
                      - Effect: Deny
                        Principal: "*"
                        Action: s3:*
                        Resource:
                          - !GetAtt Data.Arn
                          - !Sub arn:aws:s3:::data-${AWS::AccountId}/*
                        Condition:
                          Bool:
                            aws:SecureTransport: "false"
        """,
        )
        == []
    )


def test_a_gap_is_certain_although_the_name_is_not() -> None:
    assert findings(
        "plain-http-allowed",
        cloudformation="""
            Resources:
              Data:
                Type: AWS::S3::Bucket
                Properties:
                  BucketName: !Sub data-${AWS::AccountId}
              DataPolicy:
                Type: AWS::S3::BucketPolicy
                Properties:
                  Bucket: !Ref Data
                  PolicyDocument:
                    Version: "2012-10-17"
                    Statement:
                      - Effect: Deny
                        Principal: "*"
                        Action: s3:*
                        Resource: !Sub ${Data.Arn}/*
                        Condition:
                          Bool:
                            aws:SecureTransport: "false"
        """,
    ) == [("fail", 16, 23, "the policy of Data lets requests without TLS through", ("Data",))]


def test_what_is_stated_about_an_undeclared_bucket_is_judged_and_what_is_missing_is_not() -> None:
    assert findings(
        "default",
        terraform="""
            resource "aws_s3_bucket_policy" "site" {
              bucket = "acme-site"
              policy = jsonencode({
                Version = "2012-10-17"
                Statement = [
                  {
                    Effect    = "Allow"
                    Principal = "*"
                    Action    = "s3:GetObject"
                    Resource  = "arn:aws:s3:::acme-site/*"
                  },
                  {
                    Effect    = "Deny"
                    Principal = "*"
                    Action    = "s3:*"
                    Resource  = ["arn:aws:s3:::acme-site", "arn:aws:s3:::acme-site/*"]
                    Condition = { Bool = { "aws:SecureTransport" = "false" } }
                  },
                ]
              })
            }
        """,
    ) == [
        (
            "fail",
            8,
            21,
            "anyone on the internet has access to acme-site: its policy names everyone",
            ("aws_s3_bucket_policy.site",),
        )
    ]


def test_a_companion_of_an_undeclared_bucket_casts_no_doubt_on_declared_ones() -> None:
    assert findings(
        "missing-versioning",
        terraform="""
            resource "aws_s3_bucket" "a" {
              bucket = "acme-a"
            }

            resource "aws_s3_bucket_versioning" "b" {
              bucket = aws_s3_bucket.b.id
              versioning_configuration {
                status = "Enabled"
              }
            }
        """,
    ) == [
        (
            "fail",
            1,
            1,
            "aws_s3_bucket.a does not enable versioning: S3 then keeps no earlier version of an object",
            ("aws_s3_bucket.a",),
        )
    ]


def test_instances_of_one_block_share_one_finding() -> None:
    assert findings(
        "missing-versioning",
        terraform="""
            resource "aws_s3_bucket" "a" {
              for_each = toset(["eu", "us"])
            }
        """,
    ) == [
        (
            "fail",
            1,
            1,
            'aws_s3_bucket.a["eu"] does not enable versioning: S3 then keeps no earlier version of an object',
            ('aws_s3_bucket.a["eu"]', 'aws_s3_bucket.a["us"]'),
        )
    ]


def test_a_case_in_which_it_fails_is_named() -> None:
    report = check(
        [],
        Settings(select=("missing-versioning",)),
        {
            "main.tf": cleandoc("""
                variable "versioned" {
                  type = bool
                }

                resource "aws_s3_bucket" "a" {}

                resource "aws_s3_bucket_versioning" "a" {
                  bucket = aws_s3_bucket.a.id
                  versioning_configuration {
                    status = var.versioned ? "Enabled" : "Suspended"
                  }
                }
            """)
        },
    )
    [finding] = report.undecided
    assert (finding.message, finding.cases, finding.inputs) == (
        "versioning of aws_s3_bucket.a is Suspended",
        ("var.versioned is false",),
        ("var.versioned",),
    )
    assert (report.counts.buckets, report.counts.undecided_buckets, report.counts.roots) == (1, 1, 1)


def test_a_broken_file_is_a_problem_and_the_other_is_judged() -> None:
    report = check(
        [],
        Settings(select=("missing-versioning",)),
        {"bad.yaml": "Resources:\n  A: {Type: AWS::S3::Bucket\n", "good.yaml": "Resources:\n  B: {Type: AWS::S3::Bucket}\n"},
    )
    assert [(f.rule, f.origin.source.path) for f in report.problems] == [("unreadable-file", "bad.yaml")]
    assert [f.subjects for f in report.findings] == [("B",)]


def test_nothing_to_check_is_said() -> None:
    with pytest.raises(NothingToCheck, match="no CloudFormation or Terraform"):
        check([], overlay={"notes.yaml": "a: 1\n"})


def test_an_unknown_rule_is_named_with_a_suggestion() -> None:
    with pytest.raises(UsageError, match="no rule is called missing-versionning; did you mean missing-versioning"):
        check([], Settings(select=("missing-versionning",)), {"main.tf": ""})


def test_only_buckets_count_as_undecided_buckets() -> None:
    text = """
        variable "principal" {}

        resource "aws_iam_role_policy" "all" {
          role = "reader"
          policy = jsonencode({
            Statement = [{ Effect = "Allow", Action = var.principal, Resource = "*" }]
          })
        }

        resource "aws_s3_bucket" "a" {}
    """
    report = check([], Settings(select=("broad-iam-s3-access",)), {"main.tf": cleandoc(text)})
    assert [finding.subjects for finding in report.undecided] == [("aws_iam_role_policy.all",)]
    assert (report.counts.buckets, report.counts.undecided_buckets) == (1, 0)


def test_of_two_policies_of_one_bucket_neither_hides_the_other() -> None:
    assert findings(
        "wildcard-principal",
        terraform="""
            resource "aws_s3_bucket" "data" {}

            resource "aws_s3_bucket_policy" "open" {
              bucket = aws_s3_bucket.data.id
              policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:*", Resource = "*" }] })
            }

            resource "aws_s3_bucket_policy" "shut" {
              bucket = aws_s3_bucket.data.id
              policy = jsonencode({ Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*" }] })
            }
        """,
    ) == [
        (
            "undecided",
            5,
            70,
            "anyone on the internet has access to aws_s3_bucket.data: its policy names everyone",
            ("aws_s3_bucket.data",),
        )
    ]


def test_a_folder_that_cannot_be_listed_is_a_problem_and_the_rest_is_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("locked", "open"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "site.yaml").write_text("Resources:\n  Site:\n    Type: AWS::S3::Bucket\n")
    listed = os.scandir

    def refusing(path: str) -> Any:
        if os.path.basename(path) == "locked":
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", refusing)
    report = check([str(tmp_path)], Settings(select=("missing-versioning",)))
    assert [(report.relative(p.origin.source.path), p.message) for p in report.problems] == [
        (os.path.relpath(tmp_path / "locked", report.root), "cannot read the file: it is a folder, and cannot be listed")
    ]
    assert [finding.subjects for finding in report.findings] == [("Site",)]


def test_what_was_judged_is_let_go_without_the_help_of_the_garbage_collector() -> None:
    overlay = {
        "parent.yaml": """
            Parameters: {Stage: {Type: String}}
            Conditions: {IsProd: !Equals [!Ref Stage, prod]}
            Resources:
              Logs: {Type: AWS::S3::Bucket}
              Data:
                Type: AWS::S3::Bucket
                Properties: {LoggingConfiguration: !If [IsProd, {DestinationBucketName: !Ref Logs}, !Ref AWS::NoValue]}
              Nested: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml}}
        """,
        "child.yaml": "Resources: {Inner: {Type: AWS::S3::Bucket}}",
        "main.tf": """
            module "data" {
              source   = "./bucket"
              for_each = toset(["a", "b"])
              name     = each.key
            }
        """,
        "bucket/main.tf": """
            variable "name" {}
            resource "aws_s3_bucket" "this" { bucket = var.name }
            output "arn" { value = aws_s3_bucket.this.arn }
        """,
    }

    def alive() -> Counter[str]:
        kinds = ("Evaluator", "Template", "Mapping", "Resource", "Module", "Configuration", "Body", "Unit", "Subject")
        return Counter(type(each).__name__ for each in gc.get_objects() if type(each).__name__ in kinds)

    gc.collect()
    before = alive()
    gc.disable()
    try:
        report = check([], Settings(), {path: cleandoc(text) for path, text in overlay.items()})
        after = alive()
    finally:
        gc.enable()
    assert report.counts.buckets == 5
    assert after - before == Counter()


def test_a_link_to_a_template_of_the_same_tree_is_judged_once(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("Resources:\n  B: {Type: AWS::S3::Bucket}\n")
    (tmp_path / "alias.yaml").symlink_to("site.yaml")
    settings = Settings(select=("missing-versioning",))
    assert [Path(f.origin.source.path).name for f in check([str(tmp_path)], settings).findings] == ["site.yaml"]
    assert [Path(f.origin.source.path).name for f in check([str(tmp_path / "alias.yaml")], settings).findings] == ["alias.yaml"]


def test_a_linked_file_of_a_module_is_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "bucket.tf").write_text('resource "aws_s3_bucket" "b" {}\n')
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "bucket.tf").symlink_to("../shared/bucket.tf")
    report = check([str(tmp_path)], Settings(select=("missing-versioning",)))
    assert report.counts.roots == 2


def test_an_attribute_is_named_as_the_template_spells_it() -> None:
    assert findings(
        "missing-versioning",
        cloudformation="""
            Resources:
              Chosen:
                Type: AWS::SSM::Parameter
              Data:
                Type: AWS::S3::Bucket
                Properties:
                  VersioningConfiguration:
                    Status: !GetAtt Chosen.Value
        """,
    ) == [
        (
            "undecided",
            8,
            17,
            "whether versioning of Data is enabled is undecided: the value of ${Chosen.Value} is known after deployment",
            ("Data",),
        )
    ]


@pytest.mark.parametrize(
    ("word", "hint"),
    [("--selct", "; did you mean --select?"), ("--frobnicate", ""), ("--fail-onn", "; did you mean --fail-on?")],
)
def test_only_a_word_that_is_close_is_suggested(word: str, hint: str) -> None:
    assert did_you_mean(word, ["--select", "--strict", "--fail-on"]) == hint
