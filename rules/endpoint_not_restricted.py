"""Private buckets that answer requests from outside the private network."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from s3lint import (
    Answer,
    Bucket,
    Example,
    Finding,
    Group,
    Known,
    Option,
    Origin,
    Policy,
    PolicyExample,
    PolicyRule,
    Severity,
    denies_other_endpoints,
)


class EndpointNotRestricted(PolicyRule):
    """
    ## What it checks
    The policy of a bucket that the configuration marks as private denies every request that comes neither through a VPC
    endpoint nor through an access point. The union of all Deny statements counts.

    ## Why it matters
    Credentials that leak are of no use from outside the network then.

    ## Known limits
    Which endpoints, networks or access points the policy names is not judged. Buckets that the configuration does not mark
    are not applicable.
    """

    name = "endpoint-not-restricted"
    summary = "a private bucket can be reached from outside its network"
    group, severity, default = Group.POLICY, Severity.INFO, False
    since = "0.1.0"
    help = "deny s3:* to everyone where aws:SourceVpce is not one of your endpoints"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-vpc.html",
    )
    asks = "whether the policy of {} denies requests from outside its network"
    settings = ("policy.network",)

    private = Option((), "the private buckets: patterns such as `*-internal` of addresses, logical ids or names")

    bad = (
        Example(
            "no policy",
            cloudformation="""
                Resources:
                  Ledger:  # expect: endpoint-not-restricted
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: endpoint-not-restricted
                }
            """,
            options=(("private", ("Ledger", "*.ledger")),),
        ),
        PolicyExample(
            "objects slip through",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: $bucket  # expect: endpoint-not-restricted
            Condition:
              StringNotEquals:
                aws:SourceVpce: vpce-0123456789abcdef0
            """,
            options=(("private", ("Ledger", "*.ledger")),),
        ),
    )
    good = (
        PolicyExample(
            "one endpoint",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [$bucket, $bucket/*]
            Condition:
              StringNotEquals:
                aws:SourceVpce: vpce-0123456789abcdef0
            """,
            options=(("private", ("Ledger", "*.ledger")),),
        ),
    )
    undecidable = (
        PolicyExample(
            "who is denied is left to whoever deploys",
            """
            Effect: Deny
            Principal: { AWS: $denied }  # expect: endpoint-not-restricted
            Action: s3:*
            Resource: [$bucket, $bucket/*]
            Condition:
              StringNotEquals:
                aws:SourceVpce: vpce-0123456789abcdef0
            """,
            options=(("private", ("Ledger", "*.ledger")),),
        ),
    )
    inapplicable = (
        Example(
            "the bucket is not marked",
            cloudformation="""
                Resources:
                  Ledger:  # expect: endpoint-not-restricted
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: endpoint-not-restricted
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        if self._is_private(bucket):
            yield from super().check(bucket)
        else:
            yield self.not_applicable(bucket.origin, f"the configuration does not mark {bucket} as private")

    def answer(self, bucket: Bucket, policy: Policy) -> Answer:
        return denies_other_endpoints(policy, bucket.target)

    def check_policy(self, bucket: Bucket, policy: Policy) -> Iterator[Finding]:
        message = f"the policy of {bucket} lets requests from outside its network through"
        yield from self.slips_through(bucket, self.answer(bucket, policy), message)

    def without_policy(self, bucket: Bucket, origin: Origin) -> Iterator[Finding]:
        message = f"nothing denies requests to {bucket} from outside its network: it has no bucket policy"
        yield self.fail(origin, message)

    def _is_private(self, bucket: Bucket) -> bool:
        names = [bucket.address]
        if isinstance(bucket.name, Known):
            names.append(str(bucket.name.value))
        return any(fnmatchcase(name, pattern) for name in names for pattern in self.private)
