# What cloudposse/s3-bucket/aws makes of its inputs, written from its documentation.

locals {
  enabled    = module.this.enabled
  is_general = local.enabled && !var.create_s3_directory_bucket
  name       = try(coalesce(var.bucket_name, module.this.id), "")
  id         = try(aws_s3_bucket.default[0].id, "")
  arn        = try(aws_s3_bucket.default[0].arn, "")

  takes_acls = local.is_general && var.s3_object_ownership != "BucketOwnerEnforced"
  logging    = [for one in flatten([var.logging]) : one if one != null]
  grants     = var.grants != null ? var.grants : []
  cors       = var.cors_rule_inputs != null ? var.cors_rule_inputs : (var.cors_configuration != null ? var.cors_configuration : [])
  websites   = var.website_inputs != null ? var.website_inputs : (var.website_configuration != null ? var.website_configuration : [])
  rules      = var.s3_replication_rules != null ? var.s3_replication_rules : (var.replication_rules != null ? var.replication_rules : [])
}

resource "aws_s3_bucket" "default" {
  count = local.is_general ? 1 : 0

  bucket              = local.name
  force_destroy       = var.force_destroy
  object_lock_enabled = var.object_lock_configuration != null
  tags                = module.this.tags
}

resource "aws_s3_directory_bucket" "default" {
  count = local.enabled && var.create_s3_directory_bucket ? 1 : 0

  bucket        = "${local.name}--${var.availability_zone_id}--x-s3"
  force_destroy = var.force_destroy
}

resource "aws_s3_bucket_public_access_block" "default" {
  count = local.is_general ? 1 : 0

  bucket                  = local.id
  block_public_acls       = var.block_public_acls
  block_public_policy     = var.block_public_policy
  ignore_public_acls      = var.ignore_public_acls
  restrict_public_buckets = var.restrict_public_buckets
}

resource "aws_s3_bucket_ownership_controls" "default" {
  count = local.is_general ? 1 : 0

  bucket = local.id

  rule {
    object_ownership = var.s3_object_ownership
  }
}

data "aws_canonical_user_id" "default" {}

resource "aws_s3_bucket_acl" "default" {
  count = local.takes_acls ? 1 : 0

  bucket = local.id
  acl    = length(local.grants) == 0 ? var.acl : null

  dynamic "access_control_policy" {
    for_each = length(local.grants) > 0 ? [1] : []
    content {
      dynamic "grant" {
        for_each = flatten([for grant in local.grants : [for permission in grant.permissions : merge(grant, { permission = permission })]])
        content {
          permission = grant.value.permission
          grantee {
            type = grant.value.type
            id   = try(grant.value.id, null)
            uri  = try(grant.value.uri, null)
          }
        }
      }
      owner {
        id = data.aws_canonical_user_id.default.id
      }
    }
  }
}

resource "aws_s3_bucket_versioning" "default" {
  count = local.is_general ? 1 : 0

  bucket = local.id

  versioning_configuration {
    status = var.versioning_enabled ? "Enabled" : "Suspended"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "default" {
  count = local.is_general ? 1 : 0

  bucket = local.id

  rule {
    bucket_key_enabled       = var.bucket_key_enabled
    blocked_encryption_types = var.blocked_encryption_types

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.sse_algorithm
      kms_master_key_id = var.kms_master_key_arn
    }
  }
}

resource "aws_s3_bucket_logging" "default" {
  for_each = local.is_general ? { for one in local.logging : one.bucket_name => one } : {}

  bucket        = local.id
  target_bucket = each.value.bucket_name
  target_prefix = each.value.prefix
}

resource "aws_s3_bucket_accelerate_configuration" "default" {
  count = local.is_general && var.transfer_acceleration_enabled ? 1 : 0

  bucket = local.id
  status = "Enabled"
}

resource "aws_s3_bucket_request_payment_configuration" "default" {
  count = local.is_general && var.s3_request_payment_configuration.enabled ? 1 : 0

  bucket = local.id
  payer  = lower(var.s3_request_payment_configuration.payer) == "requester" ? "Requester" : "BucketOwner"
}

resource "aws_s3_bucket_object_lock_configuration" "default" {
  count = local.is_general && var.object_lock_configuration != null ? 1 : 0

  bucket              = local.id
  object_lock_enabled = "Enabled"

  rule {
    default_retention {
      mode  = var.object_lock_configuration.mode
      days  = try(var.object_lock_configuration.days, null)
      years = try(var.object_lock_configuration.years, null)
    }
  }
}

resource "aws_s3_bucket_cors_configuration" "default" {
  count = local.is_general && length(local.cors) > 0 ? 1 : 0

  bucket = local.id

  dynamic "cors_rule" {
    for_each = local.cors
    content {
      allowed_headers = try(cors_rule.value.allowed_headers, null)
      allowed_methods = cors_rule.value.allowed_methods
      allowed_origins = cors_rule.value.allowed_origins
      expose_headers  = try(cors_rule.value.expose_headers, null)
      max_age_seconds = try(cors_rule.value.max_age_seconds, null)
    }
  }
}

resource "aws_s3_bucket_website_configuration" "default" {
  count = local.is_general && length(local.websites) > 0 ? 1 : 0

  bucket = local.id

  index_document {
    suffix = local.websites[0].index_document
  }

  dynamic "redirect_all_requests_to" {
    for_each = compact([try(local.websites[0].redirect_all_requests_to, "")])
    content {
      host_name = redirect_all_requests_to.value
    }
  }

  dynamic "routing_rule" {
    for_each = try(flatten([local.websites[0].routing_rules]), [])
    content {
      redirect {
        host_name = try(routing_rule.value.redirect.host_name, null)
        protocol  = try(routing_rule.value.redirect.protocol, null)
      }
    }
  }
}

resource "aws_s3_bucket_website_configuration" "redirect" {
  count = local.is_general && length(var.website_redirect_all_requests_to) > 0 ? 1 : 0

  bucket = local.id

  redirect_all_requests_to {
    host_name = var.website_redirect_all_requests_to[0].host_name
    protocol  = var.website_redirect_all_requests_to[0].protocol
  }
}

resource "aws_s3_bucket_notification" "bucket_notification" {
  count = local.is_general && var.event_notification_details.enabled ? 1 : 0

  bucket      = local.id
  eventbridge = try(var.event_notification_details.eventbridge, false)

  dynamic "lambda_function" {
    for_each = try(var.event_notification_details.lambda_list, [])
    content {
      lambda_function_arn = lambda_function.value.lambda_function_arn
      events              = try(lambda_function.value.events, ["s3:ObjectCreated:*"])
    }
  }

  dynamic "queue" {
    for_each = try(var.event_notification_details.queue_list, [])
    content {
      queue_arn = queue.value.queue_arn
      events    = try(queue.value.events, ["s3:ObjectCreated:*"])
    }
  }

  dynamic "topic" {
    for_each = try(var.event_notification_details.topic_list, [])
    content {
      topic_arn = topic.value.topic_arn
      events    = try(topic.value.events, ["s3:ObjectCreated:*"])
    }
  }
}

resource "aws_s3_bucket_replication_configuration" "default" {
  count = local.is_general && var.s3_replication_enabled ? 1 : 0

  bucket = local.id
  role   = aws_iam_role.replication[0].arn

  dynamic "rule" {
    for_each = local.rules
    content {
      id       = try(rule.value.id, null)
      priority = try(rule.value.priority, null)
      prefix   = try(rule.value.prefix, null)
      status   = try(rule.value.status, "Enabled")

      destination {
        bucket        = coalesce(try(rule.value.destination.bucket, null), try(rule.value.destination_bucket, null), var.s3_replica_bucket_arn)
        storage_class = try(rule.value.destination.storage_class, "STANDARD")
        account       = try(coalesce(try(rule.value.destination.account, null), rule.value.destination.account_id), null)

        dynamic "encryption_configuration" {
          for_each = compact([try(rule.value.destination.encryption_configuration.replica_kms_key_id, rule.value.destination.replica_kms_key_id, "")])
          content {
            replica_kms_key_id = encryption_configuration.value
          }
        }
      }

      dynamic "source_selection_criteria" {
        for_each = try(rule.value.source_selection_criteria.sse_kms_encrypted_objects, null) == null ? [] : [rule.value.source_selection_criteria.sse_kms_encrypted_objects]
        content {
          sse_kms_encrypted_objects {
            status = try(source_selection_criteria.value.status, source_selection_criteria.value.enabled ? "Enabled" : "Disabled")
          }
        }
      }
    }
  }
}

resource "aws_iam_role" "replication" {
  count = local.is_general && var.s3_replication_enabled ? 1 : 0

  name                 = "${module.this.id}-replication"
  permissions_boundary = var.s3_replication_permissions_boundary_arn
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "s3.amazonaws.com" } }]
  })
}

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
data "aws_iam_policy_document" "replication" {
  statement {
    actions   = ["s3:Get*", "s3:ListBucket"]
    resources = [local.arn, "${local.arn}/*"]
  }

  statement {
    actions   = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags", "s3:GetObjectVersionTagging", "s3:ObjectOwnerOverrideToBucketOwner"]
    resources = [for rule in local.rules : "${coalesce(try(rule.destination.bucket, null), try(rule.destination_bucket, null), var.s3_replica_bucket_arn)}/*"]
  }
}

resource "aws_iam_policy" "replication" {
  count = local.is_general && var.s3_replication_enabled ? 1 : 0

  name   = "${module.this.id}-replication"
  policy = data.aws_iam_policy_document.replication.json
}

resource "aws_iam_role_policy_attachment" "replication" {
  count = local.is_general && var.s3_replication_enabled ? 1 : 0

  role       = aws_iam_role.replication[0].name
  policy_arn = aws_iam_policy.replication[0].arn
}
