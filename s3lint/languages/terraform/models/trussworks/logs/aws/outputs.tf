# https://registry.terraform.io/modules/trussworks/logs/aws/18.0.0?tab=outputs

output "aws_logs_bucket" {
  value = aws_s3_bucket.aws_logs.id
}

output "bucket_arn" {
  value = aws_s3_bucket.aws_logs.arn
}

output "configs_logs_path" {
  value = var.config_logs_prefix
}

output "elb_logs_path" {
  value = var.elb_logs_prefix
}

output "redshift_logs_path" {
  value = var.redshift_logs_prefix
}

output "s3_bucket_policy" {
  value = aws_s3_bucket_policy.aws_logs.policy
}
