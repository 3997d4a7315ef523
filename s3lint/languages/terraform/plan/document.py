"""What of a plan or a state is read: with places the resources of the types that the model knows, without them its
configuration. The rest is skipped, which is most of a plan: other services, the state it was made from.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from s3lint.base.json_text import Json, JsonArray, JsonMember, JsonObject, JsonReader, JsonString
from s3lint.base.record import Record
from s3lint.base.source import Span
from s3lint.languages.secrets import Secrets
from s3lint.languages.terraform.declarations.project import Attributes
from s3lint.languages.terraform.plan.configuration import elements, member, word


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


class PlanDocument(Record):
    """`root` has the members that say which resources there are; `configuration` is as `json.loads` gives it.

    `variables` are the values of those of the root module; `prior_state` is where the state stands that the plan starts from.
    """

    root: Json
    configuration: object = None
    variables: Json | None = None
    prior_state: int | None = None


class PlanReader(JsonReader):
    """Reads a plan. What has not the shape that the format promises is read whole, so that somebody can say so."""

    def __init__(self, plan: str, types: Collection[str]) -> None:
        super().__init__(plan)
        self._types = types

    def plan(self) -> PlanDocument:
        """The document; the resources planned, or in the state, only where it has no list of changes."""
        if self.peek() != "{":
            return PlanDocument(self.document())
        start = self.offset
        members: list[JsonMember] = []
        values: list[tuple[JsonString, int]] = []
        configuration = variables = prior_state = None
        for key in self.members():
            match key.text:
                case "format_version":
                    members.append(JsonMember(key, self.value()))
                case "resource_changes":
                    members.append(JsonMember(key, self._resources()))
                case "configuration":
                    configuration = self.skipped()
                case "variables":
                    variables = self.value()
                case "prior_state":
                    prior_state = self.offset
                    self.skip()
                case "planned_values" | "values":
                    values.append((key, self.offset))
                    self.skip()
                case _:
                    self.skip()
        span = Span(start, self.offset)
        self.end()
        if self.problem is None and not any(isinstance(member.value, JsonArray) for member in members):
            for key, self.offset in values:
                members.append(JsonMember(key, self._chosen({"root_module": self._module})))
        return PlanDocument(JsonObject(tuple(members), span), configuration, variables, prior_state)

    def data(self, document: PlanDocument, secrets: Secrets) -> Attributes:
        """The attributes of the data sources that were read for a plan, by their addresses; the sensitive ones are noted."""
        if document.prior_state is None:
            return {}
        self.offset = document.prior_state
        state = self.skipped()
        found: dict[str, dict[str, object]] = {}
        pending = [member(member(state, "values"), "root_module")]
        while pending:
            module = pending.pop()
            pending += elements(member(module, "child_modules"))
            for node in elements(member(module, "resources")):
                values = member(node, "values")
                if member(node, "mode") == "data" and isinstance(values, dict):
                    found[word(member(node, "address"))] = values
                    secrets.add_json(values, member(node, "sensitive_values"))
        return found

    def _module(self) -> Json:
        return self._chosen({"resources": self._resources, "child_modules": self._modules})

    def _modules(self) -> Json:
        if self.peek() != "[":
            return self.value()
        start = self.offset
        found = [self._module() for _ in self.items()]
        return JsonArray(tuple(found), Span(start, self.offset))

    def _chosen(self, wanted: Mapping[str, Callable[[], Json]]) -> Json:
        """The object that is next, with the members that are wanted."""
        if self.peek() != "{":
            return self.value()
        start = self.offset
        found: list[JsonMember] = []
        for key in self.members():
            read = wanted.get(key.text)
            if read is None:
                self.skip()
            else:
                found.append(JsonMember(key, read()))
        return JsonObject(tuple(found), Span(start, self.offset))

    def _resources(self) -> Json:
        """The list that is next, with the resources of the types, and all that has none."""
        if self.peek() != "[":
            return self.value()
        start = self.offset
        found: list[Json] = []
        for begin in self.items():
            described = self.skipped()
            kind = described.get("type") if isinstance(described, dict) else None
            if not isinstance(kind, str) or kind in self._types:
                self.offset = begin
                found.append(self.value())
        self.ends[start] = self.offset
        return JsonArray(tuple(found), Span(start, self.offset))
