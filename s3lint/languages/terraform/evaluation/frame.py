"""Where an expression is evaluated: its module, its file, the names bound around it, and the world assumed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from s3lint.base import worlds
from s3lint.base.condition import Condition
from s3lint.base.record import Record
from s3lint.base.resource import Scope
from s3lint.base.source import Source, Span
from s3lint.base.value import MAX_STEPS, Data, Origin, Setting, Step, Unknown, Value, arms
from s3lint.base.worlds import EVERYWHERE, TooManyWorlds, World
from s3lint.languages.terraform.declarations.configuration import Configuration
from s3lint.languages.terraform.declarations.project import Project
from s3lint.languages.terraform.evaluation.evaluated import Evaluated
from s3lint.languages.terraform.values.origins import ExpressionError, Failed, failure, quoted

_NAMES = re.compile(r"[A-Za-z_]\w*")


class Frame:
    """Where an expression is evaluated.

    Bindings are `each`, `count`, `self`, iterators of dynamic blocks and variables of `for` expressions.
    `where` names the instance, so that the same words in two instances are two questions. `doubts` collects, inside
    `try` and `can`, what may turn out to be an error once unknown values are known. `item` is the item of a splat.
    """

    __slots__ = ("bindings", "doubts", "item", "module", "source", "where", "world")

    def __init__(
        self,
        module: Definitions,
        source: Source,
        bindings: Mapping[str, Value[Data]],
        where: str,
        world: World = EVERYWHERE,
        doubts: list[Unknown] | None = None,
        item: Value[Data] | None = None,
    ) -> None:
        self.module = module
        self.source = source
        self.bindings = bindings
        self.where = where
        self.world = world
        self.doubts = doubts
        self.item = item

    def _like(
        self,
        *,
        source: Source | None = None,
        bindings: Mapping[str, Value[Data]] | None = None,
        world: World | None = None,
        where: str | None = None,
    ) -> Frame:
        return Frame(
            self.module,
            source or self.source,
            self.bindings if bindings is None else bindings,
            self.where if where is None else where,
            world or self.world,
            self.doubts,
            self.item,
        )

    def in_world(self, world: World) -> Frame:
        return self if world is self.world else self._like(world=world)

    def in_file(self, source: Source) -> Frame:
        return self if source is self.source else self._like(source=source)

    def binding(self, where: str = "", **names: Value[Data]) -> Frame:
        """With further names; `where` tells the items of a loop apart."""
        return self._like(bindings={**self.bindings, **names}, where=self.where + where)

    def at_item(self, item: Value[Data]) -> Frame:
        frame = self._like()
        frame.item = item
        return frame

    def doubting(self, doubts: list[Unknown]) -> Frame:
        frame = self._like()
        frame.doubts = doubts
        return frame

    def doubt(self, unknown: Unknown) -> None:
        if self.doubts is not None:
            self.doubts.append(unknown)

    def origin(self, span: Span) -> Origin:
        return Origin(self.source, span)

    def error(self, message: str, span: Span) -> ExpressionError:
        return ExpressionError(message, self.origin(span))

    def question(self, span: Span) -> str:
        """An expression as the subject of an atom, unique in its unit."""
        text = " ".join(self.source.text[span.start : span.end].split())
        depends_on_instance = not self.bindings.keys().isdisjoint(_NAMES.findall(text))
        place = self.where if depends_on_instance else self.module.path.rstrip(".")
        return f"{text} in {place}" if place else text

    def computed(self, span: Span, *operands: Origin, is_whole: bool = True) -> Origin:
        """The origin of a value that an expression makes of others.

        It is the expression, by way of the inputs that decide it; where a caller's argument decides it as a whole, that
        argument is what somebody must edit, and the expression a step on the way.
        """
        steps: list[Step] = []
        for operand in operands:
            inside = operand.source is self.source and span.start <= operand.span.start and operand.span.end <= span.end
            if is_whole and self.module.path and not inside and self._is_given_by_caller(operand):
                expression = Step(quoted(self.source, span), self.source, span)
                return Origin(operand.source, operand.span, operand.path, (*operand.via, expression))
            if inside:
                steps += operand.via
            elif operand.via:
                steps.append(Step(operand.via[0].what, operand.source, operand.span))
        return Origin(self.source, span, (), tuple(dict.fromkeys(steps))[:MAX_STEPS])

    def _is_given_by_caller(self, origin: Origin) -> bool:
        return origin.source not in self.module.configuration.sources


class Instance(Record):
    """One instance: its key as it stands in the address (`[0]`, `["eu"]`, empty), when it exists, and its frame.

    `symbol` names the key of the instance that stands for all instances of a collection nobody knows (`[*]`). `key` is that of
    a member of `for_each`; parts of it may not be known. `off` is where it is said that one is not there.
    """

    suffix: str
    condition: Condition
    frame: Frame
    symbol: str = ""
    key: Setting[Data] | None = None
    off: Origin | None = None


class Referent(Protocol):
    """One instance of a resource, a data source or a module, as references see it."""

    @property
    def instance(self) -> Instance: ...

    @property
    def origin(self) -> Origin: ...

    def attribute(self, name: str, at: Origin) -> Value[Data]: ...

    def attribute_names(self) -> Sequence[str]:
        """Those that are listed where the instance is used as a map."""
        ...


R_co = TypeVar("R_co", bound=Referent, covariant=True)


class Referents(Record, Generic[R_co]):
    """What a reference to a resource or module goes to: its instances by key, and what stands for further ones.

    `repetition` is `count`, `for_each` or empty. `off` is what one of another key would be, if none is there.
    """

    name: str
    origin: Origin
    repetition: str
    members: Mapping[str, R_co]
    each: R_co | None = None
    off: R_co | None = None

    @property
    def all(self) -> tuple[R_co, ...]:
        return (*self.members.values(), *(() if self.each is None else (self.each,)))


class Definitions(Protocol):
    """What the names in an expression mean: the module around it, as far as the evaluation of expressions and resources asks.

    `path` is its address with a dot at the end, empty for the root; `scopes` are the calls that brought it about. The methods
    that take the place of use raise ExpressionError where nothing of that name is declared.
    """

    project: Project
    evaluated: Evaluated
    configuration: Configuration
    path: str
    condition: Condition
    scopes: tuple[Scope, ...]

    @property
    def root(self) -> Definitions: ...

    def variable(self, name: str, at: Origin) -> Value[Data]: ...

    def local(self, name: str, at: Origin) -> Value[Data]: ...

    def path_value(self, name: str, at: Origin) -> Value[Data]: ...

    def call(self, name: str, at: Origin) -> Referents[Referent] | Unknown: ...

    def data(self, name: str, at: Origin) -> Referents[Referent] | Unknown: ...

    def resource(self, name: str, at: Origin) -> Referents[Referent] | Unknown: ...

    def provider_named(self, name: str) -> str:
        """The provider configuration that a name in this module means, as the root module knows it (`aws.west`)."""
        ...

    def once(self, name: str, at: Origin, compute: Callable[[], Value[Data]]) -> Value[Data]:
        """The value of a definition, computed when it is first asked for; a definition that needs itself is reported."""
        ...

    def frame(self, source: Source) -> Frame:
        """Where an expression outside of all instances is evaluated."""
        ...


class Doubtful(Exception):
    """Inside `try` or `can`: whether there is an error depends on a value that is not known."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(unknown.reason)
        self.unknown = unknown


def cases(
    question: Callable[[World], Setting[Data]],
    at: Origin,
    world: World = EVERYWHERE,
    in_parts: Callable[[], Value[Data] | None] = lambda: None,
) -> Value[Data]:
    """The value of a question that worlds decide; an answer that is an error is an arm `Failed`.

    `in_parts` is asked where that takes too many worlds: it may know parts of the value that take fewer, each by itself.
    """

    def answer(world: World) -> Setting[Data]:
        try:
            return question(world)
        except ExpressionError as error:
            return failure(error)

    try:
        return worlds.cases(answer, world)
    except TooManyWorlds:
        return in_parts() or Unknown("it depends on too many undecided inputs at once", at)


def fails_somewhere(value: Value[Data]) -> bool:
    return any(isinstance(arm, Failed) for arm in arms(value))
