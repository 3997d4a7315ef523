# https://registry.terraform.io/modules/cloudposse/cloudfront-s3-cdn/aws/2.1.1?tab=outputs

output "cf_id" {
  value = try(aws_cloudfront_distribution.default[0].id, "")
}

output "cf_arn" {
  value = try(aws_cloudfront_distribution.default[0].arn, "")
}

output "cf_domain_name" {
  value = try(aws_cloudfront_distribution.default[0].domain_name, "")
}

output "cf_hosted_zone_id" {
  value = try(aws_cloudfront_distribution.default[0].hosted_zone_id, "")
}

output "cf_identity_iam_arn" {
  value = try(aws_cloudfront_origin_access_identity.default[0].iam_arn, "")
}

output "cf_s3_canonical_user_id" {
  value = try(aws_cloudfront_origin_access_identity.default[0].s3_canonical_user_id, "")
}

output "cf_access_control_id" {
  value = try(aws_cloudfront_origin_access_control.default[0].id, "")
}

output "aliases" {
  value = var.aliases
}

output "s3_bucket" {
  value = local.bucket_id
}

output "s3_bucket_arn" {
  value = local.is_own ? try(aws_s3_bucket.origin[0].arn, "") : local.arn
}

output "s3_bucket_domain_name" {
  value = local.is_own ? try(aws_s3_bucket.origin[0].bucket_regional_domain_name, "") : "${local.bucket}.s3.amazonaws.com"
}

output "s3_bucket_policy" {
  value = try(aws_s3_bucket_policy.default[0].policy, "")
}

output "logs" {
  value = module.logs
}
