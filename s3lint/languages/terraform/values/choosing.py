"""Which member of a known collection is meant by a key that is not known: one of them, in each world another."""

from __future__ import annotations

from collections.abc import Hashable

from s3lint.base.comparison import same_text
from s3lint.base.condition import Atom, Truth
from s3lint.base.value import Data, Known, ListValue, MapValue, Setting, Text, Unknown, Value, text_of
from s3lint.base.worlds import World
from s3lint.languages.terraform.values.items import INDEX_OF, KEY_OF
from s3lint.languages.terraform.values.order import placed_in
from s3lint.languages.terraform.values.origins import input_of
from s3lint.languages.terraform.values.types import sameness

MAX_KEYS = 32
"""Members of a collection that an undecided key is told apart by."""

_OF_MANY = ("[*]", KEY_OF, INDEX_OF)
"""In the names of what stands for many values at once."""

Members = dict[str | int, Value[Data]]


def chosen(
    container: Setting[Data], key: Setting[Data], world: World, *, name: str = "", may_lack: bool = False
) -> Setting[Data] | None:
    """The key of the member that is meant in a world; the key itself where nothing tells which, None where it is none.

    A key that the collection lacks stops the plan, so that the last member is all that is left; not so where it `may_lack`
    the key. `name` is what a key is called that has no name of its own. Raises `Fork`.
    """
    asked = _asked(key, name)
    members = {} if asked is None else {m: value for m, value in _members(container).items() if _may_be(m, key)}
    if not members or asked is None:
        return key
    subject, prefix, suffix = asked
    values = {written: member for member in members if (written := _between(member, prefix, suffix)) is not None}
    groups: dict[Hashable, list[str | int]] = {}
    for written, member in values.items():
        groups.setdefault(_alike(members[member]) or ("member", member), []).append(written)
    # What most keys lead to needs no question of its own.
    *others, last = sorted(groups.values(), key=len) or [[]]
    questions = [written for group in (*others, *((last,) if may_lack else ())) for written in group]
    if not values or len(questions) > MAX_KEYS:
        return key
    for written in questions:
        if world.decide(Atom(subject, written)):
            return Known(values[written], key.origin)
    return None if may_lack else Known(values[last[0]], key.origin)


def _members(container: Setting[Data]) -> Members:
    """The members of a collection of which all are known."""
    match container:
        case Known(MapValue(entries, None)):
            return {name: entry.value for name, entry in entries.items()}
        case Known(ListValue(items, None, kind) as found) if kind != "set" and placed_in(found) == len(items):
            return dict(enumerate(items))
        case _:
            return {}


def _asked(key: Setting[Data], name: str) -> tuple[str, str, str] | None:
    """What decides a key, and what stands before and behind it in the key."""
    before = behind = ""
    match key:
        case Unknown(identity=identity):
            subject = identity or name
        case Known(Text(pieces) as text) if text.literal is None:
            open_ones = [index for index, piece in enumerate(pieces) if not isinstance(piece.content, str)]
            subject = name
            if len(open_ones) == 1:
                subject = input_of(pieces[open_ones[0]].content)
                before = Text(pieces[: open_ones[0]]).literal or ""
                behind = Text(pieces[open_ones[0] + 1 :]).literal or ""
        case _:
            return None
    return (subject, before, behind) if subject and not any(mark in subject for mark in _OF_MANY) else None


def _between(member: str | int, prefix: str, suffix: str) -> str | int | None:
    """What the input is where the key is that of a member; None where it can't be."""
    if isinstance(member, int):
        return None if prefix or suffix else member
    if len(member) < len(prefix) + len(suffix) or not (member.startswith(prefix) and member.endswith(suffix)):
        return None
    return member[len(prefix) : len(member) - len(suffix)]


def _may_be(member: str | int, key: Setting[Data]) -> bool:
    match member, key:
        case str() as name, Known(Text() as text, origin):
            return same_text(text_of(name, origin), text) is not Truth.NO
        case _:
            return True


def _alike(value: Value[Data]) -> Hashable | None:
    match value:
        case Known(ListValue() | MapValue()):
            return None
        case _:
            return sameness(value)
