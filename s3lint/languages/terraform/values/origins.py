"""Small questions about values that every part of the evaluator asks: literals, words, steps of a value's way."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from s3lint.base.source import Source, Span
from s3lint.base.value import (
    Choice,
    Data,
    Known,
    ListValue,
    Origin,
    Piece,
    Setting,
    Symbol,
    Text,
    Unknown,
    Value,
    map_arms,
    through,
)
from s3lint.base.worlds import World

MAX_WORDS = 60
"""Characters of an expression that a message quotes."""


MAX_NAMED_ITEMS = 20
"""Items of a list that the identity of what is made from it names."""


class Each(Unknown):
    """The further items of a collection that is not known, with the item that stands for every one of them.

    `member` is that item's key or index, and its value; two collections of one identity have the same items.
    """

    member: tuple[Value[Data], ...] = ()

    @property
    def key(self) -> Value[Data]:
        return self.member[0]

    @property
    def item(self) -> Value[Data]:
        return self.member[1]


class ExpressionError(Exception):
    """An expression that Terraform would refuse; `message` says why, `origin` is the part to blame."""

    def __init__(self, message: str, origin: Origin) -> None:
        super().__init__(message)
        self.message = message
        self.origin = origin


class Partly(Unknown):
    """The further entries of a map: those whose keys are texts that are known in part, and what stands for any others.

    To whoever asks no closer it is an unknown like any other. `members` are pairs of key and value; no two keys are written
    alike (`key_name`).
    """

    members: tuple[tuple[Setting[Data], Value[Data]], ...] = ()
    others: Unknown | None = None


def with_keys(members: Iterable[tuple[Setting[Data], Value[Data]]], others: Unknown | None) -> Unknown | None:
    """What stands for the further entries of a map: `others`, and members with keys that are known in part."""
    found = tuple(members)
    if not found:
        return others
    key = found[0][0]
    unknown = others or (key if isinstance(key, Unknown) else Unknown("a key is known after deployment", key.origin))
    return Partly(unknown.reason, unknown.origin, unknown.inputs, members=found, others=others)


def split_rest(rest: Unknown | None) -> tuple[tuple[tuple[Setting[Data], Value[Data]], ...], Unknown | None]:
    """The opposite of `with_keys`."""
    return (rest.members, rest.others) if isinstance(rest, Partly) else ((), rest)


def key_name(key: Setting[Data]) -> str:
    """A key that is known in part, as the unit writes it; empty where two of this spelling need not be the same."""
    match key:
        case Known(Text(pieces) as text) if text.literal is None:
            parts = [_part(piece.content) for piece in pieces if piece.content != ""]
            return "".join(parts) if all(parts) else ""
        case Unknown(identity=identity) if identity and not isinstance(key, Each):
            return _part(key)
        case _:
            return ""


def _escaped(word: str) -> str:
    return word.replace("${", "$${")


def _part(content: str | Symbol | Unknown) -> str:
    match content:
        case str() as word:
            return _escaped(word)
        case Symbol(written=written) as symbol:
            return written if written.startswith("${") else "${" + (written or symbol.resource) + "}"
        case Unknown(identity=identity):
            return "${" + identity + "}" if identity else ""


class NoMember(ExpressionError):
    """A reference to a member that a collection does not have."""


class NoInstance(NoMember):
    """A reference to an instance that is not there; `named` is what it would be called."""

    def __init__(self, message: str, origin: Origin, named: str) -> None:
        super().__init__(message, origin)
        self.named = named


class Failed(Unknown):
    """The expression is an error here; inside `try` the next argument takes its place."""


class Lacking(Failed):
    """The expression refers to a member or an instance that is not there, so what it stands in does not exist here."""


def failure(error: ExpressionError) -> Failed:
    if isinstance(error, NoInstance):
        name = Text((Piece(Symbol(error.named, "name", error.named), error.origin),))
        return Lacking(error.message, error.origin, candidates=(name,))
    return (Lacking if isinstance(error, NoMember) else Failed)(error.message, error.origin)


def error_of(failed: Failed) -> ExpressionError:
    """What a collection around an expression that is an error is refused for."""
    return (NoMember if isinstance(failed, Lacking) else ExpressionError)(failed.reason, failed.origin)


def without_failures(value: Value[Data]) -> Value[Data]:
    """Outside of `try` an error ends the plan; what would have come out is unknown.

    Where a member or an instance that is referred to may not be there, as a key that only some environments have, the plan
    without it does not exist: what is left are the other cases. Where it is there in none, the error is all there is.
    """
    match value:
        case Known():
            return value
        case Choice(condition, if_true, if_false):
            yes, no = without_failures(if_true), without_failures(if_false)
            if _lacks(if_true):
                return no
            return yes if _lacks(if_false) else Choice(condition, yes, no)
        case Failed():
            return Unknown(value.reason, value.origin, value.inputs, candidates=value.candidates)
        case _:
            return value


def _lacks(value: Value[Data]) -> bool:
    match value:
        case Choice(_, if_true, if_false):
            return _lacks(if_true) and _lacks(if_false)
        case _:
            return isinstance(value, Lacking)


def literal(data: Data) -> str | None:
    """The string that data is, if it is one and all of it is known."""
    match data:
        case str():
            return data
        case Text():
            return data.literal
        case _:
            return None


def members_of(unknown: Unknown) -> tuple[Value[Data], ...]:
    """The values that stand for what is unknown of a collection, keys and items."""
    match unknown:
        case Each(member=member):
            return member
        case Partly(members=members, others=others):
            return (*(part for pair in members for part in pair), *(() if others is None else (others,)))
        case _:
            return ()


def scalar_text(data: Data) -> str | None:
    """The string that Terraform converts a known string, number or bool to."""
    match data:
        case bool():
            return "true" if data else "false"
        case int():
            return str(data)
        case float() | Decimal():
            return number_text(Decimal(str(data)))
        case _:
            return literal(data)


def number_text(number: Decimal) -> str:
    """A number in decimal notation without exponent or trailing zeros, as Terraform writes it."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def words(setting: Setting[Data]) -> str:
    """A value as a message names it; empty where it is no short scalar."""
    match setting:
        case Known(None):
            return "null"
        case Known(str() | Text() as text):
            return f'"{_shortened(str(text))}"'
        case Known(value):
            return scalar_text(value) or ""
        case _:
            return ""


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_WORDS else text[: MAX_WORDS - 1] + "…"


def quoted(source: Source, span: Span) -> str:
    """An expression on one line, as the file has it."""
    return _shortened(" ".join(source.text[span.start : min(span.end, span.start + 4 * MAX_WORDS)].split()))


def without_null(value: Value[Data], default: Value[Data]) -> Value[Data]:
    """The value, with the default in its place where it is null."""
    return map_arms(value, lambda arm: default if isinstance(arm, Known) and arm.value is None else arm)


def inherited(value: Value[Data], collection: Origin) -> Value[Data]:
    """A member of a collection came through what the collection came through."""
    return through(value, *collection.via) if collection.via else value


def settled(value: Value[Data], world: World) -> Setting[Data]:
    """The value in a world, where an unknown input that the world takes for null is null.

    Raises `Fork` where the world leaves a choice open.
    """
    setting = world.arm(value)
    if isinstance(setting, Unknown) and setting.identity and world.is_null(setting):
        return Known(None, setting.origin)
    return world.settle(setting)


def name_of(setting: Setting[Data]) -> str:
    """What a value is called in the identity of what is made from it; empty where it has no name of its own."""
    match setting:
        case Unknown(identity=identity):
            return identity
        case Known(str() as text) if len(text) <= MAX_WORDS:
            return f'"{_escaped(text)}"'
        case Known(bool() | int() | float() | Decimal() | None):
            return words(setting)
        case Known(Text(pieces)) if len(pieces) == 1 and isinstance(pieces[0].content, Symbol):
            return pieces[0].content.written
        case Known(Text(literal=str() as whole)) if len(whole) <= MAX_WORDS:
            return f'"{_escaped(whole)}"'
        case Known(Text()) if name := key_name(setting):
            return f'"{name}"'
        case Known(ListValue(items, None)) if len(items) <= MAX_NAMED_ITEMS:
            names = [name_of(item) if not isinstance(item, Choice) else "" for item in items]
            return f"[{', '.join(names)}]" if all(names) else ""
        case _:
            return ""


def input_of(content: str | Symbol | Unknown) -> str:
    """An unknown input, or a fact about the deployment, as the subject of an atom; empty for anything else."""
    match content:
        case Unknown(identity=identity):
            return identity
        case Symbol(resource="", written=written):
            return written.removeprefix("${").removesuffix("}")
        case _:
            return ""


def derived(unknown: Unknown, origin: Origin, identity: str = "") -> Unknown:
    """What is made of an unknown value: unknown for the same reason, at its own place."""
    return Unknown(unknown.reason, origin, unknown.inputs, identity if unknown.identity else "", unknown.is_input)


def symbolic(symbol: Symbol, origin: Origin) -> Known[Data]:
    return Known(Text((Piece(symbol, origin),)), origin)
