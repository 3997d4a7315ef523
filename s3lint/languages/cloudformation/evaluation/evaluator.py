"""Nodes into values: the evaluation of one template (one stack) with what is known of its parameters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from s3lint.base.condition import Condition, atoms, question
from s3lint.base.resource import Problem
from s3lint.base.source import Source, Span
from s3lint.base.value import (
    Absent,
    Cause,
    Choice,
    Data,
    Entry,
    Known,
    ListValue,
    MapValue,
    Origin,
    Piece,
    Text,
    Unknown,
    Value,
)
from s3lint.languages.arns import regions_elsewhere
from s3lint.languages.cloudformation.evaluation import foreach
from s3lint.languages.cloudformation.evaluation.conditions import condition_of
from s3lint.languages.cloudformation.evaluation.intrinsics import FUNCTIONS
from s3lint.languages.cloudformation.evaluation.parameters import Given, Parameter, declared, hidden
from s3lint.languages.cloudformation.evaluation.references import reference
from s3lint.languages.cloudformation.evaluation.resources import generated
from s3lint.languages.cloudformation.evaluation.stack import NO_BINDINGS, Common, Context, Included, Nesting, Path, Stack
from s3lint.languages.cloudformation.evaluation.texts import known_text, literal, literal_pieces, name_in
from s3lint.languages.cloudformation.syntax.call import call
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node, Scalar, Sequence, is_null, mapping
from s3lint.languages.cloudformation.syntax.scalars import scalar_value
from s3lint.languages.cloudformation.syntax.template import Bindings, Declaration, Member, Template
from s3lint.languages.inputs import Inputs
from s3lint.languages.unseen import Texts, texts_in

MAX_EVALUATED = 150_000
"""Values that one template may evaluate to; aliases and loops repeat nodes, so a small text may hold many.

One takes some 0.8 KB, so that this bounds the memory that a template can ask for.
"""
MAX_DEPTH = 80
"""How deep an evaluation may go, through nesting, references, conditions and other names together."""
MAX_CONDITION = 500
"""Comparisons in one condition; past it the condition is a question of its own."""


class Evaluator:
    """One stack: a template with what its parameters are set to. `Stack` says what its methods mean."""

    def __init__(
        self,
        template: Template,
        given: Given,
        inputs: Inputs,
        nesting: Nesting = Nesting(),
        common: Common | None = None,
    ) -> None:
        self.template = template
        self.source = template.source
        self.inputs = inputs
        self.nesting = nesting
        self.common = common or Common()
        self.common.unread = self.common.unread or template.unread
        self.common.regions |= regions_elsewhere(template.source.text)
        self._sources: list[Source] = []
        self._files: list[Included] | None = None
        self._nested: dict[str, Stack | None] = {}
        self._handed: dict[str, Texts | None] = {}
        self.parameters: dict[str, Parameter] = declared(template, given, nesting.prefix)
        for _, body in template.parameters.members:
            default = mapping(body).member("Default")
            if default is not None and is_null(default):
                self.refuse_null(default)
        for parameter in self.parameters.values():
            if parameter.candidates is not None:
                self.common.candidates.setdefault(parameter.subject, parameter.candidates)
        self.macro = next(iter([self._macro(name) for name in template.macros]), None)
        for value in hidden(template, self.parameters):
            self.common.secrets.add(value)
        self._conditions: dict[str, Condition] = {}
        self._condition_nodes: dict[str, Member] | None = None
        self._declarations: dict[str, Declaration] | None = None
        self._names: dict[str, str | None] = {}

    def origin(self, node: Node, path: Path = ()) -> Origin:
        return Origin(self.source, Span(node.start, node.end), path)

    @property
    def declarations(self) -> dict[str, Declaration]:
        if self._declarations is None:
            self._declarations = {}
            taken: set[str] = set()
            for member in self._section("Resources"):
                if member.name == "Fn::Transform":
                    self._miss(member.source, member.key)
                kind = member.node.member("Type") if isinstance(member.node, Mapping) else None
                if isinstance(kind, Scalar) and isinstance(member.node, Mapping):
                    name = literal(self.value_in(member.source, kind, (), member.bindings)) or kind.text
                    shown = member.name if member.shown in taken else member.shown
                    taken.add(shown)
                    self._declarations[member.name] = Declaration(
                        shown, member.key, member.node, name, member.bindings, member.source, member.condition
                    )
        return self._declarations

    def _section(self, name: str) -> list[Member]:
        """The members of a section of the template itself, whatever is being read when they are first asked for.

        Those of the files that it includes as a whole come last.
        """
        with self.reading(self.template.source):
            found = list(foreach.members(self, mapping(self.template.root.member(name)), self.template.bindings))
        for file in self._whole_files():
            with self.reading(file.source):
                found += foreach.members(self, mapping(file.root.member(name)), self.template.bindings)
        return found

    def _whole_files(self) -> list[Included]:
        """The files whose sections are also those of the template."""
        if self._files is None:
            self._files = []
            for node in self.template.includes:
                file = self.included(node)
                if file is None:
                    self._miss(self.template.source, node)
                else:
                    self._files.append(file)
        return self._files

    def _miss(self, source: Source, node: Node) -> None:
        """Notes a file whose resources were not seen; once, however often it is asked for."""
        place = Origin(source, Span(node.start, node.end))
        message = "expected a file on disk to include; what the transform adds was not read"
        self.common.problems[Problem("unresolved-module", message, place)] = None
        doubt = Unknown("a file that is not on disk may add resources", place, cause=Cause.UNSEEN)
        self.common.unread = self.common.unread or doubt

    def _macro(self, name: Scalar) -> Unknown:
        """Notes a macro, of which nobody knows what it makes of the template."""
        message = f"judged is the template as it is written: the macro {name.text} may change anything in it"
        self.common.problems[Problem("unresolved-module", message, self.origin(name))] = None
        reason = f"the macro {name.text} may add settings and resources"
        found = Unknown(reason, self.origin(name), cause=Cause.UNSEEN)
        self.common.unread = self.common.unread or found
        return found

    def declaration(self, name: str) -> Declaration | None:
        return self.declarations.get(name) or generated(name, self.declarations)

    def value(self, node: Node, path: Path = (), bindings: Bindings = NO_BINDINGS) -> Value[Data]:
        common = self.common
        common.evaluated += 1
        if common.evaluated > MAX_EVALUATED:
            return Unknown(f"the template has more than {MAX_EVALUATED} values", self.origin(node, path))
        if common.depth >= MAX_DEPTH:
            return Unknown(f"it is nested more than {MAX_DEPTH} levels deep", self.origin(node, path))
        common.depth += 1
        try:
            found = call(node)
            if found is not None:
                function = FUNCTIONS.get(found.name)
                if function is None:
                    return Unknown(f"{found.name} is not known to s3lint", self.origin(node, path))
                return function(Context(self, node, path, bindings), found.argument)
            match node:
                case Scalar():
                    return self._scalar(node, path, bindings)
                case Sequence(items):
                    values = tuple(self.value(item, (*path, index), bindings) for index, item in enumerate(items))
                    return Known(ListValue(values), self.origin(node, path))
                case Mapping():
                    return self._map(node, path, bindings)
        finally:
            common.depth -= 1

    @contextmanager
    def reading(self, source: Source) -> Iterator[None]:
        self._sources.append(self.source)
        self.source = source
        try:
            yield
        finally:
            self.source = self._sources.pop()

    def value_in(self, source: Source, node: Node, path: Path = (), bindings: Bindings = NO_BINDINGS) -> Value[Data]:
        if source is self.source:
            return self.value(node, path, bindings)
        with self.reading(source):
            return self.value(node, path, bindings)

    def included(self, node: Node) -> Included | None:
        if not isinstance(node, Mapping):
            return None
        name, parameters = node.member("Name"), node.member("Parameters")
        location = parameters.member("Location") if isinstance(parameters, Mapping) else None
        if not isinstance(name, Scalar) or name.text != "AWS::Include" or location is None:
            return None
        path = literal(self.value(location))
        found = self.common.include(path, self.source) if path is not None else None
        return None if found is None or found.source in (self.source, *self._sources) else found

    def _map(self, node: Mapping, path: Path, bindings: Bindings) -> Value[Data]:
        entries: dict[str, Entry] = {}
        rest: Unknown | None = None
        for member in foreach.members(self, node, bindings):
            inside = (*path, member.name)
            if member.name == "Fn::Transform":
                rest = Unknown("a transform may add settings here", self.origin(member.key, inside))
                continue
            key = Origin(member.source, member.key.span, inside)
            value = self.value_in(member.source, member.node, inside, member.bindings)
            if member.condition is not True:
                value = Choice(member.condition, value, Absent(key))
            entries[member.name] = Entry(key, value)
        return Known(MapValue(entries, rest), self.origin(node, path))

    def _scalar(self, scalar: Scalar, path: Path, bindings: Bindings) -> Value[Data]:
        text = scalar.text
        origin = self.origin(scalar, path)
        if not (bindings and ("${" in text or "&{" in text)) and "{{" not in text:
            if scalar.style and text.lstrip()[:1] in ("{", "["):
                return Known(Text(tuple(literal_pieces(scalar, self.source, path))), origin)
            value = scalar_value(scalar, origin)
            if isinstance(value, Absent):
                self.refuse_null(scalar)
            return value
        found: list[Piece] = []
        for piece in literal_pieces(scalar, self.source, path):
            for part in foreach.replaced(piece, bindings):
                found += foreach.without_dynamic_references(part)
        return known_text(found, origin)

    def name(self, node: Node, bindings: Bindings) -> str | None:
        if isinstance(node, Scalar) and not bindings and not node.tag:
            return node.text
        return name_in(self.value(node, (), bindings))

    def inner(self, node: Node, path: Path, bindings: Bindings) -> Value[Data]:
        found = call(node)
        if found is not None and found.name == "Ref" and isinstance(found.argument, Scalar):
            return reference(Context(self, node, path, bindings), found.argument.text, expand=False)
        return self.value(node, path, bindings)

    def condition(self, name: str) -> Condition:
        found = self._conditions.get(name)
        if found is not None:
            return found
        if self._condition_nodes is None:
            members = self._section("Conditions")
            self._condition_nodes = {member.name: member for member in members}
        member = self._condition_nodes.get(name)
        own_question = question(f"condition {self.nesting.prefix}{name}")
        if member is None or self.common.depth >= MAX_DEPTH:
            return own_question
        self._conditions[name] = own_question
        self.common.depth += 1
        try:
            with self.reading(member.source):
                condition = condition_of(Context(self, member.node, (), member.bindings))
        finally:
            self.common.depth -= 1
        if _is_larger(condition, MAX_CONDITION):
            condition = own_question
        self._conditions[name] = condition
        return condition

    def address(self, logical_id: str) -> str:
        return self.nesting.prefix + logical_id

    def physical_name(self, declaration: Declaration, key: str) -> str | None:
        if declaration.id not in self._names:
            self._names[declaration.id] = None
            properties = declaration.body.member("Properties")
            node = properties.member(key) if isinstance(properties, Mapping) else None
            if node is not None:
                self._names[declaration.id] = literal(self.value_in(declaration.source, node, (), declaration.bindings))
        return self._names[declaration.id]

    def child(self, declaration: Declaration) -> Stack | None:
        if declaration.id not in self._nested:
            self._nested[declaration.id] = None
            self._nested[declaration.id] = self.common.nest(self, declaration)
        return self._nested[declaration.id]

    def children(self) -> Iterator[Stack]:
        return (child for child in self._nested.values() if child is not None)

    def handed(self, declaration: Declaration) -> Texts | None:
        if declaration.id not in self._handed:
            self._handed[declaration.id] = Texts()  # as long as it is asked for: two may be given outputs of each other
            properties = declaration.body.member("Properties")
            node = properties if declaration.is_module else mapping(properties).member("Parameters")
            if node is not None:
                self._handed[declaration.id] = texts_in(self.value_in(declaration.source, node, (), declaration.bindings))
        return self._handed[declaration.id]

    def refuse(self, node: Node, message: str) -> None:
        self.common.problems[Problem("unreadable-file", message, self.origin(node))] = None

    def refuse_null(self, node: Node) -> None:
        message = "expected a value here: CloudFormation refuses a template with null"
        self.common.problems[Problem("null-value", message, self.origin(node))] = None

    def outputs(self) -> list[Member]:
        return self._section("Outputs")

    def output(self, name: str, origin: Origin) -> Value[Data]:
        for member in self.outputs():
            if member.name == name and isinstance(member.node, Mapping):
                node = member.node.member("Value")
                if node is not None:
                    return self.value_in(member.source, node, (), member.bindings)
        return Unknown(f"the nested stack has no output {name}", origin)


def _is_larger(condition: Condition, limit: int) -> bool:
    return any(count >= limit for count, _ in enumerate(atoms(condition)))
