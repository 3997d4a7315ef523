"""SAM's policy templates that concern S3, as documents.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html
"""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.base.value import Data, Entry, Known, ListValue, MapValue, Origin, Piece, Setting, Symbol, Text, Value
from s3lint.base.view import View
from s3lint.base.worlds import World

_BUCKET_READ = ("s3:ListBucket", "s3:GetBucketLocation", "s3:GetLifecycleConfiguration")
ACTIONS = {
    "S3ReadPolicy": ("s3:GetObject", "s3:GetObjectVersion", *_BUCKET_READ),
    "S3WritePolicy": ("s3:PutObject", "s3:PutObjectAcl", "s3:PutLifecycleConfiguration"),
    "S3CrudPolicy": (
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:PutObject",
        "s3:PutObjectAcl",
        "s3:DeleteObject",
        "s3:PutLifecycleConfiguration",
        *_BUCKET_READ,
    ),
    "S3FullAccessPolicy": (
        "s3:GetObject",
        "s3:GetObjectAcl",
        "s3:GetObjectVersion",
        "s3:GetObjectTagging",
        "s3:GetObjectVersionTagging",
        "s3:PutObject",
        "s3:PutObjectAcl",
        "s3:PutObjectTagging",
        "s3:PutObjectVersionTagging",
        "s3:DeleteObject",
        "s3:DeleteObjectTagging",
        "s3:DeleteObjectVersionTagging",
        "s3:PutLifecycleConfiguration",
        *_BUCKET_READ,
    ),
}


def expanded(document: Setting[Data], world: World) -> Setting[Data]:
    """The document that a policy template stands for; anything else, and a template of another service, as it is."""
    view = View(document, document.origin, world)
    for name, actions in ACTIONS.items():
        if view.entry(name) is None:
            continue
        bucket = view.block(name).text("BucketName")
        if not isinstance(bucket, Known):
            return bucket
        return _document(actions, bucket.value, view.block(name).header)
    if view.entry("Statement") is None and isinstance(document, Known) and len(view.keys()) == 1:
        # A template of another service gives nothing on S3.
        return allowed((), _list((), document.origin), document.origin)
    return document


def _document(actions: Sequence[str], bucket: Text, origin: Origin) -> Known[Data]:
    partition = Piece(Symbol("", "partition", "${AWS::Partition}", "aws"), origin)
    arn = (Piece("arn:", origin), partition, Piece(":s3:::", origin), *bucket.pieces)
    return allowed(actions, _list((Text(arn), Text((*arn, Piece("/*", origin)))), origin), origin)


def allowed(actions: Sequence[str], resources: Value[Data], origin: Origin) -> Known[Data]:
    """A policy document that allows actions on resources; an empty one without actions."""
    statement = {
        "Effect": Known("Allow", origin),
        "Action": _list(actions, origin),
        "Resource": resources,
    }
    statements: Value[Data] = Known(ListValue((_map(statement, origin),) if actions else ()), origin)
    return _map({"Version": Known("2012-10-17", origin), "Statement": statements}, origin)


def _list(items: Sequence[str | Text], origin: Origin) -> Value[Data]:
    return Known(ListValue(tuple(Known(item, origin) for item in items)), origin)


def _map(members: dict[str, Value[Data]], origin: Origin) -> Known[Data]:
    return Known(MapValue({key: Entry(origin, value) for key, value in members.items()}), origin)
