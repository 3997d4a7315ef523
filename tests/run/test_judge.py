"""What the worlds of one subject add up to, and what instances share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest

from s3lint.base.condition import Atom, Condition, question
from s3lint.base.source import Source, Span
from s3lint.base.value import Origin, Unknown
from s3lint.base.worlds import MAX_WORLDS, World
from s3lint.languages.unit import Subject
from s3lint.run.finding import Finding, Severity, Verdict
from s3lint.run.judge import judge, merge_instances
from s3lint.run.rule import Group, PolicyRule, Rule

SOURCE = Source("a.yaml", "abcdef")
HERE, THERE = Origin(SOURCE, Span(0, 1)), Origin(SOURCE, Span(2, 3))
PROD, EU = Atom("Environment", "prod"), Atom("Region", "eu")


class Thing:
    """A model object that only knows its world."""

    quality: str
    described: ClassVar = {"quality": "how good it is"}

    def __init__(self, world: World) -> None:
        self.world = world


class BadThing(Rule):
    """A rule whose check each test provides."""

    name = "bad-thing"
    summary = "the thing is bad"
    group, severity, default = Group.HYGIENE, Severity.HIGH, True
    settings = ("quality",)
    since, help = "0.1.0", "make it good"
    judges = Thing
    bad = good = undecidable = ()
    question: ClassVar[Callable[[Rule, World], Iterator[Finding]]]

    def check(self, subject: Thing) -> Iterator[Finding]:
        return type(self).question(self, subject.world)


def verdicts(
    question: Callable[[Rule, World], Iterator[Finding]], condition: Condition = True
) -> list[tuple[Verdict, str, tuple[str, ...]]]:
    BadThing.question = question
    subject = Subject(Thing, "A", "A", HERE, condition, Thing)
    return [(f.verdict, f.message, f.cases) for f in judge((BadThing,), subject).findings]


def test_a_fail_in_every_world_is_a_fail() -> None:
    def question(rule: Rule, world: World) -> Iterator[Finding]:
        world.decide(PROD)
        yield rule.fail(HERE, "bad")

    assert verdicts(question) == [(Verdict.FAIL, "bad", ())]


def test_a_fail_in_some_worlds_is_undecided_and_names_them() -> None:
    def question(rule: Rule, world: World) -> Iterator[Finding]:
        if not world.decide(PROD):
            yield rule.fail(HERE, "bad")

    assert verdicts(question) == [(Verdict.UNDECIDED, "bad", ("Environment is not prod",))]


def test_no_fail_anywhere_is_a_pass() -> None:
    def question(rule: Rule, world: World) -> Iterator[Finding]:
        world.decide(PROD)
        yield from ()

    assert verdicts(question) == []


def test_worlds_that_fail_in_different_ways_fail() -> None:
    def question(rule: Rule, world: World) -> Iterator[Finding]:
        if world.decide(PROD):
            yield rule.fail(HERE, "bad here")
        else:
            yield rule.fail(THERE, "bad there")

    assert verdicts(question) == [
        (Verdict.FAIL, "bad here", ("Environment is prod",)),
        (Verdict.FAIL, "bad there", ("Environment is not prod",)),
    ]


def test_a_fail_common_to_all_worlds_speaks_alone() -> None:
    def question(rule: Rule, world: World) -> Iterator[Finding]:
        if world.decide(PROD):
            yield rule.fail(THERE, "bad there")
        yield rule.fail(HERE, "bad")

    assert verdicts(question) == [(Verdict.FAIL, "bad", ())]


def test_a_cause_that_is_named_twice_in_one_world_is_one_fail_beside_others() -> None:
    def question(rule: Rule, world: World) -> Iterator[Finding]:
        yield rule.fail(HERE, "bad here")
        yield rule.fail(THERE, "bad there")
        yield rule.fail(THERE, "bad there, too")

    assert verdicts(question) == [(Verdict.FAIL, "bad here", ()), (Verdict.FAIL, "bad there", ())]


def test_what_is_undecided_in_one_world_is_undecided() -> None:
    def question(rule: Rule, world: World) -> Iterator[Finding]:
        if world.decide(PROD):
            yield rule.undecided(Unknown("nobody knows", HERE), "whether it is bad")

    assert verdicts(question) == [(Verdict.UNDECIDED, "whether it is bad is undecided: nobody knows", ())]


def test_worlds_in_which_the_subject_does_not_exist_do_not_count() -> None:
    def question(rule: Rule, world: World) -> Iterator[Finding]:
        if world.decide(PROD):
            yield rule.fail(HERE, "bad")

    assert verdicts(question, condition=PROD) == [(Verdict.FAIL, "bad", ())]


def test_not_applicable_counts_only_if_it_holds_everywhere() -> None:
    def sometimes(rule: Rule, world: World) -> Iterator[Finding]:
        if world.decide(PROD):
            yield rule.not_applicable(HERE, "no matter")

    def always(rule: Rule, world: World) -> Iterator[Finding]:
        yield rule.not_applicable(HERE, "no matter")

    assert verdicts(sometimes) == []
    assert verdicts(always) == [(Verdict.NOT_APPLICABLE, "no matter", ())]


def test_too_many_worlds_are_undecided_and_name_the_inputs() -> None:
    def ask(rule: Rule, world: World) -> Iterator[Finding]:
        for number in range(MAX_WORLDS):
            world.decide(question(f"flag{number:02}"))
        yield rule.fail(HERE, "bad")

    [(verdict, message, _)] = verdicts(ask)
    assert verdict is Verdict.UNDECIDED
    assert message.startswith("whether the thing is bad is undecided for A: it takes more than 64 combinations of flag00, ")


def test_a_rule_that_raises_is_an_error_of_that_rule_and_subject() -> None:
    def ask(rule: Rule, world: World) -> Iterator[Finding]:
        raise ZeroDivisionError("oh")

    BadThing.question = ask
    judgement = judge((BadThing,), Subject(Thing, "A", "A", HERE, True, Thing))
    assert judgement.findings == ()
    assert judgement.errors == ("rule bad-thing failed on A: ZeroDivisionError: oh",)


def test_a_rule_is_asked_only_about_what_it_judges() -> None:
    BadThing.question = lambda rule, world: iter([rule.fail(HERE, "bad")])
    assert judge((BadThing,), Subject(str, "A", "A", HERE, True, str)).findings == ()


def finding(origin: Origin, subject: str, rule: str = "r") -> Finding:
    return Finding(rule, Verdict.FAIL, f"{subject} is bad", origin, subjects=(subject,))


def test_one_cause_is_one_finding_with_all_its_subjects() -> None:
    merged = merge_instances([finding(THERE, "a[0]"), finding(HERE, "b"), finding(THERE, "a[1]"), finding(THERE, "a[0]", "q")])
    assert [(f.rule, f.origin, f.subjects) for f in merged] == [
        ("r", HERE, ("b",)),
        ("q", THERE, ("a[0]",)),
        ("r", THERE, ("a[0]", "a[1]")),
    ]


def test_a_rule_is_checked_when_its_class_is_made() -> None:
    with pytest.raises(TypeError, match="rule Nameless lacks name, summary, group"):
        type("Nameless", (Rule,), {"__doc__": "page"})
    with pytest.raises(TypeError, match="rule BadName should be named bad-name, not other"):
        type("BadName", (BadThing,), {"__doc__": "page", "name": "other"})
    with pytest.raises(TypeError, match="'qualiti', which is no setting of what it judges; did you mean quality"):
        type("BadThing", (BadThing,), {"__doc__": "page", "settings": ("qualiti",)})


def test_a_rule_asks_a_question() -> None:
    described = {name: value for name, value in vars(BadThing).items() if name not in ("check", "__dict__", "__weakref__")}
    with pytest.raises(TypeError, match=r"^rule BadThing lacks check$"):
        type("BadThing", (Rule,), described)
    with pytest.raises(TypeError, match=r"^rule BadThing lacks check_policy$"):
        type("BadThing", (PolicyRule,), described)
