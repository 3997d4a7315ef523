"""What stands around buckets in Terraform: which types there are, and where their settings stand."""

from __future__ import annotations

from s3lint.languages.computed import object_algorithm
from s3lint.languages.dialect import Kind
from s3lint.languages.identities import documents_of_user
from s3lint.languages.locators import (
    always,
    block,
    blocks,
    filled,
    first,
    itself,
    listed,
    nothing,
    policy,
    record,
    stated,
    strings,
    taken,
    text,
    there,
    word,
)
from s3lint.languages.site import apart, clue, computed
from s3lint.languages.terraform.dialect import computed as code
from s3lint.languages.terraform.dialect.bucket import ACCESS_BLOCK, grants
from s3lint.languages.terraform.dialect.identities import IDENTITIES, USER_PLACES
from s3lint.languages.trails import AdvancedSelector, ClassicSelector, DataResource, FieldSelector, data_events
from s3lint.model.neighbours import (
    AccessKey,
    AccessPoint,
    AccountAccessBlock,
    ContentOrigin,
    ContentOrigins,
    Distribution,
    DnsRecord,
    DnsRecords,
    DnsRecordSet,
    Endpoint,
    Object,
    PolicyHolder,
    Trail,
)

_NO_NETWORK = nothing("it can't be bound to a network")
_ACCESS_POINT = {
    "bucket": text("bucket"),
    "vpc": text("vpc_configuration.vpc_id"),
    "public_access_block": block("public_access_block_configuration", ACCESS_BLOCK),
    "policy": first(
        policy("policy"),
        apart("aws_s3control_access_point_policy", text("access_point_arn"), policy("policy")),
    ),
}
_OBJECT_LAMBDA = {
    "bucket": nothing("it stands before another access point"),
    "vpc": _NO_NETWORK,
    "public_access_block": nothing("the provider has no argument for it"),
    "policy": apart("aws_s3control_object_lambda_access_point_policy", text("name"), policy("policy")),
}
_MULTI_REGION = {
    "bucket": text("details.region.bucket"),
    "vpc": _NO_NETWORK,
    "public_access_block": block("details.public_access_block", ACCESS_BLOCK),
    "policy": apart(
        "aws_s3control_multi_region_access_point_policy",
        text("details.name"),
        policy("details.policy"),
    ),
}
_CLASSIC = record(
    ClassicSelector,
    read_write=word("read_write_type"),
    resources=blocks("data_resource", record(DataResource, kind=word("type"), values=strings("values"))),
)
_FIELD = record(FieldSelector, field=word("field"), equals=strings("equals"), starts_with=strings("starts_with"))
_TRAIL = {
    "bucket": text("s3_bucket_name"),
    "data_events": computed(
        data_events,
        clue(blocks("event_selector", _CLASSIC)),
        clue(blocks("advanced_event_selector", record(AdvancedSelector, fields=blocks("field_selector", _FIELD)))),
    ),
}
_ORIGIN = record(
    ContentOrigin,
    domain=text("domain_name"),
    access_control=filled("origin_access_control_id"),
    access_identity=filled("s3_origin_config.origin_access_identity"),
    is_custom=stated(("custom_origin_config",)),
)
_RECORD = record(DnsRecord, name=text("name"), kind=word("type"), alias=text("alias.name"), values=strings("records"))
_ENDPOINT = {
    "service": text("service_name"),
    "policy": first(
        policy("policy"),
        apart("aws_vpc_endpoint_policy", text("vpc_endpoint_id"), policy("policy")),
    ),
}
_OBJECT = {
    "bucket": text("bucket"),
    "acl": computed(code.bucket_acl, canned=word("acl"), grants=always(((), None))),
    "algorithm": computed(object_algorithm, word("server_side_encryption"), clue(text("kms_key_id"))),
    "kms_key": text("kms_key_id"),
    "content": text("content"),
    "metadata": taken(code.tag_map, "metadata"),
    "tags": taken(code.tag_map, "tags"),
}
_COPY = {
    **_OBJECT,
    "acl": computed(code.bucket_acl, canned=word("acl"), grants=grants("id", "email")),
    "content": nothing("it is a copy"),
}


def _store(word: str, key: str) -> Kind:
    return Kind(PolicyHolder, {"policy": policy(key)}, word)


NEIGHBOURS = {
    **IDENTITIES,
    "aws_s3_access_point": Kind(AccessPoint, _ACCESS_POINT, "access point", text("name")),
    "aws_s3control_object_lambda_access_point": Kind(AccessPoint, _OBJECT_LAMBDA, "Object Lambda access point", text("name")),
    "aws_s3control_multi_region_access_point": Kind(
        AccessPoint, _MULTI_REGION, "multi-Region access point", text("details.name")
    ),
    "aws_s3control_bucket_policy": _store("Outposts bucket", "policy"),
    "aws_s3tables_table_bucket_policy": _store("table bucket", "resource_policy"),
    "aws_s3tables_table_policy": _store("table", "resource_policy"),
    "aws_s3vectors_vector_bucket_policy": _store("vector bucket", "policy"),
    "aws_cloudtrail": Kind(Trail, _TRAIL),
    "aws_cloudfront_distribution": Kind(Distribution, {"origins": listed(ContentOrigins, blocks("origin", _ORIGIN))}),
    "aws_route53_record": Kind(DnsRecordSet, {"records": listed(DnsRecords, itself(_RECORD))}),
    "aws_vpc_endpoint": Kind(Endpoint, _ENDPOINT),
    "aws_iam_access_key": Kind(
        AccessKey, {"user": text("user"), "documents": computed(documents_of_user, USER_PLACES, clue(text("user")))}
    ),
    "aws_s3_account_public_access_block": Kind(AccountAccessBlock, {"public_access_block": there(ACCESS_BLOCK)}),
    "aws_s3_object": Kind(Object, _OBJECT),
    "aws_s3_bucket_object": Kind(Object, _OBJECT),
    "aws_s3_object_copy": Kind(Object, _COPY),
}
"""The types of what stands around buckets."""

IN_DIRECTORY_BUCKETS: dict[str, Kind | None] = {
    "aws_s3_bucket_policy": _store("directory bucket", "policy"),
    "aws_s3_object": None,
    "aws_s3_bucket_object": None,
    "aws_s3_object_copy": None,
}
"""What configures directory buckets, or lies in them, where their types are not theirs alone."""
