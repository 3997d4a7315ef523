"""Resources of a root module into the bucket model: one reader per bucket and world, which looks things up when asked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from s3lint.base.condition import Truth
from s3lint.base.resource import Resource
from s3lint.base.value import Absent, Data, Known, Origin, Setting, Text, Unknown, Value
from s3lint.base.view import View, view_of
from s3lint.base.worlds import World
from s3lint.languages.linking import Companion, DeclaredBucket, Linked, external_identity, names
from s3lint.languages.parts import ByMethod, declared_key, if_there
from s3lint.languages.terraform import bucket_features, bucket_settings
from s3lint.languages.terraform.addresses import block_of
from s3lint.languages.terraform.linked import BUCKET, Estate, argument
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


def subjects(estate: Estate) -> tuple[Subject, ...]:
    """All buckets, those that are only referred to as well."""
    declared = tuple(_declared(estate, bucket) for bucket in estate.buckets)
    return declared + tuple(_external(estate, name, companions) for name, companions in estate.links.external())


def _declared(estate: Estate, bucket: DeclaredBucket) -> Subject:
    resource = bucket.resource

    def build(world: World) -> Bucket:
        return Bucket(resource.address, resource.origin, bucket.identity, DeclaredReader(estate, bucket, world))

    return Subject(Bucket, resource.address, block_of(resource.address), resource.origin, resource.condition, build)


def _external(estate: Estate, name: str, companions: list[Companion]) -> Subject:
    first = companions[0].resource

    def build(world: World) -> Bucket:
        reader = ExternalReader(estate, name, companions, world)
        return Bucket(name, first.origin, reader.identity, reader, is_external=True)

    return Subject(Bucket, name, block_of(first.address), first.origin, True, build)


class _Reader(ByMethod):
    """What both readers share: settings out of a companion or out of the bucket's own block."""

    def __init__(self, estate: Estate, header: Origin, world: World) -> None:
        self._estate = estate
        self._header = header
        self._world = world

    def _linked(self, kind: str) -> Linked:
        """The companions of a type that belong to the bucket."""
        raise NotImplementedError

    def _split(self, kind: str) -> View:
        """The companion of a kind: known, absent, or unknown with the reason why one may be there."""
        match self._linked(f"aws_s3_bucket_{kind}").only(self._header, self._world):
            case Known(companion):
                return view_of(companion.resource.settings, companion.resource.origin, self._world)
            case other:
                return View(other, self._header, self._world)

    def _inline(self) -> View:
        return View(Absent(self._header), self._header, self._world)

    def _either(self, kind: str, block: str) -> tuple[View, bool]:
        """The companion of a kind, or else the inline block; whether it is the companion."""
        split = self._split(kind)
        if not split.is_absent:
            inline = self._inline().block(block)
            if isinstance(split.value, Known) or inline.is_absent:
                return split, True
        return self._inline().block(block), False

    def versioning(self) -> Versioning:
        view, is_split = self._either("versioning", "versioning")
        return bucket_settings.versioning(view, is_split=is_split)

    def encryption(self) -> Setting[Encryption]:
        view, _ = self._either("server_side_encryption_configuration", "server_side_encryption_configuration")
        return bucket_settings.encryption(view)

    def public_access_block(self) -> Setting[PublicAccessBlock]:
        return bucket_settings.public_access_block(self._split("public_access_block"))

    def logging(self) -> Setting[Logging]:
        return bucket_settings.logging(self._either("logging", "logging")[0])

    def policy(self) -> Setting[Policy]:
        return self._policy  # asked for by the log target as well

    @cached_property
    def _policy(self) -> Setting[Policy]:
        split = self._split("policy")
        inline = self._inline()
        # A policy of its own is certain; a companion that may belong to another bucket is not.
        view = split if isinstance(split.value, Known) or inline.entry("policy") is None else inline
        if isinstance(view.value, Unknown):
            return view.value
        entry = view.entry("policy")
        setting = view.setting("policy")
        if entry is None or isinstance(setting, Absent) or _is_empty(setting):
            return Absent(view.header)
        return read_policy(setting, view.header, self._world, entry.key)

    def acl(self) -> Setting[AccessControlList]:
        split = self._split("acl")
        return bucket_settings.inline_acl(self._inline()) if split.is_absent else bucket_settings.acl(split)

    def object_ownership(self) -> Setting[str]:
        return self._split("ownership_controls").block("rule").word("object_ownership")

    def blocked_encryption(self) -> Setting[Strings]:
        view, _ = self._either("server_side_encryption_configuration", "server_side_encryption_configuration")
        return bucket_features.blocked_encryption(view.block("rule"))

    def encryption_key(self) -> Setting[Key]:
        encryption = self.encryption()
        if not isinstance(encryption, Known):
            return encryption
        aliases = {each.address: self._view_of(each).text("target_key_id") for each in self._estate.key_aliases}
        keys = {each.address: Key(self._view_of(each).flag("enable_key_rotation"), each.origin) for each in self._estate.keys}
        return declared_key(encryption.value.key, keys, aliases)

    def _view_of(self, resource: Resource) -> View:
        return view_of(resource.settings, resource.origin, self._world)

    def lifecycle(self) -> Setting[Lifecycle]:
        return bucket_features.lifecycle(self._split("lifecycle_configuration"), self._inline())

    def cors(self) -> Setting[Cors]:
        return bucket_features.cors(self._split("cors_configuration"), self._inline())

    def website(self) -> Setting[Website]:
        return bucket_features.website(self._split("website_configuration"), self._inline())

    def replication(self) -> Setting[Replication]:
        return bucket_features.replication(self._split("replication_configuration"), self._inline())

    def object_lock(self) -> Setting[ObjectLock]:
        return bucket_features.object_lock(self._split("object_lock_configuration"), self._inline())

    def notifications(self) -> Setting[Notifications]:
        return if_there(self._split("notification"), bucket_features.notifications)

    def inventory(self) -> Setting[bool]:
        return bucket_features.inventory(self._split("inventory"))

    def deletion_policy(self) -> Setting[str]:
        # CloudFormation's attribute; Terraform has `force_destroy`.
        return Absent(self._header)

    def update_replace_policy(self) -> Setting[str]:
        return Absent(self._header)


def _is_empty(setting: Setting[Data]) -> bool:
    match setting:
        case Known(str() | Text() as text):
            return (text if isinstance(text, str) else text.literal) == ""
        case _:
            return False


class DeclaredReader(_Reader):
    """What a configuration says about one bucket that it declares, in one world."""

    def __init__(self, estate: Estate, bucket: DeclaredBucket, world: World) -> None:
        super().__init__(estate, bucket.resource.origin, world)
        self._bucket = bucket
        self._view = view_of(bucket.resource.settings, bucket.resource.origin, world)

    def _linked(self, kind: str) -> Linked:
        found = self._estate.links.of(self._bucket, kind, self._world)
        return Linked(found.certain, found.doubt or self._estate.unread)

    def _inline(self) -> View:
        return self._view

    def name(self) -> Setting[Text]:
        named = self._world.settle(self._bucket.name)
        match named:
            case Known(str() | Text()):
                return self._view.text("bucket")
            case Absent():
                return bucket_settings.prefixed_name(self._view, self._bucket.symbol)
            case Known(origin=origin):
                return Unknown("expected a string here", origin)
            case unknown:
                return unknown

    def tags(self) -> Setting[Tags]:
        return bucket_features.tags(self._view)

    def force_destroy(self) -> Setting[bool]:
        return self._view.flag("force_destroy")

    def account_public_access_block(self) -> Setting[PublicAccessBlock]:
        for resource in self._estate.account_blocks:
            if resource.provider == self._bucket.resource.provider and self._world.decide(resource.condition):
                return bucket_settings.public_access_block(view_of(resource.settings, resource.origin, self._world))
        return self._estate.unread or Absent(self._header)

    def log_target(self) -> Setting[LogTarget]:
        doubt: Unknown | None = self._estate.unread
        for found in self._logging_that_names_it():
            if isinstance(found, Known):
                return found
            doubt = found
        by_acl = bucket_settings.receives_logs_by_acl(self.acl())
        if not isinstance(by_acl, Absent):
            return by_acl
        policy = self.policy()
        if isinstance(policy, Known):
            by_policy = receives_logs_by_policy(policy.value)
            if not isinstance(by_policy, Absent):
                return by_policy
        return doubt if doubt is not None else Absent(self._header)

    def _logging_that_names_it(self) -> list[Known[LogTarget] | Unknown]:
        """The logging configurations of other buckets that name this one, or may."""
        found: list[Known[LogTarget] | Unknown] = []
        own = {companion.resource.address for companion in self._linked("aws_s3_bucket_logging").certain}
        for resource in self._estate.log_sources(self._bucket):
            if resource.type != BUCKET and resource.address not in own:
                found += self._named_by(resource, argument(resource, "target_bucket"))
            elif resource.type == BUCKET and resource is not self._bucket.resource:
                view = view_of(resource.settings, resource.origin, self._world).block("logging")
                found += self._named_by(resource, view.setting("target_bucket"))
        return found

    def _named_by(self, resource: Resource, target: Value[Data]) -> list[Known[LogTarget] | Unknown]:
        if isinstance(target, Absent) or not self._world.decide(resource.condition):
            return []
        named = self._world.settle(target)
        match named, names(named, self._bucket, self._world):
            case Known(), Truth.YES:
                return [Known(LogTarget(f"{resource.address} logs to it", named.origin), named.origin)]
            case ((Known() | Unknown()), Truth.MAYBE):
                inputs = named.inputs if isinstance(named, Unknown) else ()
                return [Unknown(f"{resource.address} may log to it", named.origin, inputs)]
            case _:
                return []


class ExternalReader(_Reader):
    """What companions state about a bucket that is not declared here; what they do not state is unknown."""

    def __init__(self, estate: Estate, name: str, companions: Sequence[Companion], world: World) -> None:
        super().__init__(estate, companions[0].resource.origin, world)
        self._companions = companions
        self._elsewhere = stated_elsewhere(name, self._header)
        self.identity = external_identity(companions[0])

    def _linked(self, kind: str) -> Linked:
        here = [
            companion
            for companion in self._companions
            if companion.resource.type == kind and self._world.decide(companion.resource.condition)
        ]
        return Linked(tuple(here), None if here else self._elsewhere)

    def name(self) -> Setting[Text]:
        return Known(self.identity, self._header)

    def account_public_access_block(self) -> Setting[PublicAccessBlock]:
        return self._elsewhere

    def log_target(self) -> Setting[LogTarget]:
        return self._elsewhere

    def tags(self) -> Setting[Tags]:
        return self._elsewhere

    def force_destroy(self) -> Setting[bool]:
        return self._elsewhere
