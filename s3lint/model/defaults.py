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
OBJECT_LOCK = Fact(
    "S3 then lets whoever may delete versions delete them at any time",
    "2018-11-26",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",
)
MFA_DELETE = Fact(
    "S3 then deletes versions for whoever has the permission, without a second factor",
    "2010-02-08",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html",
)
MFA_DELETE_WITH_LIFECYCLE = Fact(
    "S3 supports no lifecycle on a bucket with MFA Delete",
    "2011-12-27",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-and-other-bucket-config.html",
)
LIFECYCLE = Fact(
    "S3 then keeps every object until somebody deletes it",
    "2006-03-14",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
)
INCOMPLETE_UPLOADS = Fact(
    "S3 then keeps, and charges for, the parts of uploads that nobody completes",
    "2010-11-10",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html",
)
NONCURRENT_VERSIONS = Fact(
    "S3 then keeps, and charges for, every version of every object",
    "2010-02-08",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-configuration-examples.html",
)
REPLICATION = Fact(
    "S3 then keeps all copies of an object in one Region",
    "2015-03-24",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
)
NOTIFICATIONS = Fact(
    "S3 then tells nobody of what happens to objects",
    "2014-11-13",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html",
)
INVENTORY = Fact(
    "S3 then lists nowhere which objects there are and how they are encrypted",
    "2016-11-29",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html",
)
LOG_TARGET = Fact(
    "S3 delivers access logs to no bucket that encrypts with KMS by default, has object lock or lets the requester pay",
    "2018-11-26",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html",
)
SELF_LOGGING = Fact(
    "S3 then logs the delivery of each log file, which makes the next one",
    "2006-03-14",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
)
DATA_EVENTS = Fact(
    "CloudTrail then records nothing of what happens to objects",
    "2016-11-21",
    "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html",
)
SSE_C = Fact(
    "S3 blocks SSE-C by itself for new buckets since April 2026",
    "2026-04-06",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-s3-c-encryption-setting-faq.html",
)
BUCKET_KEY = Fact(
    "S3 then asks KMS for a key for every object",
    "2020-12-01",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html",
)
KEY_ROTATION = Fact(
    "KMS then keeps the material of the key for good",
    "2014-11-12",
    "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
)
KMS_REPLICATION = Fact(
    "S3 then leaves out objects that are encrypted with KMS",
    "2017-11-06",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html",
)
CLASSES_ABOVE = {
    "INTELLIGENT_TIERING": ("STANDARD_IA",),
    "ONEZONE_IA": ("STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER_IR"),
    "GLACIER_IR": ("STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA"),
    "GLACIER": ("STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR"),
    "DEEP_ARCHIVE": ("STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER"),
}
"""To which classes a lifecycle moves no object out of a class. How long it must have lain there is not said since 2026-07-16.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html and
https://aws.amazon.com/about-aws/whats-new/2026/07/s3-removes-30-day-transitions-standard-ia-one-zone-ia/, read 2026-11-28.
"""
