"""`.tf.json` and `.tfvars.json` to the nodes of native syntax.

JSON does not say what is a block and what an argument; Terraform asks its schemas. Here the top level and the blocks
that are Terraform's own are blocks; inside a resource everything else is an argument, whose object or array of objects
evaluates to the same value as blocks of that name would.
"""

from __future__ import annotations

from bisect import bisect_left

from s3lint.base.json_text import (
    Json,
    JsonArray,
    JsonMember,
    JsonObject,
    JsonReader,
    JsonScalar,
    JsonString,
)
from s3lint.base.record import Record
from s3lint.base.source import Comment, Source, Span
from s3lint.languages.terraform.syntax import layout, reader, strings
from s3lint.languages.terraform.syntax.comments import placed
from s3lint.languages.terraform.syntax.nodes import (
    Argument,
    Block,
    Body,
    Expression,
    File,
    ForDirective,
    IfDirective,
    Label,
    Literal,
    ObjectItem,
    ObjectNode,
    SyntaxProblem,
    TemplateExpression,
    TemplatePart,
    TupleNode,
)
from s3lint.languages.terraform.syntax.strings import Refusal, Run


class Shape(Record):
    """How a body is read: blocks by name with the number of their labels and their own shape; `words` are arguments whose
    strings are expressions themselves (references, types); `is_literal` says that no string is a template.
    """

    blocks: dict[str, tuple[int, Shape]]
    words: tuple[str, ...] = ()
    is_literal: bool = False


_PLAIN = Shape({})
_LIFECYCLE = Shape({"precondition": (0, _PLAIN), "postcondition": (0, _PLAIN)}, ("ignore_changes", "replace_triggered_by"))
_INNER = Shape({"dynamic": (1, Shape({"content": (0, _PLAIN)}))})
_RESOURCE = Shape(
    {
        "lifecycle": (0, _LIFECYCLE),
        "dynamic": (1, Shape({"content": (0, _INNER)})),
        "connection": (0, _PLAIN),
        "provisioner": (1, _PLAIN),
    },
    ("provider", "depends_on"),
)
_MOVE = Shape({"lifecycle": (0, _PLAIN)}, ("from", "to", "provider"))
_TERRAFORM = Shape({"backend": (1, _PLAIN), "cloud": (0, _PLAIN), "required_providers": (0, _PLAIN)}, is_literal=True)
_FILE = Shape(
    {
        "resource": (2, _RESOURCE),
        "data": (2, _RESOURCE),
        "ephemeral": (2, _RESOURCE),
        "module": (1, Shape({"lifecycle": (0, _LIFECYCLE)}, ("providers", "depends_on"))),
        "variable": (1, Shape({"validation": (0, _PLAIN)}, ("type",), is_literal=True)),
        "output": (1, Shape({"precondition": (0, _PLAIN)}, ("depends_on",))),
        "locals": (0, _PLAIN),
        "provider": (1, _PLAIN),
        "terraform": (0, _TERRAFORM),
        "moved": (0, _MOVE),
        "removed": (0, _MOVE),
        "import": (0, _MOVE),
        "check": (1, Shape({"data": (2, _RESOURCE), "assert": (0, _PLAIN)})),
    }
)
_VALUES = Shape({}, is_literal=True)


def read(source: Source) -> File:
    """Read `.tf.json` or `.tfvars.json`. Never raises: what is wrong is in `problems`, what was complete before is kept."""
    body, builder = _built(source)
    return File(source, body, tuple(builder.problems))


def literal(value: Json) -> Expression:
    """A value in which no string is a template."""
    return _Builder(0).expression(value, "literal")


def comments(source: Source) -> tuple[Comment, ...]:
    """The members named `//` of bodies and of blocks' labels, which Terraform ignores; of those that are strings."""
    if '"//"' not in source.text:
        return ()
    _, builder = _built(source)
    found = [(member.key.span.start, value.span.end, value.text) for member, value in builder.comments]
    return placed(source.text, sorted(found))


def _built(source: Source) -> tuple[Body, _Builder]:
    reader = JsonReader(source.text)
    document = reader.document()
    builder = _Builder(len(source.text) + 1 if reader.problem is None else reader.problem.span.start)
    if reader.problem is not None:
        builder.problem(reader.problem.message, reader.problem.span)
    is_values = source.path.endswith(".tfvars.json")
    body = builder.body(builder.objects(document), document.span, _VALUES if is_values else _FILE, 0)
    return body, builder


class _Builder:
    """`broken_at` is where the text broke off, or past its end: what reaches there is not complete."""

    def __init__(self, broken_at: int) -> None:
        self.broken_at = broken_at
        self.problems: list[SyntaxProblem] = []
        self.comments: list[tuple[JsonMember, JsonString]] = []

    def comment(self, member: JsonMember) -> None:
        if isinstance(member.value, JsonString):
            self.comments.append((member, member.value))

    def problem(self, message: str, span: Span) -> None:
        self.problems.append(SyntaxProblem(message, span))

    def objects(self, value: Json) -> list[JsonObject]:
        """The objects that a value stands for: itself, or the items of an array."""
        match value:
            case JsonObject():
                return [value]
            case JsonArray(items):
                return [found for item in items for found in self.objects(item)]
            case JsonScalar(None):
                return []
            case _:
                self.problem("expected an object", value.span)
                return []

    def body(self, objects: list[JsonObject], span: Span, shape: Shape, depth: int) -> Body:
        """A statement of the file that is wrong somewhere is left out whole."""
        arguments: dict[str, Argument] = {}
        blocks: list[Block] = []
        for member in (member for found in objects for member in found.members):
            name = member.key.text
            try:
                if name == "//":
                    self.comment(member)
                elif name in shape.blocks:
                    labels, inner = shape.blocks[name]
                    blocks += self.blocks(member, (), member.value, labels, inner, depth)
                elif shape is _FILE:
                    self.problem(f"expected a block of Terraform, found `{name}`", member.key.span)
                elif name in arguments:
                    raise layout.duplicate(name, member.key.span.start + 1)
                else:
                    arguments[name] = self.argument(member, shape)
            except Refusal as refusal:
                self.refuse(refusal, depth)
        return Body(arguments, tuple(blocks), span)

    def refuse(self, refusal: Refusal, depth: int) -> None:
        if depth:
            raise refusal
        self.problem(refusal.message, Span(refusal.start, refusal.end))

    def argument(self, member: JsonMember, shape: Shape) -> Argument:
        name = member.key.text
        mode = "word" if name in shape.words else "literal" if shape.is_literal else "template"
        span = Span(member.key.span.start, member.value.span.end)
        return Argument(name, member.key.span, self.expression(member.value, mode), span)

    def blocks(
        self, head: JsonMember, labels: tuple[Label, ...], value: Json, left: int, shape: Shape, depth: int
    ) -> list[Block]:
        found: list[Block] = []
        for each in self.objects(value):
            if left:
                for member in each.members:
                    if member.key.text == "//":
                        self.comment(member)
                    else:
                        label = Label(member.key.text, member.key.span)
                        found += self.blocks(head, (*labels, label), member.value, left - 1, shape, depth)
            elif each.span.end < self.broken_at:
                last = labels[-1].span if labels else head.key.span
                try:
                    body = self.body([each], each.span, shape, depth + 1)
                except Refusal as refusal:
                    self.refuse(refusal, depth)
                else:
                    found.append(Block(head.key.text, labels, body, last, Span(last.start, each.span.end)))
        return found

    def expression(self, value: Json, mode: str) -> Expression:
        match value:
            case JsonScalar(scalar, span):
                return Literal(scalar, span)
            case JsonString():
                return self.string(value, mode)
            case JsonArray(items, span):
                return TupleNode(tuple(self.expression(item, mode) for item in items), span)
            case JsonObject(members, span):
                key_mode = "literal" if mode == "word" else mode
                return ObjectNode(
                    tuple(
                        ObjectItem(self.string(member.key, key_mode), self.expression(member.value, mode)) for member in members
                    ),
                    span,
                )

    def string(self, value: JsonString, mode: str) -> Expression:
        text = value.text
        if mode == "word" or (mode == "template" and ("${" in text or "%{" in text)):
            places = _Places(value)
            found = (reader.expression_at if mode == "word" else reader.template_at)(text, places.span)
            if not isinstance(found, SyntaxProblem):
                return _whole(found, value.span, places)
            raise Refusal(found.message, found.span.start, found.span.end)
        return strings.quoted([Run(list(value.segments))], value.span, Span)


class _Places:
    """Where each character of a decoded string stands in the source."""

    def __init__(self, value: JsonString) -> None:
        self.text = value.text
        self.starts: list[int] = []
        for text, start, end in value.segments:
            is_verbatim = len(text) == end - start
            self.starts += (start + index if is_verbatim else start for index in range(len(text)))
        self.starts.append(value.span.end - 1)

    def span(self, start: int, end: int) -> Span:
        return Span(self.starts[start], self.starts[end])

    def runs(self, literal: Literal) -> list[TemplatePart]:
        """A literal part as runs that stand in the source as they are, and escapes."""
        text = literal.value
        if not isinstance(text, str) or len(text) == literal.span.end - literal.span.start:
            return [literal]
        first = bisect_left(self.starts, literal.span.start)
        if self.text[first : first + len(text)] != text:
            return [literal]
        runs: list[TemplatePart] = []
        begin = first
        for index in range(first + 1, first + len(text) + 1):
            width = self.starts[index] - self.starts[index - 1]
            if index == first + len(text) or width > 1 or self.starts[index + 1] - self.starts[index] > 1:
                runs.append(Literal(self.text[begin:index], self.span(begin, index)))
                begin = index
        return runs


def _whole(found: Expression, span: Span, places: _Places) -> Expression:
    match found:
        case TemplateExpression(parts):
            return TemplateExpression(_exact(parts, places), span)
        case Literal(value):
            return Literal(value, span)
        case _:
            return found


def _exact(parts: tuple[TemplatePart, ...], places: _Places) -> tuple[TemplatePart, ...]:
    exact: list[TemplatePart] = []
    for part in parts:
        match part:
            case Literal():
                exact += places.runs(part)
            case IfDirective(condition, then, otherwise, span):
                exact.append(IfDirective(condition, _exact(then, places), _exact(otherwise, places), span))
            case ForDirective(key, value, collection, body, span):
                exact.append(ForDirective(key, value, collection, _exact(body, places), span))
            case _:
                exact.append(part)
    return tuple(exact)
