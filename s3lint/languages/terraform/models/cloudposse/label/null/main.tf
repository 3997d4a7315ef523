# The names and tags of Cloud Posse's modules. https://registry.terraform.io/modules/cloudposse/label/null/0.25.0

variable "context" {
  type = any
  default = {
    enabled             = true
    namespace           = null
    tenant              = null
    environment         = null
    stage               = null
    name                = null
    delimiter           = null
    attributes          = []
    tags                = {}
    additional_tag_map  = {}
    regex_replace_chars = null
    label_order         = []
    id_length_limit     = null
    label_key_case      = null
    label_value_case    = null
    descriptor_formats  = {}
    labels_as_tags      = ["unset"]
  }
}

variable "enabled" {
  type    = bool
  default = null
}

variable "namespace" {
  type    = string
  default = null
}

variable "tenant" {
  type    = string
  default = null
}

variable "environment" {
  type    = string
  default = null
}

variable "stage" {
  type    = string
  default = null
}

variable "name" {
  type    = string
  default = null
}

variable "delimiter" {
  type    = string
  default = null
}

variable "attributes" {
  type    = list(string)
  default = []
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "label_order" {
  type    = list(string)
  default = null
}

variable "regex_replace_chars" {
  type    = string
  default = null
}

variable "id_length_limit" {
  type    = number
  default = null
}

variable "label_value_case" {
  type    = string
  default = null
}

# Of tags and descriptors alone.

variable "additional_tag_map" {
  type    = map(string)
  default = {}
}

variable "descriptor_formats" { default = {} }
variable "label_key_case" {
  type    = string
  default = null
}

variable "labels_as_tags" { default = ["default"] }

locals {
  # An input that is not null wins over the context.
  context = {
    enabled             = var.enabled != null ? var.enabled : try(var.context.enabled, true)
    namespace           = var.namespace != null ? var.namespace : try(var.context.namespace, null)
    tenant              = var.tenant != null ? var.tenant : try(var.context.tenant, null)
    environment         = var.environment != null ? var.environment : try(var.context.environment, null)
    stage               = var.stage != null ? var.stage : try(var.context.stage, null)
    name                = var.name != null ? var.name : try(var.context.name, null)
    delimiter           = var.delimiter != null ? var.delimiter : try(var.context.delimiter, null)
    attributes          = distinct(compact(concat(try(var.context.attributes, []), var.attributes)))
    tags                = merge(try(var.context.tags, {}), var.tags)
    additional_tag_map  = merge(try(var.context.additional_tag_map, {}), var.additional_tag_map)
    regex_replace_chars = var.regex_replace_chars != null ? var.regex_replace_chars : try(var.context.regex_replace_chars, null)
    label_order         = var.label_order != null ? var.label_order : try(var.context.label_order, [])
    id_length_limit     = var.id_length_limit != null ? var.id_length_limit : try(var.context.id_length_limit, null)
    label_key_case      = var.label_key_case != null ? var.label_key_case : try(var.context.label_key_case, null)
    label_value_case    = var.label_value_case != null ? var.label_value_case : try(var.context.label_value_case, null)
    descriptor_formats  = merge(try(var.context.descriptor_formats, {}), var.descriptor_formats)
    labels_as_tags      = var.labels_as_tags
  }

  delimiter = local.context.delimiter != null ? local.context.delimiter : "-"
  removed   = local.context.regex_replace_chars != null ? local.context.regex_replace_chars : "/[^a-zA-Z0-9-]/"
  case      = local.context.label_value_case != null ? local.context.label_value_case : "lower"
  order     = length(local.context.label_order) > 0 ? local.context.label_order : ["namespace", "environment", "stage", "name", "attributes"]

  labels = {
    for name in ["namespace", "tenant", "environment", "stage", "name"] :
    name => local.case == "none" ? replace(coalesce(local.context[name], ""), local.removed, "") : (
      local.case == "title" ? title(lower(replace(coalesce(local.context[name], ""), local.removed, ""))) : (
        local.case == "upper" ? upper(replace(coalesce(local.context[name], ""), local.removed, "")) : lower(replace(coalesce(local.context[name], ""), local.removed, ""))
      )
    ) if local.context[name] != null
  }
  attributes = [for word in local.context.attributes : local.case == "none" ? word : lower(replace(word, local.removed, ""))]

  full = join(local.delimiter, compact([
    for label in local.order : label == "attributes" ? join(local.delimiter, local.attributes) : try(local.labels[label], "")
  ]))
  limit = local.context.id_length_limit != null ? local.context.id_length_limit : 0
  # A longer name is cut, and ends in a hash that is not documented.
  id = local.limit == 0 || length(local.full) <= local.limit ? local.full : "${substr(local.full, 0, max(local.limit - 6, 0))}-${uuid()}"

  own_tags = merge(
    { for name, value in local.labels : title(name) => value if name != "name" && value != "" },
    length(local.attributes) > 0 ? { Attributes = join(local.delimiter, local.attributes) } : {},
    local.full != "" ? { Name = local.full } : {},
  )
}

output "id" {
  value = local.context.enabled ? local.id : ""
}

output "id_full" {
  value = local.context.enabled ? local.full : ""
}

output "enabled" {
  value = local.context.enabled
}

output "namespace" {
  value = try(local.labels.namespace, "")
}

output "tenant" {
  value = try(local.labels.tenant, "")
}

output "environment" {
  value = try(local.labels.environment, "")
}

output "stage" {
  value = try(local.labels.stage, "")
}

output "name" {
  value = try(local.labels.name, "")
}

output "delimiter" {
  value = local.delimiter
}

output "attributes" {
  value = local.attributes
}

output "tags" {
  value = local.context.enabled ? merge(local.own_tags, local.context.tags) : {}
}

output "context" {
  value = local.context
}

output "normalized_context" {
  value = local.context
}
