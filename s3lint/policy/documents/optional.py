"""Statements that are there under conditions of their own: what they let in need not be asked for all combinations of them.

What an Allow statement lets in depends on itself and on what is denied, and on no other Allow. So a policy with many optional
ones is asked about each part of them alone, a part being those that share an input. A Deny only takes away, so that what is
the same with all optional ones and with none is the same with any of them; where it is not, those that make a difference are
found one by one. Statements that may do either, and all that shares an input with them, are in every part. What two statements
make of it together (the size of the policy, equal Sids, one that reads and one that writes) is asked once, where all are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from s3lint.base.condition import atoms
from s3lint.base.record import Record
from s3lint.base.value import Absent, Choice, Data, Encoded, Known, ListValue, MapValue, Setting, Text, Value, arms
from s3lint.base.worlds import Decisions, Parts, TooManyWorlds, World, explore

_REMEMBERED = 4
"""Lists of statements whose parts are kept: a question asks for those of one policy again in every world."""


class _Optional(Record):
    """Some statements, by their positions, and the inputs on which they rest."""

    positions: frozenset[int]
    subjects: frozenset[str]


class _Groups(Record):
    """Optional statements, those that share an input together: of some all allow, of the others all deny."""

    allows: tuple[_Optional, ...]
    denies: tuple[_Optional, ...]
    parts: Parts


_known: list[tuple[ListValue, _Groups]] = []


def parts_of(statements: ListValue) -> Parts:
    """The parts of a list of statements, and what is to be assumed so that they are there."""
    return _optional(statements).parts


def looked_at(statements: ListValue, world: World) -> ListValue:
    """The statements that the world looks at: of the optional ones only its part."""
    look = world.look
    found = _optional(statements)
    if look is None or look.parts != found.parts:  # another document than that which has these parts
        return statements
    left_out = {at for other, optional in enumerate(found.allows) if other != look.index for at in optional.positions}
    denies = {at for index, optional in enumerate(found.denies) if index not in look.left for at in optional.positions}
    if not look.is_denied:
        left_out |= denies
    kept = tuple(
        _that_denies(item) or item if position in denies else item
        for position, item in enumerate(statements.items)
        if position not in left_out
    )
    return ListValue(kept, statements.rest, statements.kind)


def _optional(statements: ListValue) -> _Groups:
    for known, groups in _known:
        if known is statements:
            return groups
    found = _grouped(statements)
    _known[:] = [(statements, found), *_known[: _REMEMBERED - 1]]
    return found


def _grouped(statements: ListValue) -> _Groups:
    groups: list[_Optional] = []
    for position, item in enumerate(statements.items):
        subjects = frozenset(_subjects(item))
        if subjects:
            touched = [group for group in groups if group.subjects & subjects]
            positions = frozenset({position}).union(*(group.positions for group in touched))
            groups = [group for group in groups if group not in touched]
            groups.append(_Optional(positions, subjects.union(*(group.subjects for group in touched))))
    items = [[statements.items[position] for position in sorted(group.positions)] for group in groups]
    numbered = list(enumerate(items))
    allows = [index for index, those in numbered if all(map(_only_allows, those))]
    denies = [index for index, those in numbered if all(map(_that_denies, those)) and _are_all_or_none(those)]
    there = tuple(decision for index in (*allows, *denies) for decision in _there(items[index]))
    parts = Parts(len(allows), len(denies), there)
    return _Groups(tuple(groups[index] for index in allows), tuple(groups[index] for index in denies), parts)


def _that_denies(item: Value[Data]) -> Setting[Data] | None:
    """The one statement that an item is where it is there at all, if that denies and no input decides anything inside."""
    there = [arm for arm in arms(item) if not isinstance(arm, Absent)]
    match there:
        case [Known(MapValue(entries, None)) as only] if "Effect" in entries and not any(_subjects(only)):
            is_denied = all(_is_effect(effect, "Deny") for effect in arms(entries["Effect"].value))
            return only if is_denied else None
        case _:
            return None


def _are_all_or_none(items: Sequence[Value[Data]]) -> bool:
    """Whether there are worlds in which all of some statements are there, and such in which none is."""
    try:
        counts = {count for _, count in explore(lambda world: sum(_is_there(item, world) for item in items))}
    except TooManyWorlds:
        return False
    return {0, len(items)} <= counts


def _only_allows(item: Value[Data]) -> bool:
    for arm in arms(item):
        match arm:
            case Absent():
                continue
            case Known(MapValue(entries, None)) if "Effect" in entries:
                if not all(_is_effect(effect, "Allow") for effect in arms(entries["Effect"].value)):
                    return False
            case _:
                return False
    return True


def _is_effect(setting: Setting[Data], effect: str) -> bool:
    match setting:
        case Known(str() as word):
            return word == effect
        case Known(Text() as text):
            return text.literal == effect
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


def _there(items: Sequence[Value[Data]]) -> Decisions:
    """What is assumed in the world where most of the statements are there."""
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
