"""Policies of which parts are symbolic or unknown: certain answers stay certain, others name what decides."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from s3lint.base.source import Source, Span
from s3lint.base.value import Absent, Known, Origin, Piece, Symbol, Text, Unknown
from s3lint.base.worlds import EVERYWHERE
from s3lint.policy import (
    Answer,
    Policy,
    Target,
    Undecided,
    Violated,
    cross_account_grants,
    denies_old_tls,
    denies_plain_http,
    deputy_grants,
    locks_out,
    public_access,
    read_policy,
    wildcard_actions,
)
from tests.policy import generated
from tests.policy.statements import IN_AWS, OWNED, allow, also, deny, document, literal, told

NAME = Symbol("aws_s3_bucket.b", "name", "aws_s3_bucket.b.id")
OTHER = Symbol("aws_s3_bucket.c", "name", "aws_s3_bucket.c.id")
PARTITION = Symbol("", "partition", "AWS::Partition")
OWNER = Symbol("", "account", "AWS::AccountId")
REGION = Symbol("", "region", "AWS::Region")
ROLE = Symbol("aws_iam_role.r", "arn", "aws_iam_role.r.arn")
PLACE = Origin(Source("main.tf", "policy"), Span(0, 6))


def unknown(name: str) -> Unknown:
    return Unknown(f"variable {name} has no default", PLACE, (f"var.{name}",), f"var.{name}", is_input=True)


def symbolic(content: Symbol) -> Text:
    return Text((Piece(content, PLACE),))


TARGET = Target(symbolic(NAME))
SYMBOLS: dict[str, Symbol | Unknown] = {
    "NAME": NAME,
    "OTHER": OTHER,
    "PARTITION": PARTITION,
    "OWNER": OWNER,
    "REGION": REGION,
    "ROLE": ROLE,
    "ENDPOINT": Symbol("aws_vpc_endpoint.e", "id", "aws_vpc_endpoint.e.id"),
}
ARN = "arn:<PARTITION>:s3:::<NAME>"


def written(text: str) -> Text:
    """A text in which `<NAME>` stands for a symbol and `<lower case>` for a variable without a value."""
    pieces = [
        Piece(SYMBOLS.get(part[1:-1], unknown(part[1:-1])) if part.startswith("<") else part, PLACE)
        for part in re.split(r"(<\w+>)", text)
        if part
    ]
    return Text(tuple(pieces))


def policy_of(*statements: Any) -> Policy:
    """The policy of statements; a string in the place of a statement is written without quotes."""
    text = json.dumps(document(*statements))
    text = re.sub(r'"unquoted (<\w+>)"', r"\1", text)
    setting = read_policy(Known(written(text), PLACE), PLACE, EVERYWHERE)
    assert isinstance(setting, Known), setting
    return setting.value


def tls(**changes: Any) -> dict[str, Any]:
    return deny(**{"Resource": [ARN, ARN + "/*"], **changes})


HTTP: dict[str, tuple[list[Any], str]] = {
    "symbolic name": ([tls()], "holds"),
    "literal partition": ([tls(Resource=["arn:aws:s3:::<NAME>", "arn:aws:s3:::<NAME>/*"])], "holds"),
    "any resource": ([tls(Resource="*")], "holds"),
    "another bucket": ([tls(Resource=["arn:aws:s3:::<OTHER>", "arn:aws:s3:::<OTHER>/*"])], "violated"),
    "literal name": ([tls(Resource=["arn:aws:s3:::data", "arn:aws:s3:::data/*"])], "violated"),
    "objects only": ([tls(Resource=ARN + "/*")], "violated"),
    "unknown action beside all": ([tls(Action=["<action>", "s3:*"])], "holds"),
    "unknown action": ([tls(Action="<action>")], "variable action has no default"),
    "unquoted unknown action": ([tls(Action="unquoted <action>")], "variable action has no default"),
    "unknown prefix of keys": ([tls(Resource=[ARN, ARN + "/<prefix>*"])], "variable prefix has no default"),
    "unknown bucket": ([tls(Resource=["arn:aws:s3:::<bucket>", "arn:aws:s3:::<bucket>/*"])], "variable bucket has no default"),
    "unknown ARN": ([tls(Resource=["<arn>", "<arn>/*"])], "variable arn has no default"),
    "unknown principal": ([tls(Principal={"AWS": "<principal>"})], "variable principal has no default"),
    "unknown principal beside everyone": ([tls(Principal={"AWS": ["<principal>", "*"]})], "holds"),
    "unknown value": ([tls(Condition={"Bool": {"aws:SecureTransport": "<flag>"}})], "variable flag has no default"),
    "unknown endpoint": ([tls(Condition=also(StringEquals={"aws:SourceVpce": "<endpoint>"}))], "violated"),
    "all but an unknown endpoint": (
        [tls(Condition=also(StringNotEquals={"aws:SourceVpce": "<endpoint>"}))],
        "violated",
    ),
    "all but a pattern of endpoints": (
        [tls(Condition=also(StringNotLike={"aws:SourceVpce": "<endpoint>"}))],
        "variable endpoint has no default",
    ),
    "all but the endpoint of a resource": (
        [tls(Condition=also(StringNotEquals={"aws:SourceVpce": "<ENDPOINT>"}))],
        "violated",
    ),
    "the endpoint of a resource and all others": (
        [
            tls(Condition=also(StringEquals={"aws:SourceVpce": "<ENDPOINT>"})),
            tls(Condition=also(StringNotEquals={"aws:SourceVpce": "<ENDPOINT>"})),
        ],
        "holds",
    ),
    "an unknown endpoint and all others": (
        [
            tls(Condition=also(StringEquals={"aws:SourceVpce": "<endpoint>"})),
            tls(Condition=also(StringNotEquals={"aws:SourceVpce": "<endpoint>"})),
        ],
        "holds",
    ),
    "an unknown endpoint and all but another": (
        [
            tls(Condition=also(StringEquals={"aws:SourceVpce": "<endpoint>"})),
            tls(Condition=also(StringNotEquals={"aws:SourceVpce": "<other>"})),
        ],
        "variable endpoint has no default",
    ),
    "unknown effect": ([tls(Effect="<effect>")], "variable effect has no default"),
    "unknown statement beside": (["unquoted <statement>", tls()], "holds"),
    "unknown statement alone": (["unquoted <statement>", allow()], "variable statement has no default"),
    "unknown condition": ([tls(Condition="unquoted <condition>")], "variable condition has no default"),
    "unknown condition of an Allow": ([allow(Condition="unquoted <condition>"), tls()], "holds"),
    "unknown endpoint elsewhere": ([tls(Condition=also(StringEquals={"s3:x-amz-acl": "<acl>"}))], "violated"),
    "owner and all others": (
        [
            tls(Principal={"AWS": "<OWNER>"}),
            tls(Principal=None, NotPrincipal={"AWS": "arn:<PARTITION>:iam::<OWNER>:root"}),
        ],
        "holds",
    ),
    "symbolic role": ([tls(Principal={"AWS": "<ROLE>"})], "violated"),
}


@pytest.mark.parametrize(("statements", "expected"), HTTP.values(), ids=HTTP)
def test_plain_http(statements: list[Any], expected: str) -> None:
    assert outcome(denies_plain_http(policy_of(*statements), TARGET)) == expected


def outcome(answer: Answer) -> str:
    words = told(answer)
    return words.partition(":")[0] if not isinstance(answer, Undecided) else words.partition(": ")[2]


def opened(condition: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    return allow(condition, **{"Resource": ARN + "/*", **changes})


PUBLIC: dict[str, tuple[list[Any], str]] = {
    "everyone": ([opened()], "violated"),
    "unknown principal": ([opened(Principal={"AWS": "<principal>"})], "variable principal has no default"),
    "unknown account's root": ([opened(Principal={"AWS": "arn:aws:iam::<account>:root"})], "holds"),
    "unknown account's role": ([opened(Principal={"AWS": "arn:aws:iam::<account>:role/app"})], "holds"),
    "unquoted unknown principal": ([opened(Principal="unquoted <principal>")], "variable principal has no default"),
    "symbolic role": ([opened(Principal={"AWS": "<ROLE>"})], "holds"),
    "owner": ([opened(Principal={"AWS": "arn:aws:iam::<OWNER>:root"})], "holds"),
    "unknown principal beside everyone": ([opened(Principal={"AWS": ["<principal>", "*"]})], "violated"),
    "owner's account": ([opened({"StringEquals": {"aws:PrincipalAccount": "<OWNER>"}})], "holds"),
    "owner's distributions": (
        [opened({"StringEquals": {"aws:SourceArn": "arn:aws:cloudfront::<OWNER>:distribution/E1"}})],
        "holds",
    ),
    "unknown block": ([opened({"IpAddress": {"aws:SourceIp": "<block>"}})], "variable block has no default"),
    "unknown blocks": ([opened({"IpAddress": {"aws:SourceIp": "unquoted <blocks>"}})], "variable blocks has no default"),
    "unknown block beside every address": (
        [opened({"IpAddress": {"aws:SourceIp": ["<block>", "0.0.0.0/0"]}})],
        "violated",
    ),
    "unknown organization": (
        [opened({"StringEquals": {"aws:PrincipalOrgID": "<org>"}})],
        "holds",
    ),
    "unknown organizations": ([opened({"StringEquals": {"aws:PrincipalOrgID": "unquoted <orgs>"}})], "holds"),
    "organization known in part": ([opened({"StringEquals": {"aws:PrincipalOrgID": "o-<org>"}})], "holds"),
    "pattern of organizations": ([opened({"StringLike": {"aws:PrincipalOrgID": "<org>"}})], "variable org has no default"),
    "all but an unknown organization": ([opened({"StringNotEquals": {"aws:PrincipalOrgID": "<org>"}})], "violated"),
    "unknown account of the caller": ([opened({"StringEquals": {"aws:PrincipalAccount": "<account>"}})], "holds"),
    "unknown role of the caller": ([opened({"StringEquals": {"aws:PrincipalArn": "<role>"}})], "holds"),
    "unknown header": ([opened({"StringEquals": {"aws:Referer": "<referer>"}})], "violated"),
    "unknown partition": ([opened(Resource="arn:<partition>:s3:::<NAME>/*")], "violated"),
    "unknown Deny": ([opened(), tls(Condition="unquoted <condition>")], "variable condition has no default"),
    "unknown statement": ([tls(), "unquoted <statement>"], "variable statement has no default"),
    "unknown effect": ([opened(Effect="<effect>")], "variable effect has no default"),
    "unknown action": ([opened(Action="<action>")], "variable action has no default"),
}


@pytest.mark.parametrize(("statements", "expected"), PUBLIC.values(), ids=PUBLIC)
def test_public_access(statements: list[Any], expected: str) -> None:
    assert outcome(public_access(policy_of(*statements), TARGET)) == expected


def test_configured_name_with_unknown_parts() -> None:
    target = Target.of(symbolic(NAME), Known(written("acme-<stage>-data"), PLACE))
    by_name = ["arn:aws:s3:::acme-<stage>-data", "arn:aws:s3:::acme-<stage>-data/*"]
    assert outcome(denies_plain_http(policy_of(tls(Resource=by_name)), target)) == "holds"
    assert outcome(denies_plain_http(policy_of(tls()), target)) == "holds"
    prefix = ["arn:aws:s3:::acme-*"]
    assert outcome(denies_plain_http(policy_of(tls(Resource=prefix)), target)) == "holds"
    accepted = ["arn:aws:s3:::acme-prod-data", "arn:aws:s3:::acme-prod-data/*"]
    assert outcome(denies_plain_http(policy_of(tls(Resource=accepted)), target)) == "holds"
    other = ["arn:aws:s3:::other-data", "arn:aws:s3:::other-data/*"]
    assert outcome(denies_plain_http(policy_of(tls(Resource=other)), target)) == "violated"


def test_name_that_the_deployment_makes_of_its_facts() -> None:
    target = Target.of(symbolic(NAME), Known(written("logs-<REGION>-<OWNER>"), PLACE))
    by_name = ["arn:aws:s3:::logs-<REGION>-<OWNER>", "arn:aws:s3:::logs-<REGION>-<OWNER>/*"]
    assert outcome(denies_plain_http(policy_of(tls(Resource=by_name)), target)) == "holds"


def test_unknown_name() -> None:
    target = Target.of(symbolic(NAME), unknown("name"))
    by_name = ["arn:aws:s3:::<name>", "arn:aws:s3:::<name>/*"]
    assert outcome(denies_plain_http(policy_of(tls(Resource=by_name)), target)) == "holds"


@pytest.mark.parametrize("name", ["<name>", "logs-<name>"])
def test_bucket_from_elsewhere_whose_name_is_unknown(name: str) -> None:
    """Whatever the name is, it holds no wildcard, so that the same text in a resource is the bucket and nothing else."""
    target = Target(written(name))
    by_name = [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"]
    assert outcome(denies_plain_http(policy_of(tls(Resource=by_name)), target)) == "holds"
    assert outcome(denies_plain_http(policy_of(tls(Resource=f"arn:aws:s3:::{name}/*")), target)) == "violated"
    other = ["arn:aws:s3:::<other>", "arn:aws:s3:::<other>/*"]
    assert outcome(denies_plain_http(policy_of(tls(Resource=other)), target)) == "variable other has no default"


def test_known_name() -> None:
    named = Symbol("aws_s3_bucket.b", "name", "aws_s3_bucket.b.id", "data")
    target = Target.of(symbolic(named), Absent(PLACE))
    by_name = ["arn:aws:s3:::data", "arn:aws:s3:::da*"]
    assert outcome(denies_plain_http(policy_of(tls(Resource=by_name)), target)) == "holds"
    assert outcome(denies_plain_http(policy_of(tls()), target)) == "violated"


def test_symbols_are_written_as_the_template_writes_them() -> None:
    answer = denies_plain_http(policy_of(tls(Resource=ARN)), TARGET)
    assert isinstance(answer, Violated)
    request = answer.request
    assert request.resource == "arn:aws:s3:::${aws_s3_bucket.b.id}/x"
    assert literal(str(request)).literal == "anonymous GET of any object over http"


STRING = re.compile(r'("[^"]*")(\s*:)?')


@st.composite
def with_an_unknown_leaf(draw: st.DrawFn) -> tuple[str, str]:
    """A policy as text, and the same with one value, or the beginning or the end of one, that nobody knows."""
    text = json.dumps(draw(generated.policies))
    leaves = [found for found in STRING.finditer(text) if not found.group(2) and found.group() != '"2012-10-17"']
    assume(leaves)
    chosen = draw(st.sampled_from(leaves))
    content = chosen.group()
    replacements = ['"<leaf>"', "<leaf>"]
    if len(content) > 4:
        cut = draw(st.integers(1, len(content) - 2))
        replacements += [content[:cut] + '<leaf>"', '"<leaf>' + content[cut:]]
    return text, text[: chosen.start()] + draw(st.sampled_from(replacements)) + text[chosen.end() :]


def letting_others_in(policy: Policy, _: Target) -> str:
    grants = cross_account_grants(policy, OWNED)
    if any(grantee.doubt is None for grantee in grants.found):
        return "Violated"
    return "Holds" if grants.doubt is None else "Undecided"


def letting_services_in(policy: Policy, _: Target) -> str:
    said = {type(answer).__name__ for answer in deputy_grants(policy, OWNED)}
    return next((word for word in ("Violated", "Undecided") if word in said), "Holds")


def answered(question: Callable[[Policy, Target], Answer]) -> Callable[[Policy, Target], str]:
    return lambda policy, target: type(question(policy, target)).__name__


QUESTIONS: dict[str, Callable[[Policy, Target], str]] = {
    "plain HTTP": answered(denies_plain_http),
    "old TLS": answered(denies_old_tls),
    "public": answered(public_access),
    "lock-out": answered(locks_out),
    "others": letting_others_in,
    "services": letting_services_in,
}


@given(with_an_unknown_leaf())
@settings(max_examples=120)
def test_unknowns_never_turn_an_answer_round(texts: tuple[str, str]) -> None:
    """Where a leaf of a policy becomes unknown, its answers stay as they are or become undecided."""
    text, with_leaf = texts
    whole = read_policy(Known(text, PLACE), PLACE, EVERYWHERE)
    partial = read_policy(Known(written(with_leaf), PLACE), PLACE, EVERYWHERE)
    assert isinstance(whole, Known)
    assert isinstance(partial, Known)
    for name, question in QUESTIONS.items():
        after = question(partial.value, IN_AWS)
        if after != "Undecided":
            assert question(whole.value, IN_AWS) in (after, "Undecided"), name


TO_OTHERS = {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}
BOUND: dict[str, tuple[list[Any], str]] = {
    "an organization": ([opened(TO_OTHERS)], "Violated"),
    "an unknown action of it": ([opened(TO_OTHERS, Action="<action>")], "Undecided"),
    "denied to somebody unknown": (
        [opened(TO_OTHERS), deny(Principal={"AWS": "<principal>"}, Resource="*", Condition=None)],
        "Undecided",
    ),
    "denied to an account": (
        [opened(TO_OTHERS), deny(Principal={"AWS": "111122223333"}, Resource="*", Condition=None)],
        "Violated",
    ),
    "denied to everybody": ([opened(TO_OTHERS), deny(Resource="*", Condition=None)], "Holds"),
    "an unknown statement beside": ([opened(TO_OTHERS), "unquoted <statement>"], "Undecided"),
    "an account": ([opened({"StringEquals": {"aws:PrincipalAccount": "111122223333"}}, Action="<action>")], "Undecided"),
    "a network": ([opened({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, Action="<action>")], "Undecided"),
}


@pytest.mark.parametrize(("statements", "expected"), BOUND.values(), ids=BOUND)
def test_grants_that_a_condition_binds_to_others(statements: list[Any], expected: str) -> None:
    grants = cross_account_grants(policy_of(*statements), Target(symbolic(NAME), "123456789012"))
    assert ("Violated" if grants.found else "Holds" if grants.doubt is None else "Undecided") == expected


WIDE: dict[str, tuple[Any, str]] = {
    "an unknown account": ("arn:aws:iam::<account>:root", "Undecided"),
    "an unknown principal": ("<principal>", "Undecided"),
    "an unknown account and the owner": (["arn:aws:iam::<account>:root", "123456789012"], "Undecided"),
    "an unknown account and another one": (["arn:aws:iam::<account>:root", "111122223333"], "Violated"),
    "an unknown account's role": ("arn:aws:iam::<account>:role/app", "Violated"),
    "the owner": ("123456789012", "Holds"),
}


@pytest.mark.parametrize(("who", "expected"), WIDE.values(), ids=WIDE)
def test_an_unknown_account_may_be_the_owner(who: Any, expected: str) -> None:
    """To the owner's account a wildcard gives nothing."""
    policy = policy_of(opened(Principal={"AWS": who}, Action="s3:*"))
    remarks = wildcard_actions(policy, Target(symbolic(NAME), "123456789012"))
    assert ("Violated" if remarks.found else "Holds" if remarks.doubt is None else "Undecided") == expected


WIDE_OF_NOBODY: dict[str, tuple[list[Any], list[int], str]] = {
    "one account": (["123456789012"], [], "nothing says which account owns the bucket"),
    "one account, twice": ([["123456789012", "arn:aws:iam::123456789012:root"], "123456789012"], [], "nothing says which"),
    "an unknown account": (["arn:aws:iam::<account>:root"], [], "variable account has no default"),
    "an unknown account beside one": ([["123456789012", "<account>"]], [], "nothing says which account owns the bucket"),
    "two accounts": ([["123456789012", "111122223333"]], [1], ""),
    "two accounts, each in its statement": (["123456789012", "111122223333"], [2], "nothing says which account owns"),
    "a role": (["arn:aws:iam::123456789012:role/app"], [1], ""),
}


@pytest.mark.parametrize(("principals", "found", "doubt"), WIDE_OF_NOBODY.values(), ids=WIDE_OF_NOBODY)
def test_any_one_account_may_be_the_owner_where_nobody_says_who_is(principals: list[Any], found: list[int], doubt: str) -> None:
    narrow = opened(Principal={"AWS": "444455556666"}, Action="s3:GetObject")
    policy = policy_of(*(opened(Principal={"AWS": who}, Action="s3:*") for who in principals), narrow)
    remarks = wildcard_actions(policy, TARGET)
    assert [remark.statement.number for remark in remarks.found] == found
    assert ("" if remarks.doubt is None else remarks.doubt.reason).startswith(doubt)
    assert bool(remarks.doubt) is bool(doubt)
