"""Buckets that answer over old versions of TLS."""

from collections.abc import Iterator

from s3lint import (
    Answer,
    Bucket,
    Example,
    Finding,
    Group,
    Option,
    Origin,
    Policy,
    PolicyExample,
    PolicyRule,
    Severity,
    denies_old_tls,
)


class OldTlsAllowed(PolicyRule):
    """
    ## What it checks
    The bucket policy denies every request over TLS whose `s3:TlsVersion` is below the configured one. The union of all Deny
    statements counts.

    ## Why it matters
    TLS 1.3 leaves out the algorithms that attacks on older versions rely on, and hides more of the handshake.

    ## Known limits
    The endpoints of S3 refuse anything below TLS 1.2 by themselves, so `1.2` asks for a statement that does nothing today.
    Requests without TLS are judged by `plain-http-allowed`: AWS does not say whether they have an `s3:TlsVersion`.
    """

    name = "old-tls-allowed"
    summary = "requests over old versions of TLS are not denied"
    group, severity, default = Group.TRANSPORT, Severity.LOW, False
    since = "0.1.0"
    help = "add a statement that denies s3:* to everyone when s3:TlsVersion is below the wanted version"
    references = (
        "https://repost.aws/knowledge-center/s3-enforce-modern-tls",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/network-isolation.html",
    )
    asks = "whether the policy of {} denies requests over old versions of TLS"
    settings = ("policy.tls_version",)

    minimum = Option("1.3", "the lowest version of TLS that is not denied", choices=("1.2", "1.3"))

    bad = (
        Example(
            "no policy",
            cloudformation="""
                Resources:
                  Ledger:  # expect: old-tls-allowed
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: old-tls-allowed
                }
            """,
        ),
        PolicyExample(
            "a lower version is denied",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [$bucket, $bucket/*]
            Condition:
              NumericLessThan:
                s3:TlsVersion: "1.2"  # expect: old-tls-allowed
            """,
        ),
    )
    good = (
        PolicyExample(
            "everything below 1.3 is denied",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [$bucket, $bucket/*]
            Condition:
              NumericLessThan:
                s3:TlsVersion: "1.3"
            """,
        ),
        PolicyExample(
            "1.2 is enough",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [$bucket, $bucket/*]
            Condition:
              NumericLessThan:
                s3:TlsVersion: "1.2"
            """,
            options=(("minimum", "1.2"),),
        ),
    )
    undecidable = (
        PolicyExample(
            "the version is left to whoever deploys",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [$bucket, $bucket/*]
            Condition:
              NumericLessThan:
                s3:TlsVersion: $lowest  # expect: old-tls-allowed
            """,
        ),
    )

    def answer(self, bucket: Bucket, policy: Policy) -> Answer:
        return denies_old_tls(policy, bucket.target, self.minimum)

    def check_policy(self, bucket: Bucket, policy: Policy) -> Iterator[Finding]:
        message = f"the policy of {bucket} lets requests below TLS {self.minimum} through"
        yield from self.slips_through(bucket, self.answer(bucket, policy), message)

    def without_policy(self, bucket: Bucket, origin: Origin) -> Iterator[Finding]:
        message = f"nothing denies requests to {bucket} below TLS {self.minimum}: it has no bucket policy"
        yield self.fail(origin, message)
