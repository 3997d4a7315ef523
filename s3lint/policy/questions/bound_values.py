"""Which condition entries bind a grant to everyone to fixed values, in S3's meaning of "public".

Source: the Amazon S3 user guide, "Blocking public access", section "The meaning of public".
"""

from __future__ import annotations

from s3lint.base.condition import Truth
from s3lint.base.record import Record
from s3lint.base.value import Origin, Unknown
from s3lint.policy.documents.document import PolicyString
from s3lint.policy.language.conditions import ConditionEntry
from s3lint.policy.language.keys import ACCESS_POINT_KEYS
from s3lint.policy.language.operators import Family, Quantifier
from s3lint.policy.matching.scalars import address_range, covers_internet, is_private
from s3lint.policy.matching.symbols import unknown_in

SHORTEST_PREFIX = {4: 8, 6: 32}
"""A block with a shorter prefix is a broad one, so that it does not count as fixed."""

ACCESS_POINT_ARN = "s3:dataaccesspointarn"

_IDENTIFIERS = frozenset(
    (
        "aws:principalorgid",
        "aws:principalaccount",
        "aws:sourceaccount",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:sourceowner",
        "s3:dataaccesspointaccount",
    )
)
"""Listed keys for which fixed means: no wildcard and no policy variable."""

_UNLISTED = frozenset(
    (
        "aws:principalorgpaths",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourcevpcarn",
        "aws:vpceaccount",
        "aws:vpceorgid",
        "aws:vpceorgpaths",
        "aws:principalisawsservice",
        "aws:principalservicename",
        "aws:principalservicenameslist",
        "aws:vpcsourceip",
        "aws:federatedprovider",
        "aws:ec2instancesourcevpc",
        "aws:ec2instancesourceprivateipv4",
    )
)
"""Keys that do limit the caller although the page does not name them.

`aws:CalledVia` is none of them, as any account has an Athena of its own, nor is the header with a KMS key, which anybody may
send.
"""


class Binding(Record):
    """Whether a condition entry binds a grant to fixed values, why not or why nobody knows, and the place that tells."""

    answer: Truth
    origin: Origin
    reason: str = ""
    unknown: Unknown | None = None

    def as_unknown(self) -> Unknown:
        return self.unknown or Unknown(self.reason, self.origin)


def binding_of(entry: ConditionEntry, *, of_access_point: bool = False) -> Binding:
    """Whether an entry binds a grant to fixed values.

    In the policy of an access point its own ARN binds nothing.
    """
    test, key = entry.test, entry.key.name.lower()
    origin = test.origin
    if of_access_point and key == ACCESS_POINT_ARN:
        return Binding(Truth.NO, origin, f"every request through the access point has {test.key}")
    is_listed = key in _IDENTIFIERS or key in _SPECIAL
    if not is_listed and key not in _UNLISTED:
        return Binding(Truth.NO, origin, f"anybody can meet a condition on {test.key}")
    return _restriction(entry) or _values(entry, key)


def is_met_by_access_points_only(entry: ConditionEntry) -> bool:
    """Whether no request meets an entry that does not come through an access point."""
    operator = entry.operator
    needs_key = not (operator.is_negated or operator.if_exists or operator.quantifier is Quantifier.ALL)
    return entry.key.name.lower() in ACCESS_POINT_KEYS and operator.family is not Family.NULL and needs_key


def _restriction(entry: ConditionEntry) -> Binding | None:
    """Whether the operator does not restrict, or restricts without values; nothing where the values decide."""
    operator, test, key = entry.operator, entry.test, entry.key.name.lower()
    origin = test.origin
    if operator.if_exists:
        return Binding(Truth.NO, origin, f"{test.operator} also holds for requests without {test.key}")
    if operator.quantifier is Quantifier.ALL:
        return Binding(Truth.NO, origin, f"ForAllValues also holds for requests without {test.key}")
    if operator.is_negated:
        return Binding(Truth.NO, origin, f"{test.operator} lets in everybody else")
    if operator.family is Family.BOOL and key == "aws:principalisawsservice":
        is_true = [template.text.lower() for template in entry.templates] == ["true"]
        return _unlisted(entry) if is_true else Binding(Truth.NO, origin, f"anybody can meet {test.key} false")
    if operator.family not in (Family.STRING, Family.ARN, Family.ADDRESS):
        return Binding(Truth.NO, origin, f"{test.operator} does not bind {test.key} to a value")
    if not test.values.items:
        return Binding(Truth.MAYBE, origin, f"AWS's documentation contradicts itself on {test.operator} with an empty list")
    return None


def _values(entry: ConditionEntry, key: str) -> Binding:
    """Whether every value is fixed."""
    operator, test = entry.operator, entry.test
    weakest = Binding(Truth.YES, test.origin)
    for index, string in enumerate(test.values.items):
        binding = _value(entry, index, string, key)
        if binding.answer is Truth.NO:
            return binding
        if binding.answer is Truth.MAYBE:
            weakest = binding
    if weakest.answer is Truth.YES and key == "aws:sourceip" and covers_internet(entry.ranges()):
        reason = "the ranges cover the internet together, although S3 calls none of them broad"
        return Binding(Truth.NO, test.origin, reason)
    if weakest.answer is Truth.YES and key in _UNLISTED:
        return _unlisted(entry)
    if weakest.answer is Truth.YES and operator.quantifier is Quantifier.ANY and not entry.key.is_multivalued:
        return Binding(Truth.MAYBE, test.origin, f"AWS does not say what ForAnyValue means for {test.key}, which has one value")
    return weakest


def _unlisted(entry: ConditionEntry) -> Binding:
    reason = f"S3's definition of public does not name {entry.test.key}, although it limits who can call"
    return Binding(Truth.MAYBE, entry.test.origin, reason)


def _value(entry: ConditionEntry, index: int, string: PolicyString, key: str) -> Binding:
    """Whether one value is fixed for the key."""
    template = entry.templates[index]
    unknown = unknown_in((string.text,))
    if not template.is_constant:
        return Binding(Truth.NO, string.origin, f"the caller chooses the value of {string.text}")
    if unknown is not None and not _is_fixed(entry, string, key):
        return Binding(Truth.MAYBE, string.origin, "", unknown)
    text = template.text
    if text == "anonymous" and key in ("aws:principalaccount", "aws:userid"):
        return Binding(Truth.NO, string.origin, "anonymous is the value for callers without credentials")
    if entry.operator.family is Family.ADDRESS:
        return _block(text, string, key)
    if key in ("aws:sourceip", "aws:vpcsourceip"):
        return Binding(Truth.MAYBE, string.origin, f"AWS does not document {entry.test.operator} for {entry.test.key}")
    if "*" not in text and "?" not in text:
        if key == "aws:sourcearn" and text.startswith("arn:") and not _account(text):
            return Binding(
                Truth.MAYBE, string.origin, f"{string.text} names no account, so that only aws:SourceAccount would bind it"
            )
        return Binding(Truth.YES, string.origin)
    if not entry.operator.wildcards:
        return Binding(Truth.MAYBE, string.origin, f"{entry.test.operator} takes the wildcard in {string.text} literally")
    return _wildcard(text, string, key)


def _is_fixed(entry: ConditionEntry, string: PolicyString, key: str) -> bool:
    """Whether an unknown text is fixed whatever it turns out to be: one id, or compared without wildcards that it may hold."""
    unknowns = string.text.unknowns
    if all(one.names_one for one in unknowns):
        return True
    return key not in _NEEDING_MORE and (entry.is_plain or all(one.is_plain for one in unknowns))


_NEEDING_MORE = frozenset(("aws:sourcearn", "aws:sourceip", "aws:vpcsourceip"))
"""Keys of which a text without wildcards is not always a fixed value."""


def _account(arn: str) -> str:
    fields = arn.split(":", 5)
    return fields[4] if len(fields) > 4 else ""


def organization_of(path: str) -> str:
    """The organization that a path or a pattern of paths fixes, with its slash: `o-1/` of `o-1/r-1/*`; empty if none."""
    organization, slash, _ = path.partition("/")
    is_fixed = bool(slash) and organization.startswith("o-") and not {"*", "?"} & set(organization)
    return organization + slash if is_fixed else ""


def _wildcard(text: str, string: PolicyString, key: str) -> Binding:
    fields = text.split(":", 5)
    account = fields[4] if len(fields) == 6 else ""
    is_bound = bool(account) and "*" not in account and "?" not in account
    if key == ACCESS_POINT_ARN and is_bound and not {"*", "?"} & set("".join(fields[:3])):
        return Binding(Truth.YES, string.origin)
    if key in ("aws:principalarn", "aws:sourcearn") and is_bound:
        reason = f"S3's definition of public asks for values without wildcards; {string.text} fixes only the account"
        return Binding(Truth.MAYBE, string.origin, reason)
    if key.endswith("orgpaths") and organization_of(text):
        reason = f"S3's definition of public asks for values without wildcards; {string.text} fixes only the organization"
        return Binding(Truth.MAYBE, string.origin, reason)
    if key == "aws:userid" and text.startswith("AROA") and "*" not in text.partition(":")[0] and ":" in text:
        return Binding(Truth.MAYBE, string.origin, f"S3's definition of public excepts patterns such as {string.text}")
    return Binding(Truth.NO, string.origin, f"{string.text} is not a fixed value")


def _block(text: str, string: PolicyString, key: str) -> Binding:
    block = address_range(text)
    if block is None:
        return Binding(Truth.MAYBE, string.origin, f"{string.text} is not a CIDR block")
    if key == "aws:vpcsourceip":
        return Binding(Truth.YES, string.origin)
    if key != "aws:sourceip":
        return Binding(Truth.MAYBE, string.origin, f"AWS does not document addresses for {key}")
    inside = is_private(block.version, block.first) and is_private(block.version, block.last)
    if block.length >= SHORTEST_PREFIX[block.version] or inside:
        return Binding(Truth.YES, string.origin)
    return Binding(
        Truth.NO,
        string.origin,
        f"{string.text} is a broad range of addresses (shorter than /{SHORTEST_PREFIX[block.version]})",
    )


_SPECIAL = frozenset(
    (
        "aws:principalarn",
        "aws:userid",
        "aws:sourceip",
        "aws:sourcearn",
        "s3:dataaccesspointarn",
    )
)
"""Listed keys with rules of their own for what is fixed."""

IDENTITY_KEYS = _IDENTIFIERS | _SPECIAL | _UNLISTED
"""Keys whose fixed values a stranger can't present."""
