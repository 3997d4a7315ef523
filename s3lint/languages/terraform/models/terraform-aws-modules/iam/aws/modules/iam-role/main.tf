# https://registry.terraform.io/modules/terraform-aws-modules/iam/aws/6.2.3/submodules/iam-role

locals {
  s3lint_arguments = {
    "documents" = "policies = { … }"
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

variable "use_name_prefix" {
  type    = bool
  default = true
}

variable "path" {
  type    = string
  default = "/"
}

variable "permissions_boundary" {
  type    = string
  default = null
}

variable "policies" {
  type    = map(string)
  default = {}
}

variable "create_inline_policy" {
  type    = bool
  default = false
}

variable "inline_policy_permissions" {
  type = map(object({
    sid           = optional(string)
    effect        = optional(string, "Allow")
    actions       = optional(list(string))
    not_actions   = optional(list(string))
    resources     = optional(list(string))
    not_resources = optional(list(string))
    condition = optional(list(object({
      test     = string
      variable = string
      values   = list(string)
    })))
  }))
  default = null
}

variable "source_inline_policy_documents" {
  type    = list(string)
  default = []
}

variable "override_inline_policy_documents" {
  type    = list(string)
  default = []
}

variable "create_instance_profile" {
  type    = bool
  default = false
}

variable "tags" {
  type    = map(string)
  default = {}
}

# Who may assume the role is not what s3lint asks of it.

variable "description" { default = null }
variable "enable_bitbucket_oidc" { default = false }
variable "enable_github_oidc" { default = false }
variable "enable_oidc" { default = false }
variable "enable_saml" { default = false }
variable "github_provider" { default = null }
variable "max_session_duration" { default = null }
variable "oidc_account_id" { default = null }
variable "oidc_audiences" { default = [] }
variable "oidc_provider_urls" { default = [] }
variable "oidc_subjects" { default = [] }
variable "oidc_wildcard_subjects" { default = [] }
variable "saml_endpoints" { default = [] }
variable "saml_provider_ids" { default = [] }
variable "saml_trust_actions" { default = [] }
variable "trust_policy_conditions" { default = [] }
variable "trust_policy_permissions" { default = null }

locals {
  has_inline_policy = var.create && var.create_inline_policy
}

resource "aws_iam_role" "this" {
  count = var.create ? 1 : 0

  name                 = var.use_name_prefix ? null : var.name
  name_prefix          = var.use_name_prefix && var.name != null ? "${var.name}-" : null
  path                 = var.path
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = var.create ? var.policies : {}

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

data "aws_iam_policy_document" "inline" {
  source_policy_documents   = var.source_inline_policy_documents
  override_policy_documents = var.override_inline_policy_documents

  dynamic "statement" {
    for_each = var.inline_policy_permissions == null ? {} : var.inline_policy_permissions
    iterator = each_one

    content {
      sid           = coalesce(each_one.value.sid, each_one.key)
      effect        = each_one.value.effect
      actions       = each_one.value.actions
      not_actions   = each_one.value.not_actions
      resources     = each_one.value.resources
      not_resources = each_one.value.not_resources

      dynamic "condition" {
        for_each = each_one.value.condition == null ? [] : each_one.value.condition

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
}

resource "aws_iam_role_policy" "inline" {
  count = local.has_inline_policy ? 1 : 0

  role   = aws_iam_role.this[0].name
  policy = data.aws_iam_policy_document.inline.json
}

resource "aws_iam_instance_profile" "this" {
  count = var.create && var.create_instance_profile ? 1 : 0

  name = var.use_name_prefix ? null : var.name
  role = aws_iam_role.this[0].name
}

output "arn" {
  value = try(aws_iam_role.this[0].arn, null)
}

output "name" {
  value = try(aws_iam_role.this[0].name, null)
}

output "unique_id" {
  value = try(aws_iam_role.this[0].unique_id, null)
}

output "instance_profile_arn" {
  value = try(aws_iam_instance_profile.this[0].arn, null)
}

output "instance_profile_id" {
  value = try(aws_iam_instance_profile.this[0].id, null)
}

output "instance_profile_name" {
  value = try(aws_iam_instance_profile.this[0].name, null)
}

output "instance_profile_unique_id" {
  value = try(aws_iam_instance_profile.this[0].unique_id, null)
}
