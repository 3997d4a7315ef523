import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3lint.cli.arguments import read
from s3lint.cli.help import help_text
from s3lint.cli.options import COMMANDS, GROUPS, Arguments
from s3lint.errors import UsageError


def arguments(*words: str) -> Arguments:
    return read(words)[0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["a"], Arguments(words=("a",))),
        (["check", "a", "b"], Arguments(words=("a", "b"))),
        (["-"], Arguments(words=("-",))),
        (["--", "--strict", "-q"], Arguments(words=("--strict", "-q"))),
        (["--", "rules"], Arguments(words=("rules",))),
        (["explain", "--", "check"], Arguments(command="explain", words=("check",))),
        (["a", "--", "rules"], Arguments(words=("a", "rules"))),
        (["./rules"], Arguments(words=("./rules",))),
        (["check", "rules"], Arguments(words=("rules",))),
        (["rules"], Arguments(command="rules")),
        (["rules", "--format", "json"], Arguments(command="rules", format="json")),
        (["rules", "-o", "json"], Arguments(command="rules", format="json")),
        (["explain", "CKV_AWS_21", "b"], Arguments(command="explain", words=("CKV_AWS_21", "b"))),
        (["-q", "check", "a"], Arguments(words=("a",), quiet=1)),
        (["-qq", "a"], Arguments(words=("a",), quiet=2)),
        (["-q", "a", "--quiet"], Arguments(words=("a",), quiet=2)),
        (["-qv", "a"], Arguments(words=("a",), quiet=1, verbose=1)),
        (["-qojson", "a"], Arguments(words=("a",), quiet=1, format="json")),
        (["-o=sarif", "a"], Arguments(words=("a",), format="sarif")),
        (["--output-format=concise", "a"], Arguments(words=("a",), format="concise")),
        (["--select", "a, b", "--select=c", "p"], Arguments(words=("p",), select=("a", "b", "c"))),
        (["--ignore", "a,,b,", "p"], Arguments(words=("p",), ignore=("a", "b"))),
        (["--var", "a=1,2", "--var", "b=", "p"], Arguments(words=("p",), variables=(("a", "1,2"), ("b", "")))),
        (["--parameter", "A=x=y", "p"], Arguments(words=("p",), parameters=(("A", "x=y"),))),
        (["--var-file", "a,b.tfvars", "p"], Arguments(words=("p",), var_files=("a,b.tfvars",))),
        (["--fail-on", "high", "--strict", "p"], Arguments(words=("p",), fail_on="high", strict=True)),
        (["--workspace", "a", "--workspace", "b", "p"], Arguments(words=("p",), workspace="b")),
        (["--workspace", "-x", "p"], Arguments(words=("p",), workspace="-x")),
        (["--staged"], Arguments(staged=True)),
        (["explain", "-o", "json", "--help"], Arguments(command="explain", format="json", help=True)),
        (["rules", "--help", "--strict"], Arguments(command="rules", help=True, strict=True)),
    ],
)
def test_arguments(words: list[str], expected: Arguments) -> None:
    assert arguments(*words) == expected


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--selct", "x", "a"], "unknown option --selct; did you mean --select?"),
        (["--sel", "x"], "unknown option --sel; did you mean --select?"),
        (["--zzzzzz"], "unknown option --zzzzzz"),
        (["-x", "a"], "unknown option -x"),
        (["-qx", "a"], "unknown option -x"),
        (["--strict=yes", "a"], "--strict takes no value"),
        (["--select"], "--select needs a value: --select RULE"),
        (["--var-file", "--strict", "a"], "--var-file needs a value: --var-file FILE"),
        (["--var", "name", "a"], "--var: expected NAME=VALUE, got 'name'"),
        (["--parameter", "=x", "a"], "--parameter: expected NAME=VALUE, got '=x'"),
        (
            ["--fail-on", "hihg", "a"],
            "--fail-on: expected critical, high, medium, low or info, got 'hihg'; did you mean high?",
        ),
        (["--color", "yes", "a"], "--color: expected auto, always or never, got 'yes'"),
        (["-o", "text", "a"], "--output-format: `s3lint check` writes full, concise, json or sarif, not text"),
        (["rules", "-o", "sarif"], "--output-format: `s3lint rules` writes text or json, not sarif"),
        (["explain", "--strict", "a"], "--strict means nothing to `s3lint explain`"),
        (["--format", "json", "a"], "--format means nothing to `s3lint check`"),
    ],
)
def test_mistakes_are_named(words: list[str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(words)
    assert str(caught.value) == message


WORDS = st.one_of(
    st.sampled_from([name for options in GROUPS.values() for option in options for name in (option.long, option.short)]),
    st.sampled_from(["check", "rules", "explain", "-", "--", "a=b", "high", "json", "-qvo", "--var=x=y", "--select="]),
    st.text(max_size=6),
)


@given(st.lists(WORDS, max_size=8))
def test_any_words_are_read_or_refused(words: list[str]) -> None:
    try:
        result, fields = read(words)
    except UsageError:
        return
    assert fields <= set(Arguments._fields)
    assert result.command in COMMANDS


def test_what_was_given_is_told_from_defaults() -> None:
    _, fields = read(["--fail-on", "low", "-q", "a"])
    assert fields == {"fail_on", "quiet"}


@pytest.mark.parametrize(
    ("words", "environment", "expected"),
    [
        (["a"], {"S3LINT_FAIL_ON": "high"}, Arguments(words=("a",), fail_on="high")),
        (["a", "--fail-on", "low"], {"S3LINT_FAIL_ON": "high"}, Arguments(words=("a",), fail_on="low")),
        (
            ["a"],
            {"S3LINT_SELECT": "x,y", "S3LINT_VAR": "a=1"},
            Arguments(words=("a",), select=("x", "y"), variables=(("a", "1"),)),
        ),
        (["a"], {"S3LINT_STRICT": "true", "S3LINT_QUIET": "2"}, Arguments(words=("a",), strict=True, quiet=2)),
        (["a"], {"S3LINT_STRICT": "0", "S3LINT_FORMAT": "json", "S3LINT_HELP": "1"}, Arguments(words=("a",))),
        (["rules"], {"S3LINT_OUTPUT_FORMAT": "sarif", "S3LINT_FAIL_ON": "no"}, Arguments(command="rules")),
    ],
)
def test_the_environment_stands_for_options(words: list[str], environment: dict[str, str], expected: Arguments) -> None:
    assert read(words, environment)[0] == expected


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("S3LINT_STRICT", "maybe", "S3LINT_STRICT: expected 1 or 0, got 'maybe'"),
        ("S3LINT_QUIET", "very", "S3LINT_QUIET: expected a number, got 'very'"),
        ("S3LINT_VAR", "a", "S3LINT_VAR: expected NAME=VALUE, got 'a'"),
        ("S3LINT_COLOR", "red", "S3LINT_COLOR: expected auto, always or never, got 'red'"),
    ],
)
def test_mistakes_in_the_environment_are_named(name: str, value: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(["a"], {name: value})
    assert str(caught.value) == message


def test_help_names_every_option_and_fits_a_terminal() -> None:
    text = help_text()
    for name in ("--select RULE", "-o, --output-format FORMAT", "--staged", "-q, --quiet", "130  interrupted"):
        assert name in text
    assert max(map(len, text.splitlines())) <= 100
