variable "name" {
  type = string
}

variable "is_logged" {
  type    = bool
  default = false
}

variable "log_bucket" {
  type    = string
  default = null
}

variable "versioning" {
  type    = string
  default = "Enabled"
}

variable "readers" {
  type    = list(string)
  default = []
}

resource "aws_s3_bucket" "this" {
  bucket = var.name
}

resource "aws_s3_bucket_logging" "this" {
  count = var.is_logged ? 1 : 0

  bucket        = aws_s3_bucket.this.id
  target_bucket = var.log_bucket
  target_prefix = "${var.name}/"
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = var.versioning
  }
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "Readers"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.this.arn}/*"]

    principals {
      type        = "AWS"
      identifiers = [for account in var.readers : "arn:aws:iam::${account}:root"]
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  count = length(var.readers) > 0 ? 1 : 0

  bucket = aws_s3_bucket.this.id
  policy = data.aws_iam_policy_document.this.json
}

output "id" {
  value = aws_s3_bucket.this.id
}

output "bucket" {
  value = aws_s3_bucket.this
}
