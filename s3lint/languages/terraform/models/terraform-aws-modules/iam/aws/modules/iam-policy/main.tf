# https://registry.terraform.io/modules/terraform-aws-modules/iam/aws/6.2.3/submodules/iam-policy

locals {
  s3lint_arguments = {
    "documents" = "policy = jsonencode({ … })"
  }
}

variable "create" {
  type    = bool
  default = true
}

variable "name" {
  type    = string
  default = null
}

variable "name_prefix" {
  type    = string
  default = null
}

variable "path" {
  type    = string
  default = null
}

variable "policy" {
  type    = string
  default = ""
}

variable "tags" {
  type    = map(string)
  default = {}
}

# The name of `create` before version 6.

variable "create_policy" {
  type    = bool
  default = true
}

# Without meaning for S3's security.

variable "description" { default = null }

resource "aws_iam_policy" "policy" {
  count = var.create && var.create_policy ? 1 : 0

  name        = var.name
  name_prefix = var.name_prefix
  path        = var.path
  policy      = var.policy
  tags        = var.tags
}

output "arn" {
  value = try(aws_iam_policy.policy[0].arn, "")
}

output "id" {
  value = try(aws_iam_policy.policy[0].id, "")
}

output "name" {
  value = try(aws_iam_policy.policy[0].name, "")
}

output "path" {
  value = try(aws_iam_policy.policy[0].path, "")
}

output "description" {
  value = var.description
}

output "policy" {
  value = try(aws_iam_policy.policy[0].policy, "")
}
