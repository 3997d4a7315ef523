# The inputs of cloudposse/cloudfront-s3-cdn/aws with their defaults.
# https://registry.terraform.io/modules/cloudposse/cloudfront-s3-cdn/aws/2.1.1?tab=inputs

locals {
  s3lint_arguments = {
    "versioning.status"            = "bucket_versioning = \"Enabled\""
    "encryption.algorithm"         = "encryption_enabled = true"
    "logging"                      = "s3_access_log_bucket_name = \"…\", s3_access_logging_enabled = true"
    "object_ownership"             = "s3_object_ownership = \"BucketOwnerEnforced\""
    "public_access_block"          = "block_origin_public_access_enabled = true"
    "policy.tls"                   = "allow_ssl_requests_only = true"
    "distribution.origins[].access_control" = "origin_access_type = \"origin_access_control\""
  }
}

variable "access_log_bucket_name" {
  type    = string
  default = null
}

variable "acm_certificate_arn" {
  type    = string
  default = ""
}

variable "additional_bucket_policy" {
  type    = string
  default = "{}"
}

variable "additional_metrics_enabled" {
  type    = bool
  default = false
}

variable "aliases" {
  type    = list(string)
  default = []
}

variable "allow_ssl_requests_only" {
  type    = bool
  default = true
}

variable "allowed_methods" {
  type    = list(string)
  default = [ "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT" ]
}

variable "block_origin_public_access_enabled" {
  type    = bool
  default = false
}

variable "bucket_versioning" {
  type    = string
  default = "Disabled"
}

variable "cache_policy_id" {
  type    = string
  default = null
}

variable "cached_methods" {
  type    = list(string)
  default = [ "GET", "HEAD" ]
}

variable "cloudfront_access_log_bucket_name" {
  type    = string
  default = ""
}

variable "cloudfront_access_log_create_bucket" {
  type    = bool
  default = true
}

variable "cloudfront_access_log_include_cookies" {
  type    = bool
  default = false
}

variable "cloudfront_access_log_prefix" {
  type    = string
  default = ""
}

variable "cloudfront_access_logging_enabled" {
  type    = bool
  default = true
}

variable "cloudfront_origin_access_control_id" {
  type    = string
  default = ""
}

variable "cloudfront_origin_access_identity_iam_arn" {
  type    = string
  default = ""
}

variable "cloudfront_origin_access_identity_path" {
  type    = string
  default = ""
}

variable "comment" {
  type    = string
  default = "Managed by Terraform"
}

variable "compress" {
  type    = bool
  default = true
}

variable "cors_allowed_headers" {
  type    = list(string)
  default = [ "*" ]
}

variable "cors_allowed_methods" {
  type    = list(string)
  default = [ "GET" ]
}

variable "cors_allowed_origins" {
  type    = list(string)
  default = []
}

variable "cors_expose_headers" {
  type    = list(string)
  default = [ "ETag" ]
}

variable "cors_max_age_seconds" {
  type    = number
  default = 3600
}

variable "custom_error_response" { default = [] }
variable "custom_origin_headers" { default = [] }
variable "custom_origins" { default = [] }
variable "default_root_object" {
  type    = string
  default = "index.html"
}

variable "default_ttl" {
  type    = number
  default = 60
}

variable "deployment_actions" {
  type    = list(string)
  default = [ "s3:PutObject", "s3:PutObjectAcl", "s3:GetObject", "s3:DeleteObject", "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:GetBucketLocation", "s3:AbortMultipartUpload" ]
}

variable "deployment_principal_arns" { default = {} }
variable "distribution_enabled" {
  type    = bool
  default = true
}

variable "dns_alias_enabled" {
  type    = bool
  default = false
}

variable "dns_allow_overwrite" {
  type    = bool
  default = false
}

variable "encryption_enabled" {
  type    = bool
  default = true
}

variable "error_document" {
  type    = string
  default = ""
}

variable "external_aliases" {
  type    = list(string)
  default = []
}

variable "extra_logs_attributes" {
  type    = list(string)
  default = [ "logs" ]
}

variable "extra_origin_attributes" {
  type    = list(string)
  default = [ "origin" ]
}

variable "forward_cookies" {
  type    = string
  default = "none"
}

variable "forward_cookies_whitelisted_names" {
  type    = list(string)
  default = []
}

variable "forward_header_values" {
  type    = list(string)
  default = [ "Access-Control-Request-Headers", "Access-Control-Request-Method", "Origin" ]
}

variable "forward_query_string" {
  type    = bool
  default = false
}

variable "function_association" { default = [] }
variable "geo_restriction_locations" {
  type    = list(string)
  default = []
}

variable "geo_restriction_type" {
  type    = string
  default = "none"
}

variable "http_version" {
  type    = string
  default = "http2"
}

variable "index_document" {
  type    = string
  default = "index.html"
}

variable "ipv6_enabled" {
  type    = bool
  default = true
}

variable "lambda_function_association" { default = [] }
variable "log_expiration_days" {
  type    = number
  default = 90
}

variable "log_glacier_transition_days" {
  type    = number
  default = 60
}

variable "log_include_cookies" {
  type    = bool
  default = null
}

variable "log_prefix" {
  type    = string
  default = null
}

variable "log_standard_transition_days" {
  type    = number
  default = 30
}

variable "log_versioning_enabled" {
  type    = bool
  default = false
}

variable "logging_enabled" {
  type    = bool
  default = null
}

variable "max_ttl" {
  type    = number
  default = 31536000
}

variable "min_ttl" {
  type    = number
  default = 0
}

variable "minimum_protocol_version" {
  type    = string
  default = ""
}

variable "ordered_cache" { default = [] }
variable "origin_access_control_signing_behavior" {
  type    = string
  default = "always"
}

variable "origin_access_type" {
  type    = string
  default = "origin_access_identity"
}

variable "origin_bucket" {
  type    = string
  default = null
}

variable "origin_force_destroy" {
  type    = bool
  default = false
}

variable "origin_groups" { default = [] }
variable "origin_keepalive_timeout" {
  type    = number
  default = 5
}

variable "origin_path" {
  type    = string
  default = ""
}

variable "origin_read_timeout" {
  type    = number
  default = 30
}

variable "origin_request_policy_id" {
  type    = string
  default = null
}

variable "origin_shield_enabled" {
  type    = bool
  default = false
}

variable "origin_ssl_protocols" {
  type    = list(string)
  default = [ "TLSv1", "TLSv1.1", "TLSv1.2" ]
}

variable "override_origin_bucket_policy" {
  type    = bool
  default = true
}

variable "parent_zone_id" {
  type    = string
  default = null
}

variable "parent_zone_name" {
  type    = string
  default = ""
}

variable "price_class" {
  type    = string
  default = "PriceClass_100"
}

variable "query_string_cache_keys" {
  type    = list(string)
  default = []
}

variable "realtime_log_config_arn" {
  type    = string
  default = null
}

variable "redirect_all_requests_to" {
  type    = string
  default = ""
}

variable "response_completion_timeout" {
  type    = number
  default = 0
}

variable "response_headers_policy_id" {
  type    = string
  default = ""
}

variable "routing_rules" {
  type    = string
  default = ""
}

variable "s3_access_log_bucket_name" {
  type    = string
  default = ""
}

variable "s3_access_log_prefix" {
  type    = string
  default = ""
}

variable "s3_access_logging_enabled" {
  type    = bool
  default = null
}

variable "s3_object_ownership" {
  type    = string
  default = "ObjectWriter"
}

variable "s3_origins" { default = [] }
variable "s3_website_password_enabled" {
  type    = bool
  default = false
}

variable "trusted_key_groups" {
  type    = list(string)
  default = []
}

variable "trusted_signers" {
  type    = list(string)
  default = []
}

variable "viewer_protocol_policy" {
  type    = string
  default = "redirect-to-https"
}

variable "wait_for_deployment" {
  type    = bool
  default = true
}

variable "web_acl_id" {
  type    = string
  default = ""
}

variable "website_enabled" {
  type    = bool
  default = false
}

# Of earlier versions.

variable "versioning_enabled" { default = true }
