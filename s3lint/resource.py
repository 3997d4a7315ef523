"""What both front ends produce: resources whose settings are values, and problems met on the way."""

from __future__ import annotations

from s3lint.condition import Condition
from s3lint.record import Record
from s3lint.value import Data, Origin, Value


class Resource(Record):
    """One resource, or one instance of it, as a unit declares it.

    `address` is unique in the unit: a logical id, or `module.logs["eu"].aws_s3_bucket.this[0]`. `type` is the language's
    own (`AWS::S3::Bucket`, `aws_s3_bucket`). `settings` is a map of properties or arguments, or unknown as a whole.
    `origin` covers the header. `condition` says when it exists. `provider` tells accounts and regions apart (Terraform).
    `attributes` are those outside the settings: `DeletionPolicy`, a construct path.
    """

    address: str
    type: str
    settings: Value[Data]
    origin: Origin
    condition: Condition = True
    provider: str = ""
    attributes: Value[Data] | None = None


class Problem(Record):
    """Something that could not be read, so that the report must name it.

    `kind` is the name under which it is reported: `unreadable-file` (its content was not judged) or
    `unresolved-module` (a module's content was not seen). `message` says what was expected.
    """

    kind: str
    message: str
    origin: Origin
