"""The settings of a bucket in CloudFormation: where each stands."""

from __future__ import annotations

from s3lint.languages.cloudformation.dialect import computed as code
from s3lint.languages.computed import any_true, copies_in_region, encryption_key, inventories, log_target, name, object_lock
from s3lint.languages.conflicts import conflicts
from s3lint.languages.deliveries import acl_delivery, bucket_of_domain
from s3lint.languages.locators import (
    Locator,
    always,
    block,
    blocks,
    filled,
    first,
    flag,
    listed,
    mapped,
    nothing,
    number,
    one,
    policy,
    record,
    some,
    stated,
    strings,
    text,
    within,
    word,
)
from s3lint.languages.site import attribute, clue, companion, computed, elsewhere
from s3lint.model.bucket import (
    Cors,
    CorsRule,
    Encryption,
    Inventory,
    Key,
    Lifecycle,
    LifecycleRule,
    Logging,
    Notification,
    Notifications,
    ObjectLock,
    PublicAccessBlock,
    Redirect,
    Replication,
    ReplicationRule,
    Tag,
    Tags,
    Transition,
    Transitions,
    Versioning,
    Website,
)

CANNED_ACLS = {
    "Private": "private",
    "PublicRead": "public-read",
    "PublicReadWrite": "public-read-write",
    "AuthenticatedRead": "authenticated-read",
    "LogDeliveryWrite": "log-delivery-write",
    "BucketOwnerRead": "bucket-owner-read",
    "BucketOwnerFullControl": "bucket-owner-full-control",
    "AwsExecRead": "aws-exec-read",
}
"""Canned ACLs as CloudFormation spells them, and as the API does."""

ACCESS_BLOCK = block(
    "PublicAccessBlockConfiguration",
    record(
        PublicAccessBlock,
        block_public_acls=flag("BlockPublicAcls"),
        ignore_public_acls=flag("IgnorePublicAcls"),
        block_public_policy=flag("BlockPublicPolicy"),
        restrict_public_buckets=flag("RestrictPublicBuckets"),
    ),
)
_NARROWING = {"Prefix": "prefix", "TagFilters": "tags", "ObjectSizeGreaterThan": "size", "ObjectSizeLessThan": "size"}
_NONCURRENT = (
    "NoncurrentVersionExpiration",
    "NoncurrentVersionExpirationInDays",
    "NoncurrentVersionTransitions",
    "NoncurrentVersionTransition",
)


def _transition(*, is_noncurrent: bool) -> Locator[Transition]:
    return record(
        Transition,
        storage_class=word("StorageClass"),
        days=number("TransitionInDays"),
        is_noncurrent=always(is_noncurrent),
    )


_LIFECYCLE = listed(
    Lifecycle,
    blocks(
        "Rules",
        record(
            LifecycleRule,
            status=word("Status"),
            narrowed=stated(_NARROWING),
            prefix=filled("Prefix"),
            filtered=stated(("TagFilters", "ObjectSizeGreaterThan", "ObjectSizeLessThan")),
            expires=stated(("ExpirationInDays", "ExpirationDate")),
            expiration_days=number("ExpirationInDays"),
            noncurrent=stated(_NONCURRENT),
            noncurrent_days=first(
                number("NoncurrentVersionExpiration.NoncurrentDays"), number("NoncurrentVersionExpirationInDays")
            ),
            transitions=listed(
                Transitions,
                blocks("Transitions", _transition(is_noncurrent=False)),
                one("Transition", _transition(is_noncurrent=False)),
                blocks("NoncurrentVersionTransitions", _transition(is_noncurrent=True)),
                one("NoncurrentVersionTransition", _transition(is_noncurrent=True)),
            ),
            abort_days=number("AbortIncompleteMultipartUpload.DaysAfterInitiation"),
        ),
    ),
)
_REDIRECT = record(Redirect, host=text("HostName"), protocol=word("Protocol"))
_REPLICATION = listed(
    Replication,
    blocks(
        "Rules",
        record(
            ReplicationRule,
            status=word("Status"),
            destination=text("Destination.Bucket"),
            account=text("Destination.Account"),
            kms_objects=word("SourceSelectionCriteria.SseKmsEncryptedObjects.Status"),
            replica_key=text("Destination.EncryptionConfiguration.ReplicaKmsKeyID"),
        ),
    ),
)
_NOTIFICATIONS = listed(
    Notifications,
    blocks("QueueConfigurations", record(Notification, kind=always("queue"), target=text("Queue"))),
    blocks("TopicConfigurations", record(Notification, kind=always("topic"), target=text("Topic"))),
    blocks("LambdaConfigurations", record(Notification, kind=always("function"), target=text("Function"))),
    computed(code.event_bridge, clue(flag("EventBridgeConfiguration.EventBridgeEnabled"))),
)

BUCKET = {
    "name": computed(name, text("BucketName"), clue(text("BucketNamePrefix"))),
    "versioning": within(
        "VersioningConfiguration",
        record(
            Versioning,
            status=word("Status"),
            mfa_delete=nothing("only the root user can set it, through the API"),
        ),
    ),
    "encryption": block(
        "BucketEncryption",
        record(
            Encryption,
            algorithm=word("ServerSideEncryptionConfiguration[].ServerSideEncryptionByDefault.SSEAlgorithm"),
            key=text("ServerSideEncryptionConfiguration[].ServerSideEncryptionByDefault.KMSMasterKeyID"),
            bucket_key=flag("ServerSideEncryptionConfiguration[].BucketKeyEnabled"),
        ),
    ),
    "blocked_encryption": block(
        "BucketEncryption.ServerSideEncryptionConfiguration[].BlockedEncryptionTypes", strings("EncryptionType")
    ),
    "encryption_key": computed(
        encryption_key,
        elsewhere("AWS::KMS::Key", record(Key, rotation=flag("EnableKeyRotation"))),
        elsewhere("AWS::KMS::Alias", clue(text("TargetKeyId"))),
    ),
    "public_access_block": ACCESS_BLOCK,
    "account_public_access_block": nothing("CloudFormation has no resource for the block of an account"),
    "logging": block(
        "LoggingConfiguration",
        record(Logging, target_bucket=text("DestinationBucketName"), target_prefix=text("LogFilePrefix")),
    ),
    "logs_to_itself": computed(code.logs_to_itself),
    "log_target": computed(log_target),
    "acl_delivery": computed(
        acl_delivery,
        elsewhere(
            "AWS::CloudFront::Distribution",
            computed(bucket_of_domain, clue(filled("DistributionConfig.Logging.Bucket"))),
        ),
    ),
    "policy": companion("AWS::S3::BucketPolicy", policy("PolicyDocument")),
    "acl": computed(code.canned_acl, canned=mapped(word("AccessControl"), CANNED_ACLS)),
    "object_ownership": word("OwnershipControls.Rules[].ObjectOwnership"),
    "lifecycle": block("LifecycleConfiguration", _LIFECYCLE),
    "cors": block(
        "CorsConfiguration",
        listed(
            Cors,
            blocks(
                "CorsRules",
                record(
                    CorsRule,
                    origins=strings("AllowedOrigins"),
                    methods=strings("AllowedMethods"),
                    headers=strings("AllowedHeaders"),
                ),
            ),
        ),
    ),
    "website": block(
        "WebsiteConfiguration",
        listed(Website, one("RedirectAllRequestsTo", _REDIRECT), blocks("RoutingRules[].RedirectRule", _REDIRECT)),
    ),
    "replication": block("ReplicationConfiguration", _REPLICATION),
    "copies_in_region": computed(copies_in_region),
    "object_lock": computed(
        object_lock,
        block(
            "ObjectLockConfiguration",
            record(
                ObjectLock,
                enabled=nothing("it is said beside the configuration"),
                mode=word("Rule.DefaultRetention.Mode"),
                days=number("Rule.DefaultRetention.Days"),
                years=number("Rule.DefaultRetention.Years"),
            ),
        ),
        enabled=flag("ObjectLockEnabled"),
    ),
    "notifications": computed(code.with_functions, block("NotificationConfiguration", _NOTIFICATIONS)),
    "inventory": computed(any_true, clue(blocks("InventoryConfigurations", flag("Enabled")))),
    "inventories": computed(
        inventories,
        blocks(
            "InventoryConfigurations[].Destination",
            record(Inventory, bucket=text("BucketArn"), account=text("BucketAccountId")),
        ),
    ),
    "acceleration": word("AccelerateConfiguration.AccelerationStatus"),
    "request_payer": nothing("CloudFormation has no property for who pays for requests"),
    "tags": some(Tags, blocks("Tags", record(Tag, key=text("Key"), value=text("Value")))),
    "deletion_policy": attribute("DeletionPolicy"),
    "update_replace_policy": attribute("UpdateReplacePolicy"),
    "force_destroy": nothing("CloudFormation never empties a bucket"),
    "conflicts": computed(conflicts),
}
"""The settings of `AWS::S3::Bucket`, of what configures one, and of the keys that it names."""
