"""What bounds a parameter: its type, and the constraints that its declaration states.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/parameters-section-structure.html
"""

from __future__ import annotations

import re

from s3lint.base.bounds import Bounds
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Scalar

_STORE = "AWS::SSM::Parameter::Value<"
_LIST = "List<"
_OF_TYPES = {
    "Number": "[-+]?[0-9.]+([eE][-+]?[0-9]+)?",
    "AWS::EC2::AvailabilityZone::Name": "[a-z0-9-]+",
    "AWS::EC2::Image::Id": "ami-[0-9a-f]+",
    "AWS::EC2::Instance::Id": "i-[0-9a-f]+",
    "AWS::EC2::SecurityGroup::Id": "sg-[0-9a-f]+",
    "AWS::EC2::Subnet::Id": "subnet-[0-9a-f]+",
    "AWS::EC2::VPC::Id": "vpc-[0-9a-f]+",
    "AWS::EC2::Volume::Id": "vol-[0-9a-f]+",
    "AWS::Route53::HostedZone::Id": "[A-Z0-9]+",
}
"""Values that CloudFormation checks against what there is, in the formats of these ids.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/cloudformation-supplied-parameter-types.html, 2026-11-28
"""

_OTHERWISE_IN_JAVA = r"(?s)&&|\\v|\(\?[a-z-]*U|\[(?:[^\]\\]|\\.)+\["  # compiled by `re` when a pattern needs it
"""What Java's regular expressions, which these are, take for something else than RE2: sets in sets, `\\v`, and the flag `U`.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-regexes.html
"""


def is_read_from_store(kind: str) -> bool:
    """Whether a parameter of a type names what is read from the Parameter Store; its constraints are about that name."""
    return kind.startswith("AWS::SSM::Parameter::")


def is_list(kind: str) -> bool:
    """Whether a parameter of a type is taken apart at commas; its constraints are about each part."""
    return kind == "CommaDelimitedList" or kind.startswith(_LIST)


def bounds_of(body: Mapping, kind: str, values: tuple[str, ...] | None) -> Bounds | None:
    """What a parameter of a type can be; nothing where that is anything. `values` are those allowed, where they are listed."""
    inner = kind.removeprefix(_STORE).removeprefix(_LIST).rstrip(">")
    patterns = (_OF_TYPES[inner],) if inner in _OF_TYPES else ()
    if is_read_from_store(kind):
        return Bounds(patterns) if patterns else None
    pattern = body.member("AllowedPattern")
    if isinstance(pattern, Scalar) and not re.search(_OTHERWISE_IN_JAVA, pattern.text):
        patterns = (pattern.text, *patterns)
    is_number = inner == "Number"
    found = Bounds(
        patterns,
        0 if is_number else int(_number(body, "MinLength") or 0),
        None if is_number or (longest := _number(body, "MaxLength")) is None else int(longest),
        _number(body, "MinValue") if is_number else None,
        _number(body, "MaxValue") if is_number else None,
        values,
    )
    return None if found == Bounds() else found


def _number(body: Mapping, key: str) -> float | None:
    node = body.member(key)
    return float(node.text) if isinstance(node, Scalar) and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", node.text) else None
