# What trussworks/logs/aws makes of its inputs, written from its documentation.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}
data "aws_elb_service_account" "main" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  arn       = "arn:${local.partition}:s3:::${var.s3_bucket_name}"

  alb        = var.default_allow || var.allow_alb
  cloudtrail = var.default_allow || var.allow_cloudtrail
  cloudwatch = var.default_allow || var.allow_cloudwatch
  config     = var.default_allow || var.allow_config
  elb        = var.default_allow || var.allow_elb
  nlb        = var.default_allow || var.allow_nlb
  redshift   = var.default_allow || var.allow_redshift
  s3         = var.default_allow || var.allow_s3

  # Objects of a service below a prefix: `prefix/AWSLogs/account/*`.
  cloudtrail_accounts = length(var.cloudtrail_accounts) > 0 ? var.cloudtrail_accounts : [local.account]
  config_accounts     = length(var.config_accounts) > 0 ? var.config_accounts : [local.account]
  elb_accounts        = length(var.elb_accounts) > 0 ? var.elb_accounts : [local.account]
  alb_account         = var.alb_account != "" ? var.alb_account : local.account
  nlb_account         = var.nlb_account != "" ? var.nlb_account : local.account
  cloudtrail_root     = var.cloudtrail_logs_prefix == "" ? "${local.arn}/AWSLogs" : "${local.arn}/${var.cloudtrail_logs_prefix}/AWSLogs"
  config_root         = var.config_logs_prefix == "" ? "${local.arn}/AWSLogs" : "${local.arn}/${var.config_logs_prefix}/AWSLogs"
  alb_roots           = [for prefix in var.alb_logs_prefixes : prefix == "" ? "${local.arn}/AWSLogs" : "${local.arn}/${prefix}/AWSLogs"]
  nlb_roots           = [for prefix in var.nlb_logs_prefixes : prefix == "" ? "${local.arn}/AWSLogs" : "${local.arn}/${prefix}/AWSLogs"]
  elb_root            = var.elb_logs_prefix == "" ? "${local.arn}/AWSLogs" : "${local.arn}/${var.elb_logs_prefix}/AWSLogs"
}

resource "aws_s3_bucket" "aws_logs" {
  bucket        = var.s3_bucket_name
  force_destroy = var.force_destroy
  tags          = var.tags
}

resource "aws_s3_bucket_policy" "aws_logs" {
  bucket = aws_s3_bucket.aws_logs.id
  policy = data.aws_iam_policy_document.main.json
}

resource "aws_s3_bucket_public_access_block" "public_access_block" {
  count = var.create_public_access_block ? 1 : 0

  bucket                  = aws_s3_bucket.aws_logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "aws_logs" {
  count = var.control_object_ownership ? 1 : 0

  bucket = aws_s3_bucket.aws_logs.id

  rule {
    object_ownership = var.object_ownership
  }
}

resource "aws_s3_bucket_acl" "aws_logs" {
  count = var.s3_bucket_acl != null ? 1 : 0

  bucket = aws_s3_bucket.aws_logs.id
  acl    = var.s3_bucket_acl
}

resource "aws_s3_bucket_versioning" "aws_logs" {
  bucket = aws_s3_bucket.aws_logs.id

  versioning_configuration {
    status     = var.versioning_status
    mfa_delete = var.enable_mfa_delete ? "Enabled" : null
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "aws_logs" {
  bucket = aws_s3_bucket.aws_logs.id

  rule {
    bucket_key_enabled = var.bucket_key_enabled

    apply_server_side_encryption_by_default {
      sse_algorithm     = length(var.kms_master_key_id) > 0 ? "aws:kms" : "AES256"
      kms_master_key_id = length(var.kms_master_key_id) > 0 ? var.kms_master_key_id : null
    }
  }
}

resource "aws_s3_bucket_logging" "aws_logs" {
  count = var.logging_target_bucket != "" ? 1 : 0

  bucket        = aws_s3_bucket.aws_logs.id
  target_bucket = var.logging_target_bucket
  target_prefix = var.logging_target_prefix
}

resource "aws_s3_bucket_lifecycle_configuration" "aws_logs" {
  bucket = aws_s3_bucket.aws_logs.id

  rule {
    id     = "expire_all_logs"
    status = var.enable_s3_log_bucket_lifecycle_rule ? "Enabled" : "Disabled"

    filter {}

    expiration {
      days = var.s3_log_bucket_retention
    }

    noncurrent_version_expiration {
      noncurrent_days = var.noncurrent_version_retention
    }
  }
}
