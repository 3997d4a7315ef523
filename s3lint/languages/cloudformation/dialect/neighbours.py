"""What stands around buckets in CloudFormation: which types there are, and where their settings stand."""

from __future__ import annotations

from s3lint.base.value import Setting
from s3lint.languages.cloudformation.dialect.bucket import ACCESS_BLOCK
from s3lint.languages.cloudformation.dialect.identities import IDENTITIES, USER_PLACES
from s3lint.languages.dialect import Kind
from s3lint.languages.identities import documents_of_user
from s3lint.languages.locators import (
    Locator,
    blocks,
    filled,
    itself,
    listed,
    nothing,
    policy,
    record,
    stated,
    strings,
    text,
    word,
)
from s3lint.languages.site import apart, clue, computed
from s3lint.languages.trails import AdvancedSelector, ClassicSelector, DataResource, FieldSelector, data_events
from s3lint.model.neighbours import (
    AccessKey,
    AccessPoint,
    ContentOrigin,
    ContentOrigins,
    Distribution,
    DnsRecord,
    DnsRecords,
    DnsRecordSet,
    Endpoint,
    PolicyHolder,
    Trail,
)
from s3lint.policy import Policy


def _apart(kind: str, named_by: str, document: str) -> Locator[Setting[Policy]]:
    """The policy of an access point that stands in a resource of its own."""
    return apart(kind, text(named_by), policy(document))


def _store(word: str, document: str) -> Kind:
    return Kind(PolicyHolder, {"policy": policy(document)}, word)


_POINT = {
    "bucket": text("Bucket"),
    "vpc": text("VpcConfiguration.VpcId"),
    "public_access_block": ACCESS_BLOCK,
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
    is_custom=stated(("CustomOriginConfig",)),
)
_RECORD = record(
    DnsRecord,
    name=text("Name"),
    kind=word("Type"),
    alias=text("AliasTarget.DNSName"),
    values=strings("ResourceRecords"),
)

NEIGHBOURS = {
    **IDENTITIES,
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
    "AWS::Route53::RecordSet": Kind(DnsRecordSet, {"records": listed(DnsRecords, itself(_RECORD))}),
    "AWS::Route53::RecordSetGroup": Kind(DnsRecordSet, {"records": listed(DnsRecords, blocks("RecordSets", _RECORD))}),
    "AWS::EC2::VPCEndpoint": Kind(Endpoint, {"service": text("ServiceName"), "policy": policy("PolicyDocument")}),
    "AWS::IAM::AccessKey": Kind(
        AccessKey, {"user": text("UserName"), "documents": computed(documents_of_user, USER_PLACES, clue(text("UserName")))}
    ),
}
"""The types of what stands around buckets."""
