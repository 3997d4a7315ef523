"""Buckets that take uploads without the wanted encryption."""

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
    denies_unencrypted_uploads,
)


class UnencryptedUploadAllowed(PolicyRule):
    """
    ## What it checks
    The bucket policy denies every `s3:PutObject` whose header `x-amz-server-side-encryption` asks for none of the wanted
    encryptions, or that has no such header. The union of all Deny statements counts.

    ## Why it matters
    Who uploads can choose another encryption than the bucket's default, and objects that are encrypted otherwise escape the
    control that the key gives.

    ## Known limits
    Since 2023 S3 encrypts every object, at least with SSE-S3, and applies the default of the bucket to uploads without a
    header. A Deny of such uploads is stricter than that and breaks clients that rely on the default; so this rule is off by
    default. Which key an upload names is not judged.
    """

    name = "unencrypted-upload-allowed"
    summary = "uploads without the wanted encryption are not denied"
    group, severity, default = Group.ENCRYPTION, Severity.LOW, False
    since = "0.1.0"
    help = "deny s3:PutObject where s3:x-amz-server-side-encryption is absent or has another value"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html",
    )
    asks = "whether the policy of {} denies uploads without the wanted encryption"
    settings = ("policy.uploads",)

    wanted = Option(
        ("aws:kms", "aws:kms:dsse"),
        "the encryptions that an upload may ask for",
        choices=("AES256", "aws:kms", "aws:kms:dsse"),
    )

    bad = (
        Example(
            "no policy",
            cloudformation="""
                Resources:
                  Ledger:  # expect: unencrypted-upload-allowed
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: unencrypted-upload-allowed
                }
            """,
        ),
        PolicyExample(
            "uploads with another encryption slip through",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:PutObject
            Resource: $bucket/*
            Condition:
              Null:
                s3:x-amz-server-side-encryption: "true"  # expect: unencrypted-upload-allowed
            """,
        ),
    )
    good = (
        PolicyExample(
            "all but KMS is denied",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:PutObject
            Resource: $bucket/*
            Condition:
              StringNotEquals:
                s3:x-amz-server-side-encryption: [aws:kms, aws:kms:dsse]
            """,
        ),
        PolicyExample(
            "SSE-S3 is wanted",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:PutObject
            Resource: $bucket/*
            Condition:
              StringNotEquals:
                s3:x-amz-server-side-encryption: AES256
            """,
            options=(("wanted", ("AES256",)),),
        ),
    )
    undecidable = (
        PolicyExample(
            "the encryption is left to whoever deploys",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:PutObject
            Resource: $bucket/*
            Condition:
              StringNotEquals:
                s3:x-amz-server-side-encryption: $encryption  # expect: unencrypted-upload-allowed
            """,
        ),
    )

    def answer(self, bucket: Bucket, policy: Policy) -> Answer:
        return denies_unencrypted_uploads(policy, bucket.target, self.wanted)

    def check_policy(self, bucket: Bucket, policy: Policy) -> Iterator[Finding]:
        message = f"the policy of {bucket} lets uploads through that don't ask for {' or '.join(self.wanted)}"
        yield from self.slips_through(bucket, self.answer(bucket, policy), message)

    def without_policy(self, bucket: Bucket, origin: Origin) -> Iterator[Finding]:
        message = f"nothing denies uploads to {bucket} that don't ask for {' or '.join(self.wanted)}: it has no bucket policy"
        yield self.fail(origin, message)
