# What is different before 8.0, where the rules of the lifecycle have inputs of their own.
# https://registry.terraform.io/modules/trussworks/s3-private-bucket/aws/7.1.0?tab=inputs

resource "aws_s3_bucket_lifecycle_configuration" "private_bucket" {
  rule {
    id     = "abort-incomplete-multipart-upload"
    status = "Enabled"

    abort_incomplete_multipart_upload {
      days_after_initiation = var.abort_incomplete_multipart_upload_days
    }

    dynamic "expiration" {
      for_each = var.expiration
      content {
        date = try(expiration.value.date, null)
        days = try(expiration.value.days, null)
      }
    }

    noncurrent_version_expiration {
      noncurrent_days = var.noncurrent_version_expiration
    }

    dynamic "noncurrent_version_transition" {
      for_each = var.noncurrent_version_transitions
      content {
        noncurrent_days = try(noncurrent_version_transition.value.days, null)
        storage_class   = noncurrent_version_transition.value.storage_class
      }
    }
  }

  rule {
    id     = "aws-bucket-inventory"
    status = "Enabled"

    filter {
      prefix = "_AWSBucketInventory/"
    }

    expiration {
      days = 14
    }
  }

  rule {
    id     = "aws-bucket-analytics"
    status = "Enabled"

    filter {
      prefix = "_AWSBucketAnalytics/"
    }

    expiration {
      days = 30
    }
  }
}
