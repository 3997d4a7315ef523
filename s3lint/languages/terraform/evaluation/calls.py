"""Function calls: the two that look at errors, the one that needs an evaluator, and all others."""

from __future__ import annotations

from s3lint.base.condition import question
from s3lint.base.record import replace
from s3lint.base.source import Source
from s3lint.base.value import Data, Known, ListValue, Origin, Setting, Unknown, Value
from s3lint.languages.terraform import functions
from s3lint.languages.terraform.evaluation.decisions import Settle
from s3lint.languages.terraform.evaluation.frame import Doubtful, Frame
from s3lint.languages.terraform.syntax.nodes import FunctionCall, SyntaxProblem
from s3lint.languages.terraform.values import placeholders
from s3lint.languages.terraform.values.items import member_of_set
from s3lint.languages.terraform.values.origins import ExpressionError, derived, name_of, settled


def call(node: FunctionCall, frame: Frame, settle: Settle) -> Setting[Data]:
    name = node.name.removeprefix("core::")
    if name == "try":
        return _try(node, frame, settle)
    if name == "can":
        return _can(node, frame, settle)
    arguments = _arguments(node, frame, settle)
    if isinstance(arguments, Unknown):
        return derived(arguments, frame.origin(node.span))
    if name in ("replace", "split"):
        found = placeholders.replaced(arguments) if name == "replace" else placeholders.split(arguments)
        if found is not None:
            frame.module.project.secrets.derive(found, arguments)
            return found
    origin = frame.computed(node.span, *(argument.origin for argument in arguments))
    result = applied(name, arguments, frame.origin(node.span), frame, settle, origin)
    if isinstance(result, Unknown):
        frame.doubt(result)
        return _named(result, name, arguments)
    return result


def applied(
    name: str, arguments: tuple[Setting[Data], ...], at: Origin, frame: Frame, settle: Settle, origin: Origin | None = None
) -> Setting[Data]:
    """What a function that is called at a place makes of arguments; `origin` is that of its result, where it is another.

    Raises ExpressionError where the function refuses them.
    """
    if name.startswith("provider::"):
        name = _as_aws_has_it(name, frame)
    project = frame.module.project
    # Terraform runs in the root module's folder, so that is where relative paths start from in every module.
    site = functions.CallSite(
        origin or at,
        project.directory,
        project.directory,
        project.files,
        frame.world,
        lambda source, names: _rendered(source, names, frame, settle),
    )
    try:
        result = functions.call(name, arguments, site)
    except functions.FunctionError as error:
        raise ExpressionError(f"expected {error}", at) from None
    if name == "sensitive":
        project.secrets.add(result)
    project.secrets.derive(result, arguments)
    return result


def _as_aws_has_it(name: str, frame: Frame) -> str:
    """The name of a function of the AWS provider, which each module may call by a name of its own; any other stays."""
    match name.split("::"):
        case [_, provider, *_, function] if frame.module.configuration.provider_source(provider) == "hashicorp/aws":
            return f"hashicorp/aws::{function}"
        case _:
            return name


def _rendered(source: Source, names: dict[str, Value[Data]], frame: Frame, settle: Settle) -> Setting[Data]:
    """The text of a template file, which sees only the names that it is given."""
    from s3lint.languages.terraform.syntax import reader  # loads the parser

    template = reader.read_template(source)
    if isinstance(template, SyntaxProblem):
        raise ExpressionError(template.message, Origin(source, template.span))
    inside = Frame(frame.module, source, names, frame.where or frame.module.path, frame.world, frame.doubts)
    return settle(template, inside)


def _named(unknown: Unknown, function: str, arguments: tuple[Setting[Data], ...]) -> Unknown:
    """What a function makes of the same inputs is the same value."""
    if function == "toset" and unknown.identity:
        return member_of_set(unknown)
    names = [name_of(argument) for argument in arguments]
    if unknown.identity or function in functions.IMPURE or not all(names):
        return unknown
    text = f"{function}({', '.join(names)})"
    return replace(unknown, identity=text)


def _arguments(node: FunctionCall, frame: Frame, settle: Settle) -> tuple[Setting[Data], ...] | Unknown:
    if not node.expand or not node.arguments:
        return tuple(settle(argument, frame) for argument in node.arguments)
    found = [settle(argument, frame) for argument in node.arguments[:-1]]
    last = settle(node.arguments[-1], frame)
    match last:
        case Known(ListValue(items, rest)):
            if rest is not None:
                frame.doubt(rest)
                return rest
            return (*found, *(settled(item, frame.world) for item in items))
        case Unknown():
            frame.doubt(last)
            return last
        case _:
            raise frame.error("expected a list before the dots", node.arguments[-1].span)


def _try(node: FunctionCall, frame: Frame, settle: Settle) -> Setting[Data]:
    """The first argument that is no error; unknown, as in Terraform, where unknown values may still make it one."""
    for argument in node.arguments:
        doubts: list[Unknown] = []
        try:
            result = settle(argument, frame.doubting(doubts))
        except ExpressionError:
            continue
        except Doubtful as doubt:
            frame.doubt(doubt.unknown)
            return derived(doubt.unknown, frame.origin(node.span))
        if doubts:
            frame.doubt(doubts[0])
            identity = f"try({result.identity})" if isinstance(result, Unknown) and result.identity else ""
            return derived(doubts[0], frame.origin(node.span), identity)
        return result
    raise frame.error("expected at least one argument of try that is no error", node.span)


def _can(node: FunctionCall, frame: Frame, settle: Settle) -> Setting[Data]:
    origin = frame.origin(node.span)
    doubts: list[Unknown] = []
    try:
        for argument in node.arguments:
            settle(argument, frame.doubting(doubts))
    except ExpressionError:
        return Known(False, origin)
    except Doubtful as doubt:
        doubts.append(doubt.unknown)
    if doubts:
        return Known(frame.world.decide(question(frame.question(node.span))), origin)
    return Known(True, origin)
