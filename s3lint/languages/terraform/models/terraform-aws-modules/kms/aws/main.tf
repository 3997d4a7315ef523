# https://registry.terraform.io/modules/terraform-aws-modules/kms/aws/4.1.1

locals {
  s3lint_arguments = {
    "encryption_key.rotation" = "enable_key_rotation = true"
  }
}

variable "create" {
  type    = bool
  default = true
}

variable "create_external" {
  type    = bool
  default = false
}

variable "create_replica" {
  type    = bool
  default = false
}

variable "create_replica_external" {
  type    = bool
  default = false
}

variable "enable_key_rotation" {
  type    = bool
  default = true
}

variable "key_usage" {
  type    = string
  default = null
}

variable "multi_region" {
  type    = bool
  default = false
}

variable "primary_key_arn" {
  type    = string
  default = null
}

variable "primary_external_key_arn" {
  type    = string
  default = null
}

variable "aliases" {
  type    = list(string)
  default = []
}

variable "tags" {
  type    = map(string)
  default = {}
}

# Without meaning for S3's security.

variable "aliases_use_name_prefix" { default = false }
variable "bypass_policy_lockout_safety_check" { default = null }
variable "computed_aliases" { default = {} }
variable "custom_key_store_id" { default = null }
variable "customer_master_key_spec" { default = null }
variable "deletion_window_in_days" { default = null }
variable "description" { default = null }
variable "enable_default_policy" { default = true }
variable "enable_route53_dnssec" { default = false }
variable "grants" { default = null }
variable "is_enabled" { default = null }
variable "key_administrators" { default = [] }
variable "key_asymmetric_public_encryption_users" { default = [] }
variable "key_asymmetric_sign_verify_users" { default = [] }
variable "key_hmac_users" { default = [] }
variable "key_material_base64" { default = null }
variable "key_owners" { default = [] }
variable "key_service_roles_for_autoscaling" { default = [] }
variable "key_service_users" { default = [] }
variable "key_spec" { default = null }
variable "key_statements" { default = null }
variable "key_symmetric_encryption_users" { default = [] }
variable "key_users" { default = [] }
variable "override_policy_documents" { default = [] }
variable "policy" { default = null }
variable "region" { default = null }
variable "rotation_period_in_days" { default = null }
variable "route53_dnssec_sources" { default = null }
variable "source_policy_documents" { default = [] }
variable "valid_to" { default = null }

locals {
  has_key = var.create && !var.create_external && !var.create_replica && !var.create_replica_external
}

resource "aws_kms_key" "this" {
  count = local.has_key ? 1 : 0

  enable_key_rotation = var.enable_key_rotation
  key_usage           = var.key_usage
  multi_region        = var.multi_region
  tags                = var.tags
}

resource "aws_kms_external_key" "this" {
  count = var.create && var.create_external ? 1 : 0

  multi_region = var.multi_region
  tags         = var.tags
}

resource "aws_kms_replica_key" "this" {
  count = var.create && var.create_replica ? 1 : 0

  primary_key_arn = var.primary_key_arn
  tags            = var.tags
}

resource "aws_kms_replica_external_key" "this" {
  count = var.create && var.create_replica_external ? 1 : 0

  primary_key_arn = var.primary_external_key_arn
  tags            = var.tags
}

resource "aws_kms_alias" "this" {
  for_each = { for alias in var.aliases : alias => alias if local.has_key }

  name          = "alias/${each.value}"
  target_key_id = aws_kms_key.this[0].key_id
}

output "key_arn" {
  value = try(
    aws_kms_key.this[0].arn,
    aws_kms_external_key.this[0].arn,
    aws_kms_replica_key.this[0].arn,
    aws_kms_replica_external_key.this[0].arn,
    null,
  )
}

output "key_id" {
  value = try(
    aws_kms_key.this[0].key_id,
    aws_kms_external_key.this[0].id,
    aws_kms_replica_key.this[0].key_id,
    aws_kms_replica_external_key.this[0].key_id,
    null,
  )
}

output "key_policy" {
  value = try(aws_kms_key.this[0].policy, null)
}

output "key_region" {
  value = try(aws_kms_key.this[0].region, null)
}

output "external_key_expiration_model" {
  value = try(aws_kms_external_key.this[0].expiration_model, null)
}

output "external_key_state" {
  value = try(aws_kms_external_key.this[0].key_state, null)
}

output "external_key_usage" {
  value = try(aws_kms_external_key.this[0].key_usage, null)
}

output "aliases" {
  value = aws_kms_alias.this
}

output "grants" {
  value = {}
}
