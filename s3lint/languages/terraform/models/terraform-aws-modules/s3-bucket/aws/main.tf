# What terraform-aws-modules/s3-bucket/aws makes of its inputs, written from its documentation.

locals {
  is_general = var.create_bucket && !var.is_directory_bucket
  id         = try(var.is_directory_bucket ? aws_s3_directory_bucket.this[0].bucket : aws_s3_bucket.this[0].id, "")
  arn        = try(var.is_directory_bucket ? aws_s3_directory_bucket.this[0].arn : aws_s3_bucket.this[0].arn, "")
}

resource "aws_s3_bucket" "this" {
  count = local.is_general ? 1 : 0

  region              = var.region
  bucket              = var.bucket
  bucket_prefix       = var.bucket_prefix
  force_destroy       = var.force_destroy
  object_lock_enabled = var.object_lock_enabled
  tags                = var.tags
}

resource "aws_s3_directory_bucket" "this" {
  count = var.create_bucket && var.is_directory_bucket ? 1 : 0

  region        = var.region
  bucket        = "${coalesce(var.bucket, "-")}--${var.availability_zone_id}--x-s3"
  force_destroy = var.force_destroy
}

resource "aws_s3_bucket_public_access_block" "this" {
  count = local.is_general && var.attach_public_policy ? 1 : 0

  bucket                  = aws_s3_bucket.this[0].id
  block_public_acls       = var.block_public_acls
  block_public_policy     = var.block_public_policy
  ignore_public_acls      = var.ignore_public_acls
  restrict_public_buckets = var.restrict_public_buckets
}

resource "aws_s3_bucket_ownership_controls" "this" {
  count = local.is_general && var.control_object_ownership ? 1 : 0

  bucket = aws_s3_bucket.this[0].id

  rule {
    object_ownership = var.object_ownership
  }
}

resource "aws_s3_bucket_acl" "this" {
  count = local.is_general && (var.acl != null && var.acl != "null" || length(var.grant) > 0) ? 1 : 0

  bucket = aws_s3_bucket.this[0].id
  acl    = var.acl == "null" ? null : var.acl

  dynamic "access_control_policy" {
    for_each = length(var.grant) > 0 ? [1] : []
    content {
      dynamic "grant" {
        for_each = var.grant
        content {
          permission = grant.value.permission
          grantee {
            type          = grant.value.type
            id            = try(grant.value.id, null)
            uri           = try(grant.value.uri, null)
            email_address = try(grant.value.email, null)
          }
        }
      }
      owner {
        id = try(var.owner["id"], null)
      }
    }
  }
}

resource "aws_s3_bucket_versioning" "this" {
  count = local.is_general && length(var.versioning) > 0 ? 1 : 0

  bucket = aws_s3_bucket.this[0].id

  versioning_configuration {
    # `enabled` or `status`, as a truth or as the word that the API knows.
    status     = try(tobool(coalesce(try(var.versioning["enabled"], null), try(var.versioning["status"], null))) ? "Enabled" : "Suspended", title(lower(try(var.versioning["enabled"], var.versioning["status"]))))
    mfa_delete = try(tobool(var.versioning["mfa_delete"]) ? "Enabled" : "Disabled", title(lower(var.versioning["mfa_delete"])), null)
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  count = var.create_bucket && length(var.server_side_encryption_configuration) > 0 ? 1 : 0

  bucket = local.id

  dynamic "rule" {
    for_each = try(flatten([var.server_side_encryption_configuration.rule]), [])
    content {
      bucket_key_enabled       = try(rule.value.bucket_key_enabled, null)
      blocked_encryption_types = try(rule.value.blocked_encryption_types, null)

      dynamic "apply_server_side_encryption_by_default" {
        for_each = try([rule.value.apply_server_side_encryption_by_default], [])
        content {
          sse_algorithm     = apply_server_side_encryption_by_default.value.sse_algorithm
          kms_master_key_id = try(apply_server_side_encryption_by_default.value.kms_master_key_id, null)
        }
      }
    }
  }
}

resource "aws_s3_bucket_logging" "this" {
  count = local.is_general && length(var.logging) > 0 ? 1 : 0

  bucket        = aws_s3_bucket.this[0].id
  target_bucket = var.logging["target_bucket"]
  target_prefix = var.logging["target_prefix"]
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  count = var.create_bucket && length(var.lifecycle_rule) > 0 ? 1 : 0

  bucket = local.id

  dynamic "rule" {
    for_each = var.lifecycle_rule
    content {
      id     = try(rule.value.id, null)
      status = try(rule.value.enabled ? "Enabled" : "Disabled", tobool(rule.value.status) ? "Enabled" : "Disabled", title(lower(rule.value.status)))

      dynamic "filter" {
        for_each = try(flatten([rule.value.filter]), [{}])
        content {
          prefix                   = try(filter.value.prefix, null)
          object_size_greater_than = try(filter.value.object_size_greater_than, null)
          object_size_less_than    = try(filter.value.object_size_less_than, null)

          dynamic "tag" {
            for_each = try(filter.value.tags, filter.value.tag, {})
            content {
              key   = tag.key
              value = tag.value
            }
          }
        }
      }

      dynamic "expiration" {
        for_each = try(flatten([rule.value.expiration]), [])
        content {
          date                         = try(expiration.value.date, null)
          days                         = try(expiration.value.days, null)
          expired_object_delete_marker = try(expiration.value.expired_object_delete_marker, null)
        }
      }

      dynamic "transition" {
        for_each = try(flatten([rule.value.transition]), [])
        content {
          date          = try(transition.value.date, null)
          days          = try(transition.value.days, null)
          storage_class = transition.value.storage_class
        }
      }

      dynamic "noncurrent_version_expiration" {
        for_each = try(flatten([rule.value.noncurrent_version_expiration]), [])
        content {
          noncurrent_days = try(noncurrent_version_expiration.value.days, noncurrent_version_expiration.value.noncurrent_days, null)
        }
      }

      dynamic "noncurrent_version_transition" {
        for_each = try(flatten([rule.value.noncurrent_version_transition]), [])
        content {
          noncurrent_days = try(noncurrent_version_transition.value.days, noncurrent_version_transition.value.noncurrent_days, null)
          storage_class   = noncurrent_version_transition.value.storage_class
        }
      }

      dynamic "abort_incomplete_multipart_upload" {
        for_each = try([rule.value.abort_incomplete_multipart_upload_days], [])
        content {
          days_after_initiation = abort_incomplete_multipart_upload.value
        }
      }
    }
  }
}

resource "aws_s3_bucket_cors_configuration" "this" {
  count = local.is_general && length(var.cors_rule) > 0 ? 1 : 0

  bucket = aws_s3_bucket.this[0].id

  dynamic "cors_rule" {
    for_each = var.cors_rule
    content {
      allowed_methods = cors_rule.value.allowed_methods
      allowed_origins = cors_rule.value.allowed_origins
      allowed_headers = try(cors_rule.value.allowed_headers, null)
      expose_headers  = try(cors_rule.value.expose_headers, null)
      max_age_seconds = try(cors_rule.value.max_age_seconds, null)
    }
  }
}

resource "aws_s3_bucket_website_configuration" "this" {
  count = local.is_general && length(var.website) > 0 ? 1 : 0

  bucket = aws_s3_bucket.this[0].id

  dynamic "index_document" {
    for_each = try([var.website["index_document"]], [])
    content {
      suffix = index_document.value
    }
  }

  dynamic "error_document" {
    for_each = try([var.website["error_document"]], [])
    content {
      key = error_document.value
    }
  }

  dynamic "redirect_all_requests_to" {
    for_each = try([var.website["redirect_all_requests_to"]], [])
    content {
      host_name = redirect_all_requests_to.value.host_name
      protocol  = try(redirect_all_requests_to.value.protocol, null)
    }
  }

  dynamic "routing_rule" {
    for_each = try(flatten([var.website["routing_rules"]]), [])
    content {
      dynamic "condition" {
        for_each = try([routing_rule.value.condition], [])
        content {
          http_error_code_returned_equals = try(condition.value.http_error_code_returned_equals, null)
          key_prefix_equals               = try(condition.value.key_prefix_equals, null)
        }
      }
      redirect {
        host_name               = try(routing_rule.value.redirect["host_name"], null)
        http_redirect_code      = try(routing_rule.value.redirect["http_redirect_code"], null)
        protocol                = try(routing_rule.value.redirect["protocol"], null)
        replace_key_prefix_with = try(routing_rule.value.redirect["replace_key_prefix_with"], null)
        replace_key_with        = try(routing_rule.value.redirect["replace_key_with"], null)
      }
    }
  }
}

resource "aws_s3_bucket_replication_configuration" "this" {
  count = local.is_general && length(var.replication_configuration) > 0 ? 1 : 0

  bucket = aws_s3_bucket.this[0].id
  role   = var.replication_configuration["role"]

  dynamic "rule" {
    for_each = try(flatten([var.replication_configuration.rules]), flatten([var.replication_configuration.rule]), [])
    content {
      id       = try(rule.value.id, null)
      priority = try(rule.value.priority, null)
      prefix   = try(rule.value.prefix, null)
      status   = try(tobool(rule.value.status) ? "Enabled" : "Disabled", title(lower(rule.value.status)), "Enabled")

      destination {
        bucket        = rule.value.destination.bucket
        storage_class = try(rule.value.destination.storage_class, null)
        account       = try(rule.value.destination.account_id, rule.value.destination.account, null)

        dynamic "encryption_configuration" {
          for_each = try([coalesce(try(rule.value.destination.encryption_configuration.replica_kms_key_id, null), try(rule.value.destination.replica_kms_key_id, null))], [])
          content {
            replica_kms_key_id = encryption_configuration.value
          }
        }
      }

      dynamic "source_selection_criteria" {
        for_each = try([rule.value.source_selection_criteria], [])
        content {
          dynamic "sse_kms_encrypted_objects" {
            for_each = try([source_selection_criteria.value.sse_kms_encrypted_objects], [])
            content {
              status = try(tobool(sse_kms_encrypted_objects.value.enabled) ? "Enabled" : "Disabled", tobool(sse_kms_encrypted_objects.value.status) ? "Enabled" : "Disabled", title(lower(sse_kms_encrypted_objects.value.status)))
            }
          }
        }
      }
    }
  }
}

resource "aws_s3_bucket_object_lock_configuration" "this" {
  count = local.is_general && var.object_lock_enabled && try(var.object_lock_configuration.rule.default_retention, null) != null ? 1 : 0

  bucket = aws_s3_bucket.this[0].id

  rule {
    default_retention {
      mode  = var.object_lock_configuration.rule.default_retention.mode
      days  = try(var.object_lock_configuration.rule.default_retention.days, null)
      years = try(var.object_lock_configuration.rule.default_retention.years, null)
    }
  }
}

resource "aws_s3_bucket_accelerate_configuration" "this" {
  count = local.is_general && var.acceleration_status != null ? 1 : 0

  bucket = aws_s3_bucket.this[0].id
  status = title(lower(var.acceleration_status))
}

resource "aws_s3_bucket_request_payment_configuration" "this" {
  count = local.is_general && var.request_payer != null ? 1 : 0

  bucket = aws_s3_bucket.this[0].id
  payer  = lower(var.request_payer) == "requester" ? "Requester" : "BucketOwner"
}

resource "aws_s3_bucket_inventory" "this" {
  for_each = local.is_general ? var.inventory_configuration : {}

  name                     = each.key
  bucket                   = try(each.value.bucket, aws_s3_bucket.this[0].id)
  included_object_versions = each.value.included_object_versions
  enabled                  = try(each.value.enabled, true)

  destination {
    bucket {
      bucket_arn = try(each.value.destination.bucket_arn, aws_s3_bucket.this[0].arn)
      format     = try(each.value.destination.format, null)
    }
  }

  schedule {
    frequency = each.value.frequency
  }
}
