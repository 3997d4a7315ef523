"""Lifecycles whose rules defeat each other, or that S3 refuses."""

from collections.abc import Iterator
from itertools import pairwise

from s3lint import (
    Absent,
    Bucket,
    Example,
    Finding,
    Group,
    Known,
    LifecycleRule,
    Note,
    ObjectLock,
    Rule,
    Setting,
    Severity,
    Transition,
    Unknown,
    defaults,
)


class ConflictingLifecycle(Rule):
    """
    ## What it checks
    Objects do not expire before the end of the default retention. No two enabled rules for the same objects give different
    days for the same thing. Within a rule, objects change their class only downwards, and expire after they did.

    ## Why it matters
    S3 refuses some of these at deployment. The others it takes and does something that nobody wrote down: the shorter of
    two periods wins, and an object that expires while it is retained vanishes from listings, is kept, and is paid for.

    ## When to ignore it
    Where objects are meant to vanish from listings before their retention ends.

    ## Known limits
    Rules with filters for tags or sizes are not compared with others, nor are prefixes of which one contains the other.
    Dates are not compared with days. That S3 moves no object under 128 KB unless a filter says so is not checked.
    """

    name = "conflicting-lifecycle"
    summary = "lifecycle rules defeat each other, or S3 refuses them"
    group, severity, default = Group.DURABILITY, Severity.LOW, True
    settings = (
        "lifecycle.rules[].expiration_days",
        "lifecycle.rules[].noncurrent_days",
        "lifecycle.rules[].transitions.steps[].days",
    )
    since = "0.1.0"
    help = "let objects move later, expire later still, and after their retention; keep one rule for each period"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html",
    )

    bad = (
        Example(
            "objects expire before their retention ends, and two rules for all objects",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      ObjectLockEnabled: true
                      ObjectLockConfiguration:
                        ObjectLockEnabled: Enabled
                        Rule:
                          DefaultRetention:
                            Mode: COMPLIANCE
                            Years: 1
                      LifecycleConfiguration:
                        Rules:
                          - Status: Enabled
                            ExpirationInDays: 30  # expect: conflicting-lifecycle
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      LifecycleConfiguration:
                        Rules:
                          - Status: Enabled
                            Prefix: log/
                            ExpirationInDays: 30
                          - Status: Enabled
                            Prefix: log/
                            ExpirationInDays: 60  # expect: conflicting-lifecycle
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  object_lock_configuration {
                    object_lock_enabled = "Enabled"
                    rule {
                      default_retention {
                        mode = "GOVERNANCE"
                        days = 90
                      }
                    }
                  }
                  lifecycle_rule {
                    enabled = true
                    expiration {
                      days = 30  # expect: conflicting-lifecycle
                    }
                  }
                }

                resource "aws_s3_bucket" "archive" {}

                resource "aws_s3_bucket_lifecycle_configuration" "archive" {
                  bucket = aws_s3_bucket.archive.id
                  rule {
                    id     = "all"
                    status = "Enabled"
                    noncurrent_version_expiration {
                      noncurrent_days = 30
                    }
                  }
                  rule {
                    id     = "again"
                    status = "Enabled"
                    filter {}
                    noncurrent_version_expiration {
                      noncurrent_days = 60  # expect: conflicting-lifecycle
                    }
                  }
                }
            """,
        ),
        Example(
            "changes of the class that S3 refuses",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      LifecycleConfiguration:
                        Rules:
                          - Status: Enabled
                            Transitions:
                              - StorageClass: STANDARD_IA
                                TransitionInDays: 7
                              - StorageClass: INTELLIGENT_TIERING
                                TransitionInDays: 90
                              - StorageClass: STANDARD_IA  # expect: conflicting-lifecycle
                                TransitionInDays: 180
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_lifecycle_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    id     = "up"
                    status = "Enabled"
                    transition {
                      days          = 30
                      storage_class = "GLACIER"
                    }
                    transition {
                      days          = 90
                      storage_class = "STANDARD_IA"  # expect: conflicting-lifecycle
                    }
                  }
                  rule {
                    id     = "early"
                    status = "Enabled"
                    filter {
                      prefix = "log/"
                    }
                    transition {
                      days          = 90
                      storage_class = "GLACIER"
                    }
                    expiration {
                      days = 60  # expect: conflicting-lifecycle
                    }
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "moved, then expired, each once",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      LifecycleConfiguration:
                        Rules:
                          - Status: Enabled
                            Prefix: log/
                            ExpirationInDays: 365
                            Transitions:
                              - StorageClass: DEEP_ARCHIVE
                                TransitionInDays: 180
                              - StorageClass: STANDARD_IA
                                TransitionInDays: 30
                          - Status: Enabled
                            Prefix: tmp/
                            ExpirationInDays: 1
                          - Status: Enabled
                            Prefix: log/
                            AbortIncompleteMultipartUpload:
                              DaysAfterInitiation: 7
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_lifecycle_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  dynamic "rule" {
                    for_each = { "log/" = 365, "tmp/" = 400 }
                    content {
                      id     = rule.key
                      status = "Enabled"
                      filter {
                        prefix = rule.key
                      }
                      transition {
                        days          = 0
                        storage_class = "INTELLIGENT_TIERING"
                      }
                      expiration {
                        days = rule.value
                      }
                    }
                  }
                  rule {
                    id     = "off"
                    status = "Disabled"
                    transition {
                      days          = 1
                      storage_class = "STANDARD_IA"
                    }
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "when objects expire, or move, is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Days:  # expect: conflicting-lifecycle
                    Type: Number
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      LifecycleConfiguration:
                        Rules:
                          - Status: Enabled
                            ExpirationInDays: !Ref Days
                            Transitions:
                              - StorageClass: GLACIER
                                TransitionInDays: 30
            """,
            terraform="""
                variable "days" {  # expect: conflicting-lifecycle
                  type = number
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_lifecycle_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    id     = "down"
                    status = "Enabled"
                    transition {
                      days          = var.days
                      storage_class = "ONEZONE_IA"
                    }
                    expiration {
                      days = 365
                    }
                  }
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.lifecycle:
            case Known(lifecycle):
                sure = [rule for rule in lifecycle.rules if rule.is_enabled is True]
                found = list(self._of_rules(bucket, sure))
                yield from found
                doubt = lifecycle.unknown
                for rule in lifecycle.rules:
                    if isinstance(rule.is_enabled, Unknown) and list(self._of_rules(bucket, [*sure, rule])) != found:
                        doubt = doubt or rule.is_enabled
                if doubt is not None:
                    yield self._unsure(doubt, bucket)
            case Unknown() as unknown:
                yield self._unsure(unknown, bucket)

    def _unsure(self, unknown: Unknown, bucket: Bucket) -> Finding:
        return self.undecided(unknown, f"whether rules of the lifecycle of {bucket} conflict")

    def _of_rules(self, bucket: Bucket, rules: list[LifecycleRule]) -> Iterator[Finding]:
        retention = _retention(bucket) if rules else None
        for rule in rules:
            if retention is not None:
                yield from self._before_retention(bucket, rule, retention)
            for is_noncurrent, expiration in ((False, rule.expiration_days), (True, rule.noncurrent_days)):
                moves = [each for each in rule.transitions.steps if each.is_noncurrent is is_noncurrent]
                yield from self._moves(bucket, moves, expiration)
        for same in _of_same_objects(rules):
            yield from self._twice(bucket, same)

    def _before_retention(self, bucket: Bucket, rule: LifecycleRule, retention: Known[int] | Unknown) -> Iterator[Finding]:
        question = f"whether objects in {bucket} expire before their retention ends"
        match rule.expiration_days, retention:
            case Known(days, origin), Known(end) if 0 < days < end:
                message = f"objects in {bucket} expire after {days} days, and are retained for {end}"
                yield self.fail(origin, message, related=[Note(retention.origin, "the default retention")])
            case (Unknown() as unknown, Known() | Unknown()) | (Known(), Unknown() as unknown):
                yield self.undecided(unknown, question)

    def _moves(self, bucket: Bucket, moves: list[Transition], expiration: Setting[int]) -> Iterator[Finding]:
        for move in moves:
            match move.days, expiration:
                case Known(days), Known(end, origin) if 0 < end <= days:
                    message = f"objects in {bucket} are to move after {days} days and expire after {end}: S3 refuses the rule"
                    yield self.fail(origin, message, setting=self.settings[2], related=[Note(move.days.origin, "the move")])
                case (Unknown() as unknown, Known() | Unknown()) | (Known(), Unknown() as unknown):
                    yield self.undecided(unknown, f"whether objects in {bucket} expire before they move")
        yield from self._upwards(bucket, moves)

    def _upwards(self, bucket: Bucket, moves: list[Transition]) -> Iterator[Finding]:
        known = [
            (move.days.value, move.storage_class.value, move.storage_class.origin)
            for move in moves
            if isinstance(move.days, Known) and isinstance(move.storage_class, Known)
        ]
        in_time = sorted(known, key=lambda each: each[0])
        for (_, before, _), (_, after, origin) in pairwise(in_time):
            if after in defaults.CLASSES_ABOVE.get(before, ()):
                message = f"objects in {bucket} are to move from {before} to {after}: S3 moves them only downwards"
                yield self.fail(origin, message, setting=self.settings[2])
        unknown = next((each for move in moves for each in (move.days, move.storage_class) if isinstance(each, Unknown)), None)
        if unknown is not None and len(moves) > 1:
            yield self.undecided(unknown, f"whether objects in {bucket} move downwards only", setting=self.settings[2])

    def _twice(self, bucket: Bucket, rules: list[LifecycleRule]) -> Iterator[Finding]:
        """Rules for the same objects, each compared with the first that says something."""
        periods = (
            ("objects", "lifecycle.rules[].expiration_days", [rule.expiration_days for rule in rules]),
            ("noncurrent versions", "lifecycle.rules[].noncurrent_days", [rule.noncurrent_days for rule in rules]),
        )
        for what, key, stated in periods:
            known = [days for days in stated if isinstance(days, Known) and days.value]
            for other in known[1:]:
                first = known[0]
                if other.value != first.value:
                    message = f"one rule lets {what} in {bucket} expire after {first.value} days, another after {other.value}"
                    notes = [Note(first.origin, "the other rule")]
                    yield self.fail(other.origin, message, setting=key, part="another rule", related=notes)
            unknown = next((days for days in stated if isinstance(days, Unknown)), None)
            if unknown is not None and len([days for days in stated if not isinstance(days, Absent)]) > 1:
                question = f"whether two rules let {what} in {bucket} expire at different times"
                yield self.undecided(unknown, question, setting=key, part="another rule")


def _retention(bucket: Bucket) -> Known[int] | Unknown | None:
    """The default retention in days; nothing where there is none."""
    match bucket.object_lock:
        case Known(ObjectLock(mode=Absent())):
            return None
        case Known(ObjectLock(mode=Unknown() as unknown)) | (Unknown() as unknown):
            return unknown
        case Known(ObjectLock(days=Known(days, origin))) if days:
            return Known(days, origin)
        case Known(ObjectLock(years=Known(years, origin))) if years:
            return Known(365 * years, origin)
        case Known(ObjectLock(days=Unknown() as unknown) | ObjectLock(years=Unknown() as unknown)):
            return unknown
    return None


def _of_same_objects(rules: list[LifecycleRule]) -> Iterator[list[LifecycleRule]]:
    """Rules that surely cover the same objects: those of one prefix, or of none, and without other filters."""
    found: dict[str, list[LifecycleRule]] = {}
    for rule in rules:
        match rule.filtered, rule.prefix:
            case Absent(), Known(prefix) if prefix.literal is not None:
                found.setdefault(prefix.literal, []).append(rule)
            case Absent(), Absent():
                found.setdefault("", []).append(rule)
    yield from found.values()
