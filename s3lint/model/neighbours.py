"""The model of what stands around buckets: identity policies, access points, policies of other stores, trails, objects.

As in `s3lint.model.bucket`, one object is one thing in one world, settings are read when asked for, and nothing here decides.
"""

from __future__ import annotations

from typing import Union

from s3lint.base.record import Record, described
from s3lint.base.value import Origin, Setting, Text, Unknown
from s3lint.model.bucket import AccessControlList, Bucket, PublicAccessBlock, Strings, Tags
from s3lint.model.thing import Reader, Thing
from s3lint.policy import Policy, Target


class Documents(Record):
    """Policy documents; `unknown`, where set, stands for further ones that may exist."""

    policies: tuple[Setting[Policy], ...] = described("the documents")
    unknown: Unknown | None = None


class Identity(Thing, key="identity"):
    """A role, user or group, or a policy that is attached to some; `account` is the id of its account, or empty."""

    account: str = ""

    documents: Documents = described("its policy documents, with those of AWS's own policies that it names by ARN")
    permissions_boundaries: Documents = described(
        "what caps the policies, one document for each who has them; none where somebody has no permissions boundary"
    )
    is_only_boundary: Setting[bool] = described("whether it is a permissions boundary, and attached to nobody")

    def owned_by(self, account: str) -> Identity:
        """The same identity, known to belong to an account."""
        found = Identity(self.address, self.origin, self._reader)
        found.account = account
        return found


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


class PolicyHolder(Thing, key="store"):
    """A store other than a general purpose bucket that has a policy: `kind` says in words what it is."""

    policy: Setting[Policy] = described("the policy of the store")

    def __init__(self, address: str, origin: Origin, kind: str, reader: Reader) -> None:
        super().__init__(address, origin, reader)
        self.kind = kind

    @property
    def target(self) -> Target:
        """The store as what its policy is attached to."""
        return _target(self.kind)


class AccessPoint(Thing, key="access_point"):
    """An access point of any kind, which `kind` names in words."""

    bucket: Setting[Bucket] = described(
        "the bucket that it leads to, an external one where that is not declared here; absent where it leads to several"
    )
    vpc: Setting[Text] = described("the network that alone reaches it; absent where the internet does")
    public_access_block: Setting[PublicAccessBlock] = described("its own block; without one, all four flags are on")
    policy: Setting[Policy] = described("the policy of the access point")

    def __init__(self, address: str, origin: Origin, kind: str, reader: Reader) -> None:
        super().__init__(address, origin, reader)
        self.kind = kind

    @property
    def target(self) -> Target:
        """The access point as what its policy is attached to."""
        return _target(self.kind)


Store = Union[Bucket, AccessPoint, PolicyHolder]
"""What has a policy of its own."""


class DataEvents(Record):
    """One selector of a trail's events on objects."""

    objects: Strings = described("the ARNs, or their beginnings, that it covers; none stand for all")
    kind: Setting[str] = described("`All`, `ReadOnly` or `WriteOnly`")
    origin: Origin


class Selectors(Record):
    events: tuple[DataEvents, ...] = described("the selectors")
    unknown: Unknown | None = None


class Trail(Thing, key="trail"):
    """A CloudTrail trail."""

    bucket: Setting[Bucket] = described("the bucket that it writes to; an external one where that is not declared here")
    data_events: Setting[Selectors] = described("the events on objects that it records")


class AccountAccessBlock(Thing, key="account"):
    """The public access block of a whole account."""

    public_access_block: Setting[PublicAccessBlock] = described("the block; a flag that it leaves out is off")


class Object(Thing, key="object"):
    """An object that the code puts into a bucket."""

    bucket: Setting[Bucket] = described("the bucket that it lies in; an external one where that is not declared here")
    acl: Setting[AccessControlList] = described("its access control list")
    algorithm: Setting[str] = described(
        "the encryption that it names itself: `AES256`, `aws:kms` or `aws:kms:dsse`; a key alone means `aws:kms`"
    )
    kms_key: Setting[Text] = described("the KMS key that it names itself")
    content: Setting[Text] = described("what is in it, where that is written in the code")
    metadata: Setting[Tags] = described("its metadata")
    tags: Setting[Tags] = described("its tags")


class ContentOrigin(Record):
    """Where a distribution fetches from."""

    domain: Setting[Text] = described("the domain name of what it fetches from")
    access_control: Setting[Text] = described("the id of its origin access control; an empty one counts as absent")
    access_identity: Setting[Text] = described("its origin access identity, the older kind; an empty one counts as absent")
    is_custom: Setting[bool] = described("true where it is fetched from as from any web server, without access control")
    origin: Origin


class ContentOrigins(Record):
    origins: tuple[ContentOrigin, ...] = described("the origins")
    unknown: Unknown | None = None


class Distribution(Thing, key="distribution"):
    """A CloudFront distribution."""

    origins: ContentOrigins = described("what it fetches from")


class DnsRecord(Record):
    """One DNS record."""

    name: Setting[Text] = described("its name, with or without the dot at the end")
    kind: Setting[str] = described("its type: `A`, `CNAME` …")
    alias: Setting[Text] = described("the domain name that it is an alias of, in the sense of Route 53")
    values: Strings = described("its values: of a `CNAME`, the domain name")
    origin: Origin


class DnsRecords(Record):
    records: tuple[DnsRecord, ...] = described("the records")
    unknown: Unknown | None = None


class DnsRecordSet(Thing, key="dns_record_set"):
    """A set, or several, of DNS records of Route 53."""

    records: DnsRecords = described("the records")


class Endpoint(Thing, key="endpoint"):
    """A VPC endpoint of any service."""

    service: Setting[Text] = described("its full name, such as `com.amazonaws.eu-west-1.s3`")
    policy: Setting[Policy] = described("its policy; an endpoint without one lets everything through")


class AccessKey(Thing, key="access_key"):
    """A long-lived access key that the code makes for a user."""

    user: Setting[Text] = described("the name of the user")
    documents: Documents = described("the policies of the user that the same code declares, and those of AWS among them")
