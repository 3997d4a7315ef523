"""`Fn::FindInMap`: a key that is not decided becomes a choice of the map's keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from s3lint.base.condition import Atom
from s3lint.base.value import Choice, Data, Symbol, Text, Unknown, Value
from s3lint.languages.cloudformation.evaluation.choices import through
from s3lint.languages.cloudformation.evaluation.foreach import members
from s3lint.languages.cloudformation.evaluation.references import step
from s3lint.languages.cloudformation.evaluation.texts import as_text
from s3lint.languages.cloudformation.syntax.call import call
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node
from s3lint.languages.cloudformation.syntax.nodes import Sequence as SequenceNode

if TYPE_CHECKING:
    from s3lint.languages.cloudformation.evaluation.evaluator import Evaluator, Path
    from s3lint.languages.cloudformation.syntax.template import Bindings

MAX_KEYS = 64
"""Keys of a mapping that an undecided key is told apart by."""


def find_in_map(evaluator: Evaluator, node: Node, argument: Node, path: Path, bindings: Bindings) -> Value[Data]:
    origin = evaluator.origin(node, path)
    if not isinstance(argument, SequenceNode) or not 3 <= len(argument.items) <= 4:
        return Unknown("expected a mapping and two keys in Fn::FindInMap", origin)
    keys = [evaluator.inner(item, path, bindings) for item in argument.items[:3]]
    default = None
    if len(argument.items) == 4 and isinstance(argument.items[3], Mapping):
        default_node = argument.items[3].member("DefaultValue")
        default = evaluator.value(default_node, path, bindings) if default_node is not None else None

    def found(value_node: Node) -> Value[Data]:
        # The value of a mapping is literal text: CloudFormation takes no function there, ForEach aside.
        if call(value_node) is not None:
            return Unknown("expected a literal value in the mapping", evaluator.origin(value_node, path))
        value = evaluator.value_in(evaluator.template.source, value_node, path, bindings)
        return through(value, step(evaluator, node), path)

    return _descend(evaluator, evaluator.template.mappings, keys, default, found, Unknown("", origin))


def _descend(
    evaluator: Evaluator,
    node: Node,
    keys: Sequence[Value[Data]],
    default: Value[Data] | None,
    found: Callable[[Node], Value[Data]],
    place: Unknown,
) -> Value[Data]:
    if not keys:
        return found(node)
    key, *further = keys
    children = {member.name: member.node for member in members(evaluator, node, {})} if isinstance(node, Mapping) else {}

    def below(name: str) -> Value[Data]:
        if name in children:
            return _descend(evaluator, children[name], further, default, found, place)
        return default if default is not None else Unknown(f"the mapping has no key {name}", place.origin)

    if isinstance(key, Choice):
        arms = (_descend(evaluator, node, [arm, *further], default, found, place) for arm in (key.if_true, key.if_false))
        return Choice(key.condition, *arms)
    text = as_text(key)
    if text is None:
        return Unknown("expected a string as key in Fn::FindInMap", place.origin)
    written = text.literal
    if written is not None:
        return below(written)
    subject, candidates = _subject(evaluator, text)
    names = [name for name in children if candidates is None or name in candidates]
    if not subject or not 0 < len(names) <= MAX_KEYS:
        inputs = tuple(name for unknown in text.unknowns for name in unknown.inputs)
        return Unknown(f"the key {text} of the mapping is not decided", place.origin, inputs or (str(text),))
    # Without a default, a key that the mapping lacks would stop the deployment, so the last one is all that is left.
    value = default if default is not None else below(names.pop())
    for name in reversed(names):
        value = Choice(Atom(subject, name, candidates), below(name), value)
    return value


def _subject(evaluator: Evaluator, text: Text) -> tuple[str, tuple[str, ...] | None]:
    """The input that a key is as a whole, and the values that it can have where those are known."""
    content = text.pieces[0].content if len(text.pieces) == 1 else ""
    match content:
        case Symbol(resource="", written=written):
            return written.removeprefix("${").removesuffix("}"), None
        case Unknown(identity=identity):
            return identity, evaluator.common.candidates.get(identity)
        case _:
            return "", None
