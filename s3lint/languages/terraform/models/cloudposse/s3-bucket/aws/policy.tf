# The bucket policy: what the caller gives, and the statements that inputs add.

locals {
  objects = "${local.arn}/*"
  documents = concat(
    var.source_policy_documents,
    compact([var.policy]),
  )
  has_policy = anytrue([
    var.allow_ssl_requests_only,
    var.allow_encrypted_uploads_only,
    var.minimum_tls_version != null,
    length(var.s3_replication_source_roles) > 0,
    length(var.privileged_principal_arns) > 0,
    length(var.source_ip_allow_list) > 0,
    length(local.documents) > 0,
  ])
}

data "aws_partition" "current" {}

resource "aws_s3_bucket_policy" "default" {
  count = local.is_general && local.has_policy ? 1 : 0

  bucket = local.id
  policy = data.aws_iam_policy_document.aggregated.json
}

data "aws_iam_policy_document" "aggregated" {
  source_policy_documents   = [data.aws_iam_policy_document.own.json]
  override_policy_documents = local.documents
}

data "aws_iam_policy_document" "own" {
  dynamic "statement" {
    for_each = var.allow_encrypted_uploads_only ? [1] : []
    content {
      sid       = "DenyIncorrectEncryptionHeader"
      effect    = "Deny"
      actions   = ["s3:PutObject"]
      resources = [local.objects]

      principals {
        type        = "*"
        identifiers = ["*"]
      }

      condition {
        test     = "StringNotEquals"
        variable = "s3:x-amz-server-side-encryption"
        values   = [var.sse_algorithm]
      }
    }
  }

  dynamic "statement" {
    for_each = var.allow_encrypted_uploads_only ? [1] : []
    content {
      sid       = "DenyUnEncryptedObjectUploads"
      effect    = "Deny"
      actions   = ["s3:PutObject"]
      resources = [local.objects]

      principals {
        type        = "*"
        identifiers = ["*"]
      }

      condition {
        test     = "Null"
        variable = "s3:x-amz-server-side-encryption"
        values   = ["true"]
      }
    }
  }

  dynamic "statement" {
    for_each = var.allow_ssl_requests_only ? [1] : []
    content {
      sid       = "ForceSSLOnlyAccess"
      effect    = "Deny"
      actions   = ["s3:*"]
      resources = [local.arn, local.objects]

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

  dynamic "statement" {
    for_each = var.minimum_tls_version != null ? [var.minimum_tls_version] : []
    content {
      sid       = "EnforceTLSVersion"
      effect    = "Deny"
      actions   = ["s3:*"]
      resources = [local.arn, local.objects]

      principals {
        type        = "*"
        identifiers = ["*"]
      }

      condition {
        test     = "NumericLessThan"
        variable = "s3:TlsVersion"
        values   = [statement.value]
      }
    }
  }

  dynamic "statement" {
    for_each = length(var.s3_replication_source_roles) > 0 ? [1] : []
    content {
      sid       = "CrossAccountReplicationObjects"
      actions   = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags", "s3:GetObjectVersionTagging", "s3:ObjectOwnerOverrideToBucketOwner"]
      resources = [local.objects]

      principals {
        type        = "AWS"
        identifiers = var.s3_replication_source_roles
      }
    }
  }

  dynamic "statement" {
    for_each = length(var.s3_replication_source_roles) > 0 ? [1] : []
    content {
      sid       = "CrossAccountReplicationBucket"
      actions   = ["s3:List*", "s3:GetBucketVersioning", "s3:PutBucketVersioning"]
      resources = [local.arn]

      principals {
        type        = "AWS"
        identifiers = var.s3_replication_source_roles
      }
    }
  }

  dynamic "statement" {
    for_each = var.privileged_principal_arns
    content {
      sid       = "AllowPrivilegedPrincipal[${statement.key}]"
      actions   = var.privileged_principal_actions
      resources = distinct(flatten([local.arn, [for prefix in values(statement.value)[0] : ["${local.arn}/${prefix}*"]]]))

      principals {
        type        = "AWS"
        identifiers = [keys(statement.value)[0]]
      }
    }
  }

  dynamic "statement" {
    for_each = length(var.source_ip_allow_list) > 0 ? [1] : []
    content {
      sid       = "AllowIPPrincipals"
      effect    = "Deny"
      actions   = ["s3:*"]
      resources = [local.arn, local.objects]

      principals {
        type        = "*"
        identifiers = ["*"]
      }

      condition {
        test     = "NotIpAddress"
        variable = "aws:SourceIp"
        values   = var.source_ip_allow_list
      }
    }
  }
}
