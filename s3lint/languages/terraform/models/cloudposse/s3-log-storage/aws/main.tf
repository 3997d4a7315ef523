# What cloudposse/s3-log-storage/aws makes of its inputs, written from its documentation: a bucket of cloudposse/s3-bucket/aws.

locals {
  enabled     = module.this.enabled
  bucket_name = var.bucket_name != null && var.bucket_name != "" ? var.bucket_name : module.this.id
  access_logs = var.access_log_bucket_name != null ? var.access_log_bucket_name : ""

  # The older inputs make one rule, where they are asked for or nothing else makes one.
  has_own_rule = var.lifecycle_rule_enabled != null ? var.lifecycle_rule_enabled : length(var.lifecycle_configuration_rules) == 0
  own_rule = {
    enabled                                = true
    id                                     = module.this.id
    abort_incomplete_multipart_upload_days = coalesce(var.abort_incomplete_multipart_upload_days, 5)
    filter_and = {
      prefix = var.lifecycle_prefix
      tags   = var.lifecycle_tags
    }
    expiration = {
      days = coalesce(var.expiration_days, 90)
    }
    noncurrent_version_expiration = var.enable_noncurrent_version_expiration == false ? null : {
      noncurrent_days = coalesce(var.noncurrent_version_expiration_days, 90)
    }
    noncurrent_version_transition = var.enable_glacier_transition == false ? [] : [{
      noncurrent_days = coalesce(var.noncurrent_version_transition_days, 30)
      storage_class   = "GLACIER"
    }]
    transition = []
  }
}

module "aws_s3_bucket" {
  source  = "cloudposse/s3-bucket/aws"
  version = "~> 4.0"

  bucket_name                   = local.bucket_name
  acl                           = var.acl
  grants                        = var.grants
  force_destroy                 = var.force_destroy
  versioning_enabled            = var.versioning_enabled
  source_policy_documents       = concat(var.source_policy_documents, compact([var.policy]))
  logging                       = local.access_logs == "" ? [] : [{ bucket_name = local.access_logs, prefix = "${coalesce(var.access_log_bucket_prefix, "")}${local.bucket_name}/" }]
  lifecycle_configuration_rules = concat(local.has_own_rule ? [local.own_rule] : [], var.lifecycle_configuration_rules)
  sse_algorithm                 = var.sse_algorithm
  kms_master_key_arn            = var.kms_master_key_arn
  bucket_key_enabled            = var.bucket_key_enabled
  object_lock_configuration     = var.object_lock_configuration
  allow_encrypted_uploads_only  = var.allow_encrypted_uploads_only
  allow_ssl_requests_only       = var.allow_ssl_requests_only
  block_public_acls             = var.block_public_acls
  block_public_policy           = var.block_public_policy
  ignore_public_acls            = var.ignore_public_acls
  restrict_public_buckets       = var.restrict_public_buckets
  s3_object_ownership           = var.s3_object_ownership
  context                       = module.this.context
}

resource "aws_sqs_queue" "notifications" {
  count = local.enabled && var.bucket_notifications_enabled ? 1 : 0

  name = module.this.id
}

resource "aws_s3_bucket_notification" "bucket_notification" {
  count = local.enabled && var.bucket_notifications_enabled ? 1 : 0

  bucket = module.aws_s3_bucket.bucket_id

  queue {
    queue_arn     = aws_sqs_queue.notifications[0].arn
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = var.bucket_notifications_prefix
  }
}
