"""The options of the command line: one table, from which arguments are read, errors worded and `--help` written.

The loop that reads them stands in for `argparse`, which costs a run 4 ms with its parser built, and knows neither variables of
the environment nor refusals by command nor what somebody may have meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from s3lint.base.record import Record
from s3lint.errors import UsageError, did_you_mean
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
_FILES = (*_ALL, "model")
_LISTING = ("rules", "explain")
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
    commands: tuple[str, ...] = _FILES


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


def _alternatives(words: Sequence[str]) -> str:
    return " or ".join((", ".join(words[:-1]), words[-1]))


SEVERITIES = tuple(severity.word for severity in Severity)
FORMATS = {command: tuple(formats_of(command)) for command in (*_FILES, "rules")}
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
            commands=(*_ALL, *_LISTING, "baseline"),
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
        CliOption(
            "--account", "account", Takes.TEXT, "the account that owns the buckets", "ID", commands=(*_FILES, "baseline")
        ),
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
                    _alternatives(FORMATS["check"]),
                    *(f"`{name}`: {', '.join(FORMATS[name])}" for name in ("why", "rules")),
                ]
            ),
            "FORMAT",
            "-o",
            choices=tuple(dict.fromkeys(word for words in FORMATS.values() for word in words)),
            commands=(*_FILES, "rules"),
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
            commands=(*_FILES, "test", "config", "baseline"),
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
        CliOption(
            "--isolated", "isolated", Takes.FLAG, "ignore configuration files", commands=(*_FILES, *_LISTING, "baseline")
        ),
        CliOption("--help", "help", Takes.FLAG, "this text", short="-h", commands=COMMANDS),
        CliOption("--version", "version", Takes.FLAG, "the version", short="-V", commands=COMMANDS),
    ),
}
_OPTIONS = tuple(option for options in GROUPS.values() for option in options)
_BY_NAME = {name: option for option in _OPTIONS for name in (option.long, option.short) if name}


def read(words: Sequence[str], environment: Mapping[str, str] | None = None) -> tuple[Arguments, frozenset[str]]:
    """The arguments, and the names of the fields that were given, to tell them from defaults. Raises UsageError.

    A variable of the environment such as S3LINT_FAIL_ON stands for an option of `check` that is not given, also where another
    command takes it.
    """
    given: dict[str, Any] = {}
    positional: list[str] = []
    verbatim: list[str] = []
    used: list[CliOption] = []
    rest = iter(words)
    for word in rest:
        if word == "--":
            verbatim += rest
        elif word == "-" or not word.startswith("-"):
            positional.append(word)
        else:
            for name, value in _parts(word):
                used.append(_take(name, value, rest, given))
    command = positional.pop(0) if positional and positional[0] in COMMANDS else "check"
    if command in (*_FILES, *_LISTING, "baseline"):
        _add_from_environment(environment or {}, given, command)
    if "help" not in given and "version" not in given:
        _check_command(command, used, given.get("format", ""))
    return Arguments(command=command, words=(*positional, *verbatim), **given), frozenset(given)


def _check_command(command: str, used: Sequence[CliOption], format: str) -> None:
    for option in used:
        if command not in option.commands:
            raise UsageError(f"{option.long} means nothing to `s3lint {command}`")
    if format and format not in FORMATS[command]:
        raise UsageError(f"--output-format: `s3lint {command}` writes {_alternatives(FORMATS[command])}, not {format}")


def _parts(word: str) -> Iterator[tuple[str, str | None]]:
    """The options that one word holds, with the value that is attached: `--name=value`, `-ovalue`, `-qq`."""
    if word.startswith("--"):
        name, separator, value = word.partition("=")
        yield name, value if separator else None
        return
    for index in range(1, len(word)):
        name = f"-{word[index]}"
        option = _BY_NAME.get(name)
        if option is not None and option.value and index + 1 < len(word):
            yield name, word[index + 1 :].removeprefix("=")
            return
        yield name, None


def _take(name: str, value: str | None, rest: Iterator[str], given: dict[str, Any]) -> CliOption:
    option = _BY_NAME.get(name)
    if option is None:
        raise UsageError(f"unknown option {name}{did_you_mean(name, list(_BY_NAME))}")
    if not option.value:
        if value is not None:
            raise UsageError(f"{option.long} takes no value")
        given[option.field] = given.get(option.field, 0) + 1 if option.takes is Takes.COUNT else True
        return option
    if value is None:
        value = next(rest, None)
    if value is None or (value.startswith("--") and value in _BY_NAME):
        raise UsageError(f"{option.long} needs a value: {option.long} {option.value}")
    before: tuple[Any, ...] = given.get(option.field, ())
    given[option.field] = _value(option, option.long, value, before)
    return option


def _add_from_environment(environment: Mapping[str, str], given: dict[str, Any], command: str) -> None:
    for option in _OPTIONS:
        name = f"S3LINT_{option.long.removeprefix('--').replace('-', '_').upper()}"
        text = environment.get(name, "")
        if not text or option.field in given or option.field in ("help", "version") or "check" not in option.commands:
            continue
        if command not in option.commands or (option.field == "format" and command in ("why", "model", "inventory")):
            continue
        if command in _LISTING and option.field != "rules":  # they list all rules, whatever a check is to ask
            continue
        if option.value:
            given[option.field] = _value(option, name, text, ())
        elif option.takes is Takes.COUNT and text.isdecimal():
            given[option.field] = int(text)
        elif option.takes is Takes.FLAG and text.lower() in _TRUTHS:
            given[option.field] = _TRUTHS[text.lower()]
        else:
            raise UsageError(f"{name}: expected {'a number' if option.takes is Takes.COUNT else '1 or 0'}, got {text!r}")


_TRUTHS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


def _value(option: CliOption, name: str, text: str, before: tuple[Any, ...]) -> object:
    """`name` is the option as it was written, for messages."""
    match option.takes:
        case Takes.LIST:
            return before + tuple(word.strip() for word in text.split(",") if word.strip())
        case Takes.EACH:
            return (*before, text)
        case Takes.PAIRS:
            key, separator, value = text.partition("=")
            if not (key and separator):
                raise UsageError(f"{name}: expected {option.value}, got {text!r}")
            return (*before, (key, value))
        case _:
            if option.choices and text not in option.choices:
                close = did_you_mean(text, list(option.choices))
                raise UsageError(f"{name}: expected {_alternatives(option.choices)}, got {text!r}{close}")
            return text


USAGE = """\
s3lint checks Amazon S3 in CloudFormation and Terraform.

Usage:
  s3lint [check] PATH...       judge templates and modules in files and folders; - is standard input
  s3lint why TARGET [PATH...]  what each rule says of one bucket, and what it looked at
  s3lint model PATH...         the settings of all buckets, and of what stands around them, as JSON
  s3lint inventory PATH...     every bucket with its settings, as a table or as a page for auditors
  s3lint policy FILE...        judge bucket policies in JSON; - is standard input
  s3lint suppressions list PATH...   what is suppressed, why, until when, and whether that is needed
  s3lint suppressions prune PATH...  the difference without those that are not; --write makes it
  s3lint baseline create|update|prune|show [PATH...]
                               accept what is found today; later runs report what is new
  s3lint explain RULE...       what a rule checks and why, with examples; other tools' ids work too
  s3lint config show [PATH]    what the configuration says for a path, and where; validate checks
                               it, schema prints its schema, init writes a file to start from
  s3lint rules                 list the rules
  s3lint test FOLDER...        try the examples of rules of your own; a folder so named: ./test
"""
ENVIRONMENT = """\
Variables such as S3LINT_FAIL_ON=high stand for options of `check` that are not given, also where
`why`, `model`, `inventory` and `policy` take them.
"""
STATUSES = """\
Exit status:
  0    nothing found at or above --fail-on
  1    something found, or a file could not be read
  2    wrong option, path or configuration, or s3lint failed: the result means nothing
  3    nothing to check
  130  interrupted
"""


def help_text() -> str:
    left = {option: ", ".join(filter(None, (option.short, option.long))) + f" {option.value}".rstrip() for option in _OPTIONS}
    width = max(map(len, left.values()))
    groups = [
        f"{title}:\n" + "".join(f"  {left[option]:{width}}  {option.help}\n" for option in options)
        for title, options in GROUPS.items()
    ]
    return "\n".join([USAGE, *groups, ENVIRONMENT, STATUSES])
