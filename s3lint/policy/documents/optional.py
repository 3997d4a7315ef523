"""Statements that are there under conditions of their own: what they let in need not be asked for all combinations of them.

What an Allow statement lets in depends on itself and on what is denied, and on no other Allow. So a policy with many optional
ones is asked about each part of them alone, a part being those that share an input; statements that deny, or may, and all that
shares an input with them, are in every part. What two statements make of it together (the size of the policy, equal Sids,
one that reads and one that writes) is asked once, where all are there.
"""

from __future__ import annotations

from collections.abc import Iterator

from s3lint.base.condition import atoms
from s3lint.base.record import Record
from s3lint.base.value import Absent, Choice, Data, Encoded, Known, ListValue, MapValue, Setting, Text, Value, arms
from s3lint.base.worlds import Decisions, Part, TooManyWorlds, World, explore

_REMEMBERED = 4
"""Lists of statements whose parts are kept: a question asks for those of one policy again in every world."""


class _Optional(Record):
    """Some statements, by their positions, and the inputs on which they rest."""

    positions: frozenset[int]
    subjects: frozenset[str]


_known: list[tuple[ListValue, tuple[_Optional, ...]]] = []


def parts_of(statements: ListValue) -> tuple[Part, ...]:
    """The parts of a list of statements, each with what is to be assumed so that it is there; none where it has none."""
    return tuple(Part(_there(statements, optional)) for optional in _optional(statements))


def of_part(statements: ListValue, world: World) -> ListValue:
    """The statements that the world looks at: of the optional ones only its part."""
    if world.part is None:
        return statements
    index, count = world.part
    found = _optional(statements)
    if len(found) != count:  # another document than that of which there are so many parts
        return statements
    left_out = {position for other, optional in enumerate(found) if other != index for position in optional.positions}
    kept = tuple(item for position, item in enumerate(statements.items) if position not in left_out)
    return ListValue(kept, statements.rest, statements.kind)


def _optional(statements: ListValue) -> tuple[_Optional, ...]:
    for known, parts in _known:
        if known is statements:
            return parts
    found = _grouped(statements)
    _known[:] = [(statements, found), *_known[: _REMEMBERED - 1]]
    return found


def _grouped(statements: ListValue) -> tuple[_Optional, ...]:
    core: set[str] = set()
    groups: list[_Optional] = []
    for position, item in enumerate(statements.items):
        subjects = frozenset(_subjects(item))
        if not _only_allows(item):
            core |= subjects
        elif subjects:
            touched = [group for group in groups if group.subjects & subjects]
            positions = frozenset({position}).union(*(group.positions for group in touched))
            groups = [group for group in groups if group not in touched]
            groups.append(_Optional(positions, subjects.union(*(group.subjects for group in touched))))
    return tuple(group for group in groups if not group.subjects & core)


def _only_allows(item: Value[Data]) -> bool:
    for arm in arms(item):
        match arm:
            case Absent():
                continue
            case Known(MapValue(entries, None)) if "Effect" in entries:
                if not all(map(_is_allow, arms(entries["Effect"].value))):
                    return False
            case _:
                return False
    return True


def _is_allow(effect: Setting[Data]) -> bool:
    match effect:
        case Known("Allow") | Known(Text(literal="Allow")):
            return True
        case _:
            return False


def _subjects(value: Value[Data]) -> Iterator[str]:
    """The inputs that decide something of a value, however deep."""
    pending: list[Value[Data]] = [value]
    while pending:
        match pending.pop():
            case Choice(condition, if_true, if_false):
                yield from (atom.subject for atom in atoms(condition))
                pending += [if_true, if_false]
            case Known(MapValue(entries)):
                pending += [entry.value for entry in entries.values()]
            case Known(ListValue(items)):
                pending += items
            case Known(Encoded(inner)):
                pending.append(inner)


def _there(statements: ListValue, optional: _Optional) -> Decisions:
    """What is assumed in the world where most of the statements are there."""
    items = [statements.items[position] for position in sorted(optional.positions)]
    try:
        worlds = list(explore(lambda world: sum(_is_there(item, world) for item in items)))
    except TooManyWorlds:
        return ()
    return max(worlds, key=lambda found: found[1])[0].decisions


def _is_there(item: Value[Data], world: World) -> bool:
    setting = world.settle(item)
    pending: list[Value[Data]] = [setting]
    while pending:  # all that is inside is asked, too, so that the world leaves nothing of it open
        match world.settle(pending.pop()):
            case Known(MapValue(entries)):
                pending += [entry.value for entry in entries.values()]
            case Known(ListValue(items)):
                pending += items
            case Known(Encoded(inner)):
                pending.append(inner)
    return not isinstance(setting, Absent)
