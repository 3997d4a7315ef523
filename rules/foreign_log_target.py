"""Buckets whose logs, inventories or copies go to another account."""

from collections.abc import Iterator

from s3lint import (
    Absent,
    Bucket,
    Example,
    Finding,
    Group,
    Known,
    Option,
    Rule,
    Setting,
    Severity,
    Text,
    Unknown,
    account_in_name,
)


class ForeignLogTarget(Rule):
    """
    ## What it checks
    Access logs, inventories and replicas stay in the account of the bucket, or go to one that is trusted. Whose a
    destination is tells the account that a replication rule or an inventory names, or a name in the namespace of an account
    and Region.

    ## Why it matters
    Whoever owns the destination has the data, or knows every object and every request. A destination that was right for a
    test, or that an intruder added, is read by nobody who would notice.

    ## When to ignore it
    List accounts for logs and backups as trusted instead.

    ## Known limits
    A destination of which only a name in the global namespace is known may belong to anybody, and passes. Unless
    `--account` says whose the bucket is, a literal account may be its own, and the verdict is undecided.
    """

    name = "foreign-log-target"
    summary = "logs, inventories or replicas go to another account"
    group, severity, default = Group.LOGGING, Severity.LOW, True
    settings = (
        "logging.target_bucket",
        "inventories[].account",
        "inventories[].bucket",
        "replication.rules[].account",
        "replication.rules[].destination",
    )
    since = "0.1.0"
    help = "send them to an account of yours, and list it among the trusted ones"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-change-owner.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html",
    )

    trusted = Option(
        (), "accounts that may receive them", pattern=r"[0-9]{12}", expected="the id of an account", own=("accounts",)
    )

    bad = (
        Example(
            "replicas, an inventory and logs for another account",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      LoggingConfiguration:
                        DestinationBucketName: logs-111122223333-eu-west-1-an  # expect: foreign-log-target
                      ReplicationConfiguration:
                        Role: !Sub "arn:aws:iam::${AWS::AccountId}:role/replication"
                        Rules:
                          - Status: Enabled
                            Destination:
                              Bucket: arn:aws:s3:::acme-replica
                              Account: "111122223333"  # expect: foreign-log-target
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_inventory" "daily" {
                  bucket                   = aws_s3_bucket.ledger.id
                  name                     = "daily"
                  included_object_versions = "All"
                  schedule {
                    frequency = "Daily"
                  }
                  destination {
                    bucket {
                      account_id = "111122223333"  # expect: foreign-log-target
                      bucket_arn = "arn:aws:s3:::acme-inventories"
                      format     = "CSV"
                    }
                  }
                }

                resource "aws_s3_bucket" "archive" {
                  replication_configuration {
                    role = "arn:aws:iam::444455556666:role/replication"
                    rules {
                      status = "Enabled"
                      destination {
                        bucket     = "arn:aws:s3:::acme-replica"
                        account_id = "111122223333"  # expect: foreign-log-target
                      }
                    }
                  }
                }
            """,
            account="444455556666",
        ),
    )
    good = (
        Example(
            "the own account, a trusted one, and one that nobody names",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      LoggingConfiguration:
                        DestinationBucketName: acme-logs
                      InventoryConfigurations:
                        - Id: daily
                          Enabled: true
                          IncludedObjectVersions: All
                          ScheduleFrequency: Daily
                          Destination:
                            BucketAccountId: !Ref AWS::AccountId
                            BucketArn: arn:aws:s3:::acme-inventories
                            Format: CSV
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_replication_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  role   = "arn:aws:iam::444455556666:role/replication"
                  dynamic "rule" {
                    for_each = ["111122223333", "444455556666"]
                    content {
                      status = "Enabled"
                      destination {
                        bucket  = "arn:aws:s3:::acme-replica"
                        account = rule.value
                      }
                    }
                  }
                }
            """,
            options=(("trusted", ("111122223333",)),),
            account="444455556666",
        ),
    )
    undecidable = (
        Example(
            "an account that may be the owner's",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      LoggingConfiguration:
                        DestinationBucketName: logs-111122223333-eu-west-1-an  # expect: foreign-log-target
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  logging {
                    target_bucket = "logs-111122223333-eu-west-1-an"  # expect: foreign-log-target
                  }
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        if isinstance(bucket.logging, Known):
            named = bucket.logging.value.target_bucket
            yield from self._sent(bucket, "access logs", account_in_name(named), "logging.target_bucket")
        if isinstance(bucket.replication, Known):
            for rule in bucket.replication.value.rules:
                if rule.is_enabled is not False:
                    yield from self._to(
                        bucket, "replicas", rule.account, rule.destination, "replication.rules[]", "destination"
                    )
        if isinstance(bucket.inventories, Known):
            for one in bucket.inventories.value.inventories:
                yield from self._to(bucket, "inventories", one.account, one.bucket, "inventories[]", "bucket")

    def _to(
        self, bucket: Bucket, what: str, account: Setting[Text], named: Setting[Text], key: str, name: str
    ) -> Iterator[Finding]:
        """To a destination with an account, or else to one whose name may tell it."""
        if isinstance(account, Absent):
            yield from self._sent(bucket, what, account_in_name(named), f"{key}.{name}")
        else:
            yield from self._sent(bucket, what, account, f"{key}.account")

    def _sent(self, bucket: Bucket, what: str, account: Setting[Text], setting: str) -> Iterator[Finding]:
        question = f"whether the {what} of {bucket} go to another account"
        match account:
            case Unknown() as unknown:
                yield self.undecided(unknown, question, setting=setting)
            case Known(text, origin):
                literal = text.literal
                if literal is None:
                    for unknown in text.unknowns[:1]:
                        yield self.undecided(unknown, question, setting=setting)
                elif literal not in (*self.trusted, bucket.account) and bucket.account:
                    message = f"the {what} of {bucket} go to the account {literal}, which is not trusted"
                    yield self.fail(origin, message, setting=setting)
                elif literal not in (*self.trusted, bucket.account):
                    reason = "nothing says which account owns the bucket"
                    yield self.undecided(Unknown(reason, origin, ("--account",)), question, setting=setting)
