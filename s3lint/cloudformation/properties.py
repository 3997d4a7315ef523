"""Single properties of a resource."""

from __future__ import annotations

from s3lint.resource import Resource
from s3lint.value import Absent, Choice, Data, Known, MapValue, Unknown, Value


def property_of(resource: Resource, *path: str) -> Value[Data]:
    """A property of a resource as a value, whatever choices lie on the way to it."""

    def within(settings: Value[Data], key: str) -> Value[Data]:
        match settings:
            case Choice(condition, if_true, if_false):
                return Choice(condition, within(if_true, key), within(if_false, key))
            case Known(MapValue(entries, rest)):
                if key in entries:
                    return entries[key].value
                return rest if rest is not None else Absent(resource.origin)
            case Absent():
                return Absent(resource.origin)
            case Known(origin=origin):
                return Unknown("expected a map of properties", origin)
            case unknown:
                return unknown

    found = resource.settings
    for key in path:
        found = within(found, key)
    return found
