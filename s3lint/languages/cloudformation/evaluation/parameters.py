"""Parameters: what they stand for by default and by what the user says."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingType

from s3lint.base.bounds import Bounds
from s3lint.base.record import Record, replace
from s3lint.base.resource import Problem
from s3lint.base.source import Source, Span
from s3lint.base.value import Data, Known, ListValue, Origin, Setting, Step, Text, Unknown, Value, map_arms
from s3lint.languages.cloudformation.evaluation.bounds import bounds_of, is_list, is_read_from_store
from s3lint.languages.cloudformation.evaluation.texts import as_text, split, word
from s3lint.languages.cloudformation.syntax.call import arguments, call
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node, Scalar, Sequence, mapping
from s3lint.languages.cloudformation.syntax.reader import compose
from s3lint.languages.cloudformation.syntax.scalars import scalar_value
from s3lint.languages.cloudformation.syntax.template import Template
from s3lint.languages.files import Files, unreadable
from s3lint.languages.inputs import Inputs

Given = MappingType[str, "str | Value[Data]"]
"""What parameters are set to: text from the command line, or a value from a file or a parent stack."""


class Parameter(Record):
    """`subject` names it in conditions, unique in its unit. `allowed` are the texts that it can be, where they are few; else
    `named` are those that rules name. `is_default` says that nothing but its declaration says what it is.
    """

    name: str
    type: str
    subject: str
    value: Value[Data]
    allowed: tuple[Known[str], ...] = ()
    named: tuple[Known[str], ...] = ()
    is_default: bool = False

    @property
    def candidates(self) -> tuple[str, ...] | None:
        return tuple(value.value for value in self.allowed) or None


class _Asserted(Record):
    """The values that rules ask of a parameter: always, and under a condition."""

    always: tuple[Known[str], ...]
    sometimes: tuple[Known[str], ...]


def declared(template: Template, given: Given, prefix: str) -> dict[str, Parameter]:
    always, sometimes = (dict(_asserted(template, is_bound=is_bound)) for is_bound in (True, False))
    return {
        key.text: _parameter(
            template,
            key,
            mapping(node),
            given,
            prefix + key.text,
            _Asserted(always.get(key.text, ()), sometimes.get(key.text, ())),
        )
        for key, node in template.parameters.members
    }


def _asserted(template: Template, *, is_bound: bool) -> Iterator[tuple[str, tuple[Known[str], ...]]]:
    """The values that the Rules section asks of parameters: always, or under a condition.

    Read are assertions of `Fn::Contains` with a list of literals, or `Fn::Equals` with a literal.
    """
    for _, rule in template.rules.members:
        body = mapping(rule)
        assertions = body.member("Assertions") if (body.member("RuleCondition") is None) is is_bound else None
        for assertion in assertions.items if isinstance(assertions, Sequence) else ():
            asserted = mapping(assertion).member("Assert")
            found = call(asserted) if asserted is not None else None
            operands = arguments(found.argument, 2, 2) if found is not None else None
            if found is None or operands is None or found.name not in ("Fn::Contains", "Fn::Equals"):
                continue
            one, other = operands
            pairs = [(one, other)] if found.name == "Fn::Contains" else [(one, other), (other, one)]
            for values, named in pairs:
                reference = call(named)
                literals = tuple(_literals(template, values.items if isinstance(values, Sequence) else (values,)))
                if reference is not None and reference.name == "Ref" and isinstance(reference.argument, Scalar) and literals:
                    yield reference.argument.text, literals


def _parameter(template: Template, key: Scalar, body: Mapping, given: Given, subject: str, asserted: _Asserted) -> Parameter:
    name = key.text
    kind_node = body.member("Type")
    kind = kind_node.text if isinstance(kind_node, Scalar) else "String"
    value = _set(template, key, body, kind, given)
    if value is not None and not isinstance(value, Unknown):
        return Parameter(name, kind, subject, value, is_default=name not in given)
    listed = body.member("AllowedValues")
    allowed = tuple(_literals(template, listed.items)) if isinstance(listed, Sequence) else ()
    unknown = _unknown(template, key, kind, subject) if value is None else value  # that is an open one of the stack above
    bounds = bounds_of(body, kind, tuple(value.value for value in allowed) or None)
    bounded = replace(unknown, bounds=unknown.bounds or bounds)
    if is_list(kind) or is_read_from_store(kind) or not unknown.identity:
        return Parameter(name, kind, unknown.identity or subject, bounded)
    few = _few(template, body, bounds, allowed, asserted.always)
    return Parameter(name, kind, unknown.identity, bounded, few, asserted.sometimes)


def _few(
    template: Template,
    body: Mapping,
    bounds: Bounds | None,
    allowed: tuple[Known[str], ...],
    asserted: tuple[Known[str], ...],
) -> tuple[Known[str], ...]:
    """The values that an undecided parameter can have, each where it is stated; none where they are not few."""
    stated = allowed or asserted
    if not stated and bounds is not None:
        pattern = body.member("AllowedPattern")
        values = bounds.few() if pattern is not None else None
        stated = tuple(Known(value, template.origin(pattern)) for value in values or () if pattern is not None)
    wanted = {value.value for value in asserted}
    both = tuple(value for value in stated if value.value in wanted) if allowed else stated
    kept = both or stated  # rules that refuse all that is allowed refuse the deployment, and no other
    return tuple(value for value in kept if bounds is None or bounds.admits(value.value)) or kept


def _literals(template: Template, nodes: tuple[Node, ...]) -> Iterator[Known[str]]:
    for item in nodes:
        if isinstance(item, Scalar) and not item.tag:
            value = scalar_value(item, template.origin(item))
            if isinstance(value, Known):
                yield Known(word(value.value), value.origin)


def _set(template: Template, key: Scalar, body: Mapping, kind: str, given: Given) -> Value[Data] | None:
    """What the user or the default sets a parameter to; nothing where neither does."""
    origin = template.origin(key)
    name = key.text
    if is_read_from_store(kind):
        return None
    if name in given:
        told = given[name]
        if isinstance(told, str):
            step = Step(f"--parameter {name}={told}", template.source, origin.span)
            told = Known(told, origin.through(step))
        return _typed(told, kind)
    default = body.member("Default")
    if isinstance(default, Scalar):
        found = scalar_value(default, template.origin(default))
        if isinstance(found, Known):
            return _typed(Known(word(found.value), found.origin), kind)
    if isinstance(default, Sequence):
        items = [scalar_value(item, template.origin(item)) for item in default.items if isinstance(item, Scalar)]
        return Known(ListValue(tuple(items)), template.origin(default))
    return None


def _unknown(template: Template, key: Scalar, kind: str, subject: str) -> Unknown:
    name = key.text
    is_stored = is_read_from_store(kind)
    reason = "is read from the Parameter Store when the stack is deployed" if is_stored else "has no default"
    inputs = (f"parameter {name}",)
    return Unknown(f"parameter {name} {reason}", template.origin(key), inputs, subject, is_input=True)


def _typed(value: Value[Data], kind: str) -> Value[Data]:
    """Text as a value of the parameter's type: the list types take it apart at commas."""
    return map_arms(value, _listed) if is_list(kind) else value


def _listed(value: Setting[Data]) -> Value[Data]:
    match value:
        case Known(str() | Text(), origin):
            text = as_text(value)
            if text is None or text.literal == "":
                return Known(ListValue(()), origin)
            match split(_as_placed(text), ",", origin):
                case Known(ListValue(items, rest)):
                    return Known(ListValue(tuple(_stripped(item) for item in items), rest), origin)
                case parts:
                    return parts
        case _:
            return value


def _as_placed(text: Text) -> Text:
    """A quoted literal's own span includes its quotes; without them, offsets in it are places."""
    if len(text.pieces) != 1 or not isinstance(text.pieces[0].content, str):
        return text
    piece = text.pieces[0]
    span = piece.origin.span
    if isinstance(piece.content, str) and span.end - span.start == len(piece.content) + 2:
        return Text((replace(piece, origin=replace(piece.origin, span=Span(span.start + 1, span.end - 1))),))
    return text


def _stripped(item: Value[Data]) -> Value[Data]:
    match item:
        case Known(str() as content, origin):
            lead = len(content) - len(content.lstrip())
            bare = content.strip()
            if origin.span.end - origin.span.start == len(content):
                start = origin.span.start + lead
                origin = replace(origin, span=Span(start, start + len(bare)))
            return Known(bare, origin)
        case _:
            return item


def hidden(template: Template, parameters: MappingType[str, Parameter]) -> Iterator[Value[Data]]:
    """What the parameters are set to that are declared with `NoEcho`, which AWS shows nobody either."""
    for key, node in template.parameters.members:
        echo = mapping(node).member("NoEcho")
        if isinstance(echo, Scalar) and echo.text.lower() in ("true", "yes", "on"):
            yield parameters[key.text].value


def given_by(inputs: Inputs, files: Files) -> tuple[dict[str, str | Value[Data]], tuple[Problem, ...], tuple[Source, ...]]:
    """What the user sets: files in their order, then single assignments, the last one winning."""
    given: dict[str, str | Value[Data]] = {}
    problems: list[Problem] = []
    sources: list[Source] = []
    for path in inputs.parameter_files:
        source = files.source(path)
        if isinstance(source, Problem):
            problems.append(source)
            continue
        sources.append(source)
        documents = compose(source)
        problems += documents.problems
        for root in documents.roots[:1]:
            found = _file_values(root, source)
            if not found and not documents.problems:
                expected = "expected parameters: a list of ParameterKey and ParameterValue, or a map of names"
                problems.append(unreadable(source, expected))
            given.update(found)
    given.update(inputs.parameters)
    return given, tuple(problems), tuple(sources)


def _file_values(root: Node, source: Source) -> dict[str, Value[Data]]:
    """The three forms of parameter files: the command line's list, CodePipeline's `Parameters`, a plain map.

    A list may also hold `Name=value` strings, as `aws cloudformation deploy` takes them.
    """
    found: dict[str, Value[Data]] = {}
    if isinstance(root, Sequence):
        for item in root.items:
            if isinstance(item, Scalar) and "=" in item.text:
                name, _, text = item.text.partition("=")
                found[name] = Known(text, Origin(source, item.span))
            name_node, value_node = mapping(item).member("ParameterKey"), mapping(item).member("ParameterValue")
            if isinstance(name_node, Scalar) and isinstance(value_node, Scalar):
                found[name_node.text] = Known(value_node.text, Origin(source, value_node.span))
        return found
    members = mapping(root)
    nested = members.member("Parameters")
    for key, node in (nested if isinstance(nested, Mapping) else members).members:
        if isinstance(node, Scalar):
            value = scalar_value(node, Origin(source, node.span))
            if isinstance(value, Known):
                found[key.text] = Known(word(value.value), value.origin)
        elif isinstance(node, Sequence):
            items = tuple(Known(item.text, Origin(source, item.span)) for item in node.items if isinstance(item, Scalar))
            found[key.text] = Known(ListValue(items), Origin(source, node.span))
    return found
