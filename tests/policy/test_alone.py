"""The package by itself, as its documentation shows it."""

from __future__ import annotations

import doctest
import json

from s3lint import policy as package
from s3lint.policy import bucket_of, denies_plain_http, parse_policy, public_access
from tests.policy.statements import allow, deny, document, told


def test_the_examples_of_the_documentation() -> None:
    assert doctest.testmod(package) == doctest.TestResults(failed=0, attempted=4)


def test_questions_of_a_bare_policy() -> None:
    policy = parse_policy(json.dumps(document(deny(), allow())))
    assert told(denies_plain_http(policy, bucket_of(policy))) == "holds"
    assert told(public_access(policy, bucket_of(policy))) == "violated: anonymous GET of any object"


def test_the_bucket_of_a_bare_policy() -> None:
    elsewhere = allow(Resource="arn:aws:s3:::other/*")
    assert bucket_of(parse_policy(json.dumps(document(deny(), allow(), elsewhere)))).name.literal == "b"
    nowhere = parse_policy(json.dumps(document(deny(Resource="*"))))
    assert str(bucket_of(nowhere).name) == "the bucket"
    assert told(denies_plain_http(nowhere, bucket_of(nowhere))) == "holds"
