# https://registry.terraform.io/modules/cloudposse/s3-log-storage/aws/2.0.0?tab=outputs

output "enabled" {
  value = local.enabled
}

output "bucket_id" {
  value = module.aws_s3_bucket.bucket_id
}

output "bucket_arn" {
  value = module.aws_s3_bucket.bucket_arn
}

output "bucket_domain_name" {
  value = module.aws_s3_bucket.bucket_domain_name
}

output "prefix" {
  value = var.lifecycle_prefix
}

output "bucket_notifications_sqs_queue_arn" {
  value = try(aws_sqs_queue.notifications[0].arn, "")
}
