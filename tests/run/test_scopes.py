"""The regions of files that a finding lies in, from the inside out."""

from __future__ import annotations

from inspect import cleandoc

from s3lint import Settings, check
from s3lint.base.value import Origin
from s3lint.languages.unit import Language
from s3lint.run.finding import Finding


def findings(rule: str, language: Language | None = None, **texts: str) -> list[Finding]:
    """What a rule finds in some files; `__` in a name stands for a slash, the last `_` for a dot."""
    overlay = {".".join(name.replace("__", "/").rsplit("_", 1)): cleandoc(text) for name, text in texts.items()}
    report = check([], Settings(select=(rule,), language=language), overlay)
    assert report.problems == ()
    return [*report.findings, *report.undecided]


def scopes(rule: str, language: Language | None = None, **texts: str) -> list[tuple[str, str, str]]:
    """Kind, name and place of the scopes of the only finding."""
    (finding,) = findings(rule, language, **texts)
    return [(scope.kind, scope.name, place(scope.origin)) for scope in finding.scopes]


def place(origin: Origin) -> str:
    """`main.tf:1:1-3:2`: where a region begins, and where it has ended."""
    start, end = origin.start, origin.end
    return f"{origin.source.path}:{start.line}:{start.column}-{end.line}:{end.column}"


MODULE = """
    variable "status" {
      type = string
    }

    resource "aws_s3_bucket" "this" {}

    resource "aws_s3_bucket_versioning" "this" {
      bucket = aws_s3_bucket.this.id
      versioning_configuration {
        status = var.status
      }
    }
"""


def test_a_bucket_of_terraform() -> None:
    assert scopes("missing-versioning", main_tf='resource "aws_s3_bucket" "data" {\n  tags = {}\n}\n') == [
        ("resource", "aws_s3_bucket.data", "main.tf:1:1-3:2"),
        ("file", "main.tf", "main.tf:1:1-3:2"),
    ]


def test_a_companion() -> None:
    found = scopes(
        "missing-versioning",
        main_tf="""
            resource "aws_s3_bucket" "data" {}

            resource "aws_s3_bucket_versioning" "data" {
              bucket = aws_s3_bucket.data.id
              versioning_configuration {
                status = "Suspended"
              }
            }
        """,
    )
    assert found == [
        ("block", "versioning_configuration", "main.tf:5:3-7:4"),
        ("resource", "aws_s3_bucket_versioning.data", "main.tf:3:1-8:2"),
        ("resource", "aws_s3_bucket.data", "main.tf:1:1-1:35"),
        ("file", "main.tf", "main.tf:1:1-8:2"),
    ]


def test_a_value_in_a_file_of_variables_that_a_module_uses() -> None:
    found = scopes(
        "missing-versioning",
        main_tf="""
            variable "status" {
              type = string
            }

            module "store" {
              source = "./store"
              status = var.status
            }
        """,
        store__main_tf=MODULE,
        terraform_tfvars='status = "Suspended"\n',
    )
    assert found == [
        ("block", "versioning_configuration", "store/main.tf:9:3-11:4"),
        ("resource", "module.store.aws_s3_bucket_versioning.this", "store/main.tf:7:1-12:2"),
        ("resource", "module.store.aws_s3_bucket.this", "store/main.tf:5:1-5:35"),
        ("module", "module.store", "main.tf:5:1-8:2"),
        ("file", "terraform.tfvars", "terraform.tfvars:1:1-1:21"),
        ("file", "store/main.tf", "store/main.tf:1:1-12:2"),
    ]


def test_instances_that_share_a_cause_share_their_scopes() -> None:
    found = scopes(
        "missing-versioning",
        main_tf="""
            module "store" {
              source   = "./store"
              for_each = toset(["eu", "us"])
              status   = "Suspended"
            }
        """,
        store__main_tf=MODULE,
    )
    assert found == [
        ("block", "versioning_configuration", "store/main.tf:9:3-11:4"),
        ("resource", 'module.store["eu"].aws_s3_bucket_versioning.this', "store/main.tf:7:1-12:2"),
        ("resource", 'module.store["eu"].aws_s3_bucket.this', "store/main.tf:5:1-5:35"),
        ("resource", 'module.store["us"].aws_s3_bucket_versioning.this', "store/main.tf:7:1-12:2"),
        ("resource", 'module.store["us"].aws_s3_bucket.this', "store/main.tf:5:1-5:35"),
        ("module", 'module.store["eu"]', "main.tf:1:1-5:2"),
        ("module", 'module.store["us"]', "main.tf:1:1-5:2"),
        ("file", "main.tf", "main.tf:1:1-5:2"),
        ("file", "store/main.tf", "store/main.tf:1:1-12:2"),
    ]


def test_the_companion_of_the_same_instance_is_meant() -> None:
    (one, two) = findings(
        "missing-versioning",
        main_tf="""
            variable "status" {
              default = ["Suspended", "Disabled"]
            }

            resource "aws_s3_bucket" "data" {
              count = 2
            }

            resource "aws_s3_bucket_versioning" "data" {
              count  = 2
              bucket = aws_s3_bucket.data[count.index].id
              versioning_configuration {
                status = var.status[count.index]
              }
            }
        """,
    )
    assert [scope.name for scope in one.scopes if scope.kind == "resource"] == [
        "aws_s3_bucket_versioning.data[0]",
        "aws_s3_bucket.data[0]",
    ]
    assert [scope.name for scope in two.scopes if scope.kind == "resource"] == [
        "aws_s3_bucket_versioning.data[1]",
        "aws_s3_bucket.data[1]",
    ]


def test_a_statement_of_a_document_that_a_module_declares() -> None:
    found = scopes(
        "wildcard-principal",
        main_tf="""
            module "store" {
              source = "./store"
            }
        """,
        store__main_tf="""
            resource "aws_s3_bucket" "this" {}

            data "aws_iam_policy_document" "this" {
              statement {
                sid       = "Read"
                actions   = ["s3:GetObject"]
                resources = ["${aws_s3_bucket.this.arn}/*"]
                principals {
                  type        = "*"
                  identifiers = ["*"]
                }
              }
            }

            resource "aws_s3_bucket_policy" "this" {
              bucket = aws_s3_bucket.this.id
              policy = data.aws_iam_policy_document.this.json
            }
        """,
    )
    assert found == [
        ("statement", "Read", "store/main.tf:4:3-12:4"),
        ("block", "policy", "store/main.tf:3:1-13:2"),
        ("resource", "module.store.aws_s3_bucket_policy.this", "store/main.tf:15:1-18:2"),
        ("resource", "module.store.aws_s3_bucket.this", "store/main.tf:1:1-1:35"),
        ("module", "module.store", "main.tf:1:1-3:2"),
        ("file", "store/main.tf", "store/main.tf:1:1-18:2"),
    ]


def test_a_statement_of_a_policy_that_is_encoded_in_place() -> None:
    found = scopes(
        "wildcard-principal",
        main_tf="""
            resource "aws_s3_bucket_policy" "site" {
              bucket = "acme-site"
              policy = jsonencode({
                Version = "2012-10-17"
                Statement = [{
                  Effect    = "Allow"
                  Principal = "*"
                  Action    = "s3:GetObject"
                  Resource  = "arn:aws:s3:::acme-site/*"
                }]
              })
            }
        """,
    )
    assert found == [
        ("statement", "1", "main.tf:5:18-10:6"),
        ("block", "Statement", "main.tf:5:5-10:7"),
        ("block", "policy", "main.tf:3:3-11:4"),
        ("resource", "aws_s3_bucket_policy.site", "main.tf:1:1-12:2"),
        ("file", "main.tf", "main.tf:1:1-12:2"),
    ]


def test_a_document_that_several_policies_share_belongs_to_none_of_them() -> None:
    found = scopes(
        "wildcard-principal",
        main_tf="""
            data "aws_iam_policy_document" "public" {
              statement {
                actions   = ["s3:GetObject"]
                resources = ["*"]
                principals {
                  type        = "*"
                  identifiers = ["*"]
                }
              }
            }

            resource "aws_s3_bucket_policy" "one" {
              bucket = "acme-one"
              policy = data.aws_iam_policy_document.public.json
            }

            resource "aws_s3_bucket_policy" "two" {
              bucket = "acme-two"
              policy = data.aws_iam_policy_document.public.json
            }
        """,
    )
    assert found == [
        ("statement", "1", "main.tf:2:3-9:4"),
        ("block", "policy", "main.tf:1:1-10:2"),
        ("resource", "aws_s3_bucket_policy.one", "main.tf:12:1-15:2"),
        ("resource", "aws_s3_bucket_policy.two", "main.tf:17:1-20:2"),
        ("file", "main.tf", "main.tf:1:1-20:2"),
    ]


def test_a_bare_policy() -> None:
    found = scopes(
        "wildcard-principal",
        Language.POLICY,
        policy_json="""
            {
              "Statement": [
                {"Sid": "Read", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
              ]
            }
        """,
    )
    assert found == [
        ("statement", "Read", "policy.json:3:5-3:115"),
        ("file", "policy.json", "policy.json:1:1-5:2"),
    ]


def test_a_statement_in_a_file_that_terraform_reads() -> None:
    found = scopes(
        "wildcard-principal",
        main_tf="""
            resource "aws_s3_bucket_policy" "site" {
              bucket = "acme"
              policy = file("${path.module}/policy.tpl")
            }
        """,
        policy_tpl="""
            {
              "Statement": [
                {"Sid": "Read", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
              ]
            }
        """,
    )
    assert found == [
        ("statement", "Read", "policy.tpl:3:5-3:115"),
        ("resource", "aws_s3_bucket_policy.site", "main.tf:1:1-4:2"),
        ("file", "policy.tpl", "policy.tpl:1:1-5:2"),
        ("file", "main.tf", "main.tf:1:1-4:2"),
    ]


def test_a_property_of_a_template() -> None:
    found = scopes(
        "missing-versioning",
        site_yaml="""
            Resources:
              Site:
                Type: AWS::S3::Bucket
                Properties:
                  VersioningConfiguration:
                    Status: Suspended
              Other:
                Type: AWS::SNS::Topic
        """,
    )
    assert found == [
        ("block", "VersioningConfiguration", "site.yaml:5:7-6:26"),
        ("resource", "Site", "site.yaml:2:3-6:26"),
        ("file", "site.yaml", "site.yaml:1:1-8:26"),
    ]


def test_a_parameter_that_a_property_refers_to() -> None:
    found = scopes(
        "missing-versioning",
        site_yaml="""
            Parameters:
              Status:
                Type: String
                Default: Suspended
            Resources:
              Site:
                Type: AWS::S3::Bucket
                Properties:
                  VersioningConfiguration:
                    Status: !Ref Status
        """,
    )
    assert found == [
        ("block", "VersioningConfiguration", "site.yaml:9:7-10:28"),
        ("resource", "Site", "site.yaml:6:3-10:28"),
        ("file", "site.yaml", "site.yaml:1:1-10:28"),
    ]


PUBLIC_POLICY = """
    Parameters:
      Reader:
        Type: String
    Resources:
      Site:
        Type: AWS::S3::Bucket
      SitePolicy:
        Type: AWS::S3::BucketPolicy
        Properties:
          Bucket: !Ref Site
          PolicyDocument:
            Statement:
              Effect: Allow
              Principal: !Ref Reader
              Action: s3:GetObject
              Resource: !Sub ${Site.Arn}/*
"""


def test_a_statement_in_a_nested_stack_whose_principal_the_parent_gives() -> None:
    found = scopes(
        "wildcard-principal",
        parent_yaml="""
            Resources:
              Storage:
                Type: AWS::CloudFormation::Stack
                Properties:
                  TemplateURL: storage.yaml
                  Parameters:
                    Reader: "*"
        """,
        storage_yaml=PUBLIC_POLICY,
    )
    assert found == [
        ("statement", "1", "storage.yaml:12:9-16:39"),
        ("block", "PolicyDocument", "storage.yaml:11:7-16:39"),
        ("resource", "Storage/SitePolicy", "storage.yaml:7:3-16:39"),
        ("resource", "Storage/Site", "storage.yaml:5:3-6:26"),
        ("module", "Storage", "parent.yaml:2:3-7:20"),
        ("file", "parent.yaml", "parent.yaml:1:1-7:20"),
        ("file", "storage.yaml", "storage.yaml:1:1-16:39"),
    ]


def test_one_of_several_statements() -> None:
    found = scopes(
        "wildcard-principal",
        site_yaml="""
            Resources:
              SitePolicy:
                Type: AWS::S3::BucketPolicy
                Properties:
                  Bucket: acme-site
                  PolicyDocument:
                    Statement:
                      - {Effect: Deny, Principal: "*", Action: "s3:*", Resource: "*"}
                      - Sid: Read
                        Effect: Allow
                        Principal: {AWS: ["*"]}
                        Action: s3:GetObject
                        Resource: arn:aws:s3:::acme-site/*
        """,
    )
    assert found == [
        ("statement", "Read", "site.yaml:9:13-13:47"),
        ("block", "Principal", "site.yaml:11:13-11:36"),
        ("block", "Statement", "site.yaml:7:9-13:47"),
        ("block", "PolicyDocument", "site.yaml:6:7-13:47"),
        ("resource", "SitePolicy", "site.yaml:2:3-13:47"),
        ("file", "site.yaml", "site.yaml:1:1-13:47"),
    ]


def test_a_value_that_very_many_resources_share_is_not_looked_at_in_each() -> None:
    found = findings(
        "wildcard-principal",
        main_tf="""
            locals {
              document = jsonencode({
                Statement = [{ Sid = "Read", Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*" }]
              })
            }

            resource "aws_s3_bucket" "data" {
              count = 70
            }

            resource "aws_s3_bucket_policy" "data" {
              count  = 70
              bucket = aws_s3_bucket.data[count.index].id
              policy = local.document
            }
        """,
    )
    (finding,) = found
    scopes = [(scope.kind, scope.name, place(scope.origin)) for scope in finding.scopes]
    assert scopes[:3] == [
        ("statement", "Read", "main.tf:3:18-3:110"),
        ("block", "Statement", "main.tf:3:5-3:111"),
        ("block", "policy", "main.tf:2:25-4:4"),
    ]
    assert sorted(scopes[3:-1]) == sorted(
        ("resource", f"aws_s3_bucket{kind}.data[{number}]", region)
        for number in range(70)
        for kind, region in (("", "main.tf:7:1-9:2"), ("_policy", "main.tf:11:1-15:2"))
    )
    assert scopes[-1] == ("file", "main.tf", "main.tf:1:1-15:2")
