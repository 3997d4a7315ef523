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
    var.attach_elb_log_delivery_policy ? [data.aws_iam_policy_document.elb_log_delivery.json] : [],
    var.attach_lb_log_delivery_policy ? [data.aws_iam_policy_document.lb_log_delivery.json] : [],
    var.attach_access_log_delivery_policy ? [data.aws_iam_policy_document.access_log_delivery.json] : [],
    var.attach_require_latest_tls_policy ? [data.aws_iam_policy_document.require_latest_tls.json] : [],
    var.attach_deny_insecure_transport_policy ? [data.aws_iam_policy_document.deny_insecure_transport.json] : [],
    var.attach_deny_unencrypted_object_uploads ? [data.aws_iam_policy_document.deny_unencrypted_object_uploads.json] : [],
    var.attach_deny_ssec_encrypted_object_uploads ? [data.aws_iam_policy_document.deny_ssec_encrypted_object_uploads.json] : [],
    var.attach_deny_incorrect_kms_key_sse ? [data.aws_iam_policy_document.deny_incorrect_kms_key_sse.json] : [],
    var.attach_deny_incorrect_encryption_headers ? [data.aws_iam_policy_document.deny_incorrect_encryption_headers.json] : [],
    var.attach_inventory_destination_policy || var.attach_analytics_destination_policy ? [data.aws_iam_policy_document.report_destination.json] : [],
    var.attach_cloudtrail_log_delivery_policy ? [data.aws_iam_policy_document.cloudtrail_log_delivery.json] : [],
    var.attach_waf_log_delivery_policy ? [data.aws_iam_policy_document.waf_log_delivery.json] : [],
    var.attach_policy ? [local.placed] : [],
  )
}

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
data "aws_iam_policy_document" "deny_insecure_transport" {
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

# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
data "aws_iam_policy_document" "elb_log_delivery" {
  statement {
    effect    = "Allow"
    actions   = ["s3:PutObject"]
    resources = [local.objects]

    principals {
      type        = "AWS"
      identifiers = [data.aws_elb_service_account.this.arn]
    }
  }

  statement {
    effect    = "Allow"
    actions   = ["s3:PutObject"]
    resources = [local.objects]

    principals {
      type        = "Service"
      identifiers = ["logdelivery.elasticloadbalancing.amazonaws.com"]
    }
  }
}

# https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html
data "aws_iam_policy_document" "lb_log_delivery" {
  statement {
    sid       = "AWSLogDeliveryWrite"
    effect    = "Allow"
    actions   = ["s3:PutObject"]
    resources = [local.objects]

    principals {
      type        = "Service"
      identifiers = ["delivery.logs.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }

    dynamic "condition" {
      for_each = length(var.lb_log_delivery_policy_source_organizations) > 0 ? [1] : []
      content {
        test     = "StringEquals"
        variable = "aws:SourceOrgID"
        values   = var.lb_log_delivery_policy_source_organizations
      }
    }
  }

  statement {
    sid       = "AWSLogDeliveryAclCheck"
    effect    = "Allow"
    actions   = ["s3:GetBucketAcl", "s3:ListBucket"]
    resources = [local.arn]

    principals {
      type        = "Service"
      identifiers = ["delivery.logs.amazonaws.com"]
    }

    dynamic "condition" {
      for_each = length(var.lb_log_delivery_policy_source_organizations) > 0 ? [1] : []
      content {
        test     = "StringEquals"
        variable = "aws:SourceOrgID"
        values   = var.lb_log_delivery_policy_source_organizations
      }
    }
  }
}

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
data "aws_iam_policy_document" "access_log_delivery" {
  statement {
    sid       = "AWSAccessLogDeliveryWrite"
    effect    = "Allow"
    actions   = ["s3:PutObject"]
    resources = [local.objects]

    principals {
      type        = "Service"
      identifiers = ["logging.s3.amazonaws.com"]
    }

    dynamic "condition" {
      for_each = length(var.access_log_delivery_policy_source_buckets) > 0 ? [1] : []
      content {
        test     = "ForAnyValue:ArnLike"
        variable = "aws:SourceArn"
        values   = var.access_log_delivery_policy_source_buckets
      }
    }

    dynamic "condition" {
      for_each = length(var.access_log_delivery_policy_source_accounts) > 0 ? [1] : []
      content {
        test     = "ForAnyValue:StringEquals"
        variable = "aws:SourceAccount"
        values   = var.access_log_delivery_policy_source_accounts
      }
    }

    dynamic "condition" {
      for_each = length(var.access_log_delivery_policy_source_organizations) > 0 ? [1] : []
      content {
        test     = "ForAnyValue:StringEquals"
        variable = "aws:SourceOrgID"
        values   = var.access_log_delivery_policy_source_organizations
      }
    }
  }

  statement {
    sid       = "AWSAccessLogDeliveryAclCheck"
    effect    = "Allow"
    actions   = ["s3:GetBucketAcl"]
    resources = [local.arn]

    principals {
      type        = "Service"
      identifiers = ["logging.s3.amazonaws.com"]
    }
  }
}

# https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
data "aws_iam_policy_document" "cloudtrail_log_delivery" {
  statement {
    sid       = "AWSCloudTrailAclCheck"
    effect    = "Allow"
    actions   = ["s3:GetBucketAcl"]
    resources = [local.arn]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
  }

  statement {
    sid       = "AWSCloudTrailWrite"
    effect    = "Allow"
    actions   = ["s3:PutObject"]
    resources = [local.objects]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }
  }
}

# https://docs.aws.amazon.com/waf/latest/developerguide/logging-s3.html
data "aws_iam_policy_document" "waf_log_delivery" {
  statement {
    sid       = "AWSLogDeliveryWrite"
    effect    = "Allow"
    actions   = ["s3:PutObject"]
    resources = [local.objects]

    principals {
      type        = "Service"
      identifiers = ["delivery.logs.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.current.partition}:logs:${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}:*"]
    }
  }

  statement {
    sid       = "AWSLogDeliveryAclCheck"
    effect    = "Allow"
    actions   = ["s3:GetBucketAcl"]
    resources = [local.arn]

    principals {
      type        = "Service"
      identifiers = ["delivery.logs.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.current.partition}:logs:${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}:*"]
    }
  }
}

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html
data "aws_iam_policy_document" "report_destination" {
  statement {
    sid       = "destinationInventoryAndAnalyticsPolicy"
    effect    = "Allow"
    actions   = ["s3:PutObject"]
    resources = [local.objects]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values = distinct(concat(
        var.attach_inventory_destination_policy ? [var.inventory_self_source_destination ? local.arn : var.inventory_source_bucket_arn] : [],
        var.attach_analytics_destination_policy ? [var.analytics_self_source_destination ? local.arn : var.analytics_source_bucket_arn] : [],
      ))
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values = distinct(concat(
        var.attach_inventory_destination_policy ? [var.inventory_self_source_destination ? data.aws_caller_identity.current.account_id : var.inventory_source_account_id] : [],
        var.attach_analytics_destination_policy ? [var.analytics_self_source_destination ? data.aws_caller_identity.current.account_id : var.analytics_source_account_id] : [],
      ))
    }

    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }
  }
}
