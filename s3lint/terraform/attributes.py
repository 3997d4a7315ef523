"""Attributes of resources and data sources that others refer to, as far as the text or AWS's formats determine them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from s3lint.terraform.values import joined, literal, symbolic
from s3lint.value import Absent, Choice, Data, Known, Origin, Symbol, Text, Unknown, Value

if TYPE_CHECKING:
    from s3lint.terraform.resources import Declared

PARTITION = Symbol("", "partition", "aws")
DNS_SUFFIX = Symbol("", "dns_suffix", "amazonaws.com", "amazonaws.com")

LOG_DELIVERY_USER = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0"
"""Canonical user id by which CloudFront delivers its standard logs; AWS documents it with the access logs of distributions."""


def account(resource: Declared) -> Symbol:
    return Symbol("", "account", "${account}", resource.module.project.inputs.account or None)


def region(resource: Declared) -> Symbol:
    """The region of a resource: its own argument, the one that is given for the run, or that of its provider."""
    own = given_text(resource.argument("region"))
    given = own or resource.module.project.inputs.region
    return Symbol("", "region", "${region}", given or resource.provider_region() or None)


def attribute(resource: Declared, name: str, at: Origin) -> Value[Data]:
    """The value of an attribute of a managed resource or data source."""
    special = (_DATA if resource.is_data else _MANAGED).get(resource.type)
    if special is None and resource.type.startswith("aws_s3_bucket_") and not resource.is_data and name == "id":
        special = _of_companion
    if special is not None:
        found = special(resource, name, at)
        if found is not None:
            return found
    given = resource.argument(name)
    if given is not None and not _is_null(given):
        return given
    if resource.is_data:
        what = f"{resource.address}.{name}"
        return Unknown(f"{what} is read at deployment", at, (what,), what)
    return symbolic(Symbol(resource.address, name, f"{resource.address}.{name}"), at)


def attribute_names(resource: Declared) -> tuple[str, ...]:
    """The attributes that are listed where an instance is used as a map."""
    common = ("arn", "id")
    extra = ("bucket", "bucket_domain_name", "bucket_regional_domain_name") if resource.type == "aws_s3_bucket" else ()
    return tuple(sorted({*common, *extra, *resource.argument_names()}))


def _is_null(value: Value[Data]) -> bool:
    return isinstance(value, Absent) or (isinstance(value, Known) and value.value is None)


def given_text(value: Value[Data] | None) -> str | None:
    """The literal string that an argument gives, if every world gives the same."""
    match value:
        case Known(data):
            return literal(data)
        case Choice(_, if_true, if_false):
            one, other = given_text(if_true), given_text(if_false)
            return one if one == other else None
        case _:
            return None


def name_symbol(resource: Declared, argument: str, attribute: str = "name") -> Symbol:
    """The name of a resource: fixed although perhaps generated; an empty name counts as none."""
    given = given_text(resource.argument(argument))
    return Symbol(resource.address, attribute, f"{resource.address}.{argument}", given or None)


def bucket_symbol(resource: Declared) -> Symbol:
    given = given_text(resource.argument("bucket"))
    return Symbol(resource.address, "name", f"{resource.address}.id", given or None)


def _of_bucket(resource: Declared, name: str, at: Origin) -> Value[Data] | None:
    return _bucket_attribute(resource, symbolic(bucket_symbol(resource), at), name, at)


def _common_attribute(bucket: Known[Data], name: str, at: Origin) -> Value[Data] | None:
    match name:
        case "id" | "bucket":
            return bucket
        case "arn":
            return joined(at, "arn:", PARTITION, ":s3:::", bucket)
        case "bucket_domain_name":
            return joined(at, bucket, ".s3.amazonaws.com")
        case _:
            return None


def _bucket_attribute(resource: Declared, bucket: Known[Data], name: str, at: Origin) -> Value[Data] | None:
    match name:
        case "bucket_regional_domain_name":
            return joined(at, bucket, ".s3.", region(resource), ".amazonaws.com")
        case "region" | "bucket_region":
            return symbolic(region(resource), at)
        case _:
            return _common_attribute(bucket, name, at)


def of_undeclared_bucket(address: str, name: str, at: Origin) -> Value[Data]:
    """An attribute of a bucket resource that a module refers to and does not declare: none of the declared ones."""
    return _common_attribute(symbolic(Symbol(address, "name", f"{address}.id"), at), name, at) or _symbol_of(address, name, at)


def _symbol_of(address: str, name: str, at: Origin) -> Value[Data]:
    return symbolic(Symbol(address, name, f"{address}.{name}"), at)


def _of_external_bucket(resource: Declared, name: str, at: Origin) -> Value[Data] | None:
    bucket = resource.argument("bucket")
    match bucket:
        case Known(str() | Text()):
            return _bucket_attribute(resource, bucket, name, at)
        case _ if name in ("id", "bucket"):
            return bucket
        case _:
            return None


def _of_directory_bucket(resource: Declared, name: str, at: Origin) -> Value[Data] | None:
    bucket = symbolic(bucket_symbol(resource), at)
    match name:
        case "id" | "bucket":
            return bucket
        case "arn":
            return joined(at, "arn:", PARTITION, ":s3express:", region(resource), ":", account(resource), ":bucket/", bucket)
        case _:
            return None


def _of_companion(resource: Declared, name: str, at: Origin) -> Value[Data] | None:
    return resource.argument("bucket") if name in ("id", "bucket") else None


def _iam(kind: str) -> Callable[[Declared, str, Origin], Value[Data] | None]:
    def of_principal(resource: Declared, name: str, at: Origin) -> Value[Data] | None:
        principal = name_symbol(resource, "name")
        match name:
            case "arn":
                return joined(at, "arn:", PARTITION, ":iam::", account(resource), f":{kind}/", principal)
            case "id" | "name":
                return symbolic(principal, at)
            case _:
                return None

    return of_principal


def _of_access_identity(resource: Declared, name: str, at: Origin) -> Value[Data] | None:
    if name != "iam_arn":
        return None
    identity = Symbol(resource.address, "id", f"{resource.address}.id")
    return joined(at, "arn:", PARTITION, ":iam::cloudfront:user/CloudFront Origin Access Identity ", identity)


def _of_distribution(resource: Declared, name: str, at: Origin) -> Value[Data] | None:
    if name != "arn":
        return None
    identity = Symbol(resource.address, "id", f"{resource.address}.id")
    return joined(at, "arn:", PARTITION, ":cloudfront::", account(resource), ":distribution/", identity)


def _of_key(resource: Declared, name: str, at: Origin) -> Value[Data] | None:
    key = Symbol(resource.address, "id", f"{resource.address}.key_id")
    match name:
        case "id" | "key_id":
            return symbolic(key, at)
        case "arn":
            return joined(at, "arn:", PARTITION, ":kms:", region(resource), ":", account(resource), ":key/", key)
        case _:
            return None


def _of_alias(resource: Declared, name: str, at: Origin) -> Value[Data] | None:
    alias = symbolic(name_symbol(resource, "name"), at)
    match name:
        case "id" | "name":
            return alias
        case "arn":
            return joined(at, "arn:", PARTITION, ":kms:", region(resource), ":", account(resource), ":", alias)
        case _:
            return None


def _of_caller(resource: Declared, name: str, at: Origin) -> Value[Data] | None:
    if name in ("account_id", "id"):
        return symbolic(account(resource), at)
    return symbolic(Symbol("", f"caller_{name}", f"{resource.address}.{name}"), at)


def _of_region(resource: Declared, name: str, at: Origin) -> Value[Data] | None:
    return symbolic(region(resource), at) if name in ("name", "region", "id") else None


def _of_partition(resource: Declared, name: str, at: Origin) -> Value[Data] | None:
    match name:
        case "partition" | "id":
            return symbolic(PARTITION, at)
        case "dns_suffix":
            return symbolic(DNS_SUFFIX, at)
        case "reverse_dns_prefix":
            return Known("com.amazonaws", at)
        case _:
            return None


def _of_canonical_user(resource: Declared, name: str, at: Origin) -> Value[Data] | None:
    return symbolic(Symbol("", "canonical_user", f"{resource.address}.id"), at) if name == "id" else None


def _of_balancer_account(resource: Declared, name: str, at: Origin) -> Value[Data] | None:
    owner = Symbol("", "elb_service_account", f"{resource.address}.id")
    match name:
        case "id":
            return symbolic(owner, at)
        case "arn":
            return joined(at, "arn:", PARTITION, ":iam::", owner, ":root")
        case _:
            return None


def _of_log_delivery_user(resource: Declared, name: str, at: Origin) -> Value[Data] | None:
    return Known(LOG_DELIVERY_USER, at) if name == "id" else None


def _of_policy_document(resource: Declared, name: str, at: Origin) -> Value[Data] | None:
    return resource.document() if name in ("json", "minified_json") else None


_Special = Callable[["Declared", str, Origin], "Value[Data] | None"]

_MANAGED: dict[str, _Special] = {
    "aws_s3_bucket": _of_bucket,
    "aws_s3_directory_bucket": _of_directory_bucket,
    "aws_iam_role": _iam("role"),
    "aws_iam_user": _iam("user"),
    "aws_iam_group": _iam("group"),
    "aws_cloudfront_origin_access_identity": _of_access_identity,
    "aws_cloudfront_distribution": _of_distribution,
    "aws_kms_key": _of_key,
    "aws_kms_alias": _of_alias,
}

_DATA: dict[str, _Special] = {
    "aws_caller_identity": _of_caller,
    "aws_region": _of_region,
    "aws_partition": _of_partition,
    "aws_canonical_user_id": _of_canonical_user,
    "aws_elb_service_account": _of_balancer_account,
    "aws_cloudfront_log_delivery_canonical_user_id": _of_log_delivery_user,
    "aws_iam_policy_document": _of_policy_document,
    "aws_s3_bucket": _of_external_bucket,
}
