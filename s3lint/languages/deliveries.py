"""Logs that services deliver to a bucket through its ACL, so that ACLs can't be turned off there.

Since 2021-11-30, when S3 learned to turn ACLs off, server access logs take a bucket policy instead; load balancers, CloudTrail,
AWS Config, flow logs, inventories and CloudFront's newer standard logs (v2, 2024-11-20) never needed an ACL. What is left:

* standard logs (legacy) of CloudFront distributions, by a grant of FULL_CONTROL that CloudFront itself adds to the ACL:
  https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
* the data feed of Spot Instances, likewise: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-data-feeds.html

Read 2026-11-28.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from s3lint.base.condition import Truth
from s3lint.base.resource import Resource
from s3lint.base.unknowns import any_of
from s3lint.base.value import Absent, Known, Setting, Text, Unknown
from s3lint.base.view import View
from s3lint.languages.locators import Locator
from s3lint.languages.site import Elsewhere
from s3lint.languages.sites import BucketSite, DeclaredSite
from s3lint.model.acl import lets_cloudfront_deliver
from s3lint.model.bucket import LogTarget
from s3lint.model.bucket_names import bucket_in_domain


def bucket_of_domain(view: View, domain: Locator[Setting[Text]]) -> Setting[Text]:
    """The name of the bucket that a domain of S3 is of; what is no such domain is taken for the name itself."""
    match domain.read(view):
        case Known(text, origin):
            name = bucket_in_domain(text)
            if name is None and text.unknowns:
                return text.unknowns[0]
            return Known(text if name is None else name, origin)
        case other:
            return other


def acl_delivery(site: BucketSite, *targets: Elsewhere[Setting[Text]]) -> Setting[LogTarget]:
    """A sign that a service delivers logs to the bucket through its ACL: what names it as a target, or the ACL itself."""
    doubts: list[Unknown] = []
    for resource, target in _deliveries(site, targets):
        named = target.read(site.view_of(resource))
        names = Truth.NO if isinstance(named, Absent) else site.is_named(named)
        if names is Truth.NO or not site.world.decide(resource.condition):
            continue
        if names is Truth.YES:
            return Known(LogTarget(f"{resource.address} delivers its logs through an ACL", named.origin), named.origin)
        inputs = named.inputs if isinstance(named, Unknown) else ()
        doubts.append(Unknown(f"{resource.address} may deliver its logs to it through an ACL", named.origin, inputs))
    granted = lets_cloudfront_deliver(site.read("acl"))
    if granted is not None:
        return Known(LogTarget("its ACL lets CloudFront deliver logs", granted), granted)
    return any_of(doubts) if doubts else Absent(site.header)


def _deliveries(
    site: BucketSite, targets: Sequence[Elsewhere[Setting[Text]]]
) -> Iterator[tuple[Resource, Elsewhere[Setting[Text]]]]:
    """What may deliver logs to the bucket of a site, and where it names its target."""
    estate, by_type = site.estate, {target.type: target for target in targets}
    if isinstance(site, DeclaredSite):
        resources: Iterable[Resource] = (source.resource for source in estate.acl_deliveries(site.bucket))
    else:
        resources = (resource for kind in by_type for resource in estate.of_type(kind))
    return ((resource, by_type[resource.type]) for resource in resources)
