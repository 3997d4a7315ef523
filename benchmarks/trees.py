"""Deterministic inputs of any size, shaped like what people keep: mostly other services, some S3."""

from __future__ import annotations

from pathlib import Path

PARAMETERS = """\
AWSTemplateFormatVersion: "2010-09-09"
Description: Service {number}, as it runs in every region.
Parameters:
  Environment:
    Type: String
    AllowedValues: [test, production]
    Default: production
Conditions:
  InProduction: !Equals [!Ref Environment, production]
Resources:
"""

FUNCTION = """\
  Function{index}:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: !Sub "${{AWS::StackName}}-worker-{index}"
      Runtime: python3.12
      Handler: worker.handle
      Role: !GetAtt Role{index}.Arn
      MemorySize: !If [InProduction, 1024, 256]
      Environment:
        Variables:
          STAGE: !Ref Environment
          QUEUE: !Join ["-", [!Ref "AWS::StackName", queue, "{index}"]]
  Role{index}:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Service: lambda.amazonaws.com
            Action: sts:AssumeRole
"""

BUCKET = """\
  Bucket{index}:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault:
              SSEAlgorithm: !If [InProduction, "aws:kms", AES256]
      PublicAccessBlockConfiguration:
        BlockPublicAcls: true
        IgnorePublicAcls: true
        BlockPublicPolicy: true
        RestrictPublicBuckets: true
      VersioningConfiguration:
        Status: !If [InProduction, Enabled, Suspended]
  Policy{index}:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket{index}
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Sid: OnlyTls
            Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [!GetAtt Bucket{index}.Arn, !Sub "${{Bucket{index}.Arn}}/*"]
            Condition:
              Bool:
                aws:SecureTransport: "false"
          - Sid: Deliver
            Effect: Allow
            Principal:
              AWS: !Sub "arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:root"
            Action: [s3:GetObject, s3:PutObject]
            Resource: !Sub "${{Bucket{index}.Arn}}/*"
"""

S3_EVERY = 3
"""One template in so many declares buckets."""


def template(number: int) -> str:
    """A template of about 9 KB."""
    functions = "".join(FUNCTION.format(index=index) for index in range(12 if number % S3_EVERY else 8))
    buckets = "" if number % S3_EVERY else "".join(BUCKET.format(index=index) for index in range(2))
    return PARAMETERS.format(number=number) + functions + buckets


def templates(folder: Path, count: int) -> Path:
    for number in range(count):
        path = folder / f"service-{number % 20:02}" / f"template-{number:04}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(template(number), encoding="utf-8")
    return folder


def templates_without_s3(folder: Path, count: int) -> Path:
    """Templates of one size without any bucket, and one with."""
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"template-{number:04}.yaml").write_text(template(1), encoding="utf-8")
    (folder / "with-s3.yaml").write_text(template(0), encoding="utf-8")
    return folder


MODULE = {
    "variables.tf": """\
variable "name" {
  type = string
}

variable "versioned" {
  type    = bool
  default = true
}

variable "tags" {
  type    = map(string)
  default = {}
}
""",
    "main.tf": """\
locals {
  tags = merge(var.tags, { module = "bucket", name = upper(var.name) })
}

resource "aws_s3_bucket" "this" {
  bucket = "${var.name}-data"
  tags   = local.tags
}

resource "aws_s3_bucket_versioning" "this" {
  count  = var.versioned ? 1 : 0
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket                  = aws_s3_bucket.this.id
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = true
  restrict_public_buckets = true
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "OnlyTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.this.arn, "${aws_s3_bucket.this.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = data.aws_iam_policy_document.this.json
}
""",
    "outputs.tf": """\
output "arn" {
  value = aws_s3_bucket.this.arn
}
""",
}

CALL = """\
module "bucket_{index}" {{
  source    = "./modules/bucket-{index}"
  name      = "stack-{number}-{index}"
  versioned = {versioned}
  tags      = {{ stack = "{number}" }}
}}

resource "aws_sqs_queue" "queue_{index}" {{
  name                       = "stack-{number}-{index}"
  visibility_timeout_seconds = {index} * 30
}}
"""

CALLED = 9
"""Modules that each root module calls."""


def module(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, text in MODULE.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


STORE = """\
variable "names" { type = list(string) }
variable "is_denied" { type = bool }
locals {
  all = concat(var.names, [])
}
resource "aws_s3_bucket" "this" {
  for_each = toset(local.all)
  bucket   = each.value
}
resource "aws_s3_bucket_versioning" "this" {
  for_each = toset(local.all)
  bucket   = aws_s3_bucket.this[each.value].id
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_kms_key" "this" {
  count = length(toset(local.all)) > 0 ? 1 : 0
}
resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = aws_s3_bucket.this
  bucket   = each.value.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.this[0].arn
    }
  }
}
resource "aws_s3_bucket_logging" "this" {
  for_each      = length(toset(local.all)) > 0 ? toset(local.all) : toset([])
  bucket        = aws_s3_bucket.this[each.value].id
  target_bucket = "acme-logs"
  target_prefix = "log/"
}
data "aws_iam_policy_document" "this" {
  for_each = toset(local.all)
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.this[each.value].arn, "${aws_s3_bucket.this[each.value].arn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}
resource "aws_s3_bucket_policy" "this" {
  for_each = { for name in local.all : name => name if var.is_denied }
  bucket   = aws_s3_bucket.this[each.value].id
  policy   = data.aws_iam_policy_document.this[each.value].json
}
"""


def stores(folder: Path, sizes: tuple[int, ...] = (3, 3, 3, 3, 3, 2, 2)) -> Path:
    """A root module whose names all hold the workspace: modules of as many buckets each, with companions over these names."""
    (folder / "store").mkdir(parents=True)
    (folder / "store/main.tf").write_text(STORE, encoding="utf-8")
    calls = []
    for number, size in enumerate(sizes):
        names = ", ".join(f'"acme-${{terraform.workspace}}-{number}-{index}"' for index in range(size))
        is_denied = "true" if number % 2 else "false"
        calls.append(
            f'module "store{number}" {{\n  source    = "./store"\n  names     = [{names}]\n  is_denied = {is_denied}\n}}\n'
        )
    (folder / "main.tf").write_text("\n".join(calls), encoding="utf-8")
    return folder


def modules(folder: Path, count: int) -> Path:
    """`count` modules of three files: root modules, and nine below each that it calls."""
    for number in range(count // (CALLED + 1)):
        root = folder / f"stack-{number:04}"
        for index in range(CALLED):
            module(root / "modules" / f"bucket-{index}")
        calls = [CALL.format(number=number, index=i, versioned="true" if i % 4 else "false") for i in range(CALLED)]
        (root / "main.tf").write_text("\n".join(calls), encoding="utf-8")
        (root / "variables.tf").write_text('variable "region" {\n  default = "eu-west-1"\n}\n', encoding="utf-8")
        (root / "outputs.tf").write_text('output "first" {\n  value = module.bucket_0.arn\n}\n', encoding="utf-8")
    return folder
