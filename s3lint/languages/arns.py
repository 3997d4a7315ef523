"""The formats of ARNs and of domains of buckets, which AWS fixes: told once for all languages.

`{name}` stands for the resource's own name or generated id, `{partition}`, `{account}`, `{region}`, `{suffix}` (the domain of
AWS's services) and `{reversed-suffix}` for facts about the deployment. Sources: the service authorization reference,
"Resource types defined by …"; "Making requests using the REST API" and "Website endpoints" of the S3 user guide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from s3lint.base.value import Origin, Piece, Symbol

ARNS = {
    "AWS::CloudFront::CloudFrontOriginAccessIdentity": (
        "arn:{partition}:iam::cloudfront:user/CloudFront Origin Access Identity {name}"
    ),
    "AWS::CloudFront::Distribution": "arn:{partition}:cloudfront::{account}:distribution/{name}",
    "AWS::CloudTrail::Trail": "arn:{partition}:cloudtrail:{region}:{account}:trail/{name}",
    "AWS::IAM::Group": "arn:{partition}:iam::{account}:group/{name}",
    "AWS::IAM::Role": "arn:{partition}:iam::{account}:role/{name}",
    "AWS::IAM::User": "arn:{partition}:iam::{account}:user/{name}",
    "AWS::KMS::Alias": "arn:{partition}:kms:{region}:{account}:{name}",
    "AWS::KMS::Key": "arn:{partition}:kms:{region}:{account}:key/{name}",
    "AWS::Lambda::Function": "arn:{partition}:lambda:{region}:{account}:function:{name}",
    "AWS::S3::AccessPoint": "arn:{partition}:s3:{region}:{account}:accesspoint/{name}",
    "AWS::S3::Bucket": "arn:{partition}:s3:::{name}",
    "AWS::S3Express::DirectoryBucket": "arn:{partition}:s3express:{region}:{account}:bucket/{name}",
    "AWS::S3Tables::TableBucket": "arn:{partition}:s3tables:{region}:{account}:bucket/{name}",
    "AWS::S3Vectors::VectorBucket": "arn:{partition}:s3vectors:{region}:{account}:bucket/{name}",
    "AWS::SNS::Topic": "arn:{partition}:sns:{region}:{account}:{name}",
    "AWS::SQS::Queue": "arn:{partition}:sqs:{region}:{account}:{name}",
}
"""By CloudFormation's name of the type, which is AWS's own."""

DOMAIN = "{name}.s3.{suffix}"
REGIONAL_DOMAIN = "{name}.s3.{region}.{suffix}"
DUAL_STACK_DOMAIN = "{name}.s3.dualstack.{region}.{suffix}"
WEBSITE_SERVICE = "s3-website-{region}.{suffix}"
WEBSITE = "{name}." + WEBSITE_SERVICE

PARTITIONS = (
    ("cn-", "aws-cn", "amazonaws.com.cn"),
    ("us-gov-", "aws-us-gov", "amazonaws.com"),
    ("eusc-de-", "aws-eusc", "amazonaws.eu"),
    ("us-iso-", "aws-iso", "c2s.ic.gov"),
    ("us-isob-", "aws-iso-b", "sc2s.sgov.gov"),
    ("eu-isoe-", "aws-iso-e", "cloud.adc-e.uk"),
    ("us-isof-", "aws-iso-f", "csp.hci.ic.gov"),
    ("", "aws", "amazonaws.com"),
)
"""Beginnings of regions, with the partition and the domain that they lie in; one that nobody tells is taken for `aws`.

`partitions.json` of botocore, https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json, read 2026-11-28.
"""


def regions_elsewhere(text: str) -> frozenset[str]:
    """The regions of other partitions than `aws` that a text names."""
    beginnings = "|".join(start for start, _, _ in PARTITIONS if start and start in text)
    return frozenset(re.findall(rf"\b(?:{beginnings})[a-z]+-[0-9]\b", text)) if beginnings else frozenset()


def told(fact: str, account: str, region: str) -> str:
    """What is known of a fact about a deployment whose account and region are known, or empty; empty where nobody tells."""
    match fact:
        case "account":
            return account
        case "region":
            return region
        case "partition" | "suffix" | "reversed-suffix":
            _, partition, suffix = next(row for row in PARTITIONS if region.startswith(row[0]))
            reversed_suffix = ".".join(reversed(suffix.split(".")))
            return {"partition": partition, "suffix": suffix}.get(fact, reversed_suffix)
        case _:
            return ""


def filled(template: str, name: Sequence[Piece], fact: Callable[[str], str | Symbol], at: Origin) -> tuple[Piece, ...]:
    """The pieces of a text in a format: those of the name where it stands, and `fact` says what stands for the other words."""
    literal, *slots = template.split("{")
    pieces: list[Piece] = []
    for slot in slots:
        word, _, following = slot.partition("}")
        found = None if word == "name" else fact(word)
        if isinstance(found, str):
            literal += found + following
            continue
        if literal:
            pieces.append(Piece(literal, at))
        pieces += name if found is None else (Piece(found, at),)
        literal = following
    return (*pieces, Piece(literal, at)) if literal else tuple(pieces)
