"""Settings of Terraform that need code, or have a shape of their own."""

from __future__ import annotations

from s3lint.base.value import Absent, Data, Known, MapValue, Setting, Text, Unknown, text_of
from s3lint.base.view import View, word_in
from s3lint.languages.computed import Grantee
from s3lint.languages.locators import Locator, Some
from s3lint.model.bucket import AccessControlList, Grant, Notification, Redirect, Tag, Tags


def bucket_acl(view: View, *, canned: Locator[Setting[str]], grants: Locator[Some[Some[Grant]]]) -> Setting[AccessControlList]:
    """`acl` and `grant` of a bucket or object itself; absent where neither is there."""
    word = canned.read(view)
    groups, unknown = grants.read(view)
    for _, further in groups:
        unknown = unknown or further
    if unknown is not None:
        return unknown
    if isinstance(word, Absent) and not groups:
        return Absent(view.header)
    every = tuple(each for group, _ in groups for each in group)
    return Known(AccessControlList(word, every, Absent(view.header)), view.header)


def grants_of(view: View, *, grantee: Locator[Grantee], permission: Locator[Some[Setting[Data]]]) -> Some[Grant]:
    """The grants of a block, one for each of its permissions."""
    named, is_user = grantee.read(view)
    permissions, unknown = permission.read(view)
    return tuple(Grant(named, word_in(each), is_user) for each in permissions), unknown


def tag_map(view: View, key: str) -> Setting[Tags]:
    match view.setting(key):
        case Known(MapValue(rest=rest), origin):
            block = view.block(key)
            names = block.keys()
            return Known(Tags(tuple(Tag(_key(block, name), block.text(name)) for name in names), rest), origin)
        case Known(origin=origin):
            return Unknown("expected a map of tags here", origin)
        case other:
            return other


def _key(view: View, key: str) -> Setting[Text]:
    entry = view.entry(key)
    origin = entry.key if entry is not None else view.header
    return Known(text_of(key, origin), origin)


def redirect_target(view: View, key: str) -> Some[Redirect]:
    """The one redirect of an address, with or without a protocol."""
    match view.text(key):
        case Known(target, origin):
            protocol, scheme, host = (target.literal or "").partition("://")
            known: Setting[str] = Known(protocol, origin) if scheme else Absent(origin)
            name = Known(text_of(host, origin), origin) if scheme else Known(target, origin)
            return (Redirect(name, known, origin),), None
        case Unknown() as unknown:
            return (), unknown
        case Absent():
            return (), None


def encoded_rules(view: View, key: str) -> Some[Redirect]:
    """Routing rules that are given as JSON are not looked into."""
    match view.setting(key):
        case Known(value, origin) if value != "":
            return (), Unknown("routing rules in JSON are not read", origin)
        case Unknown() as unknown:
            return (), unknown
        case _:
            return (), None


def event_bridge(view: View, flag: Locator[Setting[bool]]) -> Some[Notification]:
    """EventBridge as a receiver."""
    match flag.read(view):
        case Known(True, origin):
            return (Notification("EventBridge", Absent(origin), origin),), None
        case Unknown() as undecided:
            return (), undecided
        case _:
            return (), None


def is_enabled(view: View, flag: Locator[Setting[bool]]) -> Setting[bool]:
    """A configuration that is enabled unless it says otherwise."""
    stated = flag.read(view)
    return Known(True, view.header) if isinstance(stated, Absent) and isinstance(view.value, Known) else stated
