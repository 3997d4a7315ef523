"""The configuration part of a plan: what each resource says, and which bucket an argument refers to."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from s3lint.languages.terraform.syntax.json_reader import Json, JsonArray, JsonObject, JsonString

MAX_HOPS = 32
"""How many module arguments and outputs a reference is followed through."""

_STEP = re.compile(r'module\.([^.\[]+)(\[(?:"(?:[^"\\]|\\.)*"|[0-9]+)\])?\.')
_KEY = re.compile(r'\[(?:"(?:[^"\\]|\\.)*"|[0-9]+)\]$')
_BUCKET = re.compile(r'(aws_s3_bucket\.[^.\[]+)(\[(?:"(?:[^"\\]|\\.)*"|[0-9]+)\])?(?:\.(?:id|bucket))?$')

_Module = tuple[str, ...]
"""The steps of a module address, each with its instance key."""


def field(node: Json | None, key: str) -> Json | None:
    """A member of an object; the last of that name, as JSON readers do."""
    if isinstance(node, JsonObject):
        for member in reversed(node.members):
            if member.key.text == key:
                return member.value
    return None


def items(node: Json | None) -> Sequence[Json]:
    return node.items if isinstance(node, JsonArray) else ()


def text(node: Json | None) -> str:
    return node.text if isinstance(node, JsonString) else ""


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
    """`node` is the `configuration` of a plan; a state has none, and then everything is asked of the values alone."""

    def __init__(self, node: Json | None) -> None:
        self._root = field(node, "root_module")
        self._resources: dict[tuple[str, ...], dict[str, Json]] = {}

    def _module(self, module: _Module) -> Json | None:
        found = self._root
        for step in module:
            found = field(field(field(found, "module_calls"), _name(step)), "module")
        return found

    def _resource(self, address: str) -> Json | None:
        module, rest = split(address)
        names = tuple(_name(step) for step in module)
        known = self._resources.get(names)
        if known is None:
            listed = items(field(self._module(module), "resources"))
            known = self._resources[names] = {text(field(node, "address")): node for node in listed}
        return known.get(_KEY.sub("", rest))

    def expressions(self, address: str) -> Json | None:
        """What the configuration says of a resource, by argument; None where that is not known."""
        node = self._resource(address)
        return field(node, "expressions") or (JsonObject((), node.span) if node is not None else None)

    def provider(self, address: str) -> str:
        """The provider configuration of a resource; that of its type where the plan does not say."""
        return text(field(self._resource(address), "provider_config_key")) or "aws"

    def bucket(self, address: str, argument: str, declared: Container[str]) -> str:
        """The address of the declared bucket that an argument refers to; empty where that can't be told."""
        module, rest = split(address)
        found = _KEY.search(rest)
        key = found.group(0) if found is not None else ""
        node = self._resource(address)
        expression = field(field(node, "expressions"), argument)
        each = field(node, "for_each_expression") or field(node, "count_expression")
        return self._referred(module, expression, each, key, declared, MAX_HOPS)

    def _referred(
        self, module: _Module, expression: Json | None, each: Json | None, key: str, declared: Container[str], hops: int
    ) -> str:
        references = [text(node) for node in items(field(expression, "references"))]
        if any(reference.startswith(("each.value", "each.key")) for reference in references):
            references += [text(node) for node in items(field(each, "references"))]
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
            call = field(field(self._module(module[:-1]), "module_calls"), _name(module[-1]))
            name = reference.split(".")[1].partition("[")[0]
            found = _KEY.search(module[-1])
            each = field(call, "for_each_expression") or field(call, "count_expression")
            expression = field(field(call, "expressions"), name)
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
            expression = field(field(field(self._module(inner), "outputs"), name), "expression")
            found = self._referred(inner, expression, None, "", declared, hops - 1)
            if found:
                return found
        return ""
