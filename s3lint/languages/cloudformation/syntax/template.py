"""A template's sections, and how a file is told to be one."""

from __future__ import annotations

from collections.abc import Iterator

from s3lint.base.condition import Condition
from s3lint.base.record import Record
from s3lint.base.source import Source, Span
from s3lint.base.value import Data, Origin, Unknown, Value
from s3lint.languages.cloudformation.syntax.call import FOR_EACH
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node, Scalar, Sequence, mapping
from s3lint.policy import names_aws_policy

Bindings = dict[str, Value[Data]]
"""What the identifiers of the enclosing `Fn::ForEach` loops stand for."""


class Member(Record):
    """A member of a map after loops were unrolled and files included.

    `name` is the key with loop identifiers replaced, and `shown` the same where what they stand for is not known; `source` is
    where the key and the node stand. `condition` says when what they stand for is in the lists of the loops.
    """

    name: str
    key: Scalar
    node: Node
    bindings: Bindings
    source: Source
    shown: str = ""
    condition: Condition = True


class Declaration(Record):
    """A resource: its logical id, the key that declares it, its body, and its type as written.

    `condition` says when the loops around it have it.
    """

    id: str
    key: Scalar
    body: Mapping
    type: str
    bindings: Bindings
    source: Source
    condition: Condition = True

    @property
    def is_module(self) -> bool:
        """Whether it stands for the resources that a module of the account's registry holds."""
        return self.type.endswith("::MODULE")


class Template:
    """One template. A section that is missing or no map is an empty one.

    `bindings` are what variables in its text stand for, where it is part of something else that has some. `unread` says why
    it may have more resources.
    """

    def __init__(self, source: Source, root: Mapping, bindings: Bindings | None = None, unread: Unknown | None = None) -> None:
        self.source = source
        self.bindings = bindings or {}
        self.unread = unread
        self.parameters = mapping(root.member("Parameters"))
        self.mappings = mapping(root.member("Mappings"))
        self.rules = mapping(root.member("Rules"))
        self.root = root
        self.includes = includes_of(root)
        self.macros = tuple(_macros(root))

    def origin(self, node: Node, path: tuple[str | int, ...] = ()) -> Origin:
        return Origin(self.source, Span(node.start, node.end), path)


def is_template(root: Node) -> bool:
    """Whether a document is a template: `Resources` is a map, and a member of it has a `Type` with `::`.

    One that includes whole sections may have its resources there.
    """
    if not isinstance(root, Mapping):
        return False
    if claims_to_be_template(root) and includes_of(root):
        return True
    resources = mapping(root.member("Resources"))
    return any(_is_resource(key.text, node) for key, node in resources.members)


def is_service(root: Node) -> bool:
    """Whether a document is a service of the Serverless Framework."""
    wanted = ("service", "provider")
    return isinstance(root, Mapping) and all(root.member(key) is not None for key in wanted)


def includes_of(root: Mapping) -> tuple[Mapping, ...]:
    """The calls of `AWS::Include` that stand for sections of a template, not for parts of one."""
    return tuple(node for node in _transforms(root) if isinstance(node, Mapping) and _name(node).text == "AWS::Include")


def _macros(root: Mapping) -> Iterator[Scalar]:
    """The names of the macros that change the template as a whole; what AWS's own transforms do is known."""
    names = (_name(node) for node in _transforms(root))
    return (name for name in names if name.text and not name.text.startswith("AWS::"))


def _transforms(root: Mapping) -> Iterator[Node]:
    for found in (root.member("Fn::Transform"), root.member("Transform")):
        if found is not None:
            yield from found.items if isinstance(found, Sequence) else (found,)


def _name(transform: Node) -> Scalar:
    found = transform.member("Name") if isinstance(transform, Mapping) else transform
    return found if isinstance(found, Scalar) else Scalar("", transform.start, transform.end)


def _is_resource(key: str, node: Node) -> bool:
    if key.startswith(FOR_EACH):
        return isinstance(node, Sequence)
    kind = node.member("Type") if isinstance(node, Mapping) else None
    return isinstance(kind, Scalar) and "::" in kind.text


def claims_to_be_template(root: Node) -> bool:
    """Whether a document says that it is a template, although it may hold no resource that could be read."""
    return isinstance(root, Mapping) and root.member("AWSTemplateFormatVersion") is not None


_CLAIM = b"AWSTemplateFormatVersion"
_NAMES = (b"AWS::", b"Alexa::", b"Custom::", b"::MODULE")


def may_be_template(content: bytes) -> bool:
    """A cheap test of a file's bytes: false means certainly not a template."""
    content = decoded_bytes(content)
    if _CLAIM in content:
        return b"Resources" in content or b"AWS::Include" in content
    return b"Resources" in content and any(name in content for name in _NAMES)


_LEADS = (
    b"AWS::S3",
    b"AWS::Serverless::",
    b"AWS::CloudFormation::Stack",
    b"AWS::Include",
    b"::MODULE",
    b"AWS::CloudTrail::",
    b"s3:",
    b".s3",
    b"s3-website",
    b"S3OriginConfig",
)
_STARS = (b'"*"', b"'*'")


def may_concern_s3(content: bytes) -> bool:
    """Whether a template's bytes name anything that can lead to S3: a type, a nested or included template, an action.

    An identity policy also counts where it names everything, or where one of AWS's is meant, and a template in which no type
    stands, which can't be one.
    """
    content = decoded_bytes(content)
    if any(lead in content for lead in _LEADS) or not any(name in content for name in _NAMES):
        return True
    if b"AWS::IAM::" not in content:
        return False
    return any(star in content for star in _STARS) or (b"ManagedPolicyArns" in content and names_aws_policy(content))


_OTHERS = (b"AWS::CloudFormation::Stack", b"AWS::Serverless::Application", b"AWS::Include")


def may_lead_to_others(content: bytes) -> bool:
    """Whether a template's bytes name what other templates or files are read for."""
    content = decoded_bytes(content)
    return any(lead in content for lead in _OTHERS)


def decoded_bytes(content: bytes) -> bytes:
    """The bytes in which words of ASCII can be looked for, whatever the encoding."""
    return content.replace(b"\0", b"") if content[:2] in _UTF_16 else content


_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
