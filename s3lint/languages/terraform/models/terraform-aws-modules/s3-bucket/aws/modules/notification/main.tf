# https://registry.terraform.io/modules/terraform-aws-modules/s3-bucket/aws/5.15.4/submodules/notification
# The permissions for functions, queues and topics are beside S3.

variable "create" {
  type    = bool
  default = true
}

variable "bucket" {
  type    = string
  default = ""
}

variable "eventbridge" {
  type    = bool
  default = null
}

variable "lambda_notifications" {
  type    = any
  default = {}
}

variable "sqs_notifications" {
  type    = any
  default = {}
}

variable "sns_notifications" {
  type    = any
  default = {}
}

variable "bucket_arn" { default = null }
variable "create_lambda_permission" { default = true }
variable "create_sns_policy" { default = true }
variable "create_sqs_policy" { default = true }
variable "region" { default = null }

resource "aws_s3_bucket_notification" "this" {
  count = var.create ? 1 : 0

  bucket      = var.bucket
  eventbridge = var.eventbridge

  dynamic "lambda_function" {
    for_each = var.lambda_notifications
    content {
      id                  = try(lambda_function.value.id, lambda_function.key)
      lambda_function_arn = lambda_function.value.function_arn
      events              = lambda_function.value.events
      filter_prefix       = try(lambda_function.value.filter_prefix, null)
      filter_suffix       = try(lambda_function.value.filter_suffix, null)
    }
  }

  dynamic "queue" {
    for_each = var.sqs_notifications
    content {
      id            = try(queue.value.id, queue.key)
      queue_arn     = queue.value.queue_arn
      events        = queue.value.events
      filter_prefix = try(queue.value.filter_prefix, null)
      filter_suffix = try(queue.value.filter_suffix, null)
    }
  }

  dynamic "topic" {
    for_each = var.sns_notifications
    content {
      id            = try(topic.value.id, topic.key)
      topic_arn     = topic.value.topic_arn
      events        = topic.value.events
      filter_prefix = try(topic.value.filter_prefix, null)
      filter_suffix = try(topic.value.filter_suffix, null)
    }
  }
}

output "s3_bucket_notification_id" {
  value = try(aws_s3_bucket_notification.this[0].id, "")
}
