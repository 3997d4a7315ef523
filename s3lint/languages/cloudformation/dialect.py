"""Where the settings of the model stand in CloudFormation.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_S3.html
"""

from __future__ import annotations

from s3lint.base.value import Setting
from s3lint.base.view import View
from s3lint.languages.cloudformation import computed as code
from s3lint.languages.cloudformation.evaluation.resources import construct_path
from s3lint.languages.cloudformation.sam import FUNCTION
from s3lint.languages.computed import alone, any_true, encryption_key, log_target, object_lock, those_there
from s3lint.languages.dialect import Dialect, Kind
from s3lint.languages.locators import (
    Locator,
    always,
    block,
    blocks,
    filled,
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
    taken,
    text,
    within,
    word,
)
from s3lint.languages.site import apart, attribute, clue, companion, computed, elsewhere
from s3lint.languages.trails import AdvancedSelector, ClassicSelector, DataResource, FieldSelector, data_events
from s3lint.model.bucket import (
    Cors,
    CorsRule,
    Encryption,
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
    Versioning,
    Website,
)
from s3lint.model.neighbours import (
    AccessKey,
    AccessPoint,
    ContentOrigin,
    ContentOrigins,
    Distribution,
    Documents,
    Endpoint,
    Identity,
    PolicyHolder,
    Trail,
)
from s3lint.policy import Policy

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

_ACCESS_BLOCK = block(
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
_LIFECYCLE = listed(
    Lifecycle,
    blocks(
        "Rules",
        record(
            LifecycleRule,
            status=word("Status"),
            narrowed=stated(_NARROWING),
            expires=stated(("ExpirationInDays", "ExpirationDate")),
            noncurrent=stated(_NONCURRENT),
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
    "name": text("BucketName"),
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
    "public_access_block": _ACCESS_BLOCK,
    "account_public_access_block": nothing("CloudFormation has no resource for the block of an account"),
    "logging": block(
        "LoggingConfiguration",
        record(Logging, target_bucket=text("DestinationBucketName"), target_prefix=text("LogFilePrefix")),
    ),
    "log_target": computed(log_target),
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
    "acceleration": word("AccelerateConfiguration.AccelerationStatus"),
    "request_payer": nothing("CloudFormation has no property for who pays for requests"),
    "tags": some(Tags, blocks("Tags", record(Tag, key=text("Key"), value=text("Value")))),
    "deletion_policy": attribute("DeletionPolicy"),
    "update_replace_policy": attribute("UpdateReplacePolicy"),
    "force_destroy": nothing("CloudFormation never empties a bucket"),
}
"""The settings of `AWS::S3::Bucket`, of what configures one, and of the keys that it names."""

_ATTACHED = Kind(Identity, {"documents": listed(Documents, computed(alone, policy("PolicyDocument")))})
_INLINE = computed(those_there, blocks("Policies", policy("PolicyDocument")))
_HOLDER = Kind(Identity, {"documents": listed(Documents, _INLINE)})


def _apart(kind: str, named_by: str, document: str) -> Locator[Setting[Policy]]:
    """The policy of an access point that stands in a resource of its own."""
    return apart(kind, text(named_by), policy(document))


def _store(word: str, document: str) -> Kind:
    return Kind(PolicyHolder, {"policy": policy(document)}, word)


_POINT = {
    "bucket": text("Bucket"),
    "vpc": text("VpcConfiguration.VpcId"),
    "public_access_block": _ACCESS_BLOCK,
    "policy": policy("Policy"),
}
_MANY = nothing("it has one for each Region")
_NO_NETWORK = nothing("it can't be bound to a network")
_CLASSIC = record(
    ClassicSelector,
    read_write=word("ReadWriteType"),
    resources=blocks("DataResources", record(DataResource, kind=word("Type"), values=strings("Values"))),
)
_FIELD = record(FieldSelector, field=word("Field"), equals=strings("Equals"), starts_with=strings("StartsWith"))
_ORIGIN = record(
    ContentOrigin,
    domain=text("DomainName"),
    access_control=filled("OriginAccessControlId"),
    access_identity=filled("S3OriginConfig.OriginAccessIdentity"),
)

NEIGHBOURS = {
    "AWS::IAM::Policy": _ATTACHED,
    "AWS::IAM::ManagedPolicy": _ATTACHED,
    "AWS::IAM::RolePolicy": _ATTACHED,
    "AWS::IAM::UserPolicy": _ATTACHED,
    "AWS::IAM::GroupPolicy": _ATTACHED,
    "AWS::IAM::Role": _HOLDER,
    "AWS::IAM::User": _HOLDER,
    "AWS::IAM::Group": _HOLDER,
    FUNCTION: Kind(Identity, {"documents": listed(Documents, computed(code.function_policies, taken(View.items, "Policies")))}),
    "AWS::S3::AccessPoint": Kind(AccessPoint, _POINT, "access point"),
    "AWS::S3Express::AccessPoint": Kind(AccessPoint, _POINT, "directory bucket access point"),
    "AWS::S3Outposts::AccessPoint": Kind(
        AccessPoint, {**_POINT, "public_access_block": nothing("it is reached from its network alone")}, "Outposts access point"
    ),
    "AWS::S3ObjectLambda::AccessPoint": Kind(
        AccessPoint,
        {
            **_POINT,
            "bucket": nothing("it stands before another access point"),
            "vpc": _NO_NETWORK,
            "policy": _apart("AWS::S3ObjectLambda::AccessPointPolicy", "ObjectLambdaAccessPoint", "PolicyDocument"),
        },
        "Object Lambda access point",
        text("Name"),
    ),
    "AWS::S3::MultiRegionAccessPoint": Kind(
        AccessPoint,
        {
            **_POINT,
            "bucket": _MANY,
            "vpc": _NO_NETWORK,
            "policy": _apart("AWS::S3::MultiRegionAccessPointPolicy", "MrapName", "Policy"),
        },
        "multi-Region access point",
        text("Name"),
    ),
    "AWS::S3Express::BucketPolicy": _store("directory bucket", "PolicyDocument"),
    "AWS::S3Outposts::BucketPolicy": _store("Outposts bucket", "PolicyDocument"),
    "AWS::S3Tables::TableBucketPolicy": _store("table bucket", "ResourcePolicy"),
    "AWS::S3Tables::TablePolicy": _store("table", "ResourcePolicy"),
    "AWS::S3Vectors::VectorBucketPolicy": _store("vector bucket", "Policy"),
    "AWS::CloudTrail::Trail": Kind(
        Trail,
        {
            "bucket": text("S3BucketName"),
            "data_events": computed(
                data_events,
                clue(blocks("EventSelectors", _CLASSIC)),
                clue(blocks("AdvancedEventSelectors", record(AdvancedSelector, fields=blocks("FieldSelectors", _FIELD)))),
            ),
        },
    ),
    "AWS::CloudFront::Distribution": Kind(
        Distribution, {"origins": listed(ContentOrigins, blocks("DistributionConfig.Origins", _ORIGIN))}
    ),
    "AWS::EC2::VPCEndpoint": Kind(Endpoint, {"service": text("ServiceName"), "policy": policy("PolicyDocument")}),
    "AWS::IAM::AccessKey": Kind(AccessKey, {"user": text("UserName")}),
}
"""The types of what stands around buckets."""

HOLDERS = frozenset(kind for kind, each in NEIGHBOURS.items() if each is _HOLDER)
"""The types of which nothing but the policies that they hold is read."""

DIALECT = Dialect(
    bucket="AWS::S3::Bucket",
    name="BucketName",
    names="Bucket",
    settings=BUCKET,
    neighbours=NEIGHBOURS,
    construct=construct_path,
)
