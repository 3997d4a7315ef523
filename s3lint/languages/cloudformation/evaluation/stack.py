"""What evaluation is about: a stack, and the place in it where an intrinsic function is called.

A function is evaluated in a stack, and evaluating a stack calls functions. So that imports go one way, functions know a stack
by what they ask of it; `evaluator` has the one implementation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from s3lint.base.condition import Condition
from s3lint.base.record import Record
from s3lint.base.resource import Problem, Scope
from s3lint.base.source import Source
from s3lint.base.value import Choice, Data, Origin, Setting, Step, Text, Unknown, Value
from s3lint.base.worlds import MAX_WORLDS, TooManyWorlds, cases
from s3lint.languages.cloudformation.evaluation.parameters import Parameter
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node
from s3lint.languages.cloudformation.syntax.template import Bindings, Declaration, Member, Template
from s3lint.languages.inputs import Inputs
from s3lint.languages.secrets import Secrets
from s3lint.languages.unseen import Texts

NO_BINDINGS: Bindings = {}
Path = tuple["str | int", ...]
_LONGEST_STEP = 60


class Included(Record):
    """A file that a transform includes: a map whose members stand where the transform does."""

    source: Source
    root: Mapping


class Nesting(Record):
    """Where a stack stands among those of its unit.

    `prefix` is put before addresses and the names of undecided parameters, so that nested stacks stay apart. `paths` are those
    of the templates above it, and its own. It exists under a condition. `scopes` are the resources that deploy it, from the
    inside out. `beside` names the template where it is another than the unit's, which shares exports with it.
    """

    prefix: str = ""
    paths: tuple[str, ...] = ()
    condition: Condition = True
    scopes: tuple[Scope, ...] = ()
    beside: str = ""


Imported = Callable[["Context", Text, Unknown], "Value[Data]"]
"""Takes a call that imports, the name that it imports, and what that is unless an export of this run has the name."""


def not_in_this_run(context: Context, name: Text, elsewhere: Unknown) -> Value[Data]:
    return elsewhere


class Common:
    """What the stacks of one unit share: how much was evaluated and unrolled, what parameters can be, secrets and problems.

    `regions` are those of other partitions than `aws` that the templates name. `nest` finds the stack that a declaration of
    another one deploys, `include` the file at a location that a source names, if they are on disk. `imported` gives what the
    run exports under a name that a call imports, else the unknown that it is told. `unread` says why there may be more
    resources, where something that adds some was not read.
    """

    __slots__ = (
        "candidates",
        "depth",
        "evaluated",
        "imported",
        "include",
        "nest",
        "problems",
        "regions",
        "secrets",
        "unread",
        "unrolled",
    )

    def __init__(
        self,
        nest: Callable[[Stack, Declaration], Stack | None] = lambda stack, declaration: None,
        include: Callable[[str, Source], Included | None] = lambda location, source: None,
        imported: Imported = not_in_this_run,
    ) -> None:
        self.nest = nest
        self.include = include
        self.imported = imported
        self.depth = 0
        self.evaluated = 0
        self.unrolled = 0
        self.candidates: dict[str, tuple[str, ...]] = {}
        self.regions: set[str] = set()
        self.secrets = Secrets()
        self.problems: dict[Problem, None] = {}
        self.unread: Unknown | None = None


class Stack(Protocol):
    """One template with what its parameters are set to. `source` is what is being read: its text, or an included file."""

    template: Template
    inputs: Inputs
    nesting: Nesting
    common: Common
    parameters: dict[str, Parameter]
    source: Source
    macro: Unknown | None
    """Why nobody knows what a macro of the template adds to its resources, if it has one."""

    @property
    def declarations(self) -> dict[str, Declaration]:
        """The resources by logical id, loops unrolled; one whose shape is not a resource's is left out."""
        ...

    def declaration(self, name: str) -> Declaration | None:
        """The resource of a logical id, one that the SAM transform makes included."""
        ...

    def value(self, node: Node, path: Path = (), bindings: Bindings = NO_BINDINGS) -> Value[Data]:
        """What a node stands for. `path` leads to it inside its resource."""
        ...

    def inner(self, node: Node, path: Path, bindings: Bindings) -> Value[Data]:
        """As `value`, for part of a text or an operand: an undecided parameter stays one unknown, whatever it allows."""
        ...

    def value_in(self, source: Source, node: Node, path: Path = (), bindings: Bindings = NO_BINDINGS) -> Value[Data]:
        """As `value`, for a node of a source that may be another one."""
        ...

    def reading(self, source: Source) -> AbstractContextManager[None]:
        """Takes nodes to stand in another source, as those of an included file do."""
        ...

    def name(self, node: Node, bindings: Bindings) -> str | None:
        """A name where CloudFormation wants one: a string as written (`Off` is no boolean there), or a function's result."""
        ...

    def condition(self, name: str) -> Condition:
        """A named condition. One that is not declared, or that depends on itself, is a question nobody can answer."""
        ...

    def physical_name(self, declaration: Declaration, key: str) -> str | None:
        """The name that the property `key` gives a resource, if it is written down; nothing while it is being asked for."""
        ...

    def included(self, node: Node) -> Included | None:
        """The file that the argument of an `AWS::Include` transform names, if it is on disk."""
        ...

    def child(self, declaration: Declaration) -> Stack | None:
        """The nested stack that a declaration deploys; nothing where its template is not on disk, or in a circle."""
        ...

    def children(self) -> Iterator[Stack]:
        """The nested stacks that were asked for, in the order in which that was first done."""
        ...

    def handed(self, declaration: Declaration) -> Texts | None:
        """The texts in the parameters of the nested stack that a declaration deploys; None where they are too many."""
        ...

    def outputs(self) -> list[Member]:
        """The members of the Outputs section."""
        ...

    def output(self, name: str, origin: Origin) -> Value[Data]:
        """What the stack gives out under a name; `origin` is where that is asked."""
        ...

    def origin(self, node: Node, path: Path = ()) -> Origin:
        """Where a node of the source stands that is being read."""
        ...

    def address(self, logical_id: str) -> str:
        """The logical id, unique among the stacks of the unit."""
        ...

    def refuse(self, node: Node, message: str) -> None:
        """Notes a part of the template that could not be read; once, however often it is met."""
        ...

    def refuse_null(self, node: Node) -> None:
        """Notes a null, for which CloudFormation refuses the whole template."""
        ...


class Context(Record):
    """Where a function is called: the node of the call, the path that leads to it inside its resource, and what the identifiers
    of the loops around it stand for.
    """

    stack: Stack
    node: Node
    path: Path
    bindings: Bindings

    def at(self, node: Node) -> Context:
        """The same for another node: an operand, or a name in a text."""
        return Context(self.stack, node, self.path, self.bindings)

    @property
    def origin(self) -> Origin:
        return self.stack.origin(self.node, self.path)

    @property
    def step(self) -> Step:
        """The call as a step of an origin: how the template writes it, on one line and not too long."""
        written = " ".join(self.stack.source.text[self.node.start : self.node.end].split())
        if len(written) > _LONGEST_STEP:
            written = written[: _LONGEST_STEP - 1] + "…"
        return Step(written, self.stack.source, self.node.span)

    def value(self, node: Node) -> Value[Data]:
        """What an argument stands for."""
        return self.stack.value(node, self.path, self.bindings)

    def inner(self, node: Node) -> Value[Data]:
        """As `value`, but an undecided parameter stays one unknown, whatever it allows."""
        return self.stack.inner(node, self.path, self.bindings)

    def name(self, node: Node) -> str | None:
        return self.stack.name(node, self.bindings)

    def unknown(self, reason: str, inputs: tuple[str, ...] = (), identity: str = "", *, is_input: bool = False) -> Unknown:
        """The call is not computed."""
        return Unknown(reason, self.origin, inputs, identity, is_input)

    def lift(self, values: Sequence[Value[Data]], apply: Callable[[tuple[Setting[Data], ...]], Value[Data]]) -> Value[Data]:
        """`apply` in each combination of the arms of its arguments that can be."""
        settled = tuple(value for value in values if not isinstance(value, Choice))
        if len(settled) == len(values):
            return apply(settled)
        try:
            return cases(lambda world: apply(tuple(world.arm(value) for value in values)))
        except TooManyWorlds:
            return self.unknown(f"its arguments have more than {MAX_WORLDS} combinations")
