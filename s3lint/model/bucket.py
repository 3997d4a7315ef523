"""The normalized model: what rules see. One object is one thing in one world, whatever language described it.

Lookups only; nothing here decides. A field is a `Setting`: known, absent or unknown, each with its place.
"""

from __future__ import annotations

from functools import cached_property
from typing import Protocol

from s3lint.base.record import Record
from s3lint.base.value import Cause, Origin, Setting, Text, Unknown
from s3lint.policy import Policy, Target


def stated_elsewhere(bucket: str, origin: Origin) -> Unknown:
    """The setting of a bucket that is only referred to here; no rule speaks about what is missing there."""
    return Unknown(f"{bucket} is not declared here", origin, cause=Cause.ELSEWHERE)


class VersioningStatus:
    ENABLED = "Enabled"
    SUSPENDED = "Suspended"
    DISABLED = "Disabled"


class Versioning(Record):
    status: Setting[str]
    mfa_delete: Setting[bool]


class Encryption(Record):
    """Default encryption: `algorithm` is `AES256`, `aws:kms` or `aws:kms:dsse`; `key` a key id, ARN or alias."""

    algorithm: Setting[str]
    key: Setting[Text]
    bucket_key: Setting[bool]


class Key(Record):
    """A KMS key that the same code declares: whether AWS changes its material every year."""

    rotation: Setting[bool]
    origin: Origin


class PublicAccessBlock(Record):
    """The four flags; one left out is absent, which S3 takes for off once a block is declared."""

    block_public_acls: Setting[bool]
    ignore_public_acls: Setting[bool]
    block_public_policy: Setting[bool]
    restrict_public_buckets: Setting[bool]

    def flags(self) -> tuple[tuple[str, Setting[bool]], ...]:
        """The flags by name, in the order in which AWS documents them."""
        return tuple((name, getattr(self, name)) for name in type(self)._fields)


class Logging(Record):
    """Server access logging: the name of the bucket that receives the log files, and the prefix of their keys."""

    target_bucket: Setting[Text]
    target_prefix: Setting[Text]


class LogTarget(Record):
    """A sign that a bucket receives server access logs, in words, and its place."""

    reason: str
    origin: Origin


class Grant(Record):
    """One grant of an ACL: `grantee` is a group URI, or with `is_user` a canonical user id or an e-mail address."""

    grantee: Setting[Text]
    permission: Setting[str]
    is_user: bool = False


class AccessControlList(Record):
    """An ACL: canned (`public-read` in the API's spelling, in both languages) or a list of grants."""

    canned: Setting[str]
    grants: tuple[Grant, ...]


class Strings(Record):
    """A list of strings. `unknown`, where set, stands for any number of further ones; so it does in all parts below."""

    items: tuple[Setting[Text], ...]
    unknown: Unknown | None = None


class LifecycleRule(Record):
    """One lifecycle rule. `status` is `Enabled` or `Disabled`.

    `narrowed` says what keeps the rule from covering the whole bucket (`prefix`, `tags`, `size`); absent where nothing does.
    `expires` is known to be true where current objects expire, `noncurrent` where earlier versions expire or move to another
    storage class; `abort_days` are the days after which an incomplete upload is aborted.
    """

    status: Setting[str]
    narrowed: Setting[str]
    expires: Setting[bool]
    noncurrent: Setting[bool]
    abort_days: Setting[int]
    origin: Origin


class Lifecycle(Record):
    rules: tuple[LifecycleRule, ...]
    unknown: Unknown | None = None


class CorsRule(Record):
    origins: Strings
    methods: Strings
    headers: Strings
    origin: Origin


class Cors(Record):
    rules: tuple[CorsRule, ...]
    unknown: Unknown | None = None


class Redirect(Record):
    """One redirect of a website: `protocol` is `http` or `https`; absent, the protocol of the request stays."""

    host: Setting[Text]
    protocol: Setting[str]
    origin: Origin


class Website(Record):
    redirects: tuple[Redirect, ...]
    unknown: Unknown | None = None


class ReplicationRule(Record):
    """`kms_objects` is `Enabled` where objects encrypted with KMS are replicated too, with `replica_key`."""

    status: Setting[str]
    destination: Setting[Text]
    kms_objects: Setting[str]
    replica_key: Setting[Text]
    origin: Origin


class Replication(Record):
    rules: tuple[ReplicationRule, ...]
    unknown: Unknown | None = None


class ObjectLock(Record):
    """Object lock; `mode`, `days` and `years` are the default retention."""

    enabled: Setting[bool]
    mode: Setting[str]
    days: Setting[int]
    years: Setting[int]


class Notification(Record):
    """One receiver of events: `kind` is `queue`, `topic`, `function` or `EventBridge`, which has no target of its own."""

    kind: str
    target: Setting[Text]
    origin: Origin


class Notifications(Record):
    receivers: tuple[Notification, ...]
    unknown: Unknown | None = None


class Tag(Record):
    key: Setting[Text]
    value: Setting[Text]


class Tags(Record):
    tags: tuple[Tag, ...]
    unknown: Unknown | None = None


class BucketReader(Protocol):
    """What a front end knows of a bucket in one world; each method is asked at most once."""

    def name(self) -> Setting[Text]: ...
    def versioning(self) -> Versioning: ...
    def encryption(self) -> Setting[Encryption]: ...
    def public_access_block(self) -> Setting[PublicAccessBlock]: ...
    def account_public_access_block(self) -> Setting[PublicAccessBlock]: ...
    def logging(self) -> Setting[Logging]: ...
    def log_target(self) -> Setting[LogTarget]: ...
    def policy(self) -> Setting[Policy]: ...
    def acl(self) -> Setting[AccessControlList]: ...
    def object_ownership(self) -> Setting[str]: ...
    def blocked_encryption(self) -> Setting[Strings]: ...
    def encryption_key(self) -> Setting[Key]: ...
    def lifecycle(self) -> Setting[Lifecycle]: ...
    def cors(self) -> Setting[Cors]: ...
    def website(self) -> Setting[Website]: ...
    def replication(self) -> Setting[Replication]: ...
    def object_lock(self) -> Setting[ObjectLock]: ...
    def notifications(self) -> Setting[Notifications]: ...
    def inventory(self) -> Setting[bool]: ...
    def tags(self) -> Setting[Tags]: ...
    def deletion_policy(self) -> Setting[str]: ...
    def update_replace_policy(self) -> Setting[str]: ...
    def force_destroy(self) -> Setting[bool]: ...


class Bucket:
    """One bucket, with the settings of every companion resource folded in.

    `address` is the full address or logical id; `origin` the header of its declaration. `name` is the bucket name, symbolic
    where it is generated. `is_external` marks a bucket that is not declared here but only referred to: what is stated
    about it may be judged, what is missing may not. `construct` is the path by which the program that wrote the template
    knows it, if one did. `account` is its owner's account id, empty where nobody says it.

    Settings are read when asked for, so that a question depends on no input that it does not need.
    """

    def __init__(
        self,
        address: str,
        origin: Origin,
        identity: Text,
        reader: BucketReader,
        *,
        is_external: bool = False,
        construct: str = "",
        account: str = "",
    ) -> None:
        self.address = address
        self.origin = origin
        self.identity = identity
        self.is_external = is_external
        self.construct = construct
        self.account = account
        self._reader = reader

    def __str__(self) -> str:
        return f"{self.address} ({self.construct})" if self.construct else self.address

    @cached_property
    def target(self) -> Target:
        """The bucket as what its policy is attached to."""
        return Target.of(self.identity, self.name, self.account)

    @cached_property
    def name(self) -> Setting[Text]:
        """The configured name; absent where S3 or the language generates one."""
        return self._reader.name()

    @cached_property
    def versioning(self) -> Versioning:
        return self._reader.versioning()

    @cached_property
    def encryption(self) -> Setting[Encryption]:
        return self._reader.encryption()

    @cached_property
    def public_access_block(self) -> Setting[PublicAccessBlock]:
        """The bucket's own block."""
        return self._reader.public_access_block()

    @cached_property
    def account_public_access_block(self) -> Setting[PublicAccessBlock]:
        """The block of the account, where the same code declares one for the account of this bucket."""
        return self._reader.account_public_access_block()

    @cached_property
    def logging(self) -> Setting[Logging]:
        return self._reader.logging()

    @cached_property
    def log_target(self) -> Setting[LogTarget]:
        """Known where the bucket receives access logs: another bucket names it, its ACL or policy lets them in."""
        return self._reader.log_target()

    @cached_property
    def policy(self) -> Setting[Policy]:
        return self._reader.policy()

    @cached_property
    def acl(self) -> Setting[AccessControlList]:
        return self._reader.acl()

    @cached_property
    def object_ownership(self) -> Setting[str]:
        """`BucketOwnerEnforced`, `BucketOwnerPreferred` or `ObjectWriter`."""
        return self._reader.object_ownership()

    @cached_property
    def encryption_key(self) -> Setting[Key]:
        """The key of the default encryption, where the same code declares it; absent for every other key and for none."""
        return self._reader.encryption_key()

    @cached_property
    def blocked_encryption(self) -> Setting[Strings]:
        """The encryption types that uploads may not use: `SSE-C` or `NONE`."""
        return self._reader.blocked_encryption()

    @cached_property
    def lifecycle(self) -> Setting[Lifecycle]:
        return self._reader.lifecycle()

    @cached_property
    def cors(self) -> Setting[Cors]:
        return self._reader.cors()

    @cached_property
    def website(self) -> Setting[Website]:
        return self._reader.website()

    @cached_property
    def replication(self) -> Setting[Replication]:
        return self._reader.replication()

    @cached_property
    def object_lock(self) -> Setting[ObjectLock]:
        return self._reader.object_lock()

    @cached_property
    def notifications(self) -> Setting[Notifications]:
        return self._reader.notifications()

    @cached_property
    def inventory(self) -> Setting[bool]:
        """Known true where an inventory configuration is enabled, known false where all are disabled."""
        return self._reader.inventory()

    @cached_property
    def tags(self) -> Setting[Tags]:
        return self._reader.tags()

    @cached_property
    def deletion_policy(self) -> Setting[str]:
        """What becomes of the bucket with its stack: `Delete`, `Retain`, …; CloudFormation only."""
        return self._reader.deletion_policy()

    @cached_property
    def update_replace_policy(self) -> Setting[str]:
        """What becomes of the bucket when an update replaces it; CloudFormation only."""
        return self._reader.update_replace_policy()

    @cached_property
    def force_destroy(self) -> Setting[bool]:
        """Whether the bucket is emptied to be deleted; Terraform only."""
        return self._reader.force_destroy()
