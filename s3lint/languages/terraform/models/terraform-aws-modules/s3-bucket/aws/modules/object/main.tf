# https://registry.terraform.io/modules/terraform-aws-modules/s3-bucket/aws/5.15.4/submodules/object

locals {
  s3lint_arguments = {
    "acl"                  = "acl = \"private\""
    "encryption.algorithm" = "server_side_encryption = \"aws:kms\""
  }
}

variable "create" {
  type    = bool
  default = true
}

variable "bucket" {
  type    = string
  default = ""
}

variable "key" {
  type    = string
  default = ""
}

variable "acl" {
  type    = string
  default = null
}

variable "server_side_encryption" {
  type    = string
  default = null
}

variable "kms_key_id" {
  type    = string
  default = null
}

variable "bucket_key_enabled" {
  type    = bool
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

# Without meaning for S3's security.

variable "cache_control" { default = null }
variable "content" { default = null }
variable "content_base64" { default = null }
variable "content_disposition" { default = null }
variable "content_encoding" { default = null }
variable "content_language" { default = null }
variable "content_type" { default = null }
variable "etag" { default = null }
variable "file_source" { default = null }
variable "metadata" { default = {} }
variable "object_lock_legal_hold_status" { default = null }
variable "object_lock_mode" { default = null }
variable "object_lock_retain_until_date" { default = null }
variable "override_default_tags" { default = false }
variable "region" { default = null }
variable "source_hash" { default = null }
variable "storage_class" { default = null }
variable "website_redirect" { default = null }

resource "aws_s3_object" "this" {
  count = var.create ? 1 : 0

  bucket                 = var.bucket
  key                    = var.key
  acl                    = var.acl
  server_side_encryption = var.server_side_encryption
  kms_key_id             = var.kms_key_id
  bucket_key_enabled     = var.bucket_key_enabled
  force_destroy          = var.force_destroy
  tags                   = var.tags
}

output "s3_object_id" {
  value = try(aws_s3_object.this[0].id, "")
}

output "s3_object_etag" {
  value = try(aws_s3_object.this[0].etag, "")
}

output "s3_object_version_id" {
  value = try(aws_s3_object.this[0].version_id, "")
}
