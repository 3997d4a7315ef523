# https://registry.terraform.io/modules/cloudposse/s3-bucket/aws/4.14.0?tab=outputs

output "enabled" {
  value = local.enabled
}

output "bucket_id" {
  value = local.id
}

output "bucket_arn" {
  value = local.arn
}

output "bucket_domain_name" {
  value = try(aws_s3_bucket.default[0].bucket_domain_name, "")
}

output "bucket_regional_domain_name" {
  value = try(aws_s3_bucket.default[0].bucket_regional_domain_name, "")
}

output "bucket_hosted_zone_id" {
  value = try(aws_s3_bucket.default[0].hosted_zone_id, "")
}

output "bucket_region" {
  value = try(aws_s3_bucket.default[0].region, "")
}

output "bucket_website_endpoint" {
  value = try(aws_s3_bucket_website_configuration.default[0].website_endpoint, aws_s3_bucket_website_configuration.redirect[0].website_endpoint, "")
}

output "bucket_website_domain" {
  value = try(aws_s3_bucket_website_configuration.default[0].website_domain, aws_s3_bucket_website_configuration.redirect[0].website_domain, "")
}

output "replication_role_arn" {
  value = try(aws_iam_role.replication[0].arn, "")
}

output "user_enabled" {
  value = var.user_enabled
}
