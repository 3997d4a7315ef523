"""What SAM's connectors let functions and state machines do with a bucket: the policies that the transform makes of them.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/reference-sam-connector.html
"""

from __future__ import annotations

from collections.abc import Iterator

from s3lint.base.record import replace
from s3lint.base.resource import Resource
from s3lint.base.value import Data, Entry, Known, ListValue, MapValue, Origin, Piece, Setting, Value
from s3lint.languages.cloudformation.evaluation.foreach import members
from s3lint.languages.cloudformation.evaluation.references import attribute
from s3lint.languages.cloudformation.evaluation.resources import existence, scopes_of
from s3lint.languages.cloudformation.evaluation.stack import Context, Stack
from s3lint.languages.cloudformation.evaluation.texts import known_text, literal, pieces
from s3lint.languages.cloudformation.policy_templates import allowed
from s3lint.languages.cloudformation.sam import CONNECTOR
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Scalar, Sequence, mapping
from s3lint.languages.cloudformation.syntax.template import Declaration, Member

_BUCKET = "AWS::S3::Bucket"
ACTIONS = {
    "Read": (
        "s3:GetObject",
        "s3:GetObjectAcl",
        "s3:GetObjectLegalHold",
        "s3:GetObjectRetention",
        "s3:GetObjectTorrent",
        "s3:GetObjectVersion",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionTorrent",
        "s3:ListBucket",
        "s3:ListBucketMultipartUploads",
        "s3:ListBucketVersions",
        "s3:ListMultipartUploadParts",
    ),
    "Write": (
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
        "s3:PutObject",
        "s3:PutObjectLegalHold",
        "s3:PutObjectRetention",
        "s3:RestoreObject",
    ),
}
"""What each permission allows on a bucket and its objects; the transform's own profiles, 2026-11."""


def connected(stack: Stack, declaration: Declaration) -> Iterator[Resource]:
    """The policies on buckets of a connector, or of those that stand in the resource that they connect."""
    if declaration.type == CONNECTOR:
        itself = Member(declaration.id, declaration.key, declaration.body, declaration.bindings, declaration.source)
        yield from _policies(stack, declaration, itself)
        return
    inside = declaration.body.member("Connectors")
    if isinstance(inside, Mapping):
        with stack.reading(declaration.source):
            found = list(members(stack, inside, declaration.bindings))
        for member in found:
            yield from _policies(stack, declaration, replace(member, name=f"{declaration.id}{member.name}"))


def _policies(stack: Stack, declaration: Declaration, connector: Member) -> Iterator[Resource]:
    properties = mapping(mapping(connector.node).member("Properties"))
    destination = properties.member("Destination")
    several = isinstance(destination, Sequence)
    with stack.reading(connector.source):
        for number, node in enumerate(destination.items if isinstance(destination, Sequence) else (destination,)):
            context = Context(stack, node or connector.key, (), connector.bindings)
            arn = _bucket(context, mapping(node))
            if arn is not None:
                settings = _settings(context, arn, properties)
                address = stack.address(f"{connector.name}[{number}]" if several else connector.name)
                origin = Origin(connector.source, connector.key.span)
                exists, scopes = existence(stack, declaration), scopes_of(stack, declaration)
                yield Resource(address, "AWS::IAM::ManagedPolicy", settings, origin, exists, scopes=scopes)


def _bucket(context: Context, destination: Mapping) -> Value[Data] | None:
    """The ARN of the bucket that a destination is; nothing where it is none."""
    name, kind, arn = (destination.member(key) for key in ("Id", "Type", "Arn"))
    if name is not None:
        declared = context.stack.declaration(context.name(name) or "")
        is_bucket = declared is not None and declared.type == _BUCKET
        return attribute(context.at(name), declared.id, "Arn") if declared is not None and is_bucket else None
    is_bucket = isinstance(kind, Scalar) and kind.text == _BUCKET
    return context.value(arn) if arn is not None and is_bucket else None


def _settings(context: Context, arn: Value[Data], properties: Mapping) -> Value[Data]:
    """The properties of the managed policy. A permission that is not known may be any."""
    node = properties.member("Permissions")
    granted = context.value(node) if node is not None else None
    actions: list[str] = []
    items = granted.value.items if isinstance(granted, Known) and isinstance(granted.value, ListValue) else (None,)
    for item in items:
        word = literal(item) if item is not None else None
        actions += ACTIONS.get(word, ()) if word is not None else (*ACTIONS["Read"], *ACTIONS["Write"])
    origin = context.origin

    def both(settled: tuple[Setting[Data], ...]) -> Value[Data]:
        return Known(ListValue((settled[0], known_text((*pieces(settled[0], origin), Piece("/*", origin)), origin))), origin)

    document = allowed(tuple(dict.fromkeys(actions)), context.lift([arn], both), origin)
    return Known(MapValue({"PolicyDocument": Entry(origin, document)}), origin)
