"""What both front ends produce: resources whose settings are values, and problems met on the way."""

from __future__ import annotations

from s3lint.base.condition import Condition
from s3lint.base.record import Record
from s3lint.base.value import Absent, Choice, Data, Known, ListValue, MapValue, Origin, Unknown, Value


class Scope(Record):
    """A region of a file as authors see it, in which findings can lie.

    `kind` is `statement`, `block`, `resource`, `module` (the call of a module, or the resource of a nested stack) or `file`;
    `name` a statement's Sid, a key, an address or a path; `origin` covers the whole of it, header and body.
    """

    kind: str
    name: str
    origin: Origin


class Resource(Record):
    """One resource, or one instance of it, as a unit declares it.

    `address` is unique in the unit: a logical id, or `module.logs["eu"].aws_s3_bucket.this[0]`. `type` is the language's
    own (`AWS::S3::Bucket`, `aws_s3_bucket`). `settings` is a map of properties or arguments, or unknown as a whole.
    `origin` covers the header. `condition` says when it exists. `provider` tells accounts and regions apart (Terraform).
    `partition` is the partition of AWS that it lies in; empty where nobody says it.
    `attributes` are those outside the settings: `DeletionPolicy`, a construct path.
    `scopes` are the resource's own block and the calls that brought it about, from the inside out.
    """

    address: str
    type: str
    settings: Value[Data]
    origin: Origin
    condition: Condition = True
    provider: str = ""
    partition: str = ""
    attributes: Value[Data] | None = None
    scopes: tuple[Scope, ...] = ()


class Calls(Record):
    """Calls of something that was not read: a module, or the template of a nested stack.

    `source` is what they name, as the text has it, empty where that is not known; `reason` says why that was not read.
    `addresses` are those of the calls, `given` the buckets that are handed to it: pairs of a call and a bucket.
    """

    source: str
    reason: str
    addresses: tuple[str, ...]
    given: tuple[tuple[str, str], ...] = ()


class Problem(Record):
    """A fault of the input that the report must name.

    `kind` is the name under which it is reported: `unreadable-file` (its content was not judged), `unresolved-module` (a
    module's content was not seen), `invalid-configuration` or `null-value` (it was read, and will be refused). `message` says
    what was expected.
    `calls` are those that name what was not seen, all at one place.
    """

    kind: str
    message: str
    origin: Origin
    calls: Calls | None = None


def property_of(resource: Resource, *path: str) -> Value[Data]:
    """A property of a resource as a value, whatever choices lie on the way to it; a list of one block is that block."""
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
        case Known(ListValue((only,), None)):
            return _within(only, key, header)
        case Absent() | Known(ListValue((), None)):
            return Absent(header)
        case Known(origin=origin):
            return Unknown("expected a map of properties", origin)
        case unknown:
            return unknown
