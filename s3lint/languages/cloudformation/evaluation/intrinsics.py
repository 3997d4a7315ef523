"""The intrinsic functions, each from its call to a value. A call of the wrong shape is unknown and says what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from s3lint.base.value import (
    Absent,
    Choice,
    Data,
    Encoded,
    Known,
    ListValue,
    Origin,
    Piece,
    Setting,
    Step,
    Unknown,
    Value,
)
from s3lint.languages.cloudformation.evaluation.choices import items_of, lift, through
from s3lint.languages.cloudformation.evaluation.foreach import part, replaced, without_dynamic_references
from s3lint.languages.cloudformation.evaluation.lookups import find_in_map
from s3lint.languages.cloudformation.evaluation.references import attribute, reference, step
from s3lint.languages.cloudformation.evaluation.texts import as_text, known_text, literal, pieces, split
from s3lint.languages.cloudformation.syntax.call import arguments
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node, Scalar, Sequence, mapping

if TYPE_CHECKING:
    from s3lint.languages.cloudformation.evaluation.evaluator import Evaluator, Path
    from s3lint.languages.cloudformation.syntax.template import Bindings

MAX_TEXT = 1_000_000
"""Characters of a string that a function makes."""

Function = Callable[["Evaluator", Node, Node, "Path", "Bindings"], Value[Data]]


def _misused(evaluator: Evaluator, node: Node, path: Path, expected: str) -> Unknown:
    return Unknown(f"expected {expected}", evaluator.origin(node, path))


def _ref(evaluator: Evaluator, node: Node, argument: Node, path: Path, bindings: Bindings) -> Value[Data]:
    name = evaluator.name(argument, bindings)
    if name is None:
        return _misused(evaluator, node, path, "the name of a parameter or resource in Ref")
    return reference(evaluator, name, node, path, bindings)


def _get_att(evaluator: Evaluator, node: Node, argument: Node, path: Path, bindings: Bindings) -> Value[Data]:
    if isinstance(argument, Scalar):
        resource, dot, key = (evaluator.name(argument, bindings) or "").partition(".")
        if dot:
            return attribute(evaluator, resource, key, node, path)
    parts = arguments(argument, 2, 10)
    names = [evaluator.name(each, bindings) for each in parts] if parts is not None else []
    if parts is None or names[0] is None:
        return _misused(evaluator, node, path, "a resource and an attribute in Fn::GetAtt")
    if any(name is None for name in names):
        return Unknown(f"the attribute of {names[0]} is not decided", evaluator.origin(node, path))
    return attribute(evaluator, names[0], ".".join(str(name) for name in names[1:]), node, path)


_VARIABLE = r"\$\{(!?)([^{}]*)\}"  # compiled by `re` when a text needs it


def _sub(evaluator: Evaluator, node: Node, argument: Node, path: Path, bindings: Bindings) -> Value[Data]:
    variables: dict[str, Value[Data]] = {}
    template = argument
    parts = arguments(argument, 1, 2)
    if parts is not None:
        template = parts[0]
        if len(parts) > 1 and isinstance(parts[1], Mapping):
            variables = {key.text: evaluator.inner(value, path, bindings) for key, value in parts[1].members}
    if not isinstance(template, Scalar) or template.tag:
        return _misused(evaluator, node, path, "a string with ${Variables} in Fn::Sub")
    only = re.fullmatch(_VARIABLE, template.text)
    if only is not None and not only[1] and only[2].strip() not in variables:
        return _variable(evaluator, only[2].strip(), node, path, bindings, expand=True)
    found: list[Value[Data]] = []
    for piece in evaluator.literal_pieces(template, path):
        for each in replaced(piece, bindings):
            for literal_part in without_dynamic_references(each):
                _substituted(evaluator, literal_part, variables, node, path, bindings, found)
    origin = evaluator.origin(node, path)
    return lift(found, lambda settled: _concatenated(settled, origin), origin)


def _substituted(
    evaluator: Evaluator,
    piece: Piece,
    variables: dict[str, Value[Data]],
    node: Node,
    path: Path,
    bindings: Bindings,
    found: list[Value[Data]],
) -> None:
    """Adds the values that a literal piece of a template consists of."""
    content = piece.content
    if not isinstance(content, str):
        found.append(known_text((piece,), piece.origin))
        return
    last = 0
    for match in re.finditer(_VARIABLE, content):
        _add(found, part(piece, last, match.start()))
        last = match.end()
        if match[1]:
            place = part(piece, match.start(), match.end()).origin
            _add(found, Piece("${" + match[2] + "}", place))
            continue
        name = match[2].strip()
        if name in variables:
            found.append(variables[name])
            continue
        span = part(piece, match.start(), match.end()).origin.span
        place_node = Scalar(name, span.start, span.end)
        found.append(_variable(evaluator, name, place_node, path, bindings, expand=False))
    _add(found, part(piece, last, len(content)))


def _add(found: list[Value[Data]], piece: Piece) -> None:
    if isinstance(piece.content, str) and piece.content:
        found.append(Known(piece.content, piece.origin))


def _variable(evaluator: Evaluator, name: str, node: Node, path: Path, bindings: Bindings, *, expand: bool) -> Value[Data]:
    resource, dot, key = name.partition(".")
    if dot and name not in bindings:
        return attribute(evaluator, resource, key, node, path)
    return reference(evaluator, name, node, path, bindings, expand=expand)


def _concatenated(settled: tuple[Setting[Data], ...], origin: Origin) -> Value[Data]:
    found: list[Piece] = []
    size = 0
    for value in settled:
        for piece in pieces(value, origin):
            found.append(piece)
            size += len(piece.content) if isinstance(piece.content, str) else 0
    if size > MAX_TEXT:
        return Unknown(f"it is longer than {MAX_TEXT} characters", origin)
    return known_text(found, origin)


def _join(evaluator: Evaluator, node: Node, argument: Node, path: Path, bindings: Bindings) -> Value[Data]:
    parts = arguments(argument, 2, 2)
    origin = evaluator.origin(node, path)
    delimiter = evaluator.value(parts[0], path, bindings) if parts is not None else None
    separator = literal(delimiter) if delimiter is not None else None
    if parts is None or delimiter is None or separator is None or isinstance(delimiter, (Absent, Unknown, Choice)):
        return _misused(evaluator, node, path, "a delimiter and a list in Fn::Join")
    between = delimiter.origin

    def joined(settled: tuple[Setting[Data], ...]) -> Value[Data]:
        found: list[Setting[Data]] = []
        for value in _flat(settled):
            if isinstance(value, Absent):
                continue
            if found and separator:
                found.append(Known(separator, between))
            found.append(value)
        return _concatenated(tuple(found), origin)

    items = parts[1]
    if isinstance(items, Sequence) and not items.tag:
        values: list[Value[Data]] = [evaluator.inner(item, path, bindings) for item in items.items]
        return lift(values, joined, origin)
    return lift([evaluator.inner(items, path, bindings)], lambda settled: _joined_list(settled[0], joined, origin), origin)


def _flat(settled: tuple[Setting[Data], ...]) -> list[Setting[Data]]:
    """The values, lists among them in their place as far as they are settled."""
    found: list[Setting[Data]] = []
    for value in settled:
        listed = items_of(value, value.origin) if isinstance(value, Known) and isinstance(value.value, ListValue) else None
        if listed is None:
            found.append(value)
            continue
        items, rest = listed
        for item in items:
            found.append(item if not isinstance(item, Choice) else Unknown("an item depends on a condition", value.origin))
        if rest is not None:
            found.append(rest)
    return found


def _joined_list(
    value: Setting[Data], joined: Callable[[tuple[Setting[Data], ...]], Value[Data]], origin: Origin
) -> Value[Data]:
    listed = items_of(value, origin)
    if listed is None:
        return Unknown("expected a list in Fn::Join", origin)
    items, rest = listed
    return lift((*items, rest) if rest is not None else items, joined, origin)


def _select(evaluator: Evaluator, node: Node, argument: Node, path: Path, bindings: Bindings) -> Value[Data]:
    parts = arguments(argument, 2, 2)
    if parts is None:
        return _misused(evaluator, node, path, "an index and a list in Fn::Select")
    origin = evaluator.origin(node, path)

    def selected(settled: tuple[Setting[Data], ...]) -> Value[Data]:
        index, listed = literal(settled[0]), items_of(settled[1], origin)
        if listed is None:
            return Unknown("expected a list in Fn::Select", origin)
        items, rest = listed
        if index is None:
            return settled[0] if isinstance(settled[0], Unknown) else Unknown("the index is not decided", origin)
        if not index.isascii() or not index.isdigit() or len(index) > 6:
            return Unknown("expected an index from 0 in Fn::Select", origin)
        if int(index) < len(items):
            return through(items[int(index)], step(evaluator, node), path)
        return rest if rest is not None else Unknown(f"the list has no item {index}", origin)

    return lift([evaluator.value(each, path, bindings) for each in parts], selected, origin)


def _split(evaluator: Evaluator, node: Node, argument: Node, path: Path, bindings: Bindings) -> Value[Data]:
    parts = arguments(argument, 2, 2)
    if parts is None:
        return _misused(evaluator, node, path, "a delimiter and a string in Fn::Split")
    origin = evaluator.origin(node, path)

    def taken_apart(settled: tuple[Setting[Data], ...]) -> Value[Data]:
        delimiter, text = literal(settled[0]), as_text(settled[1])
        if not delimiter or text is None:
            return Unknown("expected a delimiter and a string in Fn::Split", origin)
        if isinstance(settled[1], Unknown):
            return settled[1]
        return split(text, delimiter, origin)

    return lift([evaluator.inner(each, path, bindings) for each in parts], taken_apart, origin)


def _if(evaluator: Evaluator, node: Node, argument: Node, path: Path, bindings: Bindings) -> Value[Data]:
    parts = arguments(argument, 3, 3)
    name = evaluator.name(parts[0], bindings) if parts is not None else None
    if parts is None or name is None:
        return _misused(evaluator, node, path, "a condition and two values in Fn::If")
    condition = evaluator.condition(name)
    if isinstance(condition, bool):
        taken = evaluator.value(parts[1] if condition else parts[2], path, bindings)
        return through(taken, _case(evaluator, parts[0], name, condition))
    yes, no = (evaluator.value(each, path, bindings) for each in parts[1:])
    return Choice(
        condition,
        through(yes, _case(evaluator, parts[0], name, True)),
        through(no, _case(evaluator, parts[0], name, False)),
    )


def _case(evaluator: Evaluator, node: Node, name: str, holds: bool) -> Step:
    """The place where a condition, which holds or not, lets a value pass."""
    what = f"condition {name} is {'true' if holds else 'false'}"
    return Step(what, evaluator.source, evaluator.origin(node).span)


def _base64(evaluator: Evaluator, node: Node, argument: Node, path: Path, bindings: Bindings) -> Value[Data]:
    origin = evaluator.origin(node, path)

    def encoded(settled: tuple[Setting[Data], ...]) -> Value[Data]:
        text = literal(settled[0])
        if text is None:
            return settled[0] if isinstance(settled[0], Unknown) else Unknown("the encoded text is not known", origin)
        from base64 import b64encode  # user data, which hardly any bucket needs

        return Known(b64encode(text.encode("utf-8", "replace")).decode("ascii"), origin)

    return lift([evaluator.inner(argument, path, bindings)], encoded, origin)


def _cidr(evaluator: Evaluator, node: Node, argument: Node, path: Path, bindings: Bindings) -> Value[Data]:
    parts = arguments(argument, 2, 3)
    origin = evaluator.origin(node, path)
    if parts is None:
        return _misused(evaluator, node, path, "an address block, a count and bits in Fn::Cidr")

    def blocks(settled: tuple[Setting[Data], ...]) -> Value[Data]:
        from s3lint.languages.cloudformation.evaluation.cidr import cidr_blocks  # needs `ipaddress`, which is slow to import

        words = [literal(value) for value in settled]
        if any(each is None for each in words):
            unknown = next((value for value in settled if isinstance(value, Unknown)), None)
            return unknown or Unknown("the address block is not known", origin)
        return cidr_blocks([str(each) for each in words], origin)

    return lift([evaluator.inner(each, path, bindings) for each in parts], blocks, origin)


def _length(evaluator: Evaluator, node: Node, argument: Node, path: Path, bindings: Bindings) -> Value[Data]:
    origin = evaluator.origin(node, path)

    def counted(settled: tuple[Setting[Data], ...]) -> Value[Data]:
        listed = items_of(settled[0], origin)
        if listed is None:
            return Unknown("expected a list in Fn::Length", origin)
        items, rest = listed
        if rest is not None:
            return rest
        return lift(items, lambda each: Known(sum(not isinstance(item, Absent) for item in each), origin), origin)

    return lift([evaluator.value(argument, path, bindings)], counted, origin)


def _to_json(evaluator: Evaluator, node: Node, argument: Node, path: Path, bindings: Bindings) -> Value[Data]:
    return Known(Encoded(evaluator.value(argument, path, bindings)), evaluator.origin(node, path))


def _import_value(evaluator: Evaluator, node: Node, argument: Node, path: Path, bindings: Bindings) -> Value[Data]:
    value = evaluator.inner(argument, path, bindings)
    text = None if isinstance(value, Choice) else as_text(value)
    name = str(text) if text is not None else "a name"
    identity = f"export {name}" if text is not None and not text.unknowns else ""
    reason = f"it is imported from another stack, which exports it as {name}"
    return Unknown(reason, evaluator.origin(node, path), (f"export {name}",), identity, is_input=True)


def _get_azs(evaluator: Evaluator, node: Node, argument: Node, path: Path, bindings: Bindings) -> Value[Data]:
    return Unknown(
        "the zones of a region are those of the account", evaluator.origin(node, path), (), "Fn::GetAZs", is_input=True
    )


def _transform(evaluator: Evaluator, node: Node, argument: Node, path: Path, bindings: Bindings) -> Value[Data]:
    transforms = argument.items if isinstance(argument, Sequence) else (argument,)
    included = evaluator.included(transforms[0]) if len(transforms) == 1 else None
    if included is not None:
        return evaluator.value_in(included.source, included.root, path, bindings)
    names = [mapping(each).member("Name") for each in transforms]
    shown = " and ".join(name.text for name in names if isinstance(name, Scalar)) or "a macro"
    return Unknown(f"the transform {shown} makes it when the stack is deployed", evaluator.origin(node, path))


FUNCTIONS: dict[str, Function] = {
    "Ref": _ref,
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::FindInMap": find_in_map,
    "Fn::If": _if,
    "Fn::Base64": _base64,
    "Fn::Cidr": _cidr,
    "Fn::GetAZs": _get_azs,
    "Fn::ImportValue": _import_value,
    "Fn::Length": _length,
    "Fn::ToJsonString": _to_json,
    "Fn::Transform": _transform,
}
