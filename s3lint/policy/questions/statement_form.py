"""How an Allow statement grants: wide patterns of actions, `NotAction` and `NotPrincipal`, and what nothing limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from s3lint.base.comparison import same_text
from s3lint.base.condition import Truth
from s3lint.base.value import Absent, Known, Unknown, text_of
from s3lint.policy.answer import Remark, Remarks, owner_unknown
from s3lint.policy.documents.document import Policy, PolicyStrings, Statement
from s3lint.policy.language.actions import OBJECT, catalogue
from s3lint.policy.language.compiled import CompiledPolicy, CompiledStatement, compiled_for
from s3lint.policy.language.principals import Form
from s3lint.policy.matching.symbols import Target, unknown_in
from s3lint.policy.questions.bound_values import is_met_by_access_points_only

_WRITES = ("s3:PutObject", "s3:DeleteObject")
_ALL_WRITES = ("*", "s3:*", "s3:put*", "s3:putobject")
_ALL_BUCKETS = ("*", "arn:aws:s3:::*")
_MANAGEMENT = ("s3:PutBucketPolicy", "s3:DeleteBucketPolicy")


def wildcard_actions(policy: Policy, target: Target) -> Remarks:
    """Allow statements with a pattern that covers writes of objects and management of the policy: `*`, `s3:*`, `s3:Put*` …

    Where a statement names objects only, which lets nobody manage the policy, that is `*` and `s3:*`: they cover the ACLs and
    locks of objects as well. Not statements that give nothing to whom has it already, the root of the owner's account, which
    stands for the account; nor those that hold for requests through an access point, by which nobody manages a bucket. An
    unknown account may be the owner's, and any account may be where nobody knows the owner, but of several different ones only
    one: a statement that gives to another than those before it surely gives to somebody else.
    """
    compiled = compiled_for(policy, target)
    by_number = {one.statement.number: one for one in compiled.statements}
    owners: set[str] = set()

    def remarks(statement: Statement) -> Iterator[Remark | Unknown]:
        one = by_number[statement.number]
        wide = list(_wide_patterns(statement, _is_on_objects_only(compiled, one)))
        is_certain = isinstance(statement.effect, Known) and any(isinstance(found, Remark) for found in wide)
        gives = _gives(compiled, one, owners if is_certain else {*owners}) if wide else False
        for found in wide if gives is not False else ():
            yield gives if isinstance(gives, Unknown) else found

    return _over_allows(policy, remarks)


def _gives(compiled: CompiledPolicy, statement: CompiledStatement, owners: set[str]) -> bool | Unknown:
    """Whether a wildcard of the statement can give somebody what nobody asked for, or what decides that.

    `owners` are the accounts so far that may be the owner's, and grows by those of the statement.
    """
    if any(is_met_by_access_points_only(entry) for entry in statement.entries):
        return False
    principals, names = statement.principals, compiled.names
    if principals.is_negated or principals.has_rest or not principals.designations:
        return True
    undecided: bool | Unknown = False
    for one in principals.designations:
        if one.form is Form.ACCOUNT and one.account == names.account:
            continue
        if one.form not in (Form.ACCOUNT, Form.OPEN):
            return True
        unknown = unknown_in((one.principal.name.text,))
        if unknown is None and not names.owner_is_known and one.form is Form.ACCOUNT:
            owners.add(one.account)
            unknown = owner_unknown(one.principal.name.given) if len(owners) == 1 else None
        if unknown is None:
            return True
        undecided = undecided or unknown
    return undecided


def _is_on_objects_only(compiled: CompiledPolicy, statement: CompiledStatement) -> bool:
    resources = statement.resources
    if compiled.target.store or resources.is_negated or resources.has_rest:
        return False
    kinds = (resources.kinds(index, compiled.bucket, compiled.objects) for index in range(len(resources.templates)))
    return all(kind == {OBJECT} for kind in kinds)


def not_principal_grants(policy: Policy) -> Remarks:
    """Allow statements with `NotPrincipal`: they let in everyone who is not listed."""
    return _over_allows(policy, _not_principal)


def not_action_grants(policy: Policy) -> Remarks:
    """Allow statements with `NotAction`: they grant every action that is not listed, future ones too."""
    return _over_allows(policy, _not_action)


def s3_grants(policy: Policy) -> Remarks:
    """Allow statements of an identity that have actions of S3 among theirs."""
    return _over_allows(policy, _of_s3)


def _of_s3(statement: Statement) -> Iterator[Remark | Unknown]:
    actions = statement.actions
    if actions.is_negated:
        if not any((one.text.literal or "").lower() in ("*", "s3:*") for one in actions.items):
            yield Remark(statement, actions.origin, f"{statement} allows all actions but some")
        return
    for one in actions.items:
        if (one.text.literal or "").lower().startswith(("*", "s3:")):
            yield Remark(statement, one.origin, f"{statement} allows {one.text}")
            return
    yield from filter(None, (actions.rest, *(unknown for one in actions.items for unknown in one.text.unknowns)))


def open_grants(policy: Policy) -> Remarks:
    """Allow statements that let everyone write to every bucket, without a condition."""
    return _over_allows(policy, _open)


def _open(statement: Statement) -> Iterator[Remark | Unknown]:
    if statement.tests or any(one.is_negated for one in (statement.principals, statement.actions, statement.resources)):
        return
    named = statement.principals
    everyone = PolicyStrings(named.key, named.origin, tuple(one.name for one in named.items), named.rest)
    asked = ((everyone, ("*",)), (statement.actions, _ALL_WRITES), (statement.resources, _ALL_BUCKETS))
    answers = [_has(strings, words) for strings, words in asked]
    if False in answers:
        return
    doubts = [*(answer for answer in answers if isinstance(answer, Unknown)), *filter(None, (statement.rest,))]
    yield doubts[0] if doubts else Remark(statement, statement.origin, f"{statement} lets everyone write to every bucket")


def _has(strings: PolicyStrings, words: tuple[str, ...]) -> bool | Unknown:
    """Whether one of some lower-cased words is among strings."""
    doubt = strings.rest
    for string in strings.items:
        literal = string.text.literal
        if literal is not None and literal.lower() in words:
            return True
        if any(same_text(string.text, text_of(word, string.origin)) is Truth.MAYBE for word in words):
            doubt = doubt or next(iter(string.text.unknowns), None)
    return doubt or False


def _over_allows(policy: Policy, remarks: Callable[[Statement], Iterator[Remark | Unknown]]) -> Remarks:
    found: list[Remark] = []
    doubt = policy.unknown
    for statement in policy.statements:
        allows = is_allow(statement)
        if allows is Truth.NO:
            continue
        for remark in remarks(statement):
            if isinstance(remark, Unknown):
                doubt = doubt or remark
            elif isinstance(statement.effect, Unknown):
                doubt = doubt or statement.effect
            else:
                found.append(remark)
    return Remarks(tuple(found), doubt)


def is_allow(statement: Statement) -> Truth:
    """Whether the statement allows."""
    match statement.effect:
        case Known(word):
            return Truth.of(word == "Allow")
        case Absent():
            return Truth.NO
        case Unknown():
            return Truth.MAYBE


def _wide_patterns(statement: Statement, on_objects_only: bool) -> Iterator[Remark | Unknown]:
    if statement.actions.is_negated:
        return
    actions = catalogue()
    writes, management = (sum(map(actions.mask, names)) for names in (_WRITES, _MANAGEMENT))
    everything = actions.mask("s3:*")
    for string in statement.actions.items:
        text = string.text.literal
        if text is None:
            unknown = unknown_in((string.text,))
            if unknown is not None:
                yield unknown
        elif "*" in text or "?" in text:
            mask = actions.mask(text)
            if on_objects_only and mask == everything:
                yield Remark(
                    statement, string.origin, f"{statement} allows {text}, which covers writes, ACLs and locks of objects"
                )
            elif not on_objects_only and mask & writes and mask & management:
                yield Remark(statement, string.origin, f"{statement} allows {text}, which covers writes and policy management")
    if statement.actions.rest is not None:
        yield statement.actions.rest


def _not_principal(statement: Statement) -> Iterator[Remark | Unknown]:
    principals = statement.principals
    if principals.is_negated:
        listed = ", ".join(str(one.name.text) for one in principals.items) or "nobody"
        yield Remark(statement, principals.origin, f"{statement} allows everyone except {listed}")


def _not_action(statement: Statement) -> Iterator[Remark | Unknown]:
    actions = statement.actions
    if actions.is_negated:
        listed = ", ".join(str(one.text) for one in actions.items) or "nothing"
        yield Remark(statement, actions.origin, f"{statement} allows every action except {listed}")
