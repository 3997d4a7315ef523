# What is different before 3.0, where the bucket itself has the ACL.
# https://github.com/terraform-aws-modules/terraform-aws-s3-bucket/blob/master/docs/UPGRADE-3.0.md

variable "acl" {
  default = "private"
}

resource "aws_s3_bucket" "this" {
  object_lock_enabled = try(var.object_lock_configuration.object_lock_enabled, "") == "Enabled" ? true : null

  acl = var.acl == "null" || length(var.grant) > 0 ? null : var.acl

  dynamic "grant" {
    for_each = var.grant
    content {
      id          = try(grant.value.id, null)
      type        = grant.value.type
      permissions = grant.value.permissions
      uri         = try(grant.value.uri, null)
    }
  }
}

resource "aws_s3_bucket_acl" "this" {
  count = 0
}

resource "aws_s3_bucket_object_lock_configuration" "this" {
  count = var.create_bucket && try(var.object_lock_configuration.rule.default_retention, null) != null ? 1 : 0
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  dynamic "rule" {
    for_each = var.lifecycle_rule
    content {
      id     = try(rule.value.id, null)
      prefix = try(rule.value.prefix, null)
      status = try(rule.value.enabled, false) ? "Enabled" : "Disabled"

      dynamic "filter" {
        for_each = can(rule.value.tags) ? [rule.value.tags] : []
        content {
          dynamic "tag" {
            for_each = filter.value
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
          date = try(expiration.value.date, null)
          days = try(expiration.value.days, null)
        }
      }

      dynamic "noncurrent_version_expiration" {
        for_each = try(flatten([rule.value.noncurrent_version_expiration]), [])
        content {
          noncurrent_days = try(noncurrent_version_expiration.value.days, null)
        }
      }

      dynamic "noncurrent_version_transition" {
        for_each = try(flatten([rule.value.noncurrent_version_transition]), [])
        content {
          noncurrent_days = try(noncurrent_version_transition.value.days, null)
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
}
