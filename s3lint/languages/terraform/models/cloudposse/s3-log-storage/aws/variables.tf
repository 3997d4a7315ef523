# The inputs of cloudposse/s3-log-storage/aws with their defaults.
# https://registry.terraform.io/modules/cloudposse/s3-log-storage/aws/2.0.0?tab=inputs

locals {
  s3lint_arguments = {
    "versioning.status"                           = "versioning_enabled = true"
    "encryption.algorithm"                        = "sse_algorithm = \"aws:kms\", kms_master_key_arn = \"…\""
    "logging"                                     = "access_log_bucket_name = \"…\""
    "object_ownership"                            = "s3_object_ownership = \"BucketOwnerEnforced\""
    "public_access_block"                         = "block_public_acls = true, block_public_policy = true, ignore_public_acls = true, restrict_public_buckets = true"
    "public_access_block.block_public_acls"       = "block_public_acls = true"
    "public_access_block.block_public_policy"     = "block_public_policy = true"
    "public_access_block.ignore_public_acls"      = "ignore_public_acls = true"
    "public_access_block.restrict_public_buckets" = "restrict_public_buckets = true"
    "policy.tls"                                  = "allow_ssl_requests_only = true"
    "policy.uploads"                              = "allow_encrypted_uploads_only = true"
  }
}

variable "abort_incomplete_multipart_upload_days" {
  type    = number
  default = null
}

variable "access_log_bucket_name" {
  type    = string
  default = ""
}

variable "access_log_bucket_prefix" {
  type    = string
  default = "logs/"
}

variable "acl" {
  type    = string
  default = "log-delivery-write"
}

variable "allow_encrypted_uploads_only" {
  type    = bool
  default = false
}

variable "allow_ssl_requests_only" {
  type    = bool
  default = true
}

variable "block_public_acls" {
  type    = bool
  default = true
}

variable "block_public_policy" {
  type    = bool
  default = true
}

variable "bucket_key_enabled" {
  type    = bool
  default = false
}

variable "bucket_name" {
  type    = string
  default = ""
}

variable "bucket_notifications_enabled" {
  type    = bool
  default = false
}

variable "bucket_notifications_prefix" {
  type    = string
  default = ""
}

variable "bucket_notifications_type" {
  type    = string
  default = "SQS"
}

variable "enable_glacier_transition" {
  type    = bool
  default = null
}

variable "enable_noncurrent_version_expiration" {
  type    = bool
  default = null
}

variable "expiration_days" {
  type    = number
  default = null
}

variable "force_destroy" {
  type    = bool
  default = false
}

variable "glacier_transition_days" {
  type    = number
  default = null
}

variable "grants" { default = [] }
variable "ignore_public_acls" {
  type    = bool
  default = true
}

variable "kms_master_key_arn" {
  type    = string
  default = ""
}

variable "lifecycle_configuration_rules" { default = [] }
variable "lifecycle_prefix" {
  type    = string
  default = null
}

variable "lifecycle_rule_enabled" {
  type    = bool
  default = null
}

variable "lifecycle_tags" {
  type    = map(string)
  default = null
}

variable "noncurrent_version_expiration_days" {
  type    = number
  default = null
}

variable "noncurrent_version_transition_days" {
  type    = number
  default = null
}

variable "object_lock_configuration" { default = null }
variable "restrict_public_buckets" {
  type    = bool
  default = true
}

variable "s3_object_ownership" {
  type    = string
  default = "BucketOwnerPreferred"
}

variable "source_policy_documents" {
  type    = list(string)
  default = []
}

variable "sse_algorithm" {
  type    = string
  default = "AES256"
}

variable "standard_transition_days" {
  type    = number
  default = null
}

variable "versioning_enabled" {
  type    = bool
  default = true
}

# Of earlier versions.

variable "force_destroy_enabled" { default = false }
variable "policy" { default = null }
