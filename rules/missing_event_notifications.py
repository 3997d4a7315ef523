"""Buckets that tell nobody of what happens to their objects."""

from collections.abc import Iterator

from s3lint import Absent, Bucket, Example, Finding, Group, Known, Rule, Severity, Unknown, defaults


class MissingEventNotifications(Rule):
    """
    ## What it checks
    The bucket notifies a queue, a topic, a function or EventBridge of events. Functions of a serverless application whose
    events name the bucket count.

    ## Why it matters
    What is put, deleted or restored can then be looked at when it happens, and not when somebody reads the logs.

    ## When to ignore it
    Where nothing has to react to single objects, which is so for most buckets.

    ## Known limits
    Which events are sent, and whether the receiver lets S3 send them, is not judged.
    """

    name = "missing-event-notifications"
    summary = "nobody is notified of events"
    group, severity, default = Group.LOGGING, Severity.INFO, False
    settings = ("notifications",)
    since = "0.1.0"
    help = "send events to EventBridge, or notify a queue, topic or function"
    references = (
        defaults.NOTIFICATIONS.source,
        "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-11",
    )
    aliases = ("CKV2_AWS_62", "s3_bucket_event_notifications_enabled", "S3.11", "CT.S3.PR.4")

    bad = (
        Example(
            "no receiver, and EventBridge switched off",
            cloudformation="""
                Resources:
                  Ledger:  # expect: missing-event-notifications
                    Type: AWS::S3::Bucket
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      NotificationConfiguration:  # expect: missing-event-notifications
                        EventBridgeConfiguration:
                          EventBridgeEnabled: false
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: missing-event-notifications
                }

                resource "aws_s3_bucket" "archive" {}

                resource "aws_s3_bucket_notification" "archive" {  # expect: missing-event-notifications
                  bucket      = aws_s3_bucket.archive.id
                  eventbridge = false
                }
            """,
        ),
    )
    good = (
        Example(
            "EventBridge, and a queue",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      NotificationConfiguration:
                        EventBridgeConfiguration: {}
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      NotificationConfiguration:
                        QueueConfigurations:
                          - Event: s3:ObjectCreated:*
                            Queue: arn:aws:sqs:eu-west-1:111122223333:archive
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_notification" "ledger" {
                  bucket      = aws_s3_bucket.ledger.id
                  eventbridge = true
                }

                resource "aws_s3_bucket" "archive" {}

                resource "aws_s3_bucket_notification" "archive" {
                  bucket = aws_s3_bucket.archive.id
                  queue {
                    events    = ["s3:ObjectCreated:*"]
                    queue_arn = "arn:aws:sqs:eu-west-1:111122223333:archive"
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "EventBridge is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Events:  # expect: missing-event-notifications
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      NotificationConfiguration:
                        EventBridgeConfiguration:
                          EventBridgeEnabled: !Ref Events
            """,
            terraform="""
                variable "events" {
                  type = bool
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_notification" "ledger" {  # expect: missing-event-notifications
                  bucket      = aws_s3_bucket.ledger.id
                  eventbridge = var.events
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.notifications:
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {bucket} notifies anybody of events")
            case Known(stated) if stated.receivers:
                return
            case Known(stated) if stated.unknown is not None:
                yield self.undecided(stated.unknown, f"whether {bucket} notifies anybody of events")
            case Known(origin=origin) | Absent(origin):
                yield self.fail(origin, f"{bucket} notifies nobody of events: {defaults.NOTIFICATIONS.text}")
