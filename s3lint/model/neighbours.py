"""The model of what stands around buckets: identity policies, access points, policies of other stores, trails, objects.

As in `s3lint.model.bucket`, one object is one thing in one world, settings are read when asked for, and nothing here decides.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Protocol, Union

from s3lint.base.record import Record
from s3lint.base.value import Origin, Setting, Text, Unknown
from s3lint.model.bucket import AccessControlList, Bucket, PublicAccessBlock, Strings
from s3lint.policy import Policy, Target


class Neighbour:
    """`address` is the full address or logical id; `origin` the header of the declaration."""

    def __init__(self, address: str, origin: Origin) -> None:
        self.address = address
        self.origin = origin

    def __str__(self) -> str:
        return self.address


class Documents(Record):
    """Policy documents; `unknown`, where set, stands for further ones that may exist."""

    policies: tuple[Setting[Policy], ...]
    unknown: Unknown | None = None


class Identity(Neighbour):
    """A role, user or group, or a policy that is attached to some: what it may do.

    Documents that it only names, such as AWS's own policies, are not among them.
    """

    def __init__(self, address: str, origin: Origin, read: Callable[[], Documents]) -> None:
        super().__init__(address, origin)
        self._read = read

    @cached_property
    def documents(self) -> Documents:
        return self._read()


_SERVICES = {
    "access point": "s3",
    "multi-Region access point": "s3",
    "directory bucket access point": "s3express",
    "Object Lambda access point": "s3-object-lambda",
    "Outposts access point": "s3-outposts",
    "directory bucket": "s3express",
    "Outposts bucket": "s3-outposts",
    "table bucket": "s3tables",
    "table": "s3tables",
    "vector bucket": "s3vectors",
}
"""The prefix of the actions, and the service in the ARNs, of each kind of store and access point."""


def _target(kind: str) -> Target:
    return Target(Text(()), is_access_point=kind.endswith("access point"), store=_SERVICES[kind], subject=f"the {kind}")


class PolicyHolder(Neighbour):
    """A store other than a general purpose bucket that has a policy: `kind` says in words what it is."""

    def __init__(self, address: str, origin: Origin, kind: str, read: Callable[[], Setting[Policy]]) -> None:
        super().__init__(address, origin)
        self.kind = kind
        self._read = read

    @property
    def target(self) -> Target:
        """The store as what its policy is attached to."""
        return _target(self.kind)

    @cached_property
    def policy(self) -> Setting[Policy]:
        return self._read()


class AccessPointReader(Protocol):
    """What a front end knows of an access point in one world."""

    def bucket(self) -> Setting[Text]: ...
    def vpc(self) -> Setting[Text]: ...
    def public_access_block(self) -> Setting[PublicAccessBlock]: ...
    def policy(self) -> Setting[Policy]: ...


class AccessPoint(Neighbour):
    """An access point of any kind, which `kind` names in words."""

    def __init__(self, address: str, origin: Origin, kind: str, reader: AccessPointReader) -> None:
        super().__init__(address, origin)
        self.kind = kind
        self._reader = reader

    @property
    def target(self) -> Target:
        """The access point as what its policy is attached to."""
        return _target(self.kind)

    @cached_property
    def bucket(self) -> Setting[Text]:
        return self._reader.bucket()

    @cached_property
    def vpc(self) -> Setting[Text]:
        """The network that alone reaches it; absent where the internet does."""
        return self._reader.vpc()

    @cached_property
    def public_access_block(self) -> Setting[PublicAccessBlock]:
        """Its own block; an access point without one has all four flags on."""
        return self._reader.public_access_block()

    @cached_property
    def policy(self) -> Setting[Policy]:
        return self._reader.policy()


Store = Union[Bucket, AccessPoint, PolicyHolder]
"""What has a policy of its own."""


class DataEvents(Record):
    """One selector of a trail's events on objects.

    `objects` are the ARNs, or their beginnings, that it covers; none stand for all. `kind` is `All`, `ReadOnly` or `WriteOnly`.
    """

    objects: Strings
    kind: Setting[str]
    origin: Origin


class Selectors(Record):
    events: tuple[DataEvents, ...]
    unknown: Unknown | None = None


class TrailReader(Protocol):
    """What a front end knows of a trail in one world."""

    def bucket(self) -> Setting[Text]: ...
    def data_events(self) -> Setting[Selectors]: ...


class Trail(Neighbour):
    """A CloudTrail trail: the bucket it writes to, and the events on S3 objects that it records."""

    def __init__(self, address: str, origin: Origin, reader: TrailReader) -> None:
        super().__init__(address, origin)
        self._reader = reader

    @cached_property
    def bucket(self) -> Setting[Text]:
        return self._reader.bucket()

    @cached_property
    def data_events(self) -> Setting[Selectors]:
        return self._reader.data_events()


class AccountAccessBlock(Neighbour):
    """The public access block of a whole account; a flag that it leaves out is off."""

    def __init__(self, address: str, origin: Origin, read: Callable[[], Setting[PublicAccessBlock]]) -> None:
        super().__init__(address, origin)
        self._read = read

    @cached_property
    def block(self) -> Setting[PublicAccessBlock]:
        return self._read()


class ObjectReader(Protocol):
    """What a front end knows of a declared object in one world."""

    def bucket(self) -> Setting[Bucket]: ...
    def acl(self) -> Setting[AccessControlList]: ...
    def algorithm(self) -> Setting[str]: ...
    def kms_key(self) -> Setting[Text]: ...


class Object(Neighbour):
    """An object that the code puts into a bucket."""

    def __init__(self, address: str, origin: Origin, reader: ObjectReader) -> None:
        super().__init__(address, origin)
        self._reader = reader

    @cached_property
    def bucket(self) -> Setting[Bucket]:
        """The bucket that it lies in; an external one where that is not declared here."""
        return self._reader.bucket()

    @cached_property
    def acl(self) -> Setting[AccessControlList]:
        return self._reader.acl()

    @cached_property
    def algorithm(self) -> Setting[str]:
        """The encryption that it names itself: `AES256`, `aws:kms` or `aws:kms:dsse`; a key alone means `aws:kms`."""
        return self._reader.algorithm()

    @cached_property
    def kms_key(self) -> Setting[Text]:
        """The KMS key that it names itself."""
        return self._reader.kms_key()


class ContentOrigin(Record):
    """Where a distribution fetches from: `access_control` is the id of its origin access control, `access_identity` the
    older kind; an empty one counts as absent.
    """

    domain: Setting[Text]
    access_control: Setting[Text]
    access_identity: Setting[Text]
    origin: Origin


class ContentOrigins(Record):
    origins: tuple[ContentOrigin, ...]
    unknown: Unknown | None = None


class Distribution(Neighbour):
    """A CloudFront distribution."""

    def __init__(self, address: str, origin: Origin, read: Callable[[], ContentOrigins]) -> None:
        super().__init__(address, origin)
        self._read = read

    @cached_property
    def origins(self) -> ContentOrigins:
        return self._read()


class EndpointReader(Protocol):
    """What a front end knows of a VPC endpoint in one world."""

    def service(self) -> Setting[Text]: ...
    def policy(self) -> Setting[Policy]: ...


class Endpoint(Neighbour):
    """A VPC endpoint of any service: `service` is its full name, such as `com.amazonaws.eu-west-1.s3`."""

    def __init__(self, address: str, origin: Origin, reader: EndpointReader) -> None:
        super().__init__(address, origin)
        self._reader = reader

    @cached_property
    def service(self) -> Setting[Text]:
        return self._reader.service()

    @cached_property
    def policy(self) -> Setting[Policy]:
        """Its policy; an endpoint without one lets everything through."""
        return self._reader.policy()


class AccessKey(Neighbour):
    """A long-lived access key that the code makes for a user."""

    def __init__(self, address: str, origin: Origin, read: Callable[[], Setting[Text]]) -> None:
        super().__init__(address, origin)
        self._read = read

    @cached_property
    def user(self) -> Setting[Text]:
        return self._read()
