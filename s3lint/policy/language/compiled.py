"""A policy made ready for one bucket: every statement as something that can be asked about one request."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from s3lint.base.condition import Truth
from s3lint.base.value import Absent, Known, Symbol, Text
from s3lint.policy.documents.document import Flaw, Policy, PolicyStrings, Statement
from s3lint.policy.language.actions import BUCKET, OBJECT, SERVICE, Catalogue, catalogue, catalogue_of_store
from s3lint.policy.language.conditions import ConditionEntry
from s3lint.policy.language.operators import operator_named
from s3lint.policy.language.principals import PrincipalPart
from s3lint.policy.matching.alphabet import open_characters
from s3lint.policy.matching.patterns import Pattern, classes
from s3lint.policy.matching.symbols import Names, Target
from s3lint.policy.matching.text_templates import Comparison, Lookup, TextTemplate, loosened, nothing_known

T = TypeVar("T")

REMEMBERED = 8
"""Policies of which answers are kept: those of one bucket in different worlds."""

_FIELDS = Comparison(fields=True)
_EVERYTHING = Comparison()
_FIELDS_TO_SERVICE = 3


class ActionPart:
    """The actions that a statement certainly and possibly covers, as masks over the catalogue."""

    __slots__ = ("certain", "possible")

    def __init__(self, strings: PolicyStrings, names: Names, actions: Catalogue) -> None:
        certain = possible = 0
        for string in strings.items:
            text = names.string(string.text)
            if text.isascii() or not open_characters(text):
                certain |= actions.mask(text)
            else:
                possible |= actions.mask(loosened(text, True))
        possible |= certain
        if strings.rest is not None:
            possible = actions.everything
        if strings.is_negated and (strings.items or strings.rest is not None):
            certain, possible = actions.everything & ~possible, actions.everything & ~certain
        self.certain = certain
        self.possible = possible


class ResourcePart:
    """The resource part of a statement."""

    __slots__ = ("_plain", "has_rest", "is_negated", "service", "strings", "templates")

    def __init__(
        self, strings: PolicyStrings, names: Names, has_variables: bool, *, service: str = SERVICE, is_own: bool = False
    ) -> None:
        self.strings = strings
        self.service = service
        self.is_negated = strings.is_negated
        self.has_rest = strings.rest is not None
        self.templates = [TextTemplate(names.resource(string.text, is_own=is_own), has_variables) for string in strings.items]
        self._plain = self._without_open_parts()

    def _without_open_parts(self) -> tuple[Pattern, ...] | None:
        """The patterns, where nothing of them is open: then they match or they don't."""
        if self.has_rest or not self.is_constant:
            return None
        found: list[Pattern] = []
        for template in self.templates:
            if open_characters(template.text):
                return None
            if not template.text.strip("*"):
                found += _EVERYTHING.patterns("*")
            elif template.text.split(":", _FIELDS_TO_SERVICE)[_FIELDS_TO_SERVICE - 1 : _FIELDS_TO_SERVICE] == [self.service]:
                found += _FIELDS.patterns(template.text)
        return tuple(found)

    @property
    def is_constant(self) -> bool:
        return all(template.is_constant for template in self.templates)

    def patterns(self, lookup: Lookup) -> list[Pattern]:
        found: list[Pattern] = []
        for template in self.templates:
            text = template.resolved(lookup)
            if text is not None:
                found += _FIELDS.patterns(text) if text.strip("*") else _EVERYTHING.patterns("*")
        return found

    def pattern_truth(self, index: int, resource: str, lookup: Lookup) -> Truth:
        """Whether one of the patterns matches an ARN."""
        text = self.templates[index].resolved(lookup)
        if text is None:
            return Truth.NO
        return resource_truth(text, resource, self.service)

    def kinds(self, index: int, bucket: str, objects: str) -> frozenset[str]:
        """What one of the patterns can match: the bucket, or objects, whose ARNs begin with `objects`."""
        text = self.templates[index].resolved(nothing_known) or ""
        found = {BUCKET} if resource_truth(text, bucket, self.service) is not Truth.NO else set()
        if any(resource_truth(text, place, self.service) is not Truth.NO for place in classes(_FIELDS.patterns(text), objects)):
            found.add(OBJECT)
        return frozenset(found)

    def truth(self, resource: str, lookup: Lookup) -> Truth:
        if not self.templates and not self.has_rest:
            return Truth.NO
        if self._plain is not None:
            return Truth.of(any(pattern.matches(resource) for pattern in self._plain) is not self.is_negated)
        found = Truth.MAYBE if self.has_rest else Truth.NO
        for index in range(len(self.templates)):
            found = found | self.pattern_truth(index, resource, lookup)
            if found is Truth.YES:
                break
        return ~found if self.is_negated else found


def resource_truth(text: str, resource: str, service: str) -> Truth:
    """Whether a resource pattern matches an ARN; wildcards stay within the fields, and the service has none."""
    if not text.strip("*"):
        return Truth.YES
    head = text.split(":", 3)[:3]
    if len(head) == _FIELDS_TO_SERVICE and head[-1] != service and not open_characters("".join(head)):
        return Truth.NO
    return _FIELDS.truth(text, resource)


class CompiledStatement:
    """`bit` is its place in masks over statements. `is_deny` and `is_allow` are MAYBE where the effect is unknown.

    `is_capped` tells that it never matches for certain, because further conditions may exist.
    """

    __slots__ = ("actions", "bit", "entries", "is_allow", "is_capped", "is_deny", "principals", "resources", "statement")

    def __init__(self, statement: Statement, bit: int, names: Names, actions: Catalogue, has_variables: bool) -> None:
        self.statement = statement
        self.bit = bit
        effect = statement.effect
        word = effect.value if isinstance(effect, Known) else ""
        self.is_deny = Truth.of(word == "Deny") if isinstance(effect, (Known, Absent)) else Truth.MAYBE
        self.is_allow = Truth.of(word == "Allow") if isinstance(effect, (Known, Absent)) else Truth.MAYBE
        self.principals = PrincipalPart(statement.principals, names)
        self.actions = ActionPart(statement.actions, names, actions)
        is_own = self.is_allow is Truth.YES
        self.resources = ResourcePart(statement.resources, names, has_variables, service=actions.service, is_own=is_own)
        self.entries: list[ConditionEntry] = []
        self.is_capped = statement.rest is not None
        for test in statement.tests:
            operator = operator_named(test.operator)
            if operator is None:
                self.is_capped = True
            else:
                self.entries.append(ConditionEntry(test, operator, names, has_variables, allows=is_own))

    @property
    def is_effective(self) -> bool:
        """Not for a statement with an empty list of principals, actions or resources, which has no effect."""
        statement = self.statement
        return all(
            part.items or part.rest is not None for part in (statement.principals, statement.actions, statement.resources)
        )


class CompiledPolicy:
    """A policy and the bucket it is attached to.

    `bucket` and `objects` are the bucket's (or access point's) ARN and the beginning of its objects' ARNs. `flaws` are all
    breaches of the grammar, unknown operators included.
    """

    __slots__ = ("actions", "bucket", "flaws", "names", "objects", "policy", "statements", "target")

    def __init__(self, policy: Policy, target: Target) -> None:
        self.policy = policy
        self.target = target
        self.actions = _catalogue_for(policy, target.store)
        self.names = Names(target, target.partition or _partition(policy))
        self.bucket = self.names.place
        self.objects = self.names.objects
        has_variables = isinstance(policy.version, Known) and policy.version.value == "2012-10-17"
        self.statements = [
            CompiledStatement(statement, 1 << number, self.names, self.actions, has_variables)
            for number, statement in enumerate(policy.statements)
        ]
        self.flaws = policy.flaws + tuple(
            Flaw(test.origin, f'"{test.operator}" is not a condition operator')
            for statement in policy.statements
            for test in statement.tests
            if operator_named(test.operator) is None
        )

    def kind_of(self, resource: str) -> str:
        """What kind of resource one of this bucket's ARNs is."""
        return BUCKET if resource == self.bucket else OBJECT


def once(question: Callable[[Policy, Target], T]) -> Callable[[Policy, Target], T]:
    """Remembers the answers about the last few policies, as many rules ask the same of one bucket.

    By identity: a hash or a comparison of a whole policy takes as long as many an answer.
    """
    remembered: dict[tuple[int, int], tuple[Policy, Target, T]] = {}

    def ask(policy: Policy, target: Target) -> T:
        found = remembered.get((id(policy), id(target)))
        if found is None:
            if len(remembered) >= REMEMBERED:
                remembered.clear()
            found = policy, target, question(policy, target)
            remembered[id(policy), id(target)] = found  # it keeps both alive, so that their ids stay theirs
        return found[2]

    return ask


@once
def compiled_for(policy: Policy, target: Target) -> CompiledPolicy:
    """The policy made ready for the target; the same object for the last few pairs that were asked about."""
    return CompiledPolicy(policy, target)


def _catalogue_for(policy: Policy, store: str) -> Catalogue:
    """The shipped list, with the names of the service's actions in the policy that it lacks."""
    known = catalogue_of_store(store) if store else catalogue()
    prefix = f"{known.service}:"
    unlisted: dict[str, str] = {}
    for statement in policy.statements:
        for string in statement.actions.items:
            name = string.text.literal
            if name and name.lower().startswith(prefix) and "*" not in name and "?" not in name and not known.is_known(name):
                unlisted.setdefault(name.lower(), name)
    return known.with_unlisted(tuple(unlisted.values())) if unlisted else known


def _partition(policy: Policy) -> str:
    """The one foreign partition that the ARNs of a policy name, as its author knows where it goes; or `aws`."""
    found: set[str] = set()
    for statement in policy.statements:
        strings = [*statement.resources.items, *(principal.name for principal in statement.principals.items)]
        strings += [string for test in statement.tests for string in test.values.items]
        found.update(partition_of(string.text) for string in strings)
    found.discard("")
    only = found.pop() if len(found) == 1 else "aws"
    return only if only.startswith("aws-") else "aws"


def partition_of(text: Text) -> str:
    """The partition that an ARN spells out; empty for one that is left to the deployment, and for what is no ARN."""
    written = ""
    for piece in text.pieces:
        content = piece.content
        if isinstance(content, Symbol):
            content = "" if content.attribute == "partition" and not content.resource else content.literal or ""
        if not isinstance(content, str):
            return ""
        written += content
        fields = written.split(":", 2)
        if fields[0] != "arn" and len(fields) > 1:
            return ""
        if len(fields) > 2:
            return fields[1]
    return ""
