# The inputs that all of Cloud Posse's modules share. https://registry.terraform.io/modules/cloudposse/label/null/0.25.0

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

variable "additional_tag_map" {
  type    = map(string)
  default = {}
}

variable "attributes" {
  type    = list(string)
  default = []
}

variable "delimiter" {
  type    = string
  default = null
}

variable "descriptor_formats" { default = {} }
variable "enabled" {
  type    = bool
  default = null
}

variable "environment" {
  type    = string
  default = null
}

variable "id_length_limit" {
  type    = number
  default = null
}

variable "label_key_case" {
  type    = string
  default = null
}

variable "label_order" {
  type    = list(string)
  default = null
}

variable "label_value_case" {
  type    = string
  default = null
}

variable "labels_as_tags" { default = ["default"] }
variable "name" {
  type    = string
  default = null
}

variable "namespace" {
  type    = string
  default = null
}

variable "regex_replace_chars" {
  type    = string
  default = null
}

variable "stage" {
  type    = string
  default = null
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "tenant" {
  type    = string
  default = null
}

module "this" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  context             = var.context
  additional_tag_map  = var.additional_tag_map
  attributes          = var.attributes
  delimiter           = var.delimiter
  descriptor_formats  = var.descriptor_formats
  enabled             = var.enabled
  environment         = var.environment
  id_length_limit     = var.id_length_limit
  label_key_case      = var.label_key_case
  label_order         = var.label_order
  label_value_case    = var.label_value_case
  labels_as_tags      = var.labels_as_tags
  name                = var.name
  namespace           = var.namespace
  regex_replace_chars = var.regex_replace_chars
  stage               = var.stage
  tags                = var.tags
  tenant              = var.tenant
}
