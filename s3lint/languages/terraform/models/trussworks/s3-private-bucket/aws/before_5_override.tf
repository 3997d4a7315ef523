# What is different before 5.0. https://registry.terraform.io/modules/trussworks/s3-private-bucket/aws/4.3.0?tab=inputs

resource "aws_s3_bucket_server_side_encryption_configuration" "private_bucket" {
  rule {
    bucket_key_enabled = var.bucket_key_enabled

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.sse_algorithm
      kms_master_key_id = length(var.kms_master_key_id) > 0 ? var.kms_master_key_id : null
    }
  }
}
