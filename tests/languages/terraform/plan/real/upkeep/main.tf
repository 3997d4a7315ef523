resource "aws_kms_key" "tired" {
  enable_key_rotation = false
}

resource "aws_s3_bucket" "ledger" {
  # fails: unrotated-kms-key unencrypted-replica sse-c-allowed conflicting-lifecycle secret-in-configuration
  bucket = "acme-ledger-7d1f"
  tags   = { importer = "AKIAZ2LEDGERLEDGER22" }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
  bucket = aws_s3_bucket.ledger.id
  rule {
    bucket_key_enabled       = true
    blocked_encryption_types = ["NONE"]
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.tired.arn
    }
  }
}

resource "aws_s3_bucket_replication_configuration" "ledger" {
  bucket = aws_s3_bucket.ledger.id
  role   = "arn:aws:iam::123456789012:role/replication"
  rule {
    status = "Enabled"
    filter {}
    delete_marker_replication {
      status = "Disabled"
    }
    destination {
      bucket = "arn:aws:s3:::acme-replica-7d1f"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "ledger" {
  bucket = aws_s3_bucket.ledger.id
  rule {
    id     = "early"
    status = "Enabled"
    filter {}
    transition {
      days          = 90
      storage_class = "GLACIER"
    }
    expiration {
      days = 60
    }
  }
}

resource "aws_s3_bucket" "imports" {
  # fails: foreign-kms-key foreign-log-target self-logging unready-log-target missing-mfa-delete
  bucket = "acme-imports-7d1f"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "imports" {
  bucket = aws_s3_bucket.imports.id
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = "arn:aws:kms:eu-west-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321"
    }
  }
}

resource "aws_s3_bucket_logging" "imports" {
  bucket        = aws_s3_bucket.imports.id
  target_bucket = aws_s3_bucket.imports.id
  target_prefix = "log/"
}

resource "aws_s3_bucket_logging" "ledger" {
  bucket        = aws_s3_bucket.ledger.id
  target_bucket = aws_s3_bucket.imports.id
  target_prefix = "ledger/"
}

resource "aws_s3_bucket_versioning" "imports" {
  bucket = aws_s3_bucket.imports.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_inventory" "imports" {
  bucket                   = aws_s3_bucket.imports.id
  name                     = "daily"
  included_object_versions = "All"
  schedule {
    frequency = "Daily"
  }
  destination {
    bucket {
      account_id = "111122223333"
      bucket_arn = "arn:aws:s3:::acme-inventories"
      format     = "CSV"
    }
  }
}

resource "aws_s3_bucket" "trail" {
  # fails: public-trail-bucket unlogged-trail-bucket
  bucket = "acme-trail-7d1f"
}

resource "aws_s3_bucket_ownership_controls" "trail" {
  bucket = aws_s3_bucket.trail.id
  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}

resource "aws_s3_bucket_acl" "trail" {
  bucket = aws_s3_bucket.trail.id
  acl    = "public-read"
}

resource "aws_cloudtrail" "all" {
  # fails: missing-data-events
  name           = "all"
  s3_bucket_name = "acme-trail-7d1f"
}

resource "aws_s3_bucket" "misnamed" {
  # fails: invalid-bucket-name
  bucket = "acme..misnamed"
}
