"""The Serverless Framework's `serverless.yml`: the template in its `resources`, with the buckets that its functions ask for.

https://www.serverless.com/framework/docs/providers/aws/guide/resources
https://www.serverless.com/framework/docs/providers/aws/events/s3
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from s3lint.base.resource import Problem
from s3lint.base.source import Source
from s3lint.base.value import Origin, Unknown
from s3lint.languages.cloudformation.serverless_variables import Variables, renamed
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node, Scalar, Sequence, mapping
from s3lint.languages.cloudformation.syntax.reader import compose
from s3lint.languages.cloudformation.syntax.template import Bindings, Template, is_service

_SECTIONS = ("Conditions", "Mappings", "Outputs")


def service_template(source: Source, root: Mapping) -> tuple[Template | None, tuple[Problem, ...]]:
    """What CloudFormation is given of a service, as far as it is about resources, and what of it stands in other files.

    Nothing where the service declares none, and no bucket by an event.
    """
    root, bindings = _bound(source, root)
    declared = root.member("resources")
    parts = declared.items if isinstance(declared, Sequence) else (declared,) if declared is not None else ()
    problems = tuple(_elsewhere(source, parts))
    resources = [*_members(parts, "Resources"), *_buckets_of_events(root)]
    if not resources:
        return None, problems
    start, end = root.start, root.end
    sections = [(_key(name, start), Mapping(tuple(_members(parts, name)), start, end)) for name in _SECTIONS]
    whole = Mapping(((_key("Resources", start), Mapping(tuple(resources), start, end)), *sections), start, end)
    return Template(source, whole, bindings, _unread(problems)), problems


def _bound(source: Source, root: Mapping) -> tuple[Mapping, Bindings]:
    """The service with names in the place of its variables, and what they stand for.

    The names are as long as what they stand for, so that the places are the same.
    """
    if "${" not in source.text:
        return root, {}
    text, names = renamed(source.text)
    variables = Variables(root, source)
    bindings: Bindings = {name: variables.value(written, Origin(source, span)) for name, (written, span) in names.items()}
    again = (each for each in compose(Source(source.path, text)).roots if isinstance(each, Mapping) and is_service(each))
    return next(again, root), bindings


def _unread(problems: tuple[Problem, ...]) -> Unknown | None:
    reason = "resources of the service stand in files that are not read with it"
    return Unknown(reason, problems[0].origin) if problems else None


def _key(name: str, at: int) -> Scalar:
    return Scalar(name, at, at)


def _members(parts: tuple[Node, ...], section: str) -> Iterator[tuple[Scalar, Node]]:
    for part in parts:
        yield from mapping(mapping(part).member(section)).members


def _elsewhere(source: Source, parts: tuple[Node, ...]) -> Iterator[Problem]:
    """The files that stand for parts of the resources: a template among them is judged by itself."""
    for part in parts:
        resources = mapping(part).member("Resources")
        for node in (part, resources, *(value for _, value in mapping(resources).members)):
            if isinstance(node, Scalar) and node.text:
                written = " ".join(source.text[node.start : node.end].split())
                message = f"expected resources in the service itself; {written} is not read with it"
                yield Problem("unresolved-module", message, Origin(source, node.span))


def _buckets_of_events(root: Mapping) -> Iterator[tuple[Scalar, Node]]:
    """The buckets that the Framework makes because a function wants their events."""
    configured = mapping(mapping(root.member("provider")).member("s3"))
    seen: set[str] = set()
    for _, function in mapping(root.member("functions")).members:
        events = mapping(function).member("events")
        for event in events.items if isinstance(events, Sequence) else ():
            asked = mapping(event).member("s3")
            name = mapping(asked).member("bucket") if isinstance(asked, Mapping) else asked
            existing = mapping(asked).member("existing")
            if not isinstance(name, Scalar) or (isinstance(existing, Scalar) and existing.text == "true") or name.text in seen:
                continue
            seen.add(name.text)
            yield Scalar(f"S3Bucket{_alphanumeric(name.text)}", name.start, name.end), _bucket(name, configured)


def _alphanumeric(name: str) -> str:
    found = re.sub(r"[^A-Za-z0-9]", "", name)
    return found[:1].upper() + found[1:]


def _bucket(name: Scalar, configured: Mapping) -> Mapping:
    """The resource of a bucket, with the properties that `provider.s3` gives it; only their first words are spelt otherwise."""
    start, end = name.start, name.end
    stated = mapping(configured.member(name.text)).members
    properties = [
        (Scalar("BucketName" if key.text == "name" else key.text[:1].upper() + key.text[1:], key.start, key.end), value)
        for key, value in stated
    ]
    if not any(key.text == "BucketName" for key, _ in properties):
        properties.append((Scalar("BucketName", start, end), name))
    notified = Mapping(((Scalar("LambdaConfigurations", start, end), _receivers(name)),), start, end)
    properties.append((Scalar("NotificationConfiguration", start, end), notified))
    body = (
        (Scalar("Type", start, end), Scalar("AWS::S3::Bucket", start, end, "'")),
        (Scalar("Properties", start, end), Mapping(tuple(properties), start, end)),
    )
    return Mapping(body, start, end)


def _receivers(name: Scalar) -> Sequence:
    start, end = name.start, name.end
    receiver = (Scalar("Function", start, end), Scalar("the function", start, end, "'"))
    return Sequence((Mapping((receiver,), start, end),), start, end)
