"""The tables of both languages read backwards: where each setting of a bucket stands, and what is written there is read."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.resource import Resource
from s3lint.base.source import Source, Span
from s3lint.base.value import Absent, Data, Entry, Known, ListValue, MapValue, Origin, Piece, Symbol, Text, Value
from s3lint.base.worlds import EVERYWHERE
from s3lint.languages.cloudformation.dialect import DIALECT as CLOUDFORMATION
from s3lint.languages.dialect import Dialect, Table, places
from s3lint.languages.estate import Estate
from s3lint.languages.locators import Place
from s3lint.languages.subjects import subjects_of
from s3lint.languages.terraform.dialect import DIALECT as TERRAFORM
from s3lint.model.bucket import Bucket, PublicAccessBlock, Strings
from s3lint.model.settings import keys
from s3lint.model.thing import Thing
from s3lint.policy import Policy

HERE = Origin(Source("main.tf", "x"), Span(0, 1))
NAME = Symbol("it", "name", "it.id")
SETTINGS = {described.key: described for described in keys(Bucket)}
NOT_ALONE = ("encryption_key.rotation", "grant[].uri", "grant[].id", "grant[].email")
"""What counts only together with something else: the key of an encryption, a grant of permissions."""
SAMPLES: dict[str, Data] = {
    "a word": "Sample",
    "true or false": True,
    "a whole number": 7,
    "a text": "sample",
    "a list of texts": ListValue((Known("sample", HERE),)),
    "a policy": MapValue({"Statement": Entry(HERE, Known(ListValue(()), HERE))}),
}


def shown(place: Place) -> str:
    """A place in one line: of the bucket itself without its type."""
    if place.why_none:
        return f"none: {place.why_none}"
    kind = "" if place.type in (CLOUDFORMATION.bucket, TERRAFORM.bucket) else place.type + " "
    values = "".join(f" {ours}={written}" for ours, written in place.values)
    return f"{kind}{'.'.join(place.path)}{values}{'' if place.is_exact else ' ?'}".strip()


def written(path: tuple[str, ...], value: Data) -> Value[Data]:
    """A value with maps and lists around it, as a path says."""
    if not path:
        return Known(value, HERE)
    key, *rest = path
    inner = written(tuple(rest), value)
    if key.endswith("[]"):
        inner = Known(ListValue((inner,)), HERE)
    return Known(MapValue({key.removesuffix("[]"): Entry(HERE, inner)}), HERE)


def naming(path: tuple[str, ...], settings: Value[Data]) -> Value[Data]:
    """Settings that name a resource as well."""
    name = written(path, Text((Piece(NAME, HERE),)))
    assert isinstance(settings, Known)
    assert isinstance(name, Known)
    assert isinstance(settings.value, MapValue)
    assert isinstance(name.value, MapValue)
    both = dict(name.value.entries)
    for key, entry in settings.value.entries.items():
        inside = both.get(key)
        both[key] = Entry(HERE, naming(path[1:], entry.value)) if inside is not None else entry
    return Known(MapValue(both), HERE)


def thing_with(dialect: Dialect, kind: str, place: Place, value: Data) -> Any:
    """A thing of a type of which nothing but one value is said, at a place of its own or of a resource that names it."""
    settings = written(place.path, value)
    if place.is_attribute:
        resources = [Resource("it", kind, Absent(HERE), HERE, attributes=settings)]
    elif place.type == kind:
        resources = [Resource("it", kind, settings, HERE)]
    else:
        named_by = (dialect.names,) if place.is_split else place.named_by
        other = naming(named_by, settings) if named_by else settings
        resources = [Resource("it", kind, Absent(HERE), HERE), Resource("other", place.type, other, HERE)]
    subjects = subjects_of(Estate(dialect, resources, {"it": NAME}))
    [subject] = [subject for subject in subjects if subject.address == "it"]
    return subject.build(EVERYWHERE)


def setting_of(thing: Any, key: str) -> Any:
    """A setting by its key; `[]` is the only item of a list."""
    for name in key.split("."):
        thing = thing.value if isinstance(thing, Known) else thing
        thing = getattr(thing, name.removesuffix("[]"))
        thing = thing.value if isinstance(thing, Known) else thing
        if name.endswith("[]"):
            items = thing if isinstance(thing, tuple) else getattr(thing, type(thing)._fields[0])
            [thing] = items
    return thing.value if isinstance(thing, Known) else thing


def stated(dialect: Dialect, key: str) -> list[str]:
    return [shown(place) for place in dialect.places(key)]


@pytest.mark.parametrize(
    ("key", "cloudformation", "terraform"),
    [
        ("name", ["BucketName", "BucketNamePrefix ?"], ["bucket", "bucket_prefix ?"]),
        (
            "versioning.status",
            ["VersioningConfiguration.Status"],
            [
                "aws_s3_bucket_versioning versioning_configuration.status",
                "versioning.enabled Enabled=True Suspended=False",
            ],
        ),
        (
            "versioning.mfa_delete",
            ["none: only the root user can set it, through the API"],
            [
                "aws_s3_bucket_versioning versioning_configuration.mfa_delete True=Enabled False=Disabled",
                "versioning.mfa_delete",
            ],
        ),
        ("logging", ["LoggingConfiguration"], ["aws_s3_bucket_logging", "logging"]),
        (
            "logging.target_bucket",
            ["LoggingConfiguration.DestinationBucketName"],
            ["aws_s3_bucket_logging target_bucket", "logging.target_bucket"],
        ),
        (
            "lifecycle.rules[].abort_days",
            ["LifecycleConfiguration.Rules[].AbortIncompleteMultipartUpload.DaysAfterInitiation"],
            [
                "aws_s3_bucket_lifecycle_configuration rule[].abort_incomplete_multipart_upload.days_after_initiation",
                "lifecycle_rule[].abort_incomplete_multipart_upload_days",
            ],
        ),
        (
            "lifecycle.rules[].expires",
            ["LifecycleConfiguration.Rules[].ExpirationInDays ?", "LifecycleConfiguration.Rules[].ExpirationDate ?"],
            [
                "aws_s3_bucket_lifecycle_configuration rule[].expiration.days ?",
                "aws_s3_bucket_lifecycle_configuration rule[].expiration.date ?",
                "lifecycle_rule[].expiration.days ?",
                "lifecycle_rule[].expiration.date ?",
            ],
        ),
        ("policy", ["AWS::S3::BucketPolicy PolicyDocument"], ["aws_s3_bucket_policy policy", "policy"]),
        (
            "encryption_key.rotation",
            ["AWS::KMS::Key EnableKeyRotation"],
            ["aws_kms_key enable_key_rotation"],
        ),
        ("tags[].value", ["Tags[].Value"], []),
        (
            "deletion_policy",
            ["DeletionPolicy"],
            ["none: Terraform deletes what is no longer declared"],
        ),
        ("force_destroy", ["none: CloudFormation never empties a bucket"], ["force_destroy"]),
        ("log_target", [], []),
        (
            "acl_delivery",
            ["AWS::CloudFront::Distribution DistributionConfig.Logging.Bucket ?"],
            ["aws_cloudfront_distribution logging_config.bucket ?", "aws_spot_datafeed_subscription bucket ?"],
        ),
    ],
)
def test_where_a_setting_stands(key: str, cloudformation: list[str], terraform: list[str]) -> None:
    assert stated(CLOUDFORMATION, key) == cloudformation
    assert stated(TERRAFORM, key) == terraform


def test_every_setting_has_a_place_or_a_reason_why_none() -> None:
    """But for what is a whole of parts, and for what other settings decide."""
    without = {"acl", "acl.grants[]", "conflicts", "inventories", "log_target", "logs_to_itself"}
    block = {f"account_public_access_block.{flag}" for flag in PublicAccessBlock._fields}
    placed = places(CLOUDFORMATION.bucket, CLOUDFORMATION.settings).keys()
    assert SETTINGS.keys() - placed == {
        *without,
        *block,
        "acl.grants[].grantee",
        "acl.grants[].permission",
        "acl.owner",
        "copies_in_region",
        "tags",
    }
    assert placed - SETTINGS.keys() == set()
    placed = places(TERRAFORM.bucket, TERRAFORM.settings).keys()
    assert SETTINGS.keys() - placed == {*without, "tags[]", "tags[].key", "tags[].value"}
    assert placed - SETTINGS.keys() == set()


@pytest.mark.parametrize("dialect", [CLOUDFORMATION, TERRAFORM], ids=["cloudformation", "terraform"])
def test_settings_of_neighbours_are_those_of_the_model(dialect: Dialect) -> None:
    for kind, neighbour in dialect.neighbours.items():
        described = {each.key for each in keys(neighbour.model)}
        assert places(kind, neighbour.settings).keys() - described == set()
        assert neighbour.settings.keys() == {key for key in described if "." not in key and "[" not in key}


def writable() -> list[Any]:
    """Every place of a setting that is one value, a list of texts or a policy, where it can be written."""
    found = []
    for dialect in (CLOUDFORMATION, TERRAFORM):
        things: dict[str, tuple[type[Thing], Table]] = {dialect.bucket: (Bucket, dialect.settings)}
        things |= {kind: (each.model, each.settings) for kind, each in dialect.neighbours.items()}
        for kind, (model, table) in things.items():
            types = {described.key: described.type for described in keys(model)}
            for key, each in places(kind, table).items():
                for place in each:
                    is_alone = key not in NOT_ALONE and not shown(place).endswith(NOT_ALONE)
                    type_in_words = "a policy" if key == "documents.policies[]" else types[key]
                    if is_alone and place.is_exact and place.path and type_in_words in SAMPLES:
                        case = (dialect, kind, key, place, type_in_words)
                        found.append(pytest.param(*case, id=f"{kind}-{key}-{shown(place)}"))
    return found


def test_there_is_much_to_write() -> None:
    assert len(writable()) > 200


@pytest.mark.parametrize(("dialect", "kind", "key", "place", "type_in_words"), writable())
def test_what_is_written_at_a_place_is_read(dialect: Dialect, kind: str, key: str, place: Place, type_in_words: str) -> None:
    sample = SAMPLES[type_in_words]
    for ours, theirs in place.values or ((sample, sample),):
        match setting_of(thing_with(dialect, kind, place, theirs), key):
            case Text(literal=found) | Strings((Known(Text(literal=found)),)):
                assert found == "sample"
            case Policy(statements):
                assert statements == ()
            case found:
                assert found == ours
