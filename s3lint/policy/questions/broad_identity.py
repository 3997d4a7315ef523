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

_KEYS_OF_OWNERS = ("aws:resourceaccount", "s3:resourceaccount", "aws:resourceorgid")
"""Condition keys on whose bucket it is: the one asked about is the account's own, as are those that others fill with data.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (read 2026-11-28).
"""

_BINDING = frozenset(("stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike"))


class _Reach(Record):
    """What one Allow statement gives on every bucket: which of reading and writing, and what would decide the rest."""

    statement: Statement
    reads: bool
    writes: bool
    unknown: Unknown | None


class BroadGrants(Remarks):
    """What was found, all of the same reach: `every bucket` of the account, or those of other accounts that let it in."""

    reach: str = "every bucket"


def broad_grants(policies: Sequence[Policy], boundaries: Sequence[Policy] = (), account: str = "") -> BroadGrants:
    """The Allow statements of one identity that give both read and write access to the objects of every bucket.

    Statements that only do so together are one remark, at the one that writes. A Deny takes away what it covers without
    a condition. An unknown that stands inside an ARN is taken for a name, as a bucket's name holds no wildcard.
    `boundaries` are the permissions boundaries of those who have the policies, one for each: what is left is what one of
    them does not take away. `account` is the id of the account, where it is known.
    """
    found = [_broad_grants(policies, account, boundary) for boundary in boundaries or (None,)]
    doubt = next((remarks.doubt for remarks in found if remarks.doubt is not None), None)
    return next((remarks for remarks in found if remarks.found), BroadGrants((), doubt))


def _broad_grants(policies: Sequence[Policy], account: str, boundary: Policy | None) -> BroadGrants:
    doubt = next((policy.unknown for policy in (*policies, boundary) if policy is not None and policy.unknown), None)
    written = [statement for policy in policies for statement in policy.statements]
    if not written:
        return BroadGrants((), doubt)
    if sum(len(statement.resources.items) for statement in written) > MAX_RESOURCES:
        return BroadGrants((), Unknown(f"the policies name more than {MAX_RESOURCES} resources", written[0].origin))

    def asked(is_own: bool, reach: str) -> BroadGrants:
        limit = None if boundary is None else _AnyBucket(boundary.statements, boundary, account, is_own)
        return _reached(_AnyBucket(written, policies[0], account, is_own, limit), doubt, reach)

    own = asked(True, "every bucket")
    if own.found or not any(test.key.lower() in _KEYS_OF_OWNERS for statement in written for test in statement.tests):
        return own
    others = asked(False, "every bucket of other accounts")
    return others if others.found else own


def _reached(question: _AnyBucket, doubt: Unknown | None, reach: str) -> BroadGrants:
    reached = [question.reach(statement) for statement in question.allows]
    doubt = doubt or next((each.unknown for each in reached if each.unknown is not None), None)
    found = [(each.statement,) for each in reached if each.reads and each.writes]
    reading = [each.statement for each in reached if each.reads]
    writing = [each.statement for each in reached if each.writes]
    together = [(writing[0], reading[0], writing[0])] if reading and writing and not found else []
    remarks = tuple(_remark(blamed, several or (blamed,), reach) for blamed, *several in (*found, *together))
    return BroadGrants(remarks, None if remarks else doubt, reach)


class _AnyBucket:
    """The policies of one identity, asked about a bucket that nothing names; `limit` is what caps them.

    The bucket is of the identity's own account, or of one that nothing names either. `_owners` are, for each key on whose
    bucket it is, the account's value, and one that may be anybody's.
    """

    def __init__(
        self, statements: Sequence[Statement], of: Policy, account: str, is_own: bool, limit: _AnyBucket | None = None
    ) -> None:
        merged = replace(of, statements=tuple(map(_with_names, statements)), flaws=())

        def text(symbol: Symbol) -> Text:
            return Text((Piece(symbol, merged.origin),))

        bucket = text(Symbol("any bucket", "name", "any bucket"))
        self._policy = CompiledPolicy(merged, Target(bucket, account))
        names = self._policy.names
        self._object = self._policy.objects + names.string(text(Symbol("any object", "key", "any object")))
        organization = names.string(text(Symbol("", "organization", "organization")))
        somebody = names.string(text(Symbol("", "any account", "any account")))
        other = names.string(text(Symbol("another account", "id", "another account")))
        of_account, of_organization = (names.account, account or somebody), (organization, organization)
        self._owners = {
            key: (of_organization if key.endswith("orgid") else of_account) if is_own else (other, other)
            for key in _KEYS_OF_OWNERS
        }
        self._callers = {"aws:principalaccount": names.account, "aws:principalorgid": organization}
        self._limit = limit
        self._gives: dict[str, Truth] = {}
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
            granted = allow.is_allow & self._covers(allow, action) & ~_is_bound(allow.statement) & self._is_of_owner(allow)
            if granted is not Truth.NO:
                granted = granted & ~self._denied(action)
            if granted is not Truth.NO and self._limit is not None:
                granted = granted & self._limit.gives(action)
            found = found | granted
        return found

    def gives(self, action: str) -> Truth:
        """Whether any statement allows an action on every bucket."""
        if action not in self._gives:
            found = Truth.NO
            for allow in self.allows:
                found = found | self._any(allow, (action,))
            self._gives[action] = found
        return self._gives[action]

    def _is_of_owner(self, statement: CompiledStatement) -> Truth:
        """Whether the conditions on whose bucket it is hold for the one that is asked about."""
        found = Truth.YES
        for entry in statement.entries:
            owner, any_owner = self._owners.get(entry.key.name.lower(), ("", ""))
            if owner:
                holds = entry.truth((owner,), self._of_caller)
                # A number is that of the account, or of another one: who does not name the account says nothing of it.
                is_named = holds is Truth.of(not entry.operator.is_negated)
                found = found & (holds if is_named else entry.truth((any_owner,), self._of_caller))
        return found

    def _of_caller(self, key: str) -> tuple[str, ...]:
        """What a policy variable stands for: some text of the caller's, which names no bucket that nothing else names."""
        return (self._callers.get(key, "caller"),)

    def _denied(self, action: str) -> Truth:
        found = self._denied_by_action.get(action)
        if found is None:
            found = Truth.NO
            for deny in self._denies:
                keys = [test.key.lower() for test in deny.statement.tests]
                if all(key in _KEYS_OF_OWNERS for key in keys) or any(key.startswith(_KEYS_OF_DATA) for key in keys):
                    found = found | (deny.is_deny & self._covers(deny, action) & self._is_of_owner(deny))
            self._denied_by_action[action] = found
        return found

    def _covers(self, statement: CompiledStatement, action: str) -> Truth:
        mask = self._policy.actions.mask(action)
        part = statement.actions
        by_action = Truth.YES if part.certain & mask else Truth.MAYBE if part.possible & mask else Truth.NO
        return by_action & statement.resources.truth(self._object, self._of_caller)

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
        for entry in (entry for statement in (allow, *self._denies) for entry in statement.entries):
            if entry.key.name.lower() in self._owners:
                reason = f"nothing says whether {entry.test.key} is that of its own account"
                return Unknown(reason, entry.test.origin, () if entry.key.name.lower().endswith("orgid") else ("--account",))
        limit = None if self._limit is None else next(iter(self._limit.allows), None)
        if self._limit is not None and limit is not None:
            return self._limit._unknown(limit)
        return Unknown("it depends on the deployment what its resources are", allow.statement.origin)


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


def _remark(blamed: Statement, statements: Sequence[Statement], reach: str) -> Remark:
    words = " and ".join(dict.fromkeys(f"{statement} allows {_actions(statement.actions)}" for statement in statements))
    return Remark(blamed, _widest(blamed), f"{words} on {reach}")


def _actions(actions: PolicyStrings) -> str:
    mask = catalogue().mask
    on_objects = sum(map(mask, _READS + _WRITES))
    listed = [str(one.text) for one in actions.items if actions.is_negated or mask(one.text.literal or "*") & on_objects]
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
