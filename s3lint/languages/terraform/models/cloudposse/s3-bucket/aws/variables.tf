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

variable "access_key_enabled" { default = true }
variable "acl" { default = "private" }
variable "allow_encrypted_uploads_only" { default = false }
variable "allow_ssl_requests_only" { default = false }
variable "allowed_bucket_actions" { default = [ "s3:PutObject", "s3:PutObjectAcl", "s3:GetObject", "s3:DeleteObject", "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:GetBucketLocation", "s3:AbortMultipartUpload" ] }
variable "availability_zone_id" { default = "" }
variable "block_public_acls" { default = true }
variable "block_public_policy" { default = true }
variable "blocked_encryption_types" { default = null }
variable "bucket_key_enabled" { default = false }
variable "bucket_name" { default = null }
variable "bucket_namespace" { default = "global" }
variable "cors_configuration" { default = [] }
variable "create_s3_directory_bucket" { default = false }
variable "event_notification_details" { default = { enabled = false } }
variable "expected_bucket_owner" { default = null }
variable "force_destroy" { default = false }
variable "grants" { default = [] }
variable "ignore_public_acls" { default = true }
variable "intelligent_tiering_configuration" { default = [] }
variable "kms_master_key_arn" { default = "" }
variable "lifecycle_configuration_rules" { default = [] }
variable "lifecycle_rule_ids" { default = [] }
variable "lifecycle_rules" { default = null }
variable "logging" { default = [] }
variable "minimum_tls_version" { default = null }
variable "object_lock_configuration" { default = null }
variable "privileged_principal_actions" { default = [] }
variable "privileged_principal_arns" { default = [] }
variable "replication_rules" { default = null }
variable "restrict_public_buckets" { default = true }
variable "s3_object_ownership" { default = "ObjectWriter" }
variable "s3_replica_bucket_arn" { default = "" }
variable "s3_replication_enabled" { default = false }
variable "s3_replication_permissions_boundary_arn" { default = null }
variable "s3_replication_rules" { default = null }
variable "s3_replication_source_roles" { default = [] }
variable "s3_request_payment_configuration" { default = { enabled = false, payer = "BucketOwner" } }
variable "source_ip_allow_list" { default = [] }
variable "source_policy_documents" { default = [] }
variable "sse_algorithm" { default = "AES256" }
variable "ssm_base_path" { default = "/s3_user/" }
variable "store_access_key_in_ssm" { default = false }
variable "transfer_acceleration_enabled" { default = false }
variable "user_enabled" { default = false }
variable "user_permissions_boundary_arn" { default = null }
variable "versioning_enabled" { default = true }
variable "website_configuration" { default = [] }
variable "website_redirect_all_requests_to" { default = [] }

# Of earlier versions.

variable "cors_rule_inputs" { default = null }
variable "policy" { default = "" }
variable "website_inputs" { default = null }
