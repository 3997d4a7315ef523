# The inputs of cloudposse/s3-bucket/aws with their defaults.
# https://registry.terraform.io/modules/cloudposse/s3-bucket/aws/4.14.0?tab=inputs

locals {
  s3lint_arguments = {
    "versioning.status"                           = "versioning_enabled = true"
    "encryption.algorithm"                        = "sse_algorithm = \"aws:kms\", kms_master_key_arn = \"…\""
    "logging"                                     = "logging = [{ bucket_name = \"…\", prefix = \"…\" }]"
    "object_ownership"                            = "s3_object_ownership = \"BucketOwnerEnforced\""
    "public_access_block"                         = "block_public_acls = true, block_public_policy = true, ignore_public_acls = true, restrict_public_buckets = true"
    "public_access_block.block_public_acls"       = "block_public_acls = true"
    "public_access_block.block_public_policy"     = "block_public_policy = true"
    "public_access_block.ignore_public_acls"      = "ignore_public_acls = true"
    "public_access_block.restrict_public_buckets" = "restrict_public_buckets = true"
    "policy.tls"                                  = "allow_ssl_requests_only = true"
    "policy.tls_version"                          = "minimum_tls_version = \"1.2\""
    "policy.uploads"                              = "allow_encrypted_uploads_only = true"
  }
}

variable "access_key_enabled" {
  type    = bool
  default = true
}

variable "acl" {
  type    = string
  default = "private"
}

variable "allow_encrypted_uploads_only" {
  type    = bool
  default = false
}

variable "allow_ssl_requests_only" {
  type    = bool
  default = false
}

variable "allowed_bucket_actions" {
  type    = list(string)
  default = [ "s3:PutObject", "s3:PutObjectAcl", "s3:GetObject", "s3:DeleteObject", "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:GetBucketLocation", "s3:AbortMultipartUpload" ]
}

variable "availability_zone_id" {
  type    = string
  default = ""
}

variable "block_public_acls" {
  type    = bool
  default = true
}

variable "block_public_policy" {
  type    = bool
  default = true
}

variable "blocked_encryption_types" {
  type    = list(string)
  default = null
}

variable "bucket_key_enabled" {
  type    = bool
  default = false
}

variable "bucket_name" {
  type    = string
  default = null
}

variable "bucket_namespace" {
  type    = string
  default = "global"
}

variable "cors_configuration" { default = [] }
variable "create_s3_directory_bucket" {
  type    = bool
  default = false
}

variable "event_notification_details" { default = { enabled = false } }
variable "expected_bucket_owner" {
  type    = string
  default = null
}

variable "force_destroy" {
  type    = bool
  default = false
}

variable "grants" { default = [] }
variable "ignore_public_acls" {
  type    = bool
  default = true
}

variable "intelligent_tiering_configuration" { default = [] }
variable "kms_master_key_arn" {
  type    = string
  default = ""
}

variable "lifecycle_configuration_rules" { default = [] }
variable "lifecycle_rule_ids" {
  type    = list(string)
  default = []
}

variable "lifecycle_rules" { default = null }
variable "logging" { default = [] }
variable "minimum_tls_version" {
  type    = string
  default = null
}

variable "object_lock_configuration" { default = null }
variable "privileged_principal_actions" {
  type    = list(string)
  default = []
}

variable "privileged_principal_arns" { default = [] }
variable "replication_rules" { default = null }
variable "restrict_public_buckets" {
  type    = bool
  default = true
}

variable "s3_object_ownership" {
  type    = string
  default = "ObjectWriter"
}

variable "s3_replica_bucket_arn" {
  type    = string
  default = ""
}

variable "s3_replication_enabled" {
  type    = bool
  default = false
}

variable "s3_replication_permissions_boundary_arn" {
  type    = string
  default = null
}

variable "s3_replication_rules" { default = null }
variable "s3_replication_source_roles" {
  type    = list(string)
  default = []
}

variable "s3_request_payment_configuration" { default = { enabled = false, payer = "BucketOwner" } }
variable "source_ip_allow_list" {
  type    = list(string)
  default = []
}

variable "source_policy_documents" {
  type    = list(string)
  default = []
}

variable "sse_algorithm" {
  type    = string
  default = "AES256"
}

variable "ssm_base_path" {
  type    = string
  default = "/s3_user/"
}

variable "store_access_key_in_ssm" {
  type    = bool
  default = false
}

variable "transfer_acceleration_enabled" {
  type    = bool
  default = false
}

variable "user_enabled" {
  type    = bool
  default = false
}

variable "user_permissions_boundary_arn" {
  type    = string
  default = null
}

variable "versioning_enabled" {
  type    = bool
  default = true
}

variable "website_configuration" { default = [] }
variable "website_redirect_all_requests_to" { default = [] }

# Of earlier versions.

variable "cors_rule_inputs" { default = null }
variable "policy" { default = "" }
variable "website_inputs" { default = null }
