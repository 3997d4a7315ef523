# What is different before 6.0. https://registry.terraform.io/modules/trussworks/s3-private-bucket/aws/5.0.0

variable "control_object_ownership" {
  default = false
}

variable "s3_bucket_acl" {
  default = "private"
}
