"""Times in YAML are strings in the notation that Terraform gives them."""

from __future__ import annotations

import pytest

from s3lint.base.value import Known
from tests.languages.terraform.functions.calling import call, known


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2012-10-17", "2012-10-17T00:00:00Z"),
        ("2001-12-14 21:59:43.10", "2001-12-14T21:59:43Z"),
        ("2001-12-14T21:59:43.10-05:00", "2001-12-14T21:59:43-05:00"),
        ("2001-02-30", "2001-02-30"),
        ("2001-12-14T25:00:00Z", "2001-12-14T25:00:00Z"),
        ("'2012-10-17'", "2012-10-17"),
    ],
)
def test_times(written: str, value: str) -> None:
    found = call("yamldecode", known(written))
    assert isinstance(found, Known)
    assert found.value == value
