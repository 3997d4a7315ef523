"""The callers that a policy can tell apart, and the condition keys that a caller fixes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from s3lint.policy.language.compiled import CompiledPolicy, CompiledStatement
from s3lint.policy.language.conditions import ConditionEntry
from s3lint.policy.language.keys import Presence
from s3lint.policy.language.principals import ANONYMOUS, Caller, CallerKind, Designation, Form
from s3lint.policy.matching.alphabet import STRANGE_ACCOUNTS, open_characters
from s3lint.policy.matching.patterns import Pattern, classes
from s3lint.policy.matching.text_templates import KeyState

_SERVICES = ("ec2.amazonaws.com", "sns.amazonaws.com", "events.amazonaws.com", "states.amazonaws.com")
_DIGITS = "9876543210"
_ACCOUNT_SHAPE = Pattern("?" * 12)

_SIGNED = frozenset(
    (CallerKind.ROOT, CallerKind.USER, CallerKind.ROLE, CallerKind.FEDERATED, CallerKind.CANONICAL, CallerKind.WEB)
)

_TYPES = {
    CallerKind.ANONYMOUS: "Anonymous",
    CallerKind.ROOT: "Account",
    CallerKind.USER: "User",
    CallerKind.ROLE: "AssumedRole",
    CallerKind.FEDERATED: "FederatedUser",
    CallerKind.WEB: "AssumedRole",
}


def fixed(caller: Caller, key: str, presence: Presence) -> tuple[str, ...] | KeyState:
    """The values of a key that the caller alone decides; OPEN where the rest of the request does."""
    kind = caller.kind
    match presence:
        case Presence.SIGNED:
            if key == "aws:userid" and kind is CallerKind.ANONYMOUS:
                return ("anonymous",)
            return KeyState.OPEN if kind in _SIGNED else KeyState.ABSENT
        case Presence.SERVICE:
            return KeyState.OPEN if kind is CallerKind.SERVICE else KeyState.ABSENT
        case Presence.CALLER:
            return _of_caller(caller, key)
        case _:
            return KeyState.OPEN


def _of_caller(caller: Caller, key: str) -> tuple[str, ...] | KeyState:
    kind = caller.kind
    match key:
        case "aws:principalarn":
            if kind in (CallerKind.ANONYMOUS, CallerKind.SERVICE):
                return KeyState.ABSENT
            name = caller.role or caller.name
            return (name,) if name.startswith("arn:") else KeyState.OPEN
        case "aws:principalaccount":
            if kind is CallerKind.ANONYMOUS:
                return ("anonymous",)
            if kind is CallerKind.SERVICE:
                return KeyState.ABSENT
            return (caller.account,) if caller.account else KeyState.OPEN
        case "aws:principalisawsservice":
            if kind is CallerKind.ANONYMOUS:
                return KeyState.ABSENT
            return ("true" if kind is CallerKind.SERVICE else "false",)
        case "aws:principalservicename" | "aws:principalservicenameslist":
            return (caller.name,) if kind is CallerKind.SERVICE else KeyState.ABSENT
        case "aws:username":
            return (caller.name.rpartition("/")[2],) if kind is CallerKind.USER else KeyState.ABSENT
        case "aws:principaltype":
            return (_TYPES[kind],) if kind in _TYPES else KeyState.OPEN
        case _:
            return KeyState.OPEN


class Callers:
    """Enumerates callers such that every request's caller matches the same principals and caller keys as one of them."""

    def __init__(self, policy: CompiledPolicy, statements: Sequence[CompiledStatement]) -> None:
        self.partition = policy.names.partition
        self.owner = policy.names.account
        self.designations = [one for statement in statements for one in statement.principals.designations]
        entries = [entry for statement in statements for entry in statement.entries]
        self.arns = [pattern for entry in entries if entry.key.name == "aws:PrincipalArn" for pattern in entry.patterns()]
        self.user_names = [pattern for entry in entries if entry.key.name == "aws:username" for pattern in entry.patterns()]
        self.services = [
            literal
            for entry in entries
            if entry.key.name in ("aws:PrincipalServiceName", "aws:PrincipalServiceNamesList")
            for literal in classes(entry.patterns())
        ]
        self.named = named = {one.account for one in self.designations if one.account} | set(self._literal_accounts(entries))
        known = {*named, self.owner}
        self.stranger = next((account for account in STRANGE_ACCOUNTS if account not in known), STRANGE_ACCOUNTS[0])
        self.accounts = list(dict.fromkeys([self.stranger, *sorted(named), self.owner, *self._account_classes(entries)]))

    def _literal_accounts(self, entries: Iterable[ConditionEntry]) -> Iterator[str]:
        for entry in entries:
            for template in entry.templates:
                text = template.text
                if entry.key.name == "aws:PrincipalArn" and text.startswith("arn:") and text.count(":") >= 5:
                    text = text.split(":", 5)[4]
                elif entry.key.name != "aws:PrincipalAccount":
                    continue
                if text and "*" not in text and "?" not in text:
                    yield text

    def _account_classes(self, entries: Iterable[ConditionEntry]) -> list[str]:
        """Accounts that wildcards in account fields tell apart."""
        fields = [pattern.text for entry in entries if entry.key.name == "aws:PrincipalAccount" for pattern in entry.patterns()]
        fields += [pattern.text.split(":", 5)[4] for pattern in self.arns if pattern.text.count(":") >= 5]
        patterns = [Pattern(field) for field in dict.fromkeys(fields) if field.strip("*") and ("*" in field or "?" in field)]
        if not patterns:
            return []
        found = classes((*patterns, _ACCOUNT_SHAPE), fresh=_DIGITS)
        return [account for account in found if _ACCOUNT_SHAPE.matches(account)]

    def is_stranger(self, caller: Caller) -> bool:
        """Anonymous, of an account that the policy does not name, or a service, which anybody can make call."""
        if caller.kind in (CallerKind.ANONYMOUS, CallerKind.SERVICE, CallerKind.WEB):
            return True
        return bool(caller.account) and caller.account not in self.named and caller.account != self.owner

    def __iter__(self) -> Iterator[Caller]:
        yield ANONYMOUS
        yield from self._of_account(self.stranger)
        named = [caller for one in self.designations for caller in self._named(one)]
        yield from (caller for caller in named if caller.kind is not CallerKind.SERVICE)
        for account in self.accounts:
            if account != self.stranger:
                yield from self._of_account(account)
        yield from (caller for caller in named if caller.kind is CallerKind.SERVICE)
        for service in dict.fromkeys(self.services):
            yield Caller(CallerKind.SERVICE, name=service)
        taken = {caller.name for caller in named}
        yield Caller(CallerKind.SERVICE, name=next(name for name in (*_SERVICES, "aws.amazonaws.com") if name not in taken))

    def _of_account(self, account: str) -> Iterator[Caller]:
        """A user and a role session for each class of ARNs, and the root user."""
        arn = f"arn:{self.partition}:iam::{account}"
        for name in self._user_names(f"{arn}:user/"):
            yield Caller(CallerKind.USER, account, name)
        for role in self._arn_classes(f"{arn}:role/"):
            yield self._session(account, role)
        yield Caller(CallerKind.ROOT, account, f"{arn}:root")

    def _session(self, account: str, role: str, name: str = "session") -> Caller:
        short = role.rpartition("/")[2]
        return Caller(CallerKind.ROLE, account, f"arn:{self.partition}:sts::{account}:assumed-role/{short}/{name}", role)

    def _user_names(self, prefix: str) -> Iterable[str]:
        if not self.user_names:
            return self._arn_classes(prefix)
        patterns = [*self.arns, *(Pattern(f"*/{pattern.text}") for pattern in self.user_names)]
        return classes(patterns, prefix)

    def _arn_classes(self, prefix: str) -> Iterable[str]:
        found = classes(self.arns, prefix) if self.arns else (f"{prefix}someone",)
        return [arn for arn in found if not arn.endswith("/")]

    def _named(self, one: Designation) -> Iterator[Caller]:
        match one.form:
            case Form.USER:
                yield Caller(CallerKind.USER, one.account, one.text)
            case Form.ROLE:
                yield self._session(one.account, one.text)
            case Form.SESSION:
                yield from self._sessions(one)
            case Form.FEDERATED_USER:
                yield Caller(CallerKind.FEDERATED, one.account, one.text)
            case Form.ORIGIN_ACCESS:
                yield Caller(CallerKind.ORIGIN_ACCESS, name=one.text)
            case Form.SERVICE if not open_characters(one.text):
                yield Caller(CallerKind.SERVICE, name=one.text)
            case Form.CANONICAL:
                yield Caller(CallerKind.CANONICAL, name=one.text)
            case Form.PROVIDER:
                yield Caller(CallerKind.WEB, name=one.text)
            case _:
                return

    def _sessions(self, one: Designation) -> Iterator[Caller]:
        """The named session, and another one of the same role."""
        parts = one.text.split(":", 5)[5].split("/")
        short, session = (parts[1], parts[-1]) if len(parts) >= 3 else (parts[-1], "session")
        role = next(
            (
                other.text
                for other in self.designations
                if other.form is Form.ROLE and other.account == one.account and other.text.rpartition("/")[2] == short
            ),
            f"arn:{self.partition}:iam::{one.account}:role/{short}",
        )
        yield Caller(CallerKind.ROLE, one.account, one.text, role)
        yield self._session(one.account, role, "session" if session != "session" else "another")
