resource "aws_s3_bucket" "bare" {
  # fails: bucket-name-pattern dotted-bucket-name unprotected-deletion
  # fails: missing-default-encryption no-kms-encryption missing-public-access-block missing-bucket-policy missing-tags
  # fails: missing-access-logging missing-event-notifications missing-inventory missing-lifecycle missing-object-lock
  # fails: missing-replication missing-versioning mfa-delete-by-policy plain-http-allowed old-tls-allowed
  # fails: unencrypted-upload-allowed presigned-age-unlimited endpoint-not-restricted
  bucket        = "reports.7d1f"
  force_destroy = true
}

resource "aws_s3_bucket" "kept" {
  # fails: noncurrent-versions-kept incomplete-uploads-kept missing-bucket-key aws-managed-key
  # fails: missing-replication missing-bucket-policy missing-event-notifications missing-inventory missing-object-lock
  # fails: mfa-delete-by-policy plain-http-allowed old-tls-allowed unencrypted-upload-allowed presigned-age-unlimited
  bucket = "acme-kept-7d1f"
  tags   = { owner = "reports" }
}

resource "aws_s3_bucket_versioning" "kept" {
  bucket = aws_s3_bucket.kept.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "kept" {
  bucket = aws_s3_bucket.kept.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "kept" {
  bucket                  = aws_s3_bucket.kept.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_logging" "kept" {
  bucket        = aws_s3_bucket.kept.id
  target_bucket = "acme-logs-7d1f"
  target_prefix = "kept/"
}

resource "aws_s3_bucket_lifecycle_configuration" "kept" {
  bucket = aws_s3_bucket.kept.id
  rule {
    id     = "expire"
    status = "Enabled"
    filter {}
    expiration {
      days = 365
    }
  }
}
