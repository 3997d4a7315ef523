# What cloudposse/cloudfront-s3-cdn/aws makes of its inputs, written from its documentation.

data "aws_partition" "current" {}
data "aws_cloudfront_log_delivery_canonical_user_id" "default" {}

module "origin_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  attributes = var.extra_origin_attributes
  context    = module.this.context
}

locals {
  enabled    = module.this.enabled
  is_own     = local.enabled && (var.origin_bucket == null || var.origin_bucket == "")
  bucket     = local.is_own ? module.origin_label.id : coalesce(var.origin_bucket, "-")
  bucket_id  = local.is_own ? try(aws_s3_bucket.origin[0].id, "") : local.bucket
  arn        = "arn:${data.aws_partition.current.partition}:s3:::${local.bucket_id}"
  origins    = distinct(compact(concat(var.cors_allowed_origins, var.aliases, var.external_aliases)))
  is_website = local.is_own && var.website_enabled

  access_logs    = var.s3_access_log_bucket_name != null ? var.s3_access_log_bucket_name : ""
  logs_access    = local.access_logs != "" && (var.s3_access_logging_enabled != null ? var.s3_access_logging_enabled : true)
  logs_requests  = local.enabled && (var.logging_enabled != null ? var.logging_enabled : var.cloudfront_access_logging_enabled)
  logs_to_own    = local.logs_requests && var.cloudfront_access_log_create_bucket
  log_bucket     = local.logs_to_own ? module.logs.bucket_id : var.cloudfront_access_log_bucket_name
  uses_control   = var.origin_access_type == "origin_access_control"
  makes_control  = local.enabled && local.uses_control && var.cloudfront_origin_access_control_id == "" && !local.is_website
  makes_identity = local.enabled && !local.uses_control && var.cloudfront_origin_access_identity_iam_arn == "" && !local.is_website
  identity       = local.makes_identity ? aws_cloudfront_origin_access_identity.default[0].iam_arn : var.cloudfront_origin_access_identity_iam_arn
  control        = local.makes_control ? aws_cloudfront_origin_access_control.default[0].id : var.cloudfront_origin_access_control_id
}

resource "aws_cloudfront_origin_access_identity" "default" {
  count = local.makes_identity ? 1 : 0

  comment = module.this.id
}

resource "aws_cloudfront_origin_access_control" "default" {
  count = local.makes_control ? 1 : 0

  name                              = module.this.id
  origin_access_control_origin_type = "s3"
  signing_behavior                  = var.origin_access_control_signing_behavior
  signing_protocol                  = "sigv4"
}

resource "aws_s3_bucket" "origin" {
  count = local.is_own ? 1 : 0

  bucket        = module.origin_label.id
  force_destroy = var.origin_force_destroy
  tags          = module.origin_label.tags

  dynamic "logging" {
    for_each = local.logs_access ? [1] : []
    content {
      target_bucket = local.access_logs
      target_prefix = coalesce(var.s3_access_log_prefix, "logs/${local.bucket}/")
    }
  }

  dynamic "website" {
    for_each = local.is_website ? [1] : []
    content {
      error_document           = var.redirect_all_requests_to == "" ? var.error_document : null
      index_document           = var.redirect_all_requests_to == "" ? var.index_document : null
      redirect_all_requests_to = var.redirect_all_requests_to == "" ? null : var.redirect_all_requests_to
      routing_rules            = var.redirect_all_requests_to == "" && var.routing_rules != "" ? var.routing_rules : null
    }
  }
}

resource "aws_s3_bucket_versioning" "origin" {
  count = local.is_own ? 1 : 0

  bucket = aws_s3_bucket.origin[0].id

  versioning_configuration {
    status = var.bucket_versioning
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "origin" {
  count = local.is_own && var.encryption_enabled ? 1 : 0

  bucket = aws_s3_bucket.origin[0].id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "origin" {
  count = local.is_own ? 1 : 0

  bucket                  = aws_s3_bucket.origin[0].id
  block_public_acls       = true
  block_public_policy     = var.block_origin_public_access_enabled
  ignore_public_acls      = true
  restrict_public_buckets = var.block_origin_public_access_enabled
}

resource "aws_s3_bucket_ownership_controls" "origin" {
  count = local.is_own ? 1 : 0

  bucket = aws_s3_bucket.origin[0].id

  rule {
    object_ownership = var.s3_object_ownership
  }
}

resource "aws_s3_bucket_acl" "origin" {
  count = local.is_own && var.s3_object_ownership != "BucketOwnerEnforced" ? 1 : 0

  bucket = aws_s3_bucket.origin[0].id
  acl    = "private"
}

resource "aws_s3_bucket_cors_configuration" "origin" {
  count = local.is_own && length(local.origins) > 0 ? 1 : 0

  bucket = aws_s3_bucket.origin[0].id

  dynamic "cors_rule" {
    for_each = local.origins
    content {
      allowed_headers = var.cors_allowed_headers
      allowed_methods = var.cors_allowed_methods
      allowed_origins = [cors_rule.value]
      expose_headers  = var.cors_expose_headers
      max_age_seconds = var.cors_max_age_seconds
    }
  }
}

module "logs" {
  source  = "cloudposse/s3-log-storage/aws"
  version = "~> 1.0"

  enabled = local.logs_to_own
  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
  acl = null
  grants = [{
    id          = data.aws_cloudfront_log_delivery_canonical_user_id.default.id
    type        = "CanonicalUser"
    permissions = ["FULL_CONTROL"]
    uri         = null
  }]
  attributes               = var.extra_logs_attributes
  allow_ssl_requests_only  = var.allow_ssl_requests_only
  lifecycle_prefix         = coalesce(var.log_prefix, var.cloudfront_access_log_prefix, "-") == "-" ? "" : coalesce(var.log_prefix, var.cloudfront_access_log_prefix)
  standard_transition_days = var.log_standard_transition_days
  glacier_transition_days  = var.log_glacier_transition_days
  expiration_days          = var.log_expiration_days
  force_destroy            = var.origin_force_destroy
  versioning_enabled       = var.log_versioning_enabled
  context                  = module.this.context
}

resource "aws_cloudfront_distribution" "default" {
  count = local.enabled ? 1 : 0

  enabled = var.distribution_enabled
  aliases = var.aliases

  dynamic "origin" {
    for_each = local.is_website ? [] : [1]
    content {
      domain_name              = local.is_own ? aws_s3_bucket.origin[0].bucket_regional_domain_name : "${local.bucket}.s3.amazonaws.com"
      origin_id                = module.this.id
      origin_path              = var.origin_path
      origin_access_control_id = local.uses_control ? local.control : null

      dynamic "s3_origin_config" {
        for_each = local.uses_control ? [] : [1]
        content {
          origin_access_identity = local.makes_identity ? aws_cloudfront_origin_access_identity.default[0].cloudfront_access_identity_path : var.cloudfront_origin_access_identity_path
        }
      }
    }
  }

  dynamic "origin" {
    for_each = local.is_website ? [1] : []
    content {
      domain_name = aws_s3_bucket.origin[0].website_endpoint
      origin_id   = module.this.id
      origin_path = var.origin_path

      custom_origin_config {
        http_port              = 80
        https_port             = 443
        origin_protocol_policy = "http-only"
        origin_ssl_protocols   = var.origin_ssl_protocols
      }
    }
  }

  dynamic "origin" {
    for_each = var.custom_origins
    content {
      domain_name              = origin.value.domain_name
      origin_id                = origin.value.origin_id
      origin_access_control_id = try(origin.value.origin_access_control_id, null)
    }
  }

  dynamic "origin" {
    for_each = var.s3_origins
    content {
      domain_name              = origin.value.domain_name
      origin_id                = origin.value.origin_id
      origin_access_control_id = local.uses_control ? try(coalesce(origin.value.origin_access_control_id, null), local.control) : null

      # An origin without an identity of its own has that of the bucket.
      dynamic "s3_origin_config" {
        for_each = local.uses_control ? [] : [1]
        content {
          origin_access_identity = try(length(origin.value.s3_origin_config.origin_access_identity), 0) > 0 ? origin.value.s3_origin_config.origin_access_identity : try(aws_cloudfront_origin_access_identity.default[0].cloudfront_access_identity_path, "")
        }
      }
    }
  }

  dynamic "logging_config" {
    for_each = local.logs_requests ? [1] : []
    content {
      bucket          = local.logs_to_own ? module.logs.bucket_domain_name : "${local.log_bucket}.s3.amazonaws.com"
      include_cookies = var.cloudfront_access_log_include_cookies
      prefix          = var.cloudfront_access_log_prefix
    }
  }

  default_cache_behavior {
    allowed_methods        = var.allowed_methods
    cached_methods         = var.cached_methods
    target_origin_id       = module.this.id
    viewer_protocol_policy = var.viewer_protocol_policy
  }
}
