"""Declared resources into the bucket model: one reader per bucket and world, which looks things up when asked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from s3lint.base.condition import Truth
from s3lint.base.resource import Resource
from s3lint.base.value import Absent, Choice, Data, Known, Origin, Piece, Setting, Symbol, Text, Unknown, Value
from s3lint.base.view import View, view_of
from s3lint.base.worlds import World
from s3lint.languages.cloudformation import bucket_settings
from s3lint.languages.cloudformation.bucket_settings import CANNED_ACLS
from s3lint.languages.cloudformation.evaluation.resources import construct_path
from s3lint.languages.cloudformation.properties import property_of
from s3lint.languages.cloudformation.sam import FUNCTION
from s3lint.languages.linking import Companion, DeclaredBucket, Links, Namings, external_identity, names
from s3lint.languages.parts import ByMethod, declared_key, if_there
from s3lint.languages.unit import Subject
from s3lint.model.bucket import (
    AccessControlList,
    Bucket,
    Cors,
    Encryption,
    Key,
    Lifecycle,
    Logging,
    LogTarget,
    Notification,
    Notifications,
    ObjectLock,
    PublicAccessBlock,
    Replication,
    Strings,
    Tags,
    Versioning,
    Website,
    stated_elsewhere,
)
from s3lint.model.log_delivery import receives_logs_by_policy
from s3lint.policy import Policy, read_policy

BUCKET = "AWS::S3::Bucket"
BUCKET_POLICY = "AWS::S3::BucketPolicy"

KEY = "AWS::KMS::Key"
ALIAS = "AWS::KMS::Alias"
TYPES = frozenset((BUCKET, BUCKET_POLICY, KEY, ALIAS))
"""The types that buckets are built from."""


class Estate:
    """The resources of a unit, linked: every bucket, and the companions of each."""

    def __init__(self, resources: Sequence[Resource], symbols: dict[str, Symbol], events: Sequence[Companion] = ()) -> None:
        """`symbols` are the names by which references call the buckets, by address; `events` are those of functions."""
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
        self.events = Links(events, self.buckets)
        named = [(bucket, _log_destination(bucket.resource)) for bucket in self.buckets]
        logging = [(bucket, destination) for bucket, destination in named if not isinstance(destination, Absent)]
        self._logging = [bucket for bucket, _ in logging]
        self._destinations = Namings((destination for _, destination in logging), self.buckets)
        self.keys = [resource for resource in resources if resource.type == KEY]
        self.aliases = [resource for resource in resources if resource.type == ALIAS]

    def may_log_to(self, bucket: DeclaredBucket) -> list[DeclaredBucket]:
        """The buckets whose logging configuration may name a bucket."""
        return [self._logging[place] for place in self._destinations.of(bucket)]

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


def _log_destination(resource: Resource) -> Value[Data]:
    """Where a bucket logs to, if it logs."""
    return _stated(property_of(resource, "LoggingConfiguration", "DestinationBucketName"))


def _stated(value: Value[Data]) -> Value[Data]:
    match value:
        case Choice(condition, if_true, if_false):
            yes, no = _stated(if_true), _stated(if_false)
            if isinstance(yes, Absent):
                return no
            return yes if isinstance(no, Absent) else Choice(condition, yes, no)
        case _:
            return value


def _as_text(value: Value[Data]) -> Value[Data]:
    """A name that an input gives as a text, so that a companion of a bucket from elsewhere is known to name it."""
    match value:
        case Unknown(origin=origin, is_input=True) as unknown:
            return Known(Text((Piece(unknown, origin),)), origin)
        case _:
            return value


class _Reader(ByMethod):
    """What both readers share: settings out of the properties of a bucket, as far as they are known."""

    def __init__(self, view: View, header: Origin, world: World) -> None:
        self._view = view
        self._header = header
        self._world = world

    def versioning(self) -> Versioning:
        view = self._view.block("VersioningConfiguration")
        # CloudFormation has no property for MFA delete: only the root user can set it, through the API.
        mfa_delete = view.value if isinstance(view.value, Unknown) else Absent(view.header)
        return Versioning(view.word("Status"), mfa_delete)

    def encryption(self) -> Setting[Encryption]:
        return if_there(self._view.block("BucketEncryption"), bucket_settings.encryption)

    def blocked_encryption(self) -> Setting[Strings]:
        return bucket_settings.blocked_encryption(self._view)

    def public_access_block(self) -> Setting[PublicAccessBlock]:
        return if_there(self._view.block("PublicAccessBlockConfiguration"), bucket_settings.public_access_block)

    def logging(self) -> Setting[Logging]:
        return if_there(
            self._view.block("LoggingConfiguration"),
            lambda view: Logging(view.text("DestinationBucketName"), view.text("LogFilePrefix")),
        )

    def acl(self) -> Setting[AccessControlList]:
        match self._view.word("AccessControl"):
            case Known(word, origin):
                return Known(AccessControlList(Known(CANNED_ACLS.get(word, word), origin), ()), origin)
            case Unknown(origin=origin) as unknown if self._view.entry("AccessControl") is not None:
                return Known(AccessControlList(unknown, ()), origin)
            case other:
                return other

    def object_ownership(self) -> Setting[str]:
        return self._view.block("OwnershipControls", "Rules").word("ObjectOwnership")

    def lifecycle(self) -> Setting[Lifecycle]:
        return if_there(self._view.block("LifecycleConfiguration"), bucket_settings.lifecycle)

    def cors(self) -> Setting[Cors]:
        return if_there(self._view.block("CorsConfiguration"), bucket_settings.cors)

    def website(self) -> Setting[Website]:
        return if_there(self._view.block("WebsiteConfiguration"), bucket_settings.website)

    def replication(self) -> Setting[Replication]:
        return if_there(self._view.block("ReplicationConfiguration"), bucket_settings.replication)

    def object_lock(self) -> Setting[ObjectLock]:
        return bucket_settings.object_lock(self._view)

    def notifications(self) -> Setting[Notifications]:
        return if_there(self._view.block("NotificationConfiguration"), bucket_settings.notifications)

    def inventory(self) -> Setting[bool]:
        return bucket_settings.inventory(self._view)

    def tags(self) -> Setting[Tags]:
        return bucket_settings.tags(self._view)

    def force_destroy(self) -> Setting[bool]:
        # Terraform's argument; CloudFormation never empties a bucket.
        return Absent(self._header)


class DeclaredReader(_Reader):
    """What a template says about one bucket that it declares, in one world."""

    def __init__(self, estate: Estate, bucket: DeclaredBucket, world: World) -> None:
        header = bucket.resource.origin
        super().__init__(view_of(bucket.resource.settings, header, world), header, world)
        self._estate = estate
        self._bucket = bucket

    def name(self) -> Setting[Text]:
        return self._view.text("BucketName")

    def account_public_access_block(self) -> Setting[PublicAccessBlock]:
        # CloudFormation has no resource for the account's block.
        return Absent(self._header)

    def encryption_key(self) -> Setting[Key]:
        encryption = self.encryption()
        if not isinstance(encryption, Known):
            return encryption
        aliases = {each.address: self._view_of(each).text("TargetKeyId") for each in self._estate.aliases}
        keys = {each.address: Key(self._view_of(each).flag("EnableKeyRotation"), each.origin) for each in self._estate.keys}
        return declared_key(encryption.value.key, keys, aliases)

    def _view_of(self, resource: Resource) -> View:
        return view_of(resource.settings, resource.origin, self._world)

    def deletion_policy(self) -> Setting[str]:
        return self._attributes().word("DeletionPolicy")

    def update_replace_policy(self) -> Setting[str]:
        return self._attributes().word("UpdateReplacePolicy")

    def notifications(self) -> Setting[Notifications]:
        stated = super().notifications()
        events = self._estate.events.of(self._bucket, FUNCTION, self._world)
        if not events.certain:
            return events.doubt if events.doubt is not None and isinstance(stated, Absent) else stated
        functions = tuple(
            Notification("function", _function(event.resource), event.resource.origin) for event in events.certain
        )
        match stated:
            case Known(Notifications(receivers, unknown), origin):
                return Known(Notifications((*receivers, *functions), unknown), origin)
            case Unknown() as unknown:
                return Known(Notifications(functions, unknown), functions[0].origin)
            case Absent():
                return Known(Notifications(functions), functions[0].origin)

    def _attributes(self) -> View:
        return view_of(self._bucket.resource.attributes or Absent(self._header), self._header, self._world)

    def log_target(self) -> Setting[LogTarget]:
        doubt: Unknown | None = None
        for other in self._estate.may_log_to(self._bucket):
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
        if not self._world.decide(resource.condition):
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
        return self._policy  # asked for by the log target as well

    @cached_property
    def _policy(self) -> Setting[Policy]:
        linked = self._estate.links.of(self._bucket, BUCKET_POLICY, self._world).only(self._header, self._world)
        match linked:
            case Known(companion):
                return _policy_of(companion, self._world)
            case other:
                return other


def _function(resource: Resource) -> Setting[Text]:
    symbol = Symbol(resource.address, "arn", f"${{{resource.address}.Arn}}")
    return Known(Text((Piece(symbol, resource.origin),)), resource.origin)


def _policy_of(companion: Companion, world: World) -> Setting[Policy]:
    resource = companion.resource
    document = view_of(resource.settings, resource.origin, world).entry("PolicyDocument")
    key = document.key if document is not None else None
    return read_policy(property_of(resource, "PolicyDocument"), resource.origin, world, key)


class ExternalReader(_Reader):
    """What a template says about a bucket that it only refers to: its policy, if it declares one; else nothing."""

    def __init__(self, name: str, companions: Sequence[Companion], identity: Text, header: Origin, world: World) -> None:
        self._elsewhere = stated_elsewhere(name, header)
        super().__init__(View(self._elsewhere, header, world), header, world)
        self._companions = companions
        self._identity = identity

    def name(self) -> Setting[Text]:
        return Known(self._identity, self._header)

    def account_public_access_block(self) -> Setting[PublicAccessBlock]:
        return self._elsewhere

    def log_target(self) -> Setting[LogTarget]:
        return self._elsewhere

    def policy(self) -> Setting[Policy]:
        policies = [companion for companion in self._companions if companion.resource.type == BUCKET_POLICY]
        return _policy_of(policies[-1], self._world) if policies else self._elsewhere

    def encryption_key(self) -> Setting[Key]:
        return self._elsewhere

    def deletion_policy(self) -> Setting[str]:
        return self._elsewhere

    def update_replace_policy(self) -> Setting[str]:
        return self._elsewhere

    def force_destroy(self) -> Setting[bool]:
        return self._elsewhere
