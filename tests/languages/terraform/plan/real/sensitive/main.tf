variable "partner" {
  type      = string
  sensitive = true
  default   = "444455556666"
}

variable "name" {
  type      = string
  sensitive = true
  default   = "acme-okapi"
}

resource "aws_s3_bucket" "ledger" {
  bucket = var.name
  tags   = { team = "billing", partner = var.partner }
}

resource "aws_s3_bucket_versioning" "ledger" {
  bucket = var.name

  versioning_configuration {
    status = sensitive("Suspended")
  }
}

resource "aws_s3_bucket_policy" "ledger" {
  bucket = aws_s3_bucket.ledger.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Partner"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${var.partner}:root" }
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::${var.name}/partner/*"
      },
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::${var.name}/public/*"
      },
    ]
  })
}
