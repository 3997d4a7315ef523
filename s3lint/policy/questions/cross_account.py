"""Who outside the owner's account gets access through a policy, decided by meaning: with conditions, and Denies taken off."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property

from s3lint.base.condition import Truth
from s3lint.base.record import Record, replace
from s3lint.base.value import Origin, Unknown
from s3lint.policy.answer import owner_unknown
from s3lint.policy.documents.document import Policy, Statement
from s3lint.policy.language.compiled import CompiledPolicy, CompiledStatement, compiled_for
from s3lint.policy.language.principals import Caller, CallerKind, Designation, Form
from s3lint.policy.language.tables import table
from s3lint.policy.matching.alphabet import open_characters
from s3lint.policy.matching.patterns import TooComplex
from s3lint.policy.matching.scalars import address_range
from s3lint.policy.matching.symbols import Target, unknown_in
from s3lint.policy.questions.bound_values import binding_of, organization_of
from s3lint.policy.requests.candidate import Candidate
from s3lint.policy.requests.kinds import EVERYTHING, RequestKind
from s3lint.policy.requests.request import Request
from s3lint.policy.requests.request_classes import RequestClasses
from s3lint.policy.requests.search import Mode, Search
from s3lint.policy.words import doubt, flawed, request_of

SENSITIVE = (
    "s3:DeleteBucketPolicy",
    "s3:PutBucketAcl",
    "s3:PutBucketPolicy",
    "s3:PutEncryptionConfiguration",
    "s3:PutObjectAcl",
)
"""Actions that nobody outside the account should have: Security Hub's control S3.6."""

_NETWORKS = frozenset(("aws:sourceip", "aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip", "aws:sourcevpcarn"))

_OF_ORGANIZATIONS = frozenset(("aws:principalorgid", "aws:principalorgpaths"))
_OF_ACCOUNTS = frozenset(("aws:principalaccount", "aws:principalarn"))


class Grantee(Record):
    """Somebody outside who gets access.

    `account` is the account id, empty where it is no single account. `who` says it in words. `is_external` is MAYBE where
    the owner's account is not known, so that the literal account may be the owner's own.
    """

    statement: Statement
    account: str
    who: str
    origin: Origin
    request: Request
    is_external: Truth

    @property
    def doubt(self) -> Unknown | None:
        """What decides whether it is somebody outside, where that is not certain."""
        if self.is_external is Truth.YES:
            return None
        return owner_unknown(self.origin)


class Grantees(Record):
    """All that were found; `doubt`, where set, says why there may be more."""

    found: tuple[Grantee, ...] = ()
    doubt: Unknown | None = None

    def by_statement(self) -> tuple[tuple[Statement, tuple[Grantee, ...]], ...]:
        """Those that each statement lets in.

        Of several accounts at most one is the owner's, so a statement that lets in another one than those before it certainly
        lets in somebody outside, and all that it names are told.
        """
        numbers = dict.fromkeys(grantee.statement.number for grantee in self.found)
        found: list[tuple[Statement, tuple[Grantee, ...]]] = []
        accounts: set[str] = set()
        for number in numbers:
            grantees = tuple(grantee for grantee in self.found if grantee.statement.number == number)
            doubtful = {grantee.account for grantee in grantees if grantee.is_external is Truth.MAYBE}
            accounts |= doubtful
            if doubtful and len(accounts) > 1:
                grantees = tuple(replace(grantee, is_external=Truth.YES) for grantee in grantees)
            found.append((grantees[0].statement, grantees))
        return tuple(found)


def cross_account_grants(
    policy: Policy, target: Target, trusted: Collection[str] = (), actions: tuple[str, ...] = ()
) -> Grantees:
    """Everybody outside the owner's account and the trusted ones who is allowed something, with a request for each.

    `trusted` are ids of accounts, organizations, canonical users, VPCs or endpoints, and address ranges. AWS's own
    log-delivery accounts are left out. With `actions`, only grants of these count. What is public is not told here.
    """
    compiled = compiled_for(policy, target)
    if compiled.statements and all(one.is_deny is Truth.YES for one in compiled.statements):
        return Grantees((), policy.unknown)
    for flaw in compiled.flaws:
        return Grantees((), flawed(flaw) if flaw.is_ambiguous else Unknown(f"S3 refuses the policy: {flaw.text}", flaw.origin))
    found: list[Grantee] = []
    unsure = policy.unknown
    try:
        question = _CrossAccount(compiled, frozenset(trusted), RequestKind(actions=actions) if actions else EVERYTHING)
        for statement in compiled.statements:
            if statement.is_allow is Truth.NO:
                continue
            for grantee in question.grantees(statement):
                if isinstance(grantee, Unknown):
                    unsure = unsure or grantee
                else:
                    found.append(grantee)
    except TooComplex as error:
        unsure = Unknown(str(error), policy.origin)
    return Grantees(tuple(found), unsure)


def sensitive_cross_account_grants(policy: Policy, target: Target, trusted: Collection[str] = ()) -> Grantees:
    """Everybody outside who may change the policy, ACLs or encryption."""
    return cross_account_grants(policy, target, trusted, SENSITIVE)


class _Grants(Record):
    """What a statement lets callers do, by calls of services for them too where that is asked for."""

    statement: CompiledStatement
    callers: list[tuple[Caller, int, int]]
    by_services: bool

    def found(self, search: Search) -> Candidate | None:
        return search.found(self.callers, future=False, by_services=self.by_services)


class _CrossAccount:
    """A policy, asked for those outside the owner's account and the trusted ones who may make requests of a kind."""

    def __init__(self, compiled: CompiledPolicy, trusted: frozenset[str], kind: RequestKind) -> None:
        self.compiled = compiled
        self.trusts_some = bool(trusted)
        self.trusted = trusted.union(table("log_accounts")["accounts"].values())
        self.classes = RequestClasses(compiled, compiled.statements, kind)
        self.denies = sum(one.bit for one in compiled.statements if one.is_deny is not Truth.NO)
        self.certain_denies = sum(one.bit for one in compiled.statements if one.is_deny is Truth.YES)

    @cached_property
    def callers(self) -> list[tuple[Caller, int, int]]:
        """Every caller that the policy tells apart; found when needed, as most policies let in nobody who may be outside."""
        return list(self.classes.every_caller())

    def grantees(self, statement: CompiledStatement) -> Iterator[Grantee | Unknown]:
        principals = statement.statement.principals
        if principals.rest is not None and self._may_allow(statement):
            yield principals.rest
        if statement.principals.is_negated:
            return
        for one in statement.principals.designations:
            if one.form is Form.EVERYONE:
                yield from self._bound(statement, one)
            elif one.form is Form.SERVICE:
                continue
            elif one.form is Form.OPEN or open_characters(one.text):
                unknown = unknown_in((one.principal.name.text,))
                if unknown is not None and self._may_allow(statement):
                    yield unknown
            elif self._is_outside(one):
                theirs = [found for found in self.callers if one.names(found[0]) is not Truth.NO]
                grants = _Grants(statement, theirs, by_services=True)
                yield from self._granted(grants, self._who(one), one.account, one.principal.name.given)

    def _may_allow(self, statement: CompiledStatement) -> bool:
        """Whether the statement may allow somebody something that the question is about."""
        search = Search(self.classes, Mode.POSSIBLE, self.certain_denies, statement.bit)
        return search.found(self.callers, future=False, by_services=False) is not None

    def _is_outside(self, one: Designation) -> bool:
        if one.form is Form.CANONICAL:
            return one.text not in self.trusted
        return bool(one.account) and one.account != self.compiled.names.account and one.account not in self.trusted

    def _who(self, one: Designation) -> str:
        shown = self.compiled.names.shown
        if one.form is Form.CANONICAL:
            return f"canonical user {shown(one.text)}"
        if one.form is Form.ACCOUNT:
            return f"account {shown(one.account)}"
        return shown(one.text)

    def _granted(self, grants: _Grants, who: str, account: str, origin: Origin) -> Iterator[Grantee | Unknown]:
        """The grant, if some request of these callers is allowed and not denied."""
        statement, unknown = grants.statement, self.compiled.policy.unknown
        candidate = grants.found(Search(self.classes, Mode.CERTAIN, self.denies, statement.bit))
        if candidate is not None and unknown is None:
            external = Truth.YES if self.compiled.names.owner_is_known or not account else Truth.MAYBE
            request = request_of(self.compiled, self.classes, candidate)
            yield Grantee(statement.statement, account, who, origin, request, external)
            return
        candidate = grants.found(Search(self.classes, Mode.POSSIBLE, self.certain_denies, statement.bit))
        if candidate is not None:
            denies = [other for other in self.compiled.statements if other.is_deny is not Truth.NO]
            yield unknown or doubt(self.compiled, [statement, *denies], candidate)

    def _bound(self, statement: CompiledStatement, one: Designation) -> Iterator[Grantee | Unknown]:
        """Those outside to whom the conditions of a grant to everyone bind it."""
        for entry in statement.entries:
            key = entry.key.name.lower()
            binding = binding_of(entry)
            if binding.answer is Truth.NO:
                continue
            if binding.unknown is not None:
                if self._may_allow(statement):
                    yield binding.unknown
                continue
            for template, string in zip(entry.templates, entry.test.values.items, strict=True):
                unknown = unknown_in((string.text,))
                if unknown is not None:
                    if unknown.names_one and not unknown.is_input:
                        continue  # looked up by the code, so it is the owner's
                    if self._may_be_trusted(key):
                        if self._may_allow(statement):
                            yield unknown
                        continue
                for who, account in self._beneficiaries(key, template.text):
                    grants = _Grants(statement, self._people(account), by_services=False)
                    yield from self._granted(grants, who, account, string.given if unknown is None else entry.test.origin)

    def _may_be_trusted(self, key: str) -> bool:
        """Whether what an unknown value of a key names may be trusted, or the owner's own account."""
        return self.trusts_some or key in _OF_ACCOUNTS

    def _beneficiaries(self, key: str, value: str) -> Iterator[tuple[str, str]]:
        owner = self.compiled.names.account
        if key in _OF_ORGANIZATIONS:
            organization = value if key == "aws:principalorgid" else organization_of(value).rstrip("/")
            if organization not in self.trusted:
                yield f"organization {self.compiled.names.shown(organization or value)}", ""
        elif key in _OF_ACCOUNTS:
            account = value.split(":", 5)[4] if value.count(":") >= 5 else value
            if account not in (owner, "*", "") and account not in self.trusted:
                yield f"account {self.compiled.names.shown(account)}", account
        elif key in _NETWORKS and not self._is_trusted_network(value) and not self.compiled.names.is_declared(value):
            yield f"any account from {self.compiled.names.shown(value)}", ""

    def _is_trusted_network(self, value: str) -> bool:
        """Whether it is trusted, or a range of addresses that lies in one that is."""
        block = None if value in self.trusted else address_range(value)
        if block is None:
            return value in self.trusted
        ranges = [other for other in map(address_range, self.trusted) if other is not None and other.version == block.version]
        return any(other.first <= block.first and block.last <= other.last for other in ranges)

    def _people(self, account: str) -> list[tuple[Caller, int, int]]:
        """Those of the account, or of any account but the owner's."""
        return [
            found
            for found in self.callers
            if found[0].kind not in (CallerKind.SERVICE, CallerKind.ANONYMOUS)
            and (found[0].account == account if account else found[0].account != self.compiled.names.account)
        ]
