"""Condition keys: type, number of values, when a request has them, and what a value that no policy names looks like.

Source: IAM's page of global condition keys, and the condition keys of S3 in the Service Authorization Reference.
"""

from __future__ import annotations

from enum import Enum

from s3lint.base.record import Record


class Kind(Enum):
    """The type of a key's values."""

    STRING = "string"
    ARN = "ARN"
    BOOL = "Boolean"
    NUMBER = "number"
    DATE = "date"
    ADDRESS = "address"
    BINARY = "binary"


class Presence(Enum):
    """Which requests have a key.

    `CALLER` is given by who calls. The others may also be absent, but for `ALWAYS`.
    """

    ALWAYS = "always"
    OPTIONAL = "optional"
    SIGNED = "of callers with credentials"
    SERVICE = "of calls by a service on behalf of a resource"
    CALLER = "given by the caller"


class Key(Record):
    """`name` as AWS writes it; `fresh` is a value that no policy names, `only` are all values where they are few."""

    name: str
    kind: Kind = Kind.STRING
    presence: Presence = Presence.OPTIONAL
    is_multivalued: bool = False
    fresh: str = "other"
    only: tuple[str, ...] = ()


_S = Kind.STRING
_KEYS = (
    Key("aws:SecureTransport", Kind.BOOL, Presence.ALWAYS),
    Key("s3:TlsVersion", Kind.NUMBER),
    Key("aws:PrincipalArn", Kind.ARN, Presence.CALLER),
    Key("aws:PrincipalAccount", _S, Presence.CALLER),
    Key("aws:PrincipalIsAWSService", Kind.BOOL, Presence.CALLER),
    Key("aws:PrincipalServiceName", _S, Presence.CALLER),
    Key("aws:PrincipalServiceNamesList", _S, Presence.CALLER, is_multivalued=True),
    Key("aws:PrincipalType", _S, Presence.CALLER),
    Key("aws:username", _S, Presence.CALLER),
    Key("aws:userid", _S, Presence.SIGNED, fresh="AIDASTRANGER"),
    Key("aws:PrincipalOrgID", _S, Presence.SIGNED, fresh="o-stranger"),
    Key("aws:PrincipalOrgPaths", _S, Presence.SIGNED, is_multivalued=True, fresh="o-stranger/r-root/"),
    Key("aws:FederatedProvider", _S, Presence.SIGNED),
    Key("aws:TokenIssueTime", Kind.DATE, Presence.SIGNED),
    Key("aws:MultiFactorAuthPresent", Kind.BOOL, Presence.SIGNED),
    Key("aws:MultiFactorAuthAge", Kind.NUMBER, Presence.SIGNED),
    Key("aws:SourceIdentity", _S, Presence.SIGNED),
    Key("aws:ViaAWSService", Kind.BOOL, Presence.SIGNED),
    Key("aws:CalledVia", _S, Presence.SIGNED, is_multivalued=True, fresh="athena.amazonaws.com"),
    Key("aws:CalledViaFirst", _S, Presence.SIGNED, fresh="athena.amazonaws.com"),
    Key("aws:CalledViaLast", _S, Presence.SIGNED, fresh="athena.amazonaws.com"),
    Key("aws:Ec2InstanceSourceVpc", _S, Presence.SIGNED, fresh="vpc-stranger"),
    Key("aws:Ec2InstanceSourcePrivateIPv4", Kind.ADDRESS, Presence.SIGNED),
    Key("aws:SourceArn", Kind.ARN, Presence.SERVICE),
    Key("aws:SourceAccount", _S, Presence.SERVICE, fresh="999999999999"),
    Key("aws:SourceOwner", _S, Presence.SERVICE, fresh="999999999999"),
    Key("aws:SourceOrgID", _S, Presence.SERVICE, fresh="o-stranger"),
    Key("aws:SourceOrgPaths", _S, Presence.SERVICE, is_multivalued=True, fresh="o-stranger/r-root/"),
    Key("aws:SourceIp", Kind.ADDRESS),
    Key("aws:VpcSourceIp", Kind.ADDRESS),
    Key("aws:SourceVpc", _S, fresh="vpc-stranger"),
    Key("aws:SourceVpce", _S, fresh="vpce-stranger"),
    Key("aws:SourceVpcArn", Kind.ARN),
    Key("aws:VpceAccount", _S, fresh="999999999999"),
    Key("aws:VpceOrgID", _S, fresh="o-stranger"),
    Key("aws:VpceOrgPaths", _S, is_multivalued=True, fresh="o-stranger/r-root/"),
    Key("aws:ResourceAccount", _S, Presence.ALWAYS, fresh="999999999999"),
    Key("aws:ResourceOrgID", _S, fresh="o-stranger"),
    Key("aws:ResourceOrgPaths", _S, is_multivalued=True),
    Key("s3:ResourceAccount", _S, Presence.ALWAYS, fresh="999999999999"),
    Key("aws:RequestedRegion", _S, Presence.ALWAYS, fresh="eu-north-1"),
    Key("aws:CurrentTime", Kind.DATE, Presence.ALWAYS),
    Key("aws:EpochTime", Kind.DATE, Presence.ALWAYS),
    Key("aws:Referer", _S, fresh="https://example.com/"),
    Key("aws:UserAgent", _S, fresh="curl"),
    Key("aws:TagKeys", _S, is_multivalued=True),
    Key("s3:RequestObjectTagKeys", _S, is_multivalued=True),
    Key("s3:DataAccessPointArn", Kind.ARN),
    Key("s3:DataAccessPointAccount", _S, fresh="999999999999"),
    Key("s3:AccessPointNetworkOrigin", _S, fresh="Internet"),
    Key("s3:max-keys", Kind.NUMBER),
    Key("s3:signatureAge", Kind.NUMBER),
    Key("s3:object-lock-remaining-retention-days", Kind.NUMBER),
    Key("s3:object-lock-retain-until-date", Kind.DATE),
    Key("s3:authType", _S, fresh="REST-HEADER"),
    Key("s3:signatureversion", _S, fresh="AWS4-HMAC-SHA256"),
    Key("s3:x-amz-acl", _S, fresh="private"),
    Key("s3:x-amz-server-side-encryption", _S, only=("AES256", "aws:kms", "aws:kms:dsse")),
    Key("s3:x-amz-server-side-encryption-aws-kms-key-id", Kind.ARN),
)

KEYS = {key.name.lower(): key for key in _KEYS}

SECURE_TRANSPORT = "aws:securetransport"
TLS_VERSION = "s3:tlsversion"

CALLER_TAG = "aws:principaltag/"

NETWORK_KEYS = frozenset(
    key.lower()
    for key in (
        "aws:SourceVpc",
        "aws:SourceVpce",
        "aws:VpcSourceIp",
        "aws:SourceVpcArn",
        "aws:VpceAccount",
        "aws:VpceOrgID",
        "aws:VpceOrgPaths",
    )
)
"""Present only through a VPC endpoint; `aws:SourceIp` only otherwise."""

SOURCE_IP = "aws:sourceip"

ACCESS_POINT_KEYS = frozenset(("s3:dataaccesspointarn", "s3:dataaccesspointaccount", "s3:accesspointnetworkorigin"))
"""Present only through an access point."""

VIA_SERVICE_KEYS = frozenset(("aws:viaawsservice", "aws:calledvia", "aws:calledviafirst", "aws:calledvialast"))
"""Set when a service calls with the credentials of somebody who called it."""


_FAMILIES = {
    name.lower(): name
    for name in ("aws:PrincipalTag/", "aws:RequestTag/", "aws:ResourceTag/", "s3:ExistingObjectTag/", "s3:RequestObjectTag/")
}


def key_of(name: str) -> Key:
    """The key of a lower-cased name; one that is not in the table is an optional string."""
    found = KEYS.get(name)
    if found is not None:
        return found
    family, slash, rest = name.partition("/")
    spelled = _FAMILIES.get(family + slash, family + slash) + rest
    return Key(spelled, presence=Presence.SIGNED if name.startswith(CALLER_TAG) else Presence.OPTIONAL)
