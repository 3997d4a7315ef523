"""Settings that need code, once for all languages: each function gets a site or block, and the locators of what it reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from s3lint.base.comparison import same_text
from s3lint.base.condition import Truth
from s3lint.base.record import replace
from s3lint.base.resource import Resource
from s3lint.base.unknowns import any_of
from s3lint.base.value import Absent, Data, Known, Piece, Setting, Symbol, Text, Unknown
from s3lint.base.view import View, view_of
from s3lint.languages.estate import LogSource
from s3lint.languages.locators import Locator, Some
from s3lint.languages.namings import names
from s3lint.languages.site import Elsewhere
from s3lint.languages.sites import BucketSite, DeclaredSite, TableSite
from s3lint.model.bucket import (
    AccessControlList,
    Encryption,
    Grant,
    Inventories,
    Inventory,
    Key,
    Logging,
    LogTarget,
    ObjectLock,
    PublicAccessBlock,
    Replication,
)
from s3lint.model.log_delivery import receives_logs_by_policy

LOG_DELIVERY_GROUP = "http://acs.amazonaws.com/groups/s3/LogDelivery"


def name(site: View, given: Locator[Setting[Text]], prefix: Locator[Setting[Text]]) -> Setting[Text]:
    """The given name, or that which a prefix begins; absent where all of it is made up."""
    found = given.read(site)
    if not isinstance(found, Absent) or not isinstance(site, DeclaredSite):
        return found
    match prefix.read(site):
        case Known(content, origin):
            generated = Symbol(site.bucket.symbol.resource, "suffix", "…")
            return Known(Text((*content.pieces, Piece(generated, origin))), origin)
        case Unknown() as unknown:
            return unknown
        case Absent():
            return Absent(site.header)


def account_block(site: DeclaredSite, block: Elsewhere[Setting[PublicAccessBlock]]) -> Setting[PublicAccessBlock]:
    """The block of the account that the bucket is in; providers tell accounts apart."""
    for resource in site.estate.of_type(block.type):
        if resource.provider == site.bucket.resource.provider and site.world.decide(resource.condition):
            return block.read(site.view_of(resource))
    return site.estate.unread or Absent(site.header)


def encryption_key(site: TableSite, key: Elsewhere[Key], alias: Elsewhere[Setting[Text]]) -> Setting[Key]:
    """The declared key that the default encryption names, itself or through a declared alias; absent where it names none.

    What somebody gives before the deployment is no key that is made by it.
    """
    encryption: Setting[Encryption] = site.read("encryption")
    if not isinstance(encryption, Known):
        return encryption
    keys = {resource.address: resource for resource in site.estate.of_type(key.type)}
    aliases = {resource.address: resource for resource in site.estate.of_type(alias.type)}
    named = encryption.value.key
    found = _refers_to(named, {**keys, **aliases})
    if found is not None and found.type == alias.type:
        named = alias.read(site.view_of(found))
        found = _refers_to(named, keys)
    if isinstance(named, Unknown) and keys and not named.is_input:
        return named
    return (
        Absent(named.origin)
        if found is None or not isinstance(named, Known)
        else Known(key.read(site.view_of(found)), named.origin)
    )


def _refers_to(named: Setting[Text], resources: Mapping[str, Resource]) -> Resource | None:
    """The first of some resources that a text has a reference to."""
    if isinstance(named, Known):
        for piece in named.value.pieces:
            if isinstance(piece.content, Symbol) and piece.content.resource in resources:
                return resources[piece.content.resource]
    return None


def logs_to_itself(site: BucketSite) -> Setting[bool]:
    """Known true where the access logs of a bucket are delivered to the bucket itself."""
    logging: Setting[Logging] = site.read("logging")
    if not isinstance(logging, Known):
        return logging
    target = logging.value.target_bucket
    match Truth.NO if isinstance(target, Absent) else site.is_named(target):
        case Truth.YES:
            return Known(True, target.origin)
        case Truth.MAYBE:
            inputs = target.inputs if isinstance(target, Unknown) else ()
            return Unknown("the log target may be any bucket", target.origin, inputs)
        case Truth.NO:
            return Absent(target.origin)


def log_target(site: DeclaredSite) -> Setting[LogTarget]:
    """A sign that the bucket receives access logs: the logging of another bucket, or its own ACL or policy."""
    possible: list[tuple[Resource, Setting[Data]]] = []
    for source in site.estate.log_sources(site.bucket):
        resource, named = source.resource, _target_of(source, site)
        match Truth.NO if isinstance(named, Absent) else names(named, site.bucket, site.world):
            case Truth.YES if _is_of_another(resource, site):
                return Known(LogTarget(f"{resource.address} logs to it", named.origin), named.origin)
            case Truth.MAYBE:
                possible.append((resource, named))
    by_acl = _receives_logs_by_acl(site.read("acl"))
    if not isinstance(by_acl, Absent):
        return by_acl
    match site.read("policy"):
        case Known(policy):
            by_policy = receives_logs_by_policy(policy)
            if not isinstance(by_policy, Absent):
                return by_policy
    doubts = [
        Unknown(f"{resource.address} may log to it", named.origin, named.inputs if isinstance(named, Unknown) else ())
        for resource, named in possible
        if _is_of_another(resource, site)
    ]
    if doubts:
        return any_of(doubts)
    return site.estate.unread_about(site.bucket, site.world) or Absent(site.header)


def _target_of(source: LogSource, site: DeclaredSite) -> Setting[Data]:
    """The bucket that a logging configuration names."""
    *blocks, key = source.path
    return view_of(source.resource.settings, source.resource.origin, site.world).block(*blocks).setting(key)


def _is_of_another(resource: Resource, site: DeclaredSite) -> bool:
    """Whether a logging configuration exists, and is not that of the bucket itself."""
    if resource.type == site.estate.dialect.bucket:
        return resource is not site.bucket.resource and site.world.decide(resource.condition)
    if any(companion.resource is resource for companion in site.linked(resource.type).certain):
        return False
    return site.world.decide(resource.condition)


def _receives_logs_by_acl(found: Setting[AccessControlList]) -> Setting[LogTarget]:
    match found:
        case Known(AccessControlList(canned=canned, grants=grants), origin):
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


def object_lock(
    view: View, configuration: Locator[Setting[ObjectLock]], *, enabled: Locator[Setting[bool]]
) -> Setting[ObjectLock]:
    """The default retention, and whether there is a lock at all, which the bucket states beside it."""
    flag, found = enabled.read(view), configuration.read(view)
    match found:
        case Known(lock, origin):
            return Known(lock if isinstance(flag, Absent) else replace(lock, enabled=flag), origin)
        case missing if isinstance(flag, Known):
            return Known(ObjectLock(flag, missing, missing, missing), flag.origin)
        case Absent() if isinstance(flag, Unknown):
            return Known(ObjectLock(flag, found, found, found), flag.origin)
        case _:
            return found


def copies_in_region(site: TableSite, *region: Locator[Setting[Text]]) -> Setting[bool]:
    """Known true where every enabled replication rule copies to a declared bucket of the same Region.

    A template is deployed in one Region, and so is what has one provider. `region` is where a bucket names its own.
    """
    replication: Setting[Replication] = site.read("replication")
    if not isinstance(replication, Known):
        return replication
    if not isinstance(site, DeclaredSite) or replication.value.unknown is not None:
        return Absent(replication.origin)
    enabled = [rule for rule in replication.value.rules if rule.is_enabled is not False]
    stay = bool(enabled) and all(_is_beside(rule.destination, site, region) for rule in enabled)
    return Known(True, enabled[0].destination.origin) if stay else Absent(replication.origin)


def _is_beside(destination: Setting[Text], site: DeclaredSite, region: tuple[Locator[Setting[Text]], ...]) -> bool:
    """Whether an ARN is that of a declared bucket that is surely in the Region of the bucket of a site."""
    name = _name_in(destination)
    for other in site.estate.buckets if isinstance(name, Known) else ():
        if names(name, other, site.world) is Truth.YES:
            there = site.view_of(other.resource)
            is_same = all(_is_same(named.read(site), named.read(there)) for named in region)
            return is_same and other.resource.provider == site.bucket.resource.provider
    return False


def _name_in(arn: Setting[Text]) -> Setting[Text]:
    """What follows the colons of an ARN of a bucket."""
    if isinstance(arn, Known):
        for place, piece in enumerate(arn.value.pieces):
            _, colons, after = piece.content.rpartition(":::") if isinstance(piece.content, str) else ("", "", "")
            if colons:
                name = Piece(after, piece.origin)
                return Known(Text((*((name,) if after else ()), *arn.value.pieces[place + 1 :])), arn.origin)
    return Absent(arn.origin)


def _is_same(one: Setting[Text], other: Setting[Text]) -> bool:
    match one, other:
        case Known(ours), Known(theirs):
            return same_text(ours, theirs) is Truth.YES
        case _:
            return isinstance(one, Absent) and isinstance(other, Absent)


def any_true(view: View, flags: Locator[Some[Setting[bool]]]) -> Setting[bool]:
    """True where one of several flags is; without, what the last flag says that is there."""
    several, unknown = flags.read(view)
    found: Setting[bool] = Absent(view.header) if unknown is None else unknown
    for each in several:
        match each:
            case Known(True):
                return each
            case Known() | Unknown():
                found = each
    return found


def inventories(view: View, several: Locator[Some[Inventory]]) -> Setting[Inventories]:
    """Where inventories go; absent where there is none."""
    found, unknown = several.read(view)
    if not found:
        return Absent(view.header) if unknown is None else unknown
    return Known(Inventories(found, unknown), found[0].bucket.origin)


Grantee = tuple[Setting[Text], bool]
"""Whom a grant names, and whether that is a user."""


def grantee(view: View, group: Locator[Setting[Text]], *users: Locator[Setting[Text]]) -> Grantee:
    """A group, which is named by its URI, or a user, whom one of several arguments names."""
    for locator in (group, *users):
        found = locator.read(view)
        if not isinstance(found, Absent):
            return found, locator is not group
    return group.read(view), False


def grant(view: View, *, grantee: Locator[Grantee], permission: Locator[Setting[str]]) -> Grant:
    named, is_user = grantee.read(view)
    return Grant(named, permission.read(view), is_user)


def granted_acl(
    view: View, *, canned: Locator[Setting[str]], grants: Locator[Some[Grant]], owner: Locator[Setting[Text]]
) -> Setting[AccessControlList]:
    """The ACL of a companion."""
    if not isinstance(view.value, Known):
        return view.value if isinstance(view.value, Unknown) else Absent(view.header)
    found, unknown = grants.read(view)
    if unknown is not None:
        return unknown
    return Known(AccessControlList(canned.read(view), found, owner.read(view), is_put=True), view.header)


def object_algorithm(view: View, stated: Locator[Setting[str]], key: Locator[Setting[Text]]) -> Setting[str]:
    """The encryption that an object names itself; a key alone means `aws:kms`."""
    algorithm, named = stated.read(view), key.read(view)
    if not isinstance(algorithm, Absent) or isinstance(named, Absent):
        return algorithm
    # What is read at deployment is an id or ARN, and there.
    return named if isinstance(named, Unknown) and not named.names_one else Known("aws:kms", named.origin)


def those_there(view: View, several: Locator[Some[Setting[Any]]]) -> Some[Setting[Any]]:
    """The elements of a list without those that are absent."""
    found, unknown = several.read(view)
    return tuple(each for each in found if not isinstance(each, Absent)), unknown


def alone(view: View, locator: Locator[Any]) -> Some[Any]:
    """A list of one element."""
    return (locator.read(view),), None
