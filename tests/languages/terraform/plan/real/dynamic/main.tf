provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = { owner = "storage" }
  }
}

variable "lifecycle_rules" {
  type    = map(number)
  default = { old = 90, older = 365 }
}

variable "versioning" {
  type    = bool
  default = true
}

resource "aws_s3_bucket" "ledger" {
  tags = { team = "billing" }

  dynamic "versioning" {
    for_each = var.versioning ? [1] : []
    content {
      enabled = true
    }
  }

  dynamic "logging" {
    for_each = toset(["ledger/"])
    content {
      target_bucket = aws_s3_bucket.logs.id
      target_prefix = logging.value
    }
  }
}

resource "aws_s3_bucket" "logs" {
  bucket = "acme-logs"
}

resource "aws_s3_bucket_lifecycle_configuration" "ledger" {
  bucket = aws_s3_bucket.ledger.id

  dynamic "rule" {
    for_each = var.lifecycle_rules
    content {
      id     = rule.key
      status = "Enabled"

      filter {}

      expiration {
        days = rule.value
      }
    }
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
  bucket = aws_s3_bucket.ledger.id

  dynamic "rule" {
    for_each = aws_kms_key.ledger.multi_region == true ? ["aws:kms:dsse"] : ["aws:kms"]
    content {
      apply_server_side_encryption_by_default {
        sse_algorithm     = "aws:kms"
        kms_master_key_id = aws_kms_key.ledger.arn
      }
    }
  }
}

resource "aws_kms_key" "ledger" {}
