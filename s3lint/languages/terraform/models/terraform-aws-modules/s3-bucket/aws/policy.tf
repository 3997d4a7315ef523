# The bucket policy: what the caller gives, and the statements that `attach_…` inputs add.

locals {
  attaches = anytrue([
    var.attach_policy,
    var.attach_deny_insecure_transport_policy,
    var.attach_require_latest_tls_policy,
    var.attach_deny_unencrypted_object_uploads,
    var.attach_deny_ssec_encrypted_object_uploads,
    var.attach_deny_incorrect_encryption_headers,
    var.attach_deny_incorrect_kms_key_sse,
    var.attach_elb_log_delivery_policy,
    var.attach_lb_log_delivery_policy,
    var.attach_access_log_delivery_policy,
    var.attach_cloudtrail_log_delivery_policy,
    var.attach_waf_log_delivery_policy,
    var.attach_analytics_destination_policy,
    var.attach_inventory_destination_policy,
  ])
  objects = "${local.arn}/*"

  # Placeholders of the caller's policy. https://registry.terraform.io/modules/terraform-aws-modules/s3-bucket/aws/5.15.4
  placed = var.policy == null ? null : replace(replace(replace(var.policy,
    "_S3_BUCKET_ID_", local.id),
    "_S3_BUCKET_ARN_", local.arn),
  "_AWS_ACCOUNT_ID_", data.aws_caller_identity.current.account_id)
}

data "aws_caller_identity" "current" {}
data "aws_region" "current" {}
data "aws_partition" "current" {}
data "aws_elb_service_account" "this" {}

resource "aws_s3_bucket_policy" "this" {
  count = var.create_bucket && local.attaches ? 1 : 0

  bucket = local.id
  policy = data.aws_iam_policy_document.combined[0].json
}

data "aws_iam_policy_document" "combined" {
  count = var.create_bucket && local.attaches ? 1 : 0

  source_policy_documents = concat(
    data.aws_iam_policy_document.elb_log_delivery[*].json,
    data.aws_iam_policy_document.lb_log_delivery[*].json,
    data.aws_iam_policy_document.access_log_delivery[*].json,
    data.aws_iam_policy_document.require_latest_tls[*].json,
    data.aws_iam_policy_document.deny_insecure_transport[*].json,
    data.aws_iam_policy_document.deny_unencrypted_object_uploads[*].json,
    data.aws_iam_policy_document.deny_ssec_encrypted_object_uploads[*].json,
    data.aws_iam_policy_document.deny_incorrect_kms_key_sse[*].json,
    data.aws_iam_policy_document.deny_incorrect_encryption_headers[*].json,
    data.aws_iam_policy_document.report_destination[*].json,
    data.aws_iam_policy_document.cloudtrail_log_delivery[*].json,
    data.aws_iam_policy_document.waf_log_delivery[*].json,
    var.attach_policy ? [local.placed] : [],
  )
}

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
data "aws_iam_policy_document" "deny_insecure_transport" {
  count = var.attach_deny_insecure_transport_policy ? 1 : 0

  statement {
    sid       = "denyInsecureTransport"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.arn, local.objects]

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

data "aws_iam_policy_document" "require_latest_tls" {
  count = var.attach_require_latest_tls_policy ? 1 : 0

  statement {
    sid       = "denyOutdatedTLS"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.arn, local.objects]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "NumericLessThan"
      variable = "s3:TlsVersion"
      values   = ["1.2"]
    }
  }
}

data "aws_iam_policy_document" "deny_unencrypted_object_uploads" {
  count = var.attach_deny_unencrypted_object_uploads ? 1 : 0

  statement {
    sid       = "denyUnencryptedObjectUploads"
    effect    = "Deny"
    actions   = ["s3:PutObject"]
    resources = [local.objects]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Null"
      variable = "s3:x-amz-server-side-encryption"
      values   = [true]
    }
  }
}

data "aws_iam_policy_document" "deny_ssec_encrypted_object_uploads" {
  count = var.attach_deny_ssec_encrypted_object_uploads ? 1 : 0

  statement {
    sid       = "denySSECEncryptedObjectUploads"
    effect    = "Deny"
    actions   = ["s3:PutObject"]
    resources = [local.objects]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Null"
      variable = "s3:x-amz-server-side-encryption-customer-algorithm"
      values   = [false]
    }
  }
}

data "aws_iam_policy_document" "deny_incorrect_encryption_headers" {
  count = var.attach_deny_incorrect_encryption_headers ? 1 : 0

  statement {
    sid       = "denyIncorrectEncryptionHeaders"
    effect    = "Deny"
    actions   = ["s3:PutObject"]
    resources = [local.objects]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringNotEquals"
      variable = "s3:x-amz-server-side-encryption"
      values   = [try(var.server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.sse_algorithm, null) == "aws:kms" ? "aws:kms" : "AES256"]
    }
  }
}

data "aws_iam_policy_document" "deny_incorrect_kms_key_sse" {
  count = var.attach_deny_incorrect_kms_key_sse ? 1 : 0

  statement {
    sid       = "denyIncorrectKmsKeySse"
    effect    = "Deny"
    actions   = ["s3:PutObject"]
    resources = [local.objects]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringNotEquals"
      variable = "s3:x-amz-server-side-encryption-aws-kms-key-id"
      values   = [try(var.allowed_kms_key_arn, null)]
    }
  }
}
