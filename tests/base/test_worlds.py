from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3lint.base.condition import (
    And,
    Atom,
    Condition,
    Not,
    Or,
    Truth,
    conjunction,
    disjunction,
    negation,
    null_question,
    question,
)
from s3lint.base.source import Source, Span
from s3lint.base.value import Absent, Choice, Known, Origin, Setting, Unknown
from s3lint.base.worlds import EVERYWHERE, MAX_WORLDS, TooManyWorlds, World, cases, explore, summarize

PROD = Atom("Environment", "prod", ("dev", "prod"))
DEV = Atom("Environment", "dev", ("dev", "prod"))
EU = Atom("Region", "eu")
US = Atom("Region", "us")


def worlds(*conditions: Condition) -> list[tuple[str, tuple[bool, ...]]]:
    return [(str(world), answer) for world, answer in explore(lambda w: tuple(w.decide(c) for c in conditions))]


def test_a_decided_question_has_one_world() -> None:
    assert worlds(True) == [("", (True,))]


def test_atoms_of_one_subject_exclude_each_other() -> None:
    assert worlds(EU, US) == [
        ("Region is eu", (True, False)),
        ("Region is us", (False, True)),
        ("Region is not eu or us", (False, False)),
    ]


def test_candidates_bound_a_subject() -> None:
    assert worlds(PROD, DEV) == [("Environment is prod", (True, False)), ("Environment is dev", (False, True))]


def test_a_value_that_is_no_candidate_is_false_everywhere() -> None:
    assert worlds(Atom("Environment", "stage", ("dev", "prod"))) == [("", (False,))]


def test_a_question_is_true_or_false() -> None:
    assert worlds(question("var.a > 3")) == [("var.a > 3 is true", (True,)), ("var.a > 3 is false", (False,))]


def test_only_what_is_asked_is_explored() -> None:
    either = Or((PROD, EU))
    assert worlds(either) == [
        ("Environment is prod", (True,)),
        ("Environment is dev and Region is eu", (True,)),
        ("Environment is dev and Region is not eu", (False,)),
    ]


def test_past_the_cap_the_inputs_are_named() -> None:
    atoms = [question(f"var.flag{number:02}") for number in range(MAX_WORLDS)]
    with pytest.raises(TooManyWorlds, match=f"more than {MAX_WORLDS} combinations of var.flag00, var.flag01"):
        worlds(*atoms)


def test_an_empty_string_is_shown_as_such() -> None:
    assert str(World(((Atom("var.key", ""), True),))) == 'var.key is ""'


@pytest.mark.parametrize(
    ("condition", "cases"),
    [
        (True, ()),
        (PROD, ("Environment is prod",)),
        (Or((PROD, EU)), ("Environment is dev and Region is eu", "Environment is prod")),
        (Or((And((PROD, EU)), And((PROD, Not(EU))))), ("Environment is prod",)),
        (Or((EU, US)), ("Region is eu", "Region is us")),
        (Or((EU, Not(EU))), ()),
    ],
)
def test_cases_leave_out_what_does_not_matter(condition: Condition, cases: tuple[str, ...]) -> None:
    assert summarize(world for world, holds in explore(lambda w: w.decide(condition)) if holds) == cases


CONDITIONS = st.recursive(
    st.sampled_from([PROD, DEV, EU, US, question("var.x"), True, False]),
    lambda inner: st.one_of(
        inner.map(negation),
        st.lists(inner, min_size=1, max_size=3).map(lambda c: conjunction(*c)),
        st.lists(inner, min_size=1, max_size=3).map(lambda c: disjunction(*c)),
    ),
    max_leaves=8,
)


def holds(condition: Condition, values: Mapping[str, object]) -> bool:
    """The meaning of a condition for given inputs, written without the worlds."""
    match condition:
        case bool():
            return condition
        case Atom(subject, equals):
            return values[subject] == equals
        case Not(operand):
            return not holds(operand, values)
        case And(operands):
            return all(holds(operand, values) for operand in operands)
        case Or(operands):
            return any(holds(operand, values) for operand in operands)


INPUTS = [
    {"Environment": environment, "Region": region, "var.x": flag}
    for environment in ("dev", "prod")
    for region in ("eu", "us", "ap")
    for flag in (True, False)
]


@given(CONDITIONS)
def test_worlds_give_exactly_the_answers_that_inputs_give(condition: Condition) -> None:
    assert {answer for _, answer in explore(lambda w: w.decide(condition))} == {holds(condition, i) for i in INPUTS}


@given(CONDITIONS)
def test_double_negation_is_the_condition(condition: Condition) -> None:
    assert negation(negation(condition)) == condition


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (Truth.YES, Truth.MAYBE, Truth.MAYBE, Truth.YES),
        (Truth.NO, Truth.MAYBE, Truth.NO, Truth.MAYBE),
        (Truth.MAYBE, Truth.MAYBE, Truth.MAYBE, Truth.MAYBE),
        (Truth.YES, Truth.NO, Truth.NO, Truth.YES),
        (Truth.YES, Truth.YES, Truth.YES, Truth.YES),
        (Truth.NO, Truth.NO, Truth.NO, Truth.NO),
    ],
)
def test_truth_follows_kleene(one: Truth, other: Truth, both: Truth, either: Truth) -> None:
    assert (one & other, other & one) == (both, both)
    assert (one | other, other | one) == (either, either)


def test_truth_is_no_bool() -> None:
    with pytest.raises(TypeError, match="a Truth is not a bool"):
        bool(Truth.MAYBE)


def test_an_unknown_input_is_known_where_a_world_fixes_it() -> None:
    place = Origin(Source("a", "x"), Span(0, 1))
    environment = Unknown("no default", place, ("parameter Environment",), identity="Environment")

    def ask(world: World) -> object:
        world.decide(PROD)
        return world.settle(environment)

    assert [answer for _, answer in explore(ask)] == [Known("prod", place), Known("dev", place)]


def test_an_unknown_input_is_absent_where_a_world_takes_it_for_null() -> None:
    place = Origin(Source("a", "x"), Span(0, 1))
    status = Unknown("no default", place, ("var.status",), identity="var.status")

    def ask(world: World) -> object:
        return world.decide(null_question("var.status")), world.settle(status)

    assert [answer for _, answer in explore(ask)] == [(True, Absent(place)), (False, status)]


HERE = Origin(Source("main.tf", "x"), Span(0, 1))


def said(*conditions: Condition) -> Callable[[World], Setting[str]]:
    """The numbers of the conditions that hold."""
    return lambda world: Known(" ".join(str(n) for n, c in enumerate(conditions) if world.decide(c)), HERE)


def test_the_cases_of_a_decided_question_are_its_answer() -> None:
    assert cases(said(True, False)) == Known("0", HERE)


def test_the_cases_of_a_question_are_a_choice_between_its_answers() -> None:
    assert cases(said(PROD, And((PROD, EU)))) == Choice(PROD, Choice(EU, Known("0 1", HERE), Known("0", HERE)), Known("", HERE))


def test_cases_start_from_what_is_assumed() -> None:
    assert cases(said(PROD, EU), EVERYWHERE.assuming(PROD, True)) == Choice(EU, Known("0 1", HERE), Known("0", HERE))


def test_cases_with_one_answer_are_no_choice() -> None:
    assert cases(said(And((EU, PROD, question("var.a"))))) == Choice(
        EU, Choice(PROD, Choice(question("var.a"), Known("0", HERE), Known("", HERE)), Known("", HERE)), Known("", HERE)
    )
    assert cases(said(And((EU, Not(EU))))) == Known("", HERE)


def test_cases_are_bounded() -> None:
    with pytest.raises(TooManyWorlds):
        cases(said(*(question(f"var.a{n}") for n in range(MAX_WORLDS))))
