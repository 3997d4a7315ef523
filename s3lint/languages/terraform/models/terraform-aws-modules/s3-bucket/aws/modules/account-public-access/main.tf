# https://registry.terraform.io/modules/terraform-aws-modules/s3-bucket/aws/5.15.4/submodules/account-public-access

locals {
  s3lint_arguments = {
    "public_access_block.block_public_acls"       = "block_public_acls = true"
    "public_access_block.block_public_policy"     = "block_public_policy = true"
    "public_access_block.ignore_public_acls"      = "ignore_public_acls = true"
    "public_access_block.restrict_public_buckets" = "restrict_public_buckets = true"
  }
}

variable "create" {
  type    = bool
  default = true
}

variable "account_id" {
  type    = string
  default = null
}

variable "block_public_acls" {
  type    = bool
  default = false
}

variable "block_public_policy" {
  type    = bool
  default = false
}

variable "ignore_public_acls" {
  type    = bool
  default = false
}

variable "restrict_public_buckets" {
  type    = bool
  default = false
}

resource "aws_s3_account_public_access_block" "this" {
  count = var.create ? 1 : 0

  account_id              = var.account_id
  block_public_acls       = var.block_public_acls
  block_public_policy     = var.block_public_policy
  ignore_public_acls      = var.ignore_public_acls
  restrict_public_buckets = var.restrict_public_buckets
}

output "s3_account_public_access_block_id" {
  value = try(aws_s3_account_public_access_block.this[0].id, "")
}
