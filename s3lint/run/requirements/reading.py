"""A file of rules, read: classes of rules, or one error with all mistakes and their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from s3lint.base.source import Source, Span
from s3lint.base.value import Absent, Origin
from s3lint.errors import UsageError, did_you_mean
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node, Scalar, Sequence
from s3lint.languages.cloudformation.syntax.reader import compose
from s3lint.languages.cloudformation.syntax.scalars import scalar_value
from s3lint.model.bucket import Bucket
from s3lint.model.settings import SettingDescription, keys
from s3lint.run.example import Example, NotExpressible, not_expressible
from s3lint.run.finding import Severity
from s3lint.run.requirements import schema
from s3lint.run.requirements.conditions import Condition, Each, Not, Several, Test
from s3lint.run.requirements.conditions import keys as keys_of
from s3lint.run.requirements.lookup import catalogued, steps
from s3lint.run.requirements.mistakes import Mistake, by_schema, shown
from s3lint.run.requirements.operators import BY_NAME, NUMBER, TRUTH, Operator
from s3lint.run.requirements.requirement import PLACEHOLDER, PLACEHOLDERS, Requirement
from s3lint.run.rule import EXAMPLES, Group, Rule

MAX_BYTES = 1024 * 1024
"""Of a file of rules."""
MAX_DEPTH = 30
"""How deep maps and lists may nest in it."""
MAX_VALUES = 50_000
"""Values in it, those counted again that an alias repeats."""


def load(path: str) -> tuple[type[Rule], ...]:
    """The rules of a file in YAML or JSON. Raises UsageError with every mistake: `file:line:column: what was expected`."""
    source = Source(path, _text(path))
    documents = compose(source)
    mistakes = [Mistake(problem.origin.span, problem.message) for problem in documents.problems]
    if not mistakes and len(documents.roots) != 1:
        mistakes = [Mistake(Span(0, 0), f"expected one document with rules, got {len(documents.roots)}")]
    rules: list[type[Rule]] = []
    if not mistakes:
        try:
            rules = list(_rules(source, documents.roots[0], mistakes))
        except _TooLarge as error:
            mistakes = [error.mistake]
    if mistakes:
        found = dict.fromkeys((source.position(each.span.start), each.text) for each in mistakes)
        lines = sorted(found, key=lambda each: (each[0].line, each[0].column))
        raise UsageError("\n".join(f"{path}:{place.line}:{place.column}: {text}" for place, text in lines))
    return tuple(rules)


def _text(path: str) -> str:
    try:
        with open(path, "rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot read the rules: {error.strerror}") from error
    if len(content) > MAX_BYTES:
        raise UsageError(f"{path}: cannot read the rules: larger than {MAX_BYTES} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{path}:{line}: cannot read the rules: expected UTF-8") from error


def _rules(source: Source, root: Node, mistakes: list[Mistake]) -> Iterator[type[Rule]]:
    mistakes += by_schema(root, _Plain().of(root), schema.schema())
    misshapen = [mistake.span for mistake in mistakes]
    names: dict[str, Scalar] = {}
    listed = root.member("rules") if isinstance(root, Mapping) else None
    for node in listed.items if isinstance(listed, Sequence) else ():
        if isinstance(node, Mapping):
            name = node.member("name")
            if isinstance(name, Scalar) and names.setdefault(name.text, name) is not name:
                line = source.position(names[name.text].start).line
                mistakes.append(Mistake(name.span, f"expected each name once; {name.text} stands on line {line} too"))
            reader = _RuleReader(source, node, [span for span in misshapen if node.start <= span.start < node.end])
            rule = reader.rule()
            mistakes += reader.mistakes
            if rule is not None:
                yield rule


class _TooLarge(Exception):
    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.text)
        self.mistake = mistake


class _Plain:
    """A document as `json.loads` would give it."""

    def __init__(self) -> None:
        self._left = MAX_VALUES

    def of(self, node: Node, depth: int = 0) -> Any:
        self._left -= 1
        if depth > MAX_DEPTH:
            raise _TooLarge(Mistake(node.span, f"expected at most {MAX_DEPTH} levels of nesting"))
        if self._left < 0:
            raise _TooLarge(Mistake(node.span, f"expected at most {MAX_VALUES} values in one file"))
        match node:
            case Mapping(members):
                return {key.text: self.of(value, depth + 1) for key, value in members}
            case Sequence(items):
                return [self.of(item, depth + 1) for item in items]
            case Scalar():
                return _scalar(node)


def _scalar(node: Scalar) -> str | bool | int | None:
    value = scalar_value(node, Origin(Source("", ""), Span(0, 0)))
    return None if isinstance(value, Absent) else value.value


class _RuleReader:
    """Makes one rule of a map, as far as it is as the schema says; `misshapen` are the places where it is not.

    `mistakes` is what else is wrong. A rule that has any is read to its end for what is wrong there, too.
    """

    def __init__(self, source: Source, node: Mapping, misshapen: list[Span]) -> None:
        self.source = source
        self.node = node
        self.misshapen = misshapen
        self.said = {key.text: _Plain().of(value) for key, value in node.members}
        self.mistakes: list[Mistake] = []
        self.judges = str(self.said.get("judges", "bucket"))
        self.kind = schema.judged().get(self.judges, Bucket)
        self.known = {described.key: described for described in keys(self.kind)}

    def rule(self) -> type[Rule] | None:
        said = self.said
        where = self.node.member("where")
        applies = self._condition(where, "", in_where=True) if isinstance(where, Mapping) else None
        condition = self._condition(self.node, "")
        self._check_message()
        if self.misshapen or self.mistakes or condition is None:
            return None
        name = str(said["name"])
        about = (*keys_of(condition), *(keys_of(applies) if applies is not None else ()))
        body = {
            "__doc__": self._page(condition, applies),
            "__module__": __name__,
            "origin": Origin(self.source, self.node.members[0][0].span),
            "condition": condition,
            "where": applies,
            "message": said.get("message", ""),
            "name": name,
            "summary": said["summary"],
            "severity": Severity.named(said["severity"]),
            "group": Group(said.get("group", Group.HYGIENE.value)),
            "default": said.get("default", True),
            "since": said.get("since", ""),
            "help": said.get("help", f"see to it that {condition}"),
            "judges": self.kind,
            "settings": tuple(dict.fromkeys(key for key in about if key != schema.ADDRESS)),
            **{key: tuple(said.get(key, ())) for key in ("references", "controls", "aliases")},
            **{kind: tuple(map(_example, said.get("examples", {}).get(kind, ()))) for kind in EXAMPLES},
        }
        return type("".join(map(str.capitalize, name.split("-"))), (Requirement,), body)

    def _page(self, condition: Condition, applies: Condition | None) -> str:
        concerned = f", where `{applies}`" if applies is not None else ""
        why = f"\n\n## Why it matters\n{self.said['why'].strip()}" if "why" in self.said else ""
        return f"## What it checks\n`{condition}`{concerned}.{why}\n"

    def _check_message(self) -> None:
        node = self.node.member("message")
        for word in PLACEHOLDER.findall(str(self.said.get("message", ""))):
            if word not in PLACEHOLDERS:
                allowed = " or ".join(f"{{{each}}}" for each in PLACEHOLDERS)
                self._wrong(node, f"expected {allowed} in braces, got {{{word}}}{did_you_mean(word, list(PLACEHOLDERS))}")

    def _wrong(self, node: Node | None, text: str) -> None:
        self.mistakes.append(Mistake((node or self.node).span, text))

    def _condition(self, node: Node, prefix: str, *, in_where: bool = False) -> Condition | None:
        """What a map asks, the keys of settings being those of the items of a list where there is a prefix."""
        members = {key.text: value for key, value in node.members} if isinstance(node, Mapping) else {}
        for word in ("all-of", "any-of"):
            listed = members.get(word)
            if isinstance(listed, Sequence):
                parts = [self._condition(item, prefix, in_where=in_where) for item in listed.items]
                return Several(tuple(part for part in parts if part is not None), word == "any-of")
        if "not" in members:
            inner = self._condition(members["not"], prefix, in_where=in_where)
            return Not(inner) if inner is not None else None
        setting = members.get("setting")
        if not isinstance(setting, Scalar):
            return None
        described = self._described(setting, prefix, in_where=in_where)
        if described is None:
            return None
        return self._asked(members, setting, described, prefix)

    def _described(self, setting: Scalar, prefix: str, *, in_where: bool) -> SettingDescription | None:
        key = prefix + setting.text
        if in_where and key == schema.ADDRESS:
            return SettingDescription(key, "a word", "the address of what is judged")
        described = self.known.get(catalogued(key))
        if described is None:
            of = f"the items of {prefix[:-1]}" if prefix else f"`{self.judges}`"
            known = [each.removeprefix(prefix) for each in self.known if each.startswith(prefix)]
            close = did_you_mean(setting.text, known + ([schema.ADDRESS] if in_where else []))
            self._wrong(setting, f"{setting.text} is no setting of {of}{close}")
        return described

    def _asked(self, members: dict[str, Node], setting: Scalar, described: SettingDescription, prefix: str) -> Condition | None:
        names = steps(setting.text)
        asked: list[Condition] = []
        for word, value in members.items():
            if word in BY_NAME:
                self._check_operand(BY_NAME[word], value, setting, described.type)
                asked.append(Test(described.key, setting.text, names, BY_NAME[word], _Plain().of(value)))
            elif word in schema.OF_ITEMS and described.type != "a list":
                self._wrong(setting, f"`{word}` is for a list such as lifecycle.rules[]; {setting.text} holds {described.type}")
            elif word in schema.OF_ITEMS:
                inner = self._condition(value, f"{described.key}.")
                asked += [Each(described.key, names, inner, word == "some")] if inner is not None else []
        return asked[0] if len(asked) == 1 else Several(tuple(asked), is_any=False) if asked else None

    def _check_operand(self, operator: Operator, value: Node, setting: Scalar, holds: str) -> None:
        if any(value.start <= span.start <= value.end for span in self.misshapen):
            return
        if holds not in operator.types:
            kinds = [kind for kind in operator.types if kind not in ("a word", "a list of texts")]
            self._wrong(setting, f"`{operator.name}` is for {' or '.join(kinds)}; {setting.text} holds {holds}")
        elif operator.name == "matches":
            self._check_pattern(value)
        elif not operator.is_of_whole:
            for each in value.items if isinstance(value, Sequence) else (value,):
                self._check_value(each, setting, holds)

    def _check_value(self, node: Node, setting: Scalar, holds: str) -> None:
        """A number may stand for a text, which has the same digits; what YAML takes for a truth may be meant as a word."""
        wanted = _Plain().of(node)
        if isinstance(wanted, bool) is not (holds in TRUTH) or (holds in NUMBER and not isinstance(wanted, int)):
            quotes = "; put it in quotes" if isinstance(wanted, bool) and holds not in NUMBER else ""
            self._wrong(node, f"expected {holds}, as {setting.text} holds, got {shown(wanted)}{quotes}")

    def _check_pattern(self, value: Node) -> None:
        from s3lint.base.regular import Regular, TooMuchWork
        from s3lint.base.regular_syntax import PatternError

        try:
            Regular(str(_Plain().of(value)))
        except PatternError as error:
            self._wrong(value, f"expected {error}")
        except TooMuchWork as error:
            self._wrong(value, f"expected a regular expression of at most {error.limit} {error.what.split()[0]}")


def _example(said: dict[str, str]) -> Example:
    def text(language: str) -> str | NotExpressible:
        # The first line of an example counts as not indented, whatever the others are.
        return f"\n{said[language]}" if language in said else not_expressible("")

    return Example(said["title"], text("cloudformation"), text("terraform"))
