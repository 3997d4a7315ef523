"""Settings of CloudFormation that need code."""

from __future__ import annotations

from s3lint.base.value import Absent, Data, Known, MapValue, Origin, Piece, Setting, Symbol, Text, Unknown, text_of
from s3lint.base.view import View
from s3lint.languages import computed
from s3lint.languages.cloudformation.policy_templates import expanded
from s3lint.languages.cloudformation.sam import FUNCTION
from s3lint.languages.locators import Locator, Mapped, Some
from s3lint.languages.sites import BucketSite, DeclaredSite
from s3lint.model.bucket import AccessControlList, Logging, Notification, Notifications
from s3lint.policy import Policy, aws_policy, read_policy


def canned_acl(view: View, *, canned: Mapped) -> Setting[AccessControlList]:
    """A canned ACL; one that nobody knows is there all the same, unless what is unknown is the bucket as a whole."""
    match canned.read(view):
        case Known(_, origin) as word:
            return Known(AccessControlList(word, (), Absent(origin)), origin)
        case Unknown(origin=origin) as unknown if not _is_of_all(unknown, view):
            return Known(AccessControlList(unknown, (), Absent(origin)), origin)
        case other:
            return other


def _is_of_all(unknown: Unknown, view: View) -> bool:
    """Whether what is unknown is a map as a whole, or which keys it has."""
    match view.value:
        case Known(MapValue(rest=rest)):
            return unknown is rest
        case _:
            return True


def logs_to_itself(site: BucketSite) -> Setting[bool]:
    """As in all languages; where a logging configuration names no bucket, the logs are delivered to the bucket that has it.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-loggingconfiguration.html
    """
    match site.read("logging"):
        case Known(Logging(target_bucket=Absent()), origin):
            return Known(True, origin)
        case _:
            return computed.logs_to_itself(site)


def event_bridge(view: View, flag: Locator[Setting[bool]]) -> Some[Notification]:
    """EventBridge as a receiver; the flag in its block is true unless it is set to false."""
    bridge = view.block("EventBridgeConfiguration")
    match flag.read(view):
        case Known(True) as enabled:
            return (Notification("EventBridge", Absent(bridge.header), enabled.origin),), None
        case Unknown() as undecided:
            return (), undecided
        case Absent() if not bridge.is_absent:
            return (Notification("EventBridge", Absent(bridge.header), bridge.header),), None
        case _:
            return (), None


def with_functions(site: View, stated: Locator[Setting[Notifications]]) -> Setting[Notifications]:
    """What a bucket notifies, with the serverless functions whose events name it."""
    found = stated.read(site)
    if not isinstance(site, DeclaredSite):
        return found
    events = site.estate.events.of(site.bucket, FUNCTION, site.world)
    if not events.certain:
        return events.doubt if events.doubt is not None and isinstance(found, Absent) else found
    resources = [event.resource for event in events.certain]
    functions = tuple(
        Notification("function", Known(_arn(resource.address, resource.origin), resource.origin), resource.origin)
        for resource in resources
    )
    match found:
        case Known(Notifications(receivers, unknown), origin):
            return Known(Notifications((*receivers, *functions), unknown), origin)
        case Unknown() as unknown:
            return Known(Notifications(functions, unknown), functions[0].origin)
        case Absent():
            return Known(Notifications(functions), functions[0].origin)


def _arn(address: str, origin: Origin) -> Text:
    return Text((Piece(Symbol(address, "arn", f"${{{address}.Arn}}"), origin),))


def function_policies(view: View, policies: Locator[Some[Setting[Data]]]) -> Some[Setting[Policy]]:
    """The policies of a serverless function: documents, templates of SAM, and AWS's own by name or ARN."""
    items, unknown = policies.read(view)
    found: list[Setting[Policy]] = []
    for each in items:
        match each:
            case Known(str() | Text() as named, origin):
                by_name = aws_policy(text_of(named, origin), origin)
                found += [] if by_name is None else [by_name]
            case _:
                found.append(read_policy(expanded(each, view.world), each.origin, view.world))
    return tuple(found), unknown
