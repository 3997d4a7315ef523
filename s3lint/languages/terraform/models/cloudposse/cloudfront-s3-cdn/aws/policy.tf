# The policy of the origin: for CloudFront or, as a website, for everybody; who deploys; TLS.

locals {
  overrides    = local.is_own || var.override_origin_bucket_policy
  has_identity = !local.is_website && !local.uses_control
  # Placeholders of the caller's policy.
  additional = replace(replace(replace(var.additional_bucket_policy,
    "$${origin_path}", coalesce(var.origin_path, "/")),
    "$${bucket_name}", local.bucket),
  "$${cloudfront_origin_access_identity_iam_arn}", local.identity)
}

resource "aws_s3_bucket_policy" "default" {
  count = local.enabled && local.overrides ? 1 : 0

  bucket = local.bucket_id
  policy = data.aws_iam_policy_document.combined.json
}

data "aws_iam_policy_document" "combined" {
  source_policy_documents = compact(concat(
    local.has_identity ? [data.aws_iam_policy_document.identity.json] : [],
    !local.is_website && local.uses_control ? [data.aws_iam_policy_document.control.json] : [],
    local.is_website ? [data.aws_iam_policy_document.website.json] : [],
    var.allow_ssl_requests_only ? [data.aws_iam_policy_document.ssl_only.json] : [],
    [for principal, prefixes in var.deployment_principal_arns : data.aws_iam_policy_document.deployment[principal].json],
  ))
  override_policy_documents = [local.additional]
}

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
data "aws_iam_policy_document" "identity" {
  statement {
    sid       = "S3GetObjectForCloudFront"
    actions   = ["s3:GetObject"]
    resources = ["${local.arn}${coalesce(var.origin_path, "/")}*"]

    principals {
      type        = "AWS"
      identifiers = [local.identity]
    }
  }

  statement {
    sid       = "S3ListBucketForCloudFront"
    actions   = ["s3:ListBucket"]
    resources = [local.arn]

    principals {
      type        = "AWS"
      identifiers = [local.identity]
    }
  }
}

data "aws_iam_policy_document" "control" {
  statement {
    sid       = "S3GetObjectForCloudFrontServicePrincipal"
    actions   = ["s3:GetObject"]
    resources = ["${local.arn}${coalesce(var.origin_path, "/")}*"]

    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [aws_cloudfront_distribution.default[0].arn]
    }
  }
}

data "aws_iam_policy_document" "website" {
  statement {
    sid       = "S3GetObjectForCloudFront"
    actions   = ["s3:GetObject"]
    resources = ["${local.arn}${coalesce(var.origin_path, "/")}*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    dynamic "condition" {
      for_each = var.s3_website_password_enabled ? [1] : []
      content {
        test     = "StringEquals"
        variable = "aws:referer"
        values   = [random_password.referer[0].result]
      }
    }
  }
}

resource "random_password" "referer" {
  count = local.is_website && var.s3_website_password_enabled ? 1 : 0

  length = 32
}

data "aws_iam_policy_document" "ssl_only" {
  statement {
    sid       = "ForceSSLOnlyAccess"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.arn, "${local.arn}/*"]

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

data "aws_iam_policy_document" "deployment" {
  for_each = var.deployment_principal_arns

  statement {
    actions   = var.deployment_actions
    resources = distinct(flatten([local.arn, [for prefix in each.value : "${local.arn}/${prefix}*"]]))

    principals {
      type        = "AWS"
      identifiers = [each.key]
    }
  }
}
