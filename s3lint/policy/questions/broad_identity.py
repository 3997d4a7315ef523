"""How far the policies of an identity reach: do they give read and write access to the objects of every bucket?

An identity policy has no principal; which bucket it speaks of is for its resources to say. So the question is about a
bucket that nothing names: what reaches that one reaches all. Source: the IAM user guide, "Policy evaluation logic".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from s3lint.base.condition import Truth
from s3lint.base.record import Record, replace
from s3lint.base.value import Origin, Piece, Symbol, Text, Unknown
from s3lint.policy.answer import Remark, Remarks
from s3lint.policy.documents.document import Policy, PolicyString, PolicyStrings, Statement, Test
from s3lint.policy.language.actions import catalogue
from s3lint.policy.language.compiled import CompiledPolicy, CompiledStatement
from s3lint.policy.matching.symbols import Target

MAX_RESOURCES = 20_000
"""Resources that the policies of one identity may name, all together; IAM's own limits are far below it."""

_READS = ("s3:GetObject",)
_WRITES = ("s3:PutObject", "s3:DeleteObject")

_KEYS_OF_DATA = (
    "aws:resourcetag/",
    "s3:buckettag/",
    "s3:existingobjecttag/",
    "s3:accesspointtag/",
    "s3:dataaccesspointarn",
    "s3:accessgrantsinstancearn",
)
"""Beginnings of condition keys that pick out data; most others say who may come, when, and from where."""

_KEYS_OF_SERVICES = ("aws:calledvia",)
"""Beginnings of condition keys that give an access to services only, when they act for the identity."""

_BINDING = frozenset(("stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike"))


class _Reach(Record):
    """What one Allow statement gives on every bucket: which of reading and writing, and what would decide the rest."""

    statement: Statement
    reads: bool
    writes: bool
    unknown: Unknown | None


def broad_grants(policies: Sequence[Policy]) -> Remarks:
    """The Allow statements of one identity that give both read and write access to the objects of every bucket.

    Statements that only do so together are one remark, at the one that writes. A Deny takes away what it covers without
    a condition. An unknown that stands inside an ARN is taken for a name, as a bucket's name holds no wildcard.
    """
    doubt = next((policy.unknown for policy in policies if policy.unknown is not None), None)
    written = [statement for policy in policies for statement in policy.statements]
    if not written:
        return Remarks((), doubt)
    if sum(len(statement.resources.items) for statement in written) > MAX_RESOURCES:
        return Remarks((), Unknown(f"the policies name more than {MAX_RESOURCES} resources", written[0].origin))
    statements = tuple(map(_with_names, written))
    merged = replace(policies[0], statements=statements, flaws=())
    question = _AnyBucket(merged)
    reached = [question.reach(statement) for statement in question.allows]
    doubt = doubt or next((reach.unknown for reach in reached if reach.unknown is not None), None)
    found = [reach for reach in reached if reach.reads and reach.writes]
    if found:
        return Remarks(tuple(_remark(reach.statement, (reach.statement,)) for reach in found))
    reading = [reach.statement for reach in reached if reach.reads]
    writing = [reach.statement for reach in reached if reach.writes]
    if reading and writing:
        return Remarks((_remark(writing[0], (reading[0], writing[0])),))
    return Remarks((), doubt)


class _AnyBucket:
    """The policies of one identity, asked about a bucket that nothing names."""

    def __init__(self, merged: Policy) -> None:
        name = Symbol("any bucket", "name", "any bucket")
        key = Symbol("any object", "key", "any object")
        self._policy = CompiledPolicy(merged, Target(Text((Piece(name, merged.origin),))))
        self._object = self._policy.objects + self._policy.names.string(Text((Piece(key, merged.origin),)))
        self._denied_by_action: dict[str, Truth] = {}
        self._denies = [one for one in self._policy.statements if one.is_deny is not Truth.NO]
        self.allows = [one for one in self._policy.statements if one.is_allow is not Truth.NO]

    def reach(self, allow: CompiledStatement) -> _Reach:
        reads, writes = self._any(allow, _READS), self._any(allow, _WRITES)
        may = Truth.MAYBE in (reads, writes)
        unknown = self._unknown(allow) if may else None
        return _Reach(allow.statement, reads is Truth.YES, writes is Truth.YES, unknown)

    def _any(self, allow: CompiledStatement, actions: Iterable[str]) -> Truth:
        found = Truth.NO
        for action in actions:
            granted = allow.is_allow & self._covers(allow, action) & ~_is_bound(allow.statement)
            if granted is not Truth.NO:
                granted = granted & ~self._denied(action)
            found = found | granted
        return found

    def _denied(self, action: str) -> Truth:
        found = self._denied_by_action.get(action)
        if found is None:
            found = Truth.NO
            for deny in self._denies:
                tests = deny.statement.tests
                if not tests or any(test.key.lower().startswith(_KEYS_OF_DATA) for test in tests):
                    found = found | (deny.is_deny & self._covers(deny, action))
            self._denied_by_action[action] = found
        return found

    def _covers(self, statement: CompiledStatement, action: str) -> Truth:
        mask = self._policy.actions.mask(action)
        part = statement.actions
        by_action = Truth.YES if part.certain & mask else Truth.MAYBE if part.possible & mask else Truth.NO
        return by_action & statement.resources.truth(self._object, _of_caller)

    def _unknown(self, allow: CompiledStatement) -> Unknown:
        """What decides: something unknown in the statement itself, or in one that denies."""
        for statement in (allow.statement, *(deny.statement for deny in self._denies)):
            effect = statement.effect
            for strings in (statement.actions, statement.resources):
                unknowns = (unknown for string in strings.items for unknown in string.text.unknowns)
                found = strings.rest or next(unknowns, None)
                if found is not None:
                    return found
            if isinstance(effect, Unknown) or statement.rest is not None:
                return effect if isinstance(effect, Unknown) else statement.rest or Unknown("", statement.origin)
        return Unknown("it depends on the deployment what its resources are", allow.statement.origin)


def _of_caller(_key: str) -> tuple[str, ...]:
    """What a policy variable stands for: some text of the caller's, which names no bucket that nothing else names."""
    return ("caller",)


def _is_bound(statement: Statement) -> Truth:
    """Whether a condition binds a grant to some of the data, or to what services do with them."""
    keys = _KEYS_OF_DATA + _KEYS_OF_SERVICES
    if any(test.key.lower().startswith(keys) and _binds(test) for test in statement.tests):
        return Truth.YES
    return Truth.NO if statement.rest is None else Truth.MAYBE


def _binds(test: Test) -> bool:
    operator = test.operator.lower().removeprefix("foranyvalue:")
    return operator in _BINDING and all((value.text.literal or "fixed").strip("*") for value in test.values.items)


def _with_names(statement: Statement) -> Statement:
    resources = statement.resources
    return replace(statement, resources=replace(resources, items=tuple(_named(string) for string in resources.items)))


def _named(string: PolicyString) -> PolicyString:
    """The element with names for what is unknown inside an ARN: before a slash, or after the colons of S3's ARNs."""
    before = ""
    pieces: list[Piece] = []
    for number, piece in enumerate(string.text.pieces):
        after = string.text.pieces[number + 1 : number + 2]
        is_arn = any(isinstance(next_one.content, str) and next_one.content.startswith("/") for next_one in after)
        if isinstance(piece.content, Unknown) and (":::" in before or is_arn or piece.content.is_plain):
            pieces.append(Piece(Symbol("an input", piece.content.identity or str(number), "an input"), piece.origin))
        else:
            before += piece.content if isinstance(piece.content, str) else ""
            pieces.append(piece)
    return replace(string, text=Text(tuple(pieces)))


def _remark(blamed: Statement, statements: Sequence[Statement]) -> Remark:
    words = " and ".join(dict.fromkeys(f"{statement} allows {_actions(statement.actions)}" for statement in statements))
    return Remark(blamed, _widest(blamed), f"{words} on every bucket")


def _actions(actions: PolicyStrings) -> str:
    mask = catalogue().mask
    on_objects = sum(map(mask, _READS + _WRITES))
    listed = [
        str(string.text) for string in actions.items if actions.is_negated or mask(string.text.literal or "*") & on_objects
    ]
    shown = ", ".join(listed[:3]) + (" and more" if len(listed) > 3 else "")
    return f"everything but {shown or 'nothing'}" if actions.is_negated else shown


def _widest(statement: Statement) -> Origin:
    """The resource that names every bucket; the whole element where it takes several, or exceptions, to do so."""
    resources = statement.resources
    for string in resources.items:
        if not resources.is_negated and _names_all(string.text):
            return string.origin
    return resources.origin


def _names_all(pattern: Text) -> bool:
    text = "".join(piece.content if isinstance(piece.content, str) else "x" for piece in pattern.pieces)
    fields = text.split(":", 5)
    return not text.strip("*") or (len(fields) == 6 and not fields[5].strip("*/"))
