# The rules of the lifecycle, in both forms.

locals {
  lifecycle_rules = concat(
    [for rule in (var.lifecycle_rules != null ? var.lifecycle_rules : []) : {
      status       = rule.enabled ? "Enabled" : "Disabled"
      prefix       = try(rule.prefix == "" ? null : rule.prefix, null)
      tags         = try(coalesce(rule.tags, {}), {})
      greater_than = null
      less_than    = null
      abort_days   = try(rule.abort_incomplete_multipart_upload_days, null)
      days         = try(rule.enable_current_object_expiration, true) ? try(rule.expiration_days, null) : null
      date         = null
      noncurrent   = try(rule.enable_noncurrent_version_expiration, true) ? try(rule.noncurrent_version_expiration_days, null) : null
      moves = compact([
        try(rule.enable_glacier_transition, false) ? try(rule.noncurrent_version_glacier_transition_days, "") : "",
        try(rule.enable_deeparchive_transition, false) ? try(rule.noncurrent_version_deeparchive_transition_days, "") : "",
      ])
    }],
    [for rule in var.lifecycle_configuration_rules : {
      status       = try(rule.enabled, true) ? "Enabled" : "Disabled"
      prefix       = try(rule.filter_and.prefix, null)
      tags         = try(coalesce(rule.filter_and.tags, {}), {})
      greater_than = try(rule.filter_and.object_size_greater_than, null)
      less_than    = try(rule.filter_and.object_size_less_than, null)
      abort_days   = try(rule.abort_incomplete_multipart_upload_days, null)
      days         = try(rule.expiration.days, null)
      date         = try(rule.expiration.date, null)
      noncurrent   = try(rule.noncurrent_version_expiration.noncurrent_days, null)
      moves        = try([for move in rule.noncurrent_version_transition : move.noncurrent_days], [])
    }],
  )
}

resource "aws_s3_bucket_lifecycle_configuration" "default" {
  count = local.is_general && length(local.lifecycle_rules) > 0 ? 1 : 0

  bucket = local.id

  dynamic "rule" {
    for_each = local.lifecycle_rules
    content {
      status = rule.value.status

      filter {
        prefix                   = rule.value.prefix
        object_size_greater_than = rule.value.greater_than
        object_size_less_than    = rule.value.less_than

        dynamic "tag" {
          for_each = rule.value.tags
          content {
            key   = tag.key
            value = tag.value
          }
        }
      }

      dynamic "expiration" {
        for_each = rule.value.days != null || rule.value.date != null ? [1] : []
        content {
          days = rule.value.days
          date = rule.value.date
        }
      }

      dynamic "noncurrent_version_expiration" {
        for_each = rule.value.noncurrent != null ? [1] : []
        content {
          noncurrent_days = rule.value.noncurrent
        }
      }

      dynamic "noncurrent_version_transition" {
        for_each = rule.value.moves
        content {
          noncurrent_days = noncurrent_version_transition.value
        }
      }

      dynamic "abort_incomplete_multipart_upload" {
        for_each = rule.value.abort_days != null ? [1] : []
        content {
          days_after_initiation = rule.value.abort_days
        }
      }
    }
  }
}
