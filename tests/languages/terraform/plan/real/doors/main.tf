resource "aws_s3_bucket" "site" {
  # fails: website-hosting website-plain-http unclaimed-origin cors-any-origin incomplete-public-access-block wildcard-principal
  bucket = "acme-site-7d1f"
}

resource "aws_s3_bucket_website_configuration" "site" {
  bucket = aws_s3_bucket.site.id
  redirect_all_requests_to {
    host_name = "acme-moved-7d1f.s3-website-eu-west-1.amazonaws.com"
    protocol  = "http"
  }
}

resource "aws_s3_bucket_cors_configuration" "site" {
  bucket = aws_s3_bucket.site.id
  cors_rule {
    allowed_origins = ["*"]
    allowed_methods = ["GET"]
  }
}

resource "aws_s3_bucket_public_access_block" "site" {
  bucket            = aws_s3_bucket.site.id
  block_public_acls = true
}

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::acme-site-7d1f/*"
    }]
  })
}

resource "aws_cloudfront_distribution" "cdn" {
  # fails: cloudfront-without-oac
  enabled = true
  origin {
    origin_id   = "site"
    domain_name = "acme-site-7d1f.s3.eu-west-1.amazonaws.com"
  }
  default_cache_behavior {
    target_origin_id       = "site"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
  }
  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
  viewer_certificate {
    cloudfront_default_certificate = true
  }
}

resource "aws_s3_bucket" "read" {
  # fails: public-read-acl acls-enabled
  bucket = "acme-read-7d1f"
}

resource "aws_s3_bucket_ownership_controls" "read" {
  bucket = aws_s3_bucket.read.id
  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}

resource "aws_s3_bucket_acl" "read" {
  bucket = aws_s3_bucket.read.id
  acl    = "public-read"
}

resource "aws_s3_bucket" "inbox" {
  # fails: public-write-acl
  bucket = "acme-inbox-7d1f"
}

resource "aws_s3_bucket_acl" "inbox" {
  bucket = aws_s3_bucket.inbox.id
  acl    = "public-read-write"
}

resource "aws_s3_bucket" "logs" {
  # fails: acl-without-ownership-controls
  bucket = "acme-logs-7d1f"
}

resource "aws_s3_bucket_acl" "logs" {
  bucket = aws_s3_bucket.logs.id
  acl    = "log-delivery-write"
}

resource "aws_s3_bucket" "members" {
  # fails: authenticated-users-acl sensitive-acl-grant acls-enabled
  bucket = "acme-members-7d1f"
}

resource "aws_s3_bucket_ownership_controls" "members" {
  bucket = aws_s3_bucket.members.id
  rule {
    object_ownership = "ObjectWriter"
  }
}

resource "aws_s3_bucket_acl" "members" {
  bucket = aws_s3_bucket.members.id
  access_control_policy {
    owner {
      id = "1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100"
    }
    grant {
      permission = "READ"
      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
      }
    }
    grant {
      permission = "WRITE_ACP"
      grantee {
        type = "CanonicalUser"
        id   = "52b113e7a2f25102679df27bb0ae12b3f85be6f290b936c4393484be31bebcc5"
      }
    }
  }
}

resource "aws_s3_bucket" "shadow" {
  # fails: shadowed-public-grant
  bucket = "acme-shadow-7d1f"
}

resource "aws_s3_bucket_ownership_controls" "shadow" {
  bucket = aws_s3_bucket.shadow.id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_acl" "shadow" {
  bucket = aws_s3_bucket.shadow.id
  acl    = "public-read"
}

resource "aws_s3_access_point" "door" {
  # fails: exposed-access-point
  bucket = aws_s3_bucket.read.id
  name   = "door"
  public_access_block_configuration {
    block_public_policy = false
  }
}

resource "aws_vpc_endpoint" "silent" {
  # fails: open-endpoint-policy
  vpc_id       = "vpc-0123abcd"
  service_name = "com.amazonaws.eu-west-1.s3"
}

resource "aws_s3_object" "report" {
  # fails: public-object-acl unencrypted-object
  bucket  = aws_s3_bucket.read.id
  key     = "report.pdf"
  acl     = "public-read"
  content = "a report"
}
