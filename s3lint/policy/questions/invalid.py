"""For what S3 refuses a policy, or quietly makes nothing of it. What a policy means is asked elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from s3lint.base.value import Absent, Known
from s3lint.policy.documents.document import MAX_POLICY_SIZE, Flaw, Policy, PolicyString
from s3lint.policy.language.actions import BUCKET, OBJECT, SERVICE
from s3lint.policy.language.compiled import CompiledPolicy, CompiledStatement, compiled_for
from s3lint.policy.language.conditions import is_short_arn
from s3lint.policy.language.operators import Family, Quantifier
from s3lint.policy.language.principals import Form
from s3lint.policy.matching.alphabet import open_characters
from s3lint.policy.matching.symbols import Target

CURRENT_VERSION = "2012-10-17"

_SERVICES = {SERVICE: "S3"}
_EMPTY = '""'

_LISTS = ("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads")
_OF_LISTS = frozenset(("s3:prefix", "s3:delimiter", "s3:max-keys"))
"""Condition keys of requests that list. Service Authorization Reference, "Actions … for Amazon S3", read 2026-11-28."""


def faults(policy: Policy, target: Target) -> tuple[Flaw, ...]:
    """Everything for which S3 refuses the policy, or by which it means less than it seems to, in the order of the text.

    Breaches of the grammar, policy variables that the version does not know, two statements of one Sid, unknown actions,
    actions that no resource of their statement has, resources of other buckets, principals that are none, conditions that no
    request meets, and a document over 20 KB.
    """
    compiled = compiled_for(policy, target)
    found = list(compiled.flaws)
    found += _version(policy)
    found += _equal_sids(policy)
    if policy.size > MAX_POLICY_SIZE:
        found.append(Flaw(policy.origin, f"the policy is larger than S3's limit of {MAX_POLICY_SIZE} bytes"))
    for statement in compiled.statements:
        found += _principals(statement)
        found += _actions(compiled, statement)
        found += _resources(compiled, statement)
        found += _meeting(compiled, statement)
        found += _conditions(compiled, statement)
    return tuple(dict.fromkeys(found))


def _version(policy: Policy) -> Iterator[Flaw]:
    variable = next(_variables(policy), "")
    match policy.version:
        case Absent() if variable:
            text = f'the policy has no Version, and counts as "2008-10-17", in which {variable} is no variable'
            yield Flaw(policy.origin, f'{text}: write "{CURRENT_VERSION}"')
        case Known("2008-10-17", origin) if variable:
            yield Flaw(origin, f'{variable} is no variable in Version "2008-10-17": write "{CURRENT_VERSION}"')
        case _:
            return


def _variables(policy: Policy) -> Iterator[str]:
    """The policy variables that are written where the current version knows them."""
    for statement in policy.statements:
        for string in (*statement.resources.items, *(value for test in statement.tests for value in test.values.items)):
            written = (piece.content if isinstance(piece.content, str) else "{" for piece in string.text.pieces)
            yield from re.findall(_VARIABLE, "".join(written))


_VARIABLE = r"\$\{[^{}*?$]+\}"


def _equal_sids(policy: Policy) -> Iterator[Flaw]:
    seen: set[str] = set()
    for statement in policy.statements:
        if statement.sid in seen:
            yield Flaw(statement.origin, f'another statement has the Sid "{statement.sid}", too')
        seen.update((statement.sid,) if statement.sid else ())


def _principals(statement: CompiledStatement) -> Iterator[Flaw]:
    for one in statement.principals.designations:
        string = one.principal.name
        if one.form is Form.INVALID and "*" in one.text:
            yield Flaw(string.origin, f"{string.text} has a wildcard, and S3 refuses principals with one")
        elif one.form is Form.INVALID and one.principal.kind != "*":  # a bare one breaks the grammar, which says it already
            yield Flaw(string.origin, f"{str(string.text) or _EMPTY} is not a principal")
        elif one.form is Form.NOBODY:
            yield Flaw(string.origin, f"{string.text} is the id of a deleted principal and matches nobody")
        elif one.form is Form.PROVIDER:
            yield Flaw(string.origin, f"S3 does not support the federated principal {string.text} in bucket policies")


def _actions(compiled: CompiledPolicy, statement: CompiledStatement) -> Iterator[Flaw]:
    service = compiled.actions.service
    is_listed = service == SERVICE  # of other services not all actions are
    for string in statement.statement.actions.items:
        text = compiled.names.string(string.text)
        if open_characters(text):
            continue
        prefix, colon, _ = text.partition(":")
        if not text.strip("*"):
            continue
        if not colon:
            yield Flaw(string.origin, f"{string.text} is not an action: expected {service}: and a name")
        elif prefix.lower() != service and not {"*", "?"} & set(prefix):
            yield Flaw(string.origin, f"{string.text} is not an action of {_SERVICES.get(service, service)}")
        elif not is_listed:
            continue
        elif "*" in text or "?" in text:
            if not compiled.actions.mask(text) & compiled.actions.known:
                yield Flaw(string.origin, f"{string.text} matches no action of S3")
        elif compiled.actions.is_elsewhere(text):
            yield Flaw(string.origin, f"{string.text} is no action on a bucket or its objects")
        elif not compiled.actions.is_known(text):
            yield Flaw(string.origin, f"{string.text} is not an action of S3")


def _resources(compiled: CompiledPolicy, statement: CompiledStatement) -> Iterator[Flaw]:
    for index, string in enumerate(statement.statement.resources.items):
        template = statement.resources.templates[index]
        if open_characters(template.text):
            continue
        if not template.text.strip("*"):
            continue
        shape = _shape(template.text, string, compiled)
        if shape is not None:
            yield shape
        elif compiled.target.store:
            continue  # nobody knows its ARN
        elif not statement.resources.kinds(index, compiled.bucket, compiled.objects):
            yield Flaw(string.origin, f"{string.text} is not this bucket or one of its objects")


def _shape(text: str, string: PolicyString, compiled: CompiledPolicy) -> Flaw | None:
    service = compiled.actions.service
    fields = text.split(":", 5)
    if len(fields) < 6 or fields[0] != "arn":
        return Flaw(string.origin, f"{string.text} is not an ARN")
    if fields[2] != service:
        return Flaw(string.origin, f"{string.text} is not an ARN of {_SERVICES.get(service, service)}")
    if (fields[3] or fields[4]) and not compiled.target.is_access_point:
        return Flaw(string.origin, f"{string.text} has a region or an account, which ARNs of buckets have not")
    return None


def _conditions(compiled: CompiledPolicy, statement: CompiledStatement) -> Iterator[Flaw]:
    """Conditions that no request of the statement can meet, and patterns of ARNs that are none."""
    lists = sum(map(compiled.actions.mask, _LISTS))
    for entry in statement.entries:
        test, operator = entry.test, entry.operator
        if operator.family is Family.ARN:
            for string in test.values.items:
                if is_short_arn(compiled.names.string(string.text)):
                    yield Flaw(
                        string.origin, f"{string.text} has fewer fields than an ARN, and AWS does not say what it matches"
                    )
        is_met_without = operator.is_negated or operator.if_exists or operator.quantifier is Quantifier.ALL
        if compiled.target.store or test.key.lower() not in _OF_LISTS or operator.family is Family.NULL or is_met_without:
            continue
        if not statement.actions.possible & lists:
            yield Flaw(test.origin, f"only requests that list have {test.key}, so the statement never applies")


def _meeting(compiled: CompiledPolicy, statement: CompiledStatement) -> Iterator[Flaw]:
    """Actions none of which acts on a resource that the statement names, so that it does nothing."""
    actions, resources = statement.statement.actions, statement.statement.resources
    if compiled.target.store:  # whose actions are not told apart by what they act on
        return
    if not actions.items or actions.is_negated or resources.is_negated or resources.rest is not None:
        return
    kinds: frozenset[str] = frozenset()
    for index in range(len(resources.items)):
        kinds |= statement.resources.kinds(index, compiled.bucket, compiled.objects)
    if not kinds:
        return
    for string in actions.items:
        text = compiled.names.string(string.text)
        if open_characters(text):
            continue
        mask = compiled.actions.mask(text) & compiled.actions.known
        acts_on = {kind for kind in (OBJECT, BUCKET) if mask & compiled.actions.of_kind(kind)}
        if acts_on and not acts_on & kinds:
            what = "objects" if acts_on == {OBJECT} else "the bucket"
            only = "the bucket" if kinds == {BUCKET} else "objects"
            yield Flaw(string.origin, f"{string.text} acts on {what}, but the statement names only {only}")
