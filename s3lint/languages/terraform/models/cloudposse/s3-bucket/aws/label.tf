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

variable "additional_tag_map" { default = {} }
variable "attributes" { default = [] }
variable "delimiter" { default = null }
variable "descriptor_formats" { default = {} }
variable "enabled" { default = null }
variable "environment" { default = null }
variable "id_length_limit" { default = null }
variable "label_key_case" { default = null }
variable "label_order" { default = null }
variable "label_value_case" { default = null }
variable "labels_as_tags" { default = ["default"] }
variable "name" { default = null }
variable "namespace" { default = null }
variable "regex_replace_chars" { default = null }
variable "stage" { default = null }
variable "tags" { default = {} }
variable "tenant" { default = null }

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
