"""The project's own configurations have the values that tfparse gives them."""

from __future__ import annotations

from pathlib import Path

from tests.languages.terraform.oracle.differences import differences, theirs

FIXTURES = Path(__file__).parents[4] / "fixtures"
DIRECTORIES = sorted(
    {path.parent for path in FIXTURES.glob("*/*/main.tf") if path.parent.parent.name != "broken"}
    | {FIXTURES / "demo/terraform"}
)


def test_values_are_those_of_tfparse() -> None:
    assert len(DIRECTORIES) > 15
    found = {
        str(directory.relative_to(FIXTURES)): list(differences(str(directory), str(directory), other))
        for directory, other in zip(DIRECTORIES, theirs([str(directory) for directory in DIRECTORIES]), strict=True)
    }
    assert {directory: lines for directory, lines in found.items() if lines} == {}
