"""Attributes of resources and data sources whose format AWS fixes: data, from the AWS provider's "Attribute Reference".

https://registry.terraform.io/providers/hashicorp/aws/latest/docs (provider 6.x). The formats are those of
`s3lint.languages.arns`; further lower-case words stand for more facts about the deployment. What is not listed is an argument,
or fixed text of unknown form.
"""

from __future__ import annotations

from s3lint.languages.arns import ARNS, DOMAIN, REGIONAL_DOMAIN, WEBSITE, WEBSITE_SERVICE
from s3lint.model.log_delivery import CLOUDFRONT_LOGS

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


def _named(kind: str, *names: str, arn: str = "arn") -> dict[str, str]:
    """The attributes of a type that give its name, and the one that gives its ARN."""
    return dict.fromkeys(names, "{name}") | {arn: ARNS[kind]}


_BUCKET = _named("AWS::S3::Bucket", "id", "bucket") | {
    "bucket_domain_name": DOMAIN,
    "bucket_regional_domain_name": REGIONAL_DOMAIN,
    "region": "{region}",
    "bucket_region": "{region}",
    "website_domain": WEBSITE_SERVICE,
    "website_endpoint": WEBSITE,
}

MANAGED: dict[str, dict[str, str]] = {
    "aws_s3_bucket": _BUCKET,
    "aws_s3_directory_bucket": _named("AWS::S3Express::DirectoryBucket", "id", "bucket"),
    "aws_s3_access_point": _named("AWS::S3::AccessPoint", "name"),
    "aws_s3tables_table_bucket": _named("AWS::S3Tables::TableBucket", "name"),
    "aws_iam_role": _named("AWS::IAM::Role", "id", "name"),
    "aws_iam_user": _named("AWS::IAM::User", "id", "name"),
    "aws_iam_group": _named("AWS::IAM::Group", "id", "name"),
    "aws_kms_key": _named("AWS::KMS::Key", "id", "key_id"),
    "aws_kms_alias": _named("AWS::KMS::Alias", "id", "name"),
    "aws_cloudtrail": _named("AWS::CloudTrail::Trail", "name"),
    "aws_sns_topic": _named("AWS::SNS::Topic", "name") | {"id": ARNS["AWS::SNS::Topic"]},
    "aws_sqs_queue": _named("AWS::SQS::Queue", "name"),
    "aws_lambda_function": _named("AWS::Lambda::Function", "function_name"),
    "aws_cloudfront_distribution": _named("AWS::CloudFront::Distribution", "id"),
    "aws_cloudfront_origin_access_identity": _named("AWS::CloudFront::CloudFrontOriginAccessIdentity", "id", arn="iam_arn")
    | {"cloudfront_access_identity_path": "origin-access-identity/cloudfront/{name}"},
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
        "reverse_dns_prefix": "{reversed-suffix}",
    },
    "aws_canonical_user_id": {"id": "{canonical-user}"},
    "aws_elb_service_account": {
        "id": "{elb-account}",
        "arn": "arn:{partition}:iam::{elb-account}:root",
    },
    "aws_cloudfront_origin_access_identity": {
        "iam_arn": ARNS["AWS::CloudFront::CloudFrontOriginAccessIdentity"],
        "s3_canonical_user_id": "{s3-canonical-user-id}",
    },
    "aws_iam_policy": {"arn": "arn:{partition}:iam::{policy-owner}:policy/{name}"},
    "aws_cloudfront_log_delivery_canonical_user_id": {
        "id": CLOUDFRONT_LOGS[0],
    },
}

LOOKED_UP_BY = {"aws_s3_bucket": "bucket", "aws_iam_policy": "name", "aws_cloudfront_origin_access_identity": "id"}
"""The argument by which a data source is told what to look up, and which then is its name."""

_ARN_FIELDS = {name: name for name in ("partition", "service", "region", "resource")} | {"account": "account_id"}

FUNCTIONS: dict[tuple[str, str], tuple[str, tuple[str, ...], str]] = {
    ("template_file", "rendered"): ("templatestring", ("template", "vars"), ""),
    ("local_file", "content"): ("file", ("filename",), ""),
    ("local_sensitive_file", "content"): ("file", ("filename",), ""),
    ("local_file", "content_base64"): ("filebase64", ("filename",), ""),
    ("local_sensitive_file", "content_base64"): ("filebase64", ("filename",), ""),
    **{("aws_arn", name): ("hashicorp/aws::arn_parse", ("arn",), field) for name, field in _ARN_FIELDS.items()},
}
"""Attributes of data sources that are a function of arguments: by type and name, the function, its arguments, and what of its
result. An argument that is left out is an empty map.

https://registry.terraform.io/providers/hashicorp/template/latest/docs/data-sources/file and
https://registry.terraform.io/providers/hashicorp/local/latest/docs/data-sources/file (read 2026-11-28).
"""
