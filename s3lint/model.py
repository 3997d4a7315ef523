"""The normalized model: what rules see. One object is one thing in one world, whatever language described it.

Lookups only; nothing here decides. A field is a `Setting`: known, absent or unknown, each with its place.
"""

from __future__ import annotations

from functools import cached_property
from typing import Protocol

from s3lint.policy import Policy
from s3lint.record import Record
from s3lint.value import Origin, Setting, Text, Unknown


ELSEWHERE = "declared elsewhere"


def stated_elsewhere(bucket: str, origin: Origin) -> Unknown:
    """The setting of a bucket that is only referred to here; no rule speaks about what is missing there."""
    return Unknown(f"{bucket} is not declared here", origin, identity=ELSEWHERE)


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
    """One grant of an ACL: `grantee` is a group URI, a canonical user id or an e-mail address."""

    grantee: Setting[Text]
    permission: Setting[str]


class AccessControlList(Record):
    """An ACL: canned (`public-read` in the API's spelling, in both languages) or a list of grants."""

    canned: Setting[str]
    grants: tuple[Grant, ...]


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


class Bucket:
    """One bucket, with the settings of every companion resource folded in.

    `address` is the full address or logical id; `origin` the header of its declaration. `name` is the bucket name, symbolic
    where it is generated. `is_external` marks a bucket that is not declared here but only referred to: what is stated
    about it may be judged, what is missing may not. `construct` is the path by which the program that wrote the template
    knows it, if one did.

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
    ) -> None:
        self.address = address
        self.origin = origin
        self.identity = identity
        self.is_external = is_external
        self.construct = construct
        self._reader = reader

    def __str__(self) -> str:
        return f"{self.address} ({self.construct})" if self.construct else self.address

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
        """Known where the bucket receives access logs: another bucket names it, its ACL or its policy lets the service write."""
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
