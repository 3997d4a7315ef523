# The bucket policy: what each service needs to deliver its logs, denied where it is not allowed, and TLS for everybody.

data "aws_iam_policy_document" "main" {
  # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
  statement {
    sid       = "cloudtrail-logs-get-bucket-acl"
    effect    = local.cloudtrail ? "Allow" : "Deny"
    actions   = ["s3:GetBucketAcl"]
    resources = [local.arn]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
  }

  statement {
    sid       = "cloudtrail-logs-put-object"
    effect    = local.cloudtrail ? "Allow" : "Deny"
    actions   = ["s3:PutObject"]
    resources = var.cloudtrail_org_id == "" ? [for account in local.cloudtrail_accounts : "${local.cloudtrail_root}/${account}/*"] : ["${local.cloudtrail_root}/${var.cloudtrail_org_id}/*", "${local.cloudtrail_root}/${local.account}/*"]

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

  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3ExportTasksConsole.html
  statement {
    sid       = "cloudwatch-logs-get-bucket-acl"
    effect    = local.cloudwatch ? "Allow" : "Deny"
    actions   = ["s3:GetBucketAcl"]
    resources = [local.arn]

    principals {
      type        = "Service"
      identifiers = ["logs.${data.aws_region.current.region}.amazonaws.com"]
    }
  }

  statement {
    sid       = "cloudwatch-logs-put-object"
    effect    = local.cloudwatch ? "Allow" : "Deny"
    actions   = ["s3:PutObject"]
    resources = ["${local.arn}/${var.cloudwatch_logs_prefix}/*"]

    principals {
      type        = "Service"
      identifiers = ["logs.${data.aws_region.current.region}.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }
  }

  # https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
  statement {
    sid       = "config-permissions-check"
    effect    = local.config ? "Allow" : "Deny"
    actions   = ["s3:GetBucketAcl", "s3:ListBucket"]
    resources = [local.arn]

    principals {
      type        = "Service"
      identifiers = ["config.amazonaws.com"]
    }
  }

  dynamic "statement" {
    for_each = local.config_accounts
    content {
      sid       = "config-bucket-delivery-${statement.key}"
      effect    = local.config ? "Allow" : "Deny"
      actions   = ["s3:PutObject", "s3:PutObjectAcl"]
      resources = ["${local.config_root}/${statement.value}/Config/*"]

      principals {
        type        = "Service"
        identifiers = ["config.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [statement.value]
      }

      condition {
        test     = "StringEquals"
        variable = "s3:x-amz-acl"
        values   = ["bucket-owner-full-control"]
      }
    }
  }

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-access-logs.html
  statement {
    sid       = "elb-logs-put-object"
    effect    = local.elb ? "Allow" : "Deny"
    actions   = ["s3:PutObject"]
    resources = [for account in local.elb_accounts : "${local.elb_root}/${account}/*"]

    principals {
      type        = "AWS"
      identifiers = [data.aws_elb_service_account.main.arn]
    }
  }

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
  statement {
    sid       = "alb-logs-put-object"
    effect    = local.alb ? "Allow" : "Deny"
    actions   = ["s3:PutObject"]
    resources = [for root in local.alb_roots : "${root}/${local.alb_account}/*"]

    principals {
      type        = "AWS"
      identifiers = [data.aws_elb_service_account.main.arn]
    }
  }

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html
  statement {
    sid       = "nlb-logs-acl-check"
    effect    = local.nlb ? "Allow" : "Deny"
    actions   = ["s3:GetBucketAcl"]
    resources = [local.arn]

    principals {
      type        = "Service"
      identifiers = ["delivery.logs.amazonaws.com"]
    }
  }

  statement {
    sid       = "nlb-logs-put-object"
    effect    = local.nlb ? "Allow" : "Deny"
    actions   = ["s3:PutObject"]
    resources = [for root in local.nlb_roots : "${root}/${local.nlb_account}/*"]

    principals {
      type        = "Service"
      identifiers = ["delivery.logs.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }
  }

  # https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing-bucket-permissions.html
  statement {
    sid       = "redshift-logs-put-object"
    effect    = local.redshift ? "Allow" : "Deny"
    actions   = ["s3:PutObject"]
    resources = ["${local.arn}/${var.redshift_logs_prefix}/*"]

    principals {
      type        = "Service"
      identifiers = ["redshift.amazonaws.com"]
    }
  }

  statement {
    sid       = "redshift-logs-get-bucket-acl"
    effect    = local.redshift ? "Allow" : "Deny"
    actions   = ["s3:GetBucketAcl"]
    resources = [local.arn]

    principals {
      type        = "Service"
      identifiers = ["redshift.amazonaws.com"]
    }
  }

  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
  statement {
    sid       = "s3-logs-put-object"
    effect    = local.s3 ? "Allow" : "Deny"
    actions   = ["s3:PutObject"]
    resources = ["${local.arn}/${var.s3_logs_prefix}/*"]

    principals {
      type        = "Service"
      identifiers = ["logging.s3.amazonaws.com"]
    }
  }

  statement {
    sid       = "enforce-tls-requests-only"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.arn, "${local.arn}/*"]

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
}
