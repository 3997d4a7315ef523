"""Rules and `why --request` say the same of drawn policies: a request that a rule reports is let in, and the reverse."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from s3lint.base.value import Known
from s3lint.base.worlds import EVERYWHERE
from s3lint.languages.inputs import Inputs
from s3lint.model.bucket import Bucket
from s3lint.policy import (
    Outcome,
    Policy,
    Request,
    RequestQuery,
    Violated,
    cross_account_grants,
    denies_old_tls,
    denies_plain_http,
    deputy_grants,
    parse_request,
    public_grants,
)
from s3lint.run import engine
from s3lint.run.finding import Verdict
from s3lint.run.judge import judge
from s3lint.run.question import Settings
from s3lint.run.registry import all_rules, select
from s3lint.why.request_outcome import outcome_of
from tests.policy import generated

OWNER = "123456789012"
REGIONS = {"aws": "eu-central-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}
PUBLIC = ("wildcard-principal", "weak-public-condition", "shadowed-public-grant")
HTTP = ("plain-http-allowed", "old-tls-allowed")
OTHERS = ("cross-account-grant", "confused-deputy")
RULES = select(all_rules(), (*PUBLIC, *HTTP, *OTHERS), ())

many = settings(max_examples=150)

EVERYONE_BUT = st.sampled_from([{"AWS": generated.BOB}, {"AWS": generated.ACCOUNT}, {"AWS": [OWNER, generated.APP]}])
FLAGS = st.sampled_from([None, None, False, True, "open"])


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Policies as `generated` draws them, with grants; one of these to everybody but somebody."""
    policy = draw(generated.policies)
    grants = draw(st.lists(generated.ALLOW, min_size=1, max_size=2))
    if draw(generated.TWO_IN_FIVE):
        del grants[0]["Principal"]
        grants[0]["NotPrincipal"] = draw(EVERYONE_BUT)
    return {**policy, "Statement": [*policy["Statement"], *grants]}


def in_partition(document: dict[str, Any], partition: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(document).replace("arn:aws:", f"arn:{partition}:"))
    return found


@st.composite
def buckets(draw: st.DrawFn) -> tuple[dict[str, str], Inputs]:
    """A bucket with a policy and perhaps a block, of which a flag is perhaps an input, in one of the languages."""
    partition = draw(st.sampled_from(list(REGIONS)))
    document = in_partition(draw(documents()), partition)
    flag = draw(FLAGS)
    write = draw(st.sampled_from([template, root]))
    account = draw(st.sampled_from(["", OWNER, generated.ACCOUNT]))
    return write(document, flag), Inputs(account=account, region=REGIONS[partition])


def template(document: dict[str, Any], flag: bool | str | None) -> dict[str, str]:
    value = {"Ref": "Open"} if flag == "open" else flag
    block = {"PublicAccessBlockConfiguration": {"RestrictPublicBuckets": value}} if flag is not None else {}
    text = {
        "Parameters": {"Open": {"Type": "String"}},
        "Resources": {
            "B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "b", **block}},
            "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "B"}, "PolicyDocument": document}},
        },
    }
    return {"t.json": json.dumps(text, indent=1)}


def root(document: dict[str, Any], flag: bool | str | None) -> dict[str, str]:
    value = "var.open" if flag == "open" else json.dumps(flag)
    block = f"""
    resource "aws_s3_bucket_public_access_block" "b" {{
      bucket                  = aws_s3_bucket.b.id
      restrict_public_buckets = {value}
    }}
    """
    policy = json.dumps(document).replace("${", "$${")
    text = f"""
    variable "open" {{}}
    resource "aws_s3_bucket" "b" {{ bucket = "b" }}
    {block if flag is not None else ""}
    resource "aws_s3_bucket_policy" "b" {{
      bucket = aws_s3_bucket.b.id
      policy = jsonencode({policy})
    }}
    """
    return {"main.tf": text}


def judged(files: dict[str, str], inputs: Inputs) -> tuple[Bucket, Policy, dict[str, set[Verdict]]]:
    """The bucket in the one world that there is, its policy, and what each rule says."""
    reading = engine.read([], Settings(inputs=inputs), files)
    (subject,) = (subject for unit in reading.units for subject in unit.subjects if issubclass(subject.kind, Bucket))
    verdicts: dict[str, set[Verdict]] = {rule.name: set() for rule in RULES}
    for finding in judge(RULES, subject).findings:
        verdicts[finding.rule].add(finding.verdict)
    bucket: Bucket = subject.build(EVERYWHERE)
    assert isinstance(bucket.policy, Known)
    return bucket, bucket.policy.value, verdicts


def query_of(request: Request) -> RequestQuery:
    call = generated.call_of(request)
    key = request.resource.rpartition(":")[2].removeprefix("b").removeprefix("/")
    return RequestQuery(request.action, request.principal, "b", key, tuple((k, tuple(v)) for k, v in call.keys.items()))


def outcome(bucket: Bucket, request: Request) -> Outcome:
    return outcome_of(bucket, query_of(request)).outcome


@given(buckets())
@many
def test_what_rules_call_open_is_open_to_the_request(drawn: tuple[dict[str, str], Inputs]) -> None:
    bucket, policy, verdicts = judged(*drawn)
    target = bucket.target
    if Verdict.FAIL in verdicts["wildcard-principal"] | verdicts["weak-public-condition"]:
        found = [one.answer.request for one in public_grants(policy, target) if isinstance(one.answer, Violated)]
        assert found
        assert {outcome(bucket, request) for request in found} == {Outcome.ALLOWED}
    for answer in (denies_plain_http(policy, target), denies_old_tls(policy, target)):
        if isinstance(answer, Violated):
            assert outcome(bucket, answer.request) is not Outcome.DENIED
    if Verdict.FAIL in verdicts["cross-account-grant"]:  # about the policy alone, whatever a block holds back
        for grantee in cross_account_grants(policy, target).found:
            assert outcome(bucket, grantee.request) is not Outcome.DENIED
    for answer in deputy_grants(policy, target):
        if isinstance(answer, Violated):
            assert outcome(bucket, answer.request) is Outcome.ALLOWED


ADDRESS = "aws:SourceIp=198.51.100.9"
OF_ANYONE = [
    f"{verb} {caller} {resource} {transport} {ADDRESS}"
    for verb, resource in (("GET", "a/b"), ("GET", "x"), ("PUT", "x"), ("LIST", "s3://b"), ("s3:PutBucketPolicy", "s3://b"))
    for caller in ("anonymous", "stranger")
    for transport in ("http", "https")
]


@given(buckets())
@many
def test_what_is_open_to_a_request_is_what_rules_call_open(drawn: tuple[dict[str, str], Inputs]) -> None:
    bucket, _, verdicts = judged(*drawn)
    outcomes = {request: outcome_of(bucket, parse_request(request)).outcome for request in OF_ANYONE}
    if Outcome.ALLOWED in outcomes.values():
        assert {Verdict.FAIL, Verdict.UNDECIDED} & (verdicts["wildcard-principal"] | verdicts["weak-public-condition"])
    if not verdicts["plain-http-allowed"]:
        assert {outcomes[request] for request in OF_ANYONE if " http " in request} == {Outcome.DENIED}
