"""Values as templates give them: known, absent, unknown, or a choice; each with the place it came from.

`Value[T] = Known[T] | Absent | Unknown | Choice[T]` is what front ends produce. In one world no choice is left:
`Setting[T] = Known[T] | Absent | Unknown` is what the model holds and rules read.

What a `Known` of an evaluated template holds (`Data`): a `str`, `bool`, `int`, `float` or `Decimal`; `None` (Terraform's null,
inside its own evaluator only); a `Text` where parts are symbolic or unknown; a `ListValue`; a `MapValue`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Generic, TypeVar, Union

from s3lint.base.bounds import Bounds
from s3lint.base.condition import Condition
from s3lint.base.record import Record, replace
from s3lint.base.source import Position, Source, Span

if TYPE_CHECKING:
    from decimal import Decimal  # takes as long to import as this module, and most runs meet none

T = TypeVar("T")
U = TypeVar("U")
T_co = TypeVar("T_co", covariant=True)


MAX_STEPS = 8
"""Steps kept of the way that a value came; a longer way tells nobody more."""


class Step(Record):
    """One definition that a value came through: `what` is it in the template's own words (`var.public = true`)."""

    what: str
    source: Source
    span: Span


class Origin(Record):
    """Where a value was read.

    `span` covers the value itself, the thing somebody must edit; for a value that is absent it covers the header of
    the block that lacks it, so that every finding has a place. `path` are the keys that lead to it inside its resource.
    `via` are the definitions it came through, from the place of `span` to the place of use.
    """

    source: Source
    span: Span
    path: tuple[str | int, ...] = ()
    via: tuple[Step, ...] = ()

    @property
    def start(self) -> Position:
        return self.source.position(self.span.start)

    @property
    def end(self) -> Position:
        """The position after the last character."""
        return self.source.position(self.span.end)

    @property
    def text(self) -> str:
        return self.source.text[self.span.start : self.span.end]

    def through(self, step: Step) -> Origin:
        return replace(self, via=(*self.via, step))


class Note(Record):
    """A second place that explains something, and what there is to see."""

    origin: Origin
    label: str


class Known(Record, Generic[T_co]):
    value: T_co
    origin: Origin


class Absent(Record):
    """Not set: a fact about the text. What the service then does stands in `s3lint.model.defaults`.

    `no_place` says why nobody could have set it, where the language has no place for it.
    """

    origin: Origin
    no_place: str = ""


class Cause(Enum):
    """Why a value is unknown, where it matters to more than the reader of the reason."""

    UNDECIDED = "the text does not decide it"
    ELSEWHERE = "it belongs to something that is not declared in this text"
    UNSEEN = "it may stand in a module or template that was not read"
    NOT_JSON = "its text is known, and is not the JSON that is expected"


class Unknown(Record):
    """Set, or perhaps set, but decided outside the text.

    `reason` completes the sentence "undecided because …"; `inputs` are the things that would decide it, as people name
    them (`var.status of module.logs`, `parameter Stage`). Two unknowns of one non-empty `identity` are the same value.
    `is_input` says that the value itself is given before anything is deployed (a variable or parameter without a value),
    so that it can't be the generated name of a declared bucket. `names_one` says that the value, whatever it is, is the id or
    ARN of one existing thing, and so has no wildcard. `cause` tells apart what is more than undecided. `candidates`, where
    given, are all texts of this unit that the value may be: those of the instances of which one is meant, or what was handed
    to a module nobody can read; it may still be anything that this unit does not name. `bounds`, where given, are what an input
    can be at all.
    """

    reason: str
    origin: Origin
    inputs: tuple[str, ...] = ()
    identity: str = ""
    is_input: bool = False
    names_one: bool = False
    cause: Cause = Cause.UNDECIDED
    candidates: tuple[Text, ...] | None = None
    bounds: Bounds | None = None

    @property
    def written(self) -> str:
        """How a text shows it, between `${` and `}`."""
        if not self.inputs:
            return self.identity or "…"
        _, _, name = self.inputs[0].partition(" ")  # after the kind of input: `parameter Stage`
        return name if name and " " not in name and self.identity.endswith(name) else self.inputs[0]

    @property
    def is_plain(self) -> bool:
        """Whether the value, whatever it is, holds no wildcard and no policy variable."""
        return self.names_one or (self.bounds is not None and self.bounds.lacks("*?$"))


class Choice(Record, Generic[T_co]):
    """Both arms of a conditional whose condition is not decided."""

    condition: Condition
    if_true: Value[T_co]
    if_false: Value[T_co]


Value = Union[Known[T_co], Absent, Unknown, Choice[T_co]]
Setting = Union[Known[T_co], Absent, Unknown]


def map_arms(value: Value[T], function: Callable[[Setting[T]], Value[U]]) -> Value[U]:
    """The value with every arm that it can take replaced by what the function makes of it."""
    if isinstance(value, Choice):
        return Choice(value.condition, map_arms(value.if_true, function), map_arms(value.if_false, function))
    return function(value)


def arms(value: Value[T]) -> Iterator[Setting[T]]:
    """All arms that a value can take, in the order in which they are written."""
    pending = [value]
    while pending:
        found = pending.pop()
        if isinstance(found, Choice):
            pending += [found.if_false, found.if_true]
        else:
            yield found


def with_origin(setting: Setting[T], origin: Origin) -> Setting[T]:
    match setting:
        case Known(value):
            return Known(value, origin)
        case Absent():
            return Absent(origin)
        case Unknown():
            return replace(setting, origin=origin)


def through(value: Value[T], *steps: Step, path: tuple[str | int, ...] | None = None) -> Value[T]:
    """The value after it came through further definitions; `path`, where given, is where it is used.

    Steps past `MAX_STEPS` are left out: the first ones lie next to what somebody must edit.
    """
    if isinstance(value, Choice):
        return Choice(value.condition, through(value.if_true, *steps, path=path), through(value.if_false, *steps, path=path))
    origin = value.origin
    if len(origin.via) >= MAX_STEPS:
        steps = ()
    if not steps and path is None:
        return value
    return with_origin(value, Origin(origin.source, origin.span, origin.path if path is None else path, origin.via + steps))


class Symbol(Record):
    """A text that is fixed although nobody can read it off the template: the name of a declared bucket, the account.

    `resource` is the address of the declared resource, unique in its unit, or empty for a fact about the deployment;
    `attribute` is `name`, `arn`, … of the resource, or `account`, `region`, `partition` … of the deployment. `written` is
    how the template writes it. `literal` is the text where the template does give it. Identity is resource and attribute.
    """

    resource: str
    attribute: str
    written: str
    literal: str | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Symbol) and (self.resource, self.attribute) == (other.resource, other.attribute)

    def __hash__(self) -> int:
        return hash((self.resource, self.attribute))


class Piece(Record):
    """A run of a `Text`. Where its content is literal and as long as its span, offsets inside it are places too."""

    content: str | Symbol | Unknown
    origin: Origin


class Text(Record):
    """A string of which parts are symbolic or unknown, or whose parts were written in different places."""

    pieces: tuple[Piece, ...]

    @property
    def literal(self) -> str | None:
        """The string, if every piece is known; a symbol counts with its literal."""
        parts = []
        for piece in self.pieces:
            content = piece.content.literal if isinstance(piece.content, Symbol) else piece.content
            if not isinstance(content, str):
                return None
            parts.append(content)
        return "".join(parts)

    @property
    def unknowns(self) -> tuple[Unknown, ...]:
        return tuple(piece.content for piece in self.pieces if isinstance(piece.content, Unknown))

    def __str__(self) -> str:
        return "".join(
            piece.content
            if isinstance(piece.content, str)
            else piece.content.written
            if isinstance(piece.content, Symbol)
            else f"${{{piece.content.written}}}"
            for piece in self.pieces
        )


class Entry(Record):
    """A member of a map: the place of its key, and its value."""

    key: Origin
    value: Value[Data]


class MapValue(Record):
    """A map. Where `rest` is set, further keys may exist and that unknown says why nobody knows them.

    `kind` is Terraform's `object` or `map`, which differ in how they convert; CloudFormation has only objects. `region` is the
    whole of a block, header and body, where the origin of the value is its header.
    """

    entries: Mapping[str, Entry]
    rest: Unknown | None = None
    kind: str = "object"
    region: Origin | None = None


class ListValue(Record):
    """A list. An item that is `Absent` in a world is not there. `rest`, where set, stands for any number of further items.

    `kind` is Terraform's `tuple`, `list` or `set`, which differ in how they convert; CloudFormation has only tuples.
    """

    items: tuple[Value[Data], ...]
    rest: Unknown | None = None
    kind: str = "tuple"


class Encoded(Record):
    """A JSON string that was made from a structure (`jsonencode`, a policy document): the structure, kept with its places."""

    value: Value[Data]


if TYPE_CHECKING:
    Data = Union[str, bool, int, float, Decimal, None, Text, ListValue, MapValue, Encoded]
else:
    Data = object  # a name in quotes would be compiled, and the first text that is takes a millisecond


def text_of(content: str | Text, origin: Origin) -> Text:
    return content if isinstance(content, Text) else Text((Piece(content, origin),))
