"""Attributes of resources and data sources whose shape AWS fixes: data, from the AWS provider's "Attribute Reference".

`{name}` stands for the resource's own name or generated id, `{partition}`, `{account}`, `{region}`, `{suffix}` and further
lower-case words for facts about the deployment. What is not listed is an argument, or fixed text of unknown shape.
"""

from __future__ import annotations

NAMES = {
    "aws_s3_bucket": "bucket",
    "aws_s3_directory_bucket": "bucket",
    "aws_s3_access_point": "name",
    "aws_s3tables_table_bucket": "name",
    "aws_iam_role": "name",
    "aws_iam_user": "name",
    "aws_iam_group": "name",
    "aws_kms_alias": "name",
    "aws_cloudtrail": "name",
    "aws_sns_topic": "name",
    "aws_sqs_queue": "name",
    "aws_lambda_function": "function_name",
    "aws_kms_key": "key_id",
    "aws_cloudfront_distribution": "id",
    "aws_cloudfront_origin_access_identity": "id",
}
"""The argument that names a resource of a type, or the attribute under which its generated id is known."""

_BUCKET = {
    "id": "{name}",
    "bucket": "{name}",
    "arn": "arn:{partition}:s3:::{name}",
    "bucket_domain_name": "{name}.s3.{suffix}",
    "bucket_regional_domain_name": "{name}.s3.{region}.{suffix}",
    "region": "{region}",
    "bucket_region": "{region}",
    "website_domain": "s3-website-{region}.{suffix}",
    "website_endpoint": "{name}.s3-website-{region}.{suffix}",
}


def _principal(kind: str) -> dict[str, str]:
    return {"id": "{name}", "name": "{name}", "arn": f"arn:{{partition}}:iam::{{account}}:{kind}/{{name}}"}


MANAGED: dict[str, dict[str, str]] = {
    "aws_s3_bucket": _BUCKET,
    "aws_s3_directory_bucket": {
        "id": "{name}",
        "bucket": "{name}",
        "arn": "arn:{partition}:s3express:{region}:{account}:bucket/{name}",
    },
    "aws_s3_access_point": {
        "name": "{name}",
        "arn": "arn:{partition}:s3:{region}:{account}:accesspoint/{name}",
    },
    "aws_s3tables_table_bucket": {"name": "{name}", "arn": "arn:{partition}:s3tables:{region}:{account}:bucket/{name}"},
    "aws_iam_role": _principal("role"),
    "aws_iam_user": _principal("user"),
    "aws_iam_group": _principal("group"),
    "aws_kms_key": {
        "id": "{name}",
        "key_id": "{name}",
        "arn": "arn:{partition}:kms:{region}:{account}:key/{name}",
    },
    "aws_kms_alias": {"id": "{name}", "name": "{name}", "arn": "arn:{partition}:kms:{region}:{account}:{name}"},
    "aws_cloudtrail": {"name": "{name}", "arn": "arn:{partition}:cloudtrail:{region}:{account}:trail/{name}"},
    "aws_sns_topic": {
        "id": "arn:{partition}:sns:{region}:{account}:{name}",
        "arn": "arn:{partition}:sns:{region}:{account}:{name}",
        "name": "{name}",
    },
    "aws_sqs_queue": {"name": "{name}", "arn": "arn:{partition}:sqs:{region}:{account}:{name}"},
    "aws_lambda_function": {
        "function_name": "{name}",
        "arn": "arn:{partition}:lambda:{region}:{account}:function:{name}",
    },
    "aws_cloudfront_distribution": {"id": "{name}", "arn": "arn:{partition}:cloudfront::{account}:distribution/{name}"},
    "aws_cloudfront_origin_access_identity": {
        "id": "{name}",
        "iam_arn": "arn:{partition}:iam::cloudfront:user/CloudFront Origin Access Identity {name}",
        "cloudfront_access_identity_path": "origin-access-identity/cloudfront/{name}",
    },
}

DATA: dict[str, dict[str, str]] = {
    "aws_s3_bucket": _BUCKET,
    "aws_caller_identity": {
        "account_id": "{account}",
        "id": "{account}",
        "arn": "arn:{partition}:sts::{account}:{caller}",
        "user_id": "{caller-id}",
    },
    "aws_region": {"name": "{region}", "region": "{region}", "id": "{region}"},
    "aws_partition": {
        "partition": "{partition}",
        "id": "{partition}",
        "dns_suffix": "{suffix}",
        "reverse_dns_prefix": "com.amazonaws",
    },
    "aws_canonical_user_id": {"id": "{canonical-user}"},
    "aws_elb_service_account": {
        "id": "{elb-account}",
        "arn": "arn:{partition}:iam::{elb-account}:root",
    },
    "aws_cloudfront_log_delivery_canonical_user_id": {
        "id": "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0",
    },
}
"""The user id is that by which CloudFront delivers its standard logs; AWS states it with the access logs of distributions."""

PARTITIONS = (
    ("cn-", "aws-cn", "amazonaws.com.cn"),
    ("us-gov-", "aws-us-gov", "amazonaws.com"),
    ("", "aws", "amazonaws.com"),
)
"""Beginnings of regions, with the partition and the domain that they lie in."""
