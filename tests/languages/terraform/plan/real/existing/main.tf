provider "aws" {
  region = "us-east-1"
}

resource "aws_s3_bucket" "ledger" {
  bucket = "acme-ledger"
}

resource "aws_s3_bucket" "archive" {
  bucket = "acme-archive"

  dynamic "versioning" {
    for_each = ["a"]
    content {
      enabled = false
    }
  }
}

resource "aws_s3_bucket_policy" "ledger" {
  bucket = aws_s3_bucket.ledger.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.ledger.arn, "${aws_s3_bucket.ledger.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket_versioning" "ledger" {
  bucket = aws_s3_bucket.ledger.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
  bucket = aws_s3_bucket.ledger.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_alias.ledger.arn
    }
  }
}

resource "aws_kms_alias" "ledger" {
  name          = "alias/acme"
  target_key_id = aws_kms_key.ledger.key_id
}

resource "aws_kms_key" "ledger" {
  enable_key_rotation = true
}

resource "aws_s3_access_point" "door" {
  bucket = aws_s3_bucket.ledger.id
  name   = "door"

  public_access_block_configuration {
    block_public_policy     = false
    restrict_public_buckets = false
  }
}

resource "aws_s3control_access_point_policy" "door" {
  access_point_arn = aws_s3_access_point.door.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_access_point.door.arn}/object/*"
    }]
  })
}
