"""From the structure of a policy document to its records: each element with its place, each breach of the grammar noted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial

from s3lint.base.source import Span
from s3lint.base.value import (
    Absent,
    Data,
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
    text_of,
)
from s3lint.base.worlds import Fork, Parts, World
from s3lint.policy.documents.document import Flaw, Policy, PolicyString, PolicyStrings, Principal, Principals, Statement, Test

MAX_STATEMENTS = 500
"""More statements than fit into 20 KB, S3's limit for a policy; the rest of a longer list is not read."""

MAX_ELEMENTS = 2_000
"""More strings than fit into 20 KB; the rest of a longer list is not read."""


_TOP_KEYS = ("Version", "Id", "Statement")
_PARTS = {
    "Principal": "Principal",
    "NotPrincipal": "Principal",
    "Action": "Action",
    "NotAction": "Action",
    "Resource": "Resource",
    "NotResource": "Resource",
}
_PRINCIPAL_KINDS = ("AWS", "Service", "CanonicalUser", "Federated")


class DocumentReader:
    """Reads one document; notes breaches of the grammar as it goes."""

    def __init__(self, world: World, flaws: list[Flaw]) -> None:
        self.world = world
        self.flaws = flaws
        self.size = 0

    def policy(self, document: MapValue, origin: Origin) -> Policy:
        self._known_keys(document, _TOP_KEYS)
        self.size = 2 + len(document.entries)
        version = self._word(document, "Version", origin)
        if isinstance(version, Known) and version.value not in ("2012-10-17", "2008-10-17"):
            self.flaws.append(Flaw(version.origin, f'Version is "{version.value}", expected "2012-10-17"'))
        statements, unknown = self._statements(document, origin)
        if unknown is None and document.rest is not None:
            unknown = document.rest
        flaws = tuple(sorted(self.flaws, key=lambda flaw: (flaw.origin.source.path, flaw.origin.span.start)))
        return Policy(statements, version, origin, unknown, flaws, self.size)

    def _known_keys(self, map_value: MapValue, known: tuple[str, ...]) -> None:
        for key, entry in map_value.entries.items():
            if key not in known and not isinstance(self.world.settle(entry.value), Absent):
                self.flaws.append(Flaw(entry.key, f'"{key}" is not an element of a policy'))

    def _statements(self, document: MapValue, origin: Origin) -> tuple[tuple[Statement, ...], Unknown | None]:
        entry = document.entries.get("Statement")
        if entry is None:
            if document.rest is None:
                self.flaws.append(Flaw(origin, "the document has no Statement"))
            return (), None
        setting = self.world.settle(entry.value)
        statements = setting.value if isinstance(setting, Known) and isinstance(setting.value, ListValue) else None
        if statements is not None and self.world.look is not None:
            from s3lint.policy.documents.optional import looked_at  # where there are too many combinations

            setting = Known(looked_at(statements, self.world), setting.origin)
        try:
            return self._each_statement(setting, entry.key)
        except Fork as fork:
            if statements is not None:
                fork.parts = partial(_parts, statements)
            raise

    def _each_statement(self, statements: Setting[Data], key: Origin) -> tuple[tuple[Statement, ...], Unknown | None]:
        found: list[Statement] = []
        unknown: Unknown | None = None
        items, rest = self._items(statements)
        for item in items[:MAX_STATEMENTS]:
            match item:
                case Known(MapValue() as statement, place):
                    found.append(self._statement(statement, place, len(found) + 1))
                case Known(_, place):
                    self.flaws.append(Flaw(place, "expected a statement, which is an object"))
                case Unknown():
                    unknown = item
        if len(items) > MAX_STATEMENTS:
            unknown = Unknown(f"only the first {MAX_STATEMENTS} statements were read", key)
        return tuple(found), unknown or rest

    def _items(self, value: Value[Data]) -> tuple[list[Setting[Data]], Unknown | None]:
        """A list's items, or a single value as one item; what is absent or null is no item."""
        match self.world.settle(value):
            case Known(ListValue(items, rest)):
                settled = [self.world.settle(item) for item in items]
                return [item for item in settled if not _is_nothing(item)], rest
            case Unknown(names_one=False) as unknown:
                return [], unknown
            case setting:
                return ([] if _is_nothing(setting) else [setting]), None

    def _statement(self, statement: MapValue, origin: Origin, number: int) -> Statement:
        self._known_keys(statement, ("Sid", "Effect", "Condition", *_PARTS))
        self.size += 2 + sum(len(key) + 4 for key in statement.entries)
        sid = self._word(statement, "Sid", origin)
        effect = self._word(statement, "Effect", origin)
        match effect:
            case Known(word, place) if word not in ("Allow", "Deny"):
                self.flaws.append(Flaw(place, f'Effect is "{word}", expected "Allow" or "Deny"'))
            case Absent():
                self.flaws.append(Flaw(origin, "the statement has no Effect"))
        tests, rest = self._tests(statement)
        return Statement(
            number,
            sid.value if isinstance(sid, Known) else "",
            effect,
            self._principals(statement, origin),
            self._part(statement, "Action", origin),
            self._part(statement, "Resource", origin),
            tests,
            rest or statement.rest,
            origin,
        )

    def _word(self, map_value: MapValue, key: str, header: Origin) -> Setting[str]:
        entry = map_value.entries.get(key)
        if entry is None:
            return map_value.rest if map_value.rest is not None else Absent(header)
        match self.world.settle(entry.value):
            case Known(None) | Absent():
                return Absent(header)
            case Known(value, origin):
                string = _string(value, origin)
                if string is None:
                    self.flaws.append(Flaw(origin, f"{key} should be a string"))
                    return Unknown(f"{key} should be a string", origin)
                self.size += len(str(string.text)) + 2
                literal = string.text.literal
                if literal is None:
                    unknowns = string.text.unknowns
                    return unknowns[0] if unknowns else Unknown(f"{key} is {string.text}", origin, (str(string.text),))
                return Known(literal, origin)
            case Unknown() as unknown:
                return unknown

    def _chosen(self, statement: MapValue, part: str, header: Origin) -> tuple[str, Entry] | Unknown | None:
        """The key and entry of a part that is given exactly once, as itself or with `Not`."""
        present = [
            (key, entry)
            for key in (part, f"Not{part}")
            if (entry := statement.entries.get(key)) is not None and not _is_nothing(self.world.settle(entry.value))
        ]
        if len(present) == 1:
            return present[0]
        if present:
            self.flaws.append(Flaw(present[1][1].key, f"the statement has both {part} and Not{part}"))
            return None
        if statement.rest is not None:
            return statement.rest
        self.flaws.append(Flaw(header, f"the statement has no {part}"))
        return None

    def _part(self, statement: MapValue, part: str, header: Origin) -> PolicyStrings:
        match self._chosen(statement, part, header):
            case (key, entry):
                return self._strings(key, entry)
            case Unknown() as unknown:
                return PolicyStrings(part, header, (), unknown)
            case None:
                return PolicyStrings(part, header)

    def _strings(self, key: str, entry: Entry) -> PolicyStrings:
        items, rest = self._items(entry.value)
        found: list[PolicyString] = []
        for item in items[:MAX_ELEMENTS]:
            match item:
                case Known(value, origin):
                    string = _string(value, origin)
                    if string is None:
                        self.flaws.append(Flaw(origin, f"expected a string in {key}"))
                    else:
                        self.size += len(str(string.text)) + 3
                        found.append(string)
                case Unknown(origin=origin):
                    found.append(PolicyString(Text((Piece(item, origin),)), _origin(item, entry.key)))
        if len(items) > MAX_ELEMENTS:
            rest = Unknown(f"only the first {MAX_ELEMENTS} values of {key} were read", entry.key)
        return PolicyStrings(key, _origin(self.world.settle(entry.value), entry.key), tuple(found), rest)

    def _principals(self, statement: MapValue, header: Origin) -> Principals:
        match self._chosen(statement, "Principal", header):
            case (key, entry):
                setting = self.world.settle(entry.value)
                origin = _origin(setting, entry.key)
                match setting:
                    case Known(MapValue() as kinds):
                        return self._typed_principals(key, kinds, _on_one_line(origin, entry.key))
                    case Known(ListValue()):
                        self.flaws.append(Flaw(origin, f'{key} is a bare list, expected "*" or an object such as {{"AWS": …}}'))
                        return Principals(key, origin)
                    case Known(value):
                        return self._bare_principal(key, value, origin)
                    case Unknown() as unknown:
                        return Principals(key, origin, (), unknown)
                    case Absent():
                        return Principals(key, origin)
            case Unknown() as unknown:
                return Principals("Principal", header, (), unknown)
            case None:
                return Principals("Principal", header)

    def _bare_principal(self, key: str, value: Data, origin: Origin) -> Principals:
        string = _string(value, origin)
        if string is not None and string.text.literal not in ("*", None):
            self.flaws.append(Flaw(origin, f'{key} is "{string.text}", expected "*" or an object such as {{"AWS": …}}'))
        if string is None:
            self.flaws.append(Flaw(origin, f'expected "*" or an object in {key}'))
            return Principals(key, origin)
        self.size += len(str(string.text)) + 2
        return Principals(key, origin, (Principal("*", string),))

    def _typed_principals(self, key: str, kinds: MapValue, origin: Origin) -> Principals:
        found: list[Principal] = []
        rest = kinds.rest
        for kind, entry in kinds.entries.items():
            # `principals { type = "*" }` of Terraform is rendered as the bare star.
            if kind not in (*_PRINCIPAL_KINDS, "*"):
                self.flaws.append(Flaw(entry.key, f'"{kind}" is not a type of principal'))
                continue
            strings = self._strings(kind, entry)
            found += [Principal(kind, string) for string in strings.items]
            if strings.rest is None:
                continue
            if kind == "Federated":
                rest = rest or strings.rest
            else:
                found.append(Principal(kind, _anything(strings.rest, strings.origin)))
        return Principals(key, origin, tuple(found), rest)

    def _tests(self, statement: MapValue) -> tuple[tuple[Test, ...], Unknown | None]:
        entry = statement.entries.get("Condition")
        if entry is None:
            return (), None
        found: list[Test] = []
        rest: Unknown | None = None
        for operator, keys, rest_of_block in self._blocks(entry):
            rest = rest or rest_of_block
            for name, values in keys:
                self.size += len(name) + 6
                strings = self._strings(name, values)
                if strings.rest is not None:
                    items = (*strings.items, _anything(strings.rest, strings.origin))
                    strings = PolicyStrings(strings.key, strings.origin, items)
                found.append(Test(operator, name, strings, _covering(values.key, strings.origin)))
        return tuple(found), rest

    def _blocks(self, entry: Entry) -> Iterator[tuple[str, list[tuple[str, Entry]], Unknown | None]]:
        match self.world.settle(entry.value):
            case Known(MapValue(operators, rest)):
                yield "", [], rest
                for operator, block in operators.items():
                    self.size += len(operator) + 6
                    match self.world.settle(block.value):
                        case Known(MapValue(keys, rest)):
                            self._same_keys(keys)
                            yield operator, list(keys.items()), rest
                        case Known(_, origin):
                            self.flaws.append(Flaw(origin, f"expected an object of condition keys in {operator}"))
                        case Unknown() as unknown:
                            yield operator, [], unknown
            case Unknown() as unknown:
                yield "", [], unknown
            case Known(None) | Absent():
                return
            case Known(_, origin):
                self.flaws.append(Flaw(origin, "expected an object of operators in Condition"))

    def _same_keys(self, keys: Mapping[str, Entry]) -> None:
        seen: set[str] = set()
        for key, entry in keys.items():
            if key.lower() in seen:
                self.flaws.append(Flaw(entry.key, f'the condition key "{key}" is there twice, in different capitals'))
            seen.add(key.lower())


def _is_nothing(setting: Setting[Data]) -> bool:
    return isinstance(setting, Absent) or (isinstance(setting, Known) and setting.value is None)


def _parts(statements: ListValue) -> Parts:
    from s3lint.policy.documents.optional import parts_of  # where there are too many combinations

    return parts_of(statements)


def _origin(setting: Setting[Data], use: Origin) -> Origin:
    """The place of a value; where it is used, if nothing states it or somebody gives it who is not the author."""
    return use if isinstance(setting, Absent) or (isinstance(setting, Unknown) and setting.is_input) else setting.origin


def _on_one_line(value: Origin, key: Origin) -> Origin:
    """The place of a value; of its key, where the value takes several lines of the same text."""
    return key if key.source is value.source and not value.via and "\n" in value.text else value


def _covering(key: Origin, values: Origin) -> Origin:
    """From a key to the end of its value, where both stand in one line; the key alone, where the value takes others."""
    if key.source is values.source and not values.via and key.span.end <= values.span.start:
        is_one_line = "\n" not in key.source.text[key.span.start : values.span.end]
        return Origin(key.source, Span(key.span.start, values.span.end), key.path, key.via) if is_one_line else key
    return values


def _anything(rest: Unknown, origin: Origin) -> PolicyString:
    """A string that may be anything: however many there are, one says the same, as nobody gives an empty list."""
    return PolicyString(Text((Piece(rest, rest.origin),)), origin)


def _string(value: Data, origin: Origin) -> PolicyString | None:
    """The string of a value, as JSON policies may also give booleans and numbers; nothing for other values."""
    match value:
        case bool():
            return PolicyString(text_of("true" if value else "false", origin), origin)
        case str() | Text():
            return PolicyString(text_of(value, origin), origin)
        case int() | float() | Decimal():
            return PolicyString(text_of(format(value, "f") if isinstance(value, Decimal) else str(value), origin), origin)
        case _:
            return None
