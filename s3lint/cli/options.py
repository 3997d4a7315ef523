"""The options of the command line: one table, from which arguments are read, errors worded and `--help` written.

The loop that reads them stands in for `argparse`, which costs a run 4 ms with its parser built, and knows neither variables of
the environment nor refusals by command nor what somebody may have meant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum

from s3lint.base.record import Record
from s3lint.outputs import Format, formats_of
from s3lint.run.finding import Severity
from s3lint.run.option import Assignment
from s3lint.run.suppressions.settings import IgnoredFinding

COMMANDS = ("check", "explain", "rules", "test", "why", "model", "inventory", "policy", "suppressions", "config", "baseline")
_CHECKING = ("check",)
_RUNNING = ("check", "baseline")
_READING = ("check", "why", "model", "inventory", "suppressions", "baseline")
_JUDGING = ("check", "policy")
_ALL = ("check", "why", "inventory", "policy", "suppressions")
FILES = (*_ALL, "model")
LISTING = ("rules", "explain")
_CHOOSING = (*_ALL, "test", "baseline")
"""Commands that report what is new; that judge as `check` does; that read paths of templates; that end with a verdict; all that
ask rules about files; that read files at all; that only tell of rules; that are told which rules to ask.
"""


class Takes(Enum):
    """What an option takes, and what repeating it means."""

    FLAG = "no value"
    COUNT = "no value; each repetition counts"
    TEXT = "one value; the last wins"
    LIST = "comma separated and repeatable"
    EACH = "repeatable, taken whole"
    PAIRS = "NAME=VALUE, repeatable"


class CliOption(Record):
    """`field` is the name in `Arguments`; `choices` are for TEXT, and empty where any text will do."""

    long: str
    field: str
    takes: Takes
    help: str
    value: str = ""
    short: str = ""
    choices: tuple[str, ...] = ()
    commands: tuple[str, ...] = FILES


class Arguments(Record):
    """A command line, read. An empty text means "not said"; `words` are paths, the rules to explain, or a bucket and paths.

    `modules`, `yaml_rules`, `severities`, the `options` of rules, what belongs to the user (`accounts` to `networks`) and what
    is said of suppressions come from the configuration alone. `local` tells the arguments for what lies at a path, None where
    they are these.
    """

    command: str = "check"
    words: tuple[str, ...] = ()
    rule: tuple[str, ...] = ()
    request: str = ""
    unknown: bool = False
    bucket: str = ""
    account: str = ""
    profile: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    yaml_rules: tuple[str, ...] = ()
    fail_on: str = "low"
    strict: bool = False
    exit_zero: bool = False
    no_ignores: bool = False
    write: bool = False
    baseline: str = ""
    no_baseline: bool = False
    from_sarif: str = ""
    show_undecided: bool = False
    show_suppressed: bool = False
    sarif_suppressed: str = "omit"
    format: str = ""
    output_file: str = ""
    columns: tuple[str, ...] = ()
    color: str = "auto"
    quiet: int = 0
    verbose: int = 0
    exclude: tuple[str, ...] = ()
    allow_empty: bool = False
    staged: bool = False
    changed: bool = False
    diff_base: str = ""
    stdin_filename: str = ""
    variables: tuple[tuple[str, str], ...] = ()
    var_files: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    parameter_files: tuple[str, ...] = ()
    workspace: str = ""
    source_root: str = ""
    modules: tuple[tuple[str, str], ...] = ()
    options: tuple[Assignment, ...] = ()
    severities: tuple[Assignment, ...] = ()
    accounts: tuple[tuple[str, str], ...] = ()
    org_ids: tuple[str, ...] = ()
    vpc_endpoints: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    require_reason: bool = False
    max_ignore_days: int = 0
    unignorable: tuple[str, ...] = ()
    ignored_findings: tuple[IgnoredFinding, ...] = ()
    local: Callable[[str], Arguments | None] | None = None
    isolated: bool = False
    help: bool = False
    version: bool = False

    @property
    def form(self) -> Format:
        """What to write: the form that is asked for, else the first of the command."""
        forms = formats_of(self.command)
        return forms[self.format] if self.format else next(iter(forms.values()))


def alternatives(words: Sequence[str]) -> str:
    return " or ".join((", ".join(words[:-1]), words[-1]))


SEVERITIES = tuple(severity.word for severity in Severity)
FORMATS = {command: tuple(formats_of(command)) for command in (*FILES, "rules")}
"""The names of the forms that each command writes, the one that it writes unasked first."""

GROUPS: dict[str, tuple[CliOption, ...]] = {
    "Rules": (
        CliOption(
            "--profile",
            "profile",
            Takes.LIST,
            "rules that serve a standard; --select adds to them",
            "NAME",
            commands=(*_ALL, "rules", "baseline"),
        ),
        CliOption(
            "--select",
            "select",
            Takes.LIST,
            "rules to ask: names, groups, other tools' ids, `default`, `all`",
            "RULE",
            commands=_CHOOSING,
        ),
        CliOption("--ignore", "ignore", Takes.LIST, "rules to leave out; wins over --select", "RULE", commands=_CHOOSING),
        CliOption(
            "--no-ignores",
            "no_ignores",
            Takes.FLAG,
            "report as if nothing were suppressed in the code",
            commands=_RUNNING,
        ),
        CliOption(
            "--baseline",
            "baseline",
            Takes.TEXT,
            "findings that are known (the nearest s3lint-baseline.json)",
            "FILE",
            commands=_RUNNING,
        ),
        CliOption("--no-baseline", "no_baseline", Takes.FLAG, "report what a baseline knows, too", commands=_CHECKING),
        CliOption(
            "--from-sarif",
            "from_sarif",
            Takes.TEXT,
            "accept what this file of any tool has, too",
            "FILE",
            commands=("baseline",),
        ),
        CliOption(
            "--rules",
            "rules",
            Takes.EACH,
            "folder with rules of your own, in YAML or in Python, which is run",
            "FOLDER",
            commands=(*_ALL, *LISTING, "baseline"),
        ),
    ),
    "Input": (
        CliOption(
            "--exclude", "exclude", Takes.LIST, "files and folders to pass over in folders, as globs", "GLOB", commands=_READING
        ),
        CliOption("--stdin-filename", "stdin_filename", Takes.TEXT, "what standard input (`-`) is called", "FILE"),
        CliOption("--staged", "staged", Takes.FLAG, "judge what git has staged", commands=_CHECKING),
        CliOption(
            "--changed", "changed", Takes.FLAG, "the paths are changed files; judge what they belong to", commands=_CHECKING
        ),
        CliOption("--diff-base", "diff_base", Takes.TEXT, "only what that commit does not have", "REF", commands=_CHECKING),
        CliOption(
            "--allow-empty", "allow_empty", Takes.FLAG, "exit with 0 where there is nothing to check", commands=_CHECKING
        ),
    ),
    "Values": (
        CliOption("--var", "variables", Takes.PAIRS, "value of a Terraform variable", "NAME=VALUE", commands=_READING),
        CliOption("--var-file", "var_files", Takes.EACH, "file of Terraform variables", "FILE", commands=_READING),
        CliOption(
            "--parameter", "parameters", Takes.PAIRS, "value of a CloudFormation parameter", "NAME=VALUE", commands=_READING
        ),
        CliOption(
            "--parameter-file", "parameter_files", Takes.EACH, "file of CloudFormation parameters", "FILE", commands=_READING
        ),
        CliOption("--account", "account", Takes.TEXT, "the account that owns the buckets", "ID", commands=(*FILES, "baseline")),
        CliOption("--workspace", "workspace", Takes.TEXT, "the Terraform workspace", "NAME", commands=_READING),
        CliOption(
            "--source-root", "source_root", Takes.TEXT, "folder of the sources of a Terraform plan", "FOLDER", commands=_READING
        ),
    ),
    "One bucket": (
        CliOption("--rule", "rule", Takes.LIST, "what `why` asks, as --select", "RULE", commands=("why",)),
        CliOption("--request", "request", Takes.TEXT, "tell the outcome of this request", "REQUEST", commands=("why",)),
        CliOption("--unknown", "unknown", Takes.FLAG, "list the buckets that are not fully decided", commands=("why",)),
        CliOption("--bucket", "bucket", Takes.TEXT, "the bucket that a bare policy belongs to", "NAME", commands=("policy",)),
    ),
    "Outcome": (
        CliOption(
            "--fail-on",
            "fail_on",
            Takes.TEXT,
            "least severity that fails the run (low)",
            "SEVERITY",
            choices=SEVERITIES,
            commands=_JUDGING,
        ),
        CliOption(
            "--strict",
            "strict",
            Takes.FLAG,
            "what is undecided or was not seen is listed and fails the run",
            commands=(*_JUDGING, "baseline"),
        ),
        CliOption("--exit-zero", "exit_zero", Takes.FLAG, "exit with 0 whatever was found", commands=_JUDGING),
    ),
    "Output": (
        CliOption(
            "--output-format",
            "format",
            Takes.TEXT,
            "; ".join(
                [
                    alternatives(FORMATS["check"]),
                    *(f"`{name}`: {', '.join(FORMATS[name])}" for name in ("why", "rules")),
                ]
            ),
            "FORMAT",
            "-o",
            choices=tuple(dict.fromkeys(word for words in FORMATS.values() for word in words)),
            commands=(*FILES, "rules"),
        ),
        CliOption(
            "--format",
            "format",
            Takes.TEXT,
            f"for `rules`; `inventory`: {', '.join(FORMATS['inventory'])}",
            "FORMAT",
            choices=tuple(dict.fromkeys((*FORMATS["rules"], *FORMATS["inventory"]))),
            commands=("rules", "inventory"),
        ),
        CliOption(
            "--columns", "columns", Takes.LIST, "columns of an inventory; `all` for the rest", "NAME", commands=("inventory",)
        ),
        CliOption("--output-file", "output_file", Takes.TEXT, "write there instead of to standard output", "FILE"),
        CliOption(
            "--show-undecided",
            "show_undecided",
            Takes.FLAG,
            "list what could not be decided, and what would decide it",
            commands=_JUDGING,
        ),
        CliOption(
            "--show-suppressed",
            "show_suppressed",
            Takes.FLAG,
            "list what is suppressed, with the reasons",
            commands=_CHECKING,
        ),
        CliOption(
            "--sarif-suppressed",
            "sarif_suppressed",
            Takes.TEXT,
            "include or omit what is suppressed, which GitHub opens (omit)",
            "WHAT",
            choices=("omit", "include"),
            commands=_CHECKING,
        ),
        CliOption(
            "--color",
            "color",
            Takes.TEXT,
            "auto, always or never",
            "WHEN",
            choices=("auto", "always", "never"),
        ),
        CliOption(
            "--quiet",
            "quiet",
            Takes.COUNT,
            "no summary; -qq: nothing but the exit status",
            short="-q",
            commands=(*FILES, "test", "config", "baseline"),
        ),
        CliOption(
            "--verbose",
            "verbose",
            Takes.COUNT,
            "say what was read; -vv: more of errors in s3lint",
            short="-v",
        ),
    ),
    "Other": (
        CliOption(
            "--write", "write", Takes.FLAG, "change the files instead of showing the difference", commands=("suppressions",)
        ),
        CliOption("--isolated", "isolated", Takes.FLAG, "ignore configuration files", commands=(*FILES, *LISTING, "baseline")),
        CliOption("--help", "help", Takes.FLAG, "this text", short="-h", commands=COMMANDS),
        CliOption("--version", "version", Takes.FLAG, "the version", short="-V", commands=COMMANDS),
    ),
}
OPTIONS = tuple(option for options in GROUPS.values() for option in options)
