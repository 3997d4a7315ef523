"""Which versions of a module a constraint allows."""

from __future__ import annotations

import pytest

from s3lint.languages.terraform.declarations.versions import Versions, allowed

FIVE = Versions((5, 0, 0), (6, 0, 0))


@pytest.mark.parametrize(
    "constraint",
    [
        "5.1.0",
        "= 5.1",
        "v5.1.2",
        "~> 5.0",
        "~> 5.1.3",
        ">= 4",
        "> 4.9, < 5.1",
        "<= 5.0.0",
        "!= 5.0.0",
        "~> 4",
        ">=5.16,<99",
        "5.0.0-rc1",
    ],
)
def test_what_allows_a_version_of_five(constraint: str) -> None:
    found = allowed(constraint)
    assert found is not None
    assert found.meet(FIVE)


@pytest.mark.parametrize("constraint", ["4.11.0", "~> 4.1", "~> 6.0", "< 5.0", ">= 6", "> 5.9, < 5.1", "~> 4.0.1"])
def test_what_allows_none(constraint: str) -> None:
    found = allowed(constraint)
    assert found is not None
    assert not found.meet(FIVE)


@pytest.mark.parametrize("constraint", ["", "main", "5.x", "~>", ">= 5 < 6", "$$"])
def test_what_is_no_constraint(constraint: str) -> None:
    assert allowed(constraint) is None
