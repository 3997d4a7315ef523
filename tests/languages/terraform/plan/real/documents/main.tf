resource "aws_s3_bucket" "ledger" {
  bucket = "acme-ledger"
}

data "aws_iam_policy_document" "transport" {
  statement {
    sid       = "OnlyTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["arn:aws:s3:::acme-ledger", "arn:aws:s3:::acme-ledger/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

data "aws_iam_policy_document" "known" {
  source_policy_documents = [data.aws_iam_policy_document.transport.json]

  statement {
    sid       = "Trail"
    actions   = ["s3:PutObject", "s3:GetBucketAcl"]
    resources = ["arn:aws:s3:::acme-ledger", "arn:aws:s3:::acme-ledger/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com", "config.amazonaws.com"]
    }
  }
}

resource "aws_s3_bucket_policy" "ledger" {
  bucket = aws_s3_bucket.ledger.id
  policy = data.aws_iam_policy_document.known.json
}

resource "aws_s3_bucket" "archive" {}

data "aws_iam_policy_document" "later" {
  override_policy_documents = [data.aws_iam_policy_document.known.json]

  statement {
    sid         = "Others"
    effect      = "Allow"
    not_actions = ["s3:DeleteObject"]
    resources   = ["${aws_s3_bucket.archive.arn}/*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

resource "aws_s3_bucket_policy" "archive" {
  bucket = aws_s3_bucket.archive.id
  policy = data.aws_iam_policy_document.later.json
}
