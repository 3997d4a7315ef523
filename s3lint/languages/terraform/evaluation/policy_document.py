"""The data source `aws_iam_policy_document` as the provider renders it.

Documents are merged by statement id as `IAMPolicyDoc.Merge` of the AWS provider does: an equal `sid` replaces the
statement in its place, everything else is appended; source documents come first, then the own statements, then overrides.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from s3lint.base.record import replace
from s3lint.base.value import (
    Absent,
    Data,
    Encoded,
    Entry,
    Known,
    ListValue,
    MapValue,
    Origin,
    Piece,
    Setting,
    Text,
    Unknown,
    Value,
    map_arms,
    text_of,
)
from s3lint.base.view import View, view_of
from s3lint.base.worlds import EVERYWHERE, Fork, World
from s3lint.languages.terraform.evaluation.frame import cases
from s3lint.languages.terraform.values.origins import literal
from s3lint.policy.documents.json_text import read_json

Statement = tuple[str, Setting[Data]]
"""A statement's id, empty where it has none, and the statement."""


class _Merged:
    """Statements in order, with what is unknown of further ones."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.rest: Unknown | None = None
        self.identity: Entry | None = None

    def add(self, statement: Statement, *, replaces: bool = True) -> None:
        """A further statement, which takes the place of one of another document that has the same sid."""
        sid = statement[0] if replaces else ""
        for index, (earlier, _) in enumerate(self.statements):
            if sid and earlier == sid:
                self.statements[index] = statement
                return
        self.statements.append(statement)


def document(settings: Value[Data], header: Origin) -> Value[Data]:
    """The `json` of a document with these settings, as a structure that keeps every place."""
    return cases(
        lambda world: _document(view_of(settings, header, world)), header, in_parts=lambda: _one_by_one(settings, header)
    )


def _one_by_one(settings: Value[Data], header: Origin) -> Value[Data] | None:
    """The document where each statement has conditions of its own, and there are none but its own."""
    match settings:
        case Known(MapValue(entries) as own, origin) if "statement" in entries:
            others = {name: entry for name, entry in entries.items() if name != "statement"}
            entry = entries["statement"]
        case _:
            return None
    match entry.value:
        case Known(ListValue(blocks, None)):
            statements = tuple(cases(partial(_optional, block, header), header) for block in blocks)
        case _:
            return None
    try:
        around = _document(view_of(Known(replace(own, entries=others), origin), header, EVERYWHERE))
    except Fork:
        return None
    match around:
        case Known(Encoded(Known(MapValue(parts) as whole, place)), _) if parts["Statement"].value == Known(
            ListValue(()), header
        ):
            found = Entry(header, Known(ListValue(statements), header))
            return Known(Encoded(Known(replace(whole, entries={**parts, "Statement": found}), place)), header)
        case _:
            return None


def _optional(block: Value[Data], header: Origin, world: World) -> Setting[Data]:
    setting = world.settle(block)
    return setting if isinstance(setting, Absent | Unknown) else _statement(view_of(setting, header, world))[1]


def _document(view: View) -> Setting[Data]:
    merged = _Merged()
    _merge_documents(merged, view, "source_policy_documents")
    _merge_documents(merged, view, "source_json")
    identity = view.entry("policy_id")
    if identity is not None:
        merged.identity = identity
    blocks, rest = view.blocks("statement")
    own: set[str] = set()
    for block in blocks:
        statement = _statement(block)
        merged.add(statement, replaces=statement[0] not in own)  # the provider refuses two of one sid in one document
        own.add(statement[0])
    merged.rest = rest or merged.rest
    _merge_documents(merged, view, "override_policy_documents")
    _merge_documents(merged, view, "override_json")
    entries: dict[str, Entry] = {"Version": _version(view)}
    if merged.identity is not None:
        entries["Id"] = merged.identity
    statements = ListValue(tuple(statement for _, statement in merged.statements), merged.rest)
    entries["Statement"] = Entry(view.header, Known(statements, view.header))
    return Known(Encoded(Known(MapValue(entries, region=_region(view)), view.header)), view.header)


def _region(view: View) -> Origin | None:
    """The block that a part of the document is written as."""
    match view.value:
        case Known(MapValue(region=region)):
            return region
        case _:
            return None


def _version(view: View) -> Entry:
    entry = view.entry("version")
    if entry is None or isinstance(view.setting("version"), Absent):
        return Entry(view.header, Known("2012-10-17", view.header))
    return entry


def _merge_documents(merged: _Merged, view: View, key: str) -> None:
    documents, rest = view.items(key)
    merged.rest = rest or merged.rest
    for found in documents:
        _merge(merged, found, view.world)


def _merge(merged: _Merged, found: Setting[Data], world: World) -> None:
    match found:
        case Known(str() | Text() as text, origin):
            if literal(text) == "":
                return
            _merge_structure(merged, read_json(text_of(text, origin), origin)[0], world)
        case Known(Encoded(value)):
            _merge_structure(merged, world.settle(value), world)
        case Unknown() as unknown:
            merged.rest = unknown
        case _:
            return


def _merge_structure(merged: _Merged, structure: Setting[Data], world: World) -> None:
    match structure:
        case Known(MapValue(entries, rest)):
            merged.rest = rest or merged.rest
            merged.identity = entries.get("Id", merged.identity)
            if "Statement" in entries:
                _merge_statements(merged, world.settle(entries["Statement"].value), world)
        case Unknown() as unknown:
            merged.rest = unknown
        case _:
            merged.rest = Unknown("expected a policy document here", structure.origin)


def _merge_statements(merged: _Merged, statements: Setting[Data], world: World) -> None:
    match statements:
        case Known(ListValue(items, rest)):
            merged.rest = rest or merged.rest
            for item in items:
                setting = world.settle(item)
                if not isinstance(setting, Absent):
                    merged.add((_sid(setting, world), setting))
        case Known(MapValue()):
            merged.add((_sid(statements, world), statements))
        case Unknown() as unknown:
            merged.rest = unknown
        case _:
            return


def _sid(statement: Setting[Data], world: World) -> str:
    match statement:
        case Known(MapValue(entries)) if "Sid" in entries:
            match world.settle(entries["Sid"].value):
                case Known(data):
                    return literal(data) or ""
    return ""


def _statement(view: View) -> Statement:
    entries: dict[str, Entry] = {}
    sid = ""
    match view.setting("sid"):
        case Known(data):
            sid = literal(data) or ""
            entry = view.entry("sid")
            if sid and entry is not None:
                entries["Sid"] = entry
    effect = view.entry("effect")
    given = view.setting("effect")
    if effect is None or isinstance(given, Absent):
        entries["Effect"] = Entry(view.header, Known("Allow", view.header))
    else:
        entries["Effect"] = Entry(effect.key, given)
    for key, argument in (
        ("Action", "actions"),
        ("NotAction", "not_actions"),
        ("Resource", "resources"),
        ("NotResource", "not_resources"),
    ):
        entries.update(_list(view, key, argument))
    for key, block in (("Principal", "principals"), ("NotPrincipal", "not_principals")):
        entries.update(_principals(view, key, block))
    entries.update(_conditions(view))
    return sid, Known(MapValue(entries, region=_region(view)), view.header)


def _list(view: View, key: str, argument: str) -> Iterator[tuple[str, Entry]]:
    entry = view.entry(argument)
    if entry is None:
        return
    match view.setting(argument):
        case Absent() | Known(ListValue((), None)):
            return
        case setting:
            yield key, Entry(entry.key, _with_variables(setting))


def _principals(view: View, key: str, block: str) -> Iterator[tuple[str, Entry]]:
    blocks, rest = view.blocks(block)
    entry = view.entry(block)
    if entry is None or not (blocks or rest):
        return
    kinds: dict[str, list[Entry]] = {}
    for principal in blocks:
        match principal.word("type"):
            case Known(kind):
                identifiers = principal.entry("identifiers")
                if identifiers is not None:
                    setting = _with_variables(principal.setting("identifiers"))
                    kinds.setdefault(kind, []).append(Entry(identifiers.key, setting))
            case Absent():
                continue
            case Unknown() as unknown:
                rest = unknown
    if list(kinds) == ["*"] and rest is None and _is_star(kinds["*"], view.world):
        yield key, Entry(entry.key, Known("*", view.world.settle(kinds["*"][0].value).origin))
        return
    entries = {kind: Entry(found[0].key, _joined([one.value for one in found], view.world)) for kind, found in kinds.items()}
    yield key, Entry(entry.key, Known(MapValue(entries, rest), blocks[0].header if blocks else view.header))


def _is_star(found: list[Entry], world: World) -> bool:
    match _joined([entry.value for entry in found], world):
        case Known(ListValue((only,), None)):
            setting = world.settle(only)
            return isinstance(setting, Known) and literal(setting.value) == "*"
        case _:
            return False


def _joined(values: list[Value[Data]], world: World) -> Setting[Data]:
    """Several lists of one key as one list."""
    settings = [world.settle(value) for value in values]
    if len(settings) == 1:
        return settings[0]
    items: list[Value[Data]] = []
    rest: Unknown | None = None
    for setting in settings:
        match setting:
            case Known(ListValue(found, further)):
                items += found
                rest = further or rest
            case Unknown() as unknown:
                rest = unknown
            case Known():
                items.append(setting)
            case Absent():
                continue
    return Known(ListValue(tuple(items), rest), settings[0].origin)


def _conditions(view: View) -> Iterator[tuple[str, Entry]]:
    blocks, rest = view.blocks("condition")
    entry = view.entry("condition")
    if entry is None or not (blocks or rest):
        return
    tests: dict[str, dict[str, list[Entry]]] = {}
    keys: dict[str, Origin] = {}
    for block in blocks:
        test, variable, values = block.word("test"), block.word("variable"), block.entry("values")
        if not (isinstance(test, Known) and isinstance(variable, Known)):
            unknown = test if isinstance(test, Unknown) else variable
            rest = unknown if isinstance(unknown, Unknown) else Unknown("expected a test and a variable", block.header)
        elif values is not None:
            keys.setdefault(test.value, test.origin)
            found = Entry(variable.origin, _with_variables(block.setting("values")))
            tests.setdefault(test.value, {}).setdefault(variable.value, []).append(found)
    entries = {
        test: Entry(
            keys[test],
            Known(
                MapValue(
                    {
                        name: Entry(found[0].key, _joined([one.value for one in found], view.world))
                        for name, found in variables.items()
                    }
                ),
                keys[test],
            ),
        )
        for test, variables in tests.items()
    }
    yield "Condition", Entry(entry.key, Known(MapValue(entries, rest), blocks[0].header if blocks else view.header))


def _with_variables(value: Value[Data]) -> Value[Data]:
    """`&{` stands for `${`, which Terraform would take for its own; a text keeps its places where nothing changes."""
    return map_arms(value, _arm_with_variables)


def _arm_with_variables(arm: Setting[Data]) -> Setting[Data]:
    match arm:
        case Known(str() as text, origin) if "&{" in text:
            return Known(text.replace("&{", "${"), origin)
        case Known(Text(pieces), origin) if any(_has_variable(piece) for piece in pieces):
            return Known(Text(tuple(_replaced(piece) for piece in pieces)), origin)
        case Known(ListValue(items) as found, origin):
            return Known(replace(found, items=tuple(_with_variables(item) for item in items)), origin)
        case _:
            return arm


def _has_variable(piece: Piece) -> bool:
    return isinstance(piece.content, str) and "&{" in piece.content


def _replaced(piece: Piece) -> Piece:
    return Piece(piece.content.replace("&{", "${"), piece.origin) if isinstance(piece.content, str) else piece
