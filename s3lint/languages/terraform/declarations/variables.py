"""Values that are given to a root module, and what a variable's declaration makes of a value."""

from __future__ import annotations

import os
from collections.abc import Iterator

from s3lint.base.condition import Atom
from s3lint.base.record import Record
from s3lint.base.resource import Problem
from s3lint.base.source import Source, Span
from s3lint.base.value import Choice, Data, Known, Origin, Setting, Unknown, Value, map_arms
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.terraform.declarations.configuration import BlockDeclaration, parse
from s3lint.languages.terraform.syntax.nodes import (
    AttributeAccess,
    Expression,
    FunctionCall,
    Literal,
    SyntaxProblem,
    TupleNode,
    Variable,
)
from s3lint.languages.terraform.values import types
from s3lint.languages.terraform.values.items import member_of_set
from s3lint.languages.terraform.values.origins import ExpressionError, without_null

MAX_CANDIDATES = 16
"""A variable with more allowed values is plainly unknown."""


class VariableAssignment(Record):
    """One value given from outside: the expression and its source. A `text` is converted by the variable's type."""

    expression: Expression
    source: Source
    is_text: bool = False


class VariableAssignments(Record):
    """What is given to a root module by name; problems and sources are those of the files that were read for it."""

    values: dict[str, VariableAssignment]
    problems: tuple[Problem, ...]
    sources: tuple[Source, ...]


def automatic_files(directory: str, files: Files) -> Iterator[str]:
    """Variable files that Terraform loads by itself, in its order."""
    for name in ("terraform.tfvars", "terraform.tfvars.json"):
        path = os.path.normpath(os.path.join(directory, name))
        if files.exists(path):
            yield path
    try:
        names = files.names(directory)
    except OSError:
        return
    for name in names:
        if name.endswith((".auto.tfvars", ".auto.tfvars.json")):
            yield os.path.normpath(os.path.join(directory, name))


def assignments(directory: str, files: Files, inputs: Inputs) -> VariableAssignments:
    """The values of a root module's variables; a later source wins: automatic files, `--var-file`, `--var`."""
    values: dict[str, VariableAssignment] = {}
    problems: list[Problem] = []
    sources: list[Source] = []
    for path in [*automatic_files(directory, files), *inputs.var_files]:
        source = files.source(path)
        if isinstance(source, Problem):
            problems.append(source)
            continue
        sources.append(source)
        file = parse(source)
        problems += [Problem("unreadable-file", found.message, Origin(source, found.span)) for found in file.problems]
        for name, argument in file.body.arguments.items():
            values[name] = VariableAssignment(argument.expression, source)
    for name, text in inputs.variables:
        source = Source(f"--var {name}", text)
        values[name] = VariableAssignment(Literal(text, Span(0, len(text))), source, is_text=True)
    return VariableAssignments(values, tuple(problems), tuple(sources))


def expression_of(assignment: VariableAssignment, wanted: types.Type) -> Expression:
    """The expression that is assigned; a `--var` is plain text for a variable of a primitive type.

    Raises ExpressionError where it is no expression.
    """
    if not assignment.is_text or isinstance(wanted, types.Primitive | types.AnyType):
        return assignment.expression
    from s3lint.languages.terraform.syntax import reader  # only `--var` with a structure needs the parser here

    found = reader.read_expression(assignment.source)
    if isinstance(found, SyntaxProblem):
        raise ExpressionError(found.message, Origin(assignment.source, found.span))
    return found


def type_of(declaration: BlockDeclaration, evaluate: types.Evaluate) -> types.Type:
    """The type of a variable. Raises ConstraintError where it is none."""
    placed = declaration.argument("type")
    return types.ANY if placed is None else types.constraint(placed.argument.expression, evaluate)


def converted(value: Value[Data], wanted: types.Type) -> Value[Data]:
    """The value as the variable's type makes it; what can't be converted is unknown with that reason."""

    def converted_arm(arm: Setting[Data]) -> Value[Data]:
        try:
            return types.convert(arm, wanted)
        except types.ConversionError as error:
            return Unknown(f"expected {error.message}", error.origin)

    return map_arms(value, converted_arm)


def unset(name: str, declaration: BlockDeclaration, wanted: types.Type, of: str) -> Value[Data]:
    """A variable that nobody gives a value: unknown, or one of the values that its type or its validation allows."""
    label = f"var.{name}"
    origin = declaration.origin
    candidates = _candidates(name, declaration, wanted)
    if not candidates:
        unknown = Unknown(f"variable `{name}`{of} has no default", origin, (label + of,), label + of, is_input=True)
        is_set = isinstance(wanted, types.Collection) and wanted.kind == "set"
        return member_of_set(unknown) if is_set else unknown
    value: Value[Data] = Known(candidates[-1], origin)
    for candidate in reversed(candidates[:-1]):
        value = Choice(Atom(label + of, candidate, candidates), Known(candidate, origin), value)
    return value


def _candidates(name: str, declaration: BlockDeclaration, wanted: types.Type) -> tuple[str | bool | int | float, ...]:
    if wanted == types.BOOL:
        return (True, False)
    for part in declaration.blocks():
        argument = part.block.body.arguments.get("condition")
        if part.block.type == "validation" and argument is not None:
            allowed = _allowed(name, argument.expression)
            if 0 < len(allowed) <= MAX_CANDIDATES:
                return allowed
    return ()


def _allowed(name: str, condition: Expression) -> tuple[str, ...]:
    """The strings of a validation `contains([…], var.name)`."""
    match condition:
        case FunctionCall("contains", (TupleNode(items), AttributeAccess(Variable("var"), found))) if found == name:
            words = tuple(item.value for item in items if isinstance(item, Literal) and isinstance(item.value, str))
            return words if len(words) == len(items) else ()
        case _:
            return ()


def or_default(value: Value[Data], declaration: BlockDeclaration, default: Value[Data] | None) -> Value[Data]:
    """Null takes the default where the variable is not nullable."""
    placed = declaration.argument("nullable")
    nullable = placed is None or not (
        isinstance(placed.argument.expression, Literal) and placed.argument.expression.value is False
    )
    if nullable or default is None:
        return value
    return without_null(value, default)
