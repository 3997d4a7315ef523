# What trussworks/s3-private-bucket/aws makes of its inputs, written from its documentation.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_iam_account_alias" "current" {}

locals {
  bucket_id = var.use_account_alias_prefix ? format("%s-%s", data.aws_iam_account_alias.current.account_alias, var.bucket) : format("%s", var.bucket)
  prefix    = "${local.bucket_id}-"
  # With a random suffix only the resource knows the name.
  name = var.use_random_suffix ? aws_s3_bucket.private_bucket.id : local.bucket_id
  arn  = "arn:${data.aws_partition.current.partition}:s3:::${local.name}"
}

resource "aws_s3_bucket" "private_bucket" {
  bucket        = var.use_random_suffix ? null : local.bucket_id
  bucket_prefix = var.use_random_suffix ? local.prefix : null
  tags          = var.tags
  force_destroy = var.enable_bucket_force_destroy
}

resource "aws_s3_bucket_policy" "private_bucket" {
  bucket = aws_s3_bucket.private_bucket.id
  policy = data.aws_iam_policy_document.supplemental_policy.json
}

data "aws_iam_policy_document" "supplemental_policy" {
  source_policy_documents = var.custom_bucket_policy != "" ? [var.custom_bucket_policy] : []

  statement {
    sid       = "enforce-tls-requests-only"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["${local.arn}/*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html
  statement {
    sid       = "inventory-and-analytics"
    effect    = "Allow"
    actions   = ["s3:PutObject"]
    resources = ["${local.arn}/*"]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = [local.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }

    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }
  }
}

resource "aws_s3_bucket_public_access_block" "public_access_block" {
  count = var.enable_s3_public_access_block ? 1 : 0

  bucket                  = aws_s3_bucket.private_bucket.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "private_bucket" {
  count = var.control_object_ownership ? 1 : 0

  bucket = aws_s3_bucket.private_bucket.id

  rule {
    object_ownership = var.object_ownership
  }
}

resource "aws_s3_bucket_acl" "private_bucket" {
  count = var.s3_bucket_acl != null ? 1 : 0

  bucket = aws_s3_bucket.private_bucket.id
  acl    = var.s3_bucket_acl
}

resource "aws_s3_bucket_versioning" "private_bucket" {
  bucket = aws_s3_bucket.private_bucket.id

  versioning_configuration {
    status = var.versioning_status
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "private_bucket" {
  bucket = aws_s3_bucket.private_bucket.id

  rule {
    bucket_key_enabled = var.bucket_key_enabled

    apply_server_side_encryption_by_default {
      sse_algorithm     = length(var.kms_master_key_id) > 0 ? "aws:kms" : "AES256"
      kms_master_key_id = length(var.kms_master_key_id) > 0 ? var.kms_master_key_id : null
    }
  }
}

resource "aws_s3_bucket_logging" "private_bucket" {
  count = var.logging_bucket != "" ? 1 : 0

  bucket        = aws_s3_bucket.private_bucket.id
  target_bucket = var.logging_bucket
  target_prefix = "s3/${local.bucket_id}/"
}

resource "aws_s3_bucket_accelerate_configuration" "private_bucket" {
  count = var.transfer_acceleration != null ? 1 : 0

  bucket = aws_s3_bucket.private_bucket.id
  status = var.transfer_acceleration ? "Enabled" : "Suspended"
}

resource "aws_s3_bucket_cors_configuration" "private_bucket" {
  count = length(var.cors_rules) > 0 ? 1 : 0

  bucket = aws_s3_bucket.private_bucket.id

  dynamic "cors_rule" {
    for_each = var.cors_rules
    content {
      allowed_headers = try(cors_rule.value.allowed_headers, null)
      allowed_methods = cors_rule.value.allowed_methods
      allowed_origins = cors_rule.value.allowed_origins
      expose_headers  = try(cors_rule.value.expose_headers, null)
      max_age_seconds = try(cors_rule.value.max_age_seconds, null)
    }
  }
}

resource "aws_s3_bucket_inventory" "inventory" {
  count = var.enable_bucket_inventory ? 1 : 0

  bucket                   = aws_s3_bucket.private_bucket.id
  name                     = "BucketInventory"
  included_object_versions = "All"

  schedule {
    frequency = var.schedule_frequency
  }

  destination {
    bucket {
      format     = var.inventory_bucket_format
      bucket_arn = aws_s3_bucket.private_bucket.arn
      prefix     = "_AWSBucketInventory/"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "private_bucket" {
  bucket = aws_s3_bucket.private_bucket.id

  rule {
    id     = "abort-incomplete-multipart-upload"
    status = "Enabled"

    abort_incomplete_multipart_upload {
      days_after_initiation = var.abort_incomplete_multipart_upload_days
    }

    expiration {
      days                         = try(var.lifecycle_abort_incomplete_upload.expiration.days, null)
      date                         = try(var.lifecycle_abort_incomplete_upload.expiration.date, null)
      expired_object_delete_marker = try(var.lifecycle_abort_incomplete_upload.expiration.expired_object_delete_marker, null)
    }

    noncurrent_version_expiration {
      noncurrent_days = try(var.lifecycle_abort_incomplete_upload.nve.noncurrent_days, null)
    }

    noncurrent_version_transition {
      noncurrent_days = try(var.lifecycle_abort_incomplete_upload.nvt.noncurrent_days, null)
      storage_class   = try(var.lifecycle_abort_incomplete_upload.nvt.storage_class, null)
    }
  }

  rule {
    id     = "aws-bucket-inventory"
    status = var.enable_bucket_inventory ? "Enabled" : "Disabled"

    filter {
      prefix = "_AWSBucketInventory/"
    }

    expiration {
      days = var.lifecycle_aws_bucket_inventory_expiration
    }
  }

  rule {
    id     = "aws-bucket-analytics"
    status = var.enable_analytics ? "Enabled" : "Disabled"

    filter {
      prefix = "_AWSBucketAnalytics/"
    }

    expiration {
      days = var.lifecycle_aws_bucket_analytics_expiration
    }
  }

  dynamic "rule" {
    for_each = var.additional_lifecycle_rules
    content {
      id     = try(rule.value.id, null)
      status = try(rule.value.status, "Enabled")

      filter {
        prefix = try(rule.value.filter.prefix, rule.value.prefix, null)
      }

      dynamic "expiration" {
        for_each = try(flatten([rule.value.expiration]), [])
        content {
          days = try(expiration.value.days, null)
          date = try(expiration.value.date, null)
        }
      }

      dynamic "noncurrent_version_expiration" {
        for_each = try(flatten([rule.value.noncurrent_version_expiration]), [])
        content {
          noncurrent_days = try(noncurrent_version_expiration.value.noncurrent_days, null)
        }
      }
    }
  }
}
