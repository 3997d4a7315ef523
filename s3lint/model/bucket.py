"""The normalized model: what rules see. One object is one thing in one world, whatever language described it.

Lookups only; nothing here decides. A field is a `Setting`: known, absent or unknown, each with its place.
"""

from __future__ import annotations

from functools import cached_property

from s3lint.base.comparison import same_text
from s3lint.base.condition import Truth
from s3lint.base.record import Record, described
from s3lint.base.value import Absent, Cause, Known, Origin, Setting, Text, Unknown, text_of
from s3lint.model.logic import Answered, is_so
from s3lint.model.thing import Reader, Thing
from s3lint.policy import Policy, Target


def stated_elsewhere(bucket: str, origin: Origin) -> Unknown:
    """The setting of a bucket that is only referred to here; no rule speaks about what is missing there."""
    return Unknown(f"{bucket} is not declared here", origin, cause=Cause.ELSEWHERE)


class VersioningStatus:
    ENABLED = "Enabled"
    SUSPENDED = "Suspended"
    DISABLED = "Disabled"


class Versioning(Record):
    status: Setting[str] = described("`Enabled`, `Suspended` or `Disabled`; absent, S3 keeps no earlier versions")
    mfa_delete: Setting[bool] = described("whether a second factor is needed to delete a version")


class Encryption(Record):
    """Default encryption."""

    algorithm: Setting[str] = described("`AES256`, `aws:kms` or `aws:kms:dsse`")
    key: Setting[Text] = described("the KMS key: its id, ARN or alias")
    bucket_key: Setting[bool] = described("whether a bucket key saves requests to KMS")


class Key(Record):
    """A KMS key that the same code declares."""

    rotation: Setting[bool] = described("whether AWS changes the material of the key every year")
    origin: Origin


class PublicAccessBlock(Record):
    """The four flags; one left out is absent, which S3 takes for off once a block is declared."""

    block_public_acls: Setting[bool] = described("whether requests that would make an ACL public are refused")
    ignore_public_acls: Setting[bool] = described("whether public ACLs count for nothing")
    block_public_policy: Setting[bool] = described("whether a public policy is refused")
    restrict_public_buckets: Setting[bool] = described("whether a public policy lets in the account and AWS services alone")

    def flags(self) -> tuple[tuple[str, Setting[bool]], ...]:
        """The flags by name, in the order in which AWS documents them."""
        return tuple((name, getattr(self, name)) for name in type(self)._fields)


class Logging(Record):
    """Server access logging."""

    target_bucket: Setting[Text] = described("the name of the bucket that receives the log files")
    target_prefix: Setting[Text] = described("the prefix of their keys")


class LogTarget(Record):
    """A sign that a bucket receives logs, in words, and its place."""

    reason: str
    origin: Origin


class Grant(Record):
    """One grant of an ACL."""

    grantee: Setting[Text] = described("a group URI, or with `is_user` a canonical user id or an e-mail address")
    permission: Setting[str] = described("`READ`, `WRITE`, `READ_ACP`, `WRITE_ACP` or `FULL_CONTROL`")
    is_user: bool = False


class AccessControlList(Record):
    """An ACL: canned, or a list of grants.

    `is_put` tells that it is put on a bucket that is there already, which S3 refuses where ACLs are turned off, whatever it
    grants; otherwise it is an argument of the bucket's creation.
    """

    canned: Setting[str] = described("the canned ACL, in the API's spelling (`public-read`) in both languages")
    grants: tuple[Grant, ...] = described("its grants, one by one")
    owner: Setting[Text] = described("the canonical user id of the owner, where it is stated with the grants")
    is_put: bool = False


class Strings(Record):
    """A list of strings. `unknown`, where set, stands for any number of further ones; so it does in all parts below."""

    items: tuple[Setting[Text], ...]
    unknown: Unknown | None = None

    def having(self, word: str) -> Known[Text] | Unknown | None:
        """The first of them that is a word, or what may be one."""
        doubt = self.unknown
        for item in self.items:
            match item:
                case Known(text, origin):
                    truth = same_text(text, text_of(word, origin))
                    if truth is Truth.YES:
                        return item
                    if truth is Truth.MAYBE and doubt is None:
                        doubt = next(iter(text.unknowns), None)
                case Unknown() if doubt is None:
                    doubt = item
        return doubt


def _is_enabled(status: Setting[str]) -> Answered:
    """Whether a rule is enabled; S3 refuses one without a status, and whoever left that out did not disable it."""
    return isinstance(status, Absent) or is_so(status, "Enabled".__eq__)


class Transition(Record):
    """One change of the storage class; `is_noncurrent` where it is that of earlier versions."""

    storage_class: Setting[str] = described("the storage class to which objects move")
    days: Setting[int] = described("days after which they do")
    is_noncurrent: bool
    origin: Origin


class Transitions(Record):
    steps: tuple[Transition, ...] = described("the changes")
    unknown: Unknown | None = None


class LifecycleRule(Record):
    """One lifecycle rule."""

    status: Setting[str] = described("`Enabled` or `Disabled`")
    narrowed: Setting[str] = described("`prefix`, `tags` or `size`, which keeps it from covering the whole bucket")
    prefix: Setting[Text] = described("the prefix of the keys that it covers")
    filtered: Setting[bool] = described("true where it covers only objects of some tags or sizes")
    expires: Setting[bool] = described("known true where current objects expire")
    expiration_days: Setting[int] = described("days after which current objects expire")
    noncurrent: Setting[bool] = described("known true where earlier versions expire or move to another storage class")
    noncurrent_days: Setting[int] = described("days after which earlier versions expire")
    transitions: Transitions = described("when objects move to which storage class")
    abort_days: Setting[int] = described("days after which an incomplete upload is aborted")
    origin: Origin

    @property
    def is_enabled(self) -> Answered:
        return _is_enabled(self.status)


class Lifecycle(Record):
    rules: tuple[LifecycleRule, ...] = described("the rules")
    unknown: Unknown | None = None


class CorsRule(Record):
    origins: Strings = described("the sites whose scripts may send requests")
    methods: Strings = described("the methods of these requests")
    headers: Strings = described("the headers of these requests")
    origin: Origin


class Cors(Record):
    rules: tuple[CorsRule, ...] = described("the rules")
    unknown: Unknown | None = None


class Redirect(Record):
    """One redirect of a website."""

    host: Setting[Text] = described("the host that requests are sent to")
    protocol: Setting[str] = described("`http` or `https`; absent, the protocol of the request stays")
    origin: Origin


class Website(Record):
    redirects: tuple[Redirect, ...] = described("its redirects")
    unknown: Unknown | None = None


class ReplicationRule(Record):
    """One replication rule."""

    status: Setting[str] = described("`Enabled` or `Disabled`")
    destination: Setting[Text] = described("the ARN of the bucket that receives the copies")
    account: Setting[Text] = described("the account that owns the copies")
    kms_objects: Setting[str] = described("`Enabled` where objects encrypted with KMS are replicated too")
    replica_key: Setting[Text] = described("the key that encrypts the copies")
    origin: Origin

    @property
    def is_enabled(self) -> Answered:
        return _is_enabled(self.status)


class Replication(Record):
    rules: tuple[ReplicationRule, ...] = described("the rules")
    unknown: Unknown | None = None


class ObjectLock(Record):
    """Object lock, and the retention of versions that name none."""

    enabled: Setting[bool] = described("whether object lock is on")
    mode: Setting[str] = described("mode of the default retention: `GOVERNANCE` or `COMPLIANCE`")
    days: Setting[int] = described("days of the default retention")
    years: Setting[int] = described("years of the default retention")


class Notification(Record):
    """One receiver of events: `kind` is `queue`, `topic`, `function` or `EventBridge`, which has no target of its own."""

    kind: str
    target: Setting[Text] = described("the ARN of the receiver; `EventBridge` has none")
    origin: Origin


class Notifications(Record):
    receivers: tuple[Notification, ...] = described("the receivers of events")
    unknown: Unknown | None = None


class Inventory(Record):
    """Where an inventory goes."""

    bucket: Setting[Text] = described("the ARN of the bucket that receives the lists")
    account: Setting[Text] = described("the account that owns that bucket")


class Inventories(Record):
    inventories: tuple[Inventory, ...] = described("the inventories")
    unknown: Unknown | None = None


class Conflict(Record):
    """Two statements of which one has no effect, or one about nothing: `text` says it, `other` is the place of the second."""

    text: str
    origin: Origin
    other: Origin


class Conflicts(Record):
    conflicts: tuple[Conflict, ...]


class Tag(Record):
    key: Setting[Text] = described("its key")
    value: Setting[Text] = described("its value")


class Tags(Record):
    tags: tuple[Tag, ...] = described("the tags")
    unknown: Unknown | None = None


class Bucket(Thing):
    """One bucket, with the settings of every companion resource folded in.

    `identity` is what references call it. `is_external` marks a bucket that is not declared here but only referred to: what
    is stated about it may be judged, what is missing may not. `construct` is the path by which the program that wrote the
    template knows it, if one did. `account` is its owner's account id and `partition` where it lies, empty where nobody says
    them.
    """

    name: Setting[Text] = described("the name, symbolic in part where it is generated; absent where none is given")
    versioning: Versioning = described("whether earlier versions of objects are kept")
    encryption: Setting[Encryption] = described("default encryption of new objects")
    encryption_key: Setting[Key] = described(
        "the key of the default encryption, where the same code declares it; absent for every other key and for none"
    )
    blocked_encryption: Setting[Strings] = described("the encryption types that uploads may not use: `SSE-C` or `NONE`")
    public_access_block: Setting[PublicAccessBlock] = described("the bucket's own public access block")
    account_public_access_block: Setting[PublicAccessBlock] = described(
        "the block of the account, where the same code declares one for the account of this bucket"
    )
    object_ownership: Setting[str] = described("`BucketOwnerEnforced`, `BucketOwnerPreferred` or `ObjectWriter`")
    acl: Setting[AccessControlList] = described("the access control list")
    policy: Setting[Policy] = described("the bucket policy")
    logging: Setting[Logging] = described("server access logging")
    logs_to_itself: Setting[bool] = described("true where its own access logs are delivered to it")
    log_target: Setting[LogTarget] = described(
        "known where the bucket receives access logs: another bucket names it, its ACL or policy lets them in"
    )
    acl_delivery: Setting[LogTarget] = described(
        "known where a service delivers logs to it through an ACL, as CloudFront's standard logs (legacy)"
    )
    lifecycle: Setting[Lifecycle] = described("what becomes of objects with time")
    cors: Setting[Cors] = described("what scripts of other sites may do")
    website: Setting[Website] = described("static website hosting")
    replication: Setting[Replication] = described("copies of objects in other buckets")
    copies_in_region: Setting[bool] = described("true where every copy goes to a declared bucket of the same Region")
    object_lock: Setting[ObjectLock] = described("protection of object versions against deletion")
    notifications: Setting[Notifications] = described("who is told of events")
    inventory: Setting[bool] = described("true where an inventory is enabled, false where all are disabled")
    inventories: Setting[Inventories] = described("where inventories go, enabled or not")
    acceleration: Setting[str] = described("transfer acceleration: `Enabled` or `Suspended`; absent, there is none")
    request_payer: Setting[str] = described("who pays for requests: `BucketOwner`, as where it is absent, or `Requester`")
    tags: Setting[Tags] = described("the tags of the bucket")
    deletion_policy: Setting[str] = described("what becomes of the bucket with its stack: `Delete`, `Retain`, …")
    update_replace_policy: Setting[str] = described("what becomes of the bucket when an update replaces it")
    force_destroy: Setting[bool] = described("whether the bucket is emptied to be deleted")

    conflicts: Setting[Conflicts] = described("what the text states twice, or about a bucket that is not there")

    def __init__(
        self,
        address: str,
        origin: Origin,
        identity: Text,
        reader: Reader,
        *,
        is_external: bool = False,
        construct: str = "",
        account: str = "",
        partition: str = "",
    ) -> None:
        super().__init__(address, origin, reader)
        self.identity = identity
        self.is_external = is_external
        self.construct = construct
        self.account = account
        self.partition = partition

    def __str__(self) -> str:
        return f"{self.address} ({self.construct})" if self.construct else self.address

    @cached_property
    def target(self) -> Target:
        """The bucket as what its policy is attached to."""
        return Target.of(self.identity, self.name, self.account, self.partition)

    def owned_by(self, account: str) -> Bucket:
        """The same bucket, known to belong to an account."""
        return Bucket(
            self.address,
            self.origin,
            self.identity,
            self._reader,
            is_external=self.is_external,
            construct=self.construct,
            account=account,
            partition=self.partition,
        )
