"""Conditions: decided by inputs, or atoms that know what excludes what."""

from __future__ import annotations

from itertools import product

import pytest

from s3lint.base.condition import Atom
from s3lint.base.worlds import explore
from s3lint.languages.inputs import Inputs
from tests.languages.cloudformation.templates import evaluator_of, said, worlds_of
from tests.models import known

HEAD = """
Parameters:
  Stage: {Type: String, Default: dev}
  Env: {Type: String, AllowedValues: [a, b, c]}
  Twin: {Type: String, AllowedValues: [b, c, d]}
  Free: {Type: String}
  Other: {Type: String}
  On: {Type: String, AllowedValues: [true, false]}
  List: {Type: CommaDelimitedList}
Mappings:
  M: {a: {k: 'yes'}, b: {k: 'no'}, c: {k: 'yes'}}
Conditions:
  IsA: !Equals [!Ref Env, a]
  IsB: !Equals [b, !Ref Env]
  Both: !And [!Condition IsA, !Condition IsB]
  Loop: !Not [!Condition Pool]
  Pool: !Not [!Condition Loop]
  X: """


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("!Equals [!Ref Stage, dev]", "True"),
        ("!Equals [!Ref Stage, prod]", "False"),
        ("!Equals [a, a]", "True"),
        ("!Equals ['1', 1]", "True"),
        ("!Equals [true, 'true']", "True"),
        ("!Equals [!Ref Env, a]", "Env=a"),
        ("!Equals [!Ref Env, z]", "False"),
        ("!Equals [!Sub '${Env}', a]", "Env=a"),
        ("!Equals [!Ref On, true]", "On=true"),
        ("!Equals [!Ref Free, '']", "Free="),
        ("!Equals [!Ref Free, !Ref Free]", "True"),
        ("!Equals [!Ref Free, !Ref Other]", "Free equals Other=true"),
        ("!Equals [!Ref Other, !Ref Free]", "Free equals Other=true"),
        ("!Equals [!Ref Env, !Ref Twin]", "((Env=b) & (Twin=b)) | ((Env=c) & (Twin=c))"),
        ("!Equals [!Sub 'x-${Free}', 'y-1']", "False"),
        ("!Equals [!Sub 'x-${Free}', 'x-1']", "x-${Free} equals x-1=true"),
        ("!Equals [!Ref AWS::Region, us-east-1]", "AWS::Region=us-east-1"),
        ("!Equals [!Ref AWS::Partition, aws-cn]", "False"),
        ("!Equals [!Ref AWS::AccountId, 123]", "AWS::AccountId=123"),
        ("!Equals [!Join ['', !Ref List], '']", "List="),
        ("!Equals [!FindInMap [M, !Ref Env, k], 'yes']", "(Env=a) | ((!(Env=a)) & (!(Env=b)))"),
        ("!Not [!Equals [!Ref Env, a]]", "!(Env=a)"),
        ("!Not [!Not [!Condition IsA]]", "Env=a"),
        ("!Condition IsA", "Env=a"),
        ("{Condition: IsA}", "Env=a"),
        ("{'Fn::Or': [{Condition: IsA}, {Condition: IsB}]}", "(Env=a) | (Env=b)"),
        ("!And [!Condition IsA, !Equals [x, x]]", "Env=a"),
        ("!And [!Condition IsA, !Equals [x, y]]", "False"),
        ("!Or [!Condition IsA, !Equals [x, x]]", "True"),
        ("!Condition Nowhere", "condition Nowhere=true"),
        ("!Condition Loop", "condition Loop=true"),
        ("true", "True"),
        ("!Ref On", "On=true"),
        ("[1]", "the condition on line 18=true"),
        ("!Equals [a]", "the condition on line 18=true"),
        ("!Equals [[a], [b]]", "the value at 18:15 equals the value at 18:20=true"),
    ],
)
def test_condition(written: str, expected: str) -> None:
    evaluator = evaluator_of(HEAD + written + "\n")
    condition = evaluator.condition("X")
    assert said(condition) == expected


def test_allowed_values_bound_what_can_happen() -> None:
    evaluator = evaluator_of(HEAD + "!Condition Both\n")
    both = evaluator.condition("X")
    assert [answer for _, answer in explore(lambda world: world.decide(both))] == [False] * 2
    assert isinstance(evaluator.condition("IsA"), Atom)


TWO_FLAGS = """
Parameters:
  A: {Type: String, AllowedValues: [x, y]}
  B: {Type: String, AllowedValues: [x, y, z]}
Conditions:
  AX: !Equals [!Ref A, x]
  BX: !Equals [!Ref B, x]
  BY: !Equals [!Ref B, y]
  Mixed: !Or [!And [!Condition AX, !Not [!Condition BY]], !Condition BX]
Resources:
  Data:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: {Status: !If [Mixed, Enabled, Suspended]}
"""


def test_worlds_agree_with_every_assignment_of_the_parameters() -> None:
    for a, b in product("xy", "xyz"):
        inputs = Inputs(parameters=(("A", a), ("B", b)))
        ((world, bucket),) = worlds_of(TWO_FLAGS, "Data", inputs)
        expected = "Enabled" if (a == "x" and b != "y") or b == "x" else "Suspended"
        assert (world, known(bucket.versioning.status)) == ("", expected)
    found = [(world, known(bucket.versioning.status)) for world, bucket in worlds_of(TWO_FLAGS, "Data")]
    assert found == [
        ("A is x and B is not y", "Enabled"),
        ("A is x and B is y", "Suspended"),
        ("A is y and B is not x", "Suspended"),
        ("A is y and B is x", "Enabled"),
    ]


def test_a_condition_that_grows_without_bound_is_a_question() -> None:
    lines = ["  C0: !Equals [!Ref P, x]"]
    lines += [
        f"  C{n}: !Or [!And [!Condition C{n - 1}, !Equals [!Ref Q, q{n}]], !And [!Condition C{n - 1}, !Equals [!Ref Q, r{n}]]]"
        for n in range(1, 30)
    ]
    evaluator = evaluator_of("Parameters:\n  P: {Type: String}\n  Q: {Type: String}\nConditions:\n" + "\n".join(lines) + "\n")
    condition = evaluator.condition("C29")
    assert len(said(condition)) < 5000
