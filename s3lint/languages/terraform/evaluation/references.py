"""What the first words of a reference name: a variable, a local, a module's output, a resource, a data source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from s3lint.base.comparison import same_text
from s3lint.base.condition import Truth
from s3lint.base.record import Record, replace
from s3lint.base.value import (
    Absent,
    Data,
    Entry,
    Known,
    ListValue,
    MapValue,
    Origin,
    Setting,
    Text,
    Unknown,
    Value,
    arms,
    text_of,
)
from s3lint.languages.terraform.evaluation.frame import Frame, Instance, Referent, Referents
from s3lint.languages.terraform.syntax.nodes import AttributeAccess, Index, Variable
from s3lint.languages.terraform.values.items import KEY_OF, as_key, suffix_of
from s3lint.languages.terraform.values.origins import (
    Each,
    ExpressionError,
    NoInstance,
    key_name,
    name_of,
    scalar_text,
    with_keys,
)

Steps = Sequence[AttributeAccess | Index]
Key = Callable[[AttributeAccess | Index], Setting[Data]]


class Resolved(Record):
    """The value of the first `used` steps after the first word."""

    value: Value[Data]
    used: int


class LazyEntries(Mapping[str, Entry]):
    """The attributes of an instance as entries of a map, each evaluated when it is asked for.

    Attributes that only the provider knows can be asked for, too; they are not among the names.
    """

    def __init__(self, member: Referent) -> None:
        self._member = member
        self._found: dict[str, Entry] = {}

    def __getitem__(self, key: str) -> Entry:
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = Entry(self._member.origin, self._member.attribute(key, self._member.origin))
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._member.attribute_names()

    def __iter__(self) -> Iterator[str]:
        return iter(self._member.attribute_names())

    def __len__(self) -> int:
        return len(self._member.attribute_names())


def resolve(root: Variable, steps: Steps, frame: Frame, key: Key) -> Resolved:
    """The value that a reference starts with. Raises ExpressionError where nothing of that name is declared."""
    named = steps[: 2 if root.name in ("data", "resource") else 1]
    at = frame.origin(named[-1].span if named else root.span)
    module = frame.module
    match root.name:
        case "var":
            return Resolved(module.variable(_name(steps, 0, at), at), 1)
        case "local":
            return Resolved(module.local(_name(steps, 0, at), at), 1)
        case "path":
            return Resolved(module.path_value(_name(steps, 0, at), at), 1)
        case "terraform" | "tofu":
            return Resolved(module.project.workspace(_name(steps, 0, at), at), 1)
        case "module":
            name = _name(steps, 0, at)
            return _instance(module.call(name, at), steps, 1, frame, key)
        case "data":
            name = f"{_name(steps, 0, at)}.{_name(steps, 1, at)}"
            return _instance(module.data(name, at), steps, 2, frame, key)
        case "each" | "count" | "self":
            raise ExpressionError(f"expected a resource or module with instances around {root.name}", at)
        case "ephemeral":
            return Resolved(Unknown("an ephemeral resource is read at deployment", at), len(steps))
        case "resource":
            name = f"{_name(steps, 0, at)}.{_name(steps, 1, at)}"
            return _instance(module.resource(name, at), steps, 2, frame, key)
        case _:
            name = f"{root.name}.{_name(steps, 0, at)}"
            return _instance(module.resource(name, at), steps, 1, frame, key)


def _name(steps: Steps, index: int, at: Origin) -> str:
    if index < len(steps):
        step = steps[index]
        if isinstance(step, AttributeAccess):
            return step.name
    raise ExpressionError("expected a dot and a name after this", at)


def _instance(found: Referents[Referent] | Unknown, steps: Steps, used: int, frame: Frame, key: Key) -> Resolved:
    """The instance, or the attribute of one, that the steps after the name lead to."""
    if isinstance(found, Unknown):
        return Resolved(found, used)
    if not found.repetition:
        (only,) = found.members.values()
        if frame.world.decide(only.instance.condition):
            return _attribute(only, steps, used, frame)
        if used == len(steps):
            return Resolved(Known(None, found.origin), used)
        raise NoInstance(f"expected {found.name} to be enabled", frame.origin(steps[used].span), found.name)
    step = steps[used] if used < len(steps) else None
    if isinstance(step, Index):
        at = frame.origin(step.span)
        chosen = _chosen(found, key(step), at)
        if isinstance(chosen, Unknown):
            frame.doubt(chosen)
            return Resolved(replace(chosen, candidates=_candidates(found, steps[used + 1 :], at)), len(steps))
        if not frame.world.decide(chosen.instance.condition):
            suffix = chosen.instance.suffix
            raise NoInstance(f"expected an instance of {found.name}, but there is none", at, f"{found.name}{suffix}")
        return _attribute(chosen, steps, used + 1, frame)
    if step is not None:
        raise frame.error(f"expected an index after {found.name}, which has instances", step.span)
    return Resolved(_collection(found, frame), used)


def _attribute(member: Referent, steps: Steps, used: int, frame: Frame) -> Resolved:
    if used == len(steps):
        return Resolved(instance_value(member), used)
    step = steps[used]
    if isinstance(step, AttributeAccess):
        return Resolved(member.attribute(step.name, frame.origin(step.span)), used + 1)
    return Resolved(instance_value(member), used)


def instance_value(member: Referent) -> Known[Data]:
    return Known(MapValue(LazyEntries(member)), member.origin)


def _chosen(found: Referents[Referent], key: Setting[Data], at: Origin) -> Referent | Unknown:
    if key_name(key) and found.repetition == "for_each":
        member = found.members.get(suffix_of(key))
        if member is not None:
            return member
    if isinstance(key, Known):
        text = scalar_text(key.value)
        if text is not None:
            suffix = f"[{text}]" if found.repetition == "count" else suffix_of(Known(text, at))
            member = found.members.get(suffix)
            if member is not None:
                return member
            if any(_may_be(text, one.instance.key, at) for one in found.members.values()):
                return Unknown("the keys are known after deployment", at)
            if found.each is None:
                message = f"expected an instance of {found.name}, but there is no {suffix}"
                raise NoInstance(message, at, f"{found.name}{suffix}")
            return found.each
    if found.each is not None and name_of(key) in _names_of_key(found.each.instance):
        return found.each
    reason = key.reason if isinstance(key, Unknown) else "the key is known after deployment"
    inputs = key.inputs if isinstance(key, Unknown) else ()
    return Unknown(reason, at, inputs)


def _names_of_key(each: Instance) -> tuple[str, ...]:
    """What the key is called that stands for all keys of a collection nobody knows; a member of a set is its own key."""
    symbol = each.symbol
    if not symbol.startswith(KEY_OF):
        return (symbol,) if symbol else ()
    match each.frame.bindings.get("each"):
        case Known(MapValue(entries)) if entries["key"].value == entries["value"].value:
            return symbol, f"{symbol.removeprefix(KEY_OF)}[*]"
        case _:
            return (symbol,)


def _candidates(found: Referents[Referent], steps: Steps, at: Origin) -> tuple[Text, ...] | None:
    """What an attribute of one of the instances may be, whichever it is; None where that is not known."""
    match steps:
        case [AttributeAccess(name=name)]:
            pass
        case _:
            return None
    texts: list[Text] = []
    for member in found.all:
        try:
            value = member.attribute(name, at)
        except ExpressionError:
            continue
        for arm in arms(value):
            match arm:
                case Known(str() | Text() as content, origin):
                    texts.append(text_of(content, origin))
                case Known(None) | Absent():
                    pass
                case Unknown(candidates=tuple() as candidates):
                    texts += candidates
                case _:
                    return None
    return tuple(texts)


def _collection(found: Referents[Referent], frame: Frame) -> Value[Data]:
    """All instances: a list for `count`, a map for `for_each`."""
    present = [member for member in found.members.values() if frame.world.decide(member.instance.condition)]
    each = found.each
    rest: Unknown | None = None
    if each is not None and frame.world.decide(each.instance.condition):
        unknown = Unknown(f"the instances of {found.name} are not known", each.origin, (), each.instance.symbol)
        rest = Each(unknown.reason, each.origin, (), found.name, member=(unknown, instance_value(each)))
    origin = found.origin
    if found.repetition == "count":
        items = tuple(instance_value(member) for member in present)
        return Known(ListValue(items, rest), origin)
    entries: dict[str, Entry] = {}
    partly: list[tuple[Setting[Data], Value[Data]]] = []
    for member in present:
        key = member.instance.key
        name = None if key is None else as_key(key)
        if name is not None:
            entries[name] = Entry(member.origin, instance_value(member))
        elif key is not None:
            partly.append((key, instance_value(member)))
    return Known(MapValue(entries, with_keys(partly, rest)), origin)


def _may_be(text: str, key: Setting[Data] | None, at: Origin) -> bool:
    """Whether a key that is known in part may be a text."""
    match key:
        case Known(Text() as other):
            return same_text(text_of(text, at), other) is not Truth.NO
        case _:
            return isinstance(key, Unknown)
