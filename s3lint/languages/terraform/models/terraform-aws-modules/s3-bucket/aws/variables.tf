# The inputs of terraform-aws-modules/s3-bucket/aws 5.x with their defaults, as far as s3lint knows them.
# https://registry.terraform.io/modules/terraform-aws-modules/s3-bucket/aws/5.15.4?tab=inputs

locals {
  s3lint_arguments = {
    "versioning.status"                           = "versioning = { enabled = true }"
    "encryption.algorithm"                        = "server_side_encryption_configuration = { rule = { apply_server_side_encryption_by_default = { sse_algorithm = \"aws:kms\" } } }"
    "logging"                                     = "logging = { target_bucket = \"…\", target_prefix = \"…\" }"
    "object_ownership"                            = "control_object_ownership = true, object_ownership = \"BucketOwnerEnforced\""
    "public_access_block"                         = "attach_public_policy = true, block_public_acls = true, block_public_policy = true, ignore_public_acls = true, restrict_public_buckets = true"
    "public_access_block.block_public_acls"       = "block_public_acls = true"
    "public_access_block.block_public_policy"     = "block_public_policy = true"
    "public_access_block.ignore_public_acls"      = "ignore_public_acls = true"
    "public_access_block.restrict_public_buckets" = "restrict_public_buckets = true"
    "policy.tls"                                  = "attach_deny_insecure_transport_policy = true"
    "policy.tls_version"                          = "attach_require_latest_tls_policy = true"
    "policy.uploads"                              = "attach_deny_unencrypted_object_uploads = true"
  }
}

variable "create_bucket" {
  type    = bool
  default = true
}

variable "is_directory_bucket" {
  type    = bool
  default = false
}

variable "region" {
  type    = string
  default = null
}

variable "bucket" {
  type    = string
  default = null
}

variable "bucket_prefix" {
  type    = string
  default = null
}

variable "bucket_namespace" {
  type    = string
  default = null
}

variable "force_destroy" {
  type    = bool
  default = false
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "acl" {
  type    = string
  default = null
}

variable "grant" {
  type    = any
  default = []
}

variable "owner" {
  type    = map(string)
  default = {}
}

variable "expected_bucket_owner" {
  type    = string
  default = null
}

variable "control_object_ownership" {
  type    = bool
  default = false
}

variable "object_ownership" {
  type    = string
  default = "BucketOwnerEnforced"
}

variable "block_public_acls" {
  type    = bool
  default = true
}

variable "block_public_policy" {
  type    = bool
  default = true
}

variable "ignore_public_acls" {
  type    = bool
  default = true
}

variable "restrict_public_buckets" {
  type    = bool
  default = true
}

variable "skip_destroy_public_access_block" {
  type    = bool
  default = true
}

variable "versioning" {
  type    = map(string)
  default = {}
}

variable "server_side_encryption_configuration" {
  type    = any
  default = {}
}

variable "logging" {
  type    = any
  default = {}
}

variable "lifecycle_rule" {
  type    = any
  default = []
}

variable "transition_default_minimum_object_size" {
  type    = string
  default = null
}

variable "cors_rule" {
  type    = any
  default = []
}

variable "website" {
  type    = any
  default = {}
}

variable "replication_configuration" {
  type    = any
  default = {}
}

variable "object_lock_enabled" {
  type    = bool
  default = false
}

variable "object_lock_configuration" {
  type    = any
  default = {}
}

variable "acceleration_status" {
  type    = string
  default = null
}

variable "request_payer" {
  type    = string
  default = null
}

variable "inventory_configuration" {
  type    = any
  default = {}
}

variable "intelligent_tiering" {
  type    = any
  default = {}
}

variable "metric_configuration" {
  type    = any
  default = []
}

variable "analytics_configuration" {
  type    = any
  default = {}
}

variable "policy" {
  type    = string
  default = null
}

variable "attach_policy" {
  type    = bool
  default = false
}

variable "attach_public_policy" {
  type    = bool
  default = true
}

variable "attach_deny_insecure_transport_policy" {
  type    = bool
  default = false
}

variable "attach_require_latest_tls_policy" {
  type    = bool
  default = false
}

variable "attach_deny_unencrypted_object_uploads" {
  type    = bool
  default = false
}

variable "attach_deny_ssec_encrypted_object_uploads" {
  type    = bool
  default = false
}

variable "attach_deny_incorrect_encryption_headers" {
  type    = bool
  default = false
}

variable "attach_deny_incorrect_kms_key_sse" {
  type    = bool
  default = false
}

variable "allowed_kms_key_arn" {
  type    = string
  default = null
}

variable "attach_elb_log_delivery_policy" {
  type    = bool
  default = false
}

variable "attach_lb_log_delivery_policy" {
  type    = bool
  default = false
}

variable "lb_log_delivery_policy_source_organizations" {
  type    = list(string)
  default = []
}

variable "attach_access_log_delivery_policy" {
  type    = bool
  default = false
}

variable "access_log_delivery_policy_source_accounts" {
  type    = list(string)
  default = []
}

variable "access_log_delivery_policy_source_buckets" {
  type    = list(string)
  default = []
}

variable "access_log_delivery_policy_source_organizations" {
  type    = list(string)
  default = []
}

variable "attach_cloudtrail_log_delivery_policy" {
  type    = bool
  default = false
}

variable "attach_waf_log_delivery_policy" {
  type    = bool
  default = false
}

variable "attach_analytics_destination_policy" {
  type    = bool
  default = false
}

variable "analytics_self_source_destination" {
  type    = bool
  default = false
}

variable "analytics_source_account_id" {
  type    = string
  default = null
}

variable "analytics_source_bucket_arn" {
  type    = string
  default = null
}

variable "attach_inventory_destination_policy" {
  type    = bool
  default = false
}

variable "inventory_self_source_destination" {
  type    = bool
  default = false
}

variable "inventory_source_account_id" {
  type    = string
  default = null
}

variable "inventory_source_bucket_arn" {
  type    = string
  default = null
}

# Without meaning for S3's security.

variable "availability_zone_id" { default = null }
variable "data_redundancy" { default = null }
variable "location_type" { default = null }
variable "type" { default = "Directory" }
variable "create_metadata_configuration" { default = false }
variable "metadata_encryption_configuration" { default = null }
variable "metadata_inventory_table_configuration_state" { default = null }
variable "metadata_journal_table_record_expiration" { default = null }
variable "metadata_journal_table_record_expiration_days" { default = null }
variable "putin_khuylo" { default = true }
