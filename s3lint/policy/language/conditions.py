"""Condition entries: whether one holds for the values that a request has for its key."""

from __future__ import annotations

from decimal import Decimal

from s3lint.base.condition import Truth
from s3lint.policy.documents.document import Test
from s3lint.policy.language.keys import ConditionKey, KeyType, key_of
from s3lint.policy.language.operators import Family, Operator, Quantifier
from s3lint.policy.matching.alphabet import open_characters
from s3lint.policy.matching.patterns import Pattern
from s3lint.policy.matching.scalars import Range, address_range, instant, number
from s3lint.policy.matching.symbols import Names
from s3lint.policy.matching.text_templates import Comparison, Lookup, TextTemplate

ALIASES = {"aws:epochtime": "aws:currenttime", "s3:resourceaccount": "aws:resourceaccount"}
"""Keys that always have the value of another one."""

_TYPED_KINDS = frozenset((KeyType.BOOL, KeyType.NUMBER, KeyType.DATE, KeyType.ADDRESS))


class ConditionEntry:
    """A condition entry made ready for one policy and bucket.

    An operator without wildcards takes an unknown text for one value, whichever it is: nobody gives a policy variable there.
    """

    __slots__ = ("_comparison", "_parsed", "_shortened", "is_plain", "key", "operator", "templates", "test")

    def __init__(self, test: Test, operator: Operator, names: Names, has_variables: bool, *, allows: bool = False) -> None:
        self.test = test
        self.operator = operator
        lowered = test.key.lower()
        self.key: ConditionKey = key_of(ALIASES.get(lowered, lowered))
        textual = operator.family in (Family.STRING, Family.ARN)
        self.templates = [TextTemplate(names.string(string.text), has_variables and textual) for string in test.values.items]
        self.is_plain = operator.family is Family.STRING and not operator.wildcards
        self._comparison = Comparison(
            wildcards=operator.wildcards,
            ignore_case=operator.ignore_case,
            fields=operator.family is Family.ARN,
            is_plain=self.is_plain,
        )
        self._shortened = Truth.YES if allows else Truth.MAYBE
        self._parsed: list[Decimal | None] = [self._number(template.text) for template in self.templates]

    def _number(self, text: str) -> Decimal | None:
        match self.operator.family:
            case Family.NUMBER:
                return number(text)
            case Family.DATE:
                return instant(text)
            case _:
                return None

    @property
    def is_constant(self) -> bool:
        return all(template.is_constant for template in self.templates)

    @property
    def has_bare_variables(self) -> bool:
        """Whether a variable is always the whole value."""
        return all(template.is_constant or template.is_bare for template in self.templates)

    def patterns(self) -> tuple[Pattern, ...]:
        """The patterns of a textual entry's constant values."""
        return tuple(
            pattern
            for template in self.templates
            if template.is_constant
            for pattern in (_AS_TEXT if self._is_short(template.text) else self._comparison).patterns(template.text)
        )

    def numbers(self) -> tuple[Decimal, ...]:
        return tuple(value for value in self._parsed if value is not None)

    def ranges(self) -> tuple[Range, ...]:
        found = (address_range(template.text) for template in self.templates)
        return tuple(value for value in found if value is not None)

    def truth(self, values: tuple[str, ...] | None, lookup: Lookup) -> Truth:
        """Whether the entry holds for the values of its key, `None` where the request lacks it.

        MAYBE where an open part decides, or where AWS does not document the outcome.
        """
        operator = self.operator
        if operator.family is Family.NULL:
            return self._null(values is None)
        if values is None:
            match operator.quantifier:
                case Quantifier.ALL:
                    return Truth.YES
                case Quantifier.ANY:
                    return Truth.NO
                case Quantifier.NONE:
                    return Truth.of(operator.if_exists or operator.is_negated)
        if not self.templates:
            if operator.quantifier is Quantifier.NONE and not operator.if_exists:
                return Truth.MAYBE
            return Truth.NO
        if self.key.is_multivalued and operator.quantifier is Quantifier.NONE:
            return Truth.MAYBE
        found = [self._one(value, lookup) for value in values]
        if operator.quantifier is Quantifier.ALL:
            return Truth.NO if Truth.NO in found else Truth.MAYBE if Truth.MAYBE in found else Truth.YES
        return Truth.YES if Truth.YES in found else Truth.MAYBE if Truth.MAYBE in found else Truth.NO

    def _null(self, is_absent: bool) -> Truth:
        match self.operator.quantifier:
            case Quantifier.ALL:
                return Truth.YES
            case Quantifier.ANY:
                return Truth.NO
            case Quantifier.NONE:
                pass
        words = {template.text.lower() for template in self.templates}
        if len(words) != 1 or not words <= {"true", "false"}:
            return Truth.MAYBE
        return Truth.of(is_absent == (words == {"true"}))

    def _one(self, value: str, lookup: Lookup) -> Truth:
        """The base test of one value of the request against the list."""
        found = Truth.NO
        if self.operator.family is Family.BOOL and len(self.templates) > 1:
            found = Truth.MAYBE
        else:
            for index in range(len(self.templates)):
                answer = self._compared(index, value, lookup)
                if answer is Truth.YES:
                    found = answer
                    break
                if answer is Truth.MAYBE:
                    found = answer
        return ~found if self.operator.is_negated else found

    def _compared(self, index: int, value: str, lookup: Lookup) -> Truth:
        template, family = self.templates[index], self.operator.family
        if self._is_mistyped():
            return Truth.MAYBE
        if family in (Family.STRING, Family.ARN, Family.BINARY):
            text = template.resolved(lookup)
            if text is None:
                return Truth.NO
            return self._comparison.truth(text, value) if not self._is_short(text) else self._as_text(text, value)
        if open_characters(template.text):
            return Truth.MAYBE
        if family is Family.BOOL:
            word = template.text.lower()
            return Truth.of(word == value.lower()) if word in ("true", "false") else Truth.MAYBE
        if family is Family.ADDRESS:
            return _inside(template.text, value)
        ours, theirs = self._number(value), self._parsed[index]
        if ours is None or theirs is None:
            return Truth.MAYBE
        return Truth.of(_RELATIONS[self.operator.relation](ours, theirs))

    def _is_short(self, text: str) -> bool:
        """Whether a pattern of ARNs has fewer than their six fields, so that AWS does not say what it matches."""
        return self.operator.family is Family.ARN and is_short_arn(text)

    def _as_text(self, text: str, value: str) -> Truth:
        """A short pattern binds nobody that it may match as a text, and certainly stops nobody."""
        return self._shortened if _AS_TEXT.truth(text, value) is not Truth.NO else Truth.NO

    def _is_mistyped(self) -> bool:
        """Whether the operator does not fit the type of the key, so that its outcome is not documented."""
        family, kind = self.operator.family, self.key.type
        if family is Family.BINARY:
            return False
        if kind in _TYPED_KINDS:
            expected = {
                KeyType.BOOL: Family.BOOL,
                KeyType.NUMBER: Family.NUMBER,
                KeyType.DATE: Family.DATE,
                KeyType.ADDRESS: Family.ADDRESS,
            }
            is_epoch = kind is KeyType.DATE and family is Family.NUMBER
            return family is not expected[kind] and not is_epoch
        if family is Family.ARN:
            return kind is not KeyType.ARN and self.key.fresh != "other"
        return False


def is_short_arn(pattern: str) -> bool:
    """Whether a pattern with wildcards has fewer fields than every ARN: `*`, `arn:aws:iam::*`."""
    is_short = pattern.count(":") < _COLONS_OF_ARN and ("*" in pattern or "?" in pattern)
    return is_short and not open_characters(pattern)


_COLONS_OF_ARN = 5
_AS_TEXT = Comparison()

_RELATIONS = {
    "=": Decimal.__eq__,
    "<": Decimal.__lt__,
    "<=": Decimal.__le__,
    ">": Decimal.__gt__,
    ">=": Decimal.__ge__,
}


def _inside(block: str, address: str) -> Truth:
    wanted, ours = address_range(block), address_range(address)
    if wanted is None or ours is None:
        return Truth.MAYBE
    return Truth.of(wanted.version == ours.version and wanted.first <= ours.first <= wanted.last)
