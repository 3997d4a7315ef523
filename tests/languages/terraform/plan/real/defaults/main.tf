resource "aws_s3_bucket" "ledger" {
  bucket = "acme-ledger"
}

resource "aws_s3_bucket_public_access_block" "ledger" {
  bucket              = aws_s3_bucket.ledger.id
  block_public_acls   = true
  block_public_policy = false
}

resource "aws_s3_account_public_access_block" "account" {
  block_public_acls = true
}

resource "aws_s3_bucket_acl" "ledger" {
  bucket = aws_s3_bucket.ledger.id
  acl    = "public-read"
}

resource "aws_s3_access_point" "ledger" {
  bucket = aws_s3_bucket.ledger.id
  name   = "ledger"

  public_access_block_configuration {
    block_public_acls = false
  }
}

resource "aws_iam_role" "reader" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "reader" {
  role = aws_iam_role.reader.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
  })
}

resource "aws_s3_object" "index" {
  bucket  = aws_s3_bucket.ledger.id
  key     = "index.html"
  content = "<html></html>"
}
