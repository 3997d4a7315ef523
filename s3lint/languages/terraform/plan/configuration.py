"""The configuration part of a plan: what each resource says, and which bucket an argument refers to."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

MAX_HOPS = 32
"""How many module arguments and outputs a reference is followed through."""

_STEP = re.compile(r'module\.([^.\[]+)(\[(?:"(?:[^"\\]|\\.)*"|[0-9]+)\])?\.')
_KEY = re.compile(r'\[(?:"(?:[^"\\]|\\.)*"|[0-9]+)\]$')
_BUCKET = re.compile(r'(aws_s3_bucket\.[^.\[]+)(\[(?:"(?:[^"\\]|\\.)*"|[0-9]+)\])?(?:\.(?:id|bucket))?$')

_Module = tuple[str, ...]
"""The steps of a module address, each with its instance key."""


def member(node: object, key: str) -> object:
    return node.get(key) if isinstance(node, dict) else None


def elements(node: object) -> list[object]:
    return node if isinstance(node, list) else []


def word(node: object) -> str:
    return node if isinstance(node, str) else ""


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

    def sensitive_variables(self, given: object) -> Iterator[object]:
        """What variables hold that are declared sensitive: the values given to the root module, and all defaults."""
        pending = [self._root]
        while pending:
            module = pending.pop()
            calls = member(module, "module_calls")
            pending += [member(call, "module") for call in calls.values()] if isinstance(calls, dict) else []
            declared = member(module, "variables")
            for name, declaration in declared.items() if isinstance(declared, dict) else ():
                if member(declaration, "sensitive") is True:
                    yield member(declaration, "default")
                    if module is self._root:
                        yield member(member(given, name), "value")

    def expressions(self, address: str) -> object:
        """What the configuration says of a resource, by argument; None where that is not known."""
        node = self._resource(address)
        said = member(node, "expressions")
        return {} if said is None and node is not None else said

    def provider(self, address: str) -> str:
        """The provider configuration of a resource; that of its type where the plan does not say."""
        return word(member(self._resource(address), "provider_config_key")) or "aws"

    def bucket(self, address: str, argument: str, declared: Container[str]) -> str:
        """The address of the declared bucket that an argument refers to; empty where that can't be told."""
        module, rest = split(address)
        found = _KEY.search(rest)
        key = found.group(0) if found is not None else ""
        node = self._resource(address)
        expression = member(member(node, "expressions"), argument)
        each = member(node, "for_each_expression") or member(node, "count_expression")
        return self._referred(module, expression, each, key, declared, MAX_HOPS)

    def _referred(
        self, module: _Module, expression: object, each: object, key: str, declared: Container[str], hops: int
    ) -> str:
        references = [word(node) for node in elements(member(expression, "references"))]
        if any(reference.startswith(("each.value", "each.key")) for reference in references):
            references += [word(node) for node in elements(member(each, "references"))]
        for reference in references:
            found = self._one(module, reference, key, declared, hops)
            if found:
                return found
        return ""

    def _one(self, module: _Module, reference: str, key: str, declared: Container[str], hops: int) -> str:
        bucket = _BUCKET.match(reference)
        if bucket is not None:
            for suffix in (bucket.group(2) or "", key):
                address = _joined(module, bucket.group(1) + suffix)
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
