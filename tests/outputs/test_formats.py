"""The table of forms, and what a form loads."""

from __future__ import annotations

import subprocess
import sys

import pytest

from s3lint.cli.arguments import read
from s3lint.cli.options import COMMANDS
from s3lint.outputs import FORMATS, Format, Options, formats_of, render
from tests.outputs.reports import IN_DEV, PUBLIC, SUSPENDED, UNREADABLE, report

OF_CHECK = ("full", "concise", "json", "sarif")

LOADED = """
import sys
import s3lint.run.report
before = set(sys.modules)
from s3lint.outputs import render
render({format!r}, s3lint.run.report.Report((), (), (), (), (), tuple, s3lint.run.report.Counts(), "."))
print(*sorted(set(sys.modules) - before))
"""


def loaded_for(format: str) -> set[str]:
    """The modules that a form loads when everything else of a run is there."""
    command = [sys.executable, "-c", LOADED.format(format=format)]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize("format", ["full", "concise"])
def test_texts_load_their_own_modules_only(format: str) -> None:
    loaded = loaded_for(format)
    assert f"s3lint.outputs.{format}" in loaded
    assert {name for name in loaded if not name.startswith("s3lint.outputs")} == set()
    assert loaded.isdisjoint({f"s3lint.outputs.{other}" for other in set(OF_CHECK) - {format}})


@pytest.mark.parametrize("format", OF_CHECK)
def test_every_form_ends_in_one_newline_and_leaves_the_report_alone(format: str) -> None:
    whole = report((PUBLIC, SUSPENDED), (IN_DEV,), (UNREADABLE,))
    text = render(format, whole, Options(show_undecided=True))
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert text == render(format, whole, Options(show_undecided=True))
    assert whole == report((PUBLIC, SUSPENDED), (IN_DEV,), (UNREADABLE,))


@pytest.mark.parametrize(
    ("command", "names", "for_machines"),
    [
        ("check", OF_CHECK, {"json", "sarif"}),
        ("policy", OF_CHECK, {"json", "sarif"}),
        ("why", ("full", "json"), {"json"}),
        ("rules", ("text", "json"), {"json"}),
        ("explain", (), set()),
    ],
)
def test_the_forms_of_a_command(command: str, names: tuple[str, ...], for_machines: set[str]) -> None:
    forms = formats_of(command)
    assert tuple(forms) == names
    assert {name for name, form in forms.items() if form.is_for_machines} == for_machines


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: f"{form.commands[0]}-{form.name}")
def test_every_form_of_the_table_can_be_asked_for(form: Format) -> None:
    assert set(form.commands) <= set(COMMANDS)
    for command in form.commands:
        arguments, _ = read([command, "x", "-o", form.name])
        assert arguments.form == form
