variable "stores" {
  type = map(object({
    versioned = optional(bool, true)
    readers   = optional(list(string), [])
  }))
}

module "logs" {
  source = "./bucket"
  count  = 1

  name = "acme-estate-logs"
}

module "store" {
  source   = "./bucket"
  for_each = var.stores

  name       = "acme-estate-${each.key}"
  is_logged  = true
  log_bucket = module.logs[0].id
  versioning = each.value.versioned ? "Enabled" : "Suspended"
  readers    = each.value.readers
}

resource "aws_s3_bucket_ownership_controls" "store" {
  for_each = module.store

  bucket = each.value.id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "logs" {
  bucket              = module.logs[0].bucket.id
  block_public_acls   = true
  block_public_policy = true
}
