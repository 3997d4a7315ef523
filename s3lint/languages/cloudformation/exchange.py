"""Exports and imports between the templates of one run: who exports what, and what a unit sees of the others for it.

An import means the output that a template of the run exports under this name, if exactly one does. The stacks beside a unit's
own are evaluated for it, with addresses that begin with the path of their template; what they declare is judged in their own
units, so that a bucket is judged once, with all that the run says of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from s3lint.base.comparison import same_text
from s3lint.base.condition import Condition, Truth, conjunction, disjunction, negation
from s3lint.base.record import replace
from s3lint.base.source import Source
from s3lint.base.value import Choice, Data, Known, Piece, Text, Unknown, Value, arms, through
from s3lint.base.worlds import TooManyWorlds, explore
from s3lint.languages.cloudformation.dialect import DIALECT
from s3lint.languages.cloudformation.evaluation.exports import Export, exports_of, imports_of
from s3lint.languages.cloudformation.evaluation.parameters import Given
from s3lint.languages.cloudformation.evaluation.stack import Context, Stack
from s3lint.languages.cloudformation.evaluation.texts import as_text
from s3lint.languages.cloudformation.library import Library
from s3lint.languages.cloudformation.stacks import Deployment, with_all_inside, with_nested
from s3lint.languages.cloudformation.syntax.nodes import EMPTY, mapping
from s3lint.languages.cloudformation.syntax.template import Template
from s3lint.languages.estate import Estate
from s3lint.languages.inputs import Inputs
from s3lint.languages.linking import Companion
from s3lint.languages.subjects import subjects_of
from s3lint.languages.unit import Subject
from s3lint.languages.unseen import addresses_in

Place = tuple[str, int]
"""A template: the path of its file, and which of the templates in it."""

MAX_EXCLUSIVE = 8
"""Exports of one name, under conditions that exclude each other."""


class Exchange:
    """The templates of a run that export something, and those that import something, by their bytes.

    Nothing is read before a name is asked for. A copy for another process reads anew.
    """

    def __init__(
        self, library: Library, given: Given, inputs: Inputs, exporting: Sequence[str], importing: Sequence[str]
    ) -> None:
        self.library = library
        self.given = given
        self.inputs = inputs
        self._exporting = exporting
        self._importing = importing
        self._exports: _Names | None = None
        self._imports: _Names | None = None

    def __reduce__(self) -> tuple[type[Exchange], tuple[object, ...]]:
        return Exchange, (self.library, self.given, self.inputs, self._exporting, self._importing)

    def beside(self) -> Beside:
        """What one unit sees of the others."""
        return Beside(self)

    def exporters(self, name: Text) -> list[Place]:
        """The templates that may export something under a name."""
        if self._exports is None:
            self._exports = _Names(
                (export.name, place) for place, stack in self._stacks(self._exporting) for export in exports_of(stack)
            )
        return self._exports.of(name)

    def importers(self, name: Text) -> list[Place]:
        """The templates that may import what has a name."""
        if self._imports is None:
            importing = self._stacks(self._importing)
            self._imports = _Names((name, place) for place, stack in importing for name in imports_of(stack))
        return self._imports.of(name)

    def _stacks(self, paths: Sequence[str]) -> Iterator[tuple[Place, Stack]]:
        for path in paths:
            found = self.library.shared(path)
            for number, template in enumerate(found.templates if found is not None else ()):
                deployment = Deployment(self.library, self.given, self.inputs)
                top = deployment.stack(template, path, _label((path, number)))
                for stack in with_all_inside(with_nested(top)):
                    yield (path, number), stack


class _Names:
    """Names with what has them, by their text where that is known."""

    def __init__(self, named: Iterable[tuple[Text, Place]]) -> None:
        self._by_literal: dict[str, dict[Place, None]] = {}
        self._named: list[tuple[Text, Place]] = []
        self._open: list[tuple[Text, Place]] = []
        for name, place in named:
            self._named.append((name, place))
            if name.literal is None:
                self._open.append((name, place))
            else:
                self._by_literal.setdefault(name.literal, {})[place] = None

    def of(self, name: Text) -> list[Place]:
        known = self._by_literal.get(name.literal, {}) if name.literal is not None else {}
        others = self._open if name.literal is not None else self._named
        return [*dict.fromkeys((*known, *(place for other, place in others if same_text(name, other) is not Truth.NO)))]


class Beside:
    """The stacks beside a unit's own that it imports from, or that import from it; `sources` are what was read for them.

    To be closed when the unit is read: the stacks refer to this, and this to them.
    """

    def __init__(self, exchange: Exchange) -> None:
        self.sources: list[Source] = []
        self._exchange = exchange
        self._stacks: dict[Place, Stack] = {}
        self._deployments: dict[Place, Deployment] = {}
        self._asked: set[tuple[str, str]] = set()
        self._own: Place = ("", 0)

    def open(self, stack: Stack, path: str, number: int) -> None:
        """Takes a stack for the unit's own, before anything in it is evaluated."""
        self._own = (path, number)
        self._stacks[self._own] = stack

    def close(self) -> None:
        self._stacks.clear()
        self._deployments.clear()

    def imported(self, context: Context, name: Text, elsewhere: Unknown) -> Value[Data]:
        """What the run exports under a name, if one output has it for sure; else unknown, with those that it may be."""
        exact, possible = self._exported(name)
        conditions = [export.condition for _, export in exact]
        if exact and _exclude_each_other(conditions):
            is_sure = _is_certain(disjunction(*conditions))
            found = self._output(context, *exact[0], elsewhere) if is_sure else elsewhere
            for stack, export in exact[is_sure:]:
                found = Choice(export.condition, self._output(context, stack, export, elsewhere), found)
            return found
        if not exact and not possible:
            return elsewhere
        values = [self._output(context, stack, export, elsewhere) for stack, export in (*exact, *possible)]
        texts = [text for value in values for arm in arms(value) if (text := as_text(arm)) is not None]
        reason = elsewhere.reason
        if exact:
            where = " and ".join(dict.fromkeys(stack.template.source.path for stack, _ in exact))
            reason = f"{name} is exported {len(exact)} times in this run, by {where}"
        texts.append(Text((Piece(elsewhere, elsewhere.origin),)))
        return replace(elsewhere, reason=reason, is_input=False, candidates=tuple(texts))

    def _exported(self, name: Text) -> tuple[list[tuple[Stack, Export]], list[tuple[Stack, Export]]]:
        """The exports that have a name, and those that may have it."""
        exact: list[tuple[Stack, Export]] = []
        possible: list[tuple[Stack, Export]] = []
        for place in self._exchange.exporters(name):
            for stack in with_all_inside(self._stack(place)):
                for export in exports_of(stack):
                    match same_text(export.name, name):
                        case Truth.YES:
                            exact.append((stack, export))
                        case Truth.MAYBE:
                            possible.append((stack, export))
        return exact, possible

    def _output(self, context: Context, stack: Stack, export: Export, elsewhere: Unknown) -> Value[Data]:
        asked = (stack.nesting.prefix, export.output)
        if asked in self._asked:
            return elsewhere  # they import from each other, which nobody can deploy
        self._asked.add(asked)
        common = stack.common
        depth, common.depth = common.depth, max(common.depth, context.stack.common.depth)
        try:
            value = stack.output(export.output, context.origin)
        finally:
            common.depth = depth
            self._asked.discard(asked)
        return through(value, context.step, path=context.path)

    def stacks(self) -> Iterator[Stack]:
        """All that was looked at beside the unit's own."""
        for place, stack in self._stacks.items():
            if place != self._own:
                yield from with_all_inside(stack)

    def holds(self, address: str) -> bool:
        """Whether an address is that of something beside the unit's own."""
        return any(address.startswith(stack.nesting.prefix) for place, stack in self._stacks.items() if place != self._own)

    def judged(self, estate: Estate) -> Iterator[Subject]:
        """The subjects of the unit's own, without the buckets beside it, and those that only others refer to."""
        others = {name for name, companions in estate.external if self._is_judged_elsewhere(companions[0])}
        for subject in subjects_of(estate):
            if not self.holds(subject.block) and not others.intersection(subject.names):
                yield subject

    def _is_judged_elsewhere(self, companion: Companion) -> bool:
        """Whether a companion names a bucket that is declared beside the unit, in one world at least."""
        named = (addresses_in(arm) for arm in arms(companion.bucket) if isinstance(arm, Known))
        return any(self._is_bucket(address) for addresses in named for address in addresses)

    def _is_bucket(self, address: str) -> bool:
        declared = (stack.declaration(address.removeprefix(stack.nesting.prefix)) for stack in self.stacks())
        return self.holds(address) and any(each is not None and each.type == DIALECT.bucket for each in declared)

    def importers(self) -> Iterator[tuple[Stack, Deployment]]:
        """The stacks that may import what the unit exports, be it by way of others, with what was not found for each."""
        places = [self._own]
        for place in places:
            for stack in with_all_inside(self._stack(place)):
                for export in exports_of(stack):
                    if place == self._own or _passes_on(stack, export):
                        places += [other for other in self._exchange.importers(export.name) if other not in places]
            if place != self._own:
                yield self._stack(place), self._deployments[place]

    def _stack(self, place: Place) -> Stack:
        if place not in self._stacks:
            path, number = place
            found = self._exchange.library.shared(path)
            template = found.templates[number] if found is not None else Template(Source(path, ""), EMPTY)
            given = {**self._undecided(template), **self._exchange.given}
            deployment = Deployment(self._exchange.library, given, self._exchange.inputs, self.imported)
            self._stacks[place] = deployment.stack(template, path, _label(place))
            self._deployments[place] = deployment
            with_nested(self._stacks[place])
            self.sources += (*found.sources, *deployment.sources) if found is not None else ()
        return self._stacks[place]

    def _undecided(self, template: Template) -> dict[str, Value[Data]]:
        """The unit's own parameters without a value: `--parameter` gives one to all templates that have it by this name."""
        return {
            name: parameter.value
            for name, parameter in self._stacks[self._own].parameters.items()
            if isinstance(parameter.value, Unknown) and mapping(template.parameters.member(name)).member("Default") is None
        }


def _label(place: Place) -> str:
    path, number = place
    return f"{path}#{number + 1}" if number else path


def _passes_on(stack: Stack, export: Export) -> bool:
    """Whether what a stack exports may be something that it imports itself."""
    members = (member.node for member in stack.outputs() if member.name == export.output)
    return any(True for node in members for _ in imports_of(stack, mapping(node)))


def _exclude_each_other(conditions: Sequence[Condition]) -> bool:
    """Whether at most one of some conditions holds in any world."""
    if len(conditions) > MAX_EXCLUSIVE:
        return False
    return all(_is_certain(negation(conjunction(one, other))) for one, other in combinations(conditions, 2))


def _is_certain(condition: Condition) -> bool:
    """Whether a condition holds in every world; no where that takes too much to tell."""
    try:
        return all(holds for _, holds in explore(lambda world: world.decide(condition)))
    except TooManyWorlds:
        return False
