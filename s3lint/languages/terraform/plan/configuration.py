"""The configuration part of a plan: what each resource says, and what an argument refers to.

It says what the arguments and blocks of a resource refer to, but nothing of `dynamic` blocks and what is in them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import Union

MAX_HOPS = 32
"""How many module arguments and outputs a reference is followed through."""

_STEP = re.compile(r'module\.([^.\[]+)(\[(?:"(?:[^"\\]|\\.)*"|[0-9]+)\])?\.')
_KEY = re.compile(r'\[(?:"(?:[^"\\]|\\.)*"|[0-9]+)\]$')
_NAMED = re.compile(
    r"((?:aws_s3_bucket|aws_s3_access_point|aws_iam_policy|aws_kms_key)\.[^.\[]+)"
    r'(\[(?:"(?:[^"\\]|\\.)*"|[0-9]+)\])?(?:\.(?:id|bucket|arn|key_id))?$'
)

_Module = tuple[str, ...]
"""The steps of a module address, each with its instance key."""


def member(node: object, key: str) -> object:
    return node.get(key) if isinstance(node, dict) else None


def elements(node: object) -> list[object]:
    return node if isinstance(node, list) else []


def word(node: object) -> str:
    return node if isinstance(node, str) else ""


class Wholly:
    """An argument is said, and so is all in it."""


class Literally:
    """An argument is said by a literal, so that it refers to nothing."""


class Perhaps:
    """Nobody knows what is said: there is no configuration, or a `dynamic` block may say it."""


Said = Union[dict[str, object], list[dict[str, object]], type[Wholly], type[Literally], type[Perhaps], None]
"""Of a block the expressions in it, of blocks of one type those of each; None where nothing is said."""


def said_of(said: Said, key: str) -> Said:
    """What is said of a member of a block or of an argument."""
    if not isinstance(said, dict):
        return None if isinstance(said, list) else said
    match said.get(key):
        case list() as blocks:
            return [block for block in blocks if isinstance(block, dict)]
        case None:
            return None
        case {"constant_value": _}:
            return Literally
        case _:
            return Wholly


def said_of_item(said: Said) -> Said:
    """What is said of an item: of one of several blocks, all that any of them says, as sets have an order of their own.

    So it is with the blocks in them.
    """
    if not isinstance(said, list):
        return said
    found: dict[str, object] = {}
    for block in said:
        for key, value in block.items():
            before = found.get(key)
            found[key] = [*before, *value] if isinstance(before, list) and isinstance(value, list) else value
    return found


def split(address: str) -> tuple[_Module, str]:
    """An address as the steps of its module (`logs["eu"]`) and the rest."""
    steps: list[str] = []
    found = _STEP.match(address)
    while found is not None:
        steps.append(found.group(1) + (found.group(2) or ""))
        address = address[found.end() :]
        found = _STEP.match(address)
    return tuple(steps), address


def _name(step: str) -> str:
    return step.partition("[")[0]


def _joined(module: _Module, address: str) -> str:
    return "".join(f"module.{step}." for step in module) + address


class PlanConfiguration:
    """`node` is the `configuration` of a plan, as `json.loads` gives it: nobody asks for places in it.

    A state has none, and then everything is asked of the values alone.
    """

    def __init__(self, node: object) -> None:
        self._root = member(node, "root_module")
        self._providers = member(node, "provider_config")
        self._resources: dict[tuple[str, ...], dict[str, object]] = {}

    def _module(self, module: _Module) -> object:
        found = self._root
        for step in module:
            found = member(member(member(found, "module_calls"), _name(step)), "module")
        return found

    def _resource(self, address: str) -> object:
        module, rest = split(address)
        names = tuple(_name(step) for step in module)
        known = self._resources.get(names)
        if known is None:
            listed = elements(member(self._module(module), "resources"))
            known = self._resources[names] = {word(member(node, "address")): node for node in listed}
        return known.get(_KEY.sub("", rest))

    def sensitive_variables(self) -> Iterator[str]:
        """The variables of the root module that are declared sensitive."""
        declared = member(self._root, "variables")
        for name, declaration in declared.items() if isinstance(declared, dict) else ():
            if member(declaration, "sensitive") is True:
                yield name

    def sensitive_defaults(self) -> Iterator[object]:
        """The defaults of the variables that are declared sensitive, in all modules."""
        pending = [self._root]
        while pending:
            module = pending.pop()
            calls = member(module, "module_calls")
            pending += [member(call, "module") for call in calls.values()] if isinstance(calls, dict) else []
            declared = member(module, "variables")
            for declaration in declared.values() if isinstance(declared, dict) else ():
                if member(declaration, "sensitive") is True:
                    yield member(declaration, "default")

    def expressions(self, address: str) -> Said:
        """What the configuration says of a resource, by argument."""
        node = self._resource(address)
        said = member(node, "expressions")
        return said if isinstance(said, dict) else {} if node is not None else Perhaps

    def provider(self, address: str) -> str:
        """The provider configuration of a resource; that of its type where the plan does not say."""
        return word(member(self._resource(address), "provider_config_key")) or "aws"

    def region(self, address: str) -> str:
        """The region of a resource's provider configuration, where it is written there."""
        expressions = member(member(self._providers, self.provider(address)), "expressions")
        return word(member(member(expressions, "region"), "constant_value"))

    def named(self, address: str, path: Sequence[str | int], declared: Container[str]) -> str:
        """The address of that of some resources to which an argument refers; empty where that can't be told.

        So it is of an argument in a block beside which there are others of its type: sets have an order of their own.
        """
        module, rest = split(address)
        found = _KEY.search(rest)
        key = found.group(0) if found is not None else ""
        node = self._resource(address)
        expression = member(node, "expressions")
        for step in path:
            blocks = elements(expression)
            only = blocks[0] if len(blocks) == 1 else None
            expression = member(expression, step) if isinstance(step, str) else only
        each = member(node, "for_each_expression") or member(node, "count_expression")
        return self._referred(module, expression, each, key, declared, MAX_HOPS)

    def _referred(
        self, module: _Module, expression: object, each: object, key: str, declared: Container[str], hops: int
    ) -> str:
        references = [word(node) for node in elements(member(expression, "references"))]
        if any(reference.startswith(("each.value", "each.key")) for reference in references):
            iterated = [word(node) for node in elements(member(each, "references"))]
            outputs = [reference[len("each.value") :] for reference in references if reference.startswith("each.value.")]
            references += [f"{one}{key}{output}" for one in iterated if one.startswith("module.") for output in outputs]
            references += iterated
        found = {self._one(module, reference, key, declared, hops) for reference in references} - {""}
        return found.pop() if len(found) == 1 else ""  # of two nobody knows which one is meant

    def _one(self, module: _Module, reference: str, key: str, declared: Container[str], hops: int) -> str:
        named = _NAMED.match(reference)
        if named is not None:
            for suffix in (named.group(2) or "", key):
                address = _joined(module, named.group(1) + suffix)
                if address in declared:
                    return address
            return ""
        if hops <= 0:
            return ""
        if reference.startswith("var.") and module:
            call = member(member(self._module(module[:-1]), "module_calls"), _name(module[-1]))
            name = reference.split(".")[1].partition("[")[0]
            found = _KEY.search(module[-1])
            each = member(call, "for_each_expression") or member(call, "count_expression")
            expression = member(member(call, "expressions"), name)
            return self._referred(module[:-1], expression, each, found.group(0) if found else "", declared, hops - 1)
        if reference.startswith("module."):
            return self._output(module, reference, key, declared, hops)
        return ""

    def _output(self, module: _Module, reference: str, key: str, declared: Container[str], hops: int) -> str:
        step = _STEP.match(reference)
        if step is None:
            return ""
        name = reference[step.end() :].partition(".")[0].partition("[")[0]
        for suffix in dict.fromkeys((step.group(2) or "", key)):
            inner = (*module, step.group(1) + suffix)
            expression = member(member(member(self._module(inner), "outputs"), name), "expression")
            found = self._referred(inner, expression, None, "", declared, hops - 1)
            if found:
                return found
        return ""
