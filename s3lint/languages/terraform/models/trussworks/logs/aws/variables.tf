# The inputs of trussworks/logs/aws with their defaults.
# https://registry.terraform.io/modules/trussworks/logs/aws/18.0.0?tab=inputs

locals {
  s3lint_arguments = {
    "versioning.status"    = "versioning_status = \"Enabled\""
    "encryption.algorithm" = "kms_master_key_id = \"…\""
    "logging"              = "logging_target_bucket = \"…\""
    "object_ownership"     = "control_object_ownership = true, object_ownership = \"BucketOwnerEnforced\""
    "public_access_block"  = "create_public_access_block = true"
  }
}

variable "s3_bucket_name" {
  type = string
}

variable "alb_account" {
  type    = string
  default = ""
}

variable "alb_logs_prefixes" {
  type    = list(string)
  default = ["alb"]
}

variable "allow_alb" {
  type    = bool
  default = false
}

variable "allow_cloudtrail" {
  type    = bool
  default = false
}

variable "allow_cloudwatch" {
  type    = bool
  default = false
}

variable "allow_config" {
  type    = bool
  default = false
}

variable "allow_elb" {
  type    = bool
  default = false
}

variable "allow_nlb" {
  type    = bool
  default = false
}

variable "allow_redshift" {
  type    = bool
  default = false
}

variable "allow_s3" {
  type    = bool
  default = false
}

variable "bucket_key_enabled" {
  type    = bool
  default = false
}

variable "cloudtrail_accounts" {
  type    = list(string)
  default = []
}

variable "cloudtrail_logs_prefix" {
  type    = string
  default = "cloudtrail"
}

variable "cloudtrail_org_id" {
  type    = string
  default = ""
}

variable "cloudwatch_logs_prefix" {
  type    = string
  default = "cloudwatch"
}

variable "config_accounts" {
  type    = list(string)
  default = []
}

variable "config_logs_prefix" {
  type    = string
  default = "config"
}

variable "control_object_ownership" {
  type    = bool
  default = true
}

variable "create_public_access_block" {
  type    = bool
  default = true
}

variable "default_allow" {
  type    = bool
  default = true
}

variable "elb_accounts" {
  type    = list(string)
  default = []
}

variable "elb_logs_prefix" {
  type    = string
  default = "elb"
}

variable "enable_mfa_delete" {
  type    = bool
  default = false
}

variable "enable_s3_log_bucket_lifecycle_rule" {
  type    = bool
  default = true
}

variable "force_destroy" {
  type    = bool
  default = false
}

variable "kms_master_key_id" {
  type    = string
  default = ""
}

variable "logging_target_bucket" {
  type    = string
  default = ""
}

variable "logging_target_prefix" {
  type    = string
  default = "s3/"
}

variable "nlb_account" {
  type    = string
  default = ""
}

variable "nlb_logs_prefixes" {
  type    = list(string)
  default = ["nlb"]
}

variable "noncurrent_version_retention" {
  type    = string
  default = 30
}

variable "object_ownership" {
  type    = string
  default = "BucketOwnerEnforced"
}

variable "redshift_logs_prefix" {
  type    = string
  default = "redshift"
}

variable "s3_bucket_acl" {
  type    = string
  default = null
}

variable "s3_log_bucket_retention" {
  type    = string
  default = 90
}

variable "s3_logs_prefix" {
  type    = string
  default = "s3"
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "versioning_status" {
  type    = string
  default = "Disabled"
}
