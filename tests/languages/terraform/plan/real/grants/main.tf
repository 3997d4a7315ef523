resource "aws_s3_account_public_access_block" "account" {
  # fails: account-public-access-block-off
  block_public_acls  = true
  ignore_public_acls = true
}

resource "aws_s3_bucket" "shared" {
  # fails: cross-account-grant policy-size-near-limit
  bucket = "acme-shared-7d1f"
}

resource "aws_s3_bucket_policy" "shared" {
  bucket = aws_s3_bucket.shared.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = [for account in ["111122223333", "444455556666"] : "arn:aws:iam::${account}:role/reader"] }
      Action    = ["s3:GetObject", "s3:ListBucket"]
      Resource  = ["arn:aws:s3:::acme-shared-7d1f", "arn:aws:s3:::acme-shared-7d1f/*"]
    }]
  })
}

resource "aws_s3_bucket" "partner" {
  # fails: cross-account-sensitive-action wildcard-action
  bucket = "acme-partner-7d1f"
}

resource "aws_s3_bucket_policy" "partner" {
  bucket = aws_s3_bucket.partner.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-partner-7d1f", "arn:aws:s3:::acme-partner-7d1f/*"]
    }]
  })
}

resource "aws_s3_bucket" "inverse" {
  # fails: allow-not-action
  bucket = "acme-inverse-7d1f"
}

data "aws_iam_policy_document" "inverse" {
  statement {
    not_actions = ["s3:DeleteObject"]
    resources   = ["arn:aws:s3:::acme-inverse-7d1f/*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:role/app"]
    }
  }
}

resource "aws_s3_bucket_policy" "inverse" {
  bucket = aws_s3_bucket.inverse.id
  policy = data.aws_iam_policy_document.inverse.json
}

resource "aws_s3_bucket" "others" {
  # fails: allow-not-principal wildcard-principal
  bucket = "acme-others-7d1f"
}

resource "aws_s3_bucket_policy" "others" {
  bucket = aws_s3_bucket.others.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect       = "Allow"
      NotPrincipal = { AWS = "arn:aws:iam::111122223333:root" }
      Action       = "s3:GetObject"
      Resource     = "arn:aws:s3:::acme-others-7d1f/*"
    }]
  })
}

resource "aws_s3_bucket" "deputy" {
  # fails: confused-deputy
  bucket = "acme-deputy-7d1f"
}

resource "aws_s3_bucket_policy" "deputy" {
  bucket = aws_s3_bucket.deputy.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "arn:aws:s3:::acme-deputy-7d1f/*"
    }]
  })
}

resource "aws_s3_bucket" "weak" {
  # fails: weak-public-condition
  bucket = "acme-weak-7d1f"
}

resource "aws_s3_bucket_policy" "weak" {
  bucket = aws_s3_bucket.weak.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::acme-weak-7d1f/*"
      Condition = { StringLike = { "aws:SourceVpc" = "vpc-*" } }
    }]
  })
}

resource "aws_s3_bucket" "sealed" {
  # fails: policy-lockout
  bucket = "acme-sealed-7d1f"
}

resource "aws_s3_bucket_policy" "sealed" {
  bucket = aws_s3_bucket.sealed.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-sealed-7d1f", "arn:aws:s3:::acme-sealed-7d1f/*"]
    }]
  })
}

resource "aws_s3_bucket" "refused" {
  # fails: invalid-policy
  bucket = "acme-refused-7d1f"
}

resource "aws_s3_bucket_policy" "refused" {
  bucket = aws_s3_bucket.refused.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::12345678901:root" }
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::acme-refused-7d1f/*"
    }]
  })
}

resource "aws_s3_bucket" "twice" {
  # fails: conflicting-configuration
  bucket = "acme-twice-7d1f"
}

resource "aws_s3_bucket_policy" "one" {
  bucket = aws_s3_bucket.twice.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_s3_bucket_policy" "other" {
  bucket = aws_s3_bucket.twice.bucket
  policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_iam_policy" "worker" {
  # fails: broad-iam-s3-access
  name   = "worker"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}

resource "aws_iam_user" "app" {
  name = "app"
}

resource "aws_iam_user_policy" "app" {
  user   = aws_iam_user.app.name
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:PutObject", Resource = "arn:aws:s3:::acme-inbox/*" }] })
}

resource "aws_iam_access_key" "app" {
  # fails: static-credentials
  user = aws_iam_user.app.name
}
