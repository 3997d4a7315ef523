"""The parts of a bucket out of Terraform's arguments, in their inline and their split form."""

from __future__ import annotations

from s3lint.base.value import Absent, Known, Piece, Setting, Symbol, Text, Unknown, text_of
from s3lint.base.view import View
from s3lint.model.bucket import (
    AccessControlList,
    Encryption,
    Grant,
    Logging,
    LogTarget,
    PublicAccessBlock,
    Versioning,
    VersioningStatus,
)

LOG_DELIVERY_GROUP = "http://acs.amazonaws.com/groups/s3/LogDelivery"


def _missing(view: View) -> Absent | Unknown | None:
    """Why a block has nothing to say; None where it is there."""
    match view.value:
        case Known():
            return None
        case Unknown() as unknown:
            return unknown
        case Absent():
            return Absent(view.header)


def prefixed_name(view: View, symbol: Symbol) -> Setting[Text]:
    """The name that `bucket_prefix` begins; absent where Terraform makes up all of it."""
    match view.text("bucket_prefix"):
        case Known(prefix, origin) if prefix.literal != "":
            generated = Symbol(symbol.resource, "suffix", "…")
            return Known(Text((*prefix.pieces, Piece(generated, origin))), origin)
        case Unknown() as unknown:
            return unknown
        case _:
            return Absent(view.header)


def versioning(view: View, *, is_split: bool) -> Versioning:
    if is_split:
        configuration = view.block("versioning_configuration")
        return Versioning(configuration.word("status"), _enabled(configuration.word("mfa_delete")))
    return Versioning(_status(view.flag("enabled")), view.flag("mfa_delete"))


def _status(enabled: Setting[bool]) -> Setting[str]:
    match enabled:
        case Known(flag, origin):
            return Known(VersioningStatus.ENABLED if flag else VersioningStatus.SUSPENDED, origin)
        case other:
            return other


def _enabled(word: Setting[str]) -> Setting[bool]:
    match word:
        case Known(status, origin):
            return Known(status == "Enabled", origin)
        case other:
            return other


def encryption(view: View) -> Setting[Encryption]:
    missing = _missing(view)
    if missing is not None:
        return missing
    rule = view.block("rule")
    default = rule.block("apply_server_side_encryption_by_default")
    return Known(
        Encryption(
            default.word("sse_algorithm"), non_empty(default.text("kms_master_key_id")), rule.flag("bucket_key_enabled")
        ),
        view.header,
    )


def non_empty(text: Setting[Text]) -> Setting[Text]:
    """The text; an empty string counts as none."""
    match text:
        case Known(content, origin) if content.literal == "":
            return Absent(origin)
        case other:
            return other


def public_access_block(view: View) -> Setting[PublicAccessBlock]:
    missing = _missing(view)
    if missing is not None:
        return missing
    flags = PublicAccessBlock._fields
    return Known(PublicAccessBlock(*(view.flag(flag) for flag in flags)), view.header)


def logging(view: View) -> Setting[Logging]:
    missing = _missing(view)
    if missing is not None:
        return missing
    return Known(Logging(non_empty(view.text("target_bucket")), view.text("target_prefix")), view.header)


def acl(view: View) -> Setting[AccessControlList]:
    """`aws_s3_bucket_acl`: a canned ACL or a policy of grants."""
    missing = _missing(view)
    if missing is not None:
        return missing
    control = view.block("access_control_policy")
    grants, rest = control.blocks("grant")
    unknown = control.value if isinstance(control.value, Unknown) else rest
    if unknown is not None:
        return unknown
    return Known(AccessControlList(view.word("acl"), tuple(_grant(grant) for grant in grants)), view.header)


def _grant(view: View) -> Grant:
    return _granted(view.block("grantee"), view.word("permission"))


def _granted(grantee: View, permission: Setting[str]) -> Grant:
    for key in ("uri", "id", "email_address"):
        found = grantee.text(key)
        if not isinstance(non_empty(found), Absent):
            return Grant(found, permission, key != "uri")
    return Grant(Absent(grantee.header), permission)


def inline_acl(view: View) -> Setting[AccessControlList]:
    """`acl` and `grant` of the bucket itself; absent where neither is there."""
    canned = view.word("acl")
    blocks, rest = view.blocks("grant")
    if rest is not None:
        return rest
    if isinstance(canned, Absent) and not blocks:
        return Absent(view.header)
    grants: list[Grant] = []
    for block in blocks:
        permissions, further = block.items("permissions")
        if further is not None:
            return further
        for permission in permissions:
            grants.append(_granted(block, _word(permission)))
    return Known(AccessControlList(canned, tuple(grants)), view.header)


def _word(setting: Setting[object]) -> Setting[str]:
    match setting:
        case Known(str() | Text() as content, origin):
            word = text_of(content, origin).literal
            return Known(word, origin) if word is not None else Unknown("it is known after deployment", origin)
        case Known(origin=origin):
            return Unknown("expected a string here", origin)
        case other:
            return other


def receives_logs_by_acl(found: Setting[AccessControlList]) -> Setting[LogTarget]:
    match found:
        case Known(AccessControlList(canned, grants), origin):
            if isinstance(canned, Known) and canned.value == "log-delivery-write":
                return Known(LogTarget("its ACL lets the log delivery group write", canned.origin), canned.origin)
            for grant in grants:
                if isinstance(grant.grantee, Known) and grant.grantee.value.literal == LOG_DELIVERY_GROUP:
                    place = grant.grantee.origin
                    return Known(LogTarget("its ACL grants to the log delivery group", place), place)
            return Absent(origin)
        case Unknown() as unknown:
            return unknown
        case absent:
            return absent
