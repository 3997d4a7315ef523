"""Trails that record nothing of what happens to objects."""

from collections.abc import Iterator

from s3lint import Absent, Example, Finding, Group, Known, Origin, Rule, Selectors, Severity, Trail, Unknown, defaults

_READS, _WRITES = "ReadOnly", "WriteOnly"


class MissingDataEvents(Rule):
    """
    ## What it checks
    A trail records data events of S3 objects, reads as well as writes: by a classic event selector with a data resource
    `AWS::S3::Object`, or by an advanced one.

    ## Why it matters
    Without them a trail knows that a bucket was made and its policy changed, and nothing of who read or deleted what is in it.

    ## When to ignore it
    Where another trail of the account or organization records them, or access logs serve. Data events cost by their number.

    ## Known limits
    Each trail is judged alone. Which buckets the selectors cover is not judged.
    """

    name = "missing-data-events"
    summary = "a trail does not record what happens to objects"
    group, severity, default = Group.LOGGING, Severity.LOW, False
    judges = Trail
    settings = ("data_events", "data_events.events[].kind")
    since = "0.1.0"
    help = "add a selector for AWS::S3::Object with reads and writes"
    references = (
        defaults.DATA_EVENTS.source,
        "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-22",
    )
    aliases = (
        "AVD-AWS-0171",
        "AVD-AWS-0172",
        "CLOUDTRAIL_S3_DATAEVENTS_ENABLED",
        "cloudtrail_s3_dataevents_write_enabled",
        "cloudtrail_s3_dataevents_read_enabled",
        "FG_R00354",
        "FG_R00355",
        "S3.22",
        "S3.23",
    )

    bad = (
        Example(
            "no selector, one for another service, and one for writes alone",
            twins_differ=True,
            cloudformation="""
                Resources:
                  All:  # expect: missing-data-events
                    Type: AWS::CloudTrail::Trail
                    Properties:
                      IsLogging: true
                      S3BucketName: acme-trails
                  Writes:
                    Type: AWS::CloudTrail::Trail
                    Properties:
                      IsLogging: true
                      S3BucketName: acme-trails
                      EventSelectors:
                        - ReadWriteType: WriteOnly  # expect: missing-data-events
                          DataResources:
                            - Type: AWS::S3::Object
                              Values: ["arn:aws:s3"]
            """,
            terraform="""
                resource "aws_cloudtrail" "all" {  # expect: missing-data-events
                  name           = "all"
                  s3_bucket_name = "acme-trails"
                  event_selector {
                    data_resource {
                      type   = "AWS::Lambda::Function"
                      values = ["arn:aws:lambda"]
                    }
                  }
                }

                resource "aws_cloudtrail" "reads" {
                  name           = "reads"
                  s3_bucket_name = "acme-trails"
                  advanced_event_selector {
                    field_selector {
                      field  = "eventCategory"
                      equals = ["Data"]
                    }
                    field_selector {
                      field  = "resources.type"
                      equals = ["AWS::S3::Object"]
                    }
                    field_selector {  # expect: missing-data-events
                      field  = "readOnly"
                      equals = ["true"]
                    }
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "all events, by a classic selector or by an advanced one",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Classic:
                    Type: AWS::CloudTrail::Trail
                    Properties:
                      IsLogging: true
                      S3BucketName: acme-trails
                      EventSelectors:
                        - ReadWriteType: All
                          DataResources:
                            - Type: AWS::S3::Object
                              Values: ["arn:aws:s3"]
                  Advanced:
                    Type: AWS::CloudTrail::Trail
                    Properties:
                      IsLogging: true
                      S3BucketName: acme-trails
                      AdvancedEventSelectors:
                        - FieldSelectors:
                            - Field: eventCategory
                              Equals: [Data]
                            - Field: resources.type
                              Equals: ["AWS::S3::Object"]
            """,
            terraform="""
                resource "aws_cloudtrail" "classic" {
                  name           = "classic"
                  s3_bucket_name = "acme-trails"
                  dynamic "event_selector" {
                    for_each = ["ReadOnly", "WriteOnly"]
                    content {
                      read_write_type = event_selector.value
                      data_resource {
                        type   = "AWS::S3::Object"
                        values = ["arn:aws:s3"]
                      }
                    }
                  }
                }

                resource "aws_cloudtrail" "advanced" {
                  name           = "advanced"
                  s3_bucket_name = "acme-trails"
                  advanced_event_selector {
                    field_selector {
                      field  = "resources.type"
                      equals = ["AWS::S3::Object"]
                    }
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "which events is left to whoever deploys",
            twins_differ=True,
            cloudformation="""
                Parameters:
                  Kind:  # expect: missing-data-events
                    Type: String
                Resources:
                  Trail:
                    Type: AWS::CloudTrail::Trail
                    Properties:
                      IsLogging: true
                      S3BucketName: acme-trails
                      EventSelectors:
                        - ReadWriteType: !Ref Kind
                          DataResources:
                            - Type: AWS::S3::Object
                              Values: ["arn:aws:s3"]
            """,
            terraform="""
                variable "kind" {  # expect: missing-data-events
                  type = string
                }

                resource "aws_cloudtrail" "trail" {
                  name           = "all"
                  s3_bucket_name = "acme-trails"
                  event_selector {
                    data_resource {
                      type   = var.kind
                      values = ["arn:aws:s3"]
                    }
                  }
                }
            """,
        ),
    )

    def check(self, trail: Trail) -> Iterator[Finding]:
        match trail.data_events:
            case Absent(origin):
                yield self.fail(origin, f"{trail} records no data events of objects: {defaults.DATA_EVENTS.text}")
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {trail} records data events of objects")
            case Known(selectors, origin):
                yield from self._of_selectors(trail, selectors, origin)

    def _of_selectors(self, trail: Trail, selectors: Selectors, origin: Origin) -> Iterator[Finding]:
        kinds = [events.kind for events in selectors.events]
        known = {kind.value for kind in kinds if isinstance(kind, Known)}
        unknown = next((kind for kind in kinds if isinstance(kind, Unknown)), selectors.unknown)
        if any(isinstance(kind, Absent) for kind in kinds) or "All" in known or {_READS, _WRITES} <= known:
            return
        if unknown is not None:
            yield self.undecided(unknown, f"whether {trail} records reads and writes of objects")
        elif kinds:
            missing, variant = ("writes", "write") if _READS in known else ("reads", "read")
            yield self.fail(
                kinds[0].origin,
                f"{trail} records no {missing} of objects",
                setting="data_events.events[].kind",
                properties=(("variant", variant),),
            )
        else:
            yield self.fail(origin, f"{trail} records no data events of objects: {defaults.DATA_EVENTS.text}")
