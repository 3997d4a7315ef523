"""One suppression: how it is written, and which findings it covers.

# s3lint: ignore[rule, other-rule] until=2027-01-31 for=this["logs"] reason: a public site, SEC-123
# s3lint: ignore-file[rule] -- generated
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from s3lint.base.record import Record
from s3lint.base.source import Span
from s3lint.base.value import Origin
from s3lint.run.finding import Finding, Suppression

EXPECTED = "ignore[RULE, ...] until=YYYY-MM-DD reason: ..."

_COMMAND = re.compile(r"s3lint:[ \t]*(ignore-file|ignore)(?![\w-])[ \t]*")
_RULES = re.compile(r"\[([^\]\n]*)\][ \t]*")
_OPTION = re.compile(r'(until|for)=((?:"(?:[^"\\\n]|\\.)*"|[^\s"])+)[ \t]*')
_REASON = re.compile(r"(?:reason:|--)[ \t]*([^\n]*)")
_MEANT = re.compile(r"^[\s*]*(s3lint[ \t]*(?::|[-:]?[ \t]*(?:ignore|disable|skip|suppress)\b)[^\n]*)", re.MULTILINE)
"""A line that is meant as a suppression, and is none. Prose names s3lint with other words after it."""


class Directive(Record):
    """A suppression as it is written at `origin`.

    `extent` says what it covers: `line` what is said of the line at `anchor`, and the elements that begin on it; `object` the
    element that holds the anchor; `file` what lies in the file; `address` the findings that the configuration names.
    `instance` is the one instance that it is about, `path` the keys of the part of a resource. `system` names the tool whose
    annotation it is, empty for our own.
    """

    origin: Origin
    rules: tuple[str, ...]
    reason: str = ""
    until: str = ""
    instance: str = ""
    extent: str = "line"
    anchor: Origin | None = None
    path: str = ""

    @property
    def is_external(self) -> bool:
        return self.extent == "address"

    def suppression(self) -> Suppression:
        return Suppression("external" if self.is_external else "inSource", self.reason, self.origin, self.until)

    def is_about(self, finding: Finding) -> bool:
        """Whether the finding is one of the instance and of the part that it names, if any."""
        return _at_path(finding.origin.path, self.path) and (
            not self.instance or any(_is_instance(address, self.instance) for address in finding.subjects)
        )


class Refused(Record):
    """What is meant as a suppression and hides nothing; `message` says why."""

    origin: Origin
    message: str


def read(text: str, origin: Origin) -> Iterator[Directive | Refused]:
    """The suppressions in a comment. Their extent is that of a file, or a line without an anchor."""
    found = list(_COMMAND.finditer(text))
    for match in found:
        yield _read(text, match, origin)
    if not found:
        meant = _MEANT.search(text)
        if meant is not None:
            yield Refused(origin, f"no suppression: expected `s3lint: {EXPECTED}`, got `{meant.group(1).strip()}`")


def _read(text: str, command: re.Match[str], origin: Origin) -> Directive | Refused:
    word = command.group(1)
    listed = _RULES.match(text, command.end())
    rules = tuple(filter(None, (rule.strip() for rule in listed.group(1).split(",")))) if listed is not None else ()
    if listed is None or not rules:
        return Refused(origin, f"the suppression names no rule: expected `s3lint: {EXPECTED.replace('ignore', word, 1)}`")
    options: dict[str, str] = {}
    end = listed.end()
    while (option := _OPTION.match(text, end)) is not None:
        options[option.group(1)] = option.group(2)
        end = option.end()
    reason = _REASON.match(text, end)
    rest = text[end:].partition("\n")[0].strip()
    if reason is None and rest:
        return Refused(origin, f"the suppression is not understood from `{rest}` on: a reason follows `reason:` or `--`")
    wrong = wrong_date(options.get("until", ""))
    if wrong:
        return Refused(origin, wrong)
    return Directive(
        origin,
        rules,
        reason.group(1).strip() if reason is not None else "",
        options.get("until", ""),
        options.get("for", ""),
        "file" if word == "ignore-file" else "line",
    )


def wrong_date(until: str) -> str:
    """What is wrong with the last day of a suppression; nothing where it is one, or none is given."""
    from datetime import date  # few suppressions have one

    try:
        is_day = not until or (len(until) == 10 and bool(date.fromisoformat(until)))
    except ValueError:
        is_day = False
    return "" if is_day else f"until: expected a day such as 2027-01-31, got `{until}`"


def line_of(origin: Origin, offset: int) -> Origin:
    """The line of a file that an offset stands on, whole."""
    source = origin.source
    start = source.text.rfind("\n", 0, offset) + 1
    end = source.text.find("\n", offset)
    return Origin(source, Span(start, end if end >= 0 else len(source.text)))


def _is_instance(address: str, instance: str) -> bool:
    return f".{instance}." in f".{address}."


def _at_path(keys: tuple[str | int, ...], path: str) -> bool:
    """Whether the keys that lead to a place begin with a path: `PolicyDocument.Statement.0`."""
    wanted = path.removeprefix("Properties.").split(".") if path else []
    have = [str(key) for key in keys]
    have = have[1:] if have[:1] == ["Properties"] else have
    return have[: len(wanted)] == wanted
