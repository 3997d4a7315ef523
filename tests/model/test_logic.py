"""Three-valued questions."""

from __future__ import annotations

import pytest

from s3lint.base.source import Source, Span
from s3lint.base.value import Absent, Known, Origin, Unknown
from s3lint.model.logic import Answered, all_so, any_so, is_so, is_there, negated

AT = Origin(Source("main.tf", "status"), Span(0, 6))
OPEN = Unknown("nobody says so", AT)
OTHER = Unknown("nobody says that", AT)


def test_a_setting_passes_a_test_or_not() -> None:
    assert is_so(Known("Enabled", AT), "Enabled".__eq__) is True
    assert is_so(Known("Disabled", AT), "Enabled".__eq__) is False
    assert is_so(Absent(AT), "Enabled".__eq__) is False
    assert is_so(OPEN, "Enabled".__eq__) is OPEN
    assert (is_there(Known("", AT)), is_there(Absent(AT)), is_there(OPEN)) == (True, False, OPEN)


@pytest.mark.parametrize(
    ("answers", "rest", "one", "every"),
    [
        ((), None, False, True),
        ((False, True), None, True, False),
        ((OPEN, True), None, True, OPEN),
        ((OPEN, False), None, OPEN, False),
        ((OPEN, OTHER), None, OPEN, OPEN),
        ((False,), OPEN, OPEN, False),
        ((True,), OPEN, True, True),
    ],
)
def test_one_of_several_and_all_of_them(
    answers: tuple[Answered, ...], rest: Unknown | None, one: Answered, every: Answered
) -> None:
    assert any_so(answers, rest) == one
    assert all_so(*answers) == every


def test_what_is_open_stays_open_when_it_is_negated() -> None:
    assert (negated(True), negated(False), negated(OPEN)) == (False, True, OPEN)
