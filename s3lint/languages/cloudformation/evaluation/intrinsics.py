"""The intrinsic functions, each from its call to a value. A call of the wrong shape is unknown and says what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

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
    Text,
    Unknown,
    Value,
    through,
)
from s3lint.languages.cloudformation.evaluation.foreach import part, replaced, without_dynamic_references
from s3lint.languages.cloudformation.evaluation.lookups import find_in_map
from s3lint.languages.cloudformation.evaluation.references import attribute, reference
from s3lint.languages.cloudformation.evaluation.stack import Context
from s3lint.languages.cloudformation.evaluation.texts import as_text, known_text, literal, literal_pieces, pieces, split
from s3lint.languages.cloudformation.syntax.call import arguments
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node, Scalar, Sequence, is_null, mapping

MAX_TEXT = 1_000_000
"""Characters of a string that a function makes."""

Function = Callable[[Context, Node], Value[Data]]
"""Takes the place of a call, and its argument."""
Settled = tuple[Setting[Data], ...]


def _ref(context: Context, argument: Node) -> Value[Data]:
    name = context.name(argument)
    if name is None:
        return context.unknown("expected the name of a parameter or resource in Ref")
    return reference(context, name)


def _get_att(context: Context, argument: Node) -> Value[Data]:
    if isinstance(argument, Scalar):
        resource, dot, key = (context.name(argument) or "").partition(".")
        if dot:
            return attribute(context, resource, key)
    parts = arguments(argument, 2, 10)
    names = [context.name(each) for each in parts] if parts is not None else []
    if parts is None or names[0] is None:
        return context.unknown("expected a resource and an attribute in Fn::GetAtt")
    if any(name is None for name in names):
        return context.unknown(f"the attribute of {names[0]} is not decided")
    return attribute(context, names[0], ".".join(str(name) for name in names[1:]))


_VARIABLE = r"\$\{(!?)([^{}]*)\}"  # compiled by `re` when a text needs it


def _sub(context: Context, argument: Node) -> Value[Data]:
    template, variables = _template(context, argument)
    if not isinstance(template, Scalar) or template.tag:
        return context.unknown("expected a string with ${Variables} in Fn::Sub")
    only = re.fullmatch(_VARIABLE, template.text)
    if only is not None and not only[1] and only[2].strip() not in variables:
        return _variable(context, only[2].strip(), expand=True)
    found = [
        value
        for piece in literal_pieces(template, context.stack.source, context.path)
        for each in replaced(piece, context.bindings)
        for literal_part in without_dynamic_references(each)
        for value in _substituted(context, literal_part, variables)
    ]
    return context.lift(found, lambda settled: _concatenated(settled, context.origin))


def _template(context: Context, argument: Node) -> tuple[Node, dict[str, Value[Data]]]:
    """The text of a call, and the variables that it is called with."""
    parts = arguments(argument, 1, 2) or (argument,)
    given = parts[1].members if len(parts) > 1 and isinstance(parts[1], Mapping) else ()
    return parts[0], {key.text: context.inner(value) for key, value in given}


def variable(context: Context, argument: Node, name: str) -> Setting[Data]:
    """What a variable stands for in a call of `Fn::Sub` with this argument."""
    variables = _template(context, argument)[1]
    value = variables[name] if name in variables else _variable(context, name, expand=False)
    return context.unknown(f"{name} depends on a condition") if isinstance(value, Choice) else value


def _substituted(context: Context, piece: Piece, variables: dict[str, Value[Data]]) -> Iterator[Value[Data]]:
    """The values that a literal piece of a template consists of."""
    content = piece.content
    if not isinstance(content, str):
        yield known_text((piece,), piece.origin)
        return
    last = 0
    for match in re.finditer(_VARIABLE, content):
        yield from _literals(part(piece, last, match.start()))
        last = match.end()
        place = part(piece, match.start(), match.end()).origin
        name = match[2].strip()
        if match[1]:
            yield Known("${" + match[2] + "}", place)
        elif name in variables:
            yield variables[name]
        else:
            yield _variable(context.at(Scalar(name, place.span.start, place.span.end)), name, expand=False)
    yield from _literals(part(piece, last, len(content)))


def _literals(piece: Piece) -> Iterator[Value[Data]]:
    if isinstance(piece.content, str) and piece.content:
        yield Known(piece.content, piece.origin)


def _variable(context: Context, name: str, *, expand: bool) -> Value[Data]:
    resource, dot, key = name.partition(".")
    if dot and name not in context.bindings:
        return attribute(context, resource, key)
    return reference(context, name, expand=expand)


def _concatenated(settled: Settled, origin: Origin) -> Value[Data]:
    found = [piece for value in settled for piece in pieces(value, origin)]
    if sum(len(piece.content) for piece in found if isinstance(piece.content, str)) > MAX_TEXT:
        return Unknown(f"it is longer than {MAX_TEXT} characters", origin)
    return known_text(found, origin)


def _join(context: Context, argument: Node) -> Value[Data]:
    parts = arguments(argument, 2, 2)
    delimiter = context.value(parts[0]) if parts is not None else None
    separator = literal(delimiter) if delimiter is not None else None
    if parts is None or separator is None or not isinstance(delimiter, Known):
        return context.unknown("expected a delimiter and a list in Fn::Join")
    between = Known(separator, delimiter.origin)

    def joined(settled: Settled) -> Value[Data]:
        found: list[Setting[Data]] = []
        for value in _flat(settled):
            if isinstance(value, Absent):
                continue
            if found and separator:
                found.append(between)
            found.append(value)
        return _concatenated(tuple(found), context.origin)

    def joined_list(settled: Settled) -> Value[Data]:
        listed = _items(settled[0])
        if listed is None:
            return context.unknown("expected a list in Fn::Join")
        items, rest = listed
        return context.lift((*items, rest) if rest is not None else items, joined)

    items = parts[1]
    if isinstance(items, Sequence) and not items.tag:
        return context.lift([context.inner(item) for item in items.items], joined)
    return context.lift([context.inner(items)], joined_list)


def _items(value: Setting[Data]) -> tuple[tuple[Value[Data], ...], Unknown | None] | None:
    """The items of a list and what is unknown of further ones; nothing where it is no list."""
    match value:
        case Known(ListValue(items, rest)):
            return items, rest
        case Unknown() as unknown:
            return (), unknown
        case Absent():
            return (), None
        case Known():
            return None


def _flat(settled: Settled) -> Iterator[Setting[Data]]:
    """The values, lists among them in their place as far as they are settled."""
    for value in settled:
        match value:
            case Known(ListValue(items, rest), origin):
                for item in items:
                    yield Unknown("an item depends on a condition", origin) if isinstance(item, Choice) else item
                if rest is not None:
                    yield rest
            case _:
                yield value


def _select(context: Context, argument: Node) -> Value[Data]:
    parts = arguments(argument, 2, 2)
    if parts is None:
        return context.unknown("expected an index and a list in Fn::Select")

    def selected(settled: Settled) -> Value[Data]:
        index, listed = literal(settled[0]), _items(settled[1])
        if listed is None:
            return context.unknown("expected a list in Fn::Select")
        items, rest = listed
        if index is None:
            return settled[0] if isinstance(settled[0], Unknown) else context.unknown("the index is not decided")
        if not index.isascii() or not index.isdigit() or len(index) > 6:
            return context.unknown("expected an index from 0 in Fn::Select")
        if int(index) < len(items):
            return through(items[int(index)], context.step, path=context.path)
        return rest if rest is not None else context.unknown(f"the list has no item {index}")

    return context.lift([context.value(each) for each in parts], selected)


def _split(context: Context, argument: Node) -> Value[Data]:
    parts = arguments(argument, 2, 2)
    if parts is None:
        return context.unknown("expected a delimiter and a string in Fn::Split")

    def taken_apart(settled: Settled) -> Value[Data]:
        delimiter, text = literal(settled[0]), as_text(settled[1])
        if not delimiter or text is None:
            return context.unknown("expected a delimiter and a string in Fn::Split")
        if isinstance(settled[1], Unknown):
            return settled[1]
        return split(text, delimiter, context.origin)

    return context.lift([context.inner(each) for each in parts], taken_apart)


def _if(context: Context, argument: Node) -> Value[Data]:
    parts = arguments(argument, 3, 3)
    name = context.name(parts[0]) if parts is not None else None
    if parts is None or name is None:
        return context.unknown("expected a condition and two values in Fn::If")
    test = context.at(parts[0])
    condition = context.stack.condition(name)
    for each in parts[1:]:
        if is_null(each):
            context.stack.refuse_null(each)  # whatever the condition is
    if isinstance(condition, bool):
        return through(context.value(parts[1] if condition else parts[2]), _case(test, name, condition))
    yes, no = (context.value(each) for each in parts[1:])
    return Choice(condition, through(yes, _case(test, name, True)), through(no, _case(test, name, False)))


def _case(test: Context, name: str, holds: bool) -> Step:
    """The place where a condition, which holds or not, lets a value pass."""
    return Step(f"condition {name} is {'true' if holds else 'false'}", test.stack.source, test.node.span)


def _base64(context: Context, argument: Node) -> Value[Data]:
    def encoded(settled: Settled) -> Value[Data]:
        text = literal(settled[0])
        if text is None:
            return settled[0] if isinstance(settled[0], Unknown) else context.unknown("the encoded text is not known")
        from base64 import b64encode  # user data, which hardly any bucket needs

        return Known(b64encode(text.encode("utf-8", "replace")).decode("ascii"), context.origin)

    return context.lift([context.inner(argument)], encoded)


def _cidr(context: Context, argument: Node) -> Value[Data]:
    parts = arguments(argument, 2, 3)
    if parts is None:
        return context.unknown("expected an address block, a count and bits in Fn::Cidr")

    def blocks(settled: Settled) -> Value[Data]:
        from s3lint.languages.cloudformation.evaluation.cidr import cidr_blocks  # needs `ipaddress`, which is slow to import

        words = [word for value in settled if (word := literal(value)) is not None]
        if len(words) < len(settled):
            unknown = next((value for value in settled if isinstance(value, Unknown)), None)
            return unknown or context.unknown("the address block is not known")
        return cidr_blocks(words, context.origin)

    return context.lift([context.inner(each) for each in parts], blocks)


def _length(context: Context, argument: Node) -> Value[Data]:
    def counted(settled: Settled) -> Value[Data]:
        listed = _items(settled[0])
        if listed is None:
            return context.unknown("expected a list in Fn::Length")
        items, rest = listed
        if rest is not None:
            return rest
        return context.lift(items, lambda each: Known(sum(not isinstance(item, Absent) for item in each), context.origin))

    return context.lift([context.value(argument)], counted)


def _to_json(context: Context, argument: Node) -> Value[Data]:
    return Known(Encoded(context.value(argument)), context.origin)


def _import_value(context: Context, argument: Node) -> Value[Data]:
    return context.lift([context.inner(argument)], lambda settled: _imported(context, as_text(settled[0])))


def _imported(context: Context, text: Text | None) -> Value[Data]:
    name = str(text) if text is not None else "a name"
    identity = f"export {name}" if text is not None and not text.unknowns else ""
    reason = f"it is imported from another stack, which exports it as {name}"
    elsewhere = context.unknown(reason, (f"export {name}",), identity, is_input=True)
    return context.stack.common.imported(context, text, elsewhere) if text is not None else elsewhere


def _get_azs(context: Context, argument: Node) -> Value[Data]:
    return context.unknown("the zones of a region are those of the account", identity="Fn::GetAZs", is_input=True)


def _transform(context: Context, argument: Node) -> Value[Data]:
    transforms = argument.items if isinstance(argument, Sequence) else (argument,)
    included = context.stack.included(transforms[0]) if len(transforms) == 1 else None
    if included is not None:
        return context.stack.value_in(included.source, included.root, context.path, context.bindings)
    names = [mapping(each).member("Name") for each in transforms]
    shown = " and ".join(name.text for name in names if isinstance(name, Scalar)) or "a macro"
    return context.unknown(f"the transform {shown} makes it when the stack is deployed")


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
