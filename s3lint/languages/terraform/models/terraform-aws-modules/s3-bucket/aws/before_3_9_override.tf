# What is different before 3.9. https://github.com/terraform-aws-modules/terraform-aws-s3-bucket/blob/master/CHANGELOG.md

variable "block_public_acls" {
  default = false
}

variable "block_public_policy" {
  default = false
}

variable "ignore_public_acls" {
  default = false
}

variable "restrict_public_buckets" {
  default = false
}

variable "object_ownership" {
  default = "ObjectWriter"
}
