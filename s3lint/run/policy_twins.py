"""Makes the twins of an example of which only the statement of a policy is written.

The statement is read with PyYAML and written twice: as the YAML of a template, and as what `jsonencode` gets in Terraform, in
the layout of `terraform fmt`.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from inspect import cleandoc
from itertools import groupby
from typing import ClassVar

import yaml

from s3lint.base.record import Record
from s3lint.run.example import Twins, Wrapper

HOLE = "<policy>"
SYMBOL = re.compile(r"\$([a-z][a-z0-9]*)")
BUCKET = "bucket"
"""The symbol that is no input."""


def twins(text: str, wrapper: Wrapper) -> Twins:
    """The texts in both languages. Raises ValueError, or an error of PyYAML, where the text is no statement."""
    written = _read(cleandoc(text))
    parameters = _declared("  {Input}:{mark}\n    Type: String\n", written.inputs)
    variables = _declared('variable "{input}" {{{mark}\n  type = string\n}}\n\n', written.inputs)
    return Twins(
        ("Parameters:\n" if parameters else "") + parameters + _filled(wrapper.cloudformation, _Yaml(written).document()),
        variables + _filled(wrapper.terraform, _Hcl(written).document()),
    )


class _Written(Record):
    """Statements, the marks by the numbers of their lines, and the inputs with the marks that their declarations get."""

    statements: list[yaml.MappingNode]
    marks: dict[int, str]
    inputs: dict[str, str]


def _read(text: str) -> _Written:
    marks: dict[int, str] = {}
    inputs: dict[str, str] = {}
    for number, line in enumerate(text.splitlines()):
        code, sign, words = line.partition("  # ")
        mark = sign + words
        used = [name for name in SYMBOL.findall(code) if name != BUCKET]
        for name in used:
            inputs[name] = inputs.get(name) or mark
        marks[number] = "" if used else mark
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    members = node.value if isinstance(node, yaml.SequenceNode) else [node]
    statements = [member for member in members if isinstance(member, yaml.MappingNode)]
    if len(statements) < len(members):
        raise ValueError(f"expected a statement or a list of statements, not {text!r}")
    return _Written(statements, marks, inputs)


def _declared(declaration: str, inputs: dict[str, str]) -> str:
    return "".join(declaration.format(input=name, Input=name.capitalize(), mark=mark) for name, mark in inputs.items())


def _filled(wrapper: str, document: list[str]) -> str:
    """The wrapper with the document in its hole, indented as the line with the hole is."""
    text = cleandoc(wrapper)
    [line] = [line for line in text.splitlines() if HOLE in line]
    indentation = line[: len(line) - len(line.lstrip())]
    filled = line.replace(HOLE, f"\n{indentation}".join(document))
    return text.replace(line, filled.replace(": \n", ":\n"))


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode) and not node.flow_style


class _Writer(ABC):
    """Writes what was read in one language. Only maps that are written as blocks take more than a line."""

    equals: ClassVar[str]

    def __init__(self, written: _Written) -> None:
        self.statements = written.statements
        self.marks = written.marks

    @abstractmethod
    def document(self) -> list[str]:
        """The lines of the policy, of which the first stands where the hole is."""

    @abstractmethod
    def key(self, name: str) -> str: ...

    @abstractmethod
    def scalar(self, node: yaml.ScalarNode) -> str: ...

    def inline(self, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node)
        if isinstance(node, yaml.MappingNode):
            members = (f"{self.key(key.value)}{self.equals}{self.inline(value)}" for key, value in node.value)
            return f"{{ {', '.join(members)} }}"
        return f"[{', '.join(map(self.inline, node.value))}]"

    def mark(self, key: yaml.Node) -> str:
        return self.marks[key.start_mark.line]


class _Yaml(_Writer):
    equals = ": "

    def document(self) -> list[str]:
        statements: list[str] = []
        for statement in self.statements:
            first, *others = self.block(statement)
            statements += [f"- {first}", *_indented(others)]
        return ["", *_indented(['Version: "2012-10-17"', "Statement:", *_indented(statements)])]

    def block(self, node: yaml.MappingNode) -> list[str]:
        lines: list[str] = []
        for key, value in node.value:
            if _is_block(value):
                # A block begins with its first member, one line below its key.
                first, *others = self.block(value)
                lines += [f"{key.value}:", *_indented([first + self.mark(key), *others])]
            else:
                lines.append(f"{key.value}: {self.inline(value)}{self.mark(key)}")
        return lines

    def key(self, name: str) -> str:
        return name

    def scalar(self, node: yaml.ScalarNode) -> str:
        text = str(node.value)
        whole = SYMBOL.fullmatch(text)
        if whole:
            return f"{'!GetAtt' if whole[1] == BUCKET else '!Ref'} {self.reference(whole[1])}"
        if SYMBOL.search(text):
            pieces = SYMBOL.sub(lambda found: f"${{{self.reference(found[1])}}}", text.replace("${", "${!"))
            return f'!Sub "{pieces}"'
        return json.dumps(text) if node.style else text

    def reference(self, name: str) -> str:
        return "Ledger.Arn" if name == BUCKET else name.capitalize()


class _Hcl(_Writer):
    equals = " = "

    def document(self) -> list[str]:
        blocks = [_indented(self.block(statement)) for statement in self.statements]
        if len(blocks) == 1:
            statements = ["Statement = [{", *blocks[0], "}]"]
        else:
            members = [line for block in blocks for line in ("{", *block, "},")]
            statements = ["Statement = [", *_indented(members), "]"]
        return ["jsonencode({", *_indented(['Version = "2012-10-17"', *statements]), "})"]

    def block(self, node: yaml.MappingNode) -> list[str]:
        lines: list[str] = []
        for is_block, members in groupby(node.value, lambda member: _is_block(member[1])):
            named = [(self.key(key.value), self.mark(key), value) for key, value in members]
            width = max(len(name) for name, _, _ in named)
            for name, mark, value in named:
                if is_block:
                    lines += [f"{name} = {{{mark}", *_indented(self.block(value)), "}"]
                else:
                    lines.append(f"{name:{width}} = {self.inline(value)}{mark}")
        return lines

    def key(self, name: str) -> str:
        return name if name.isalpha() else json.dumps(name)

    def scalar(self, node: yaml.ScalarNode) -> str:
        text = str(node.value)
        whole = SYMBOL.fullmatch(text)
        if whole:
            return self.reference(whole[1])
        return SYMBOL.sub(lambda found: f"${{{self.reference(found[1])}}}", json.dumps(text).replace("${", "$${"))

    def reference(self, name: str) -> str:
        return "aws_s3_bucket.ledger.arn" if name == BUCKET else f"var.{name}"
