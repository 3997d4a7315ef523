"""Condition keys: type, number of values, when a request has them, and what a value that no policy names looks like.

Source: IAM's page of global condition keys, and the condition keys of S3 in the Service Authorization Reference.
"""

from __future__ import annotations

from enum import Enum

from s3lint.base.record import Record


class KeyType(Enum):
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


class ConditionKey(Record):
    """`name` as AWS writes it; `fresh` is a value that no policy names, `only` are all values where they are few."""

    name: str
    type: KeyType = KeyType.STRING
    presence: Presence = Presence.OPTIONAL
    is_multivalued: bool = False
    fresh: str = "other"
    only: tuple[str, ...] = ()


# In Python and not in JSON as the other tables, which would take twice as long (75 against 40 microseconds of every policy).
_S = KeyType.STRING
_KEYS = (
    ConditionKey("aws:SecureTransport", KeyType.BOOL, Presence.ALWAYS),
    ConditionKey("s3:TlsVersion", KeyType.NUMBER),
    ConditionKey("aws:PrincipalArn", KeyType.ARN, Presence.CALLER),
    ConditionKey("aws:PrincipalAccount", _S, Presence.CALLER),
    ConditionKey("aws:PrincipalIsAWSService", KeyType.BOOL, Presence.CALLER),
    ConditionKey("aws:PrincipalServiceName", _S, Presence.CALLER),
    ConditionKey("aws:PrincipalServiceNamesList", _S, Presence.CALLER, is_multivalued=True),
    ConditionKey("aws:PrincipalType", _S, Presence.CALLER),
    ConditionKey("aws:username", _S, Presence.CALLER),
    ConditionKey("aws:userid", _S, Presence.SIGNED, fresh="AIDASTRANGER"),
    ConditionKey("aws:PrincipalOrgID", _S, Presence.SIGNED, fresh="o-stranger"),
    ConditionKey("aws:PrincipalOrgPaths", _S, Presence.SIGNED, is_multivalued=True, fresh="o-stranger/r-root/"),
    ConditionKey("aws:FederatedProvider", _S, Presence.SIGNED),
    ConditionKey("aws:TokenIssueTime", KeyType.DATE, Presence.SIGNED),
    ConditionKey("aws:MultiFactorAuthPresent", KeyType.BOOL, Presence.SIGNED),
    ConditionKey("aws:MultiFactorAuthAge", KeyType.NUMBER, Presence.SIGNED),
    ConditionKey("aws:SourceIdentity", _S, Presence.SIGNED),
    ConditionKey("aws:ViaAWSService", KeyType.BOOL, Presence.SIGNED),
    ConditionKey("aws:CalledVia", _S, Presence.SIGNED, is_multivalued=True, fresh="athena.amazonaws.com"),
    ConditionKey("aws:CalledViaFirst", _S, Presence.SIGNED, fresh="athena.amazonaws.com"),
    ConditionKey("aws:CalledViaLast", _S, Presence.SIGNED, fresh="athena.amazonaws.com"),
    ConditionKey("aws:Ec2InstanceSourceVpc", _S, Presence.SIGNED, fresh="vpc-stranger"),
    ConditionKey("aws:Ec2InstanceSourcePrivateIPv4", KeyType.ADDRESS, Presence.SIGNED),
    ConditionKey("aws:SourceArn", KeyType.ARN, Presence.SERVICE),
    ConditionKey("aws:SourceAccount", _S, Presence.SERVICE, fresh="999999999999"),
    ConditionKey("aws:SourceOwner", _S, Presence.SERVICE, fresh="999999999999"),
    ConditionKey("aws:SourceOrgID", _S, Presence.SERVICE, fresh="o-stranger"),
    ConditionKey("aws:SourceOrgPaths", _S, Presence.SERVICE, is_multivalued=True, fresh="o-stranger/r-root/"),
    ConditionKey("aws:SourceIp", KeyType.ADDRESS),
    ConditionKey("aws:VpcSourceIp", KeyType.ADDRESS),
    ConditionKey("aws:SourceVpc", _S, fresh="vpc-stranger"),
    ConditionKey("aws:SourceVpce", _S, fresh="vpce-stranger"),
    ConditionKey("aws:SourceVpcArn", KeyType.ARN),
    ConditionKey("aws:VpceAccount", _S, fresh="999999999999"),
    ConditionKey("aws:VpceOrgID", _S, fresh="o-stranger"),
    ConditionKey("aws:VpceOrgPaths", _S, is_multivalued=True, fresh="o-stranger/r-root/"),
    ConditionKey("aws:ResourceAccount", _S, Presence.ALWAYS, fresh="999999999999"),
    ConditionKey("aws:ResourceOrgID", _S, fresh="o-stranger"),
    ConditionKey("aws:ResourceOrgPaths", _S, is_multivalued=True),
    ConditionKey("s3:ResourceAccount", _S, Presence.ALWAYS, fresh="999999999999"),
    ConditionKey("aws:RequestedRegion", _S, Presence.ALWAYS, fresh="eu-north-1"),
    ConditionKey("aws:CurrentTime", KeyType.DATE, Presence.ALWAYS),
    ConditionKey("aws:EpochTime", KeyType.DATE, Presence.ALWAYS),
    ConditionKey("aws:Referer", _S, fresh="https://example.com/"),
    ConditionKey("aws:UserAgent", _S, fresh="curl"),
    ConditionKey("aws:TagKeys", _S, is_multivalued=True),
    ConditionKey("s3:RequestObjectTagKeys", _S, is_multivalued=True),
    ConditionKey("s3:DataAccessPointArn", KeyType.ARN),
    ConditionKey("s3:DataAccessPointAccount", _S, fresh="999999999999"),
    ConditionKey("s3:AccessPointNetworkOrigin", _S, fresh="Internet"),
    ConditionKey("s3:max-keys", KeyType.NUMBER),
    ConditionKey("s3:signatureAge", KeyType.NUMBER),
    ConditionKey("s3:object-lock-remaining-retention-days", KeyType.NUMBER),
    ConditionKey("s3:object-lock-retain-until-date", KeyType.DATE),
    ConditionKey("s3:authType", _S, fresh="REST-HEADER"),
    ConditionKey("s3:signatureversion", _S, fresh="AWS4-HMAC-SHA256"),
    ConditionKey("s3:x-amz-acl", _S, fresh="private"),
    ConditionKey("s3:x-amz-server-side-encryption", _S, only=("AES256", "aws:kms", "aws:kms:dsse")),
    ConditionKey("s3:x-amz-server-side-encryption-aws-kms-key-id", KeyType.ARN),
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


def key_of(name: str) -> ConditionKey:
    """The key of a lower-cased name; one that is not in the table is an optional string."""
    found = KEYS.get(name)
    if found is not None:
        return found
    family, slash, rest = name.partition("/")
    spelled = _FAMILIES.get(family + slash, family + slash) + rest
    return ConditionKey(spelled, presence=Presence.SIGNED if name.startswith(CALLER_TAG) else Presence.OPTIONAL)
