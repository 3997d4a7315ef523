"""Trails that write to a bucket that anyone can reach."""

from collections.abc import Iterator

from s3lint import (
    PUBLIC_GROUPS,
    Bucket,
    Example,
    Finding,
    Group,
    Known,
    Note,
    Rule,
    Severity,
    Trail,
    Truth,
    Undecided,
    Unknown,
    Violated,
    effective_grants,
    group_grants,
    hold_on_policy,
    public_access,
)


class PublicTrailBucket(Rule):
    """
    ## What it checks
    The bucket that a trail writes to is not public, by its policy or by its ACL, as far as no access block or ownership setting
    holds the grant back.

    ## Why it matters
    A trail records who did what in the whole account: the names of its users, roles and buckets, the addresses they come from,
    the parameters of their calls. To whoever plans an attack it is the map, and to whoever carried one out the thing to delete.

    ## When to ignore it
    Never.

    ## Known limits
    A bucket that is not declared in the same code is not applicable. It speaks for the rules that are about the grant itself:
    `wildcard-principal`, `weak-public-condition`, `public-read-acl`, `public-write-acl` and `authenticated-users-acl`.
    """

    name = "public-trail-bucket"
    summary = "a trail writes to a public bucket"
    group, severity, default = Group.LOGGING, Severity.CRITICAL, True
    judges = Trail
    settings = ("bucket",)
    since = "0.1.0"
    help = "write the trail to a bucket of its own, with all four flags of the public access block on"
    references = (
        "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-6",
    )
    aliases = (
        "AVD-AWS-0161",
        "FG_R00028",
        "CloudTrail.6",
        "cloudtrail_logs_s3_bucket_is_not_publicly_accessible",
    )

    bad = (
        Example(
            "a bucket that anyone may read",
            cloudformation="""
                Resources:
                  Trail:
                    Type: AWS::CloudTrail::Trail
                    Properties:
                      IsLogging: true
                      S3BucketName: !Ref Logs
                  Logs:
                    Type: AWS::S3::Bucket
                  LogsPolicy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Logs
                      PolicyDocument:
                        Statement:
                          Effect: Allow
                          Principal: "*"  # expect: public-trail-bucket
                          Action: s3:GetObject
                          Resource: !Sub "${Logs.Arn}/*"
            """,
            terraform="""
                resource "aws_cloudtrail" "trail" {
                  name           = "all"
                  s3_bucket_name = aws_s3_bucket.logs.id
                }

                resource "aws_s3_bucket" "logs" {
                  acl = "public-read"  # expect: public-trail-bucket
                }
            """,
        ),
    )
    good = (
        Example(
            "a private bucket, and a grant that a block holds back",
            cloudformation="""
                Resources:
                  Trail:
                    Type: AWS::CloudTrail::Trail
                    Properties:
                      IsLogging: true
                      S3BucketName: !Ref Logs
                  Logs:
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_cloudtrail" "trail" {
                  name           = "all"
                  s3_bucket_name = aws_s3_bucket.logs.bucket
                }

                resource "aws_s3_bucket" "logs" {
                  acl = "public-read"
                }

                resource "aws_s3_bucket_public_access_block" "logs" {
                  bucket             = aws_s3_bucket.logs.id
                  ignore_public_acls = true
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "who may read it is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Reader:  # expect: public-trail-bucket
                    Type: String
                Resources:
                  Trail:
                    Type: AWS::CloudTrail::Trail
                    Properties:
                      IsLogging: true
                      S3BucketName: !Ref Logs
                  Logs:
                    Type: AWS::S3::Bucket
                  LogsPolicy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Logs
                      PolicyDocument:
                        Statement:
                          Effect: Allow
                          Principal: { AWS: !Ref Reader }
                          Action: s3:GetObject
                          Resource: !Sub "${Logs.Arn}/*"
            """,
            terraform="""
                variable "acl" {  # expect: public-trail-bucket
                  type = string
                }

                resource "aws_cloudtrail" "trail" {
                  name           = "all"
                  s3_bucket_name = aws_s3_bucket.logs.id
                }

                resource "aws_s3_bucket" "logs" {
                  acl = var.acl
                }
            """,
        ),
    )
    inapplicable = (
        Example(
            "a bucket that is declared elsewhere",
            cloudformation="""
                Resources:
                  Trail:
                    Type: AWS::CloudTrail::Trail
                    Properties:
                      IsLogging: true
                      S3BucketName: acme-trails  # expect: public-trail-bucket
            """,
            terraform="""
                resource "aws_cloudtrail" "trail" {
                  name           = "all"
                  s3_bucket_name = "acme-trails"  # expect: public-trail-bucket
                }
            """,
        ),
    )

    def check(self, trail: Trail) -> Iterator[Finding]:
        match trail.bucket:
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {trail} writes to a public bucket")
            case Known(bucket, origin):
                match _by_acl(bucket) or _by_policy(bucket):
                    case (grant, request):
                        yield self.fail(
                            grant.origin,
                            f"{trail} writes to {bucket}, which is public",
                            label=grant.label,
                            related=[Note(trail.origin, "writes to it")],
                            request=request,
                            result="allowed by the policy; no Deny applies" if request else "",
                            about=bucket,
                        )
                    case Unknown() as unknown:
                        yield self.undecided(unknown, f"whether {bucket}, which {trail} writes to, is public")
                    case None if bucket.is_external:
                        yield self.not_applicable(origin, f"{bucket} is not declared here")


def _by_acl(bucket: Bucket) -> tuple[Note, str] | Unknown | None:
    """The grant that lets anyone in, and for a policy a request that gets through."""
    grants = effective_grants(group_grants(bucket.acl, PUBLIC_GROUPS), bucket)
    if grants.found:
        return Note(grants.found[0].origin, f"its ACL: {grants.found[0].words}"), ""
    return None if bucket.is_external else grants.unknown


def _by_policy(bucket: Bucket) -> tuple[Note, str] | Unknown | None:
    match bucket.policy:
        case Known(policy):
            hold = hold_on_policy(bucket)
            match public_access(policy, bucket.target):
                case Violated(request, origin, reasons, conditioned=conditioned) if hold.truth is Truth.NO:
                    # The first reason says who is let in, the next why a condition does not keep them out.
                    place = reasons[1].origin if conditioned and reasons[1:] else origin
                    return Note(place, "its policy lets anyone in"), str(request)
                case Violated() if hold.unknown is not None:
                    return hold.unknown
                case Undecided(unknown) if hold.truth is not Truth.YES:
                    return unknown
        case Unknown() as unknown if not bucket.is_external:
            return unknown
    return None
