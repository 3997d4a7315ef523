"""Buckets that answer requests made without TLS."""

from collections.abc import Iterator

from s3lint import (
    Answer,
    Bucket,
    Example,
    Finding,
    Group,
    Origin,
    Policy,
    PolicyExample,
    PolicyRule,
    Severity,
    Unknown,
    defaults,
    denies_plain_http,
)


class PlainHttpAllowed(PolicyRule):
    """
    ## What it checks
    The bucket policy explicitly denies every request to the bucket and to its objects that is made without TLS. The
    union of all Deny statements counts: any spelling that has the meaning is accepted, and one that leaves out an
    action, a caller, the bucket itself or its objects is not.

    ## Why it matters
    Over plain HTTP everybody on the way can read and change objects and, with a presigned URL, take over its rights.
    An Allow for TLS is not enough: the identity policy of a caller in the same account may still allow plain HTTP.

    ## Known limits
    Statements that are not written in the template, and a policy that is set by other means, can't be seen.
    """

    name = "plain-http-allowed"
    summary = "requests without TLS are not denied"
    group, severity, default = Group.TRANSPORT, Severity.MEDIUM, True
    since = "0.1.0"
    help = "add a statement that denies s3:* to everyone on the bucket and its objects when aws:SecureTransport is false"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html",
        defaults.PLAIN_HTTP.source,
    )
    aliases = ("CKV_AWS_379", "S3_BUCKET_SSL_REQUESTS_ONLY")
    asks = "whether the policy of {} denies every request without TLS"
    settings = ("policy.tls",)

    bad = (
        Example(
            "no policy",
            cloudformation="""
                Resources:
                  Ledger:  # expect: plain-http-allowed
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: plain-http-allowed
                }
            """,
        ),
        PolicyExample(
            "the statement covers the objects and forgets the bucket",
            """
            Sid: Tls
            Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: $bucket/*  # expect: plain-http-allowed
            Condition:
              Bool:
                aws:SecureTransport: "false"
            """,
        ),
    )
    good = (
        Example(
            "the documented statement",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                  LedgerPolicy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Ledger
                      PolicyDocument:
                        Version: "2012-10-17"
                        Statement:
                          - Effect: Deny
                            Principal: "*"
                            Action: s3:*
                            Resource:
                              - !GetAtt Ledger.Arn
                              - !Sub "${Ledger.Arn}/*"
                            Condition:
                              Bool:
                                aws:SecureTransport: "false"
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                data "aws_iam_policy_document" "ledger" {
                  statement {
                    effect    = "Deny"
                    actions   = ["s3:*"]
                    resources = [aws_s3_bucket.ledger.arn, "${aws_s3_bucket.ledger.arn}/*"]
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

                resource "aws_s3_bucket_policy" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  policy = data.aws_iam_policy_document.ledger.json
                }
            """,
        ),
    )
    undecidable = (
        PolicyExample(
            "the actions are left to whoever deploys",
            """
            Effect: Deny
            Principal: "*"
            Action: $denied  # expect: plain-http-allowed
            Resource: [$bucket, $bucket/*]
            Condition:
              Bool:
                aws:SecureTransport: "false"
            """,
        ),
    )

    def answer(self, bucket: Bucket, policy: Policy) -> Answer:
        return denies_plain_http(policy, bucket.target)

    def check_policy(self, bucket: Bucket, policy: Policy) -> Iterator[Finding]:
        message = f"the policy of {bucket} lets requests without TLS through"
        yield from self.slips_through(bucket, self.answer(bucket, policy), message)

    def without_policy(self, bucket: Bucket, origin: Origin) -> Iterator[Finding]:
        message = f"nothing denies requests to {bucket} without TLS: it has no bucket policy"
        yield self.fail(origin, message, result=defaults.PLAIN_HTTP.text)

    def with_malformed(self, bucket: Bucket, unknown: Unknown) -> Iterator[Finding]:
        message = f"nothing denies requests to {bucket} without TLS: S3 refuses its policy"
        yield self.fail(unknown.origin, message, label=unknown.reason)
