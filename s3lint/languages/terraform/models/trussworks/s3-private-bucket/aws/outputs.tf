# https://registry.terraform.io/modules/trussworks/s3-private-bucket/aws/9.0.1?tab=outputs

output "arn" {
  value = aws_s3_bucket.private_bucket.arn
}

output "id" {
  value = aws_s3_bucket.private_bucket.id
}

output "name" {
  value = aws_s3_bucket.private_bucket.id
}

output "bucket_domain_name" {
  value = aws_s3_bucket.private_bucket.bucket_domain_name
}

output "bucket_regional_domain_name" {
  value = aws_s3_bucket.private_bucket.bucket_regional_domain_name
}

output "bucket_logging_prefix" {
  value = try(aws_s3_bucket_logging.private_bucket[0].target_prefix, "")
}
