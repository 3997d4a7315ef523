"""Is a policy public, in S3's sense, and can a stranger really get in?

Both are asked: whether a statement grants to everyone without binding the grant to fixed values, and whether some stranger's
request is allowed although other statements deny. Where the two disagree, AWS does not document the answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from s3lint.base.condition import Truth
from s3lint.base.record import Record
from s3lint.base.value import Origin, Text, Unknown
from s3lint.policy.answer import Answer, Holds, Reason, Undecided, Violated
from s3lint.policy.documents.document import Policy, Statement
from s3lint.policy.language.actions import SERVICE
from s3lint.policy.language.compiled import CompiledPolicy, CompiledStatement, compiled_for, once
from s3lint.policy.language.principals import Caller, CallerKind, Form
from s3lint.policy.matching.patterns import TooComplex
from s3lint.policy.matching.scalars import address_range
from s3lint.policy.matching.symbols import Target, unknown_in
from s3lint.policy.questions.bound_values import (
    ACCESS_POINT_ARN,
    IDENTITY_KEYS,
    Binding,
    binding_of,
    is_met_by_access_points_only,
    organization_of,
)
from s3lint.policy.requests.callers import Callers
from s3lint.policy.requests.candidate import Candidate
from s3lint.policy.requests.evaluate import Outcome, outcome, statement_matches
from s3lint.policy.requests.key_settings import KeySetting
from s3lint.policy.requests.kinds import EVERYTHING
from s3lint.policy.requests.request_classes import RequestClasses
from s3lint.policy.requests.search import Mode, Search
from s3lint.policy.words import doubt, flawed, request_of


class StatementAnswer(Record):
    """What one Allow statement means for strangers: `Violated` where it is public, `Holds` where it is not."""

    statement: Statement
    answer: Answer

    @property
    def is_conditioned(self) -> bool:
        """The statement has conditions, or may have."""
        return bool(self.statement.tests) or self.statement.rest is not None


def public_access(policy: Policy, target: Target) -> Answer:
    """Whether the policy keeps strangers out: `Violated` where it is public.

    A public statement without a condition is told before one that is public although it has one.
    """
    grants = public_grants(policy, target)
    violated = [grant.answer for grant in grants if isinstance(grant.answer, Violated)]
    if violated:
        return next((answer for answer in violated if not answer.conditioned), violated[0])
    for grant in grants:
        if isinstance(grant.answer, Undecided):
            return grant.answer
    unknown = further_grants(policy, target)
    if unknown is not None:
        return Undecided(unknown)
    statements = tuple(grant.statement for grant in grants)
    return Holds(
        tuple(Reason(one.origin, f"{one} grants to fixed principals or values only") for one in statements), statements
    )


def further_grants(policy: Policy, target: Target) -> Unknown | None:
    """Why there may be public statements besides those that are known."""
    if policy.unknown is not None:
        return policy.unknown
    compiled = compiled_for(policy, target)
    harmless = [statement.is_deny is Truth.YES or _names_some(statement) for statement in compiled.statements]
    for flaw in compiled.flaws:
        if flaw.is_ambiguous or not harmless or not all(harmless):
            return Unknown(f"S3 refuses the policy: {flaw.text}", flaw.origin)
    return None


@once
def public_grants(policy: Policy, target: Target) -> tuple[StatementAnswer, ...]:
    """Each statement that allows, or may allow, something, and whether it is public."""
    compiled = compiled_for(policy, target)
    allows = [statement for statement in compiled.statements if statement.is_allow is not Truth.NO]
    if not allows:
        return ()
    for flaw in compiled.flaws:
        if flaw.is_ambiguous:
            return tuple(StatementAnswer(statement.statement, Undecided(flawed(flaw))) for statement in allows)
        refused = Undecided(Unknown(f"S3 refuses the policy: {flaw.text}", flaw.origin))
        return tuple(
            StatementAnswer(one.statement, Holds((), (one.statement,)) if _names_some(one) else refused) for one in allows
        )
    strangers = Strangers(compiled)
    return tuple(StatementAnswer(statement.statement, _answer(compiled, statement, strangers)) for statement in allows)


class Standing(Record):
    """S3's rule applied to one Allow statement alone: is it public; how its conditions bind it; if in doubt, why."""

    answer: Truth
    bindings: tuple[Binding, ...] = ()
    unknown: Unknown | None = None


def standing(statement: CompiledStatement, *, of_access_point: bool = False) -> Standing:
    """Whether a statement grants to everyone without binding the grant to fixed values."""
    everyone, unknown = _everyone(statement)
    if everyone is Truth.NO:
        return Standing(Truth.NO)
    bindings = tuple(binding_of(entry, of_access_point=of_access_point) for entry in statement.entries)
    if any(binding.answer is Truth.YES for binding in bindings):
        return Standing(Truth.NO, bindings)
    if unknown is None and statement.is_allow is Truth.MAYBE:
        effect = statement.statement.effect
        unknown = effect if isinstance(effect, Unknown) else None
    for binding in bindings:
        if binding.answer is Truth.MAYBE:
            unknown = unknown or binding.as_unknown()
    unknown = unknown or statement.statement.rest
    return Standing(Truth.YES if unknown is None else Truth.MAYBE, bindings, unknown)


def through_access_points(policy: Policy, target: Target) -> Truth:
    """Whether the policy of a bucket leaves to its access points whom they let in, strangers too.

    Source: the Amazon S3 user guide, "Configuring IAM policies for using access points": a request through one must be
    allowed by both policies; a bucket's leaves it to the other by letting everyone in through access points.
    """
    found = Truth.NO if policy.unknown is None else Truth.MAYBE
    for statement in compiled_for(policy, target).statements:
        left = statement.is_allow & _everyone(statement)[0]
        for entry in statement.entries:
            if left is not Truth.NO and not is_met_by_access_points_only(entry):
                left = left & ~binding_of(entry).answer
        found = found | left
    return found


def _names_some(statement: CompiledStatement) -> bool:
    """However the rest is read, the statement grants to principals that it names, and to nobody else."""
    return bool(statement.principals.designations) and _everyone(statement)[0] is Truth.NO


def _everyone(statement: CompiledStatement) -> tuple[Truth, Unknown | None]:
    """Whether the principals include everyone, and what would decide it."""
    principals = statement.statement.principals
    part = statement.principals
    if part.is_negated:
        # AWS does not support Allow with NotPrincipal; read as written it lets in all but a few.
        if part.is_everyone:
            return Truth.NO, None
        return (Truth.YES, None) if principals.rest is None else (Truth.MAYBE, principals.rest)
    if part.is_everyone:
        return Truth.YES, None
    doubtful: Unknown | None = principals.rest
    for one in part.designations:
        string = one.principal.name
        match one.form:
            case Form.PROVIDER if "saml-provider" not in one.text:
                return Truth.YES, None
            case Form.PROVIDER:
                doubtful = doubtful or Unknown("AWS does not document SAML providers in bucket policies", string.origin)
            case Form.INVALID if "*" in one.text:
                doubtful = doubtful or Unknown(f"S3 refuses the principal {string.text}", string.origin)
            case Form.OPEN if not _names_one(string.text):
                doubtful = doubtful or unknown_in((string.text,)) or Unknown("the principal is not known", string.origin)
            case _:
                continue
    return (Truth.NO, None) if doubtful is None else (Truth.MAYBE, doubtful)


def _names_one(text: Text) -> bool:
    """Whether an unknown text names something, whichever: S3 takes no wildcard in a principal but `*` alone."""
    return bool(text.unknowns) and all(unknown.is_plain for unknown in text.unknowns)


class Strangers(RequestClasses):
    """The requests that strangers can make: with no fixed account, network, organization or principal of the policy."""

    def __init__(self, policy: CompiledPolicy) -> None:
        super().__init__(policy, policy.statements, EVERYTHING)
        self._found: list[tuple[Caller, int, int]] | None = None
        # Only S3 itself serves callers without credentials, also through its access points.
        self._takes_unsigned = policy.target.store in ("", SERVICE)
        self.denies = sum(statement.bit for statement in policy.statements if statement.is_deny is not Truth.NO)
        self.certain_denies = sum(statement.bit for statement in policy.statements if statement.is_deny is Truth.YES)

    def callers(self) -> Iterator[tuple[Caller, int, int]]:
        if self._found is None:
            self._found = list(super().callers())
        yield from self._found

    def every_caller(self) -> Iterator[tuple[Caller, int, int]]:
        names = Callers(self.policy, self.statements)
        for found in super().every_caller():
            if names.is_stranger(found[0]) and (self._takes_unsigned or found[0].kind is not CallerKind.ANONYMOUS):
                yield found

    def settings(self, key: str, caller: Caller) -> list[KeySetting]:
        """Without the values that only those have whom the policy names."""
        found = super().settings(key, caller)
        if key not in IDENTITY_KEYS or (key == ACCESS_POINT_ARN and self.policy.target.is_access_point):
            return found
        entries = [entry for _, entry in self.entries[key]]
        texts = [template.text for entry in entries for template in entry.templates]
        literals = {text for text in texts if "*" not in text and "?" not in text}
        accounts = {text.split(":", 5)[4] for text in texts if text.count(":") >= 5} - {"", "*"}
        organizations = {organization_of(text) for text in texts} - {""}
        blocks = [block for entry in entries for block in entry.ranges() if binding_of(entry).answer is not Truth.NO]

        def is_strange(value: str) -> bool:
            if value in literals or (value.count(":") >= 5 and value.split(":", 5)[4] in accounts):
                return False
            if organization_of(value) in organizations:
                return False
            address = address_range(value) if blocks else None
            return address is None or not any(
                block.version == address.version and block.first <= address.first <= block.last for block in blocks
            )

        return [
            setting
            for setting in found
            if (values := setting.assignment[0][1]) is None or all(is_strange(value) for value in values)
        ]

    def request(self, statement: CompiledStatement, mode: Mode) -> Candidate | None:
        """A stranger's request that the statement allows and no Deny stops; certainly or possibly."""
        denies = self.denies if mode is Mode.CERTAIN else self.certain_denies
        search = Search(self, mode, denies, statement.bit)
        callers = list(self.callers())
        people = [found for found in callers if found[0].kind is not CallerKind.SERVICE]
        return search.found(people, future=False, by_services=False) or search.found(callers, future=True, by_services=True)


def _answer(compiled: CompiledPolicy, statement: CompiledStatement, strangers: Strangers) -> Answer:
    if not statement.is_effective:
        return Holds((), (statement.statement,))
    rule = standing(statement, of_access_point=compiled.target.is_access_point)
    if rule.answer is Truth.NO and not statement.principals.is_everyone:
        return Holds((), (statement.statement,))
    try:
        candidate = strangers.request(statement, Mode.CERTAIN)
        if rule.answer is Truth.YES:
            return _public(compiled, statement, strangers, rule, candidate)
    except TooComplex as error:
        return Undecided(Unknown(str(error), statement.statement.origin))
    if rule.unknown is not None:
        return Undecided(rule.unknown)
    if candidate is not None:
        origin = statement.statement.origin
        return Undecided(Unknown("S3's definition calls this grant not public, although a stranger seems to get in", origin))
    return Holds((), (statement.statement,))


def _public(
    compiled: CompiledPolicy, statement: CompiledStatement, strangers: Strangers, rule: Standing, candidate: Candidate | None
) -> Answer:
    """The answer for a statement that is public by S3's rule."""
    if candidate is not None and compiled.policy.unknown is not None:
        return Undecided(compiled.policy.unknown)
    if candidate is not None:
        return _violated(compiled, statement, strangers, rule, candidate)
    denies = [other for other in compiled.statements if other.is_deny is not Truth.NO]
    perhaps = strangers.request(statement, Mode.POSSIBLE)
    if perhaps is not None:
        return Undecided(doubt(compiled, [statement, *denies], perhaps))
    anyway = Search(strangers, Mode.POSSIBLE, 0, statement.bit).found(strangers.callers(), future=False, by_services=True)
    origin = statement.statement.principals.origin
    if anyway is None:
        return Undecided(Unknown("the statement grants everyone an access that no request to this bucket can use", origin))
    denier = next((deny.statement for deny in denies if statement_matches(compiled, deny, anyway) is not Truth.NO), None)
    by = f"by {denier}" if denier is not None else "by other statements"
    return Undecided(
        Unknown(f"access is granted to everyone but denied {by}, and AWS does not say whether S3 counts that as public", origin)
    )


def _violated(
    compiled: CompiledPolicy, statement: CompiledStatement, strangers: Strangers, rule: Standing, candidate: Candidate
) -> Answer:
    if outcome(compiled, candidate) is not Outcome.ALLOWED and not candidate.action.is_future:
        return Undecided(Unknown("internal: a request that seemed to be allowed is not", compiled.policy.origin))
    origin, words = _let_in(statement)
    reasons = [Reason(origin, f"{statement.statement} allows {words}")]
    reasons += [Reason(binding.origin, binding.reason) for binding in rule.bindings if binding.reason]
    return Violated(
        request_of(compiled, strangers, candidate), origin, tuple(reasons), statement.statement, bool(statement.statement.tests)
    )


def _let_in(statement: CompiledStatement) -> tuple[Origin, str]:
    """The element that lets strangers in, and who they are."""
    principals = statement.statement.principals
    if principals.is_negated:
        listed = ", ".join(str(one.name.text) for one in principals.items)
        return principals.origin, f"everyone except {listed}"
    for one in statement.principals.designations:
        string = one.principal.name
        if one.form in (Form.EVERYONE, Form.PROVIDER):
            who = "everyone" if one.form is Form.EVERYONE else f"everyone with an identity of {string.text}"
            return string.origin, who
    return principals.origin, "everyone"
