# The inputs of trussworks/s3-private-bucket/aws with their defaults.
# https://registry.terraform.io/modules/trussworks/s3-private-bucket/aws/9.0.1?tab=inputs

locals {
  s3lint_arguments = {
    "versioning.status"    = "versioning_status = \"Enabled\""
    "encryption.algorithm" = "kms_master_key_id = \"…\""
    "logging"              = "logging_bucket = \"…\""
    "object_ownership"     = "control_object_ownership = true, object_ownership = \"BucketOwnerEnforced\""
    "public_access_block"  = "enable_s3_public_access_block = true"
  }
}

variable "bucket" {
  type = string
}

variable "abort_incomplete_multipart_upload_days" {
  type    = number
  default = 14
}

variable "additional_lifecycle_rules" { default = [] }
variable "bucket_key_enabled" {
  type    = bool
  default = false
}

variable "control_object_ownership" {
  type    = bool
  default = true
}

variable "cors_rules" { default = [] }
variable "custom_bucket_policy" {
  type    = string
  default = ""
}

variable "enable_analytics" {
  type    = bool
  default = true
}

variable "enable_bucket_force_destroy" {
  type    = bool
  default = false
}

variable "enable_bucket_inventory" {
  type    = bool
  default = false
}

variable "enable_s3_public_access_block" {
  type    = bool
  default = true
}

variable "inventory_bucket_format" {
  type    = string
  default = "ORC"
}

variable "kms_master_key_id" {
  type    = string
  default = ""
}

variable "lifecycle_abort_incomplete_upload" { default = { expiration = { date = null, days = null, expired_object_delete_marker = true }, nve = { newer_noncurrent_versions = null, noncurrent_days = 365 }, nvt = { newer_noncurrent_versions = null, noncurrent_days = 30, storage_class = "STANDARD_IA" }, transition = null } }
variable "lifecycle_aws_bucket_analytics_expiration" {
  type    = number
  default = 30
}

variable "lifecycle_aws_bucket_inventory_expiration" {
  type    = number
  default = 14
}

variable "logging_bucket" {
  type    = string
  default = ""
}

variable "object_ownership" {
  type    = string
  default = "BucketOwnerEnforced"
}

variable "s3_bucket_acl" {
  type    = string
  default = null
}

variable "schedule_frequency" {
  type    = string
  default = "Weekly"
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "transfer_acceleration" {
  type    = bool
  default = null
}

variable "transition_default_minimum_object_size" {
  type    = string
  default = "all_storage_classes_128K"
}

variable "use_account_alias_prefix" {
  type    = bool
  default = true
}

variable "use_random_suffix" {
  type    = bool
  default = false
}

variable "versioning_status" {
  type    = string
  default = "Enabled"
}

# Of earlier versions.

variable "expiration" { default = [{ expired_object_delete_marker = true }] }
variable "noncurrent_version_expiration" { default = 365 }
variable "noncurrent_version_transitions" { default = [{ days = 30, storage_class = "STANDARD_IA" }] }
variable "sse_algorithm" { default = "AES256" }
variable "transitions" { default = [] }
