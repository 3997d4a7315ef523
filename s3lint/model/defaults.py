"""What S3 does when a template is silent: the facts that messages refer to, each with its date and source."""

from __future__ import annotations

from s3lint.base.record import Record


class Fact(Record):
    """`text` completes a message; `since` is the day from which it holds for new buckets; `source` is a page of AWS."""

    text: str
    since: str
    source: str


ENCRYPTION = Fact(
    "S3 then encrypts new objects with SSE-S3",
    "2023-01-05",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html",
)
PUBLIC_ACCESS_BLOCK = Fact(
    "S3 then blocks public access for a bucket that it creates since April 2023, not for an older one",
    "2023-04-27",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html",
)
OWNERSHIP = Fact(
    "S3 then turns ACLs off for a bucket that it creates since April 2023, not for an older one",
    "2023-04-27",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html",
)
PARTIAL_PUBLIC_ACCESS_BLOCK = Fact(
    "a flag that a declared block leaves out is off",
    "2018-11-15",
    "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html",
)
VERSIONING = Fact(
    "S3 then keeps no earlier version of an object",
    "2010-02-08",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
)
ACCESS_LOGGING = Fact(
    "S3 then records no requests",
    "2006-03-14",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
)
PLAIN_HTTP = Fact(
    "S3 then answers over plain HTTP as well",
    "2006-03-14",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
)
OBJECT_OWNERSHIP = Fact(
    "without ownership controls S3 refuses such an ACL on a bucket that it creates since April 2023, not on an older one",
    "2023-04-27",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html",
)
