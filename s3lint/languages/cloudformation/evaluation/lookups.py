"""`Fn::FindInMap`: a key that is not decided becomes a choice of the map's keys."""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.base.condition import Atom
from s3lint.base.record import Record
from s3lint.base.value import Choice, Data, Setting, Symbol, Text, Unknown, Value, map_arms, through
from s3lint.languages.cloudformation.evaluation.foreach import members
from s3lint.languages.cloudformation.evaluation.references import equals_of_region
from s3lint.languages.cloudformation.evaluation.stack import NO_BINDINGS, Context
from s3lint.languages.cloudformation.evaluation.texts import as_text
from s3lint.languages.cloudformation.syntax.call import call
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node
from s3lint.languages.cloudformation.syntax.nodes import Sequence as SequenceNode

MAX_KEYS = 64
"""Keys of a mapping that an undecided key is told apart by."""


def find_in_map(context: Context, argument: Node) -> Value[Data]:
    if not isinstance(argument, SequenceNode) or not 3 <= len(argument.items) <= 4:
        return context.unknown("expected a mapping and two keys in Fn::FindInMap")
    keys = [context.inner(item) for item in argument.items[:3]]
    default = None
    if len(argument.items) == 4 and isinstance(argument.items[3], Mapping):
        default_node = argument.items[3].member("DefaultValue")
        default = context.value(default_node) if default_node is not None else None
    return _Lookup(context, default).below(context.stack.template.mappings, keys)


class _Lookup(Record):
    """One call; `default` is its value where the map lacks a key."""

    context: Context
    default: Value[Data] | None

    def below(self, node: Node, keys: Sequence[Value[Data]]) -> Value[Data]:
        """The value to which keys lead from a node."""
        if not keys:
            return self._found(node)
        key, *further = keys
        return map_arms(key, lambda settled: self._below(node, settled, further))

    def _found(self, node: Node) -> Value[Data]:
        # The value of a mapping is literal text: CloudFormation takes no function there, ForEach aside.
        context, stack = self.context, self.context.stack
        if call(node) is not None:
            return Unknown("expected a literal value in the mapping", stack.origin(node, context.path))
        value = stack.value_in(stack.template.source, node, context.path, context.bindings)
        return through(value, context.step, path=context.path)

    def _below(self, node: Node, key: Setting[Data], further: Sequence[Value[Data]]) -> Value[Data]:
        children: dict[str, Node] = {}
        if isinstance(node, Mapping):
            children = {member.name: member.node for member in members(self.context.stack, node, NO_BINDINGS)}
        text = as_text(key)
        if text is None:
            return self.context.unknown("expected a string as key in Fn::FindInMap")
        written = text.literal
        if written is not None:
            value = self._child(children, written, further)
            for name in children:
                elsewhere = equals_of_region(self.context.stack, text, name) if name != written else None
                if elsewhere:
                    value = Choice(elsewhere, self._child(children, name, further), value)
            return value
        subject, candidates = self._subject(text)
        names = [name for name in children if candidates is None or name in candidates]
        if not subject or not 0 < len(names) <= MAX_KEYS:
            inputs = tuple(name for unknown in text.unknowns for name in unknown.inputs)
            return self.context.unknown(f"the key {text} of the mapping is not decided", inputs or (str(text),))
        # Without a default, a key that the mapping lacks would stop the deployment, so the last one is all that is left.
        value = self.default if self.default is not None else self._child(children, names.pop(), further)
        for name in reversed(names):
            value = Choice(Atom(subject, name, candidates), self._child(children, name, further), value)
        return value

    def _child(self, children: dict[str, Node], name: str, further: Sequence[Value[Data]]) -> Value[Data]:
        if name in children:
            return self.below(children[name], further)
        return self.default if self.default is not None else self.context.unknown(f"the mapping has no key {name}")

    def _subject(self, text: Text) -> tuple[str, tuple[str, ...] | None]:
        """The input that a key is as a whole, and the values that it can have where those are known."""
        content = text.pieces[0].content if len(text.pieces) == 1 else ""
        match content:
            case Symbol(resource="", written=written):
                return written.removeprefix("${").removesuffix("}"), None
            case Unknown(identity=identity):
                return identity, self.context.stack.common.candidates.get(identity)
            case _:
                return "", None
