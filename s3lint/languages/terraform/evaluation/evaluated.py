"""The definitions of a root module and all that it calls: what is evaluated, what is being evaluated, and how much may be."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from s3lint.base.record import Record
from s3lint.base.source import Source, Span
from s3lint.base.value import Data, Origin, Unknown, Value
from s3lint.languages.terraform.declarations.project import Project
from s3lint.languages.terraform.values.origins import ExpressionError, without_failures
from s3lint.languages.unseen import Texts

MAX_CALLS = 20_000
"""How many instances of modules one root may have."""

MAX_EVALUATIONS = 200
"""How many definitions may be evaluated inside each other."""

MAX_EVALUATED = 500_000
"""How many expressions of one root may be evaluated, each as often as a loop or an instance asks for it."""


FEW = 4
"""Definitions inside each other that are not worth the look at how deep they are."""


class _Definition(Record):
    key: str
    name: str
    at: Origin
    compute: Callable[[], Value[Data]]


class _Postponed(BaseException):
    """A definition was met too deep in the stack; `pending` are those that need it. Like `Fork`, nobody may swallow it."""

    def __init__(self, definition: _Definition, pending: tuple[str, ...]) -> None:
        super().__init__(definition.name)
        self.definition = definition
        self.pending = pending


class Evaluated:
    """Each definition has its value computed once, when it is first asked for."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._values: dict[str, Value[Data]] = {}
        self.handed: dict[str, Texts | None] = {}
        """The texts in what calls of modules are given that can't be seen, by the addresses of the calls."""
        self._pending: dict[str, None] = {}
        self._computing = 0
        self._expressions = 0
        self._modules = 0

    def forget(self) -> None:
        self._values.clear()
        self.handed.clear()

    def once(self, key: str, name: str, at: Origin, compute: Callable[[], Value[Data]]) -> Value[Data]:
        """The value of a definition; `key` is unique in the unit, `name` is what messages call it.

        Raises ExpressionError where it needs itself, or too many others.
        """
        found = self._values.get(key)
        if found is not None:
            return found
        self._demand_a_place(key, name, at)
        definition = _Definition(key, name, at, compute)
        if not self._computing:
            return self._from_here(definition)
        if self._computing > FEW and _is_deep():
            raise _Postponed(definition, tuple(self._pending))
        return self._value(definition)

    def _from_here(self, definition: _Definition) -> Value[Data]:
        """Computes a definition; those that it needs and that are met too deep are computed first, from here as well.

        So definitions may need each other as deep as their own limit says, whatever Python allows.
        """
        before = self._pending
        waiting = [(definition, tuple(before))]
        try:
            while True:
                try:
                    found = self._value(waiting[-1][0])
                except _Postponed as met:
                    waiting.append((met.definition, met.pending))
                else:
                    waiting.pop()
                    if not waiting:
                        return found
                self._pending = dict.fromkeys(waiting[-1][1])
        finally:
            self._pending = before

    def _value(self, definition: _Definition) -> Value[Data]:
        self._pending[definition.key] = None
        self._computing += 1
        try:
            found = without_failures(definition.compute())
        except RecursionError:
            if self._computing > 1:
                raise _Postponed(definition, tuple(self._pending)[:-1]) from None
            found = Unknown(f"{definition.name} nests deeper than s3lint follows", definition.at)
        finally:
            self._computing -= 1
            self._pending.pop(definition.key, None)
        self._values[definition.key] = found
        return found

    @contextmanager
    def evaluating(self, key: str, name: str, at: Origin) -> Iterator[None]:
        """Marks something without a value as being evaluated. Raises ExpressionError as `once` does."""
        self._demand_a_place(key, name, at)
        self._pending[key] = None
        try:
            yield
        finally:
            self._pending.pop(key, None)

    def is_pending(self, key: str) -> bool:
        """Whether a definition is being evaluated, so that to ask for it would be to ask for itself."""
        return key in self._pending

    def _demand_a_place(self, key: str, name: str, at: Origin) -> None:
        if key in self._pending:
            self._project.report("invalid-configuration", f"expected no cycle, but {name} is defined by itself", at)
            raise ExpressionError(f"{name} is defined by itself", at)
        if len(self._pending) >= MAX_EVALUATIONS:
            message = f"expected at most {MAX_EVALUATIONS} definitions that need each other"
            self._project.report("unreadable-file", message, at)
            raise ExpressionError(f"{name} needs more than {MAX_EVALUATIONS} other definitions", at)

    def count(self, source: Source, span: Span) -> None:
        """One more expression. Raises ExpressionError where the root has asked for too much."""
        self._expressions += 1
        if self._expressions > MAX_EVALUATED:
            at = Origin(source, span)
            message = f"expected at most {MAX_EVALUATED} evaluated expressions, the limit of s3lint"
            if self._expressions == MAX_EVALUATED + 1:
                self._project.report("unreadable-file", message, at)
            raise ExpressionError(message, at)

    def may_visit(self, address: str, at: Origin) -> bool:
        """Whether another instance of a module may be looked at; the first that is one too many is reported."""
        self._modules += 1
        if self._modules == MAX_CALLS + 1:
            message = f"{address} is not judged: there are more than {MAX_CALLS} modules"
            self._project.report("unresolved-module", message, at)
        return self._modules <= MAX_CALLS


def _is_deep() -> bool:
    """Whether half of the calls that Python lets nest are in use."""
    try:
        sys._getframe(sys.getrecursionlimit() // 2)
    except ValueError:
        return False
    return True
