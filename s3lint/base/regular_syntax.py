"""Regular expressions in the syntax of RE2, as Terraform writes them, parsed to a tree."""

from __future__ import annotations

from typing import Union

from s3lint.base.record import Record

MAX_PATTERN = 10_000
"""Characters of a pattern."""

MAX_REPEAT = 1000
"""RE2's own limit of a counted repetition."""

MAX_GROUPS = 200
"""How deep groups may nest, and how many there may be."""

_LAST = 0x10FFFF
Ranges = tuple[tuple[int, int], ...]


class PatternError(Exception):
    """A pattern that RE2 would refuse; the message completes "expected …"."""


class Category(Record):
    """Characters of a category of Unicode such as `L` or `Lu`, or all others."""

    name: str
    negated: bool

    def has(self, character: str) -> bool:
        import unicodedata  # only for patterns with \p

        return unicodedata.category(character).startswith(self.name) is not self.negated


class CharSet(Record):
    """Characters in `ranges` of code points or in `categories`, or outside them; `fold` ignores case."""

    ranges: Ranges
    negated: bool = False
    fold: bool = False
    categories: tuple[Category, ...] = ()

    def has(self, character: str) -> bool:
        cases = {character}
        if self.fold:
            cases.update((*character.lower(), *character.upper(), *character.upper().lower()))
        inside = any(low <= ord(case) <= high for case in cases for low, high in self.ranges)
        if not inside and self.categories:
            inside = any(category.has(case) for case in cases for category in self.categories)
        return inside is not self.negated

    @property
    def positive(self) -> Ranges:
        """Its characters as ranges, categories and cases aside."""
        return inverted(self.ranges) if self.negated else self.ranges


class Empty(Record):
    """An assertion: `^ $ A z b B`, the first two in lines where `multiline` was set (as `m^`, `m$`), or nothing (``)."""

    kind: str


class Concatenation(Record):
    parts: tuple[Node, ...]


class Alternatives(Record):
    options: tuple[Node, ...]


class Repeat(Record):
    node: Node
    least: int
    most: int
    """-1 for no limit."""
    greedy: bool


class RegularGroup(Record):
    """`index` counts from 1; 0 is a group that captures nothing."""

    node: Node
    index: int
    name: str


Node = Union[CharSet, Empty, Concatenation, Alternatives, Repeat, RegularGroup]

NOTHING = Concatenation(())
"""Matches the empty text."""

_LOOKS = ("?=", "?!", "?<=", "?<!")
_DIGIT: Ranges = ((48, 57),)
_WORD: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACE: Ranges = ((9, 10), (12, 13), (32, 32))
_CLASSES = {"d": _DIGIT, "w": _WORD, "s": _SPACE}
_POSIX: dict[str, Ranges] = {
    "alnum": ((48, 57), (65, 90), (97, 122)),
    "alpha": ((65, 90), (97, 122)),
    "ascii": ((0, 127),),
    "blank": ((9, 9), (32, 32)),
    "cntrl": ((0, 31), (127, 127)),
    "digit": _DIGIT,
    "graph": ((33, 126),),
    "lower": ((97, 122),),
    "print": ((32, 126),),
    "punct": ((33, 47), (58, 64), (91, 96), (123, 126)),
    "space": ((9, 13), (32, 32)),
    "upper": ((65, 90),),
    "word": _WORD,
    "xdigit": ((48, 57), (65, 70), (97, 102)),
}
_MINOR = {"L": "ultmo", "M": "nce", "N": "dlo", "P": "cdseifo", "S": "mcko", "Z": "slp", "C": "cfson"}
_CATEGORIES = frozenset(_MINOR) | {major + minor for major, minors in _MINOR.items() for minor in minors}
_ESCAPES = {"a": 7, "f": 12, "t": 9, "n": 10, "r": 13, "v": 11}


def inverted(ranges: Ranges) -> Ranges:
    found: list[tuple[int, int]] = []
    following = 0
    for low, high in sorted(ranges):
        if low > following:
            found.append((following, low - 1))
        following = max(following, high + 1)
    if following <= _LAST:
        found.append((following, _LAST))
    return tuple(found)


class RegularPattern(Record):
    node: Node
    names: tuple[str, ...]
    """Of the capturing groups in order; empty for one without a name."""


class _Parser:
    def __init__(self, pattern: str, *, lookaround: bool) -> None:
        self.pattern = pattern
        self.lookaround = lookaround
        self.offset = 0
        self.flags: frozenset[str] = frozenset()
        self.names: list[str] = []
        self.depth = 0

    def error(self, expected: str) -> PatternError:
        return PatternError(f"a regular expression with {expected} at character {self.offset + 1}")

    def peek(self) -> str:
        return self.pattern[self.offset : self.offset + 1]

    def take(self) -> str:
        character = self.peek()
        if not character:
            raise self.error("more characters")
        self.offset += 1
        return character

    def accept(self, word: str) -> bool:
        if self.pattern.startswith(word, self.offset):
            self.offset += len(word)
            return True
        return False

    def alternatives(self) -> Node:
        flags = self.flags
        options = [self.sequence()]
        while self.accept("|"):
            options.append(self.sequence())
        self.flags = flags
        return options[0] if len(options) == 1 else Alternatives(tuple(options))

    def sequence(self) -> Node:
        parts: list[Node] = []
        while self.peek() not in ("", "|", ")"):
            if self.accept("\\Q"):
                end = self.pattern.find("\\E", self.offset)
                end = len(self.pattern) if end < 0 else end
                parts += [self.single(character) for character in self.pattern[self.offset : end]]
                self.offset = min(end + 2, len(self.pattern))
                continue
            parts.append(self.repeated(self.atom()))
        return parts[0] if len(parts) == 1 else Concatenation(tuple(parts))

    def repeated(self, node: Node) -> Node:
        while (character := self.peek()) and character in "*+?{":
            start = self.offset
            counts = self.counts()
            if counts is None:
                return node
            greedy = not self.accept("?")
            if isinstance(node, Repeat) and start and self.pattern[start - 1] in "*+?}":
                raise self.error("one repetition of a part")
            node = Repeat(node, *counts, greedy is not ("U" in self.flags))
        return node

    def counts(self) -> tuple[int, int] | None:
        """The numbers of a repetition; None for a brace that is none, which stands for itself."""
        character = self.take()
        if character != "{":
            return {"*": (0, -1), "+": (1, -1), "?": (0, 1)}[character]
        end = self.pattern.find("}", self.offset)
        low, comma, high = self.pattern[self.offset : max(end, self.offset)].partition(",")
        if end < 0 or not low.isdecimal() or (high and not high.isdecimal()):
            self.offset -= 1
            return None
        self.offset = end + 1
        least = int(low[:5])
        most = least if not comma else int(high[:5]) if high else -1
        if max(least, most) > MAX_REPEAT or (most >= 0 and most < least):
            raise self.error(f"a repetition of at most {MAX_REPEAT}")
        return least, most

    def atom(self) -> Node:
        character = self.take()
        match character:
            case "(":
                return self.group()
            case "[":
                return self.char_class()
            case ".":
                return CharSet((), True) if "s" in self.flags else CharSet(((10, 10),), True)
            case "^":
                return Empty("m^" if "m" in self.flags else "A")
            case "$":
                return Empty("m$" if "m" in self.flags else "z")
            case "\\":
                return self.escape()
            case "*" | "+" | "?":
                raise self.error("something to repeat")
            case _:
                return self.single(character)

    def single(self, character: str) -> Node:
        return CharSet(((ord(character), ord(character)),), False, "i" in self.flags)

    def group(self) -> Node:
        self.depth += 1
        if self.depth > MAX_GROUPS or len(self.names) > MAX_GROUPS:
            raise self.error(f"at most {MAX_GROUPS} groups")
        flags, index, name, captures = self.flags, 0, "", True
        looks = self.lookaround and any(map(self.accept, _LOOKS))
        if looks:
            captures = False
        elif self.accept("?P<") or self.accept("?<"):
            end = self.pattern.find(">", self.offset)
            name = self.pattern[self.offset : max(end, self.offset)]
            if not name or not name.replace("_", "a").isalnum() or name in self.names:
                raise self.error("a name of a group, each once")
            self.offset = end + 1
        elif self.accept("?"):
            captures = False
            if self.options():
                self.depth -= 1
                return NOTHING
        if captures:
            self.names.append(name)
            index = len(self.names)
        node = self.alternatives()
        if not self.accept(")"):
            raise self.error("`)`")
        self.flags = flags
        self.depth -= 1
        return NOTHING if looks else RegularGroup(node, index, name)

    def options(self) -> bool:
        """Flags such as `i` or `s-m`; true where they hold for the rest of the group around: `(?i)`."""
        changed, negated = set(self.flags), False
        while (character := self.take()) not in ":)":
            if character == "-" and not negated:
                negated = True
            elif character in "imsU":
                (changed.discard if negated else changed.add)(character)
            else:
                raise self.error("the flags i, m, s or U, or a named group (there is no lookaround)")
        self.flags = frozenset(changed)
        return character == ")"

    def escape(self) -> Node:
        character = self.take()
        match character:
            case "A" | "z" | "b" | "B":
                return Empty(character)
            case "d" | "w" | "s":
                return CharSet(_CLASSES[character])
            case "D" | "W" | "S":
                return CharSet(_CLASSES[character.lower()], True)
            case "p" | "P":
                return CharSet((), categories=(self.category(character == "P"),))
            case "C":
                return CharSet((), True)
            case _:
                self.offset -= 1
                return self.single(chr(self.code()))

    def code(self) -> int:
        """The code point of an escaped character."""
        character = self.take()
        if character in _ESCAPES:
            return _ESCAPES[character]
        if character == "x":
            if self.accept("{"):
                end = self.pattern.find("}", self.offset)
                digits, self.offset = self.pattern[self.offset : max(end, self.offset)], end + 1
            else:
                digits, self.offset = self.pattern[self.offset : self.offset + 2], self.offset + 2
            try:
                code = int(digits[:8], 16)
            except ValueError:
                raise self.error("hexadecimal digits") from None
            if code > _LAST:
                raise self.error("a character of Unicode")
            return code
        if character in "01234567":
            digits = character
            while len(digits) < 3 and self.peek() and self.peek() in "01234567":
                digits += self.take()
            if character != "0" and len(digits) == 1:
                raise self.error("no reference to a group")
            return int(digits, 8)
        if character.isascii() and not character.isalnum():
            return ord(character)
        raise self.error("an escape of RE2")

    def category(self, negated: bool) -> Category:
        name = self.take()
        if name == "{":
            end = self.pattern.find("}", self.offset)
            name, self.offset = self.pattern[self.offset : max(end, self.offset)], end + 1
        if name.startswith("^"):
            name, negated = name[1:], not negated
        if name not in _CATEGORIES:
            raise self.error("a category of Unicode (scripts are not known to s3lint)")
        return Category(name, negated)

    def char_class(self) -> Node:
        negated = self.accept("^")
        ranges: list[tuple[int, int]] = []
        categories: list[Category] = []
        first = True
        while first or self.peek() != "]":
            first = False
            match self.class_item():
                case Category() as category:
                    categories.append(category)
                case int() as low:
                    ranges.append((low, self.range_end(low)))
                case several:
                    ranges += several
        self.offset += 1
        return CharSet(tuple(ranges), negated, "i" in self.flags, tuple(categories))

    def range_end(self, low: int) -> int:
        """The last character of the range that begins with `low`; that itself where no range follows."""
        if self.peek() != "-" or self.pattern[self.offset + 1 : self.offset + 2] in ("]", ""):
            return low
        self.offset += 1
        last = self.class_item()
        if not isinstance(last, int) or last < low:
            raise self.error("a range from low to high")
        return last

    def class_item(self) -> int | Ranges | Category:
        if self.accept("[:"):
            end = self.pattern.find(":]", self.offset)
            name = self.pattern[self.offset : max(end, self.offset)]
            if name.removeprefix("^") not in _POSIX:
                raise self.error("a class such as [:alpha:]")
            self.offset = end + 2
            found = _POSIX[name.removeprefix("^")]
            return inverted(found) if name.startswith("^") else found
        character = self.take()
        if character != "\\":
            return ord(character)
        kind = self.peek()
        if kind and kind in "dwsDWS":
            self.offset += 1
            return _CLASSES[kind] if kind.islower() else inverted(_CLASSES[kind.lower()])
        if kind and kind in "pP":
            self.offset += 1
            return self.category(kind == "P")
        return self.code()


def parsed(pattern: str, *, lookaround: bool = False) -> RegularPattern:
    """Raises PatternError. With `lookaround`, which RE2 lacks, that is read and taken to hold everywhere."""
    if len(pattern) > MAX_PATTERN:
        raise PatternError(f"a regular expression of at most {MAX_PATTERN} characters")
    parser = _Parser(pattern, lookaround=lookaround)
    node = parser.alternatives()
    if parser.offset < len(pattern):
        raise parser.error("no `)`")
    return RegularPattern(node, tuple(parser.names))
