"""Declared resources into the bucket model: one reader per bucket and world, which looks things up when asked."""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.cloudformation.resources import construct_path
from s3lint.condition import Truth
from s3lint.linking import Companion, DeclaredBucket, Links, external_identity, names
from s3lint.logs import receives_logs_by_policy
from s3lint.model import (
    AccessControlList,
    Bucket,
    Encryption,
    Logging,
    LogTarget,
    PublicAccessBlock,
    Versioning,
    stated_elsewhere,
)
from s3lint.policy import Policy, read_policy
from s3lint.resource import Resource
from s3lint.unit import Subject
from s3lint.value import Absent, Choice, Data, Known, MapValue, Origin, Piece, Setting, Symbol, Text, Unknown, Value
from s3lint.view import View, view_of
from s3lint.worlds import World

BUCKET = "AWS::S3::Bucket"
BUCKET_POLICY = "AWS::S3::BucketPolicy"

TYPES = frozenset((BUCKET, BUCKET_POLICY))
"""The types that the model is built from."""

_CANNED_ACLS = {
    "Private": "private",
    "PublicRead": "public-read",
    "PublicReadWrite": "public-read-write",
    "AuthenticatedRead": "authenticated-read",
    "LogDeliveryWrite": "log-delivery-write",
    "BucketOwnerRead": "bucket-owner-read",
    "BucketOwnerFullControl": "bucket-owner-full-control",
    "AwsExecRead": "aws-exec-read",
}


class Estate:
    """The resources of a unit, linked: every bucket, and the companions of each."""

    def __init__(self, resources: Sequence[Resource], symbols: dict[str, Symbol]) -> None:
        """`symbols` are the names by which references call the buckets, by address."""
        self.buckets = tuple(
            DeclaredBucket(resource, symbols[resource.address], property_of(resource, "BucketName"))
            for resource in resources
            if resource.type == BUCKET
        )
        companions = (
            Companion(resource, _as_text(property_of(resource, "Bucket")))
            for resource in resources
            if resource.type == BUCKET_POLICY
        )
        self.links = Links(companions, self.buckets)

    def subjects(self) -> tuple[Subject, ...]:
        declared = tuple(self._declared(bucket) for bucket in self.buckets)
        return declared + tuple(self._external(name, companions) for name, companions in self.links.external())

    def _declared(self, bucket: DeclaredBucket) -> Subject:
        resource = bucket.resource
        construct = construct_path(resource)

        def build(world: World) -> Bucket:
            reader = DeclaredReader(self, bucket, world)
            return Bucket(resource.address, resource.origin, bucket.identity, reader, construct=construct)

        return Subject(Bucket, resource.address, resource.address, resource.origin, resource.condition, build)

    def _external(self, name: str, companions: list[Companion]) -> Subject:
        first = companions[0].resource
        identity = external_identity(companions[0])

        def build(world: World) -> Bucket:
            here = [companion for companion in companions if world.decide(companion.resource.condition)]
            reader = ExternalReader(name, here, identity, first.origin, world)
            return Bucket(name, first.origin, identity, reader, is_external=True)

        return Subject(Bucket, name, first.address, first.origin, True, build)


def property_of(resource: Resource, key: str) -> Value[Data]:
    """A property of a resource as a value, whatever choices lie on the way to it."""

    def within(settings: Value[Data]) -> Value[Data]:
        match settings:
            case Choice(condition, if_true, if_false):
                return Choice(condition, within(if_true), within(if_false))
            case Known(MapValue(entries, rest)):
                if key in entries:
                    return entries[key].value
                return rest if rest is not None else Absent(resource.origin)
            case Absent():
                return Absent(resource.origin)
            case Known(origin=origin):
                return Unknown("expected a map of properties", origin)
            case unknown:
                return unknown

    return within(resource.settings)


def _as_text(value: Value[Data]) -> Value[Data]:
    """A name that an input gives as a text, so that a companion of a bucket from elsewhere is known to name it."""
    match value:
        case Unknown(origin=origin, is_input=True) as unknown:
            return Known(Text((Piece(unknown, origin),)), origin)
        case _:
            return value


def _is_there(view: View) -> bool:
    return isinstance(view.value, Known)


def _block(view: View) -> Setting[PublicAccessBlock]:
    if not _is_there(view):
        return _missing(view)
    flags = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    return Known(PublicAccessBlock(*(view.flag(flag) for flag in flags)), view.header)


def _missing(view: View) -> Absent | Unknown:
    match view.value:
        case Unknown() as unknown:
            return unknown
        case _:
            return Absent(view.header)


class DeclaredReader:
    """What a template says about one bucket that it declares, in one world."""

    def __init__(self, estate: Estate, bucket: DeclaredBucket, world: World) -> None:
        self._estate = estate
        self._bucket = bucket
        self._world = world
        self._header = bucket.resource.origin
        self._view = view_of(bucket.resource.settings, self._header, world)

    def name(self) -> Setting[Text]:
        return self._view.text("BucketName")

    def versioning(self) -> Versioning:
        view = self._view.block("VersioningConfiguration")
        # CloudFormation has no property for MFA delete: only the root user can set it, through the API.
        return Versioning(view.word("Status"), Absent(view.header))

    def encryption(self) -> Setting[Encryption]:
        view = self._view.block("BucketEncryption")
        if not _is_there(view):
            return _missing(view)
        rule = view.block("ServerSideEncryptionConfiguration")
        default = rule.block("ServerSideEncryptionByDefault")
        return Known(
            Encryption(default.word("SSEAlgorithm"), default.text("KMSMasterKeyID"), rule.flag("BucketKeyEnabled")),
            view.header,
        )

    def public_access_block(self) -> Setting[PublicAccessBlock]:
        return _block(self._view.block("PublicAccessBlockConfiguration"))

    def account_public_access_block(self) -> Setting[PublicAccessBlock]:
        # CloudFormation has no resource for the account's block.
        return Absent(self._header)

    def logging(self) -> Setting[Logging]:
        view = self._view.block("LoggingConfiguration")
        if not _is_there(view):
            return _missing(view)
        return Known(Logging(view.text("DestinationBucketName"), view.text("LogFilePrefix")), view.header)

    def log_target(self) -> Setting[LogTarget]:
        doubt: Unknown | None = None
        for other in self._estate.buckets:
            if other is self._bucket:
                continue
            match self._named_by(other):
                case Known() as target:
                    return target
                case Unknown() as unknown:
                    doubt = unknown
        acl = self._view.word("AccessControl")
        if isinstance(acl, Known) and acl.value == "LogDeliveryWrite":
            return Known(LogTarget("its ACL lets the log delivery group write", acl.origin), acl.origin)
        match self.policy():
            case Known(policy):
                by_policy = receives_logs_by_policy(policy)
                if not isinstance(by_policy, Absent):
                    return by_policy
        return doubt if doubt is not None else Absent(self._header)

    def _named_by(self, other: DeclaredBucket) -> Setting[LogTarget]:
        """Whether the logging configuration of a bucket names this one."""
        resource = other.resource
        configured = property_of(resource, "LoggingConfiguration")
        if isinstance(configured, Absent) or not self._world.decide(resource.condition):
            return Absent(self._header)
        view = view_of(resource.settings, resource.origin, self._world).block("LoggingConfiguration")
        match view.setting("DestinationBucketName"):
            case Absent():
                return Absent(self._header)
            case named:
                match names(named, self._bucket, self._world):
                    case Truth.YES:
                        return Known(LogTarget(f"{resource.address} logs to it", named.origin), named.origin)
                    case Truth.NO:
                        return Absent(self._header)
                    case Truth.MAYBE:
                        inputs = named.inputs if isinstance(named, Unknown) else ()
                        return Unknown(f"{resource.address} may log to it", named.origin, inputs)

    def policy(self) -> Setting[Policy]:
        linked = self._estate.links.of(self._bucket, BUCKET_POLICY, self._world).only(self._header)
        match linked:
            case Known(companion):
                return _policy_of(companion, self._world)
            case other:
                return other

    def acl(self) -> Setting[AccessControlList]:
        match self._view.word("AccessControl"):
            case Known(word, origin):
                return Known(AccessControlList(Known(_CANNED_ACLS.get(word, word), origin), ()), origin)
            case other:
                return other

    def object_ownership(self) -> Setting[str]:
        return self._view.block("OwnershipControls", "Rules").word("ObjectOwnership")


def _policy_of(companion: Companion, world: World) -> Setting[Policy]:
    resource = companion.resource
    return read_policy(property_of(resource, "PolicyDocument"), resource.origin, world)


class ExternalReader:
    """What a template says about a bucket that it only refers to: its policy, if it declares one; else nothing."""

    def __init__(self, name: str, companions: Sequence[Companion], identity: Text, header: Origin, world: World) -> None:
        self._companions = companions
        self._identity = identity
        self._header = header
        self._world = world
        self._elsewhere = stated_elsewhere(name, header)

    def name(self) -> Setting[Text]:
        return Known(self._identity, self._header)

    def versioning(self) -> Versioning:
        return Versioning(self._elsewhere, self._elsewhere)

    def encryption(self) -> Setting[Encryption]:
        return self._elsewhere

    def public_access_block(self) -> Setting[PublicAccessBlock]:
        return self._elsewhere

    def account_public_access_block(self) -> Setting[PublicAccessBlock]:
        return self._elsewhere

    def logging(self) -> Setting[Logging]:
        return self._elsewhere

    def log_target(self) -> Setting[LogTarget]:
        return self._elsewhere

    def policy(self) -> Setting[Policy]:
        policies = [companion for companion in self._companions if companion.resource.type == BUCKET_POLICY]
        return _policy_of(policies[-1], self._world) if policies else self._elsewhere

    def acl(self) -> Setting[AccessControlList]:
        return self._elsewhere

    def object_ownership(self) -> Setting[str]:
        return self._elsewhere
