"""The forms in which s3lint writes what it found: one module per form, each a pure function of what it is given.

`FORMATS` is the table of them. A module is imported only when its form is asked for, so that a run pays for no other.

In reading order:
  options        what all forms are told: width, colours, how much
  wording        what all say in the same words: levels, messages with their cases, lists that don't grow without end
  full           findings for people, with `frames` around the lines in question and `characters` for widths and colours
  concise        findings, one line each
  json           findings for programs; `report-v1.schema.json` describes it
  sarif          findings for code scanning, with `sarif_types`, `sarif_places`, `sarif_rules` and `line_hash`
  summary        the closing lines of a check
  why, why_json  one bucket, or the buckets that are not decided
  model_json     the model for programs; `model_schema` makes its schema of the classes of the model
  pages          the pages of rules; `rule_list` and `rule_list_json` list them
  suppressions   what is suppressed where, and whether that is needed; `suppressions_json` for programs
  trials         examples that did not come out as they say
  inventory      every bucket with its settings, a room with a map of its own
  coverage       which rules serve the controls of a standard; `coverage_json` for programs

It may import everything but the command line.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from s3lint.base.record import Record
from s3lint.outputs.options import Options as Options

if TYPE_CHECKING:
    from s3lint.run.report import Report  # the table is read before anything is judged


class Format(Record):
    """One form: what `--output-format` calls it, and the module whose `render(shown, options)` writes it.

    `shown` is what the `commands` find: a `Report`, for `why` a `Why` or an `Opens`, for `model` a `Model`, for `inventory` an
    `Inventory`, for `rules` the rules. A form for machines is written as UTF-8 wherever it goes, and also where there is
    nothing to say. `help` says for whom it is.
    """

    name: str
    module: str
    is_for_machines: bool
    commands: tuple[str, ...]
    help: str


_JUDGING = ("check", "policy")

FORMATS = (
    Format(
        "full",
        "full",
        False,
        _JUDGING,
        "people: the lines in question, the values' origins, the request that slips through, what to do",
    ),
    Format("concise", "concise", False, _JUDGING, "editors and `grep`: one line for each finding, `path:line:column` first"),
    Format("json", "json", True, _JUDGING, "programs: everything that is known about a finding, with a `schema_version`"),
    Format("sarif", "sarif", True, _JUDGING, "code scanning: SARIF 2.1.0, one run"),
    Format("full", "why", False, ("why",), "people: what each rule says of a bucket, and the settings that it looked at"),
    Format("json", "why_json", True, ("why",), "programs: the same, with a `schema_version`"),
    Format("json", "model_json", True, ("model",), "programs: every setting of the model, with its place"),
    Format("table", "inventory.table", False, ("inventory",), "people: aligned columns as wide as the terminal"),
    Format("json", "inventory.json", True, ("inventory",), "programs: every cell with its cases and place, and the findings"),
    Format("csv", "inventory.csv", True, ("inventory",), "spreadsheets: a line for each bucket"),
    Format("markdown", "inventory.markdown", True, ("inventory",), "a page or a pull request: a table"),
    Format("html", "inventory.html", True, ("inventory",), "auditors: one file, with findings, controls and coverage"),
    Format("text", "suppressions", False, ("suppressions",), "people: one line for each suppression"),
    Format("json", "suppressions_json", True, ("suppressions",), "programs: the same as a list of objects"),
    Format("text", "rule_list", False, ("rules",), "people: one line for each rule"),
    Format("json", "rule_list_json", True, ("rules",), "programs: everything that is known about a rule, its page included"),
)
"""The forms of each command, the one that it writes unasked first. A new one is a line here, and its module."""


def formats_of(command: str) -> dict[str, Format]:
    """The forms that a command writes, by name; the first is the one that it writes unasked."""
    return {form.name: form for form in FORMATS if command in form.commands}


def render(format: str, shown: object, options: Options = Options(), command: str = "check") -> str:
    """What a command found, in one of its forms; the text ends in a newline unless it is empty. A KeyError for no such form."""
    text: str = import_module(f"s3lint.outputs.{formats_of(command)[format].module}").render(shown, options)
    return text


def closing_lines(report: Report, options: Options = Options()) -> str:
    """What follows the findings, for the error stream: what was found, what was looked at, what s3lint itself failed at."""
    from s3lint.outputs import summary  # only where a summary is wanted

    return summary.render(report, options)


def failure_lines(report: Report, options: Options = Options()) -> str:
    """The errors of s3lint itself, part of the closing lines: to be shown even where those are not wanted."""
    from s3lint.outputs import summary

    return summary.failures(report, options)
