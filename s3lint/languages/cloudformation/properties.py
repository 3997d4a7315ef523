"""Single properties of a resource."""

from __future__ import annotations

from s3lint.base.resource import Resource
from s3lint.base.value import Absent, Choice, Data, Known, MapValue, Origin, Unknown, Value


def property_of(resource: Resource, *path: str) -> Value[Data]:
    """A property of a resource as a value, whatever choices lie on the way to it."""
    found = resource.settings
    for key in path:
        found = _within(found, key, resource.origin)
    return found


def _within(settings: Value[Data], key: str, header: Origin) -> Value[Data]:
    match settings:
        case Choice(condition, if_true, if_false):
            return Choice(condition, _within(if_true, key, header), _within(if_false, key, header))
        case Known(MapValue(entries, rest)):
            if key in entries:
                return entries[key].value
            return rest if rest is not None else Absent(header)
        case Absent():
            return Absent(header)
        case Known(origin=origin):
            return Unknown("expected a map of properties", origin)
        case unknown:
            return unknown
