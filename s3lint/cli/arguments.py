"""The words of a command line, and variables of the environment, as arguments: by the table of options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from s3lint.cli.options import COMMANDS, FILES, FORMATS, LISTING, OPTIONS, Arguments, CliOption, Takes, alternatives
from s3lint.errors import UsageError, did_you_mean

_BY_NAME = {name: option for option in OPTIONS for name in (option.long, option.short) if name}


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
    if command in (*FILES, *LISTING, "baseline"):
        _add_from_environment(environment or {}, given, command)
    if "help" not in given and "version" not in given:
        _check_command(command, used, given.get("format", ""))
    return Arguments(command=command, words=(*positional, *verbatim), **given), frozenset(given)


def _check_command(command: str, used: Sequence[CliOption], format: str) -> None:
    for option in used:
        if command not in option.commands:
            raise UsageError(f"{option.long} means nothing to `s3lint {command}`")
    if format and format not in FORMATS[command]:
        raise UsageError(f"--output-format: `s3lint {command}` writes {alternatives(FORMATS[command])}, not {format}")


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
    for option in OPTIONS:
        name = f"S3LINT_{option.long.removeprefix('--').replace('-', '_').upper()}"
        text = environment.get(name, "")
        if not text or option.field in given or option.field in ("help", "version") or "check" not in option.commands:
            continue
        if command not in option.commands or (option.field == "format" and command in ("why", "model", "inventory")):
            continue
        if command in LISTING and option.field != "rules":  # they list all rules, whatever a check is to ask
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
                raise UsageError(f"{name}: expected {alternatives(option.choices)}, got {text!r}{close}")
            return text
